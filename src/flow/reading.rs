//! From a transaction to a screen. The status of the answer decides nothing: a denial is a denial with 200 and with
//! 403 (`docs/spec/idx.md` section 1.8).

mod details;
mod device;
mod dropped;
mod ending;
mod exemption;
mod field;
mod form;
mod loopback;
mod message;
mod methods;
mod password;
mod remediation;
mod security_key;

use serde_json::Value;
use url::Url;

pub use dropped::{Dropped, dropped};
pub use exemption::{decision, requests};

use super::{
    Viewer,
    screen::{
        About, Action, Ending, FormPage, Link, Onward, Problem, ProblemKind, Reader, Screen,
        Success, Told, visible,
    },
    shape, wording,
};
use crate::idx::{Error, Field, Form, HandoutView, Message, Outcome, Reply, Transaction};

/// Milliseconds between two questions where the server names none.
const DEFAULT_REFRESH: u64 = 4_000;
/// The longest time between two questions, whatever the server names: browsers count milliseconds up to 2³¹ and take
/// what is longer for nothing at all.
const LONGEST_REFRESH: u64 = 3_600_000;
/// Gives a sign-in extension of the system up; nothing is asked of the person.
pub const EXTENSION_CANCEL: &str = "cancel-transaction";

/// What a screen needs to know that is not in the transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Setting {
    /// Absolute address of the page: where an agent that was opened by a link comes back to.
    pub page: String,
    /// Who probably signs in: OpenID Connect `login_hint`.
    pub login_hint: String,
    /// Whether the person has asked for the device's check in this sign-in.
    pub launched: bool,
    /// The IDX server's address, which relative addresses in its answers are relative to.
    pub server: Option<Url>,
}

impl Setting {
    /// `address` as the server means it; as it is where that cannot be told.
    fn absolute(&self, address: &str) -> String {
        self.server
            .as_ref()
            .and_then(|server| server.join(address).ok())
            .map_or_else(|| address.to_owned(), String::from)
    }
}

/// The screen for an answer of the IDX server.
pub fn read(reply: &Reply, setting: &Setting) -> Screen {
    let reply = &*shape::ordered(reply);
    let transaction = &reply.transaction;
    if let Some(screen) = success(transaction, setting) {
        return match screen {
            Screen::Success(success) if is_refused(transaction) => refused(transaction, success),
            screen => screen,
        };
    }
    let leading: Vec<&Form> = transaction
        .forms()
        .iter()
        .filter(|form| form.name != "skip")
        .collect();
    let Some(first) = leading.first() else {
        return terminal(reply, setting);
    };
    match first.name.as_str() {
        "failure-redirect" => terminal(reply, setting),
        "device-assurance-grace-period" => {
            Screen::Grace(remediation::grace(transaction, first, setting))
        }
        // An extension's forms: `docs/spec/idx.md` section 1.3, on 401.
        "device-apple-sso-extension" | EXTENSION_CANCEL => {
            Screen::Device(Box::new(device::extension(transaction, first)))
        }
        "device-challenge-poll" | "challenge-poll" => {
            if let Some(challenge) = device::challenge(transaction, first, setting) {
                return Screen::Device(Box::new(challenge));
            }
            Screen::Generic(page(transaction, setting))
        }
        // Nothing was entered yet that one could go back from (section 2.5).
        "launch-authenticator" => {
            let mut page = page(transaction, setting);
            page.about.cancel = None;
            Screen::Generic(page)
        }
        "identify" => {
            let mut page = page(transaction, setting);
            // Who signs in is being asked: a badge that already says who would contradict it (section 6.2), and
            // there is nothing to go back to.
            page.about.identifier = None;
            page.about.cancel = None;
            let fields = page.main.iter_mut().flat_map(|main| &mut main.fields);
            for field in fields.filter(|field| field.name == "identifier" && field.value.is_empty())
            {
                field.value.clone_from(&setting.login_hint);
            }
            Screen::Identify(page)
        }
        "challenge-authenticator" if authenticator(transaction) == "okta_password" => {
            Screen::Password(page(transaction, setting))
        }
        _ => Screen::Generic(page(transaction, setting)),
    }
}

/// What was taken along, as `reader` gets it; `None` where it tells nothing.
pub fn told(view: &HandoutView, reader: Reader) -> Option<Screen> {
    Some(Screen::Told(Told {
        reader,
        screen: Box::new(remediation::told(&view.shown, &Setting::default())?),
        created: view.created,
        expires_at: view.expires_at,
        language: view.language.clone(),
        time_zone: view.time_zone.clone(),
        viewer: view
            .user_agent
            .as_deref()
            .map(|agent| Viewer::read(agent, ""))
            .unwrap_or_default(),
        program_version: view.program_version.clone(),
    }))
}

/// The page for the transaction's forms, with what only a script can answer and a way back in any case.
fn page(transaction: &Transaction, setting: &Setting) -> FormPage {
    let mut page = form::page(transaction);
    page.about.cancel.get_or_insert_with(back);
    security_key::add(&mut page, transaction, setting);
    page.captcha = transaction
        .forms()
        .first()
        .is_some_and(|form| asks_for_captcha(&form.value));
    // Where nothing is left to do, that is said.
    let has_nothing = page.main.is_none()
        && page.key.is_none()
        && page.poll.is_none()
        && page.providers.is_empty();
    page.unsupported |= has_nothing;
    page
}

/// Whether one of `fields` takes what a captcha says.
fn asks_for_captcha(fields: &[Field]) -> bool {
    fields.iter().any(|field| {
        let nested = field.form.as_ref();
        field.name == "captchaToken" || nested.is_some_and(|form| asks_for_captcha(&form.value))
    })
}

/// The screen for an answer that was no transaction.
pub fn problem(error: &Error) -> Problem {
    let (kind, retry, wait) = match error {
        Error::Unreachable(_) | Error::Status(503) | Error::Api { status: 503, .. } => {
            (ProblemKind::Unreachable, true, None)
        }
        Error::Slow => (ProblemKind::Slow, true, None),
        Error::Blocked => (ProblemKind::Blocked, true, None),
        Error::TooManyRequests { wait } => (ProblemKind::TooManyRequests, true, *wait),
        Error::OAuth { .. } => (ProblemKind::Configuration, false, None),
        Error::TooLarge
        | Error::Malformed { .. }
        | Error::Status(_)
        | Error::Api { .. }
        | Error::ForeignAddress => (ProblemKind::Failed, true, None),
    };
    Problem {
        kind,
        retry,
        start_again: None,
        wait,
        code: match error {
            Error::OAuth { error, .. } if is_code(error) => Some(error.clone()),
            _ => None,
        },
    }
}

/// Whether it is a word that stands for itself. Anything else might be a sentence that somebody put into a link.
fn is_code(error: &str) -> bool {
    let is_plain = |letter| matches!(letter, 'a'..='z' | '0'..='9' | '_');
    error.len() <= 64 && error.chars().all(is_plain)
}

/// Whether the server knows no such sign-in (any more).
pub fn is_forgotten(answer: &Result<Reply, Error>) -> bool {
    match answer {
        Ok(reply) => {
            reply.transaction.forms().is_empty()
                && reply
                    .transaction
                    .messages()
                    .iter()
                    .any(|message| message.key() == wording::EXPIRED)
        }
        Err(
            Error::OAuth { .. }
            | Error::Api {
                status: 400..500, ..
            },
        ) => true,
        Err(_) => false,
    }
}

/// Whether an answer is the last of its sign-in, and perhaps said only once. A server with our extension keeps its
/// sign-ins: it can be asked again.
pub fn is_last_word(reply: &Reply) -> bool {
    let transaction = &reply.transaction;
    if transaction.recheck.is_some() || transaction.device_assurance.is_some() {
        return false;
    }
    if success(transaction, &Setting::default()).is_some() {
        return true;
    }
    let leads_on = |form: &Form| !matches!(form.name.as_str(), "skip" | "failure-redirect");
    let sends_away =
        transaction.failure.is_some() || transaction.form("failure-redirect").is_some();
    !transaction.forms().iter().any(leads_on)
        && reply.status < 500
        && reply.status != 429
        && (!transaction.messages().is_empty() || sends_away)
        && !transaction
            .messages()
            .iter()
            .any(|message| message.key() == wording::EXPIRED)
}

/// Signed in, by an interaction code or by an address to go to.
fn success(transaction: &Transaction, setting: &Setting) -> Option<Screen> {
    let onward = if transaction.success_with_interaction_code.is_some() {
        Onward::App
    } else {
        let form = transaction
            .success
            .as_ref()
            .or_else(|| transaction.form("success-redirect"))?;
        Onward::Redirect(Link::parse(&setting.absolute(&form.href), None)?)
    };
    let assurance = transaction
        .device_assurance
        .as_ref()
        .map(|wrapped| &wrapped.value);
    let mut about = about(transaction);
    about.cancel = None;
    Some(Screen::Success(Success {
        about,
        // The extension comes with a success only where a denial or a reminder went before.
        fixed: assurance.is_some_and(|assurance| assurance.outcome == Outcome::Compliant),
        device: assurance.and_then(|assurance| assurance.device.clone()),
        onward,
    }))
}

/// Whether the server says that the person may not go in.
fn is_refused(transaction: &Transaction) -> bool {
    transaction.messages().iter().any(|message| {
        matches!(
            message.key(),
            "security.access_denied" | "security.access_denied_custom_message"
        )
    })
}

/// Not let in, and sent on all the same: nobody is told to be signed in.
fn refused(transaction: &Transaction, success: Success) -> Screen {
    let Onward::Redirect(onward) = success.onward else {
        return Screen::Success(success);
    };
    Screen::DeniedGeneric(Ending {
        onward: Some(onward),
        ..ending::of(transaction)
    })
}

/// No form leads on.
fn terminal(reply: &Reply, setting: &Setting) -> Screen {
    let transaction = &reply.transaction;
    let has = |key: &str| {
        transaction
            .messages()
            .iter()
            .any(|message| message.key() == key)
    };
    if has(wording::EXPIRED) {
        return Screen::Expired(Ending {
            start_again: Some(start_again()),
            ..ending::of(transaction)
        });
    }
    // Whatever the status: what the person can do counts more than how it was sent (section 1.8).
    if remediation::is_told(transaction) {
        return Screen::Denied(remediation::denied(transaction, setting));
    }
    if reply.status >= 500 {
        return Screen::Problem(Problem {
            kind: if reply.status == 503 {
                ProblemKind::Unreachable
            } else {
                ProblemKind::Failed
            },
            retry: true,
            start_again: Some(start_again()),
            wait: reply.wait,
            code: None,
        });
    }
    if has("tooManyRequests") {
        return Screen::Problem(Problem {
            kind: ProblemKind::TooManyRequests,
            retry: true,
            start_again: Some(start_again()),
            wait: reply.wait,
            code: None,
        });
    }
    let denied = is_refused(transaction)
        || transaction
            .device_assurance
            .as_ref()
            .is_some_and(|wrapped| wrapped.value.outcome == Outcome::Denied);
    if denied {
        return Screen::DeniedGeneric(ending::of(transaction));
    }
    let onward = transaction
        .failure
        .as_ref()
        .or_else(|| transaction.form("failure-redirect"))
        .and_then(|form| Link::parse(&setting.absolute(&form.href), None));
    let mut ending = Ending {
        onward,
        ..ending::of(transaction)
    };
    let leads_on = ending.onward.is_some() || !ending.actions.is_empty();
    if ending.about.notices.is_empty() && leads_on {
        // Nothing is wrong; it only goes on elsewhere.
        ending.title = ending.title.or_else(|| Some(wording::generic_title()));
    }
    if ending.says_nothing() {
        return Screen::Problem(Problem {
            kind: ProblemKind::Failed,
            retry: true,
            start_again: Some(start_again()),
            wait: None,
            code: None,
        });
    }
    Screen::Terminal(ending)
}

/// Who, where, what there is to say, the way back.
fn about(transaction: &Transaction) -> About {
    let app = transaction.app.as_ref().map(|wrapped| &wrapped.value);
    About {
        identifier: transaction
            .user
            .as_ref()
            .and_then(|user| said(user.value.identifier.as_ref())),
        app: app.and_then(|app| said(app.label.as_ref()).or_else(|| said(app.name.as_ref()))),
        notices: transaction
            .messages()
            .iter()
            .filter_map(message::notice)
            .collect(),
        cancel: transaction
            .cancel
            .as_ref()
            .filter(|form| form.can_be_submitted())
            .map(|_| action("cancel")),
    }
}

/// A name as it is shown; `None` for one that says nothing.
fn said(name: Option<&String>) -> Option<String> {
    name.map(|name| visible(name))
        .filter(|name| !name.trim().is_empty())
}

/// Milliseconds between two questions of a page that waits.
fn refresh(told: Option<u64>) -> u64 {
    told.unwrap_or(DEFAULT_REFRESH).min(LONGEST_REFRESH)
}

/// The address of the provider with this number, in the order of [`crate::flow::screen::FormPage::providers`].
pub fn provider_address(screen: &Screen, number: usize) -> Option<&str> {
    provider_addresses(screen).nth(number)
}

/// The addresses of all providers on the page, in order.
pub fn provider_addresses(screen: &Screen) -> impl Iterator<Item = &str> {
    let providers = match screen {
        Screen::Identify(page) | Screen::Password(page) | Screen::Generic(page) => {
            page.providers.as_slice()
        }
        Screen::Device(challenge) => challenge.beside.providers.as_slice(),
        _ => &[],
    };
    providers.iter().map(|provider| provider.link.url.as_str())
}

/// The interaction code of a finished sign-in.
pub fn interaction_code(transaction: &Transaction) -> Option<&str> {
    transaction
        .success_with_interaction_code
        .as_ref()?
        .field("interaction_code")?
        .value
        .as_str()
}

/// A button that posts `form` and nothing else.
fn action(form: &str) -> Action {
    action_on(form, wording::Topic::default())
}

/// The same on a page that is about something.
fn action_on(form: &str, topic: wording::Topic<'_>) -> Action {
    Action {
        form: form.to_owned(),
        label: wording::action(form, topic),
    }
}

/// "Back to sign in" where the server has no such form: a new sign-in for the same app.
fn back() -> Action {
    Action {
        label: wording::back(),
        ..start_again()
    }
}

/// "Start again", for the same app.
pub fn start_again() -> Action {
    action(wording::START_AGAIN)
}

/// What the object says about itself under `key`.
fn text<'a>(value: Option<&'a Value>, key: &str) -> &'a str {
    value
        .and_then(|value| value.get(key)?.as_str())
        .unwrap_or_default()
}

/// Which authenticator the object is: its key, or what its type tells where it has none (older servers).
fn authenticator_key(about: Option<&Value>) -> &str {
    match text(about, "key") {
        "" => key_of_type(text(about, "type")),
        key => key,
    }
}

/// The key of the authenticator that only one is of `kind`, a type or a way of proving something.
fn key_of_type(kind: &str) -> &'static str {
    match kind {
        "password" => "okta_password",
        "email" => "okta_email",
        "phone" | "sms" | "voice" => "phone_number",
        "security_question" => "security_question",
        "security_key" | "webauthn" => "webauthn",
        "signed_nonce" => "okta_verify",
        _ => "",
    }
}

/// The object that a form is about: what it relates to, else the authenticator that the transaction is about.
fn about_of<'a>(transaction: &'a Transaction, form: &Form) -> Option<&'a Value> {
    let related = resolve(transaction, &form.relates_to);
    // A form beside the first one that relates to nothing is about something else.
    let is_first = transaction
        .forms()
        .first()
        .is_none_or(|first| first.name == form.name);
    let of_field = || {
        form.value
            .iter()
            .find_map(|field| resolve(transaction, &field.relates_to))
    };
    related
        .or_else(of_field)
        .or_else(|| is_first.then(|| actors(transaction).next().map(|(_, value)| value))?)
        .or_else(|| {
            let enrolling = transaction.enrollment_authenticator.as_ref()?;
            is_first.then_some(&enrolling.value)
        })
}

/// Where objects with actions of their own are: the name that their actions start with, and the object.
pub(super) fn actors(transaction: &Transaction) -> impl Iterator<Item = (&'static str, &Value)> {
    [
        (
            "currentAuthenticator",
            transaction.current_authenticator.as_ref(),
        ),
        (
            "currentAuthenticatorEnrollment",
            transaction.current_authenticator_enrollment.as_ref(),
        ),
    ]
    .into_iter()
    .filter_map(|(name, wrapped)| wrapped.map(|wrapped| (name, &wrapped.value)))
}

/// The object that `path` (`$.currentAuthenticator`, `authenticatorEnrollments.value[2]`, or a list whose first entry
/// counts) points to: section 1.5.
pub(super) fn resolve<'a>(transaction: &'a Transaction, path: &Value) -> Option<&'a Value> {
    let path = path
        .as_str()
        .or_else(|| path.as_array()?.first()?.as_str())?;
    let path = path.strip_prefix("$.").unwrap_or(path);
    let (root, rest) = path.split_once('.').unwrap_or((path, ""));
    let wrapped = match root {
        "currentAuthenticator" => &transaction.current_authenticator,
        "currentAuthenticatorEnrollment" => &transaction.current_authenticator_enrollment,
        "authenticators" => &transaction.authenticators,
        "authenticatorEnrollments" => &transaction.authenticator_enrollments,
        "enrollmentAuthenticator" => &transaction.enrollment_authenticator,
        "recoveryAuthenticator" => &transaction.recovery_authenticator,
        _ => return None,
    };
    let value = &wrapped.as_ref()?.value;
    match rest.strip_prefix("value") {
        None | Some("") => Some(value),
        Some(index) => value.get(
            index
                .strip_prefix('[')?
                .strip_suffix(']')?
                .parse::<usize>()
                .ok()?,
        ),
    }
}

/// The key of the authenticator that the page is about.
fn authenticator(transaction: &Transaction) -> &str {
    let about = transaction
        .forms()
        .first()
        .and_then(|form| about_of(transaction, form));
    authenticator_key(about)
}

/// Whether a message belongs to a denial's or reminder's own parts and not beside them.
pub(super) fn is_part_of_remediation(message: &Message) -> bool {
    let key = message.key();
    key.starts_with(wording::REMEDIATION)
        || key.starts_with(wording::CUSTOM)
        || key.starts_with(wording::GRACE_DUE)
}

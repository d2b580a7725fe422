//! What a sign-in looks like on the IDX wire (`docs/spec/idx.md` sections 1.4 and 2). Pure.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    remediation,
    transaction::{SignIn, State},
};
use crate::{
    backend::{
        BackendConfig,
        store::{App, User},
    },
    idx::{
        self, AuthenticatorChallenge, ChallengeMethod, Field, FieldForm, Form, Message,
        MessageClass, Transaction, Wrapped,
    },
};

/// Milliseconds between two polls.
const REFRESH: u64 = 2000;
/// Milliseconds that a probe of the agent may take; a preflight is part of it. Generous, for a busy computer is not a
/// missing agent: where nothing listens, the refusal comes at once.
const PROBE_TIMEOUT: u64 = 2000;
/// The longest login.
pub(super) const LONGEST_IDENTIFIER: u32 = 256;

/// What an answer needs to know beside the sign-in.
pub(super) struct Surroundings<'a> {
    pub(super) config: &'a BackendConfig,
    pub(super) handle: &'a str,
    pub(super) expires_at: Timestamp,
    pub(super) now: Timestamp,
    pub(super) user: Option<User>,
    pub(super) app: Option<App>,
    pub(super) challenge_request: Option<String>,
    pub(super) code: Option<String>,
    pub(super) languages: &'a [String],
}

impl Surroundings<'_> {
    /// A form that is posted to `path`.
    pub(super) fn form(&self, name: &str, path: &str, fields: Vec<Field>) -> Form {
        let href = format!("{}{path}", self.config.public_url);
        Form::post(name, href, self.handle, fields)
    }
}

/// The sign-in as an IDX transaction.
pub(super) fn transaction(sign_in: &SignIn, around: &Surroundings<'_>) -> Transaction {
    let mut transaction = Transaction {
        version: String::from("1.0.0"),
        state_handle: Some(around.handle.to_owned()),
        expires_at: Some(format!("{:.3}", around.expires_at)),
        intent: Some(String::from("LOGIN")),
        user: user(sign_in, around),
        app: around.app.as_ref().map(app),
        cancel: Some(around.form("cancel", "/idp/idx/cancel", Vec::new())),
        ..Transaction::default()
    };
    if sign_in.can_be_extended() {
        transaction.extend = Some(around.form("extend", "/idp/idx/extend", Vec::new()));
    }
    match sign_in.state {
        State::Identify => forms(&mut transaction, vec![identify(sign_in, around)]),
        State::Password => password(&mut transaction, sign_in, around),
        State::Device => device(&mut transaction, around),
        State::Grace => {
            remediation::reminder(&mut transaction, sign_in, around);
            let form = around.form("device-assurance-grace-period", "/idp/idx/skip", Vec::new());
            forms(&mut transaction, vec![form]);
        }
        State::Denied => remediation::denial(&mut transaction, sign_in, around),
        State::Success | State::Ended => success(&mut transaction, sign_in, around),
    }
    transaction
}

/// Adds messages about what was just tried.
pub(super) fn add_messages(transaction: &mut Transaction, messages: Vec<Message>) {
    if !messages.is_empty() {
        let all = transaction
            .messages
            .get_or_insert_with(|| Wrapped::array(Vec::new()));
        all.value.splice(0..0, messages);
    }
}

/// What is said to a wrong password, and to a login that does not exist: the same.
pub(super) fn wrong_password(one_form: bool) -> Vec<Message> {
    let (key, text) = if one_form {
        ("errors.E0000004", "Unable to sign in")
    } else {
        ("incorrectPassword", "Password is incorrect")
    };
    vec![Message::keyed(MessageClass::Error, key, Vec::new(), text)]
}

/// Says that the field `path` must not be empty (section 1.5).
pub(super) fn blank(transaction: &mut Transaction, path: &str) {
    let text = "This field cannot be left blank";
    let message = Message::keyed(
        MessageClass::Error,
        "model.validation.field.blank",
        Vec::new(),
        text,
    );
    at_field(transaction, path, &message);
}

/// Says that what was typed into the field `path` is longer than any login. Okta's clients have no key for it.
pub(super) fn too_long(transaction: &mut Transaction, path: &str) {
    let message = Message {
        message: format!("This field must not be longer than {LONGEST_IDENTIFIER} characters"),
        class: MessageClass::Error,
        ..Message::default()
    };
    at_field(transaction, path, &message);
}

fn at_field(transaction: &mut Transaction, path: &str, message: &Message) {
    let (outer, inner) = path.split_once('.').unwrap_or((path, ""));
    let forms = transaction.remediation.iter_mut();
    for form in forms.flat_map(|wrapped| &mut wrapped.value) {
        let Some(field) = form.value.iter_mut().find(|field| field.name == outer) else {
            continue;
        };
        let messages = Some(Wrapped::array(vec![message.clone()]));
        match &mut field.form {
            Some(nested) if !inner.is_empty() => {
                let nested = nested.value.iter_mut().filter(|field| field.name == inner);
                nested.for_each(|field| field.messages.clone_from(&messages));
            }
            _ => field.messages = messages,
        }
    }
}

fn forms(transaction: &mut Transaction, forms: Vec<Form>) {
    transaction.remediation = Some(Wrapped::array(forms));
}

/// Until the password is proven, only what was typed: anything else would tell whether the login exists.
fn user(sign_in: &SignIn, around: &Surroundings<'_>) -> Option<Wrapped<idx::User>> {
    let identifier = sign_in.identifier.clone()?;
    let known = around.user.as_ref();
    Some(Wrapped::object(idx::User {
        id: known.map(|user| user.id.clone()),
        identifier: Some(known.map_or(identifier, |user| user.profile.login.clone())),
        profile: known.map(|user| idx::UserProfile {
            first_name: Some(user.profile.first_name.clone()),
            last_name: Some(user.profile.last_name.clone()),
            time_zone: user.profile.timezone.clone(),
            locale: user.profile.locale.clone(),
        }),
    }))
}

fn app(app: &App) -> Wrapped<idx::App> {
    Wrapped::object(idx::App {
        name: Some(String::from("oidc_client")),
        label: Some(app.label.clone()),
        id: Some(app.id.clone()),
        ..idx::App::default()
    })
}

fn identify(sign_in: &SignIn, around: &Surroundings<'_>) -> Form {
    let prefill = sign_in
        .identifier
        .as_ref()
        .or(sign_in.request.login_hint.as_ref());
    let mut fields = vec![Field {
        name: String::from("identifier"),
        label: Some(String::from("Username")),
        required: Some(true),
        value: prefill.map_or(Value::Null, |hint| Value::from(hint.as_str())),
        max_length: Some(LONGEST_IDENTIFIER),
        ..Field::default()
    }];
    if around.config.password_with_identifier {
        fields.push(credentials());
    }
    around.form("identify", "/idp/idx/identify", fields)
}

fn password(transaction: &mut Transaction, sign_in: &SignIn, around: &Surroundings<'_>) {
    if around.config.password_with_identifier {
        return forms(transaction, vec![identify(sign_in, around)]);
    }
    let enrollment = json!({
        "type": "password", "key": "okta_password", "id": PASSWORD, "displayName": "Password",
        "methods": [{"type": "password"}],
    });
    transaction.current_authenticator_enrollment = Some(Wrapped::object(enrollment.clone()));
    transaction.authenticator_enrollments = Some(Wrapped::array(json!([enrollment])));
    let mut form = around.form(
        "challenge-authenticator",
        "/idp/idx/challenge/answer",
        vec![credentials()],
    );
    form.relates_to = json!(["$.currentAuthenticatorEnrollment"]);
    forms(transaction, vec![form]);
}

/// Identifier of the one authenticator that there is.
pub(super) const PASSWORD: &str = "autpassword000000001";

fn credentials() -> Field {
    Field {
        name: String::from("credentials"),
        kind: Some(String::from("object")),
        required: Some(true),
        form: Some(FieldForm {
            value: vec![Field {
                name: String::from("passcode"),
                label: Some(String::from("Password")),
                required: Some(true),
                secret: Some(true),
                ..Field::default()
            }],
        }),
        ..Field::default()
    }
}

fn device(transaction: &mut Transaction, around: &Surroundings<'_>) {
    let reason = |name: &str| Field {
        name: name.to_owned(),
        visible: Some(false),
        ..Field::default()
    };
    let cancel = around.form(
        "cancel-polling",
        "/idp/idx/authenticators/poll/cancel",
        vec![reason("reason"), reason("statusCode")],
    );
    transaction.authenticator_challenge = Some(Wrapped::object(AuthenticatorChallenge {
        challenge_method: ChallengeMethod::Loopback,
        challenge_request: around.challenge_request.clone(),
        domain: Some(String::from("http://localhost")),
        ports: around
            .config
            .agent_ports
            .iter()
            .map(ToString::to_string)
            .collect(),
        probe_timeout_millis: Some(PROBE_TIMEOUT),
        cancel: Some(cancel),
        ..AuthenticatorChallenge::default()
    }));
    let mut form = around.form(
        "device-challenge-poll",
        "/idp/idx/authenticators/poll",
        Vec::new(),
    );
    form.relates_to = json!(["$.authenticatorChallenge"]);
    form.refresh = Some(REFRESH);
    forms(transaction, vec![form]);
}

fn success(transaction: &mut Transaction, sign_in: &SignIn, around: &Surroundings<'_>) {
    let field = |name: &str, value: &str| Field {
        name: name.to_owned(),
        required: Some(true),
        value: if value.is_empty() {
            Value::Null
        } else {
            Value::from(value)
        },
        ..Field::default()
    };
    transaction.success_with_interaction_code = around.code.as_ref().map(|code| Form {
        rel: vec![String::from("create-form")],
        name: String::from("issue"),
        href: format!("{}/oauth2/default/v1/token", around.config.public_url),
        method: String::from("POST"),
        accepts: Some(String::from("application/x-www-form-urlencoded")),
        value: vec![
            field("grant_type", "interaction_code"),
            field("interaction_code", code),
            field("client_id", &sign_in.request.client_id),
            field("code_verifier", ""),
        ],
        ..Form::default()
    });
    if sign_in.told {
        transaction.device_assurance =
            remediation::extension(sign_in, around, &[], None).map(Wrapped::object);
    }
}

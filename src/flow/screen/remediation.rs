//! Denials and reminders: what is wrong, on which device, by when, how to fix it, what happens next, who can help
//! (`docs/spec/idx.md` section 3, `docs/spec/ux.md` S4).

use jiff::Timestamp;

use super::{About, Action, AskedFor, Exemption, Link, TakeAway, Text};
use crate::flow::{
    guide::{Guide, Platform, place_of},
    plan::{self, Effort},
};
pub use crate::idx::{Cause, DeviceSummary, Verdict};

/// Not let in, and told why and what to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Denied {
    /// Who, where, what else there is to say, the way back.
    pub about: About,
    /// The title that the server gives (`…remediation.title`); the page may say it better.
    pub title: Text,
    /// `…explanation_one_rule` or `…explanation_multiple_rules`; absent where there is nothing to do.
    pub explanation: Option<Text>,
    /// What is wrong and how to fix it.
    pub remediation: Remediation,
    /// Asks for another evaluation. Always there.
    pub recheck: Recheck,
    /// Whether `…/events` tells of changes by itself.
    pub live: bool,
    /// More time: what became of asking for it, and whether it can be asked for.
    pub exemption: Exemption,
    /// What can be taken along.
    pub take: TakeAway,
}

/// Signed in for now: something must be fixed before the deadline.
#[derive(Debug, Clone, PartialEq)]
pub struct Grace {
    /// Who, where, what else there is to say, the way back.
    pub about: About,
    /// `idx.device_assurance.grace_period.title`.
    pub title: Text,
    /// When access ends. Absent where the server gives none that can be read; then `due` says what it gave.
    pub deadline: Option<Timestamp>,
    /// From when on this is shown again to somebody who goes on now; the deadline, where it is not. Absent where every
    /// sign-in shows it.
    pub again: Option<Timestamp>,
    /// The server's own sentence (`…warning.title.due_by_date`, raw parameter), for when there is no `deadline`.
    pub due: Option<Text>,
    /// What is wrong and how to fix it.
    pub remediation: Remediation,
    /// Goes on to the app (`idx.device_assurance.grace_period.continue_to_app`).
    pub go_on: Action,
    /// Asks for another evaluation, where the server offers that.
    pub recheck: Option<Recheck>,
    /// Whether `…/events` tells of changes by itself.
    pub live: bool,
    /// More time: what became of asking for it, and whether it can be asked for.
    pub exemption: Exemption,
    /// What can be taken along.
    pub take: TakeAway,
}

impl Grace {
    /// The request for more time that lets the person in.
    pub fn granted(&self) -> Option<&AskedFor> {
        self.exemption.granted(self.deadline)
    }
}

/// What is wrong and how to fix it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Remediation {
    /// The ways out, in the server's order. Any one of them is enough; with one, it has no name.
    pub options: Vec<Remedy>,
    /// Whom to ask; always last.
    pub help: Option<Help>,
    /// What was seen, where the server tells.
    pub observation: Option<Observation>,
}

impl Remediation {
    /// What was seen of the device, in [`super::Screen::mark`] of the screens that show it.
    pub fn mark(&self) -> String {
        let revision = self
            .observation
            .as_ref()
            .map_or(0, |observation| observation.revision);
        format!("remedy-{revision}")
    }

    /// The platform of the device, where the server tells.
    pub fn platform(&self) -> Option<Platform> {
        Platform::of(&self.observation.as_ref()?.device.as_ref()?.platform)
    }

    /// The option that is done soonest, where there are several and it can be known.
    pub fn quickest(&self) -> Option<usize> {
        let efforts: Vec<_> = self.options.iter().map(Remedy::efforts).collect();
        // Nothing to do about what could not be looked at: such an option is not known to be quick.
        let certain = self
            .options
            .iter()
            .all(|option| !option.items.iter().any(RemedyItem::is_unknown));
        plan::quickest(&efforts).filter(|_| certain)
    }
}

impl Remedy {
    /// What each fix takes; nothing for what could not be looked at.
    pub fn efforts(&self) -> Vec<Effort> {
        let items = self.items.iter().filter(|item| !item.is_unknown());
        items.map(|item| item.effort).collect()
    }
}

/// One way out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Remedy {
    /// "Option 1"; absent where it is the only way.
    pub title: Option<Text>,
    /// What is still to do, in the order of [`plan::order`], then what could not be looked at.
    pub items: Vec<RemedyItem>,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq)]
pub struct RemedyItem {
    /// What was checked. `verdict` decides the wording: an item of [`Verdict::Unknown`] never says that the device
    /// fails, whatever the instruction is.
    pub check: Option<Check>,
    /// How to fix it.
    pub instruction: Instruction,
    /// Where it is explained.
    pub link: Option<Link>,
    /// A button that makes a program on the device do it.
    pub button: Option<AgentAction>,
    /// The steps in our own words, where the instruction is ours, too.
    pub guide: Option<Guide>,
    /// What it takes.
    pub effort: Effort,
    /// Opens the place where it is fixed.
    pub settings: Option<OpenSettings>,
    /// Why it matters.
    pub reason: Option<Text>,
}

impl RemedyItem {
    /// Whether it could not be looked at: nothing that the person has to fix.
    pub fn is_unknown(&self) -> bool {
        self.check
            .as_ref()
            .is_some_and(|check| check.verdict == Verdict::Unknown)
    }

    /// The text that says in words where it is fixed; its parts are separated by `|`.
    pub fn place(&self) -> Option<&'static str> {
        self.guide
            .and_then(|guide| guide.place)
            .or_else(|| place_of(&self.settings.as_ref()?.url))
    }
}

/// An address that opens the place where something is fixed. Only of known schemes; anything else never becomes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSettings {
    /// The address.
    pub url: String,
    /// The platform that knows it; `None` for a web page.
    pub on: Option<Platform>,
}

impl OpenSettings {
    /// The address, if it is one that a browser may open: System Settings of macOS, Settings of Windows, an https page.
    /// Android's `intent:` is none: browsers start only browsable activities, and settings are not.
    pub fn parse(url: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_graphic() && !b"\"'<>\\`{}|^".contains(&byte);
        let (scheme, rest) = url.split_once(':')?;
        let on = match scheme.to_ascii_lowercase().as_str() {
            "x-apple.systempreferences" => Platform::Macos,
            "ms-settings" => Platform::Windows,
            "https" => {
                return Link::parse(url, None).map(|link| Self {
                    url: link.url,
                    on: None,
                });
            }
            _ => return None,
        };
        // An address with a host is none of a settings app's.
        (url.bytes().all(plain) && !rest.starts_with('/')).then(|| Self {
            url: url.to_owned(),
            on: Some(on),
        })
    }
}

/// How to fix something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instruction {
    /// A built-in text, or the server's words for a key that is not known.
    Built(Text),
    /// An admin's own words: shown verbatim, as text, in an unknown language and direction (`dir=auto`).
    Custom(String),
    /// The admin gives none; only the check's name is shown.
    None,
}

/// A check as the server tells about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// `osVersion`, `diskEncryptionType`, … or a custom check's variable name.
    pub id: String,
    /// An admin's name for it; `None` for built-in checks, which the page names itself.
    pub name: Option<String>,
    /// Pass, fail, or could not look.
    pub verdict: Verdict,
    /// Why it could not look.
    pub cause: Option<Cause>,
    /// What the device has, in the wire's words.
    pub observed: Option<String>,
    /// What is asked for, in the wire's words.
    pub required: Option<String>,
}

/// What an evaluation saw.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// Every check, each once, also those that pass: "3 of 4 fine".
    pub checks: Vec<Check>,
    /// Why nothing could be looked at at all, for instance because no agent answered.
    pub cause: Option<Cause>,
    /// The device.
    pub device: Option<DeviceSummary>,
    /// When it was looked at.
    pub checked_at: Option<Timestamp>,
    /// The server's time when it answered: countdowns and "seconds ago" start from it.
    pub server_time: Timestamp,
    /// Grows with every evaluation of this sign-in.
    pub revision: u64,
}

/// Asks for another evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recheck {
    /// In the same sign-in: nothing is typed again.
    Here(Action),
    /// The server has no such thing: starts a new sign-in for the same app and person.
    StartAgain(Action),
}

/// Whom to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// A sentence whose `<$1>…</$1>` part is the link's text; may have no such part.
    pub text: Text,
    /// Where it leads.
    pub link: Option<Link>,
}

/// A button that makes a program on the device do something: `docs/spec/idx.md` section 3.4. Without script its
/// fallback is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentAction {
    /// `data-se`, for instance `install-android-device-policy`.
    pub action: String,
    /// Probed in order: `domain:port`.
    pub bases: Vec<String>,
    /// What is requested after a probe answered 2xx: `/azt/install-android-device-policy`. Stops at the first 2xx.
    pub path: String,
    /// Milliseconds that each request may take.
    pub timeout: u64,
    /// What to do where no port answers.
    pub fallback: AgentFallback,
}

/// What to do where no program answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgentFallback {
    /// Go there.
    Open(Link),
    /// Say this instead of the button.
    Say(Text),
    /// Nothing is offered.
    Nothing,
}

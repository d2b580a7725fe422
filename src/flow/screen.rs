//! What a person can be shown: a closed list, so that whoever draws it cannot forget one.

mod device;
mod exemption;
mod form;
mod handout;
mod mark;
mod remediation;
mod security_key;
mod text;

pub use device::{AgentAddress, DeviceChallenge, DeviceMethod};
pub use exemption::{
    AskedFor, Decision, DecisionProblem, DoorProblem, Exemption, ExemptionDesk, ExemptionStatus,
    Request, RequestList,
};
pub use form::{
    Choice, ChoiceStyle, Detail, Due, FieldKind, FieldView, FormPage, FormView, Item, Poll,
    Provider,
};
pub use handout::{Given, HandoutKind, HelpDesk, HelpDeskProblem, Reader, TakeAway, Told};
pub use remediation::{
    AgentAction, AgentFallback, Cause, Check, Denied, DeviceSummary, Grace, Help, Instruction,
    Observation, OpenSettings, Recheck, Remediation, Remedy, RemedyItem, Verdict,
};
pub use security_key::{Ceremony, KeyAnswer, KeyPart, SecurityKey};
pub use text::{Link, Notice, Severity, Text, visible};

use super::gallery::Gallery;

/// One page of the sign-in.
#[derive(Debug, Clone, PartialEq)]
pub enum Screen {
    /// Who are you? Title `primaryauth.title`. Perhaps with the password, other providers, "remember me".
    Identify(FormPage),
    /// The password, after the name. Title `oie.password.challenge.title`.
    Password(FormPage),
    /// Any form that has no screen of its own, drawn from its description. Its title is in the page.
    Generic(FormPage),
    /// The device is being asked about itself; goes on by itself.
    Device(Box<DeviceChallenge>),
    /// Signed in for now: something must be fixed before the deadline.
    Grace(Grace),
    /// Not let in, and told why and what to do.
    Denied(Denied),
    /// Not let in, and not told why: the policy hides it, or there is no reason to tell.
    DeniedGeneric(Ending),
    /// Signed in; goes on to the app.
    Success(Success),
    /// The end of the way without being let in or out: only messages.
    Terminal(Ending),
    /// The transaction is over; the person starts again for the same app.
    Expired(Ending),
    /// A denial or reminder that was taken along, read elsewhere.
    Told(Told),
    /// Where administrators give a code for the help desk.
    HelpDesk(HelpDesk),
    /// Where administrators decide about requests for more time.
    Exemptions(ExemptionDesk),
    /// Where administrators look at every page.
    Gallery(Box<Gallery>),
    /// Where administrators give a token before that; what was wrong with the last one.
    GalleryDoor(Option<DoorProblem>),
    /// Asks before a sign-in goes on in a browser that did not begin it.
    Resume,
    /// The sign-in service did not answer as it should.
    Problem(Problem),
}

impl Screen {
    /// Tells two states of a sign-in apart: what an open page gives its event stream, so that nothing is missed that
    /// happens before the stream is open.
    pub fn mark(&self) -> String {
        match self {
            Self::Device(challenge) => challenge.mark(),
            Self::Denied(denied) => told(&denied.remediation, &denied.exemption),
            Self::Grace(grace) => told(&grace.remediation, &grace.exemption),
            Self::Identify(page) | Self::Password(page) | Self::Generic(page) => page.mark(),
            Self::DeniedGeneric(_) => String::from("denied"),
            Self::Success(_)
            | Self::Terminal(_)
            | Self::Expired(_)
            | Self::Told(_)
            | Self::HelpDesk(_)
            | Self::Exemptions(_)
            | Self::Gallery(_)
            | Self::GalleryDoor(_)
            | Self::Resume
            | Self::Problem(_) => String::from("end"),
        }
    }
}

/// The mark of a denial or a reminder: what was seen of the device, and what became of asking for more time.
fn told(remediation: &Remediation, exemption: &Exemption) -> String {
    let (seen, asked) = (remediation.mark(), exemption.mark());
    if asked.is_empty() {
        seen
    } else {
        format!("{seen}-{asked}")
    }
}

/// What stands around the content of every screen that belongs to a sign-in.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct About {
    /// Who is signing in, as they typed it; a badge with a way to change it. Absent while asking for it.
    pub identifier: Option<String>,
    /// What the app is called, in its owner's words.
    pub app: Option<String>,
    /// What there is to say, most important first. On denials and reminders only what is not part of them.
    pub notices: Vec<Notice>,
    /// Gives this sign-in up and starts with another name: "Back to sign in".
    pub cancel: Option<Action>,
}

/// A button of its own: posts `form=<form>` and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// The value of the field `form`.
    pub form: String,
    /// What the button says.
    pub label: Text,
}

/// A screen on which the sign-in ends.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ending {
    /// What became of the sign-in, where a message tells; its `<h1>`.
    pub title: Option<Text>,
    /// What there is to know: a code to type elsewhere, how to enrol a device.
    pub details: Vec<Detail>,
    /// Ways on that need no field: skip.
    pub actions: Vec<Action>,
    /// Who, where, what there is to say.
    pub about: About,
    /// Starts again for the same app and person; absent where that cannot help, for instance "return to the other tab".
    pub start_again: Option<Action>,
    /// Asks for another evaluation in the same sign-in, where the server offers that.
    pub recheck: Option<Recheck>,
    /// Where the server sends the person now: "Continue", never without a click (`docs/spec/ux.md` T7).
    pub onward: Option<Link>,
    /// Whether `…/events` tells of changes by itself.
    pub live: bool,
}

impl Ending {
    /// Whether there is nothing to tell and nowhere to go: an answer that should not have come.
    pub fn says_nothing(&self) -> bool {
        self.about.notices.is_empty()
            && self.onward.is_none()
            && self.details.is_empty()
            && self.actions.is_empty()
    }
}

/// The person is signed in.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Success {
    /// Who and where.
    pub about: About,
    /// Whether something was wrong with the device in this sign-in and is fixed now: says so.
    pub fixed: bool,
    /// The device, where the server tells.
    pub device: Option<DeviceSummary>,
    /// Where `?continue` leads.
    pub onward: Onward,
}

/// Where a finished sign-in goes. The page only ever links to its own `?continue`; this is for its security policy
/// and for naming the destination.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Onward {
    /// To the app's registered redirect URI with the interaction code.
    #[default]
    App,
    /// To an address that the server gives.
    Redirect(Link),
}

/// The sign-in service did not answer as it should. Never the person's fault, and never their device's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What happened.
    pub kind: ProblemKind,
    /// Whether a reload can help: everything but a wrong address.
    pub retry: bool,
    /// Starts again for the same app, where it is known which.
    pub start_again: Option<Action>,
    /// Seconds to wait before the next try, where the server says so.
    pub wait: Option<u64>,
    /// The code by which the app's owner finds out what is wrong with the app's request (RFC 6749, section 5.2).
    pub code: Option<String>,
}

/// Kinds of problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// The sign-in service cannot be reached.
    Unreachable,
    /// It took too long.
    Slow,
    /// It answered with an error (5xx) or with something that is not an IDX response.
    Failed,
    /// Too many tries; `wait` may say how long.
    TooManyRequests,
    /// The app's request was refused (OAuth error): only the app's owner can help.
    Configuration,
    /// A proxy or firewall stands between the page and the service (403 without an IDX body).
    Blocked,
    /// A copy or code that was taken along does not exist (any more).
    HandoutGone,
    /// A link back into a sign-in does not exist, was used, or its sign-in is over.
    ResumeGone,
    /// No such page or sign-in.
    NotFound,
    /// The form came from another site, or the browser sent no cookie: nothing was done.
    Refused,
    /// The browser keeps no cookies for the page in a frame: the sign-in must start outside.
    NoCookies,
    /// Something broke in this page's own server.
    Internal,
}

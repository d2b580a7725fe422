//! More time, asked for by the person and granted by an administrator (`docs/idx.md`).

use jiff::Timestamp;

use super::{Check, Choice, FormView, Text, mark::Hash};
pub use crate::idx::ExemptionStatus;

/// What became of asking for more time, and whether the person can ask now.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Exemption {
    /// The form that asks; absent where asking is not possible.
    pub ask: Option<FormView>,
    /// The person's latest request, where there is one.
    pub latest: Option<AskedFor>,
}

impl Exemption {
    /// Tells two states of the request apart; empty where there is none.
    pub fn mark(&self) -> String {
        self.latest.as_ref().map_or_else(String::new, |latest| {
            let status = format!("{:?}", latest.status);
            Hash::new().add(&latest.id).add(&status).end()
        })
    }

    /// The request where it is what lets the person in until `deadline`, and not the policy's own grace, which may last
    /// longer.
    pub fn granted(&self, deadline: Option<Timestamp>) -> Option<&AskedFor> {
        let latest = self.latest.as_ref();
        latest.filter(|latest| {
            latest.status == ExemptionStatus::Approved
                && deadline
                    .is_none_or(|deadline| latest.expires_at.is_none_or(|end| end >= deadline))
        })
    }

    /// Whether something about the form is wrong.
    pub fn has_errors(&self) -> bool {
        self.ask.as_ref().is_some_and(|ask| ask.has_errors)
    }
}

/// A person's request, as far as they are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedFor {
    /// Names it to the help desk.
    pub id: String,
    /// What has become of it.
    pub status: ExemptionStatus,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// For how long.
    pub duration: Text,
    /// Until when, where it was granted.
    pub expires_at: Option<Timestamp>,
    /// What the administrator says about it, in the administrator's words.
    pub note: Option<String>,
}

/// Where administrators decide about such requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExemptionDesk {
    /// Asks for a token.
    Door(Option<DoorProblem>),
    /// What waits for a decision, then what was decided last.
    List(RequestList),
    /// One request, with what can be done about it.
    One(Box<Decision>),
}

/// What may be wrong with an administrator's token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoorProblem {
    /// No such token.
    Token,
    /// It may not look at this.
    Scope,
}

/// Requests.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RequestList {
    /// Those that wait, as the server orders them.
    pub waiting: Vec<Request>,
    /// Those that were decided, the latest decision first.
    pub decided: Vec<Request>,
    /// Whether more wait than are listed.
    pub more: bool,
    /// Whether the request that was asked for is not there (any more).
    pub gone: bool,
}

/// One request and its forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The request.
    pub request: Request,
    /// How long it can be granted for; the wire's words are posted.
    pub durations: Vec<Choice>,
    /// What was typed as a note, where it comes back after a mistake.
    pub note: String,
    /// What was wrong.
    pub problem: Option<DecisionProblem>,
}

/// Why a decision was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionProblem {
    /// The token may look but not decide, or the request is the administrator's own.
    Forbidden,
    /// Somebody else was faster, or its time is over.
    Decided,
    /// The policy allows no such time.
    Duration,
    /// The note is too long.
    Note,
    /// The server accepts what was given for none of these reasons.
    Refused,
}

/// A request as an administrator sees it. Names and texts are people's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `exm…`.
    pub id: String,
    /// What has become of it.
    pub status: ExemptionStatus,
    /// Who asks, by the name they sign in with.
    pub person: String,
    /// For which device.
    pub device: String,
    /// `MACOS`, `WINDOWS`, …
    pub platform: String,
    /// Which device assurance policy.
    pub policy: String,
    /// What was not met.
    pub checks: Vec<Check>,
    /// Why more time is needed.
    pub reason: String,
    /// For how long.
    pub requested: Text,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// How long was granted.
    pub granted: Option<Text>,
    /// Until when.
    pub expires_at: Option<Timestamp>,
    /// What the administrator said about it.
    pub note: Option<String>,
}

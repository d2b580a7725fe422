//! What people take along from a denial or a reminder, and where it is read (`docs/idx.md`).

use jiff::Timestamp;

use super::{DoorProblem, Screen};
use crate::flow::Viewer;
pub use crate::idx::{Handout as Given, HandoutKind};

/// What can be taken along that the server must keep.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TakeAway {
    /// Whether the server makes handouts.
    pub offered: bool,
    /// Those that it has made.
    pub given: Vec<Given>,
    /// Whether something to be done restarts the device.
    pub restarts: bool,
}

impl TakeAway {
    /// The handout of this kind, if it was made.
    pub fn of(&self, kind: HandoutKind) -> Option<&Given> {
        self.given.iter().find(|given| given.kind == kind)
    }
}

/// A denial or reminder as somebody else reads it: without whose it is, and leading nowhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Who reads it.
    pub reader: Reader,
    /// What was told: [`Screen::Denied`] or [`Screen::Grace`].
    pub screen: Box<Screen>,
    /// As of when.
    pub created: Timestamp,
    /// Until when it can be read.
    pub expires_at: Timestamp,
    /// The page's language, a BCP 47 tag.
    pub language: String,
    /// The page's time zone.
    pub time_zone: Option<String>,
    /// The device and browser that it was shown on.
    pub viewer: Viewer,
    /// Version of the program that showed it.
    pub program_version: String,
}

/// Who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Whoever has the link: in their own language.
    Anybody,
    /// An administrator: exactly as it was shown.
    HelpDesk,
}

/// Where administrators give their token and a code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HelpDesk {
    /// Whether their token is known already.
    pub signed_in: bool,
    /// The code that was asked for.
    pub code: String,
    /// What was wrong.
    pub problem: Option<HelpDeskProblem>,
}

/// What may be wrong with what an administrator gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HelpDeskProblem {
    /// The token is not good for it.
    Door(DoorProblem),
    /// No such code, or not any more.
    Code,
}

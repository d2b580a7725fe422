//! Doorstep's extension: what a person takes along from a denial or a reminder (`docs/idx.md`).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Transaction,
    transaction::{lenient, lenient_list},
};

/// What a handout is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HandoutKind {
    /// A copy of the steps, to be read on another device by whoever has its code.
    Copy,
    /// What was shown, to be looked at by administrators.
    Helpdesk,
    /// The way back into the sign-in, once.
    Resume,
}

impl HandoutKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Copy, Self::Helpdesk, Self::Resume];

    /// The wire's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Copy => "COPY",
            Self::Helpdesk => "HELPDESK",
            Self::Resume => "RESUME",
        }
    }
}

/// A handout that was made in this sign-in and can still be used.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Handout {
    /// What it is for.
    pub kind: HandoutKind,
    /// Whoever has it may use it. Letters, in groups divided by `-`.
    pub code: String,
    /// Until when.
    pub expires_at: Timestamp,
}

// The code is a bearer secret.
impl std::fmt::Debug for Handout {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Handout")
            .field("kind", &self.kind)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// A handout as its reader gets it: what was told, without who was told it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HandoutView {
    /// Names the handout in the System Log; opens nothing.
    pub id: String,
    /// When it was made: what is shown is as of then.
    pub created: Timestamp,
    /// Until when it can be read.
    pub expires_at: Timestamp,
    /// The page's language when it was made, a BCP 47 tag.
    #[serde(deserialize_with = "lenient")]
    pub language: String,
    /// The languages that the texts were chosen by, best first.
    #[serde(default, deserialize_with = "lenient_list")]
    pub languages: Vec<String>,
    /// The page's time zone, an IANA name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// The browser in which it was shown, by its `User-Agent`: some steps depend on it. Only for the help desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// Version of the program that made it.
    #[serde(default, deserialize_with = "lenient")]
    pub program_version: String,
    /// What was told, in the shape of a transaction that leads nowhere.
    pub shown: Transaction,
}

/// What the IDX server answers to a code that brings back into a sign-in.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Resumed {
    /// What the page had given for keeping when it asked for the code.
    #[serde(deserialize_with = "lenient")]
    pub context: String,
    /// The client of the app whose request it is. Whoever holds the state handle may give anything for keeping: only this
    /// is the server's word.
    #[serde(deserialize_with = "lenient")]
    pub client_id: String,
    /// The address where that app takes its code.
    #[serde(deserialize_with = "lenient")]
    pub redirect_uri: String,
}

// The app's request is in it.
impl std::fmt::Debug for Resumed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Resumed")
    }
}

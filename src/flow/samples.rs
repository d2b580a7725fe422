//! Named transactions, one per screen and state, in the shape of the wire and of our own writing: what tests, the
//! preview and screenshots show. Adding a case is adding a file under `flow/samples` and its name here.

use super::{Screen, Setting, read};
use crate::idx::Reply;

/// A named transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// The file's name without ending.
    pub name: &'static str,
    /// The HTTP status that it comes with.
    pub status: u16,
    body: &'static str,
}

macro_rules! samples {
    ($($name:literal $status:literal),+ $(,)?) => {
        /// All of them, in the order of a sign-in.
        pub const ALL: &[Sample] = &[
            $(Sample { name: $name, status: $status, body: include_str!(concat!("samples/", $name, ".json")) },)+
        ];
    };
}

samples! {
    "identify" 200,
}

impl Sample {
    /// The sample `name`.
    pub fn find(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|sample| sample.name == name)
    }

    /// What the server would answer.
    ///
    /// # Errors
    /// Where the file is not an IDX response; some samples are just that.
    pub fn reply(&self) -> Result<Reply, crate::idx::Error> {
        Reply::read(self.status, None, self.body.as_bytes())
    }

    /// The screen for it.
    pub fn screen(&self, setting: &Setting) -> Screen {
        match self.reply() {
            Ok(reply) => read(&reply, setting),
            Err(error) => Screen::Problem(super::problem(&error)),
        }
    }
}

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
    "identify-password" 200,
    "identify-providers" 200,
    "identify-unknown-user" 401,
    "identify-field-errors" 400,
    "password" 200,
    "password-wrong" 401,
    "select-authenticator" 200,
    "code-email" 200,
    "push" 200,
    "push-rejected" 200,
    "safe-mode" 200,
    "webauthn" 200,
    "enroll-password" 200,
    "consent" 200,
    "form-unknown" 200,
    "device-loopback" 200,
    "device-custom-uri" 200,
    "device-universal-link" 200,
    "device-chrome" 200,
    "device-extension" 200,
    "device-extension-cancel" 401,
    "denied-custom" 200,
    "denied-two" 200,
    "denied-options" 200,
    "denied-no-instruction" 200,
    "denied-unknown" 200,
    "denied-agent-unreachable" 200,
    "denied-canceled" 200,
    "denied-hidden" 200,
    "denied-remote" 403,
    "denied-remote-options" 200,
    "denied-install-button" 200,
    "denied-install-app-link" 200,
    "denied-hostile-texts" 200,
    "access-denied" 403,
    "access-denied-links" 403,
    "grace" 200,
    "grace-soon" 200,
    "grace-options" 200,
    "grace-no-date" 200,
    "success" 200,
    "success-fixed" 200,
    "success-redirect" 200,
    "failure-redirect" 200,
    "terminal-other-tab" 200,
    "terminal-unknown-key" 200,
    "expired" 401,
    "too-many-requests" 429,
    "problem-server-error" 500,
    "problem-configuration" 400,
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

#[cfg(test)]
mod tests;

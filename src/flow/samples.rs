//! Named transactions, one per screen and state, in the shape of the wire and of our own writing: what tests, the
//! preview and screenshots show. Adding a case is adding a file under `flow/samples` and its name here.

use super::{
    Screen, Setting,
    gallery::{self, Moment, Shown},
    read,
};
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
    "identify-passkeys" 200,
    "identify-captcha" 200,
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
    "enroll-webauthn" 200,
    "enroll-password" 200,
    "consent" 200,
    "form-unknown" 200,
    "form-odd" 400,
    "identify-unlock" 200,
    "identify-errors" 400,
    "launch-only" 200,
    "providers-only" 200,
    "provider-verify" 200,
    "identity-proofing" 200,
    "select-many" 200,
    "select-recovery" 200,
    "select-unlock" 200,
    "unlock-choose" 200,
    "select-unrelated" 200,
    "select-enroll" 200,
    "select-enroll-optional" 200,
    "select-enroll-grace" 200,
    "code-email-only" 200,
    "code-sms" 200,
    "code-call" 200,
    "code-app" 200,
    "code-okta-verify" 200,
    "code-temporary" 200,
    "code-token-next" 401,
    "code-wrong" 401,
    "question" 200,
    "send-email" 200,
    "send-phone" 200,
    "send-push" 200,
    "enroll-phone-number" 200,
    "enroll-phone-call" 200,
    "enroll-google" 200,
    "enroll-email-code" 200,
    "enroll-question" 200,
    "enroll-okta-verify-qr" 200,
    "enroll-okta-verify-email" 200,
    "enroll-okta-verify-here" 200,
    "enroll-okta-verify-number" 200,
    "enroll-channel-fixed" 200,
    "enroll-nfc" 200,
    "password-expired" 200,
    "password-expiring" 200,
    "password-reset" 200,
    "password-too-common" 400,
    "recover" 200,
    "sign-up" 200,
    "sign-up-errors" 400,
    "profile-update" 200,
    "consent-granular" 200,
    "consent-admin" 200,
    "consent-email" 200,
    "stay-signed-in" 200,
    "device-code" 200,
    "activation-email" 200,
    "maintenance-poll" 200,
    "terminal-email-code" 200,
    "terminal-email-done" 200,
    "terminal-email-expired" 200,
    "terminal-device-activated" 200,
    "terminal-device-refused" 200,
    "terminal-unlocked" 200,
    "terminal-no-reset" 200,
    "terminal-registered" 200,
    "terminal-suspended" 200,
    "terminal-biometrics" 200,
    "maintenance-skip" 200,
    "skip-only" 200,
    "enroll-device" 200,
    "device-loopback" 200,
    "device-custom-uri" 200,
    "device-universal-link" 200,
    "device-chrome" 200,
    "device-extension" 200,
    "device-extension-cancel" 401,
    "denied-custom" 200,
    "denied-two" 200,
    "denied-options" 200,
    "denied-plan" 200,
    "denied-causes" 200,
    "denied-checks-unknown" 200,
    "denied-android" 200,
    "denied-no-instruction" 200,
    "denied-unknown" 200,
    "denied-agent-unreachable" 200,
    "denied-canceled" 200,
    "denied-exemption-offer" 200,
    "denied-exemption-errors" 400,
    "denied-exemption-pending" 200,
    "denied-exemption-declined" 200,
    "denied-exemption-expired" 200,
    "denied-hidden" 200,
    "denied-remote" 403,
    "denied-remote-options" 200,
    "denied-install-button" 200,
    "denied-install-app-link" 200,
    "denied-hostile-texts" 200,
    "access-denied" 403,
    "access-denied-links" 403,
    "denied-and-sent-on" 403,
    "grace" 200,
    "grace-soon" 200,
    "grace-again" 200,
    "grace-options" 200,
    "grace-no-date" 200,
    "grace-exemption-offer" 200,
    "grace-exemption" 200,
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
        reply(self.status, self.body.as_bytes())
    }

    /// The response's body.
    pub(super) fn body(&self) -> &'static [u8] {
        self.body.as_bytes()
    }

    /// The screen for it.
    pub fn screen(&self, setting: &Setting) -> Screen {
        screen(self.status, self.body.as_bytes(), setting)
    }

    /// The same at `moment` before its deadline, where it has one.
    pub fn show(&self, moment: Option<Moment>, setting: &Setting) -> Shown {
        gallery::show(self.status, self.body.as_bytes(), moment, setting)
    }
}

/// Any response: `status` and `body` as they came.
///
/// # Errors
/// Where it is no IDX response.
pub fn reply(status: u16, body: &[u8]) -> Result<Reply, crate::idx::Error> {
    Reply::read(status, None, body)
}

/// The screen for any response: `status` and `body` as they came.
pub fn screen(status: u16, body: &[u8], setting: &Setting) -> Screen {
    match reply(status, body) {
        Ok(reply) => read(&reply, setting),
        Err(error) => Screen::Problem(super::problem(&error)),
    }
}

#[cfg(test)]
mod tests;

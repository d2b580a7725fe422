//! Which built-in text stands where: keys of `docs/spec/idx.md` sections 1.5, 1.6 and 2, and the few of our own
//! (`doorstep.…`). The English beside a key is what is shown where no language has it.

mod ending;
mod field;
mod method;
mod page;

use super::screen::Text;

pub(super) use ending::{goes_on_elsewhere, terminal_title};
pub(super) use field::{hint, label, option, question, readable, scope};
pub(super) use method::method;
pub(super) use page::{Topic, action, generic_title, named_at_least, submit, title};

/// Common prefix of the device-assurance messages (section 3.1).
pub(super) const REMEDIATION: &str = "idx.error.code.access_denied.device_assurance.remediation.";
/// Prefix of an admin's own text: the API message is shown as it is.
pub(super) const CUSTOM: &str = "device.assurance.custom.remediation.";
/// The warning on a reminder; its parameter is the date.
pub(super) const GRACE_DUE: &str = "idx.device_assurance.grace_period.warning.title";
/// The transaction is over.
pub(super) const EXPIRED: &str = "idx.session.expired";
/// What asks for more time: a top-level form, and what its submit posts.
pub const EXEMPTION: &str = "exemption";
/// What a form's submit posts to start again for the same app.
pub const START_AGAIN: &str = "start-again";

fn text(key: &str, english: &str) -> Text {
    Text::keyed(key, Vec::new(), english)
}

/// The key under which a message's text is known (section 1.6).
pub(super) fn known_as(key: &str) -> &str {
    match key {
        "incorrectPassword" => "oie.password.incorrect.message",
        "tooManyRequests" => "oie.tooManyRequests",
        "security.access_denied" | "oie.selfservice.unlock_user.challenge.failed.permissions" => {
            "errors.E0000006"
        }
        "E0000009" => "errors.E0000009",
        "api.authn.error.PASSCODE_INVALID" => "oie.otp.invalid",
        "api.factors.error.sms.invalid_phone" => "oie.phone.invalid",
        "api.users.auth.error.POST_PASSWORD_UPDATE_AUTH_FAILURE" => {
            "oie.post.password.update.auth.failure.error"
        }
        "api.authn.poll.error.push_rejected" => "doorstep.push-rejected",
        "app.ldap.password.reset.failed" => "errors.E0000017",
        "idx.email.verification.required" => "email.link.terminal.msg",
        "idx.return.to.original.tab" => "oie.consent.enduser.email.allow.description",
        other => other,
    }
}

/// A key whose text needs no parameters, where a server left those of `key` out.
pub(super) fn without_params(key: &str) -> &str {
    match key {
        "oie.authenticator.custom_app.method.push.verify.enable.biometrics" => {
            "doorstep.enable-biometrics"
        }
        "idx.password.expiring.message" => "password.expiring.subtitle.generic",
        other => other,
    }
}

/// "Back to sign in".
pub(super) fn back() -> Text {
    text("goback", "Back to sign in")
}

/// The title of a reminder.
pub(super) fn grace_title() -> Text {
    text(
        "idx.device_assurance.grace_period.title",
        "Your device doesn't meet the security requirements",
    )
}

/// The title of a denial.
pub(super) fn denied_title() -> Text {
    text(
        "idx.error.code.access_denied.device_assurance.remediation.title",
        "Your device doesn't meet the security requirements",
    )
}

/// "Start again".
pub(super) fn start_again() -> Text {
    text("doorstep.start-again", "Start again")
}

/// "Check again".
pub(super) fn check_again() -> Text {
    text("doorstep.check-again", "Check again")
}

/// "Sign in with …", for an identity provider.
pub(super) fn provider(name: &str) -> Text {
    Text::keyed(
        "doorstep.sign-in-with",
        vec![name.to_owned()],
        &format!("Sign in with {name}"),
    )
}

/// "Continue with …", where a provider proves who somebody is or is set up for that.
pub(super) fn go_to(name: &str, sets_up: bool) -> Text {
    let key = if sets_up {
        "oie.idp.enroll.title"
    } else {
        "oie.idp.challenge.title"
    };
    Text::keyed(key, vec![name.to_owned()], name)
}

/// The title while the device is asked.
pub(super) fn device_title(method: crate::idx::ChallengeMethod) -> Text {
    use crate::idx::ChallengeMethod as Method;
    match method {
        Method::CustomUri => text(
            "customUri.title",
            "Click \"Open Okta Verify\" on the browser prompt",
        ),
        Method::UniversalLink => text("universalLink.title", "Sign in with Okta Verify"),
        Method::AppLink => text("appLink.title", "Sign in with Okta Verify"),
        Method::Loopback | Method::ChromeDtc | Method::Unknown => {
            text("deviceTrust.sso.redirectText", "Verifying your identity")
        }
    }
}

/// A telephone number has no country code.
pub(super) fn country_code() -> (&'static str, &'static str) {
    (
        "doorstep.phone-country",
        "Begin the number with + and the country code",
    )
}

/// The required field at `path` of `form` was left blank.
pub(super) fn blank(form: &str, path: &str) -> (&'static str, &'static str) {
    match (form, path) {
        (EXEMPTION, "reason") => (
            "doorstep.exemption.reason.blank",
            "Write why you need more time",
        ),
        (EXEMPTION, "duration") => ("doorstep.exemption.duration", "Choose a time from the list"),
        _ => (
            "model.validation.field.blank",
            "This field cannot be left blank",
        ),
    }
}

/// A length of time, an ISO 8601 duration, in the page's language; `server`'s words where it is none.
pub(super) fn duration(iso: &str, server: &str) -> Text {
    Text::keyed("doorstep.duration", vec![iso.to_owned()], server)
}

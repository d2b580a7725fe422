//! Which built-in text stands where: keys of `docs/spec/idx.md` sections 1.5, 1.6 and 2, and the few of our own
//! (`doorstep.…`). The English beside a key is what is shown where no language has it.

use super::screen::Text;

/// Common prefix of the device-assurance messages (section 3.1).
pub(super) const REMEDIATION: &str = "idx.error.code.access_denied.device_assurance.remediation.";
/// Prefix of an admin's own text: the API message is shown as it is.
pub(super) const CUSTOM: &str = "device.assurance.custom.remediation.";
/// The warning on a reminder; its parameter is the date.
pub(super) const GRACE_DUE: &str = "idx.device_assurance.grace_period.warning.title";
/// The transaction is over.
pub(super) const EXPIRED: &str = "idx.session.expired";
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
        "security.access_denied" => "errors.E0000006",
        "E0000009" => "errors.E0000009",
        "api.authn.error.PASSCODE_INVALID" => "oie.otp.invalid",
        other => other,
    }
}

/// Whether nobody should start again from a terminal message with this key: the way on is elsewhere.
pub(super) fn goes_on_elsewhere(key: &str) -> bool {
    matches!(
        key,
        "idx.transferred.to.new.tab"
            | "idx.device.activated"
            | "idx.return.to.original.tab"
            | "idx.enter.otp.in.original.tab"
    )
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

/// The title of a page whose first form is `form`, about the authenticator `key`.
pub(super) fn title(form: &str, authenticator: &str) -> Text {
    match (form, authenticator) {
        ("identify" | "launch-authenticator", _) => text("primaryauth.title", "Sign in"),
        ("challenge-authenticator", "okta_password") => {
            text("oie.password.challenge.title", "Verify with your password")
        }
        ("challenge-authenticator", "okta_email") => {
            text("oie.email.mfa.title", "Verify with your email")
        }
        ("challenge-authenticator", "phone_number") => {
            text("oie.phone.verify.title", "Verify with your phone")
        }
        ("challenge-authenticator", "google_otp") => text(
            "oie.verify.google_authenticator.otp.title",
            "Verify with Google Authenticator",
        ),
        ("challenge-authenticator", "webauthn") => text(
            "oie.verify.webauth.title",
            "Verify with security key or biometric authenticator",
        ),
        ("challenge-authenticator", "security_question") => text(
            "oie.security.question.challenge.title",
            "Verify with your security question",
        ),
        ("challenge-poll", "okta_verify") => {
            text("oie.okta_verify.push.title", "Get a push notification")
        }
        ("select-authenticator-authenticate", _) => text(
            "oie.select.authenticators.verify.title",
            "Verify it's you with a security method",
        ),
        ("select-authenticator-enroll", _) => text(
            "oie.select.authenticators.enroll.title",
            "Set up security methods",
        ),
        ("enroll-authenticator", "okta_password") => {
            text("oie.password.enroll.title", "Set up password")
        }
        ("reenroll-authenticator", "okta_password") => text(
            "password.expired.title.generic",
            "Your password has expired",
        ),
        ("reset-authenticator" | "identify-recovery", _) => {
            text("password.reset.title.generic", "Reset your password")
        }
        ("consent" | "admin-consent", _) => text("oie.consent.title", "Allow access"),
        ("poll", _) => text("poll.form.title", "Unable to complete your request"),
        _ => text("doorstep.generic-title", "Continue signing in"),
    }
}

/// What the submit of `form` says.
pub(super) fn submit(form: &str, has_secret: bool) -> Text {
    match form {
        "identify" if has_secret => text("oie.primaryauth.submit", "Sign in"),
        "challenge-authenticator" => text("mfa.challenge.verify", "Verify"),
        "reenroll-authenticator" | "reset-authenticator" => {
            text("password.expired.submit", "Change Password")
        }
        "launch-authenticator" => text("oktaVerify.button", "Sign in with Okta Verify"),
        "device-assurance-grace-period" => text(
            "idx.device_assurance.grace_period.continue_to_app",
            "Continue to app",
        ),
        "challenge-poll" | "enroll-poll" | "poll" | "device-challenge-poll" => check_again(),
        _ => text("oform.next", "Next"),
    }
}

/// What a button says that posts `form` and nothing else.
pub(super) fn action(form: &str) -> Text {
    match form {
        "select-enroll-profile" => text("registration.signup.text", "Sign up"),
        "unlock-account" => text("unlockaccount", "Unlock account?"),
        "skip" => text("oie.enroll.skip.setup", "Skip set up"),
        "cancel" | "authenticatorChallenge-cancel" | "currentAuthenticator-cancel" => back(),
        "recheck" => check_again(),
        START_AGAIN => start_again(),
        _ if form.ends_with("-recover") => text("forgotpassword", "Forgot password?"),
        _ if form.ends_with("-resend") => text("email.button.resend", "Send again"),
        _ => submit(form, false),
    }
}

/// The label of the field at `path` of `form` (section 1.5); the server's own otherwise.
pub(super) fn label(form: &str, authenticator: &str, path: &str, server: &str) -> Text {
    let key = match (form, authenticator, path) {
        ("identify", _, "identifier") => "primaryauth.username.placeholder",
        ("identify", _, "credentials.passcode") => "primaryauth.password.placeholder",
        (_, _, "rememberMe") => "oie.remember",
        ("challenge-authenticator", "okta_password", "credentials.passcode") => {
            "mfa.challenge.password.placeholder"
        }
        ("identify-recovery", _, "identifier") => "password.forgot.email.or.username.placeholder",
        (
            "challenge-authenticator",
            "okta_email" | "phone_number" | "google_otp" | "okta_verify",
            "credentials.passcode" | "credentials.totp",
        ) => "mfa.challenge.enterCode.placeholder",
        _ => "",
    };
    if key.is_empty() && server.is_empty() {
        return match path.rsplit('.').next().unwrap_or(path) {
            "authenticator" => title(form, authenticator),
            "methodType" => text("doorstep.label.method", "Method"),
            "phoneNumber" => text("doorstep.label.phone", "Phone number"),
            "email" => text("doorstep.label.email", "Email address"),
            "consent" => text("oie.consent.title", "Allow access"),
            name => Text::verbatim(name),
        };
    }
    let fallback = if server.is_empty() { path } else { server };
    Text::keyed(key, Vec::new(), fallback)
}

/// What an authenticator is called among others.
pub(super) fn authenticator(key: &str, server: &str) -> Text {
    let known = match key {
        "okta_email" => "oie.email.label",
        "okta_password" => "oie.password.label",
        "phone_number" => "oie.phone.label",
        "webauthn" => "oie.webauthn.label",
        "security_question" => "oie.security.question.label",
        "google_otp" => "oie.google_authenticator.label",
        "okta_verify" => "oie.okta_verify.label",
        _ => "",
    };
    Text::keyed(known, Vec::new(), server)
}

/// "Sign in with …", for an identity provider.
pub(super) fn provider(name: &str) -> Text {
    Text::keyed(
        "doorstep.sign-in-with",
        vec![name.to_owned()],
        &format!("Sign in with {name}"),
    )
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

/// A required field was left blank.
pub(super) fn blank() -> (&'static str, &'static str) {
    (
        "model.validation.field.blank",
        "This field cannot be left blank",
    )
}

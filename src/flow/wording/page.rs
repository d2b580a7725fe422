//! What a page is called and what its buttons say, by form and authenticator (`docs/spec/idx.md` sections 1.5 and 2).

use super::{Text, back, check_again, readable, start_again};
use crate::flow::wording::{EXEMPTION, START_AGAIN};

/// What a page is about.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::flow) struct Topic<'a> {
    /// The form's name.
    pub form: &'a str,
    /// The authenticator's key: `okta_email`, `phone_number`, … .
    pub key: &'a str,
    /// What the authenticator is called.
    pub name: &'a str,
    /// How it is used, where there is one way only: `sms`, `voice`, `push`, … .
    pub method: &'a str,
    /// How Okta Verify is set up: `qrcode`, `email`, `sms`, … .
    pub channel: &'a str,
    /// Days until a password ends.
    pub days: Option<u64>,
    /// Whether an authenticator is being set up and not used.
    pub sets_up: bool,
    /// Whether a secret is asked for.
    pub has_secret: bool,
}

pub(super) fn key(key: &str) -> Text {
    Text::key(key)
}

/// The title of a page of which nothing else is known.
pub(in crate::flow) fn generic_title() -> Text {
    key("doorstep.generic-title")
}

pub(super) fn named(key: &str, name: &str) -> Text {
    Text::keyed(key, vec![name.to_owned()], name)
}

/// The title of a page.
pub(in crate::flow) fn title(topic: Topic<'_>) -> Text {
    match topic.form {
        "identify" | "launch-authenticator" => key("primaryauth.title"),
        "identify-recovery" => key("password.reset.title.generic"),
        "unlock-account" | "select-authenticator-unlock-account" => key("account.unlock.title"),
        "select-authenticator-authenticate" => key("oie.select.authenticators.verify.title"),
        "select-authenticator-enroll" => key("oie.select.authenticators.enroll.title"),
        "select-enrollment-channel" => key("oie.enroll.okta_verify.select.channel.title"),
        "enrollment-channel-data" => match topic.channel {
            "email" => key("oie.enroll.okta_verify.enroll.channel.email.title"),
            _ => key("oie.enroll.okta_verify.enroll.channel.sms.title"),
        },
        "enroll-poll" => match topic.channel {
            _ if !matches!(topic.key, "okta_verify" | "") => set_up(topic),
            "email" => key("oie.enroll.okta_verify.setup.email.title"),
            "sms" => key("oie.enroll.okta_verify.setup.sms.title"),
            _ => key("oie.enroll.okta_verify.setup.title"),
        },
        "reenroll-authenticator" | "reenroll-custom-password-expiry" => {
            key("password.expired.title.generic")
        }
        "reenroll-authenticator-warning" | "reenroll-custom-password-expiry-warning" => {
            match topic.days {
                Some(0) => key("password.expiring.today"),
                Some(days) => named("password.expiring.title", &days.to_string()),
                None => key("password.expiring.soon"),
            }
        }
        "reset-authenticator" if topic.key == "okta_password" => {
            key("password.reset.title.generic")
        }
        "enroll-profile" => key("oie.registration.form.title"),
        "profile-update" => key("oie.profile.additional.title"),
        "consent" | "admin-consent" | "granular-consent" => key("oie.consent.title"),
        "email-challenge-consent" => key("oie.consent.enduser.title"),
        "keep-me-signed-in" => key("oie.kmsi.title"),
        "user-code" => key("device.code.activate.title"),
        "poll" => key("poll.form.title"),
        "request-activation-email" => key("oie.activation.request.email.title.expire"),
        "redirect-idverify" => named("oie.idv.idp.title", topic.name),
        "redirect-idp" if topic.key.is_empty() => key("primaryauth.title"),
        "skip" => key("oie.safe.mode.title"),
        _ if topic.key.is_empty() => generic_title(),
        _ if topic.sets_up => set_up(topic),
        _ => verify(topic),
    }
}

fn set_up(topic: Topic<'_>) -> Text {
    match topic.key {
        "okta_password" => key("oie.password.enroll.title"),
        "okta_email" => key("oie.email.mfa.title"),
        "phone_number" => key("oie.phone.enroll.title"),
        "security_question" => key("oie.security.question.enroll.title"),
        "webauthn" => key("oie.enroll.webauthn.title"),
        "okta_verify" => key("oie.enroll.okta_verify.setup.title"),
        "google_otp" => key("oie.enroll.google_authenticator.setup.title"),
        _ => named("oie.on_prem.enroll.title", topic.name),
    }
}

fn verify(topic: Topic<'_>) -> Text {
    let pushes = matches!(topic.form, "challenge-poll" | "resend") || topic.method == "push";
    match topic.key {
        "okta_password" => key("oie.password.challenge.title"),
        "okta_email" if topic.form == "authenticator-verification-data" => {
            key("oie.email.challenge.mfa.title")
        }
        "okta_email" => key("oie.email.mfa.title"),
        "phone_number" => key("oie.phone.verify.title"),
        "security_question" => key("oie.security.question.challenge.title"),
        "webauthn" => key("oie.verify.webauth.title"),
        "google_otp" => key("oie.verify.google_authenticator.otp.title"),
        "okta_verify" | "custom_app" if pushes => key("oie.okta_verify.push.title"),
        "okta_verify" if topic.form == "challenge-authenticator" => {
            key("oie.okta_verify.totp.title")
        }
        "tac" => key("oie.verify.tac.title"),
        "okta_verify" => named("oie.verify.custom_otp.title", "Okta Verify"),
        _ => named("oie.verify.custom_otp.title", topic.name),
    }
}

/// What the submit of a form says.
pub(in crate::flow) fn submit(topic: Topic<'_>) -> Text {
    match (topic.form, topic.key, topic.method) {
        ("identify", _, _) if topic.has_secret => key("oie.primaryauth.submit"),
        ("reset-authenticator", "okta_password", _) => key("password.reset"),
        ("reenroll-authenticator" | "reenroll-authenticator-warning", _, _) => {
            key("password.expired.submit")
        }
        ("challenge-authenticator", _, _)
        | (
            "enroll-authenticator" | "reset-authenticator",
            "okta_email" | "phone_number" | "google_otp" | "okta_verify" | "symantec_vip"
            | "yubikey_token" | "onprem_mfa" | "rsa_token" | "custom_otp",
            _,
        ) => key("mfa.challenge.verify"),
        ("authenticator-verification-data" | "authenticator-enrollment-data", "okta_email", _) => {
            key("oie.email.verify.primaryButton")
        }
        ("authenticator-verification-data", _, "push") => key("oie.okta_verify.sendPushButton"),
        ("authenticator-verification-data" | "authenticator-enrollment-data", _, "sms") => {
            key("oie.phone.sms.primaryButton")
        }
        ("authenticator-verification-data" | "authenticator-enrollment-data", _, "voice") => {
            key("oie.phone.call.primaryButton")
        }
        ("enrollment-channel-data", _, _) => key("oie.enroll.okta_verify.setupLink"),
        ("resend", _, _) => key("oie.okta_verify.push.resend"),
        ("enroll-profile", _, _) => key("oie.registration.form.submit"),
        ("request-activation-email", _, _) => key("oie.activation.request.email.button"),
        ("launch-authenticator", _, _) => key("oktaVerify.button"),
        (EXEMPTION, _, _) => key("doorstep.exemption-send"),
        ("launch-webauthn-authenticator", _, _) => key("doorstep.use-passkey"),
        ("launch-nfc-authenticator", _, _) => key("oie.nfc_pin.launch.button"),
        ("enroll-webauthn-residentkey", _, _) => key("doorstep.set-up-passkey"),
        ("device-assurance-grace-period", _, _) => {
            key("idx.device_assurance.grace_period.continue_to_app")
        }
        ("challenge-poll" | "enroll-poll" | "poll" | "device-challenge-poll", _, _) => {
            check_again()
        }
        _ => key("oform.next"),
    }
}

/// What a button says that posts a form and nothing else, on a page that is about `on`.
pub(in crate::flow) fn action(form: &str, on: Topic<'_>) -> Text {
    match form {
        "select-enroll-profile" => key("registration.signup.text"),
        "select-identify" => key("haveaccount"),
        "unlock-account" => key("unlockaccount"),
        "skip" => match on.form {
            "reenroll-authenticator-warning" | "reenroll-custom-password-expiry-warning" => {
                key("password.expiring.later")
            }
            "profile-update" => key("oie.enroll.skip.profile"),
            "select-authenticator-enroll" | "enroll-authenticator-promotion" => {
                key("oie.setup.remind.me.later")
            }
            _ => key("oie.enroll.skip.setup"),
        },
        "cancel" | "authenticatorChallenge-cancel" | "currentAuthenticator-cancel" => back(),
        "recheck" => check_again(),
        START_AGAIN => start_again(),
        _ if form.ends_with("-recover") && on.key == "nfc_pin" => key("oie.nfc_pin.forgot.pin"),
        _ if form.ends_with("-recover") => key("forgotpassword"),
        _ if form.ends_with("-resend") => match (on.key, on.method) {
            ("phone_number", "voice") => key("oie.phone.verify.call.resendLinkText"),
            ("okta_verify" | "custom_app", _) if on.form == "challenge-poll" => {
                key("oie.okta_verify.push.resend")
            }
            _ => key("email.button.resend"),
        },
        _ => {
            let label = submit(Topic {
                form,
                ..Topic::default()
            });
            // The name of an action that hangs on an object begins with that of the object.
            let own = match form.split_once('-') {
                Some((parent, own)) if parent.starts_with("currentAuthenticator") => own,
                _ => form,
            };
            named_at_least(label, own)
        }
    }
}

/// `text`, or what the server calls the form where that says more: two buttons "Continue" are no choice.
pub(in crate::flow) fn named_at_least(text: Text, form: &str) -> Text {
    let name = readable(form);
    if matches!(text.key.as_str(), "oform.next" | "doorstep.generic-title") && !name.is_empty() {
        Text::verbatim(&name)
    } else {
        text
    }
}

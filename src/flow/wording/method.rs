//! What authenticators are called among others, and what one does with them.

use super::{
    Text,
    page::{key, named},
};

/// A way to prove who one is, as one of several.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::flow) struct Method {
    /// What it is called.
    pub label: Text,
    /// What one does with it.
    pub about: Option<Text>,
}

/// What an authenticator is called.
fn authenticator(authenticator: &str, server: &str) -> Text {
    let known = match authenticator {
        "okta_email" => "oie.email.label",
        "okta_password" => "oie.password.label",
        "phone_number" => "oie.phone.label",
        "webauthn" => "oie.webauthn.label",
        "security_question" => "oie.security.question.label",
        "google_otp" => "oie.google_authenticator.label",
        "okta_verify" => "oie.okta_verify.label",
        "tac" => "oie.tac.label",
        "smart_card_idp" => "oie.smartcard.label",
        _ => "",
    };
    Text::keyed(known, Vec::new(), server)
}

/// An authenticator, used by `way` (`sms`, `push`, …; empty where there is one way only), as a choice for verifying
/// or, with `sets_up`, for setting it up.
pub(in crate::flow) fn method(
    authenticator_key: &str,
    way: &str,
    server: &str,
    sets_up: bool,
) -> Method {
    let label = match (authenticator_key, way) {
        ("phone_number", "sms") => key("doorstep.way.sms"),
        ("phone_number", "voice") => key("doorstep.way.voice"),
        ("okta_verify", "signed_nonce") if !sets_up => key("oie.okta_verify.signed_nonce.label"),
        ("okta_verify", "push") if !sets_up => key("doorstep.okta-verify-push"),
        ("okta_verify", "totp") if !sets_up => key("doorstep.okta-verify-code"),
        _ => authenticator(authenticator_key, server),
    };
    let about = match (authenticator_key, way) {
        ("okta_email", _) => Some(key("doorstep.about.email")),
        ("okta_password", _) if sets_up => Some(key("oie.password.authenticator.description")),
        ("phone_number", "") => Some(key("doorstep.about.phone")),
        ("webauthn", _) => Some(key("oie.webauthn.description")),
        ("security_question", _) if sets_up => {
            Some(key("oie.security.question.authenticator.description"))
        }
        ("okta_verify", _) if sets_up => Some(key("oie.okta_verify.authenticator.description")),
        ("google_otp", _) => Some(key("oie.google_authenticator.authenticator.description")),
        ("custom_app", _) => Some(key("doorstep.about.push")),
        ("custom_otp" | "onprem_mfa" | "rsa_token" | "symantec_vip", _) => {
            Some(key("doorstep.about.token"))
        }
        ("yubikey_token", _) => Some(key("oie.yubikey.description")),
        ("duo" | "external_idp", _) => Some(named("oie.idp.authenticator.description", server)),
        ("tac", _) => Some(key("oie.verify.tac.description")),
        ("smart_card_idp", _) => Some(key("oie.smartcard.authenticator.description")),
        _ => None,
    };
    Method { label, about }
}

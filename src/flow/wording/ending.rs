//! What the last page of a sign-in is called, by its message (`docs/spec/idx.md` sections 1.8 and 6).

use super::{Text, page::key};

/// Whether nobody should start again from a terminal message with this key: the way on is elsewhere, or there is
/// none that this page could offer.
pub(in crate::flow) fn goes_on_elsewhere(message: &str) -> bool {
    matches!(
        message,
        "idx.transferred.to.new.tab"
            | "idx.device.activated"
            | "idx.return.to.original.tab"
            | "idx.enter.otp.in.original.tab"
            | "idx.return.link.expired"
            | "idx.return.stale"
            | "idx.return.error"
            | "idx.operation.cancelled.by.user"
            | "idx.operation.cancelled.on.other.device"
    )
}

/// The title of a page that only says `message`; `None` where nothing more is known than that it does not go on.
pub(in crate::flow) fn terminal_title(message: &str) -> Option<Text> {
    let known = match message {
        "idx.return.link.expired" | "idx.return.stale" | "idx.return.error" => {
            "oie.email.return.link.expired.title"
        }
        "idx.return.to.original.tab" => "oie.consent.enduser.email.allow.title",
        "idx.transferred.to.new.tab" => "doorstep.title.other-tab",
        "idx.enter.otp.in.original.tab" => "idx.return.link.otponly.your.verification.code",
        "idx.operation.cancelled.by.user" | "idx.operation.cancelled.on.other.device" => {
            "doorstep.title.refused"
        }
        "idx.device.activated" => "device.code.activated.success.title",
        "idx.device.not.activated.consent.denied"
        | "idx.device.not.activated.internal.error"
        | "idx.invalid.device.code" => "device.code.activated.error.title",
        "idx.expired.activation.token" => "oie.activation.request.email.title.expire",
        "idx.missing.activation.token" => "oie.activation.request.email.title.invalid",
        "idx.activating.inactive.user" => "oie.activation.request.email.title.suspended",
        "idx.request.activation.email" => "oie.activation.request.email.title.submitted",
        "idx.email.verification.required" => "oie.enroll.okta_verify.setup.email.title",
        "idx.recovery.completed" | "api.users.auth.error.POST_PASSWORD_UPDATE_AUTH_FAILURE" => {
            "doorstep.title.password-changed"
        }
        "idx.invalid.forgot.password.token"
        | "idx.invalid.reset.password.token"
        | "idx.reset.password.activating.user"
        | "oie.selfservice.reset.password.not.allowed"
        | "app.ldap.password.reset.failed"
        | "errors.E0000035" => "doorstep.title.no-reset",
        "oie.selfservice.unlock_user.success.message"
        | "oie.selfservice.unlock_user.landing.to.app.success.message" => {
            "account.unlock.unlocked.title"
        }
        "oie.selfservice.unlock_user.failed.message"
        | "oie.selfservice.user.unlock.not.allowed"
        | "oie.selfservice.unlock_user.challenge.failed.permissions" => "doorstep.title.no-unlock",
        "core.system.transaction_resource_not_found" => "doorstep.title.timed-out",
        "registration.error.generic"
        | "registration.error.request.not.completed"
        | "idx.error.registration.unavailable" => "doorstep.title.no-registration",
        "E0000010" => "doorstep.title.maintenance",
        _ if message.starts_with("idx.error.server.safe.mode.") => "oie.safe.mode.title",
        _ if message.starts_with("core.auth.factor.signedNonce.error") => {
            "user.fail.verifyIdentity"
        }
        _ if message.contains(".enable.biometrics") => "doorstep.title.biometrics",
        _ => return None,
    };
    Some(key(known))
}

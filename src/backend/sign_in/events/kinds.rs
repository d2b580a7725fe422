//! The kinds of events that sign-ins leave in the log. Each has a row in `docs/system-log.md`; a test compares.

/// A kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Kind {
    /// Its `eventType`.
    pub(in super::super) name: &'static str,
    /// Its `displayMessage`.
    pub(super) message: &'static str,
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])* $constant:ident = $name:literal, $message:literal;)*) => {
        $($(#[doc = $doc])* pub(super) const $constant: Kind = Kind { name: $name, message: $message };)*

        /// All of them.
        #[cfg(test)]
        pub(in super::super) const ALL: &[Kind] = &[$($constant),*];
    };
}

kinds! {
    /// A password was tried.
    VERIFY = "user.authentication.verify", "Verify user identity";
    /// The device has proven its key.
    AUTH_VIA_MFA = "user.authentication.auth_via_mfa", "Authentication of user via MFA";
    /// The app's policy was evaluated.
    EVALUATE = "policy.evaluate_sign_on", "Evaluation of sign-on policy";
    /// The app's policy keeps the person out.
    DENY = "application.policy.sign_on.deny_access", "Deny user access due to app sign on policy";
    /// The person is signed in.
    SESSION_START = "user.session.start", "User login";
    /// The person has reached the app, or has not.
    SSO = "user.authentication.sso", "User single sign on to app";
    /// A window of grace has begun.
    GRACE_START = "doorstep.device_assurance.grace_period.start", "Grace period started";
    /// A reminder was given to the person.
    GRACE_REMIND = "doorstep.device_assurance.grace_period.remind", "Grace period reminder shown";
    /// No reminder was given to the person, who has confirmed one lately.
    GRACE_OMIT = "doorstep.device_assurance.grace_period.omit", "Grace period reminder left out";
    /// The person went on to the app instead of fixing the device.
    GRACE_SKIP = "doorstep.device_assurance.grace_period.skip", "Grace period reminder skipped by user";
    /// A grace period was found to be over.
    GRACE_EXPIRE = "doorstep.device_assurance.grace_period.expire", "Grace period expired";
    /// A window of grace is over because the device is compliant.
    GRACE_END = "doorstep.device_assurance.grace_period.end", "Grace period ended by compliant device";
    /// Instructions were given to a person who was denied.
    REMEDIATION_SHOW = "doorstep.device_assurance.remediation.show", "Remediation instructions shown";
    /// The person takes something along.
    HANDOUT_CREATE = "doorstep.handout.create", "Handout created";
    /// A sign-in goes on by a link that was taken along.
    RESUME = "doorstep.sign_in.resume", "Sign-in resumed";
    /// The person asks for more time.
    EXEMPTION_REQUEST = "doorstep.exemption.request", "Exemption requested";
    /// An exemption was found to have run out.
    EXEMPTION_EXPIRE = "doorstep.exemption.expire", "Exemption expired";
    /// Something about a device could not be checked.
    CHECK_UNAVAILABLE = "doorstep.device_assurance.check.unavailable", "Device check not available";
}

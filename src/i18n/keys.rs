//! IDX message keys (`docs/spec/idx.md` sections 1.6, 1.8 and 3.1) and the texts that stand for them here.
//!
//! The wording is ours: calmer than the key's English text, and true for a page that notices a fix by itself.

mod forms;
mod messages;

use self::{forms::FORMS, messages::MESSAGES};
use super::{Arg, Texts};

/// What a parameter of a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Param {
    /// `{0}` under this name.
    First(&'static str),
    /// `{1}` under this name.
    Second(&'static str),
    /// `{0}` is a number: `count` chooses the form, `number` is shown.
    Count,
    /// `{0}` is an ISO 8601 duration; shown as `time`, in days of 24 hours.
    Duration,
    /// `{0}` is a list of versions, separated by commas.
    Versions,
    /// Not a parameter but a name that the key itself tells.
    Name(&'static str, &'static str),
}

use Param::{Count, Duration, First, Name, Second, Versions};

/// The text of an IDX key in the page's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdxText(pub String);

const REMEDIATION: &str = "idx.error.code.access_denied.device_assurance.remediation.";
const VERSION: Param = First("version");

/// After [`REMEDIATION`]. Headings (`title`, `option_index`) and the help sentences have no text here: the page says
/// them in its own structure.
const REMEDIES: &[(&str, &str, &[Param])] = &[
    (
        "android.upgrade_os_version",
        "remedy-os-update",
        &[VERSION, Name("os", "Android")],
    ),
    (
        "android.upgrade_os_version.at_least",
        "remedy-os-at-least",
        &[VERSION, Name("os", "Android")],
    ),
    (
        "android.upgrade_os_version.exactly",
        "remedy-os-exactly",
        &[VERSION, Name("os", "Android")],
    ),
    (
        "android.upgrade_os_version.one_of_the_following",
        "remedy-os-one-of",
        &[Versions, Name("os", "Android")],
    ),
    (
        "android.upgrade_os_version.exactly_one_of_the_following",
        "remedy-os-exactly-one-of",
        &[Versions, Name("os", "Android")],
    ),
    (
        "android.device_disk_encrypted",
        "remedy-android-encrypt",
        &[],
    ),
    ("android.use_lock_screen", "remedy-android-lock", &[]),
    (
        "android.use_biometric_lock_screen",
        "remedy-android-biometric",
        &[],
    ),
    (
        "android.caller_context.managed_app",
        "remedy-android-managed-app",
        &[],
    ),
    (
        "ios.upgrade_os_version",
        "remedy-os-update",
        &[VERSION, Name("os", "iOS")],
    ),
    (
        "ios.upgrade_os_version.at_least",
        "remedy-os-at-least",
        &[VERSION, Name("os", "iOS")],
    ),
    (
        "ios.upgrade_os_version.exactly",
        "remedy-os-exactly",
        &[VERSION, Name("os", "iOS")],
    ),
    (
        "ios.upgrade_os_version.one_of_the_following",
        "remedy-os-one-of",
        &[Versions, Name("os", "iOS")],
    ),
    (
        "ios.upgrade_os_version.exactly_one_of_the_following",
        "remedy-os-exactly-one-of",
        &[Versions, Name("os", "iOS")],
    ),
    ("ios.use_lock_screen", "remedy-ios-lock", &[]),
    ("ios.use_biometric_lock_screen", "remedy-ios-biometric", &[]),
    (
        "macos.upgrade_os_version",
        "remedy-os-update",
        &[VERSION, Name("os", "macOS")],
    ),
    (
        "macos.upgrade_os_version.at_least",
        "remedy-os-at-least",
        &[VERSION, Name("os", "macOS")],
    ),
    (
        "macos.upgrade_os_version.exactly",
        "remedy-os-exactly",
        &[VERSION, Name("os", "macOS")],
    ),
    (
        "macos.upgrade_os_version.one_of_the_following",
        "remedy-os-one-of",
        &[Versions, Name("os", "macOS")],
    ),
    (
        "macos.upgrade_os_version.exactly_one_of_the_following",
        "remedy-os-exactly-one-of",
        &[Versions, Name("os", "macOS")],
    ),
    ("macos.use_lock_screen", "remedy-macos-lock", &[]),
    ("macos.device_disk_encrypted", "remedy-macos-encrypt", &[]),
    (
        "windows.upgrade_os_version",
        "remedy-os-update",
        &[VERSION, Name("os", "Windows")],
    ),
    (
        "windows.upgrade_os_version.at_least",
        "remedy-os-at-least",
        &[VERSION, Name("os", "Windows")],
    ),
    (
        "windows.upgrade_os_version.exactly",
        "remedy-os-exactly",
        &[VERSION, Name("os", "Windows")],
    ),
    (
        "windows.upgrade_os_version.one_of_the_following",
        "remedy-os-one-of",
        &[Versions, Name("os", "Windows")],
    ),
    (
        "windows.upgrade_os_version.exactly_one_of_the_following",
        "remedy-os-exactly-one-of",
        &[Versions, Name("os", "Windows")],
    ),
    (
        "windows.device_disk_encrypted",
        "remedy-windows-encrypt",
        &[],
    ),
    (
        "windows.use_biometric_lock_screen",
        "remedy-windows-biometric",
        &[],
    ),
    ("device.must.be.managed", "remedy-managed", &[]),
    ("chrome.antivirus", "remedy-chrome-antivirus", &[]),
    ("chrome.disk_encrypted", "remedy-chrome-encrypt", &[]),
    ("chrome.os_firewall", "remedy-chrome-firewall", &[]),
    ("chrome.screen_lock_secured", "remedy-chrome-lock", &[]),
    (
        "chrome.upgrade_browser_version",
        "remedy-chrome-browser",
        &[VERSION],
    ),
    (
        "chrome.chromeos.upgrade_os_version",
        "remedy-os-update",
        &[VERSION, Name("os", "ChromeOS")],
    ),
    (
        "chrome.chromeos.key_trust_level.verified_mode",
        "remedy-chromeos-verified",
        &[],
    ),
    (
        "chrome.chromeos.key_trust_level.developer_mode",
        "remedy-chromeos-developer",
        &[],
    ),
    (
        "android.zero.trust.play_protect_required",
        "remedy-android-play-protect",
        &[],
    ),
    (
        "android.zero.trust.play_protect_scan_threshold",
        "remedy-android-scan",
        &[],
    ),
    (
        "android.zero.trust.version_update_available",
        "remedy-android-update",
        &[],
    ),
    (
        "android.zero.trust.disable_usb_debugging",
        "remedy-android-usb",
        &[],
    ),
    (
        "android.zero.trust.lock_screen_complexity",
        "remedy-android-complexity",
        &[],
    ),
    (
        "android.zero.trust.disable_network_proxy",
        "remedy-android-proxy",
        &[],
    ),
    (
        "android.zero.trust.unsecured_wifi_network",
        "remedy-android-wifi",
        &[],
    ),
    (
        "android.zero.trust.android_device_policy_app_required",
        "remedy-android-policy-app",
        &[],
    ),
    (
        "android.zero.trust.android_device_policy_app_required_manual_install",
        "remedy-android-policy-manual",
        &[],
    ),
    (
        "osquery.background_activity_disabled",
        "remedy-osquery-background",
        &[],
    ),
    ("osquery.sip_disabled", "remedy-osquery-sip", &[]),
    ("osquery.timeout", "remedy-osquery-timeout", &[]),
    // Keys of our own backend, where Okta has none.
    (
        "android.secure_hardware_present",
        "remedy-secure-hardware-android",
        &[],
    ),
    (
        "macos.secure_hardware_present",
        "remedy-secure-hardware-macos",
        &[],
    ),
    (
        "windows.secure_hardware_present",
        "remedy-secure-hardware-windows",
        &[],
    ),
    ("android.jailbreak", "remedy-jailbreak", &[]),
    ("ios.jailbreak", "remedy-jailbreak", &[]),
    ("windows.use_lock_screen", "remedy-windows-lock", &[]),
    (
        "macos.use_biometric_lock_screen",
        "remedy-macos-biometric",
        &[],
    ),
    ("device.must.be.registered", "remedy-registered", &[]),
    ("device.must.be.compliant", "remedy-compliant", &[]),
    ("chrome.setting", "remedy-chrome-setting", &[]),
    ("device.setting", "remedy-device-setting", &[]),
    (
        "android.zero.trust.device_integrity",
        "remedy-android-integrity",
        &[],
    ),
    ("chrome.upgrade_os_version", "remedy-chrome-os", &[VERSION]),
    ("explanation_one_rule", "denied-explanation-one", &[]),
    (
        "explanation_multiple_rules",
        "denied-explanation-multiple",
        &[],
    ),
];

/// Whole keys.
const OTHERS: &[(&str, &str, &[Param])] = &[
    ("idx.session.expired", "idx-session-expired", &[]),
    ("incorrectPassword", "idx-wrong-password", &[]),
    ("errors.E0000004", "idx-wrong-password", &[]),
    ("E0000004", "idx-wrong-password", &[]),
    ("idx.unknown.user", "idx-wrong-password", &[]),
    ("security.access_denied", "idx-access-denied", &[]),
    ("errors.E0000006", "idx-access-denied", &[]),
    ("E0000006", "idx-access-denied", &[]),
    ("idx.error.code.access_denied", "idx-access-denied", &[]),
    (
        "idx.error.user.not.assigned.to.app",
        "idx-not-assigned",
        &[],
    ),
    ("idx.error.code.user_not_assigned", "idx-not-assigned", &[]),
    ("oie.assurance.unsatisfiable", "idx-unsatisfiable", &[]),
    ("tooManyRequests", "idx-too-many-requests", &[]),
    ("oie.tooManyRequests", "idx-too-many-requests", &[]),
    ("E0000047", "idx-too-many-requests", &[]),
    (
        "authfactor.challenge.suspended_factor",
        "idx-suspended",
        &[],
    ),
    (
        "core.system.transaction_resource_not_found",
        "idx-timed-out",
        &[],
    ),
    ("errors.E0000009", "idx-server-error", &[]),
    ("E0000009", "idx-server-error", &[]),
    ("errors.E0000010", "idx-read-only", &[]),
    ("E0000010", "idx-read-only", &[]),
    ("oie.configuration.error", "idx-configuration", &[]),
    ("oform.error.unexpected", "idx-server-error", &[]),
    ("error.network.connection", "idx-network", &[]),
    ("error.network.policy", "idx-network-policy", &[]),
    ("oie.password.incorrect.message", "idx-wrong-password", &[]),
    ("primaryauth.title", "identify-title", &[]),
    ("primaryauth.username.placeholder", "identify-username", &[]),
    ("primaryauth.password.placeholder", "password-label", &[]),
    ("mfa.challenge.password.placeholder", "password-label", &[]),
    ("oie.remember", "identify-remember", &[]),
    ("oform.next", "identify-next", &[]),
    ("oie.primaryauth.submit", "identify-submit", &[]),
    ("forgotpassword", "identify-forgot", &[]),
    ("registration.signup.text", "identify-sign-up", &[]),
    ("unlockaccount", "identify-unlock", &[]),
    ("goback", "back-to-sign-in", &[]),
    ("oie.enroll.skip.setup", "skip", &[]),
    ("doorstep.start-again", "start-again", &[]),
    ("doorstep.check-again", "recheck", &[]),
    ("doorstep.generic-title", "form-title", &[]),
    ("mfa.challenge.verify", "form-verify", &[]),
    ("mfa.challenge.enterCode.placeholder", "form-code", &[]),
    ("email.button.resend", "form-resend", &[]),
    ("password.expired.submit", "form-change-password", &[]),
    (
        "doorstep.sign-in-with",
        "form-sign-in-with",
        &[First("name")],
    ),
    (
        "oktaVerify.button",
        "form-sign-in-with",
        &[Name("name", "Okta Verify")],
    ),
    ("oie.password.challenge.title", "password-title", &[]),
    ("oie.email.mfa.title", "form-title-email", &[]),
    ("oie.phone.verify.title", "form-title-phone", &[]),
    (
        "oie.verify.google_authenticator.otp.title",
        "form-title-app",
        &[Name("name", "Google Authenticator")],
    ),
    ("oie.verify.webauth.title", "form-title-security-key", &[]),
    (
        "oie.security.question.challenge.title",
        "form-title-question",
        &[],
    ),
    ("oie.okta_verify.push.title", "form-title-push", &[]),
    (
        "oie.select.authenticators.verify.title",
        "form-title-select",
        &[],
    ),
    (
        "oie.select.authenticators.enroll.title",
        "form-title-set-up",
        &[],
    ),
    ("oie.password.enroll.title", "form-title-new-password", &[]),
    (
        "password.expired.title.generic",
        "form-title-password-expired",
        &[],
    ),
    (
        "password.reset.title.generic",
        "form-title-password-reset",
        &[],
    ),
    ("oie.consent.title", "form-title-consent", &[]),
    ("poll.form.title", "form-title-wait", &[]),
    ("oie.email.label", "form-email", &[]),
    ("oie.password.label", "password-label", &[]),
    ("oie.phone.label", "form-phone", &[]),
    ("oie.webauthn.label", "form-security-key", &[]),
    ("oie.security.question.label", "form-question", &[]),
    ("oie.otp.invalid", "error-code", &[]),
    ("idx.transferred.to.new.tab", "idx-other-tab", &[]),
    ("idx.return.to.original.tab", "idx-other-tab", &[]),
    ("idx.enter.otp.in.original.tab", "idx-code-other-tab", &[]),
    ("model.validation.field.blank", "error-required", &[]),
    ("error.username.required", "error-required-username", &[]),
    ("error.password.required", "error-required-password", &[]),
    // More time, asked for by the person: keys of our own.
    ("doorstep.duration", "exemption-time", &[Duration]),
    ("doorstep.exemption-send", "exemption-send", &[]),
    ("doorstep.label.exemption-reason", "exemption-reason", &[]),
    (
        "doorstep.label.exemption-duration",
        "exemption-duration",
        &[],
    ),
    (
        "doorstep.hint.exemption-reason",
        "exemption-reason-hint",
        &[],
    ),
    (
        "doorstep.exemption.reason.blank",
        "exemption-reason-blank",
        &[],
    ),
    (
        "doorstep.exemption.duration",
        "exemption-duration-wrong",
        &[],
    ),
    ("doorstep.exemption.too_many", "exemption-too-many", &[]),
    // Why a check matters: keys of our own backend.
    (
        "device.assurance.reason.os_version",
        "reason-os-version",
        &[],
    ),
    (
        "device.assurance.reason.disk_encryption",
        "reason-disk-encryption",
        &[],
    ),
    (
        "device.assurance.reason.screen_lock",
        "reason-screen-lock",
        &[],
    ),
    (
        "device.assurance.reason.secure_hardware",
        "reason-secure-hardware",
        &[],
    ),
    (
        "device.assurance.reason.original_system",
        "reason-original-system",
        &[],
    ),
    (
        "device.assurance.reason.managed_app",
        "reason-managed-app",
        &[],
    ),
    ("device.assurance.reason.managed", "reason-managed", &[]),
    ("device.assurance.reason.compliant", "reason-compliant", &[]),
    (
        "device.assurance.reason.registered",
        "reason-registered",
        &[],
    ),
    (
        "device.assurance.reason.browser_version",
        "reason-browser-version",
        &[],
    ),
    ("device.assurance.reason.firewall", "reason-firewall", &[]),
    ("device.assurance.reason.antivirus", "reason-antivirus", &[]),
    (
        "device.assurance.reason.secure_boot",
        "reason-secure-boot",
        &[],
    ),
    (
        "device.assurance.reason.safe_browsing",
        "reason-safe-browsing",
        &[],
    ),
    (
        "device.assurance.reason.harmful_apps",
        "reason-harmful-apps",
        &[],
    ),
    (
        "device.assurance.reason.usb_debugging",
        "reason-usb-debugging",
        &[],
    ),
    ("device.assurance.reason.network", "reason-network", &[]),
    ("device.assurance.reason.setting", "reason-setting", &[]),
];

/// The text of the IDX key `key` with its parameters; `None` for a key that is not known here, whose own text is then
/// shown as it came.
pub fn idx_text(texts: Texts, key: &str, params: &[String]) -> Option<IdxText> {
    let (_, id, wanted) = match key.strip_prefix(REMEDIATION) {
        Some(rest) => REMEDIES.iter().find(|(known, _, _)| *known == rest)?,
        None => others().find(|(known, _, _)| *known == key)?,
    };
    let mut args = Vec::new();
    for param in *wanted {
        args.extend(arguments(texts, *param, params)?);
    }
    Some(IdxText(texts.t_with(id, &args)))
}

/// All whole keys.
fn others() -> impl Iterator<Item = &'static (&'static str, &'static str, &'static [Param])> {
    OTHERS.iter().chain(FORMS).chain(MESSAGES)
}

/// `None` where the server left the parameter out: a sentence with a hole in it helps nobody.
fn arguments(texts: Texts, param: Param, params: &[String]) -> Option<Vec<(&'static str, Arg)>> {
    let text = |name, index: usize| Some(vec![(name, Arg::from(params.get(index)?.as_str()))]);
    match param {
        First(name) => text(name, 0),
        Second(name) => text(name, 1),
        Count => {
            let count: u64 = params.first()?.trim().parse().ok()?;
            Some(vec![
                ("count", Arg::from(count)),
                ("number", Arg::from(texts.number(count))),
            ])
        }
        Duration => {
            let span: jiff::Span = params.first()?.parse().ok()?;
            let days = jiff::SpanRelativeTo::days_are_24_hours();
            let seconds = span.to_duration(days).ok()?.as_secs();
            let seconds = u64::try_from(seconds).ok()?;
            Some(vec![("time", Arg::from(texts.duration(seconds)))])
        }
        Versions => {
            let versions: Vec<String> = params
                .first()?
                .split(',')
                .map(|version| version.trim().to_owned())
                .collect();
            Some(vec![("versions", Arg::from(texts.any_of(&versions)))])
        }
        Name(name, value) => Some(vec![(name, Arg::from(value))]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Locale, plain};

    fn text(locale: Locale, key: &str, params: &[&str]) -> Option<String> {
        let params: Vec<String> = params.iter().map(|&param| String::from(param)).collect();
        idx_text(Texts::of(locale), key, &params).map(|text| plain(&text.0))
    }

    #[test]
    fn every_known_key_has_a_text_in_every_language() {
        for locale in Locale::ALL {
            for (key, _, _) in REMEDIES {
                assert!(
                    text(*locale, &format!("{REMEDIATION}{key}"), &["14.4"]).is_some(),
                    "{key}"
                );
            }
            for (key, _, wanted) in others() {
                let first = match wanted {
                    wanted if wanted.contains(&Count) => "4",
                    wanted if wanted.contains(&Duration) => "P7D",
                    _ => "Example",
                };
                assert!(text(*locale, key, &[first, "More"]).is_some(), "{key}");
            }
        }
    }

    #[test]
    fn no_key_is_there_twice() {
        let mut keys: Vec<&str> = others().map(|(key, _, _)| *key).collect();
        keys.sort_unstable();
        let twice: Vec<_> = keys.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }

    #[test]
    fn the_required_version_is_told_in_every_language() {
        for locale in Locale::ALL {
            let key = format!("{REMEDIATION}macos.upgrade_os_version");
            let text = text(*locale, &key, &["14.4"]).expect("a text");
            assert!(text.contains("14.4") && text.contains("macOS"), "{text}");
        }
    }

    #[test]
    fn a_list_of_versions_is_told_as_a_choice() {
        let key = format!("{REMEDIATION}ios.upgrade_os_version.one_of_the_following");
        assert_eq!(
            text(Locale::En, &key, &["16.7, 17.4"]).as_deref(),
            Some("Update iOS to one of these versions or later: 16.7 or 17.4.")
        );
    }

    #[test]
    fn a_length_of_time_is_told_in_the_language_and_what_is_none_is_not() {
        let said = |locale, iso| text(locale, "doorstep.duration", &[iso]);
        assert_eq!(said(Locale::En, "PT4H").as_deref(), Some("4\u{a0}hours"));
        assert_eq!(said(Locale::De, "P1W").as_deref(), Some("7\u{a0}Tage"));
        assert_eq!(said(Locale::Ar, "P2D").as_deref(), Some("يومان"));
        for odd in ["", "P1M", "-PT4H", "a while"] {
            assert_eq!(said(Locale::En, odd), None, "{odd}");
        }
    }

    #[test]
    fn an_unknown_key_or_a_missing_parameter_has_no_text() {
        assert_eq!(text(Locale::En, "idx.something.new", &[]), None);
        assert_eq!(
            text(
                Locale::En,
                &format!("{REMEDIATION}macos.upgrade_os_version"),
                &[]
            ),
            None
        );
    }
}

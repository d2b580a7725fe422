//! The rules of device assurance policies (`docs/spec/management-api.md` 2.2).

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use super::conditions::{ANDROID_DEVICE_TRUST, CONDITIONS, DTC, Kind, PROVIDERS, refusal};
use super::versions::{os_version, windows_constraints};
use crate::backend::{
    evaluation::{
        CheckType, DeviceAssurance, DevicePostureCheck, DisplayRemediationMode, DynamicVersionType,
        GraceEnd, GracePeriod, GracePeriodType, Platform, ScreenLockType,
    },
    management::{
        body::{RawBody, drop_read_only, typed},
        decisions::{ASSURANCE_SUBJECT, GRACE_DAYS, NAME_LENGTH, REMINDER_INTERVAL},
        error::{ApiError, ApiResult, Problems},
    },
};

/// Reads a policy. `checks` are the organization's posture checks, `old` is what it replaces.
pub(in crate::backend::management) fn parse(
    body: RawBody,
    checks: &[DevicePostureCheck],
    old: Option<&DeviceAssurance>,
    now: Timestamp,
) -> ApiResult<DeviceAssurance> {
    let mut object = body.object()?;
    drop_read_only(&mut object);
    let Some(platform) = object.get("platform") else {
        return Err(ApiError::field(
            "platform",
            "platform: The field cannot be left blank",
        ));
    };
    let platform = platform.as_str().and_then(Platform::parse).ok_or_else(|| {
        ApiError::Malformed(Some(
            "platform must be one of ANDROID, CHROMEOS, IOS, MACOS, WINDOWS".to_owned(),
        ))
    })?;
    let mut problems = Problems::default();
    drop_empty(&mut object);
    known_conditions(&object, platform, &mut problems);
    providers(&mut object, platform, &mut problems);
    problems.into_result()?;
    drop_empty(&mut object);
    let said: Vec<&str> = CONDITIONS
        .iter()
        .map(|(condition, _)| *condition)
        .filter(|condition| object.contains_key(*condition))
        .collect();
    let mut policy: DeviceAssurance = typed(object)?;
    let mut problems = Problems::default();
    understood(&said, &policy, &mut problems);
    rules(&policy, checks, &mut problems);
    grace_period(&mut policy, old, now, &mut problems);
    exemption(&policy, &mut problems);
    problems.into_result()?;
    each_once(&mut policy);
    policy.name = policy.name.trim().to_owned();
    Ok(policy)
}

/// Lists of what is accepted behave as sets (1.5): what is there twice is kept once.
fn each_once(policy: &mut DeviceAssurance) {
    fn unique<T: PartialEq>(list: &mut Vec<T>) {
        for item in std::mem::take(list) {
            if !list.contains(&item) {
                list.push(item);
            }
        }
    }
    if let Some(encryption) = &mut policy.disk_encryption_type {
        unique(&mut encryption.include);
    }
    if let Some(lock) = &mut policy.screen_lock_type {
        unique(&mut lock.include);
    }
}

/// Takes conditions away that say nothing: `{}`, `[]`, `{"include": []}`.
fn drop_empty(object: &mut Map<String, Value>) {
    fn says_nothing(value: &Value) -> bool {
        match value {
            Value::Object(object) => object.values().all(says_nothing),
            Value::Array(list) => list.is_empty(),
            _ => false,
        }
    }
    object.retain(|_, value| !says_nothing(value));
}

/// Refuses conditions of which nothing is left once unknown fields are ignored: they would seem to ask for something.
fn understood(said: &[&str], policy: &DeviceAssurance, problems: &mut Problems) {
    let Ok(Value::Object(mut kept)) = serde_json::to_value(policy) else {
        return;
    };
    drop_empty(&mut kept);
    for condition in said {
        if !kept.contains_key(*condition) {
            problems.add(condition, "The condition has no field that is known");
        }
    }
}

fn known_conditions(object: &Map<String, Value>, platform: Platform, problems: &mut Problems) {
    for (condition, platforms) in CONDITIONS {
        if object.contains_key(*condition) && !platforms.contains(&platform) {
            problems.add(
                condition,
                format!("The condition is not supported on {}", platform.as_str()),
            );
        }
    }
    // Posture checks alone are not enough: the guide asks for a standard condition beside them.
    let standard = CONDITIONS
        .iter()
        .filter(|(condition, _)| *condition != "devicePostureChecks");
    if !standard
        .clone()
        .any(|(condition, _)| object.contains_key(*condition))
    {
        problems.add_verbatim(
            ASSURANCE_SUBJECT,
            "Please select at least one device condition before saving",
        );
    }
}

fn providers(object: &mut Map<String, Value>, platform: Platform, problems: &mut Problems) {
    let screen_lock = object.contains_key("screenLockType");
    let dynamic = object
        .get("osVersion")
        .and_then(|version| version.get("dynamicVersionRequirement"))
        .cloned();
    let Some(Value::Object(providers)) = object.get_mut("thirdPartySignalProviders") else {
        return;
    };
    for (provider, platforms) in PROVIDERS {
        if providers.contains_key(*provider) && !platforms.contains(&platform) {
            let field = format!("thirdPartySignalProviders.{provider}");
            problems.add(
                &field,
                format!("The provider is not supported on {}", platform.as_str()),
            );
        }
    }
    fields("dtc", DTC, providers, platform, problems);
    fields(
        "androidDeviceTrust",
        ANDROID_DEVICE_TRUST,
        providers,
        platform,
        problems,
    );
    let android = providers.get("androidDeviceTrust");
    if android.is_some_and(|fields| fields.get("screenLockComplexity").is_some()) && !screen_lock {
        problems.add(
            "androidDeviceTrust.screenLockComplexity",
            "The field needs screenLockType.include",
        );
    }
    let kind = dynamic
        .as_ref()
        .and_then(|dynamic| dynamic.get("type"))
        .and_then(Value::as_str);
    if android.is_some_and(|fields| fields.get("requireMajorVersionUpdate").is_some())
        && !matches!(kind, Some("MINIMUM" | "EXACT"))
    {
        problems.add(
            "androidDeviceTrust.requireMajorVersionUpdate",
            "The field needs a dynamicVersionRequirement of type MINIMUM or EXACT",
        );
    }
}

/// Checks a provider's fields; takes unknown ones away, which are ignored as everywhere.
fn fields(
    provider: &str,
    table: &[(&str, &[Platform], Kind)],
    providers: &mut Map<String, Value>,
    platform: Platform,
    problems: &mut Problems,
) {
    let Some(Value::Object(object)) = providers.get_mut(provider) else {
        return;
    };
    object.retain(|name, _| table.iter().any(|(field, _, _)| field == name));
    for (name, value) in object.iter() {
        let path = format!("thirdPartySignalProviders.{provider}.{name}");
        match table
            .iter()
            .find(|(field, platforms, _)| field == name && platforms.contains(&platform))
        {
            None => problems.add(
                &path,
                format!("The condition is not supported on {}", platform.as_str()),
            ),
            Some((_, _, kind)) => {
                if let Some(cause) = refusal(*kind, platform, value) {
                    problems.add(&path, cause);
                }
            }
        }
    }
}

fn rules(policy: &DeviceAssurance, checks: &[DevicePostureCheck], problems: &mut Problems) {
    problems.required("name", &policy.name);
    problems.length("name", &policy.name, NAME_LENGTH);
    if let Some(version) = &policy.os_version {
        os_version("osVersion", version, policy.platform, problems);
        if version.minimum.is_none() && version.dynamic_version_requirement.is_none() {
            problems.add(
                "osVersion",
                "Either minimum or dynamicVersionRequirement is needed",
            );
        }
        let refused = version
            .dynamic_version_requirement
            .as_ref()
            .is_some_and(|dynamic| dynamic.kind == DynamicVersionType::NotAllowed);
        if refused {
            problems.add(
                "osVersion.dynamicVersionRequirement.type",
                "NOT_ALLOWED is only for osVersionConstraints",
            );
        }
        if policy.platform == Platform::Windows && version.dynamic_version_requirement.is_some() {
            problems.add(
                "osVersion.dynamicVersionRequirement",
                "Use osVersionConstraints on WINDOWS",
            );
        }
    }
    windows_constraints(policy, problems);
    disk_encryption(policy, problems);
    if let Some(lock) = &policy.screen_lock_type {
        let biometric = lock.include.contains(&ScreenLockType::Biometric);
        if !biometric || lock.include.contains(&ScreenLockType::None) {
            problems.add(
                "screenLockType",
                "The list must be [BIOMETRIC] or [PASSCODE, BIOMETRIC]",
            );
        }
    }
    if policy.secure_hardware_present == Some(false) {
        problems.add(
            "secureHardwarePresent",
            "The field must be true or left out",
        );
    }
    if policy.jailbreak == Some(true) {
        problems.add("jailbreak", "The field must be false or left out");
    }
    if policy
        .caller_context
        .as_ref()
        .and_then(|context| context.managed_app)
        == Some(false)
    {
        problems.add(
            "callerContext.managedApp",
            "The field must be true or left out",
        );
    }
    posture_checks(policy, checks, problems);
}

fn disk_encryption(policy: &DeviceAssurance, problems: &mut Problems) {
    use crate::backend::evaluation::DiskEncryptionType::{AllInternalVolumes, Full, User};
    let Some(encryption) = &policy.disk_encryption_type else {
        return;
    };
    let allowed = if policy.platform == Platform::Android {
        &[Full, User][..]
    } else {
        &[AllInternalVolumes][..]
    };
    if encryption
        .include
        .iter()
        .any(|kind| !allowed.contains(kind))
    {
        let words: Vec<_> = allowed.iter().map(|kind| kind.as_str()).collect();
        problems.add(
            "diskEncryptionType",
            format!("The list may hold {}", words.join(", ")),
        );
    }
}

fn posture_checks(
    policy: &DeviceAssurance,
    checks: &[DevicePostureCheck],
    problems: &mut Problems,
) {
    const FIELD: &str = "devicePostureChecks";
    let mut seen: Vec<&str> = Vec::new();
    for requirement in policy
        .device_posture_checks
        .iter()
        .flat_map(|checks| &checks.include)
    {
        let name = requirement.variable_name.as_str();
        if seen.contains(&name) {
            problems.add(FIELD, format!("{name} is listed more than once"));
        }
        seen.push(name);
        let check = checks
            .iter()
            .find(|check| check.variable_name == name && check.kind == CheckType::Custom);
        match check {
            None => problems.add(
                FIELD,
                format!("There is no device posture check with the variable name {name}"),
            ),
            Some(check) if check.platform != policy.platform => {
                problems.add(
                    FIELD,
                    format!(
                        "{name} is a device posture check for {}",
                        check.platform.as_str()
                    ),
                );
            }
            Some(_) => {}
        }
    }
}

/// Checks the grace period, and writes a date-time as Okta does, with milliseconds.
fn grace_period(
    policy: &mut DeviceAssurance,
    old: Option<&DeviceAssurance>,
    now: Timestamp,
    problems: &mut Problems,
) {
    const FIELD: &str = "gracePeriod";
    let hidden = policy.display_remediation_mode == DisplayRemediationMode::Hide;
    let Some(period) = &mut policy.grace_period else {
        return;
    };
    if hidden {
        problems.add(FIELD, "A grace period needs displayRemediationMode SHOW");
    }
    if period.starts_on.is_some() && period.kind == GracePeriodType::ByDateTime {
        problems.add(
            "gracePeriod.startsOn",
            "The field is only for BY_DURATION: a date is the same for everybody",
        );
    }
    let interval = period.reminds_every();
    if period.reminder_interval.is_some()
        && interval.is_none_or(|interval| !REMINDER_INTERVAL.contains(&interval))
    {
        problems.add(
            "gracePeriod.reminderInterval",
            "The field must be an ISO 8601 duration between PT1H and P30D",
        );
    }
    match period.end() {
        None if period.kind == GracePeriodType::ByDuration => {
            problems.add(
                FIELD,
                "expiry must be an ISO 8601 duration, for instance P7D",
            );
        }
        None => problems.add(
            FIELD,
            "expiry must be an ISO 8601 date-time, for instance 2030-01-01T00:00:00.000Z",
        ),
        Some(GraceEnd::After(length)) => {
            let day = SignedDuration::from_hours(24);
            let (least, most) = (*GRACE_DAYS.start(), *GRACE_DAYS.end());
            let days = |days: i64| {
                i32::try_from(days)
                    .ok()
                    .and_then(|days| day.checked_mul(days))
            };
            if days(least).is_none_or(|least| length < least)
                || days(most).is_none_or(|most| length > most)
            {
                problems.add(
                    FIELD,
                    format!("expiry must be between {least} and {most} days"),
                );
            }
        }
        Some(GraceEnd::At(instant)) => {
            period.expiry = format!("{instant:.3}");
            let end =
                |policy: &DeviceAssurance| policy.grace_period.as_ref().and_then(GracePeriod::end);
            // A date that has passed meanwhile must not stand in the way of changing something else.
            let unchanged = old.and_then(end) == Some(GraceEnd::At(instant));
            if instant <= now && !unchanged {
                problems.add(FIELD, "expiry must be in the future");
            }
        }
    }
}

fn exemption(policy: &DeviceAssurance, problems: &mut Problems) {
    const FIELD: &str = "exemption";
    let Some(settings) = &policy.exemption else {
        return;
    };
    if policy.display_remediation_mode == DisplayRemediationMode::Hide {
        problems.add(FIELD, "Exemptions need displayRemediationMode SHOW");
    }
    if settings.maximum().is_none() {
        problems.add(
            "exemption.maximumDuration",
            "The value must be an ISO 8601 duration between PT1H and P90D, for instance P7D",
        );
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_says_nothing_is_left_out() {
        let mut object = json!({"a": {}, "b": {"include": []}, "c": {"include": ["X"]}, "d": false, "e": {"f": {}}});
        drop_empty(object.as_object_mut().unwrap());
        assert_eq!(object, json!({"c": {"include": ["X"]}, "d": false}));
    }
}

//! The rules of version requirements (`docs/spec/management-api.md` 1.6).

use super::conditions::version_parts;
use crate::backend::{
    evaluation::{
        DeviceAssurance, DynamicVersionRequirement, DynamicVersionType, OsVersion,
        OsVersionConstraint, Platform, Version,
    },
    management::error::Problems,
};

pub(super) fn windows_constraints(policy: &DeviceAssurance, problems: &mut Problems) {
    const FIELD: &str = "osVersionConstraints";
    let constraints = &policy.os_version_constraints;
    if constraints.is_empty() {
        return;
    }
    if policy.os_version.is_some() {
        problems.add(FIELD, "Not together with osVersion");
    }
    if constraints.len() > 2 {
        problems.add(FIELD, "At most two constraints");
    }
    if constraints.len() == 2
        && constraints[0].major_version_constraint == constraints[1].major_version_constraint
    {
        problems.add(FIELD, "Each constraint must be for another major version");
    }
    let refused = |constraint: &&OsVersionConstraint| {
        let dynamic = constraint.version.dynamic_version_requirement.as_ref();
        dynamic.is_some_and(|dynamic| dynamic.kind == DynamicVersionType::NotAllowed)
    };
    if constraints.iter().filter(refused).count() == 2 {
        problems.add(FIELD, "At least one major version must be allowed");
    }
    for constraint in constraints {
        os_version(FIELD, &constraint.version, Platform::Windows, problems);
        if constraint.version.minimum.is_none()
            && constraint.version.dynamic_version_requirement.is_none()
        {
            problems.add(
                FIELD,
                "Either minimum or dynamicVersionRequirement is needed",
            );
        }
    }
}

pub(super) fn os_version(
    field: &str,
    version: &OsVersion,
    platform: Platform,
    problems: &mut Problems,
) {
    if version.minimum.is_some() && version.dynamic_version_requirement.is_some() {
        problems.add(
            field,
            "minimum and dynamicVersionRequirement exclude each other",
        );
    }
    if let Some(minimum) = &version.minimum {
        let parts = version_parts(platform);
        if Version::strict(minimum).is_none_or(|version| version.parts() > parts) {
            problems.add(
                &format!("{field}.minimum"),
                format!("The version must be up to {parts} numbers and dots"),
            );
        }
    }
    if let Some(dynamic) = &version.dynamic_version_requirement {
        dynamic_version(
            &format!("{field}.dynamicVersionRequirement"),
            dynamic,
            problems,
        );
    }
}

fn dynamic_version(field: &str, dynamic: &DynamicVersionRequirement, problems: &mut Problems) {
    use DynamicVersionType::{Exact, ExactAnySupported, Minimum, NotAllowed};
    let distance = dynamic.distance_from_latest_major;
    match (dynamic.kind, distance) {
        (Minimum | Exact, None) => {
            problems.add(field, "distanceFromLatestMajor is needed for this type");
        }
        (Minimum | Exact, Some(2..)) => {
            problems.add(field, "distanceFromLatestMajor must be 0 or 1");
        }
        (ExactAnySupported | NotAllowed, Some(_)) => {
            problems.add(
                field,
                "distanceFromLatestMajor is not allowed for this type",
            );
        }
        _ => {}
    }
    if dynamic.kind == NotAllowed && dynamic.latest_security_patch.is_some() {
        problems.add(field, "latestSecurityPatch is not allowed for this type");
    }
}

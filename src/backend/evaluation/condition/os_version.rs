//! The operating system's version: a lowest version, one relative to the newest, or one per major version of Windows.

use super::{CheckResult, Look};
use crate::backend::evaluation::{
    Cause, DynamicVersionRequirement, DynamicVersionType, OsVersion, OsVersionConstraint, Platform,
    Version, WindowsMajor,
};

/// The first build of Windows 11; everything below is Windows 10 or older.
const WINDOWS_11: &str = "10.0.22000";

/// A requirement made concrete.
struct Demand {
    /// Whether a version meets it.
    met: bool,
    /// What is asked for, as people read it.
    required: String,
    /// End of the message key, behind `upgrade_os_version`.
    suffix: &'static str,
}

impl Look<'_> {
    /// The verdict on the version, where the policy asks for one.
    pub(super) fn os_version(&self) -> Option<CheckResult> {
        let observed = self.signals.os_version.get();
        // What cannot be read as a version was not reported as one.
        let version = observed.and_then(|text| Version::parse(text).ok_or(Cause::NotReported));
        let known = version.clone().unwrap_or_else(|_| Version::zero());
        let demand = if self.policy.os_version_constraints.is_empty() {
            self.demand(
                self.policy.os_version.as_ref()?,
                self.policy.platform,
                &known,
            )
        } else {
            self.windows(&known)
        };
        let seen = match (version, demand.as_ref()) {
            (Err(cause), _) => Err(cause),
            // The catalogue of versions does not know this platform: nothing is known to be wrong.
            (Ok(_), None) => Err(Cause::NotReported),
            (Ok(_), Some(demand)) => observed.map(|text| (text.as_str(), demand.met)),
        };
        let (required, suffix) = demand
            .map(|demand| (demand.required, demand.suffix))
            .unwrap_or_default();
        let key = self.platform_suffix("upgrade_os_version") + suffix;
        Some(self.built_in("osVersion", seen, &required, &key, vec![required.clone()]))
    }

    fn demand(&self, wanted: &OsVersion, platform: Platform, version: &Version) -> Option<Demand> {
        if let Some(minimum) = &wanted.minimum {
            let met = Version::strict(minimum).is_some_and(|minimum| *version >= minimum);
            return Some(Demand {
                met,
                required: minimum.clone(),
                suffix: "",
            });
        }
        self.dynamic(
            wanted.dynamic_version_requirement.as_ref()?,
            platform,
            version,
        )
    }

    fn dynamic(
        &self,
        wanted: &DynamicVersionRequirement,
        platform: Platform,
        version: &Version,
    ) -> Option<Demand> {
        let majors = self.catalogue.majors(platform);
        // A device newer than all that the catalogue knows counts as the newest: its age is not the device's fault.
        let own = majors.iter().position(|major| *version >= major.starts_at);
        let patch = wanted.latest_security_patch == Some(true);
        let patched = |index: usize| !patch || majors[index].is_patched(version);
        let named = |index: usize| {
            let major = majors.get(index)?;
            Some(if patch {
                major.release.latest.clone()
            } else {
                major.release.starts_at.clone()
            })
        };
        // Whose major version is right needs that one's patch, not an older one's.
        let needed = |accepted: bool, target: usize| match own {
            Some(own) if accepted && patch => Some(majors[own].patch_for(version)?.2.to_owned()),
            Some(own) if accepted => named(target).or_else(|| named(own)),
            _ => named(target),
        };
        let target = usize::from(wanted.distance_from_latest_major.unwrap_or_default());
        match wanted.kind {
            DynamicVersionType::Minimum => {
                let accepted = own.is_some_and(|own| own <= target);
                Some(Demand {
                    met: accepted && own.is_some_and(patched),
                    required: needed(accepted, target)?,
                    suffix: ".at_least",
                })
            }
            DynamicVersionType::Exact => {
                let accepted = own == Some(target);
                Some(Demand {
                    met: accepted && own.is_some_and(patched),
                    required: needed(accepted, target)?,
                    suffix: ".exactly",
                })
            }
            DynamicVersionType::ExactAnySupported => {
                let met = own.is_some_and(patched);
                let all: Vec<_> = (0..majors.len()).filter_map(named).collect();
                (!all.is_empty()).then(|| Demand {
                    met,
                    required: all.join(", "),
                    suffix: ".one_of_the_following",
                })
            }
            DynamicVersionType::NotAllowed => Some(Demand {
                met: false,
                required: String::new(),
                suffix: "",
            }),
        }
    }

    /// The constraint of the device's own major version of Windows decides; a major version without one passes.
    fn windows(&self, version: &Version) -> Option<Demand> {
        let eleven = Version::strict(WINDOWS_11).is_some_and(|eleven| *version >= eleven);
        let major = if eleven {
            WindowsMajor::Eleven
        } else {
            WindowsMajor::TenOrOlder
        };
        let constraints = &self.policy.os_version_constraints;
        let of = |major| {
            constraints
                .iter()
                .find(|constraint| constraint.major_version_constraint == major)
        };
        let Some(constraint) = of(major) else {
            return Some(Demand {
                met: true,
                required: self.accepted_windows(constraints),
                suffix: "",
            });
        };
        let mut demand = self.windows_demand(constraint, version)?;
        if demand.required.is_empty() {
            // This major version is refused altogether: name what the other one needs.
            demand.required = self.accepted_windows(constraints);
            if major == WindowsMajor::Eleven {
                // What does is older: no update leads there.
                demand.suffix = ".exactly";
            }
        }
        Some(demand)
    }

    fn windows_demand(
        &self,
        constraint: &OsVersionConstraint,
        version: &Version,
    ) -> Option<Demand> {
        let wanted = &constraint.version;
        let Some(dynamic) = wanted
            .dynamic_version_requirement
            .as_ref()
            .filter(|_| wanted.minimum.is_none())
        else {
            return self.demand(wanted, Platform::Windows, version);
        };
        if dynamic.kind == DynamicVersionType::NotAllowed {
            return self.demand(wanted, Platform::Windows, version);
        }
        // Within one major version only its patch level is left to ask for.
        let majors = self.catalogue.majors(Platform::Windows);
        let index = usize::from(constraint.major_version_constraint == WindowsMajor::TenOrOlder);
        let major = majors.get(index)?;
        let patch = dynamic.latest_security_patch == Some(true);
        Some(Demand {
            met: if patch {
                major.is_patched(version)
            } else {
                *version >= major.starts_at
            },
            required: if patch {
                major.patch_for(version)?.2.to_owned()
            } else {
                major.release.starts_at.clone()
            },
            suffix: ".at_least",
        })
    }

    /// The versions of Windows that are accepted, as people read them.
    fn accepted_windows(&self, constraints: &[OsVersionConstraint]) -> String {
        let name = |major| {
            let constraint = constraints
                .iter()
                .find(|constraint| constraint.major_version_constraint == major);
            let refused = constraint
                .and_then(|constraint| constraint.version.dynamic_version_requirement.as_ref())
                .is_some_and(|dynamic| dynamic.kind == DynamicVersionType::NotAllowed);
            let (start, index) = if major == WindowsMajor::Eleven {
                (WINDOWS_11, 0)
            } else {
                ("10.0", 1)
            };
            let minimum = constraint.and_then(|constraint| constraint.version.minimum.clone());
            let patched = constraint
                .and_then(|constraint| constraint.version.dynamic_version_requirement.as_ref())
                .filter(|dynamic| dynamic.latest_security_patch == Some(true))
                .and_then(|_| {
                    let majors = self.catalogue.majors(Platform::Windows);
                    let major = majors.get(index)?;
                    // The oldest patch that is enough: a computer may not be offered the newest line.
                    Some(major.patch_for(&major.starts_at)?.2.to_owned())
                });
            (!refused).then(|| minimum.or(patched).unwrap_or_else(|| start.to_owned()))
        };
        [name(WindowsMajor::Eleven), name(WindowsMajor::TenOrOlder)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", ")
    }
}

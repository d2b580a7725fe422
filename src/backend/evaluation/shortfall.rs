//! A device that does not meet a policy, made up for administrators who want to see what people are then told. Its answers
//! are searched for among those that a device can give: what fails is decided by the policy's own rules.

use jiff::Timestamp;

use super::{
    Cause, Decision, DeviceAssurance, DevicePostureCheck, DiskEncryptionType, Failure, GracePeriod,
    Outcome, PolicyEvaluation, Remedy, Reminding, Scalar, ScreenLockType, Signal, Signals, Verdict,
    Version, VersionCatalogue, evaluate_policy,
};

/// What third parties say at worst. A demand that even this meets cannot be failed, only not be reported.
const WORDS: [&str; 7] = [
    "0",
    "LOW",
    "HIGH",
    "MEETS_BASIC_INTEGRITY",
    "NO_SAFE_BROWSING",
    "CHROME_BROWSER_OS_KEY",
    "CHROME_OS_DEVELOPER_MODE",
];

/// How a device falls short of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortfall {
    /// What the checks come to: a failure, or that they could not be made.
    pub verdict: Verdict,
    /// Which of them fail; all where none is named. The others pass.
    pub checks: Vec<String>,
    /// Whether the policy's time for fixing runs, where it grants any.
    pub grace: bool,
}

/// What a made-up device is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// What is decided.
    pub decision: Decision,
    /// What the device has answered.
    pub signals: Signals,
}

impl Shortfall {
    /// The checks that a device can fail: what [`Shortfall::checks`] may name.
    pub fn of(policy: &DeviceAssurance) -> Vec<String> {
        let signals = Signals::default();
        let evaluation = evaluate_policy(policy, &[], &signals, &VersionCatalogue::default());
        evaluation
            .checks
            .into_iter()
            .map(|check| check.id)
            .collect()
    }

    /// What is decided at `now` about a device that falls short of `policy` like this.
    pub fn decide(
        &self,
        policy: &DeviceAssurance,
        checks: &[DevicePostureCheck],
        catalogue: &VersionCatalogue,
        now: Timestamp,
    ) -> Told {
        let silent = Signals::unknown(Some(policy.platform), Cause::AgentUnreachable);
        let mut device = Device {
            policy,
            checks,
            catalogue,
            signals: silent,
        };
        if self.verdict == Verdict::Fail {
            device.signals = Signals {
                platform: Some(policy.platform),
                ..Signals::default()
            };
            device.fail();
        }
        let mut evaluation = device.evaluation();
        for check in &mut evaluation.checks {
            if !self.checks.is_empty() && !self.checks.contains(&check.id) {
                check.verdict = Verdict::Pass;
                check.cause = None;
                check.observed.clone_from(&check.required);
                check.instruction = None;
                check.fix = None;
                check.reason = None;
            }
        }
        Told {
            decision: self.decision(policy, evaluation, now),
            signals: device.signals,
        }
    }

    fn decision(
        &self,
        policy: &DeviceAssurance,
        evaluation: PolicyEvaluation,
        now: Timestamp,
    ) -> Decision {
        let remedy = Remedy {
            policy_id: policy.id.clone(),
            items: evaluation.unmet().cloned().collect(),
        };
        let options = if evaluation.show && !remedy.items.is_empty() {
            vec![remedy]
        } else {
            Vec::new()
        };
        let period = policy.grace_period.as_ref().filter(|_| self.grace);
        let deadline = period
            .and_then(|period: &GracePeriod| period.deadline(now))
            .filter(|deadline| now < *deadline && evaluation.has_failure());
        let outcome = match deadline {
            Some(deadline) => Outcome::Grace {
                policy_id: policy.id.clone(),
                deadline,
                options,
                verification_method: None,
            },
            None => Outcome::Deny {
                show: evaluation.show,
                options,
            },
        };
        let reminding = deadline
            .and_then(|_| period?.reminds_every())
            .map(|interval| Reminding {
                interval,
                failures: Failure::all(&evaluation),
                confirmed: None,
            });
        Decision {
            outcome,
            reminding,
            rule_id: None,
            rule_name: None,
            checks: if evaluation.show {
                evaluation.checks.clone()
            } else {
                Vec::new()
            },
            policies: vec![evaluation],
            grace_starts: Vec::new(),
            grace_pending: Vec::new(),
            grace_clears: Vec::new(),
        }
    }
}

/// A device in the making.
struct Device<'a> {
    policy: &'a DeviceAssurance,
    checks: &'a [DevicePostureCheck],
    catalogue: &'a VersionCatalogue,
    signals: Signals,
}

impl Device<'_> {
    fn evaluation(&self) -> PolicyEvaluation {
        evaluate_policy(self.policy, self.checks, &self.signals, self.catalogue)
    }

    /// Answers as a device that meets nothing of what is asked.
    fn fail(&mut self) {
        let versions = self.versions();
        self.search("osVersion", versions, |signals, version| {
            signals.os_version = Signal::Known(version);
        });
        let disks = [
            DiskEncryptionType::None,
            DiskEncryptionType::SystemVolume,
            DiskEncryptionType::User,
        ];
        self.search("diskEncryptionType", disks, |signals, kind| {
            signals.disk_encryption_type = Signal::Known(kind);
        });
        let locks = [ScreenLockType::None, ScreenLockType::Passcode];
        self.search("screenLockType", locks, |signals, kind| {
            signals.screen_lock_type = Signal::Known(kind);
        });
        self.search("jailbreak", [true, false], |signals, flag| {
            signals.jailbreak = Signal::Known(flag);
        });
        self.search("secureHardwarePresent", [false, true], |signals, flag| {
            signals.secure_hardware_present = Signal::Known(flag);
        });
        self.search(
            "callerContext.managedApp",
            [false, true],
            |signals, flag| {
                signals.managed_app = Signal::Known(flag);
            },
        );
        let asked: Vec<String> = self
            .evaluation()
            .checks
            .into_iter()
            .map(|check| check.id)
            .collect();
        for id in &asked {
            let flags = [false, true].map(Scalar::Flag);
            let words = WORDS.map(|word| Scalar::Text(word.to_owned()));
            match id.split_once('.') {
                Some(("dtc", field)) => {
                    self.search(id, flags.into_iter().chain(words), |signals, value| {
                        signals.dtc.insert(field.to_owned(), Signal::Known(value));
                    });
                }
                Some(("androidDeviceTrust", field)) => {
                    self.search(id, flags.into_iter().chain(words), |signals, value| {
                        let trust = &mut signals.android_device_trust;
                        trust.insert(field.to_owned(), Signal::Known(value));
                    });
                }
                Some(("devicePostureIdP", field)) => {
                    self.search(id, [false, true], |signals, flag| {
                        let provider = &mut signals.device_posture_idp;
                        provider.insert(field.to_owned(), Signal::Known(flag));
                    });
                }
                _ => {
                    self.search(id, ["0", "1"], |signals, value| {
                        let value = Signal::Known(value.to_owned());
                        signals.checks.insert(id.clone(), value);
                    });
                }
            }
        }
    }

    /// Takes the first of `values` with which the check `id` fails. Where there is no such check, none is.
    fn search<T>(
        &mut self,
        id: &str,
        values: impl IntoIterator<Item = T>,
        put: impl Fn(&mut Signals, T),
    ) {
        let verdict = |device: &Self| {
            let checks = device.evaluation().checks.into_iter();
            let mut own = checks.filter(|check| check.id == id);
            own.next().map(|check| check.verdict)
        };
        let before = self.signals.clone();
        for value in values {
            match verdict(self) {
                None | Some(Verdict::Fail) => return,
                Some(Verdict::Pass | Verdict::Unknown) => put(&mut self.signals, value),
            }
        }
        if verdict(self) != Some(Verdict::Fail) {
            self.signals = before;
        }
    }

    /// Versions that may be too low: the one just below what is asked for, then old ones.
    fn versions(&self) -> Vec<String> {
        let old = ["10.0.22000.1", "10.0.19041.1", "1.0"].map(str::to_owned);
        let asked = self.evaluation().checks.into_iter();
        let mut asked = asked.filter(|check| check.id.ends_with("osVersion"));
        let below = asked
            .next()
            .and_then(|check| below(check.required.as_deref()?));
        below.into_iter().chain(old).collect()
    }
}

/// A version just below the first one that `required` names.
fn below(required: &str) -> Option<String> {
    let version = Version::parse(required.split(',').next()?)?;
    let mut parts: Vec<u64> = (0..version.parts())
        .map(|index| version.part(index))
        .collect();
    let last = parts.iter().rposition(|part| *part > 0)?;
    parts[last] -= 1;
    let parts: Vec<String> = parts.iter().map(u64::to_string).collect();
    Some(parts.join("."))
}

#[cfg(test)]
mod tests;

//! How fast devices are evaluated: `cargo bench --features ssr --bench evaluation`.
//!
//! One policy with 5, then 50 custom checks beside the standard conditions; once everything is fine, once every check
//! fails and each instruction is put together.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use doorstep::backend::evaluation::{
    AccessPolicyRule, DeviceAssurance, DevicePostureCheck, DiskEncryptionType, Outcome, Platform,
    Request, ScreenLockType, Signal, Signals, VersionCatalogue, decide,
};
use jiff::Timestamp;
use serde_json::{Value, json};

/// An organization with one policy of this many custom checks.
struct Organization {
    rules: Vec<AccessPolicyRule>,
    policies: Vec<DeviceAssurance>,
    checks: Vec<DevicePostureCheck>,
}

#[expect(
    clippy::expect_used,
    reason = "what is measured is written in this file"
)]
fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("the wire format of the management API")
}

fn variable(index: usize) -> String {
    format!("macOSCheck{index}")
}

impl Organization {
    fn new(checks: usize) -> Self {
        let include: Vec<Value> = (0..checks)
            .map(|index| json!({"variableName": variable(index), "value": "1"}))
            .collect();
        let policy = json!({
            "id": "dae1", "name": "macOS", "platform": "MACOS", "osVersion": {"minimum": "14.4"},
            "diskEncryptionType": {"include": ["ALL_INTERNAL_VOLUMES"]},
            "screenLockType": {"include": ["BIOMETRIC", "PASSCODE"]}, "secureHardwarePresent": true,
            "devicePostureChecks": {"include": include}, "displayRemediationMode": "SHOW",
        });
        let rule = json!({
            "id": "rul1", "name": "Devices", "type": "ACCESS_POLICY", "status": "ACTIVE", "priority": 0,
            "conditions": {"device": {"registered": true, "assurance": {"include": ["dae1"]}}},
            "actions": {"appSignOn": {"access": "ALLOW"}},
        });
        let check = |index| {
            json!({
                "id": format!("dch{index}"), "name": format!("Check {index}"), "variableName": variable(index),
                "platform": "MACOS", "type": "CUSTOM", "mappingType": "CHECKBOX", "query": "SELECT 1;",
                "remediationSettings": {
                    "message": {"customText": "Turn it on in the system settings."},
                    "link": {"customUrl": "https://help.example.com/checks"},
                },
            })
        };
        Self {
            rules: vec![read(rule)],
            policies: vec![read(policy)],
            checks: (0..checks).map(|index| read(check(index))).collect(),
        }
    }

    fn decide(&self, signals: &Signals, catalogue: &VersionCatalogue, now: Timestamp) -> Outcome {
        decide(&Request {
            rules: &self.rules,
            policies: &self.policies,
            checks: &self.checks,
            signals,
            windows: &[],
            exemptions: &[],
            reminders: &[],
            user_id: "00u1",
            device_id: Some("guo1"),
            registered: true,
            catalogue,
            now,
        })
        .outcome
    }
}

fn signals(checks: usize, answer: &str) -> Signals {
    Signals {
        platform: Some(Platform::Macos),
        os_version: Signal::Known("14.5".to_owned()),
        disk_encryption_type: Signal::Known(DiskEncryptionType::AllInternalVolumes),
        screen_lock_type: Signal::Known(ScreenLockType::Biometric),
        secure_hardware_present: Signal::Known(true),
        checks: (0..checks)
            .map(|index| (variable(index), Signal::Known(answer.to_owned())))
            .collect(),
        ..Signals::default()
    }
}

fn evaluations(criterion: &mut Criterion) {
    let (catalogue, now) = (VersionCatalogue::default(), Timestamp::UNIX_EPOCH);
    let mut group = criterion.benchmark_group("evaluation");
    group.throughput(Throughput::Elements(1));
    for checks in [5, 50] {
        let organization = Organization::new(checks);
        for (name, answer) in [("all pass", "1"), ("all fail", "0")] {
            let signals = signals(checks, answer);
            let outcome = organization.decide(&signals, &catalogue, now);
            assert_eq!(
                matches!(outcome, Outcome::Allow { .. }),
                answer == "1",
                "what is measured is what its name says"
            );
            group.bench_function(BenchmarkId::new(name, checks), |bencher| {
                bencher.iter(|| organization.decide(black_box(&signals), &catalogue, now));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, evaluations);
criterion_main!(benches);

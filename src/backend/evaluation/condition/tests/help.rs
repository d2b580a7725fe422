//! What third parties say, and what is told beside an instruction.

use super::*;

#[test]
fn the_accepted_risk_of_play_protect_is_the_highest_one() {
    let wanted = json!({"androidDeviceTrust": {"playProtectVerdict": "MEDIUM"}});
    let of = |level: &str| {
        let signals = Signals {
            android_device_trust: [(
                "playProtectVerdict".to_owned(),
                Signal::Known(Scalar::Text(level.to_owned())),
            )]
            .into(),
            ..version("16")
        };
        verdict("ANDROID", "thirdPartySignalProviders", &wanted, &signals).verdict
    };
    assert_eq!(
        [of("LOW"), of("MEDIUM"), of("HIGH"), of("UNEVALUATED")],
        [
            Verdict::Pass,
            Verdict::Pass,
            Verdict::Fail,
            Verdict::Unknown
        ]
    );
}

#[test]
fn the_agents_word_goes_before_chromes() {
    let wanted = json!({"dtc": {"diskEncrypted": true}});
    let chrome = |says: bool| Signals {
        dtc: [(
            "diskEncrypted".to_owned(),
            Signal::Known(Scalar::Flag(says)),
        )]
        .into(),
        ..version("15")
    };
    let of =
        |signals: &Signals| verdict("MACOS", "thirdPartySignalProviders", &wanted, signals).verdict;
    assert_eq!(
        of(&chrome(true)),
        Verdict::Pass,
        "only Chrome says something"
    );
    let disagree = Signals {
        disk_encryption_type: Signal::Known(crate::backend::evaluation::DiskEncryptionType::None),
        ..chrome(true)
    };
    assert_eq!(of(&disagree), Verdict::Fail);
    let timed_out = Signals {
        disk_encryption_type: Signal::Unknown(Cause::Timeout),
        ..chrome(true)
    };
    assert_eq!(of(&timed_out), Verdict::Pass, "the agent says nothing");
}

#[test]
fn what_fixing_takes_is_told_of_failures_alone_and_the_administrators_word_goes_first() {
    let wanted = json!({"include": ["ALL_INTERNAL_VOLUMES"]});
    let with = |signal| Signals {
        disk_encryption_type: signal,
        ..version("15.1")
    };
    let none = crate::backend::evaluation::DiskEncryptionType::None;
    let all = crate::backend::evaluation::DiskEncryptionType::AllInternalVolumes;
    let failed = verdict(
        "MACOS",
        "diskEncryptionType",
        &wanted,
        &with(Signal::Known(none)),
    );
    let fix = failed.fix.unwrap();
    assert_eq!(
        (fix.minutes, fix.admin_rights_required),
        (Some(10), Some(true))
    );
    assert!(fix.settings_url.unwrap().ends_with("?FileVault"));
    assert_eq!(
        failed.reason.unwrap().key,
        "device.assurance.reason.disk_encryption"
    );
    for signal in [
        Signal::Known(all),
        Signal::Unknown(Cause::Timeout),
        Signal::default(),
    ] {
        let other = verdict("MACOS", "diskEncryptionType", &wanted, &with(signal));
        assert_eq!((other.fix, other.reason), (None, None));
    }
    let changed = |settings: Value| {
        let built_in = check(json!({
            "name": "Disk", "variableName": "macos.diskEncryptionType", "platform": "MACOS",
            "type": "BUILTIN", "remediationSettings": settings,
        }));
        let document = json!({"name": "P", "platform": "MACOS", "diskEncryptionType": wanted});
        evaluate_policy(
            &policy(&document),
            &[built_in],
            &with(Signal::Known(none)),
            &catalogue(),
        )
        .checks
        .remove(0)
    };
    let own = changed(json!({
        "message": {"defaultI18nKey": "macos.device_disk_encrypted"},
        "fix": {"minutes": 90, "settingsUrl": "https://help.example.com/disk"},
        "reason": {"customText": "Our insurer asks for it.", "customTextTranslations": {"de": "Unsere Versicherung verlangt es."}},
    }));
    let fix = own.fix.unwrap();
    assert_eq!(
        (
            fix.minutes,
            fix.admin_rights_required,
            fix.settings_url.as_deref()
        ),
        (Some(90), Some(true), Some("https://help.example.com/disk")),
        "what is left open is as it comes with the program"
    );
    let reason = own.reason.unwrap();
    assert_eq!(reason.text, "Our insurer asks for it.");
    assert_eq!(
        reason.translations["de"],
        "Unsere Versicherung verlangt es."
    );
    let silent = changed(json!({"message": {"defaultI18nKey": "", "customText": ""}}));
    assert_eq!(
        (silent.instruction, silent.fix, silent.reason),
        (None, None, None)
    );
}

//! What the backend may say must be known to the page: the two share no code, only keys.

use doorstep::{
    backend::evaluation,
    flow::guide::{Platform, Step, Subject, guide, place_of},
    i18n::{Locale, Texts, idx_text},
};

/// Headings and help sentences, which the page says in its own structure.
const STRUCTURE: [&str; 4] = [
    "remediation.title",
    "remediation.option_index",
    "remediation.additional_help_default",
    "remediation.additional_help_custom",
];

#[test]
fn every_instruction_of_the_backend_has_a_text_in_every_language() {
    let instructions: Vec<String> = evaluation::keys()
        .filter(|key| {
            key.contains(".device_assurance.remediation.")
                || key.starts_with(evaluation::REASON_PREFIX)
        })
        .filter(|key| !STRUCTURE.iter().any(|ending| key.ends_with(ending)))
        .collect();
    assert!(instructions.len() > 50, "{}", instructions.len());
    let mut missing = Vec::new();
    for key in &instructions {
        for locale in Locale::ALL {
            if idx_text(Texts::of(*locale), key, &[String::from("14.4")]).is_none() {
                missing.push(format!("{key} in {}", locale.tag()));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// What `fixes.json` says, read as data: platforms, checks, what they take, settings addresses.
fn fixes() -> Vec<serde_json::Value> {
    serde_json::from_str(include_str!("../backend/evaluation/fixes.json")).expect("fixes.json")
}

#[test]
fn every_built_in_instruction_has_steps_and_a_place_in_words_in_every_language() {
    // Another device, or another person, has to help: there is nothing to open.
    const NO_PLACE: [Subject; 9] = [
        Subject::SecureHardware,
        Subject::OriginalSystem,
        Subject::ManagedApp,
        Subject::PolicyApp,
        Subject::VerifiedMode,
        Subject::Registered,
        Subject::Compliant,
        Subject::Organization,
        Subject::Managed,
    ];
    let mut seen = 0;
    for key in evaluation::keys() {
        let Some(name) = key.split_once(".remediation.").map(|(_, name)| name) else {
            continue;
        };
        let structure = STRUCTURE.iter().any(|ending| key.ends_with(ending))
            || name.starts_with("explanation_")
            || name.starts_with("osquery.");
        if structure {
            assert_eq!(guide(&key, Some(Platform::Macos), ""), None, "{key}");
            continue;
        }
        // Chrome and device keys go by the device's platform.
        let platforms: Vec<Platform> = Platform::ALL
            .into_iter()
            .filter(|platform| guide(&key, Some(*platform), "").is_some())
            .collect();
        assert!(!platforms.is_empty(), "{key} has no steps");
        for platform in platforms {
            for version in ["", "10.0.19045", "10.0.26100", "12.7", "14.4", "26.1"] {
                let Some(guide) = guide(&key, Some(platform), version) else {
                    panic!(
                        "{key} has steps for some versions of {platform:?} and not for {version:?}"
                    );
                };
                seen += 1;
                assert!(
                    guide.place.is_some()
                        || NO_PLACE.contains(&guide.subject)
                        || guide.steps == [Step::Say("step-organization")],
                    "{key} on {platform:?}"
                );
                for locale in Locale::ALL {
                    let texts = Texts::of(*locale);
                    for step in guide.steps {
                        if let Step::Say(id) = step {
                            assert!(!texts.t(id).is_empty());
                        }
                    }
                    if let Some(place) = guide.place {
                        let parts = texts.t(place);
                        assert!(parts.split('|').count() >= 2, "{parts}");
                        assert!(
                            parts.split('|').all(|part| !part.trim().is_empty()),
                            "{parts}"
                        );
                    }
                }
            }
        }
    }
    assert!(seen > 200, "{seen}");
}

#[test]
fn every_settings_address_of_the_backend_has_its_place_in_words() {
    let mut seen = 0;
    for entry in fixes() {
        for pane in entry["settings"].as_array().into_iter().flatten() {
            let url = pane["url"].as_str().expect("an address");
            if url.starts_with("intent:") {
                continue;
            }
            seen += 1;
            assert!(place_of(url).is_some(), "{url}");
        }
    }
    assert!(seen > 15, "{seen}");
}

#[test]
fn every_built_in_fix_that_a_person_can_make_says_what_it_takes() {
    // Only the organization, or another device, can help: how long that takes nobody can say.
    const OTHERS: [&str; 17] = [
        "secureHardwarePresent",
        "dtc.windowsMachineDomain",
        "dtc.windowsUserDomain",
        "dtc.crowdStrikeAgentId",
        "dtc.crowdStrikeCustomerId",
        "dtc.thirdPartyBlockingEnabled",
        "dtc.diskEncrypted",
        "dtc.osFirewall",
        "dtc.managedDevice",
        "dtc.keyTrustLevel",
        "dtc.builtInDnsClientEnabled",
        "dtc.chromeRemoteDesktopAppBlocked",
        "dtc.deviceEnrollmentDomain",
        "dtc.passwordProtectionWarningTrigger",
        "dtc.realtimeUrlCheckMode",
        "dtc.siteIsolationEnabled",
        "devicePostureIdP.compliant",
    ];
    for entry in fixes() {
        let known = entry["minutes"].is_number()
            && entry["restartRequired"].is_boolean()
            && entry["adminRightsRequired"].is_boolean();
        let mut checks = entry["checks"].as_array().into_iter().flatten();
        let all_others = checks.all(|check| check.as_str().is_some_and(|id| OTHERS.contains(&id)));
        assert!(known || all_others, "{entry}");
    }
}

use std::{collections::BTreeSet, fmt::Write as _};

use serde_json::{Value, json};

use super::*;
use corpus::{good, policy, seeded};

mod corpus;

fn settings() -> Settings {
    Settings::default()
}

fn put(mut object: Value, place: &str, value: Value) -> Value {
    if let Some(there) = object.pointer_mut(place) {
        *there = value;
        return object;
    }
    let (parent, name) = place.rsplit_once('/').expect("a place");
    object.pointer_mut(parent).expect("its parent")[name] = value;
    object
}

#[test]
fn every_seeded_fault_is_found_where_it_was_put() {
    let mut missed = Vec::new();
    for (rule, place, value) in seeded() {
        let faulty = put(good(), place, value.clone());
        let found = settings().object(Kind::PostureCheck, &faulty);
        let place = place.trim_start_matches('/').replace('/', ".");
        let here = |finding: &&Finding| {
            let field = finding.field();
            field.starts_with(&place)
                || place.starts_with(&field)
                || finding.rule == Rule::MissingLanguage
                || finding.rule == Rule::NeverShown
        };
        if !found
            .iter()
            .any(|finding| finding.rule == rule && here(&finding))
        {
            missed.push(format!("{} in {value}: {found:?}", rule.id()));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn a_fault_in_a_text_is_found_as_that_fault_and_no_other() {
    // What goes along with it is no mistake: a fault may break two rules.
    let related = |rule: Rule, other: Rule| {
        rule == other
            || matches!(
                (rule, other),
                (Rule::Markup, Rule::AddressInText | Rule::Placeholder)
                    | (Rule::Placeholder, Rule::Markup)
                    | (Rule::NoInstruction | Rule::NeverShown, _)
                    | (
                        Rule::LanguageTag,
                        Rule::MissingLanguage | Rule::Untranslated
                    )
            )
    };
    for (rule, place, value) in seeded() {
        let faulty = put(good(), place, value.clone());
        let found = settings().object(Kind::PostureCheck, &faulty);
        for finding in found {
            let repeated =
                matches!(finding.rule, Rule::MissingLanguage) && place.ends_with("reason");
            assert!(
                related(rule, finding.rule) || repeated,
                "{value} breaks {} but was told to break {}: {}",
                rule.id(),
                finding.rule.id(),
                finding.advice
            );
        }
    }
}

#[test]
fn every_rule_has_a_seeded_fault() {
    let mut seeded: BTreeSet<Rule> = seeded().into_iter().map(|(rule, _, _)| rule).collect();
    // Those that need more than one object, or a policy: tests of their own below.
    seeded.extend([Rule::HiddenText, Rule::ShortGrace, Rule::RareReminder]);
    let all: BTreeSet<Rule> = Rule::ALL.iter().copied().collect();
    assert_eq!(seeded, all);
}

#[test]
fn there_is_nothing_to_say_about_good_objects() {
    assert_eq!(
        settings().organization(&[&good()], &[&policy()]),
        Vec::new()
    );
}

#[test]
fn ordinary_sentences_break_no_rule() {
    for (language, text) in [
        (
            "en",
            "You don't have to sign in again: the page goes on by itself.",
        ),
        (
            "en",
            "Turn on FileVault. Your password must have 12 characters or more, with a number in it.",
        ),
        (
            "en",
            "Ask the IT help desk (room 4, Mon–Fri 9–17, +49 30 1234567).",
        ),
        (
            "en",
            "Restart the computer and enter the UEFI BIOS setup (F2) to turn on TPM 2.0.",
        ),
        (
            "en",
            "Update macOS to 14.4.1 or later: System Settings > General > Software Update.",
        ),
        ("en", "Password: choose a new one in System Settings."),
        (
            "en",
            "Update Chrome & Edge. Less than 10% of the disk may be free.",
        ),
        (
            "en",
            "Remove USB devices, e.g. C:\\Windows\\Temp drives, and sign the form.",
        ),
        ("en", "Install KB5034441 (error 0x80070643)."),
        ("en", "Turn the firewall on!"),
        ("de", "Sie müssen sich nicht erneut anmelden."),
        (
            "de",
            "Starten Sie den Browser neu, damit das Update fertig wird.",
        ),
        (
            "de",
            "Melden Sie sich beim Helpdesk, wenn 100 % belegt sind.",
        ),
        (
            "de",
            "Schalten Sie die Verschlüsselung unter Einstellungen > Datenschutz und Sicherheit ein.",
        ),
        ("ja", "もう一度サインインする必要はありません。"),
        ("ja", "Macを再起動して、アップデートを完了してください。"),
        ("ar", "لا حاجة إلى تسجيل الدخول مرة أخرى."),
        (
            "ar",
            "حدّث النظام إلى الإصدار \u{200e}14.4\u{200f} من الإعدادات.",
        ),
    ] {
        let found = settings().text(text, language);
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

#[test]
fn a_text_that_only_hiding_policies_use_is_seen_by_nobody() {
    let hiding = put(policy(), "/displayRemediationMode", json!("HIDE"));
    let rules = |checks: &Value, policies: &[&Value]| -> Vec<Rule> {
        let found = settings().organization(&[checks], policies);
        found.into_iter().map(|(_, finding)| finding.rule).collect()
    };
    assert_eq!(rules(&good(), &[&hiding]), [Rule::HiddenText]);
    assert_eq!(rules(&good(), &[&hiding, &policy()]), []);
    assert_eq!(rules(&good(), &[]), []);
    // Where nothing is told, nothing is missed.
    let silent = put(good(), "/remediationSettings", Value::Null);
    assert_eq!(rules(&silent, &[&hiding]), []);
    assert_eq!(rules(&silent, &[&policy()]), [Rule::NoInstruction]);
    // Built-in checks stand for conditions.
    let built_in = json!({"type": "BUILTIN", "variableName": "macos.diskEncryptionType",
        "remediationSettings": good()["remediationSettings"]});
    assert_eq!(rules(&built_in, &[&hiding]), []);
    let asking = put(hiding, "/diskEncryptionType", json!({"include": ["FULL"]}));
    assert_eq!(rules(&built_in, &[&asking]), [Rule::HiddenText]);
}

#[test]
fn a_switched_off_instruction_of_a_built_in_check_is_missed() {
    let check = |message: Value| json!({"type": "BUILTIN", "variableName": "macos.osVersion", "remediationSettings": {"message": message}});
    let rules = |check: &Value| -> Vec<Rule> {
        let found = settings().object(Kind::PostureCheck, check);
        found.into_iter().map(|finding| finding.rule).collect()
    };
    assert_eq!(
        rules(&check(
            json!({"defaultI18nKey": "macos.upgrade_os_version"})
        )),
        []
    );
    assert_eq!(
        rules(&check(json!({"defaultI18nKey": null}))),
        [Rule::NoInstruction]
    );
}

#[test]
fn reminders_as_far_apart_as_the_grace_period_is_long_are_told() {
    for (interval, told) in [
        (json!("P7D"), true),
        (json!("P1M"), true),
        (json!({"value": "PT168H"}), true),
        (json!("P6DT23H59M59S"), false),
        (json!("P1D"), false),
        (json!(null), false),
    ] {
        let grace = json!({"type": "BY_DURATION", "expiry": "P7D", "reminderInterval": interval});
        let found = settings().object(Kind::DeviceAssurance, &put(policy(), "/gracePeriod", grace));
        let rules: Vec<Rule> = found.into_iter().map(|finding| finding.rule).collect();
        assert_eq!(rules == [Rule::RareReminder], told, "{interval}: {rules:?}");
    }
    let date = json!({"type": "BY_DATE_TIME", "expiry": "2030-01-01T00:00:00.000Z", "reminderInterval": "P30D"});
    let found = settings().object(Kind::DeviceAssurance, &put(policy(), "/gracePeriod", date));
    assert_eq!(found, []);
}

#[test]
fn grace_of_less_than_twenty_hours_is_told() {
    for (expiry, told) in [
        (json!("PT19H59M59S"), true),
        (json!("PT20H"), false),
        (json!("P1D"), false),
        (json!("P1W"), false),
        (json!({"value": "PT1H"}), true),
    ] {
        let policy = put(policy(), "/gracePeriod/expiry", expiry.clone());
        let found = settings().object(Kind::DeviceAssurance, &policy);
        let rules: Vec<Rule> = found.into_iter().map(|finding| finding.rule).collect();
        assert_eq!(rules == [Rule::ShortGrace], told, "{expiry}: {rules:?}");
    }
}

#[test]
fn names_of_policies_are_read_by_people_too() {
    let policy = put(policy(), "/name", json!("Macs \u{202e}**"));
    let found = settings().object(Kind::DeviceAssurance, &policy);
    assert_eq!(found[0].rule, Rule::InvisibleCharacter);
    assert_eq!(found[0].field(), "name");
}

#[test]
fn coverage_lists_every_pair_that_is_missing() {
    let mut bare = put(
        good(),
        "/remediationSettings/message/customTextTranslations",
        json!({"de": "Einschalten."}),
    );
    bare["variableName"] = json!("bare");
    let silent = json!({"variableName": "silent", "type": "CUSTOM"});
    let built_in = json!({"type": "BUILTIN", "variableName": "macos.osVersion",
        "remediationSettings": {"message": {"defaultI18nKey": "macos.upgrade_os_version"}}});
    let coverage = settings().coverage(&[&good(), &bare, &silent, &built_in]);
    let missing: Vec<(&str, &str, &str, Source)> = coverage
        .missing()
        .map(|cell| {
            (
                cell.check.as_str(),
                cell.part,
                cell.language.as_str(),
                cell.source,
            )
        })
        .collect();
    let links = |check| ["de", "ja", "ar"].map(|language| (check, "link", language, Source::Base));
    let mut expected = links("macOSFirewall").to_vec();
    expected.extend(["ja", "ar"].map(|language| ("bare", "instruction", language, Source::Base)));
    expected.extend(links("bare"));
    expected.extend(
        ["en", "de", "ja", "ar"]
            .map(|language| ("silent", "instruction", language, Source::Nothing)),
    );
    assert_eq!(missing, expected);
    assert!(
        coverage
            .to_string()
            .ends_with("12 of 24 texts are there in their reader's language"),
        "{coverage}"
    );
}

#[test]
fn every_pattern_compiles() {
    for (index, patterns) in pattern::all().into_iter().enumerate() {
        assert!(patterns.is_complete(), "patterns {index}");
    }
}

#[test]
fn the_documentation_has_every_rule_with_its_severity() {
    let documentation = include_str!("../../docs/lint.md");
    let mut table = String::from("| Rule | Severity | What it is about |\n|---|---|---|\n");
    for rule in Rule::ALL {
        let (id, severity, about) = (rule.id(), rule.severity().as_str(), rule.about());
        let _ = writeln!(table, "| `{id}` | {severity} | {about} |");
    }
    assert!(
        documentation.contains(&table),
        "docs/lint.md must have this table:\n\n{table}"
    );
}

#[test]
fn rules_have_names_of_their_own_and_errors_come_first() {
    let names: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    assert_eq!(names.len(), Rule::ALL.len());
    assert!(Rule::ALL.is_sorted_by_key(|rule| rule.severity()));
}

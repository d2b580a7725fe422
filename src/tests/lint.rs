//! The message linter against what the product itself says, and against policy files.

use std::fs;

use doorstep::{
    backend::{evaluation, management::built_in_checks},
    i18n::{Locale, Texts, idx_text},
    lint::{PAGE_LANGUAGES, Settings, Source},
    policy_as_code::{self, Files, count},
};
use serde_json::Value;

#[test]
fn texts_are_held_against_the_languages_of_the_page() {
    let page: Vec<&str> = Locale::ALL.iter().map(|locale| locale.tag()).collect();
    assert_eq!(page, PAGE_LANGUAGES);
}

#[test]
fn the_products_own_texts_break_no_rule_in_any_language() {
    let keys: Vec<String> = evaluation::keys()
        .filter(|key| {
            key.contains(".device_assurance.remediation.")
                || key.starts_with(evaluation::REASON_PREFIX)
        })
        // Sentences with a link in their middle, which the page builds by itself.
        .filter(|key| !key.contains(".additional_help_"))
        .collect();
    let (settings, mut wrong, mut seen) = (Settings::default(), Vec::new(), 0);
    for locale in Locale::ALL {
        for key in &keys {
            let Some(text) = idx_text(Texts::of(*locale), key, &[String::from("14.4")]) else {
                continue;
            };
            seen += 1;
            // Marks of direction stand around what texts are filled with: Fluent's, and nobody's who wrote the text.
            let text = text.0.replace(['\u{2068}', '\u{2069}'], "");
            for (rule, advice) in settings.text(&text, locale.tag()) {
                wrong.push(format!(
                    "{} {key}: {text}: {} {advice}",
                    locale.tag(),
                    rule.id()
                ));
            }
        }
    }
    assert!(
        seen > 200,
        "only {seen} of {} texts were looked at",
        keys.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The demo's objects whose file names begin with `prefix`.
fn seed(prefix: &str) -> Vec<Value> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/demo/seed");
    let mut objects = Vec::new();
    for entry in fs::read_dir(folder).expect("the demo's seed") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if name.starts_with(prefix) && path.extension() == Some("json".as_ref()) {
            let text = fs::read_to_string(&path).expect("a file");
            objects.push(serde_json::from_str(&text).expect("JSON"));
        }
    }
    objects
}

#[test]
fn there_is_nothing_to_say_about_the_demo() {
    let (checks, assurances) = (seed("check-"), seed("assurance-"));
    assert!(checks.len() >= 2 && assurances.len() >= 7);
    let checks: Vec<&Value> = checks.iter().collect();
    let assurances: Vec<&Value> = assurances.iter().collect();
    let found = Settings::default().organization(&checks, &assurances);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn there_is_nothing_to_say_about_built_in_checks_as_they_come() {
    let checks: Vec<Value> = built_in_checks()
        .iter()
        .map(|check| serde_json::to_value(check).expect("JSON"))
        .collect();
    let checks: Vec<&Value> = checks.iter().collect();
    let settings = Settings::default();
    assert_eq!(settings.organization(&checks, &[]), Vec::new());
    let coverage = settings.coverage(&checks);
    assert!(coverage.cells.len() >= 4 * checks.len());
    assert!(
        coverage
            .cells
            .iter()
            .all(|cell| cell.source == Source::BuiltIn)
    );
}

const FILE: &str = "\
devicePostureChecks:
- name: Firewall
  variableName: firewall
  platform: MACOS
  mappingType: CHECKBOX
  query: SELECT 1;
  remediationSettings:
    message:
      customText: Turn it on, then sign in again.
      customTextTranslations:
        de: Schalten Sie <b>sie</b> ein.
    link: {customUrl: 'http://help.example.com'}
deviceAssurances:
- name: Macs
  platform: MACOS
  osVersion: {minimum: '14.4'}
  displayRemediationMode: SHOW
  gracePeriod: {type: BY_DURATION, expiry: PT2H}
";

#[test]
fn findings_in_a_file_know_their_lines() {
    let source = policy_as_code::Source {
        name: String::from("a.yaml"),
        text: FILE.to_owned(),
    };
    let files = Files::read(&[source]).expect("a good file");
    let found = files.lint(&Settings::default());
    let places: Vec<(u64, &str)> = found
        .iter()
        .map(|it| (it.line.unwrap_or_default(), it.finding.rule.id()))
        .collect();
    assert_eq!(
        places,
        [
            (9, "contradicts-auto-continue"),
            (9, "missing-language"),
            (9, "missing-language"),
            (11, "markup"),
            (12, "insecure-link"),
            (18, "short-grace"),
        ]
    );
    assert_eq!(count(&found), (1, 5));
    assert!(
        found[0].to_string().starts_with(
            "a.yaml:9:19: warning[contradicts-auto-continue] device posture check \"firewall\", \
             remediationSettings.message.customText (en): \"sign in again\""
        ),
        "{}",
        found[0]
    );
    let json = serde_json::to_value(&found[3]).expect("JSON");
    assert_eq!(json["rule"], "markup");
    assert_eq!(json["severity"], "error");
    assert_eq!(
        json["field"],
        "remediationSettings.message.customTextTranslations.de"
    );
    assert_eq!(
        (&json["line"], &json["language"]),
        (&11.into(), &"de".into())
    );
}

//! Objects of the management API: where their texts and links are, and what they mean together.

use std::collections::BTreeMap;

use jiff::{Span, Unit};
use serde_json::Value;

use super::{Finding, Kind, Rule, Settings, link, text};

/// Below how many hours a grace period must be extendable (WCAG 2.2.1, the 20-hour exception).
const SHORT_GRACE_HOURS: f64 = 20.0;

/// The two texts of a check: where they are, what they are called, and which part of the length limit they have.
const TEXTS: [(&str, &str, usize); 2] = [("message", "instruction", 1), ("reason", "reason", 2)];

/// The text that `value` is, unless it is empty: empty, null and absent mean the same.
pub(super) fn filled(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.trim().is_empty())
}

/// The texts of a map from language tags.
pub(super) fn translations(value: &Value) -> BTreeMap<&str, &str> {
    let entries = value.as_object().into_iter().flatten();
    entries
        .filter_map(|(tag, text)| Some((tag.as_str(), filled(text)?)))
        .collect()
}

/// What a check is called.
pub(super) fn check_name(check: &Value) -> &str {
    filled(&check["variableName"])
        .or_else(|| filled(&check["name"]))
        .unwrap_or("?")
}

struct Found<'a> {
    kind: Kind,
    object: &'a str,
    findings: Vec<Finding>,
}

impl Found<'_> {
    fn add(
        &mut self,
        rule: Rule,
        path: &[&str],
        language: Option<&str>,
        advice: impl Into<String>,
    ) {
        self.findings.push(Finding {
            rule,
            kind: self.kind,
            object: self.object.to_owned(),
            path: path.iter().map(|name| (*name).to_owned()).collect(),
            language: language.map(str::to_owned),
            advice: advice.into(),
        });
    }

    fn extend(&mut self, problems: Vec<(Rule, String)>, path: &[&str], language: Option<&str>) {
        for (rule, advice) in problems {
            self.add(rule, path, language, advice);
        }
    }
}

/// What is wrong with a posture check by itself.
pub(super) fn posture_check(settings: &Settings, check: &Value) -> Vec<Finding> {
    let mut found = Found {
        kind: Kind::PostureCheck,
        object: check_name(check),
        findings: Vec::new(),
    };
    let own = &check["remediationSettings"];
    if check["type"] != "BUILTIN"
        && let Some(name) = filled(&check["name"])
    {
        found.extend(text::name_problems(name, &settings.base), &["name"], None);
    }
    for (part, noun, share) in TEXTS {
        texts(settings, &own[part], part, noun, share, &mut found);
    }
    links(&own["link"], &mut found);
    if let Some(url) = filled(&own["fix"]["settingsUrl"]) {
        let path = ["remediationSettings", "fix", "settingsUrl"];
        found.extend(link::settings_problems(url), &path, None);
    }
    instruction(check, &mut found);
    found.findings
}

fn texts(
    settings: &Settings,
    own: &Value,
    part: &str,
    noun: &str,
    share: usize,
    found: &mut Found<'_>,
) {
    let base_path = ["remediationSettings", part, "customText"];
    let others_path = ["remediationSettings", part, "customTextTranslations"];
    let base = filled(&own["customText"]);
    let others = translations(&own["customTextTranslations"]);
    let length = |text: &str, language: &str| {
        let (length, limit) = (text.chars().count(), text::limit(language) / share);
        let advice = format!("the {noun} has {length} characters: say it in {limit}");
        (length > limit).then(|| vec![(Rule::TooLong, advice)])
    };
    if let Some(text) = base {
        found.extend(
            text::problems(text, &settings.base),
            &base_path,
            Some(&settings.base),
        );
        let long = length(text, &settings.base).unwrap_or_default();
        found.extend(long, &base_path, Some(&settings.base));
        for language in &settings.languages {
            let there = |tag: &&str| tag.eq_ignore_ascii_case(language);
            if !language.eq_ignore_ascii_case(&settings.base) && !others.keys().any(there) {
                let advice = format!(
                    "the {noun} is not there in \"{language}\", so that its readers get it in \"{}\": add a translation",
                    settings.base
                );
                found.add(Rule::MissingLanguage, &base_path, Some(language), advice);
            }
        }
    } else if !others.is_empty() {
        let advice =
            format!("translations of the {noun} need customText beside them: nobody sees these");
        found.add(Rule::NeverShown, &others_path, None, advice);
    }
    for (tag, text) in others {
        let path = [others_path[0], part, others_path[2], tag];
        tag_problem(tag, &path, found);
        found.extend(text::problems(text, tag), &path, Some(tag));
        found.extend(length(text, tag).unwrap_or_default(), &path, Some(tag));
        let same_language = text::primary(tag) == text::primary(&settings.base);
        let base = base.filter(|_| !same_language);
        if let Some(advice) = text::untranslated(text, tag, base) {
            found.add(Rule::Untranslated, &path, Some(tag), advice);
        }
    }
}

fn links(own: &Value, found: &mut Found<'_>) {
    const PATH: [&str; 3] = ["remediationSettings", "link", "customUrl"];
    if let Some(url) = filled(&own["customUrl"]) {
        found.extend(link::problems(url), &PATH, None);
    }
    for (tag, url) in translations(&own["customUrlTranslations"]) {
        let path = [PATH[0], PATH[1], "customUrlTranslations", tag];
        tag_problem(tag, &path, found);
        found.extend(link::problems(url), &path, Some(tag));
    }
}

fn tag_problem(tag: &str, path: &[&str], found: &mut Found<'_>) {
    let advice = match tag.parse::<unic_langid::LanguageIdentifier>() {
        Err(_) => format!("\"{tag}\" is not a language tag: write it as in \"de\" or \"pt-BR\""),
        Ok(_) if tag.contains('_') => {
            format!(
                "\"{tag}\" has an underscore, which browsers never send: write \"{}\"",
                tag.replace('_', "-")
            )
        }
        Ok(_) => return,
    };
    found.add(Rule::LanguageTag, path, None, advice);
}

/// Whether people are told anything.
fn instruction(check: &Value, found: &mut Found<'_>) {
    let own = &check["remediationSettings"];
    let built_in = check["type"] == "BUILTIN";
    let has_text = filled(&own["message"]["customText"]).is_some();
    let has_default = built_in && filled(&own["message"]["defaultI18nKey"]).is_some();
    if has_text || has_default {
        return;
    }
    let path = ["remediationSettings", "message"];
    let advice = if built_in {
        "the product's instruction is switched off and there is none of your own: write customText, or give \
         message.defaultI18nKey back"
    } else {
        "people learn that the check failed and not what to do: write customText"
    };
    found.add(Rule::NoInstruction, &path, None, advice);
    if filled(&own["link"]["customUrl"]).is_some() && !built_in {
        let path = ["remediationSettings", "link", "customUrl"];
        let advice = "a link is shown with a text only: write customText";
        found.add(Rule::NeverShown, &path, None, advice);
    }
}

/// What is wrong with a device assurance policy by itself.
pub(super) fn assurance(policy: &Value) -> Vec<Finding> {
    let mut found = Found {
        kind: Kind::DeviceAssurance,
        object: filled(&policy["name"]).unwrap_or("?"),
        findings: Vec::new(),
    };
    // People read it where they can choose between several policies.
    if let Some(name) = filled(&policy["name"]) {
        found.extend(text::name_problems(name, ""), &["name"], None);
    }
    let grace = &policy["gracePeriod"];
    let length = |name: &str| {
        let text = filled(&grace[name]).or_else(|| filled(&grace[name]["value"]));
        text.and_then(hours)
    };
    let lasts = length("expiry").filter(|_| grace["type"] == "BY_DURATION");
    if let Some(hours) = lasts.filter(|hours| *hours < SHORT_GRACE_HOURS) {
        let advice = format!(
            "people have {hours:.0} hours and cannot extend them: give 20 hours or more, or say in your policy why \
             the limit is essential"
        );
        found.add(Rule::ShortGrace, &["gracePeriod", "expiry"], None, advice);
    }
    if let Some((hours, interval)) = lasts.zip(length("reminderInterval"))
        && interval >= hours
    {
        let advice = "people are reminded at the start and on the last day only: give an interval that is shorter than \
             the grace period, P1D for instance";
        let path = ["gracePeriod", "reminderInterval"];
        found.add(Rule::RareReminder, &path, None, advice);
    }
    found.findings
}

fn hours(duration: &str) -> Option<f64> {
    let span: Span = duration.parse().ok()?;
    // As the evaluation counts: a month is 30 days, a year 365.
    let days = i64::from(span.get_years()) * 365
        + i64::from(span.get_months()) * 30
        + i64::from(span.get_weeks()) * 7
        + i64::from(span.get_days());
    let clock = Span::new()
        .hours(span.get_hours())
        .minutes(span.get_minutes())
        .seconds(span.get_seconds());
    let hours = clock.total(Unit::Hour).ok()?;
    Some(hours + 24.0 * f64::from(i32::try_from(days).ok()?))
}

/// Which of `assurances` ask for `check`: the name of each, and whether it shows remediation.
pub(super) fn users<'a>(check: &Value, assurances: &[&'a Value]) -> Vec<(&'a str, bool)> {
    let name = check_name(check);
    let asks = |policy: &Value| {
        if check["type"] == "BUILTIN" {
            return built_in_is_asked(name, policy);
        }
        let included = policy["devicePostureChecks"]["include"].as_array();
        included
            .into_iter()
            .flatten()
            .any(|included| included["variableName"] == name)
    };
    assurances
        .iter()
        .filter(|policy| asks(policy))
        .map(|policy| {
            let name = filled(&policy["name"]).unwrap_or("?");
            (name, policy["displayRemediationMode"] == "SHOW")
        })
        .collect()
}

/// `macos.dtc.osVersion` stands for that condition of a policy for MACOS.
fn built_in_is_asked(name: &str, policy: &Value) -> bool {
    let Some((platform, condition)) = name.split_once('.') else {
        return false;
    };
    let same = policy["platform"]
        .as_str()
        .is_some_and(|it| it.eq_ignore_ascii_case(platform));
    let parts: Vec<&str> = condition.split('.').collect();
    let at = |root: &Value| {
        parts
            .iter()
            .try_fold(root, |value, part| value.get(*part))
            .is_some_and(|value| !value.is_null())
    };
    same && (at(policy)
        || at(&policy["thirdPartySignalProviders"])
        || condition == "osVersion" && policy.get("osVersionConstraints").is_some())
}

/// A text that none of the policies shows which use its check.
pub(super) fn hidden(check: &Value, users: &[(&str, bool)], findings: &mut Vec<Finding>) {
    if users.is_empty() || users.iter().any(|(_, shows)| *shows) {
        return;
    }
    // Nobody misses an instruction where nothing is told, nor a language.
    findings.retain(|finding| !matches!(finding.rule, Rule::NoInstruction | Rule::MissingLanguage));
    if filled(&check["remediationSettings"]["message"]["customText"]).is_none() {
        return;
    }
    let names: Vec<String> = users
        .iter()
        .map(|(name, _)| format!("\"{name}\""))
        .collect();
    findings.push(Finding {
        rule: Rule::HiddenText,
        kind: Kind::PostureCheck,
        object: check_name(check).to_owned(),
        path: ["remediationSettings", "message", "customText"]
            .map(str::to_owned)
            .to_vec(),
        language: None,
        advice: format!(
            "nobody sees the text, as {} hide remediation: set displayRemediationMode to SHOW, or leave the text out",
            names.join(", ")
        ),
    });
}

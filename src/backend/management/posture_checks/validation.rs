//! The rules of posture checks (`docs/spec/management-api.md` 2.2).

use serde_json::{Value, json};

use crate::backend::{
    evaluation::{
        CheckType, DevicePostureCheck, Platform, RemediationSettings, SETTINGS_SCHEMES,
        is_settings_url,
    },
    management::{
        body::{RawBody, drop_read_only, typed},
        decisions::{
            DESCRIPTION_LENGTH, FIX_MINUTES, NAME_LENGTH, QUERY_LENGTH, TEXT_LENGTH, URL_LENGTH,
            VARIABLE_NAME, is_variable_name,
        },
        error::{ApiResult, Problems},
    },
};

pub(in crate::backend::management) fn parse(body: RawBody) -> ApiResult<DevicePostureCheck> {
    let mut object = body.object()?;
    drop_read_only(&mut object);
    let mut problems = Problems::default();
    for field in ["platform", "mappingType"] {
        if !object.contains_key(field) {
            problems.add(field, "The field cannot be left blank");
        }
    }
    problems.into_result()?;
    object.entry("type").or_insert_with(|| json!("CUSTOM"));
    let mut check: DevicePostureCheck = typed(object)?;
    let mut problems = Problems::default();
    if check.kind == CheckType::Builtin {
        problems.add("type", "Only CUSTOM device posture checks can be written");
    }
    problems.required("name", &check.name);
    problems.length("name", &check.name, NAME_LENGTH);
    problems.length(
        "description",
        check.description.as_deref().unwrap_or_default(),
        DESCRIPTION_LENGTH,
    );
    if !is_variable_name(&check.variable_name) {
        problems.add(
            "variableName",
            "The field must start with a letter and have up to 64 letters, digits and underscores",
        );
    }
    if !matches!(check.platform, Platform::Macos | Platform::Windows) {
        problems.add("platform", "Custom checks are for MACOS and WINDOWS");
    }
    let query = check.query.as_deref().unwrap_or_default();
    problems.required("query", query);
    problems.length("query", query, QUERY_LENGTH);
    if !query.trim().is_empty() && !query.trim_end().ends_with(';') {
        problems.add("query", "The query must end with a semicolon");
    }
    if let Some(settings) = &mut check.remediation_settings {
        check_remediation(settings, &mut problems);
        // Only built-in checks have defaults.
        if let Some(fix) = &mut settings.fix {
            fix.default = None;
        }
        if let Some(reason) = &mut settings.reason {
            reason.default_i18n_key = None;
        }
    }
    problems.into_result()?;
    Ok(check)
}

pub(super) fn check_remediation(settings: &RemediationSettings, problems: &mut Problems) {
    const MESSAGE: &str = "remediationSettings.message";
    const LINK: &str = "remediationSettings.link";
    if let Some(message) = &settings.message {
        let texts = message
            .custom_text
            .iter()
            .chain(message.custom_text_translations.values());
        texts.for_each(|text| problems.length(&format!("{MESSAGE}.customText"), text, TEXT_LENGTH));
        let key = message.default_i18n_key.as_deref().unwrap_or_default();
        problems.length(&format!("{MESSAGE}.defaultI18nKey"), key, NAME_LENGTH);
        languages(
            &format!("{MESSAGE}.customTextTranslations"),
            message.custom_text_translations.keys(),
            problems,
        );
    }
    if let Some(link) = &settings.link {
        for url in link
            .custom_url
            .iter()
            .chain(link.custom_url_translations.values())
        {
            problems.length(&format!("{LINK}.customUrl"), url, URL_LENGTH);
            // Okta takes addresses without a scheme; a scheme that is there must be the web's.
            let scheme = url
                .split_once(':')
                .map(|(scheme, _)| scheme.to_ascii_lowercase());
            let other = scheme.is_some_and(|scheme| {
                !matches!(scheme.as_str(), "http" | "https")
                    && scheme.bytes().all(|byte| byte.is_ascii_alphabetic())
            });
            if other
                || url
                    .chars()
                    .any(|character| character.is_whitespace() || character.is_control())
            {
                problems.add(
                    &format!("{LINK}.customUrl"),
                    "The field must be an http or https address",
                );
            }
        }
        problems.length(
            &format!("{LINK}.defaultUrl"),
            link.default_url.as_deref().unwrap_or_default(),
            URL_LENGTH,
        );
        languages(
            &format!("{LINK}.customUrlTranslations"),
            link.custom_url_translations.keys(),
            problems,
        );
    }
    check_extensions(settings, problems);
}

/// What goes beyond Okta's contract: what fixing takes, and why it matters.
fn check_extensions(settings: &RemediationSettings, problems: &mut Problems) {
    const FIX: &str = "remediationSettings.fix";
    const REASON: &str = "remediationSettings.reason";
    if let Some(fix) = &settings.fix {
        if fix
            .minutes
            .is_some_and(|minutes| !FIX_MINUTES.contains(&minutes))
        {
            let (least, most) = (FIX_MINUTES.start(), FIX_MINUTES.end());
            problems.add(
                &format!("{FIX}.minutes"),
                format!("The field must be between {least} and {most}"),
            );
        }
        let url = fix.settings_url.as_deref().unwrap_or_default().trim();
        problems.length(&format!("{FIX}.settingsUrl"), url, URL_LENGTH);
        if !url.is_empty() && !is_settings_url(url) {
            problems.add(
                &format!("{FIX}.settingsUrl"),
                format!(
                    "The field must be an address that starts with one of {}",
                    SETTINGS_SCHEMES.join(", ")
                ),
            );
        }
    }
    if let Some(reason) = &settings.reason {
        let texts = reason
            .custom_text
            .iter()
            .chain(reason.custom_text_translations.values());
        texts.for_each(|text| problems.length(&format!("{REASON}.customText"), text, TEXT_LENGTH));
        languages(
            &format!("{REASON}.customTextTranslations"),
            reason.custom_text_translations.keys(),
            problems,
        );
    }
}

fn languages<'a>(field: &str, tags: impl Iterator<Item = &'a String>, problems: &mut Problems) {
    for tag in tags {
        if tag.parse::<unic_langid::LanguageIdentifier>().is_err() {
            problems.add(field, format!("{tag} is not a language tag (BCP 47)"));
        }
    }
}

/// The schemas of request bodies, by name.
pub(in crate::backend::management) fn requests() -> [(&'static str, Value); 3] {
    let nullable = |limit: usize| json!({"type": ["string", "null"], "maxLength": limit});
    let address = json!({
        "type": ["string", "null"], "maxLength": URL_LENGTH,
        "description": "An http or https address; without a scheme it becomes https",
    });
    let languages = |schema: Value| json!({"type": ["object", "null"], "additionalProperties": schema, "description": "By language tag (BCP 47)"});
    let remediation = json!({
        "type": ["object", "null"],
        "description": "What people are told when the check fails",
        "properties": {
            "message": {"type": ["object", "null"], "properties": {
                "defaultI18nKey": nullable(NAME_LENGTH),
                "customText": nullable(TEXT_LENGTH),
                "customTextTranslations": languages(nullable(TEXT_LENGTH)),
            }},
            "link": {"type": ["object", "null"], "properties": {
                "defaultUrl": nullable(URL_LENGTH),
                "customUrl": address,
                "customUrlTranslations": languages(address.clone()),
            }},
            "fix": {"type": ["object", "null"], "description": "What fixing takes", "properties": {
                "minutes": {"type": ["integer", "null"], "minimum": FIX_MINUTES.start(), "maximum": FIX_MINUTES.end()},
                "restartRequired": {"type": ["boolean", "null"]},
                "adminRightsRequired": {"type": ["boolean", "null"]},
                "settingsUrl": {
                    "type": ["string", "null"], "maxLength": URL_LENGTH,
                    "description": format!("Opens the device's settings; starts with one of {}", SETTINGS_SCHEMES.join(", ")),
                },
            }},
            "reason": {"type": ["object", "null"], "description": "Why the check matters", "properties": {
                "customText": nullable(TEXT_LENGTH),
                "customTextTranslations": languages(nullable(TEXT_LENGTH)),
            }},
        },
    });
    let reference = json!({"$ref": "#/components/schemas/RemediationSettingsRequest"});
    let check = json!({
        "type": "object",
        "required": ["name", "variableName", "platform", "mappingType", "query"],
        "properties": {
            "name": {"type": "string", "pattern": r"\S", "maxLength": NAME_LENGTH},
            "description": nullable(DESCRIPTION_LENGTH),
            "variableName": {"type": "string", "pattern": VARIABLE_NAME},
            "platform": {"enum": ["MACOS", "WINDOWS"]},
            "type": {"enum": ["CUSTOM", null]},
            "mappingType": {"enum": ["CHECKBOX", "TEXTBOX"]},
            "query": {
                "type": "string", "maxLength": QUERY_LENGTH, "pattern": r";\s*$",
                "description": "An osquery statement that gives one row with one column",
            },
            "remediationSettings": reference,
        },
        "example": {
            "name": "macOS - Firewall enabled", "description": "Whether the firewall is on",
            "variableName": "macOSFirewall", "platform": "MACOS", "type": "CUSTOM", "mappingType": "CHECKBOX",
            "query": "SELECT CASE WHEN global_state = 0 THEN 0 ELSE 1 END AS firewall_enabled FROM alf;",
            "remediationSettings": {
                "message": {"defaultI18nKey": null, "customText": "Your firewall is turned off. Turn it on in System Settings, Network, Firewall."},
                "link": {"defaultUrl": null, "customUrl": "https://help.example.com/enable-macos-firewall"},
            },
        },
    });
    let built_in = json!({
        "type": "object",
        "description": "For a built-in check: the rest is ignored",
        "properties": {"remediationSettings": reference},
    });
    let replacement =
        json!({"anyOf": [{"$ref": "#/components/schemas/DevicePostureCheckRequest"}, built_in]});
    [
        ("RemediationSettingsRequest", remediation),
        ("DevicePostureCheckRequest", check),
        ("DevicePostureCheckReplacement", replacement),
    ]
}

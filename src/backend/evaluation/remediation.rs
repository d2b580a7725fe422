//! What a person is told to do (`docs/spec/management-api.md` section 5): built-in text, the administrator's own, or
//! nothing; with a documentation link, the administrator's own, or none.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    CheckType, DevicePostureCheck, Platform,
    text::{KEY_PREFIX, documentation_link, render},
};

/// What the keys of administrators' texts start with.
const CUSTOM_PREFIX: &str = "device.assurance.custom.remediation.";

/// One instruction, in the shape of an IDX message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Instruction {
    /// The message key.
    pub key: String,
    /// Its parameters.
    pub params: Vec<String>,
    /// The English text of a built-in instruction, or the administrator's text verbatim.
    pub text: String,
    /// The administrator's text in other languages (BCP 47).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub translations: BTreeMap<String, String>,
    /// Where more is said; http or https only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The administrator's page in other languages (BCP 47).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub link_translations: BTreeMap<String, String>,
}

impl Instruction {
    /// The built-in instruction with the key `suffix` after the common prefix.
    pub(super) fn built_in(suffix: &str, params: Vec<String>, link: Option<String>) -> Self {
        let key = format!("{KEY_PREFIX}{suffix}");
        let text = render(&key, &params);
        Self {
            key,
            params,
            text,
            link,
            ..Self::default()
        }
    }

    /// What is said where a query took too long: never the check's own instruction.
    pub(super) fn timeout() -> Self {
        Self::built_in("osquery.timeout", Vec::new(), None)
    }

    /// The instruction of a custom check: the administrator's text or nothing. Default keys and links are ignored.
    pub(super) fn of_custom_check(check: &DevicePostureCheck) -> Option<Self> {
        let suffix = format!("{}.{}", check.platform.as_str(), check.variable_name);
        Self::custom(check, &suffix)
    }

    /// The instruction of a built-in condition: `suffix` and the platform's documentation, unless an administrator
    /// changed the built-in check that stands for it.
    pub(super) fn of_condition(
        platform: Platform,
        suffix: &str,
        params: Vec<String>,
        built_in: Option<&DevicePostureCheck>,
    ) -> Option<Self> {
        let default_link = documentation_link(platform).to_owned();
        let Some(check) = built_in else {
            return Some(Self::built_in(suffix, params, Some(default_link)));
        };
        if let Some(custom) = Self::custom(check, &format!("{KEY_PREFIX}{suffix}")) {
            return Some(custom);
        }
        let settings = check.remediation_settings.clone().unwrap_or_default();
        let has_default = settings
            .message
            .is_some_and(|message| filled(message.default_i18n_key.as_deref()).is_some());
        let link = settings.link.unwrap_or_default();
        let custom_link = filled(link.custom_url.as_deref()).and_then(web_link);
        let link = custom_link.or_else(|| filled(link.default_url.as_deref()).and_then(web_link));
        has_default.then(|| Self::built_in(suffix, params, link))
    }

    fn custom(check: &DevicePostureCheck, suffix: &str) -> Option<Self> {
        let settings = check.remediation_settings.clone().unwrap_or_default();
        let message = settings.message.unwrap_or_default();
        let text = filled(message.custom_text.as_deref())?.to_owned();
        let link = settings.link.unwrap_or_default();
        let mut target = filled(link.custom_url.as_deref()).and_then(web_link);
        if check.kind == CheckType::Builtin {
            target = target.or_else(|| filled(link.default_url.as_deref()).and_then(web_link));
        }
        let translate = |(language, url): (String, String)| Some((language, web_link(&url)?));
        Some(Self {
            key: format!("{CUSTOM_PREFIX}{suffix}"),
            text,
            translations: message.custom_text_translations,
            link: target,
            link_translations: link
                .custom_url_translations
                .into_iter()
                .filter_map(translate)
                .collect(),
            ..Self::default()
        })
    }
}

/// The text, unless it is empty: empty, null and absent mean the same.
fn filled(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// A link that may be rendered: http and https, and addresses without a scheme, which Okta accepts, as https.
fn web_link(url: &str) -> Option<String> {
    let lower = url.to_ascii_lowercase();
    if url
        .chars()
        .any(|character| character.is_whitespace() || character.is_control())
    {
        return None;
    }
    if let Some(rest) = lower
        .strip_prefix("https://")
        .or_else(|| lower.strip_prefix("http://"))
    {
        return rest
            .starts_with(|first: char| first.is_alphanumeric() || first == '[')
            .then(|| url.to_owned());
    }
    let host = lower.split(['/', '?', '#']).next().unwrap_or_default();
    let name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    let plain = host.contains('.') && !host.starts_with('.') && host.bytes().all(name);
    plain.then(|| format!("https://{url}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(
            web_link("https://help.example.com/a").as_deref(),
            Some("https://help.example.com/a")
        );
        assert_eq!(
            web_link("HTTP://x.example").as_deref(),
            Some("HTTP://x.example")
        );
        assert_eq!(
            web_link("example.com/docs").as_deref(),
            Some("https://example.com/docs")
        );
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://x.example",
            "/path",
            "help",
            "https://",
            "a b.example",
            "//x.example",
            ".example",
        ] {
            assert_eq!(web_link(bad), None, "{bad} must not become a link");
        }
    }
}

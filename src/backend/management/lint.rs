//! What the message linter says about what was just written, beside the answer: a header, as Okta's bodies are the
//! contract and its clients ignore headers that they do not know.

use std::fmt::Write as _;

use axum::{
    Json,
    http::{HeaderName, HeaderValue},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::lint::{Finding, Kind, Settings};

/// One header per finding: an RFC 9651 item.
pub(super) const HEADER: HeaderName = HeaderName::from_static("doorstep-lint");

/// The most that an answer tells, so that no proxy refuses it for the size of its headers.
const MOST: usize = 16;

/// What was written, with what should be better about it.
pub(super) struct Linted<T> {
    answer: T,
    findings: Vec<Finding>,
}

impl<T> Linted<T> {
    /// `answer` about `written`, an object of `kind`.
    pub(super) fn new(kind: Kind, written: &impl Serialize, answer: T) -> Self {
        let findings = serde_json::to_value(written)
            .map(|value| Settings::default().object(kind, &value))
            .unwrap_or_default();
        Self { answer, findings }
    }
}

impl<T: Serialize> IntoResponse for Linted<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.answer).into_response();
        let values = self.findings.iter().take(MOST).map(item);
        for value in values.filter_map(|item| HeaderValue::from_str(&item).ok()) {
            response.headers_mut().append(HEADER, value);
        }
        response
    }
}

/// `too-long;severity=warning;field="…";language=de;advice=%"…"`.
fn item(finding: &Finding) -> String {
    let mut item = format!(
        "{};severity={};field=\"{}\"",
        finding.rule.id(),
        finding.severity().as_str(),
        // Names of fields and language tags: whatever else there was is in the body.
        finding.field().replace(
            |it: char| !it.is_ascii_graphic() || "\"\\".contains(it),
            "?"
        )
    );
    if let Some(language) = &finding.language {
        let tag = language.replace(|it: char| !it.is_ascii_alphanumeric() && it != '-', "-");
        let _ = write!(item, ";language=\"{tag}\"");
    }
    // A display string, RFC 9651 section 3.3.8: UTF-8, percent-encoded.
    item.push_str(";advice=%\"");
    for byte in finding.advice.bytes() {
        if (b' '..=b'~').contains(&byte) && byte != b'%' && byte != b'"' {
            item.push(char::from(byte));
        } else {
            let _ = write!(item, "%{byte:02x}");
        }
    }
    item.push('"');
    item
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn findings_are_structured_headers_in_ascii() {
        let check = json!({"variableName": "a", "type": "CUSTOM", "remediationSettings": {
            "message": {"customText": "Öffnen Sie die Seite {0}.", "customTextTranslations": {"de": "100 % {\"ä\"} **fett ä**"}},
            "link": {"customUrl": "http://help.example.com"}}});
        let response = Linted::new(Kind::PostureCheck, &check, json!({})).into_response();
        let items: Vec<&str> = response
            .headers()
            .get_all(HEADER)
            .iter()
            .map(|value| value.to_str().expect("ASCII"))
            .collect();
        assert_eq!(
            items[0],
            "placeholder;severity=error;field=\"remediationSettings.message.customText\";language=\"en\";\
             advice=%\"%22{0}%22 is not replaced, people read it as it stands: write out what is meant\""
        );
        assert!(
            items
                .iter()
                .any(|item| item.starts_with("markup;") && item.contains("fett %c3%a4"))
        );
        assert!(
            items
                .iter()
                .any(|item| item.starts_with("insecure-link;severity=warning;"))
        );
    }

    #[test]
    fn an_answer_with_nothing_to_say_has_no_header() {
        let policy = json!({"name": "Macs"});
        let response = Linted::new(Kind::DeviceAssurance, &policy, json!({})).into_response();
        assert!(response.headers().get(HEADER).is_none());
    }
}

//! The message linter: what is wrong with the texts and links that administrators write for people, and with settings that
//! leave people without them. Pure; the rules and what to do about each: `docs/lint.md`.
//!
//! ```text
//! posture checks, device assurance policies (the management API's JSON) ──▶ Finding: rule, place, language, advice
//! ```
//!
//! `policy_as_code` adds file and line, the management API answers findings beside what it wrote, `doorstep lint` shows
//! them. Names nothing else of ours.

mod coverage;
mod finding;
mod link;
mod object;
mod pattern;
mod reading;
mod rule;
mod text;

use serde_json::Value;

pub use coverage::{Cell, Coverage, Source};
pub use finding::{Finding, Kind};
pub use rule::{Rule, Severity};

/// The languages that the page speaks (BCP 47), as [`crate`]'s `locales/` has them; a test compares.
pub const PAGE_LANGUAGES: [&str; 4] = ["en", "de", "ja", "ar"];

/// The language of texts that name none, where nothing else is said.
pub const BASE_LANGUAGE: &str = "en";

/// What texts are held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The languages that every text should be there in (BCP 47).
    pub languages: Vec<String>,
    /// The language of `customText` itself, which people read whose own language is not there.
    pub base: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            languages: PAGE_LANGUAGES.map(str::to_owned).to_vec(),
            base: BASE_LANGUAGE.to_owned(),
        }
    }
}

impl Settings {
    /// What is wrong with one object of the management API, as far as it can be seen without the others.
    pub fn object(&self, kind: Kind, value: &Value) -> Vec<Finding> {
        let mut findings = match kind {
            Kind::PostureCheck => object::posture_check(self, value),
            Kind::DeviceAssurance => object::assurance(value),
        };
        findings.sort_by_key(|finding| finding.rule.severity());
        findings
    }

    /// What is wrong with `checks` and `assurances` together, which may be some of an organization's or all.
    ///
    /// The number beside a finding is the place of its object in the list of its kind.
    pub fn organization(&self, checks: &[&Value], assurances: &[&Value]) -> Vec<(usize, Finding)> {
        let mut findings = Vec::new();
        for (index, check) in checks.iter().enumerate() {
            let users = object::users(check, assurances);
            let mut own = self.object(Kind::PostureCheck, check);
            object::hidden(check, &users, &mut own);
            findings.extend(own.into_iter().map(|finding| (index, finding)));
        }
        for (index, assurance) in assurances.iter().enumerate() {
            let own = self.object(Kind::DeviceAssurance, assurance);
            findings.extend(own.into_iter().map(|finding| (index, finding)));
        }
        findings
    }

    /// Which languages the texts of `checks` are there in.
    pub fn coverage(&self, checks: &[&Value]) -> Coverage {
        Coverage::new(self, checks)
    }

    /// What is wrong with `text`, which people read in `language`.
    pub fn text(&self, text: &str, language: &str) -> Vec<(Rule, String)> {
        text::problems(text, language)
    }
}

#[cfg(test)]
mod tests;

//! Which texts are there in which language: what people read whose language is missing.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::{
    Settings,
    object::{check_name, filled, translations},
};

/// What a person of a language gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The administrator's text in that language.
    Own,
    /// The administrator's text without a language.
    Base,
    /// The product's text, which is there in every language of the page.
    BuiltIn,
    /// Nothing.
    Nothing,
}

/// A text of a check in a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// The variable name of the check.
    pub check: String,
    /// `instruction`, `reason` or `link`.
    pub part: &'static str,
    /// The language (BCP 47).
    pub language: String,
    /// What people of that language get.
    pub source: Source,
}

impl Cell {
    /// Whether people get something that was not written for them.
    pub fn is_missing(&self) -> bool {
        matches!(self.source, Source::Base | Source::Nothing)
    }
}

/// Every check × text × language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The language of texts without one.
    pub base: String,
    /// In the order of the checks and languages.
    pub cells: Vec<Cell>,
}

impl Coverage {
    pub(super) fn new(settings: &Settings, checks: &[&Value]) -> Self {
        let mut cells = Vec::new();
        for check in checks {
            let own = &check["remediationSettings"];
            let built_in = check["type"] == "BUILTIN";
            let instruction = filled(&own["message"]["customText"]);
            let parts = [
                (
                    "instruction",
                    instruction,
                    &own["message"]["customTextTranslations"],
                    built_in && filled(&own["message"]["defaultI18nKey"]).is_some(),
                ),
                (
                    "reason",
                    filled(&own["reason"]["customText"]),
                    &own["reason"]["customTextTranslations"],
                    built_in,
                ),
                (
                    "link",
                    filled(&own["link"]["customUrl"]).filter(|_| instruction.is_some() || built_in),
                    &own["link"]["customUrlTranslations"],
                    false,
                ),
            ];
            for (part, base, others, product) in parts {
                // Reasons and links are there or not; an instruction should be.
                if part != "instruction" && base.is_none() {
                    continue;
                }
                let others = translations(others);
                for language in &settings.languages {
                    let source = if base.is_none() {
                        if product {
                            Source::BuiltIn
                        } else {
                            Source::Nothing
                        }
                    } else if language.eq_ignore_ascii_case(&settings.base)
                        || others.keys().any(|tag| tag.eq_ignore_ascii_case(language))
                    {
                        Source::Own
                    } else {
                        Source::Base
                    };
                    cells.push(Cell {
                        check: check_name(check).to_owned(),
                        part,
                        language: language.clone(),
                        source,
                    });
                }
            }
        }
        Self {
            base: settings.base.clone(),
            cells,
        }
    }

    /// The pairs that are missing.
    pub fn missing(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter().filter(|cell| cell.is_missing())
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for cell in self.missing() {
            let Cell {
                check,
                part,
                language,
                source,
            } = cell;
            match source {
                Source::Base => writeln!(
                    formatter,
                    "{check}: the {part} is not there in {language}; people get that without a language ({})",
                    self.base
                )?,
                _ => writeln!(formatter, "{check}: there is no {part} in {language}")?,
            }
        }
        let (all, missing) = (self.cells.len(), self.missing().count());
        write!(
            formatter,
            "{} of {all} texts are there in their reader's language",
            all - missing
        )
    }
}

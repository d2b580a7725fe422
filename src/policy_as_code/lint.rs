//! The message linter on files and on what an organization has: adds the places.

use serde::Serialize;
use serde_json::Value;

use super::{
    files::{Files, Wanted},
    organization::Organization,
};
use crate::lint::{Coverage, Finding, Kind, Settings, Severity};

/// A finding and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Located {
    /// The file, as it was named; none where the organization itself was looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// From 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// From 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u64>,
    /// What was found.
    #[serde(flatten)]
    pub finding: Finding,
}

impl Located {
    fn at(wanted: &Wanted, finding: Finding) -> Self {
        let path: Vec<&str> = finding.path.iter().map(String::as_str).collect();
        // The nearest thing that is there: what is missing stands nowhere.
        let place = (0..=path.len())
            .rev()
            .find_map(|length| wanted.node.at(&path[..length]))
            .unwrap_or(&wanted.node);
        Self {
            file: Some(wanted.file.clone()),
            line: Some(place.line),
            column: Some(place.column),
            finding,
        }
    }
}

impl std::fmt::Display for Located {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let (Some(file), Some(line), Some(column)) = (&self.file, self.line, self.column) {
            write!(formatter, "{file}:{line}:{column}: ")?;
        }
        let finding = &self.finding;
        write!(
            formatter,
            "{}[{}] {}: {}",
            finding.severity().as_str(),
            finding.rule.id(),
            finding.subject(),
            finding.advice
        )
    }
}

impl Files {
    /// What is wrong with the texts of the files, in their order.
    pub fn lint(&self, settings: &Settings) -> Vec<Located> {
        let checks: Vec<&Wanted> = self.checks.iter().flatten().collect();
        let assurances: Vec<&Wanted> = self.assurances.iter().flatten().collect();
        let found = settings.organization(&values(&checks), &values(&assurances));
        let mut located: Vec<Located> = found
            .into_iter()
            .filter_map(|(index, finding)| {
                let wanted = match finding.kind {
                    Kind::PostureCheck => checks.get(index)?,
                    Kind::DeviceAssurance => assurances.get(index)?,
                };
                Some(Located::at(wanted, finding))
            })
            .collect();
        located.sort_by(|a, b| {
            let key = |it: &Located| (it.file.clone(), it.line, it.column);
            key(a).cmp(&key(b))
        });
        located
    }

    /// Which languages the texts of the files are there in.
    pub fn coverage(&self, settings: &Settings) -> Coverage {
        let checks: Vec<&Wanted> = self.checks.iter().flatten().collect();
        settings.coverage(&values(&checks))
    }
}

fn values<'a>(wanted: &[&'a Wanted]) -> Vec<&'a Value> {
    wanted.iter().map(|wanted| &wanted.value).collect()
}

impl Organization {
    /// What is wrong with the texts that the organization has.
    pub fn lint(&self, settings: &Settings) -> Vec<Located> {
        let checks: Vec<&Value> = self.checks.iter().collect();
        let assurances: Vec<&Value> = self.assurances.iter().collect();
        settings
            .organization(&checks, &assurances)
            .into_iter()
            .map(|(_, finding)| Located {
                file: None,
                line: None,
                column: None,
                finding,
            })
            .collect()
    }

    /// Which languages the texts of the organization are there in.
    pub fn coverage(&self, settings: &Settings) -> Coverage {
        settings.coverage(&self.checks.iter().collect::<Vec<_>>())
    }
}

/// How many errors and warnings there are.
pub fn count(found: &[Located]) -> (usize, usize) {
    let errors = found
        .iter()
        .filter(|located| located.finding.severity() == Severity::Error)
        .count();
    (errors, found.len() - errors)
}

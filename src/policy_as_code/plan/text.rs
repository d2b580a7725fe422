//! The plan to be read by people.

use std::fmt;

use serde_json::Value;
use similar::TextDiff;

use super::{Action, Change, Plan};
use crate::policy_as_code::yaml;

/// Lines around a difference.
const CONTEXT: usize = 3;

impl fmt::Display for Plan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for change in &self.changes {
            let (word, before, after) = match &change.action {
                Action::Create { after } => ("create", None, Some(after)),
                Action::Update { before, after, .. } => ("change", Some(before), Some(after)),
                Action::Delete { before, .. } => ("delete", Some(before), None),
                Action::Unchanged { .. } => ("unchanged", None, None),
                Action::Leave => continue,
            };
            writeln!(formatter, "{word} {}", change.title())?;
            let text = |value: Option<&Value>| {
                let value = value.map(|value| yaml::write(change.kind.shape(), value));
                value
                    .unwrap_or_else(|| Ok(String::new()))
                    .map_err(|_| fmt::Error)
            };
            for line in difference(&text(before)?, &text(after)?) {
                writeln!(formatter, "    {line}")?;
            }
        }
        let left: Vec<String> = self
            .changes
            .iter()
            .filter(|change| change.action == Action::Leave)
            .map(Change::title)
            .collect();
        if !left.is_empty() {
            writeln!(
                formatter,
                "left alone, as not in the files (--prune deletes): {}",
                left.join(", ")
            )?;
        }
        let count = |is: fn(&Action) -> bool| {
            let changes = self.changes.iter();
            changes.filter(|change| is(&change.action)).count()
        };
        write!(
            formatter,
            "{} to create, {} to change, {} to delete, {} unchanged",
            count(|action| matches!(action, Action::Create { .. })),
            count(|action| matches!(action, Action::Update { .. })),
            count(|action| matches!(action, Action::Delete { .. })),
            count(|action| matches!(action, Action::Unchanged { .. })),
        )
    }
}

/// The lines that go and come. Where both are there, with what is around them and where that is.
fn difference(before: &str, after: &str) -> Vec<String> {
    let prefixed =
        |text: &str, mark: char| text.lines().map(|line| format!("{mark}{line}")).collect();
    if before.is_empty() {
        return prefixed(after, '+');
    }
    if after.is_empty() {
        return prefixed(before, '-');
    }
    let diff = TextDiff::from_lines(before, after);
    let text = diff.unified_diff().context_radius(CONTEXT).to_string();
    text.lines().map(str::to_owned).collect()
}

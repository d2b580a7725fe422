//! The plan to be read by people.

use std::fmt::{self, Write as _};

use serde_json::Value;
use similar::TextDiff;

use super::{Action, Change, Plan};
use crate::policy_as_code::kind::Kind;

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
            if change.is_work() {
                let text = |value: Option<&Value>| {
                    value.map_or(Ok(String::new()), |value| yaml(change.kind, value))
                };
                let diff = difference(&text(before)?, &text(after)?);
                for line in diff.lines() {
                    writeln!(formatter, "    {line}")?;
                }
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

fn yaml(kind: Kind, value: &Value) -> Result<String, fmt::Error> {
    let mut text = String::new();
    serde_saphyr::to_fmt_writer(&mut text, &kind.shape().ordered(value)).map_err(|_| fmt::Error)?;
    if !text.ends_with('\n') {
        text.write_char('\n')?;
    }
    Ok(text)
}

/// The lines that go and come, with what is around them, without headers.
fn difference(before: &str, after: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    diff.unified_diff()
        .context_radius(CONTEXT)
        .missing_newline_hint(false)
        .to_string()
}

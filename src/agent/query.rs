//! Whether a statement is good as a custom check (`docs/spec/management-api.md` section 7): one `SELECT` with a
//! semicolon at its end, which gives one row with one column, `1` or `0`. What is wrong is said in a sentence, with a
//! hint how to mend it.

use std::time::Duration;

use super::{
    AgentConfig, Error, Runner,
    runner::{self, Row},
    settings::Settings,
    signals,
    statement::{self, Refusal},
};

/// What the value of a statement may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// `1` or `0`: the check is a CHECKBOX.
    PassOrFail,
    /// Any text: the check is a TEXTBOX.
    Text,
    /// This text, which a policy asks for.
    Value(String),
}

/// What is wrong with a statement.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// There is nothing in it.
    #[error("There is no statement.")]
    Empty,
    /// It is too long to be run.
    #[error("The statement is too long: an agent runs up to {} KiB.", statement::LONGEST / 1024)]
    TooLong,
    /// It is not a `SELECT`.
    #[error("The statement is not a SELECT.")]
    NotSelect,
    /// There are several.
    #[error("There is more than one statement.")]
    Several,
    /// A quotation, comment or parenthesis is left open.
    #[error("A quotation, a comment or a parenthesis is not closed, or closed without being open.")]
    Unclosed,
    /// The semicolon at the end is missing.
    #[error("The statement does not end with a semicolon.")]
    NoSemicolon,
    /// A table is not there.
    #[error("There is no table {0}.")]
    NoTable(String),
    /// A column is not there.
    #[error("There is no column {0}.")]
    NoColumn(String),
    /// The engine does not understand it, or cannot run it.
    #[error("The statement cannot be run: {0}.")]
    Engine(String),
    /// It gives no row.
    #[error("The statement gives no row; a check needs exactly one.")]
    NoRow,
    /// It gives several rows.
    #[error("The statement gives {0} rows; a check needs exactly one.")]
    Rows(usize),
    /// Its row has several columns.
    #[error("The statement gives {} columns ({}); a check needs exactly one.", .0.len(), .0.join(", "))]
    Columns(Vec<String>),
    /// It gives more than is read.
    #[error("The statement gives more than a check can be.")]
    TooMuch,
    /// It takes too long.
    #[error("The statement takes longer than {} s, the longest wait for a check on this device.", .0.as_secs_f64())]
    Timeout(Duration),
    /// Its value is neither `1` nor `0`.
    #[error("The value is {0:?}; a CHECKBOX needs 1 or 0.")]
    NotPassOrFail(String),
    /// Its value is not the one that a policy asks for.
    #[error("The value is {value:?}; the policy asks for {expected:?}.")]
    OtherValue {
        /// What it is.
        value: String,
        /// What it should be.
        expected: String,
    },
    /// Custom checks are turned off on the device.
    #[error("Custom checks are turned off on this device.")]
    TurnedOff,
}

impl Problem {
    /// A word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too-long",
            Self::NotSelect => "not-select",
            Self::Several => "several-statements",
            Self::Unclosed => "unclosed",
            Self::NoSemicolon => "no-semicolon",
            Self::NoTable(_) => "no-table",
            Self::NoColumn(_) => "no-column",
            Self::Engine(_) => "not-run",
            Self::NoRow => "no-row",
            Self::Rows(_) => "several-rows",
            Self::Columns(_) => "several-columns",
            Self::TooMuch => "too-much",
            Self::Timeout(_) => "timeout",
            Self::NotPassOrFail(_) => "not-pass-or-fail",
            Self::OtherValue { .. } => "other-value",
            Self::TurnedOff => "turned-off",
        }
    }

    /// How to mend it.
    pub fn hint(&self) -> String {
        match self {
            Self::Empty => "Write one SELECT that gives 1 or 0, as in: SELECT count(*) > 0 AS found FROM …;".into(),
            Self::TooLong => "Ask for less: a check is one value.".into(),
            Self::NotSelect => "A check only looks: begin with SELECT, or with WITH … SELECT.".into(),
            Self::Several => {
                "Keep one, or join them: SELECT (SELECT …) AND (SELECT …) AS good; only the last semicolon stays.".into()
            }
            Self::Unclosed => "Look for a quotation mark, /* or ( without its partner; a mark within a text is doubled: \
                               'it''s'."
                .into(),
            Self::NoSemicolon => "Put ; at the end: the management API refuses the check without it.".into(),
            Self::NoTable(name) => format!(
                "Is {name} spelled as in osquery's schema, and is it there on this platform? A simulated device can be \
                 given more tables: [[tables.{name}]] in its file."
            ),
            Self::NoColumn(name) => format!(
                "Is {name} a column of that table in osquery's schema? If it is meant as text, write it in single \
                 quotes: '{name}'."
            ),
            Self::Engine(_) => "Try it in osqueryi first; the SQL is SQLite's.".into(),
            Self::NoRow => "Count instead, so that there is an answer where nothing is found: SELECT count(*) > 0 AS \
                            found FROM …;"
                .into(),
            Self::Rows(_) => "Sum them up (SELECT min(…) AS all_good FROM …;), or pick one with WHERE.".into(),
            Self::Columns(_) => "Name the one column that is the answer, instead of * or a list.".into(),
            Self::TooMuch => "Sum up what is found: a check is one short value.".into(),
            Self::Timeout(_) => "Narrow it down with WHERE, above all on tables of files, or let the organization's \
                                 device management allow longer."
                .into(),
            Self::NotPassOrFail(value) if value.is_empty() => {
                "Empty is also what NULL becomes: coalesce(…, 0) gives 0 instead.".into()
            }
            Self::NotPassOrFail(_) => "Make it a question: SELECT CASE WHEN … THEN 1 ELSE 0 END AS good FROM …; or use \
                                       the mapping type TEXTBOX and let the policy name the value."
                .into(),
            Self::OtherValue { .. } => "Values are compared character by character. Either this device should fail the \
                                        check, or the policy should ask for another value."
                .into(),
            Self::TurnedOff => "The organization's device management turns them on (EnableOSQueryCustomChecks); \
                                --custom-checks true does so for a try."
                .into(),
        }
    }

    /// The value that the statement has all the same.
    pub fn value(&self) -> Option<&str> {
        match self {
            Self::NotPassOrFail(value) | Self::OtherValue { value, .. } => Some(value),
            _ => None,
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Empty => Self::Empty,
            Refusal::TooLong => Self::TooLong,
            Refusal::NotSelect => Self::NotSelect,
            Refusal::Several => Self::Several,
            Refusal::Unclosed => Self::Unclosed,
        }
    }
}

/// Looks at the statement alone.
///
/// # Errors
/// What is wrong with it.
pub fn check_shape(text: &str) -> Result<(), Problem> {
    let statement = statement::accept(text)?;
    // It is a part of the text: what follows it is the semicolon, blanks and comments.
    let start = statement.as_ptr() as usize - text.as_ptr() as usize;
    if text[start + statement.len()..].starts_with(';') {
        Ok(())
    } else {
        Err(Problem::NoSemicolon)
    }
}

/// Tries statements on a device.
#[derive(Debug)]
pub struct Examiner {
    runner: Runner,
    settings: Settings,
    platform: &'static str,
}

impl Examiner {
    /// The device of an agent.
    ///
    /// # Errors
    /// Where the device cannot be used at all: its file cannot be read, osquery cannot be started.
    pub async fn open(config: &AgentConfig) -> Result<Self, Error> {
        let runner = Runner::open(&config.source).await?;
        let platform = signals::describe(&runner).await?.platform;
        Ok(Self {
            settings: Settings::new(platform, &runner.mdm(), &config.overrides),
            runner,
            platform: platform.as_str(),
        })
    }

    /// The device's platform, `MACOS` or `WINDOWS`.
    pub fn platform(&self) -> &'static str {
        self.platform
    }

    /// Looks at the statement and runs it: its value.
    ///
    /// # Errors
    /// What is wrong with it.
    pub async fn examine(&self, text: &str, expected: &Expected) -> Result<String, Problem> {
        check_shape(text)?;
        if !self.settings.custom_checks {
            return Err(Problem::TurnedOff);
        }
        let rows = self
            .runner
            .check_rows(text, self.settings.check_timeout)
            .await;
        value(rows.map_err(problem)?, expected)
    }
}

/// The one value in `rows`.
fn value(mut rows: Vec<Row>, expected: &Expected) -> Result<String, Problem> {
    let count = rows.len();
    let Some(row) = rows.pop() else {
        return Err(Problem::NoRow);
    };
    if count > 1 {
        return Err(Problem::Rows(count));
    }
    let [(_, value)] = &row[..] else {
        return Err(Problem::Columns(
            row.into_iter().map(|(column, _)| column).collect(),
        ));
    };
    let value = value.clone();
    match expected {
        Expected::PassOrFail if value != "1" && value != "0" => Err(Problem::NotPassOrFail(value)),
        Expected::Value(expected) if value != *expected => Err(Problem::OtherValue {
            value,
            expected: expected.clone(),
        }),
        _ => Ok(value),
    }
}

fn problem(error: runner::Error) -> Problem {
    match error {
        runner::Error::Refused(refusal) => refusal.into(),
        runner::Error::Timeout(limit) => Problem::Timeout(limit),
        runner::Error::TooMuch => Problem::TooMuch,
        runner::Error::Engine(said) => engine(&said),
        error @ (runner::Error::NotOneValue { .. } | runner::Error::Unavailable(_)) => {
            Problem::Engine(error.to_string())
        }
    }
}

/// What SQLite says, in the sentences of this file where it is one of the common mistakes.
fn engine(said: &str) -> Problem {
    for (start, make) in [
        ("no such table: ", Problem::NoTable as fn(String) -> Problem),
        ("no such column: ", Problem::NoColumn),
    ] {
        if let Some(name) = said.split(start).nth(1) {
            return make(name.trim().to_owned());
        }
    }
    Problem::Engine(said.trim_end_matches('.').to_owned())
}

#[cfg(test)]
mod tests;

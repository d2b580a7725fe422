//! `check-query`: whether osquery statements are good as checks.

use std::{io::Read as _, process::ExitCode};

use anyhow::{Context as _, anyhow};
use doorstep::{
    agent::query::{Examiner, Expected, Problem, check_shape},
    config::{CheckQueryOptions, MappingType},
    policy_as_code::Files,
};
use serde_json::{Value, json};

use super::{agent, policy_as_code};

/// A statement to look at.
struct Statement {
    /// The check that it belongs to.
    variable_name: Option<String>,
    /// The platform of that check.
    platform: Option<String>,
    query: String,
    expected: Expected,
}

/// What was found.
struct Finding {
    statement: Statement,
    /// Whether it ran on the device.
    ran: bool,
    value: Option<String>,
    problem: Option<Problem>,
}

/// Looks at the statements and says of each whether it is good.
pub(super) async fn run(options: CheckQueryOptions) -> anyhow::Result<ExitCode> {
    let statements = statements(&options)?;
    let (shape_only, as_json) = (options.shape, options.json);
    let examiner = if shape_only {
        None
    } else {
        let examiner = Examiner::open(&agent::config(options.agent)).await;
        let examiner = examiner.map_err(|error| {
            anyhow!(
                "{error}; --simulate names a simulated device, --osquery the osquery shell, and with --shape the \
                 statement is not run"
            )
        })?;
        Some(examiner)
    };
    let mut findings = Vec::new();
    for statement in statements {
        findings.push(look_at(statement, examiner.as_ref()).await);
    }
    if as_json {
        let findings: Vec<Value> = findings.iter().map(Finding::json).collect();
        super::print(&serde_json::to_string_pretty(&findings)?)?;
    } else {
        for finding in &findings {
            super::print(&finding.text())?;
        }
    }
    let good = findings.iter().all(|finding| finding.problem.is_none());
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(super::DIFFERENT)
    })
}

fn statements(options: &CheckQueryOptions) -> anyhow::Result<Vec<Statement>> {
    if !options.checks.is_empty() {
        let files = Files::read(&policy_as_code::read(&options.checks)?)?;
        let checks = files.custom_checks().into_iter();
        return Ok(checks
            .map(|check| Statement {
                variable_name: Some(check.variable_name),
                platform: Some(check.platform),
                query: check.query,
                expected: if check.textbox {
                    Expected::Text
                } else {
                    Expected::PassOrFail
                },
            })
            .collect());
    }
    let query = match (&options.query_file, options.query.as_deref()) {
        (Some(path), _) => std::fs::read_to_string(path)
            .with_context(|| format!("{} cannot be read (option --query-file)", path.display()))?,
        (None, Some("-")) => {
            let mut text = String::new();
            std::io::stdin()
                .read_to_string(&mut text)
                .context("the statement cannot be read from standard input")?;
            text
        }
        (None, query) => query.unwrap_or_default().to_owned(),
    };
    let expected = match (&options.value, options.mapping_type) {
        (Some(value), _) => Expected::Value(value.clone()),
        (None, Some(MappingType::Textbox)) => Expected::Text,
        (None, Some(MappingType::Checkbox) | None) => Expected::PassOrFail,
    };
    Ok(vec![Statement {
        variable_name: None,
        platform: None,
        query,
        expected,
    }])
}

async fn look_at(statement: Statement, examiner: Option<&Examiner>) -> Finding {
    let here = examiner.filter(|examiner| {
        let platform = statement.platform.as_deref();
        platform.is_none_or(|platform| platform == examiner.platform())
    });
    let (ran, result) = match here {
        Some(examiner) => (
            true,
            examiner
                .examine(&statement.query, &statement.expected)
                .await
                .map(Some),
        ),
        None => (false, check_shape(&statement.query).map(|()| None)),
    };
    let (value, problem) = match result {
        Ok(value) => (value, None),
        Err(problem) => (problem.value().map(str::to_owned), Some(problem)),
    };
    Finding {
        statement,
        ran,
        value,
        problem,
    }
}

impl Finding {
    fn text(&self) -> String {
        let said = match (&self.problem, &self.value) {
            (Some(problem), _) => format!("{problem}\n  {}", problem.hint()),
            (None, Some(value)) => format!("A check would get the value {value:?}."),
            (None, None) => match &self.statement.platform {
                Some(platform) if !self.ran => {
                    format!("The shape is right; it was not run, as a check for {platform}.")
                }
                _ => String::from("The shape is right; it was not run."),
            },
        };
        match &self.statement.variable_name {
            Some(name) => format!("{name}: {said}"),
            None => said,
        }
    }

    fn json(&self) -> Value {
        json!({
            "variableName": self.statement.variable_name,
            "query": self.statement.query,
            "ran": self.ran,
            "good": self.problem.is_none(),
            "value": self.value,
            "problem": self.problem.as_ref().map(|problem| json!({
                "code": problem.code(),
                "text": problem.to_string(),
                "hint": problem.hint(),
            })),
        })
    }
}

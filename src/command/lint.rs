//! `lint`: what is wrong with the texts that people get when a check fails.

use std::process::ExitCode;

use doorstep::{
    config::{LintFormat, LintOptions},
    lint::Settings,
    policy_as_code::{Files, Needs, Organization, count},
};
use serde_json::json;

use super::policy_as_code::{Api, read};

/// Looks at files or at an organization.
pub(super) async fn run(options: LintOptions) -> anyhow::Result<ExitCode> {
    let mut settings = Settings {
        base: options.base_language.to_string(),
        ..Settings::default()
    };
    if !options.languages.is_empty() {
        settings.languages = options.languages.iter().map(ToString::to_string).collect();
    }
    let (found, coverage) = if options.server {
        let api = Api::open(&options.api, "doorstep lint").await?;
        let needs = Needs {
            checks: true,
            assurances: true,
            ..Needs::default()
        };
        let organization = Organization::read(&api.client, needs, &Files::default()).await;
        api.close().await;
        let organization = organization?;
        (
            organization.lint(&settings),
            organization.coverage(&settings),
        )
    } else {
        let files = Files::read(&read(&options.files)?)?;
        (files.lint(&settings), files.coverage(&settings))
    };
    let bad = if options.coverage {
        match options.format {
            LintFormat::Text => super::print(&coverage.to_string())?,
            LintFormat::Json => super::print(&serde_json::to_string_pretty(&coverage)?)?,
        }
        options.deny_warnings && coverage.missing().next().is_some()
    } else {
        let (errors, warnings) = count(&found);
        match options.format {
            LintFormat::Text => {
                for located in &found {
                    super::print(&located.to_string())?;
                }
                super::print(&format!("{errors} errors, {warnings} warnings"))?;
            }
            LintFormat::Json => {
                let document = json!({"errors": errors, "warnings": warnings, "findings": found});
                super::print(&serde_json::to_string_pretty(&document)?)?;
            }
        }
        errors > 0 || options.deny_warnings && warnings > 0
    };
    Ok(if bad {
        ExitCode::from(super::DIFFERENT)
    } else {
        ExitCode::SUCCESS
    })
}

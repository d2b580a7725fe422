//! Device posture checks and their remediation settings (`docs/spec/management-api.md` 1.4 and section 5), as on the
//! wire.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Fix, Platform};

/// A device posture check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DevicePostureCheckFields)]
pub struct DevicePostureCheck {
    /// Identifier, `dch…`.
    #[serde(default)]
    #[schema(required = true, read_only)]
    pub id: String,
    /// Name for administrators.
    #[serde(default)]
    #[schema(required = true)]
    pub name: String,
    /// Description for administrators.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// By which policies refer to it; unique.
    #[serde(default)]
    #[schema(required = true)]
    pub variable_name: String,
    /// The platform it is for.
    pub platform: Platform,
    /// Ours or an administrator's.
    #[serde(rename = "type")]
    pub kind: CheckType,
    /// How policy editors show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping_type: Option<MappingType>,
    /// The osquery statement; built-in checks have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// What people are told when it fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remediation_settings: Option<RemediationSettings>,
    /// When it was created.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "super::wire_time::optional"
    )]
    #[schema(read_only)]
    pub created_date: Option<Timestamp>,
    /// Who created it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(read_only)]
    pub created_by: Option<String>,
    /// When it was last written.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "super::wire_time::optional"
    )]
    #[schema(read_only)]
    pub last_update: Option<Timestamp>,
    /// Who wrote it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(read_only)]
    pub last_updated_by: Option<String>,
}

/// Whose check it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum CheckType {
    /// Comes with the product and stands for a condition; only its remediation can be changed.
    Builtin,
    /// Written by an administrator.
    Custom,
}

/// How policy editors show a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum MappingType {
    /// Pass or fail.
    Checkbox,
    /// A value to match.
    Textbox,
}

/// What people are told when a check fails.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct RemediationSettings {
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<RemediationMessage>,
    /// The link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<RemediationLink>,
    /// What fixing takes. Ours; Okta's clients ignore it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<RemediationFix>,
    /// Why the check matters. Ours; Okta's clients ignore it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<RemediationReason>,
}

/// The text of an instruction. Empty, null and absent mean the same.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct RemediationMessage {
    /// Key of a built-in text; ignored on custom checks.
    #[serde(rename = "defaultI18nKey")]
    #[schema(required = true)]
    pub default_i18n_key: Option<String>,
    /// The administrator's own text.
    #[schema(required = true)]
    pub custom_text: Option<String>,
    /// The administrator's text per language (BCP 47). Ours; Okta's clients ignore it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub custom_text_translations: BTreeMap<String, String>,
}

/// The link of an instruction. Empty, null and absent mean the same.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct RemediationLink {
    /// Built-in documentation; ignored on custom checks.
    #[schema(required = true)]
    pub default_url: Option<String>,
    /// The administrator's own page.
    #[schema(required = true)]
    pub custom_url: Option<String>,
    /// The administrator's page per language (BCP 47). Ours; Okta's clients ignore it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub custom_url_translations: BTreeMap<String, String>,
}

/// What fixing takes. On built-in checks, what is left out is as it comes with the program.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct RemediationFix {
    /// How long it takes, roughly, in minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// Whether the device restarts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restart_required: Option<bool>,
    /// Whether it needs an administrator of the device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_rights_required: Option<bool>,
    /// Where in the device's settings: `x-apple.systempreferences:`, `ms-settings:` or https.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings_url: Option<String>,
    /// What holds where nothing else is said, with the newest system's settings address; shown for built-in checks,
    /// ignored when written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Fix>,
}

/// Why a check matters. Empty, null and absent mean the same.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct RemediationReason {
    /// Key of a built-in text; shown for built-in checks, ignored when written.
    #[serde(rename = "defaultI18nKey", skip_serializing_if = "Option::is_none")]
    pub default_i18n_key: Option<String>,
    /// The administrator's own text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_text: Option<String>,
    /// The administrator's text per language (BCP 47).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub custom_text_translations: BTreeMap<String, String>,
}

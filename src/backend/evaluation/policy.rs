//! App sign-in policies and their rules (`docs/spec/management-api.md` section 3), as on the wire. What the rules do
//! with verification methods is kept verbatim: device assurance does not look into it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::Platform;

/// Whether a policy or rule is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    /// In force.
    #[default]
    Active,
    /// Skipped.
    Inactive,
}

/// An app sign-in policy: a list of rules.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PolicyFields)]
pub struct AccessPolicy {
    /// Identifier, `rst…`.
    #[serde(default)]
    #[schema(required = true, read_only)]
    pub id: String,
    /// Whether it is in force.
    #[serde(default)]
    #[schema(required = true, read_only)]
    pub status: Status,
    /// Name for administrators.
    #[serde(default)]
    #[schema(required = true)]
    pub name: String,
    /// Description for administrators.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Always 1: an app has exactly one policy.
    #[serde(default)]
    #[schema(required = true, read_only)]
    pub priority: i64,
    /// Whether it came with the organization.
    #[serde(default)]
    #[schema(required = true, read_only)]
    pub system: bool,
    /// When it was created.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "super::wire_time::optional"
    )]
    #[schema(read_only)]
    pub created: Option<Timestamp>,
    /// When it was last written.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "super::wire_time::optional"
    )]
    #[schema(read_only)]
    pub last_updated: Option<Timestamp>,
}

/// A rule: when it matches, what it does. The first one that matches decides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PolicyRuleFields)]
pub struct AccessPolicyRule {
    /// Identifier, `rul…`.
    #[serde(default)]
    #[schema(required = true, read_only)]
    pub id: String,
    /// Whether it is in force.
    #[serde(default)]
    #[schema(required = true, read_only)]
    pub status: Status,
    /// Name for administrators.
    #[serde(default)]
    #[schema(required = true)]
    pub name: String,
    /// The lowest number is asked first.
    #[serde(default)]
    #[schema(required = true)]
    pub priority: i64,
    /// Whether it is the Catch-all rule, which is asked last.
    #[serde(default)]
    #[schema(required = true, read_only)]
    pub system: bool,
    /// When it matches; always, where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<RuleConditions>,
    /// What it does.
    pub actions: RuleActions,
    /// When it was created.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "super::wire_time::optional"
    )]
    #[schema(read_only)]
    pub created: Option<Timestamp>,
    /// When it was last written.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "super::wire_time::optional"
    )]
    #[schema(read_only)]
    pub last_updated: Option<Timestamp>,
}

/// The conditions of a rule: all must match.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct RuleConditions {
    /// The device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceCondition>,
    /// The person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<PeopleCondition>,
    /// The network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network: Option<NetworkCondition>,
    /// The device's platform.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<PlatformCondition>,
    /// The risk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk_score: Option<RiskScore>,
    /// An expression.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub el_condition: Option<ElCondition>,
    /// The kind of user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_type: Option<Lists>,
}

/// A condition on the device.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct DeviceCondition {
    /// `true`: the device must be registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registered: Option<bool>,
    /// `true`: the device must be managed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub managed: Option<bool>,
    /// The device must meet one of these policies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assurance: Option<AssuranceCondition>,
}

/// Device assurance policies of which one must be met.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct AssuranceCondition {
    /// Their identifiers.
    pub include: Vec<String>,
}

/// Who a rule is for and who not.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Lists {
    /// Who it is for; everybody, where empty.
    pub include: Vec<String>,
    /// Who it is not for.
    pub exclude: Vec<String>,
}

/// A condition on the person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct PeopleCondition {
    /// Users by identifier.
    pub users: Lists,
    /// Groups by identifier.
    pub groups: Lists,
}

/// A condition on the network.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NetworkCondition {
    /// `ANYWHERE`; zones are refused by the management API.
    pub connection: String,
}

/// A condition on the device's platform.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct PlatformCondition {
    /// Which; all, where empty.
    pub include: Vec<PlatformInclude>,
    /// Which not.
    pub exclude: Vec<PlatformInclude>,
}

/// A platform as rules name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlatformInclude {
    /// `ANY`, `DESKTOP`, `MOBILE` or `OTHER`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The operating system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub os: Option<Os>,
}

impl PlatformInclude {
    /// Whether a device of `platform` is meant.
    pub(super) fn matches(&self, platform: Option<Platform>) -> bool {
        let mobile = matches!(platform, Some(Platform::Android | Platform::Ios));
        let system = self.os.as_ref().map(|os| os.kind.as_str());
        // Devices of which no platform is known are the only ones that can run Linux.
        let linux = platform.is_none() && system == Some("LINUX");
        let kind = match self.kind.as_str() {
            "ANY" => true,
            "MOBILE" => mobile,
            "DESKTOP" => linux || (platform.is_some() && !mobile),
            _ => platform.is_none(),
        };
        let os = match (system, platform) {
            (None | Some("ANY"), _)
            | (Some("OSX" | "MACOS"), Some(Platform::Macos))
            | (Some("OTHER" | "LINUX"), None) => true,
            (Some(name), Some(platform)) => name == platform.as_str(),
            _ => false,
        };
        kind && os
    }
}

/// An operating system as rules name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Os {
    /// `ANY`, `OSX`, `MACOS`, `WINDOWS`, `IOS`, `ANDROID`, `CHROMEOS`, `LINUX` or `OTHER`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// A condition on the risk; only `ANY` is accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RiskScore {
    /// `ANY`.
    pub level: String,
}

/// An expression; none is accepted, and an empty one means nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct ElCondition {
    /// The expression.
    pub condition: Option<String>,
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RuleActions {
    /// The decision about the app.
    pub app_sign_on: AppSignOn,
}

/// The decision about the app.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AppSignOn {
    /// Let in or not.
    pub access: Access,
    /// What the person must prove, verbatim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub verification_method: Option<Value>,
    /// Whether the person may stay signed in, verbatim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub keep_me_signed_in: Option<Value>,
}

/// Let in or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Access {
    /// Let in.
    Allow,
    /// Keep out.
    Deny,
}

//! What an app says about itself and nothing here acts on: kept as it was sent, and answered, so that whoever wrote it
//! finds it again. Names, values and defaults are Okta's (`POST /api/v1/apps`, recorded in 2025 and 2026).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// What an app says about itself. Absent is what was not sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct AppAttributes {
    /// Whether Okta may change the keys that it signs with; ours are changed by nobody but the administrator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_key_rotation: Option<bool>,
    /// Whether it says that it must use PKCE; whoever signs people in must, whatever it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pkce_required: Option<bool>,
    /// Whether people need no assignment; there are none here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub implicit_assignment: Option<bool>,
    /// Where Okta's dashboard, which is not here, shows it.
    pub visibility: AppVisibility,
    /// Notes.
    pub notes: AppNotes,
    /// Anything that the administrator wants to keep.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<Map<String, Value>>,
    /// What it says as an OAuth 2 client.
    pub client: ClientAttributes,
}

impl AppAttributes {
    /// Whether nothing is said.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Where Okta's dashboard shows an app.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
#[schema(as = ApplicationVisibility)]
pub struct AppVisibility {
    /// Whether the dashboard opens it by itself.
    #[schema(required = true)]
    pub auto_launch: Option<bool>,
    /// Whether the dashboard's toolbar signs in to it by itself.
    #[schema(required = true)]
    pub auto_submit_toolbar: Option<bool>,
    /// Where it is hidden.
    pub hide: AppHidden,
    /// Which of its links are shown, by their names.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(required = false)]
    pub app_links: BTreeMap<String, bool>,
}

/// Where an app is hidden.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = ApplicationVisibilityHide)]
pub struct AppHidden {
    /// In the dashboard's app for phones.
    #[serde(rename = "iOS")]
    #[schema(required = true)]
    pub ios: Option<bool>,
    /// In the dashboard.
    #[schema(required = true)]
    pub web: Option<bool>,
}

/// Notes about an app.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = ApplicationSettingsNotes)]
pub struct AppNotes {
    /// For administrators.
    #[schema(required = true)]
    pub admin: Option<String>,
    /// For the people who use it.
    #[schema(required = true)]
    pub enduser: Option<String>,
}

/// What an app says about itself as an OAuth 2 client (RFC 7591, section 2, and Okta's own).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = ApplicationSettingsOAuthClientAttributes)]
pub struct ClientAttributes {
    /// Its home page.
    #[schema(required = true)]
    pub client_uri: Option<String>,
    /// Its logo.
    #[schema(required = true)]
    pub logo_uri: Option<String>,
    /// Its terms of service.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub tos_uri: Option<String>,
    /// Its privacy policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub policy_uri: Option<String>,
    /// Where others may begin a sign-in to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub initiate_login_uri: Option<String>,
    /// Where people go who have signed out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub post_logout_redirect_uris: Vec<String>,
    /// Where it would hear that somebody has signed out elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub frontchannel_logout_uri: Option<String>,
    /// Whether it wants to hear which session that was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub frontchannel_logout_session_required: Option<bool>,
    /// Which of an organization's addresses its tokens name; there is only one here.
    #[schema(required = true)]
    pub issuer_mode: Option<IssuerMode>,
    /// Kinds of answer.
    #[schema(required = true)]
    pub response_types: Vec<String>,
    /// From where it may be used, where it said so: from anywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub network: Option<ClientNetwork>,
}

/// Which of an organization's addresses an app's tokens name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = ApplicationIssuerMode)]
pub enum IssuerMode {
    /// The organization's own.
    OrgUrl,
    /// That of its custom domain.
    CustomUrl,
    /// The one at which the app asks.
    Dynamic,
}

/// From where an app may be used.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = ApplicationNetwork)]
pub struct ClientNetwork {
    /// `ANYWHERE`; zones are refused by the management API.
    #[schema(required = true)]
    pub connection: String,
}

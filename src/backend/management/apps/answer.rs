//! An app as it is answered.

use serde::Serialize;
use utoipa::ToSchema;

use super::keys;
use crate::backend::{
    management::{ManagementState, links::Link},
    store::{App, ApplicationType, ClientAuth, GrantType},
};

/// The kind of every app.
pub(super) const NAME: &str = "oidc_client";

/// An app as answered.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Application)]
pub(in crate::backend::management) struct Answer {
    /// Identifier, and the client id.
    #[schema(read_only)]
    id: String,
    /// Always null.
    #[schema(value_type = Option<String>)]
    orn: (),
    /// Kind of app: `oidc_client`.
    name: &'static str,
    /// What people know it as.
    label: String,
    /// `ACTIVE`, or anything else for apps that nobody may sign in to.
    #[schema(read_only)]
    status: String,
    /// When it was created.
    #[schema(read_only, format = DateTime)]
    created: String,
    /// When it was last written.
    #[schema(read_only, format = DateTime)]
    last_updated: String,
    /// How people sign in: `OPENID_CONNECT`.
    sign_on_mode: &'static str,
    /// How the app proves itself.
    credentials: Credentials,
    /// What the app may ask for.
    settings: Settings,
    /// Where it and its policy are, and what can be done with it.
    #[serde(rename = "_links")]
    #[schema(read_only)]
    links: AppLinks,
}

/// How an app proves itself.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ApplicationCredentials)]
struct Credentials {
    /// As an OAuth 2 client.
    oauth_client: ClientCredentials,
}

/// How an OAuth 2 client proves itself.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApplicationCredentialsOAuthClient)]
struct ClientCredentials {
    /// The client id.
    #[schema(read_only)]
    client_id: String,
    /// The secret: only in the answer that makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, read_only)]
    client_secret: Option<String>,
    /// How it proves itself at the token endpoint.
    token_endpoint_auth_method: ClientAuth,
    /// Always true.
    #[serde(rename = "autoKeyRotation")]
    auto_key_rotation: bool,
    /// Whether it must use PKCE: everybody who signs people in.
    pkce_required: bool,
}

/// What an app may ask for.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ApplicationSettings)]
struct Settings {
    /// As an OAuth 2 client.
    oauth_client: ClientSettings,
}

/// What an OAuth 2 client may ask for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApplicationSettingsOAuthClient)]
struct ClientSettings {
    /// Where it may be redirected to.
    redirect_uris: Vec<String>,
    /// Kinds of answer.
    response_types: Vec<&'static str>,
    /// Kinds of grant.
    grant_types: Vec<GrantType>,
    /// What kind of program it is.
    application_type: ApplicationType,
    /// Always false.
    dpop_bound_access_tokens: bool,
    /// The keys that it signs with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    jwks: Option<Keys>,
}

/// A set of keys (RFC 7517).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApplicationKeys)]
struct Keys {
    /// The keys.
    keys: Vec<keys::Answer>,
}

/// Where an app and its policy are, and what can be done with it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ApplicationLinks)]
struct AppLinks {
    /// The app.
    #[serde(rename = "self")]
    this: Link,
    /// Its sign-in policy; services have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    access_policy: Option<Link>,
    /// Activates it, where it is not active.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    activate: Option<Link>,
    /// Deactivates it, where it is active.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    deactivate: Option<Link>,
}

/// The secret is told once, when it is made.
pub(super) fn wire(state: &ManagementState, app: &App, secret: Option<String>) -> Answer {
    let href = state.link(&format!("/apps/{}", app.id));
    let service = app.application_type == ApplicationType::Service;
    let active = app.status == "ACTIVE";
    let mut response_types = Vec::new();
    if app.grant_types.contains(&GrantType::ClientCredentials) {
        response_types.push("token");
    }
    if !service {
        response_types.push("code");
    }
    let change = |possible: bool, action: &str| {
        possible.then(|| Link::to(format!("{href}/lifecycle/{action}"), &["POST"]))
    };
    let links = AppLinks {
        access_policy: (!service)
            .then(|| Link::bare(state.link(&format!("/policies/{}", app.policy_id)))),
        activate: change(!active, "activate"),
        deactivate: change(active, "deactivate"),
        this: Link::bare(href),
    };
    Answer {
        id: app.id.clone(),
        orn: (),
        name: NAME,
        label: app.label.clone(),
        status: app.status.clone(),
        created: format!("{:.3}", app.created),
        last_updated: format!("{:.3}", app.last_updated),
        sign_on_mode: "OPENID_CONNECT",
        credentials: Credentials {
            oauth_client: ClientCredentials {
                client_id: app.id.clone(),
                client_secret: secret,
                token_endpoint_auth_method: app.client_auth,
                auto_key_rotation: true,
                pkce_required: !service,
            },
        },
        settings: Settings {
            oauth_client: ClientSettings {
                redirect_uris: app.redirect_uris.clone(),
                response_types,
                grant_types: app.grant_types.clone(),
                application_type: app.application_type,
                dpop_bound_access_tokens: false,
                jwks: (!app.keys.is_empty()).then(|| Keys {
                    keys: app.keys.iter().map(keys::wire).collect(),
                }),
            },
        },
        links,
    }
}

//! An app as it is answered.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{given::response_types, groups_claim::issuer_mode, keys};
use crate::backend::{
    management::{ManagementState, links::Link},
    store::{
        App, AppNotes, AppVisibility, ApplicationType, ClientAttributes, ClientAuth, GrantType,
    },
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
    /// What Okta does around it, and is not done here.
    accessibility: Accessibility,
    /// Where Okta's dashboard would show it.
    visibility: AppVisibility,
    /// Anything that the administrator keeps here.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object, required = false)]
    profile: Option<Map<String, Value>>,
    /// How the app proves itself.
    credentials: Credentials,
    /// What the app may ask for.
    settings: Settings,
    /// Where it and its policy are, and what can be done with it.
    #[serde(rename = "_links")]
    #[schema(read_only)]
    links: AppLinks,
}

/// What Okta does around an app, and is not done here.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ApplicationAccessibility)]
struct Accessibility {
    /// Always false.
    self_service: bool,
    /// Always null.
    #[schema(value_type = Option<String>)]
    error_redirect_url: (),
    /// Always null.
    #[schema(value_type = Option<String>)]
    login_redirect_url: (),
}

/// How an app proves itself, and what it knows people as.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ApplicationCredentials)]
struct Credentials {
    /// What it knows people as.
    user_name_template: UserNameTemplate,
    /// As an OAuth 2 client.
    oauth_client: ClientCredentials,
}

/// What an app knows people as: their logins.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApplicationCredentialsUsernameTemplate)]
struct UserNameTemplate {
    /// `${source.login}`.
    template: &'static str,
    /// `BUILT_IN`.
    #[serde(rename = "type")]
    kind: &'static str,
}

/// How an OAuth 2 client proves itself.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApplicationCredentialsOAuthClient)]
struct ClientCredentials {
    /// The client id.
    client_id: String,
    /// The secret: only in the answer that makes or takes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    client_secret: Option<String>,
    /// How it proves itself at the token endpoint.
    token_endpoint_auth_method: ClientAuth,
    /// As it was sent; keys are changed by administrators only.
    #[serde(rename = "autoKeyRotation")]
    auto_key_rotation: bool,
    /// Whether it says that it must use PKCE, true where it says nothing; whoever signs people in must in any case.
    pkce_required: bool,
}

/// What an app may ask for.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ApplicationSettings)]
struct Settings {
    /// As it was sent; there are no assignments.
    implicit_assignment: bool,
    /// Notes.
    notes: AppNotes,
    /// As an OAuth 2 client.
    oauth_client: ClientSettings,
}

/// What an OAuth 2 client may ask for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApplicationSettingsOAuthClient)]
struct ClientSettings {
    /// Where it may be redirected to.
    redirect_uris: Vec<String>,
    /// Kinds of grant.
    grant_types: Vec<GrantType>,
    /// What kind of program it is.
    application_type: ApplicationType,
    /// Always false.
    dpop_bound_access_tokens: bool,
    /// `TRUSTED`: nobody is asked for consent.
    consent_method: &'static str,
    /// `DISABLED`: redirect URIs are compared character by character.
    wildcard_redirect: &'static str,
    /// Always false.
    participate_slo: bool,
    /// Whether sign-ins begin elsewhere than at the app.
    idp_initiated_login: IdpInitiatedLogin,
    /// What it says about itself.
    #[serde(flatten)]
    attributes: ClientAttributes,
    /// The keys that it signs with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    jwks: Option<Keys>,
}

/// Whether sign-ins begin elsewhere than at the app.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApplicationIdpInitiatedLogin)]
struct IdpInitiatedLogin {
    /// `DISABLED`.
    mode: &'static str,
    /// Always empty.
    #[schema(value_type = Vec<String>)]
    default_scope: [String; 0],
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
        accessibility: Accessibility {
            self_service: false,
            error_redirect_url: (),
            login_redirect_url: (),
        },
        visibility: visibility(app),
        profile: app.attributes.profile.clone(),
        credentials: Credentials {
            user_name_template: UserNameTemplate {
                template: "${source.login}",
                kind: "BUILT_IN",
            },
            oauth_client: ClientCredentials {
                client_id: app.id.clone(),
                client_secret: secret,
                token_endpoint_auth_method: app.client_auth,
                auto_key_rotation: app.attributes.auto_key_rotation.unwrap_or(true),
                pkce_required: app.attributes.pkce_required.unwrap_or(!service),
            },
        },
        settings: Settings {
            implicit_assignment: app.attributes.implicit_assignment.unwrap_or(false),
            notes: app.attributes.notes.clone(),
            oauth_client: ClientSettings {
                redirect_uris: app.redirect_uris.clone(),
                grant_types: app.grant_types.clone(),
                application_type: app.application_type,
                dpop_bound_access_tokens: false,
                consent_method: "TRUSTED",
                wildcard_redirect: "DISABLED",
                participate_slo: false,
                idp_initiated_login: IdpInitiatedLogin {
                    mode: "DISABLED",
                    default_scope: [],
                },
                attributes: attributes(app),
                jwks: (!app.keys.is_empty()).then(|| Keys {
                    keys: app.keys.iter().map(keys::wire).collect(),
                }),
            },
        },
        links,
    }
}

/// Where Okta's dashboard would show an app; what was not sent is as recorded of Okta.
fn visibility(app: &App) -> AppVisibility {
    let mut visibility = app.attributes.visibility.clone();
    visibility.auto_launch.get_or_insert(false);
    visibility.auto_submit_toolbar.get_or_insert(false);
    visibility.hide.ios.get_or_insert(true);
    visibility.hide.web.get_or_insert(true);
    if visibility.app_links.is_empty() {
        visibility.app_links = BTreeMap::from([("oidc_client_link".to_owned(), true)]);
    }
    visibility
}

/// What an app says about itself; what was not sent is as recorded of Okta.
fn attributes(app: &App) -> ClientAttributes {
    let mut attributes = app.attributes.client.clone();
    attributes.issuer_mode = Some(issuer_mode(app));
    if attributes.response_types.is_empty() {
        let possible = response_types(app.application_type, &app.grant_types);
        attributes.response_types = possible.into_iter().map(str::to_owned).collect();
    }
    attributes
}

//! What a request says about an app, and the rules that it must keep.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{CLIENT_ID, attributes, keys};
use crate::backend::{
    management::{
        body::{RawBody, drop_read_only, typed},
        decisions::{CLIENT_ID_LENGTH, CLIENT_SECRET_LENGTH, NAME_LENGTH, URL_LENGTH},
        error::{ApiResult, Problems},
    },
    store::{
        AppAttributes, AppNotes, AppVisibility, ApplicationType, ClientAttributes, ClientAuth,
        ClientKey, GrantType,
    },
};

const URIS: &str = "settings.oauthClient.redirect_uris";
const GRANT_TYPES: &str = "settings.oauthClient.grant_types";
const METHOD: &str = "credentials.oauthClient.token_endpoint_auth_method";
const SECRET: &str = "credentials.oauthClient.client_secret";

/// An app in a request, found good.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) label: String,
    pub(super) redirect_uris: Vec<String>,
    pub(super) client_auth: ClientAuth,
    pub(super) application_type: ApplicationType,
    pub(super) grant_types: Vec<GrantType>,
    pub(super) keys: Vec<ClientKey>,
    pub(super) attributes: AppAttributes,
    /// The identifier that the administrator has chosen.
    pub(super) client_id: Option<String>,
    /// The secret that the administrator has chosen.
    pub(super) client_secret: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Raw {
    label: String,
    sign_on_mode: Option<String>,
    visibility: AppVisibility,
    profile: Option<Map<String, Value>>,
    credentials: RawCredentials,
    settings: RawSettings,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct RawCredentials {
    oauth_client: RawCredentialsClient,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RawCredentialsClient {
    client_id: String,
    client_secret: String,
    token_endpoint_auth_method: Option<ClientAuth>,
    #[serde(rename = "autoKeyRotation")]
    auto_key_rotation: Option<bool>,
    pkce_required: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct RawSettings {
    implicit_assignment: Option<bool>,
    notes: AppNotes,
    oauth_client: RawSettingsClient,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RawSettingsClient {
    application_type: Option<ApplicationType>,
    grant_types: Option<Vec<String>>,
    redirect_uris: Vec<String>,
    jwks: RawKeys,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RawKeys {
    keys: Vec<Map<String, Value>>,
}

impl Given {
    /// Reads a request.
    pub(super) fn parse(body: RawBody) -> ApiResult<Self> {
        let mut object = body.object()?;
        drop_read_only(&mut object);
        let body = Value::Object(object.clone());
        let raw: Raw = typed(object)?;
        let said = body.pointer("/settings/oauthClient");
        let said: ClientAttributes =
            typed(said.and_then(Value::as_object).cloned().unwrap_or_default())?;
        let mut problems = Problems::default();
        problems.required("label", &raw.label);
        problems.length("label", &raw.label, NAME_LENGTH);
        if raw
            .sign_on_mode
            .as_deref()
            .is_some_and(|mode| mode != "OPENID_CONNECT")
        {
            problems.add("signOnMode", "The value must be OPENID_CONNECT");
        }
        let client = raw.settings.oauth_client;
        let credentials = raw.credentials.oauth_client;
        let method = credentials.token_endpoint_auth_method;
        let client_auth = method.unwrap_or(ClientAuth::ClientSecretBasic);
        let application_type = client.application_type.unwrap_or({
            if client_auth == ClientAuth::None {
                ApplicationType::Browser
            } else {
                ApplicationType::Web
            }
        });
        let grant_types = grant_types(client.grant_types, application_type, &mut problems);
        redirect_uris(&client.redirect_uris, &grant_types, &mut problems);
        attributes::refuse(&body, &mut problems);
        let mut attributes = AppAttributes {
            auto_key_rotation: credentials.auto_key_rotation,
            pkce_required: credentials.pkce_required,
            implicit_assignment: raw.settings.implicit_assignment,
            visibility: raw.visibility,
            notes: raw.settings.notes,
            profile: raw.profile,
            client: said,
        };
        let possible = response_types(application_type, &grant_types);
        attributes::check(&mut attributes, &possible, &mut problems);
        let keys = keys::parse(client.jwks.keys, &mut problems);
        if client_auth == ClientAuth::PrivateKeyJwt && keys.is_empty() {
            problems.add(
                "settings.oauthClient.jwks",
                "private_key_jwt needs at least one key",
            );
        }
        if client_auth == ClientAuth::None && grant_types.contains(&GrantType::ClientCredentials) {
            problems.add(
                METHOD,
                "client_credentials needs a client that proves itself",
            );
        }
        let client_id = client_id(credentials.client_id, &mut problems);
        let client_secret = client_secret(credentials.client_secret, &mut problems);
        problems.into_result()?;
        Ok(Self {
            label: raw.label.trim().to_owned(),
            redirect_uris: client.redirect_uris,
            client_auth,
            application_type,
            grant_types,
            keys,
            attributes,
            client_id,
            client_secret,
        })
    }
}

/// The kinds of answer that an app may ask for.
pub(super) fn response_types(
    application_type: ApplicationType,
    grant_types: &[GrantType],
) -> Vec<&'static str> {
    let mut possible = Vec::new();
    if grant_types.contains(&GrantType::ClientCredentials) {
        possible.push("token");
    }
    if application_type != ApplicationType::Service {
        possible.push("code");
    }
    possible
}

/// The identifier that is asked for, if any: of characters that need no encoding in an address, because it is part of some.
fn client_id(given: String, problems: &mut Problems) -> Option<String> {
    if given.is_empty() {
        return None;
    }
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    if !CLIENT_ID_LENGTH.contains(&given.len()) || !given.bytes().all(plain) {
        let (least, most) = CLIENT_ID_LENGTH.into_inner();
        let cause = format!(
            "The value must have {least} to {most} characters: letters of ASCII, digits, and - . _ ~"
        );
        problems.add(CLIENT_ID, cause);
    }
    Some(given)
}

/// The secret that is asked for, if any. It is never repeated.
fn client_secret(given: String, problems: &mut Problems) -> Option<String> {
    if given.is_empty() {
        return None;
    }
    // RFC 6749, appendix A.2.
    let visible = |byte: u8| matches!(byte, b' '..=b'~');
    if !CLIENT_SECRET_LENGTH.contains(&given.len()) || !given.bytes().all(visible) {
        let (least, most) = CLIENT_SECRET_LENGTH.into_inner();
        let cause = format!("The value must have {least} to {most} visible characters of ASCII");
        problems.add(SECRET, cause);
    }
    Some(given)
}

fn grant_types(
    given: Option<Vec<String>>,
    application_type: ApplicationType,
    problems: &mut Problems,
) -> Vec<GrantType> {
    let service = application_type == ApplicationType::Service;
    let Some(given) = given.filter(|given| !given.is_empty()) else {
        return if service {
            vec![GrantType::ClientCredentials]
        } else {
            vec![GrantType::AuthorizationCode, GrantType::InteractionCode]
        };
    };
    let mut found = Vec::new();
    for name in given {
        let kind = match name.as_str() {
            "authorization_code" => GrantType::AuthorizationCode,
            "interaction_code" => GrantType::InteractionCode,
            "client_credentials" => GrantType::ClientCredentials,
            _ => {
                let supported = "authorization_code, interaction_code, client_credentials";
                problems.add(
                    GRANT_TYPES,
                    format!("{name} is not supported; these are: {supported}"),
                );
                continue;
            }
        };
        if !found.contains(&kind) {
            found.push(kind);
        }
    }
    let own = |kind: &GrantType| *kind == GrantType::ClientCredentials;
    if service && !found.iter().all(own) {
        problems.add(GRANT_TYPES, "A service may only have client_credentials");
    }
    let public = matches!(
        application_type,
        ApplicationType::Browser | ApplicationType::Native
    );
    if public && found.iter().any(own) {
        problems.add(
            GRANT_TYPES,
            "client_credentials is only for service and web",
        );
    }
    found
}

fn redirect_uris(uris: &[String], grant_types: &[GrantType], problems: &mut Problems) {
    let signs_in = grant_types
        .iter()
        .any(|kind| *kind != GrantType::ClientCredentials);
    if uris.is_empty() && signs_in {
        problems.add(URIS, "The field cannot be left blank");
    }
    for uri in uris {
        problems.length(URIS, uri, URL_LENGTH);
        // Plain http is for apps on the person's own machine only (RFC 8252, section 7.3).
        let good = url::Url::parse(uri).is_ok_and(|url| {
            let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
            let secure = url.scheme() == "https" || (url.scheme() == "http" && local);
            secure
                && url.fragment().is_none()
                && url.username().is_empty()
                && url.password().is_none()
        });
        if !good {
            let cause =
                "Each must be an https address without fragment; http is for localhost only";
            problems.add(URIS, cause);
        }
    }
}

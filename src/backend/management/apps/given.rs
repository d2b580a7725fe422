//! What a request says about an app, and the rules that it must keep.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::keys;
use crate::backend::{
    management::{
        body::{RawBody, drop_read_only, typed},
        decisions::{CLIENT_KEYS, NAME_LENGTH, URL_LENGTH},
        error::{ApiResult, Problems},
    },
    store::{ApplicationType, ClientAuth, ClientKey, GrantType},
};

const URIS: &str = "settings.oauthClient.redirect_uris";
const GRANT_TYPES: &str = "settings.oauthClient.grant_types";
const METHOD: &str = "credentials.oauthClient.token_endpoint_auth_method";

/// An app in a request, found good.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) label: String,
    pub(super) redirect_uris: Vec<String>,
    pub(super) client_auth: ClientAuth,
    pub(super) application_type: ApplicationType,
    pub(super) grant_types: Vec<GrantType>,
    pub(super) keys: Vec<ClientKey>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Raw {
    label: String,
    sign_on_mode: Option<String>,
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
    token_endpoint_auth_method: Option<ClientAuth>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct RawSettings {
    oauth_client: RawSettingsClient,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RawSettingsClient {
    application_type: Option<ApplicationType>,
    grant_types: Option<Vec<String>>,
    redirect_uris: Vec<String>,
    jwks: RawKeys,
    jwks_uri: Option<String>,
    dpop_bound_access_tokens: Option<bool>,
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
        let raw: Raw = typed(object)?;
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
        let method = raw.credentials.oauth_client.token_endpoint_auth_method;
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
        if client.jwks_uri.is_some() {
            problems.add(
                "settings.oauthClient.jwks_uri",
                "Keys at an address are not supported: put them into jwks",
            );
        }
        if client.dpop_bound_access_tokens == Some(true) {
            problems.add(
                "settings.oauthClient.dpop_bound_access_tokens",
                "Tokens that are bound to a key are not supported",
            );
        }
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
        problems.into_result()?;
        Ok(Self {
            label: raw.label.trim().to_owned(),
            redirect_uris: client.redirect_uris,
            client_auth,
            application_type,
            grant_types,
            keys,
        })
    }
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

/// The schema of the body of a request.
pub(in crate::backend::management) fn request() -> Value {
    let object = |properties: Value| json!({"type": ["object", "null"], "properties": properties});
    let client = |required: &str, schema: Value| {
        json!({"required": ["settings"], "properties": {"settings": {
            "type": "object", "required": ["oauthClient"],
            "properties": {"oauthClient": {"type": "object", "required": [required], "properties": {required: schema}}},
        }}})
    };
    let address = json!({
        "type": "string", "maxLength": URL_LENGTH, "pattern": "^[^#]*$",
        "description": "An https address without fragment; http is for localhost only",
    });
    let key = json!({
        "type": "object", "required": ["kty"],
        "description": "The public part of a key (RFC 7517): RSA from 2048 bits, or P-256",
        "properties": {
            "kty": {"enum": ["RSA", "EC"]},
            "kid": {"type": ["string", "null"], "maxLength": 255},
            "use": {"enum": ["sig", null]},
            "alg": {"enum": ["RS256", "ES256", null]},
            "status": {"enum": ["ACTIVE", "INACTIVE", null]},
        },
    });
    json!({
        "type": "object",
        "required": ["label"],
        "properties": {
            "label": {"type": "string", "pattern": r"\S", "maxLength": NAME_LENGTH},
            "signOnMode": {"enum": ["OPENID_CONNECT", null]},
            "credentials": object(json!({"oauthClient": object(json!({
                "token_endpoint_auth_method": {
                    "enum": ["none", "client_secret_basic", "client_secret_post", "private_key_jwt", null],
                },
            }))})),
            "settings": object(json!({"oauthClient": object(json!({
                "application_type": {"enum": ["web", "browser", "native", "service", null]},
                "grant_types": {
                    "type": ["array", "null"],
                    "items": {"enum": ["authorization_code", "interaction_code", "client_credentials"]},
                },
                "redirect_uris": {"type": ["array", "null"], "items": address},
                "jwks": object(json!({"keys": {"type": ["array", "null"], "maxItems": CLIENT_KEYS, "items": key}})),
                "jwks_uri": {"type": "null"},
                "dpop_bound_access_tokens": {"enum": [false, null]},
            }))})),
        },
        // Whoever signs people in needs to be told where they go back to.
        "anyOf": [
            client("redirect_uris", json!({"type": "array", "minItems": 1})),
            client("application_type", json!({"const": "service"})),
            client("grant_types", json!({"type": "array", "minItems": 1, "items": {"const": "client_credentials"}})),
        ],
        "example": {
            "name": "oidc_client", "label": "Payroll", "signOnMode": "OPENID_CONNECT",
            "credentials": {"oauthClient": {"token_endpoint_auth_method": "client_secret_basic"}},
            "settings": {"oauthClient": {
                "redirect_uris": ["https://payroll.example.com/callback"], "response_types": ["code"],
                "grant_types": ["authorization_code"], "application_type": "web",
            }},
        },
    })
}

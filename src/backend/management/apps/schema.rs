//! What a request says about an app, as a JSON Schema.

use std::ops::RangeInclusive;

use serde_json::{Value, json};

use super::attributes;
use crate::backend::management::decisions::{
    CLIENT_ID_LENGTH, CLIENT_KEYS, CLIENT_SECRET_LENGTH, NAME_LENGTH, URL_LENGTH,
};

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
    let mut schema = json!({
        "type": "object",
        "required": ["label"],
        "properties": {
            "label": {"type": "string", "pattern": r"\S", "maxLength": NAME_LENGTH},
            "signOnMode": {"enum": ["OPENID_CONNECT", null]},
            "credentials": object(json!({"oauthClient": object(json!({
                "token_endpoint_auth_method": {
                    "enum": ["none", "client_secret_basic", "client_secret_post", "private_key_jwt", null],
                },
                "client_id": chosen(
                    CLIENT_ID_LENGTH, "[A-Za-z0-9._~-]",
                    "The app's identifier, where the organization should not make one; it stays as it is",
                ),
                "client_secret": chosen(
                    CLIENT_SECRET_LENGTH, "[ -~]",
                    "The app's secret, where the organization should not make one; of no meaning where the app proves itself otherwise",
                ),
                "pkce_required": {
                    "type": ["boolean", "null"], "description": "Kept and answered; whoever signs people in must use PKCE in any case",
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
    });
    attributes::describe(&mut schema);
    schema
}

/// A text that may be chosen, or left empty.
fn chosen(length: RangeInclusive<usize>, characters: &str, description: &str) -> Value {
    let (least, most) = length.into_inner();
    json!({
        "type": ["string", "null"], "pattern": format!("^({characters}{{{least},{most}}})?$"), "description": description,
    })
}

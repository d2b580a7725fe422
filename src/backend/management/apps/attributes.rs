//! What requests say about an app beside what signing in needs. What only describes the app is kept and given back; what
//! asks for something that is not done here is refused, because a setting that seems to work and does not is worse than
//! none.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::backend::{
    management::{
        decisions::{DESCRIPTION_LENGTH, PROFILE_LENGTH, URL_LENGTH},
        error::Problems,
    },
    store::{AppAttributes, ClientAttributes},
};

const RESPONSE_TYPES: &str = "settings.oauthClient.response_types";
const POST_LOGOUT: &str = "settings.oauthClient.post_logout_redirect_uris";

/// A field that may ask for something that is not done here: where it is, the values that ask for nothing, and why any
/// other is refused. Null and absent ask for nothing as well.
type Fixed = (&'static str, Value, &'static str);

/// All such fields.
fn fixed() -> impl Iterator<Item = Fixed> {
    around().into_iter().chain(of_client())
}

/// Those around the app.
fn around() -> [Fixed; 8] {
    let none = || json!([""]);
    [
        (
            "name",
            json!(["oidc_client", ""]),
            "There is no catalog of apps: the value must be oidc_client",
        ),
        (
            "accessibility.selfService",
            json!([false]),
            "Apps are not assigned: nobody can ask for one",
        ),
        (
            "accessibility.errorRedirectUrl",
            none(),
            "Errors are told on the sign-in page",
        ),
        (
            "accessibility.loginRedirectUrl",
            none(),
            "People sign in on the sign-in page",
        ),
        (
            "credentials.userNameTemplate.template",
            json!(["${source.login}", ""]),
            "Logins are used as they are: the value must be ${source.login}",
        ),
        (
            "credentials.userNameTemplate.type",
            json!(["BUILT_IN", ""]),
            "Logins are used as they are: the value must be BUILT_IN",
        ),
        (
            "credentials.userNameTemplate.userSuffix",
            none(),
            "Logins are used as they are, without a suffix",
        ),
        (
            "credentials.userNameTemplate.pushStatus",
            json!(["DONT_PUSH", "NOT_CONFIGURED", ""]),
            "Logins are not written into apps",
        ),
    ]
}

/// Those of the app as an OAuth 2 client.
fn of_client() -> [Fixed; 13] {
    let none = || json!([""]);
    [
        (
            "settings.oauthClient.jwks_uri",
            none(),
            "Keys at an address are not supported: put them into jwks",
        ),
        (
            "settings.oauthClient.dpop_bound_access_tokens",
            json!([false]),
            "Tokens that are bound to a key are not supported",
        ),
        (
            "settings.oauthClient.consent_method",
            json!(["TRUSTED", ""]),
            "People are not asked for consent: the value must be TRUSTED",
        ),
        (
            "settings.oauthClient.wildcard_redirect",
            json!(["DISABLED", ""]),
            "Redirect URIs are compared character by character: the value must be DISABLED",
        ),
        (
            "settings.oauthClient.participate_slo",
            json!([false]),
            "There is no session to sign out of",
        ),
        (
            "settings.oauthClient.idp_initiated_login.mode",
            json!(["DISABLED", ""]),
            "Sign-ins begin at the app: the value must be DISABLED",
        ),
        (
            "settings.oauthClient.idp_initiated_login.default_scope",
            json!([[]]),
            "Sign-ins begin at the app, which says its scopes itself",
        ),
        (
            "settings.oauthClient.refresh_token.rotation_type",
            json!(["STATIC", ""]),
            "There are no refresh tokens: the value must be STATIC",
        ),
        (
            "settings.oauthClient.refresh_token.leeway",
            json!([0]),
            "There are no refresh tokens: the value must be 0",
        ),
        (
            "settings.oauthClient.network.connection",
            json!(["ANYWHERE", ""]),
            "There are no network zones: the value must be ANYWHERE",
        ),
        (
            "settings.oauthClient.network.include",
            json!([[]]),
            "There are no network zones",
        ),
        (
            "settings.oauthClient.network.exclude",
            json!([[]]),
            "There are no network zones",
        ),
        (
            "settings.oauthClient.backchannel_custom_authenticator_id",
            none(),
            "Sign-ins over a back channel are not supported",
        ),
    ]
}

/// Looks for fields of `body` that ask for something that is not done here.
pub(super) fn refuse(body: &Value, problems: &mut Problems) {
    let at = |place: &str| body.pointer(&format!("/{}", place.replace('.', "/")));
    let fixed: Vec<Fixed> = fixed().collect();
    let around: BTreeSet<&str> = fixed
        .iter()
        .filter_map(|(place, ..)| place.rsplit_once('.').map(|(around, _)| around))
        .collect();
    for place in around {
        if at(place).is_some_and(|value| !value.is_object()) {
            problems.add(place, "The value must be an object");
        }
    }
    for (place, allowed, cause) in fixed {
        let given = at(place);
        let asks = |value: &Value| !allowed.as_array().is_some_and(|list| list.contains(value));
        if given.is_some_and(asks) {
            problems.add(place, cause);
        }
    }
}

/// Puts `attributes` in order and looks at what they say. `possible` are the response types that the app's grant types
/// make possible.
pub(super) fn check(attributes: &mut AppAttributes, possible: &[&str], problems: &mut Problems) {
    for (field, note) in [
        ("settings.notes.admin", &mut attributes.notes.admin),
        ("settings.notes.enduser", &mut attributes.notes.enduser),
    ] {
        *note = note.take().filter(|note| !note.is_empty());
        if let Some(note) = note {
            problems.length(field, note, DESCRIPTION_LENGTH);
        }
    }
    attributes.profile = attributes
        .profile
        .take()
        .filter(|profile| !profile.is_empty());
    if let Some(profile) = &attributes.profile {
        problems.length("profile", &json!(profile).to_string(), PROFILE_LENGTH);
    }
    client(&mut attributes.client, possible, problems);
}

fn client(client: &mut ClientAttributes, possible: &[&str], problems: &mut Problems) {
    for (field, address) in [
        ("client_uri", &mut client.client_uri),
        ("logo_uri", &mut client.logo_uri),
        ("tos_uri", &mut client.tos_uri),
        ("policy_uri", &mut client.policy_uri),
        ("initiate_login_uri", &mut client.initiate_login_uri),
        (
            "frontchannel_logout_uri",
            &mut client.frontchannel_logout_uri,
        ),
    ] {
        *address = address.take().filter(|address| !address.is_empty());
        let Some(address) = address else { continue };
        let field = format!("settings.oauthClient.{field}");
        problems.length(&field, address, URL_LENGTH);
        if !is_address(address, false) {
            problems.add(&field, "The value must be an http or https address");
        }
    }
    for address in &client.post_logout_redirect_uris {
        problems.length(POST_LOGOUT, address, URL_LENGTH);
        if !is_address(address, true) {
            let cause = "Each must be an http or https address, or one of an app's own such as com.example.app:/out";
            problems.add(POST_LOGOUT, cause);
        }
    }
    let asked = std::mem::take(&mut client.response_types);
    for kind in asked {
        if !possible.contains(&kind.as_str()) {
            let cause = format!("{kind} is not possible with the app's grant types");
            problems.add(RESPONSE_TYPES, cause);
        } else if !client.response_types.contains(&kind) {
            client.response_types.push(kind);
        }
    }
    let signs_in = possible.contains(&"code");
    if signs_in
        && !client.response_types.is_empty()
        && !client.response_types.iter().any(|kind| kind == "code")
    {
        problems.add(RESPONSE_TYPES, "Whoever signs people in needs code");
    }
    client.network = client
        .network
        .take()
        .filter(|network| !network.connection.is_empty());
}

/// Whether something is an address: of the web, or, where `own`, of an installed app (RFC 8252, section 7.1).
fn is_address(text: &str, own: bool) -> bool {
    url::Url::parse(text).is_ok_and(|url| match url.scheme() {
        "http" | "https" => url.has_host(),
        scheme => own && scheme.contains('.'),
    })
}

/// Adds the fields that this file looks at to the schema of a request.
pub(super) fn describe(schema: &mut Value) {
    let flag = || json!({"type": ["boolean", "null"]});
    let note = || json!({"type": ["string", "null"], "maxLength": DESCRIPTION_LENGTH});
    let address = || json!({"type": ["string", "null"], "maxLength": URL_LENGTH});
    let kept = [
        (
            "profile",
            json!({
                "type": ["object", "null"],
                "description": format!("Anything to be kept and given back, up to {PROFILE_LENGTH} characters of JSON"),
            }),
        ),
        ("visibility.autoLaunch", flag()),
        ("visibility.autoSubmitToolbar", flag()),
        ("visibility.hide.iOS", flag()),
        ("visibility.hide.web", flag()),
        (
            "visibility.appLinks",
            json!({"type": ["object", "null"], "additionalProperties": flag()}),
        ),
        ("credentials.oauthClient.autoKeyRotation", flag()),
        ("settings.implicitAssignment", flag()),
        ("settings.notes.admin", note()),
        ("settings.notes.enduser", note()),
        ("settings.oauthClient.client_uri", address()),
        ("settings.oauthClient.logo_uri", address()),
        ("settings.oauthClient.tos_uri", address()),
        ("settings.oauthClient.policy_uri", address()),
        ("settings.oauthClient.initiate_login_uri", address()),
        ("settings.oauthClient.frontchannel_logout_uri", address()),
        (
            "settings.oauthClient.frontchannel_logout_session_required",
            flag(),
        ),
        (
            POST_LOGOUT,
            json!({"type": ["array", "null"], "items": {"type": "string", "maxLength": URL_LENGTH}}),
        ),
        (
            "settings.oauthClient.issuer_mode",
            json!({"enum": ["ORG_URL", "CUSTOM_URL", "DYNAMIC", null]}),
        ),
        (
            RESPONSE_TYPES,
            json!({"type": ["array", "null"], "items": {"enum": ["code", "token"]}}),
        ),
    ];
    for (place, rule) in kept {
        *at(schema, place) = rule;
    }
    for (place, mut allowed, cause) in fixed() {
        if let Some(list) = allowed.as_array_mut() {
            list.push(Value::Null);
        }
        *at(schema, place) = json!({"enum": allowed, "description": cause});
    }
}

/// The place of a field in a schema; the objects around it are made where they are not described yet.
fn at<'a>(schema: &'a mut Value, place: &str) -> &'a mut Value {
    let mut at = schema;
    for (depth, name) in place.split('.').enumerate() {
        if depth > 0 && at.get("type").is_none() {
            at["type"] = json!(["object", "null"]);
        }
        at = &mut at["properties"][name];
    }
    at
}

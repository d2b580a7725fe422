//! The API's description, `OpenAPI` 3.1. Paths and answers come from the annotations at the handlers, of which the router
//! is made too (`routes!`), so that neither can go without the other; request bodies come from the files that check
//! them. What surrounds every call (`envelope`, `auth`, `params`, `body`) is described here, once for all operations.

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};
use utoipa::OpenApi;

use super::{
    Config, apps, assurances, auth,
    error::{ApiError, ErrorBody},
    exemptions, helpdesk, policies, posture_checks, rules, tokens, users,
};

/// What the description says beside its operations.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Doorstep management API",
        description = "Device posture checks, device assurance policies, app sign-in policies and what belongs to them, \
            in the words of Okta's management API: its SDKs and scripts work unchanged. In requests, null and absent \
            mean the same, and fields that only the server writes are ignored.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    tags(
        (name = "DevicePostureCheck", description = "Custom osquery checks, and what people are told when a check fails"),
        (name = "DeviceAssurance", description = "Conditions that a device must meet"),
        (name = "DeviceAssuranceExemption", description = "More time that people have asked for"),
        (name = "Policy", description = "App sign-in policies and their rules"),
        (name = "Application", description = "OpenID Connect clients"),
        (name = "ApplicationGrant", description = "What apps may do in their own name"),
        (name = "User", description = "The people who sign in"),
        (name = "SystemLog", description = "What happened"),
        (name = "Helpdesk", description = "What people were shown"),
        (name = "DeviceIntegration", description = "Where signals come from"),
        (name = "Description", description = "This document"),
    ),
    components(schemas(ErrorBody)),
)]
struct Base;

/// The document as it is served.
#[derive(Debug, Clone)]
pub(super) struct Document {
    bytes: Bytes,
    etag: HeaderValue,
}

impl Document {
    /// Writes the document once: it does not change while the program runs.
    ///
    /// `parts` are the operations below each path prefix.
    pub(super) fn new(parts: Vec<(&str, utoipa::openapi::OpenApi)>, config: &Config) -> Self {
        let text = describe(parts, config).to_string();
        let etag = format!("\"{}\"", tokens::hash(&text));
        Self {
            bytes: Bytes::from(text),
            etag: HeaderValue::from_str(&etag).unwrap_or(HeaderValue::from_static("\"\"")),
        }
    }

    /// The answer to a request with these headers.
    fn answer(&self, request: &HeaderMap) -> Response {
        let known = request
            .get_all(header::IF_NONE_MATCH)
            .iter()
            .any(|given| given == self.etag || given == "*");
        let headers = [
            (header::ETAG, self.etag.clone()),
            // Programs that are updated describe other things: asking again costs one empty answer.
            (
                header::CACHE_CONTROL,
                HeaderValue::from_static("public, max-age=0, must-revalidate"),
            ),
        ];
        if known {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        let kind = [(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        )];
        (headers, kind, self.bytes.clone()).into_response()
    }
}

/// Describe this API
///
/// Needs no token. Answers 304 where `If-None-Match` has the current `ETag`.
#[utoipa::path(
    get, path = "/openapi.json", operation_id = "getOpenApi", tag = "Description",
    responses(
        (status = 200, description = "This document", body = Object, content_type = "application/json",
            headers(("ETag" = String, description = "Changes with the document"))),
        (status = 304, description = "The document has not changed"),
    ),
    security(()),
)]
pub(super) async fn get_open_api(
    axum::Extension(document): axum::Extension<Document>,
    request: HeaderMap,
) -> Response {
    document.answer(&request)
}

fn describe(parts: Vec<(&str, utoipa::openapi::OpenApi)>, config: &Config) -> Value {
    let mut whole = Base::openapi();
    for (prefix, part) in parts {
        whole = whole.nest(prefix, part);
    }
    // What follows needs keywords of JSON Schema that the library's types do not know.
    let mut document = json!(whole);
    document["servers"] = json!([{"url": config.public_url}]);
    if let Some(Value::Object(components)) = document.get_mut("components") {
        components.insert("securitySchemes".to_owned(), security_schemes(config));
        components.insert("headers".to_owned(), headers());
        components.insert("responses".to_owned(), refusals());
        if let Some(Value::Object(schemas)) = components.get_mut("schemas") {
            for (name, schema) in requests(config) {
                schemas.insert(name.to_owned(), schema);
            }
        }
    }
    for operation in operations(&mut document) {
        surround(operation);
        let id = operation.get("operationId").and_then(Value::as_str);
        if id.is_some_and(|id| exemptions::MAY_SAY_NOTHING.contains(&id)) {
            operation["requestBody"]["required"] = json!(false);
        }
    }
    document
}

/// Every request body, by the name that annotations refer to.
fn requests(config: &Config) -> Vec<(&'static str, Value)> {
    let mut all = assurances::requests();
    all.extend(posture_checks::requests());
    all.extend(exemptions::requests());
    all.extend([
        ("ApplicationRequest", apps::request()),
        (
            "ApplicationGroupsClaimRequest",
            apps::groups_claim_request(),
        ),
        (
            "ApplicationGrantRequest",
            apps::grant_request(&config.public_url),
        ),
    ]);
    all.extend([
        ("PolicyRequest", policies::request()),
        ("PolicyMappingRequest", policies::mapping_request()),
        ("PolicyRuleRequest", rules::request()),
        ("UserRequest", users::request()),
        ("UserUpdateRequest", users::update_request()),
        ("HelpdeskViewRequest", helpdesk::request()),
        (
            "DeviceAssurancePreviewRequest",
            assurances::preview_request(),
        ),
    ]);
    all
}

fn operations(document: &mut Value) -> impl Iterator<Item = &mut Map<String, Value>> {
    let paths = document["paths"].as_object_mut().into_iter();
    paths
        .flat_map(Map::values_mut)
        .filter_map(Value::as_object_mut)
        .flat_map(Map::values_mut)
        .filter_map(Value::as_object_mut)
}

/// What is the same around every operation that needs a token.
fn surround(operation: &mut Map<String, Value>) {
    if operation
        .get("security")
        .is_none_or(|security| *security == json!([{}]))
    {
        return;
    }
    let has = |place: &str| {
        let parameters = operation.get("parameters").and_then(Value::as_array);
        parameters
            .into_iter()
            .flatten()
            .any(|parameter| parameter["in"] == place)
    };
    let body = operation.contains_key("requestBody");
    let refusals = [
        ("400", "BadRequest", true),
        ("401", "Unauthorized", true),
        ("403", "Forbidden", true),
        ("404", "NotFound", has("path")),
        ("413", "TooLarge", body),
        ("429", "TooManyRequests", true),
        ("500", "Internal", true),
        ("503", "Unavailable", true),
    ];
    let Some(Value::Object(responses)) = operation.get_mut("responses") else {
        return;
    };
    for response in responses.values_mut() {
        for (header, _, _) in HEADERS {
            response["headers"][*header] =
                json!({"$ref": format!("#/components/headers/{header}")});
        }
    }
    for (status, name, _) in refusals.into_iter().filter(|(_, _, needed)| *needed) {
        let reference = json!({"$ref": format!("#/components/responses/{name}")});
        responses.entry(status).or_insert(reference);
    }
}

/// The headers of every answer: name, type, description.
const HEADERS: &[(&str, &str, &str)] = &[
    (
        "X-Rate-Limit-Limit",
        "integer",
        "Requests that the token may make per minute",
    ),
    (
        "X-Rate-Limit-Remaining",
        "integer",
        "Requests that are left in this minute",
    ),
    (
        "X-Rate-Limit-Reset",
        "integer",
        "When the next minute begins, in Unix seconds",
    ),
    (
        "X-Okta-Request-Id",
        "string",
        "Identifies the request, also in the System Log",
    ),
];

fn headers() -> Value {
    HEADERS
        .iter()
        .map(|(name, kind, description)| {
            let header =
                json!({"description": description, "required": true, "schema": {"type": kind}});
            ((*name).to_owned(), header)
        })
        .collect::<Map<_, _>>()
        .into()
}

/// The refusals that many operations share.
fn refusals() -> Value {
    let table = [
        (
            "BadRequest",
            "A field, a parameter or the whole body is not as it must be",
            ApiError::field(
                "name",
                "name: Another device assurance policy has this name",
            ),
        ),
        (
            "Unauthorized",
            "There is no good token, or the feature is switched off",
            ApiError::InvalidToken,
        ),
        (
            "Forbidden",
            "The token may not do this, or the object is the system's",
            ApiError::Forbidden,
        ),
        (
            "NotFound",
            "There is no such object",
            ApiError::NotFound(
                "dae3m8o4rWhwReDeM1c5".to_owned(),
                "DeviceAssurancePolicyEntity",
            ),
        ),
        ("TooLarge", "The body is too large", ApiError::TooLarge),
        (
            "TooManyRequests",
            "The rate limit is used up; `X-Rate-Limit-Reset` says until when",
            ApiError::RateLimited,
        ),
        ("Internal", "The server failed", ApiError::Internal),
        (
            "Unavailable",
            "The database cannot be written or reached at the moment; the request can be tried again",
            ApiError::Unavailable,
        ),
    ];
    let response = |(name, description, example): (&str, &str, ApiError)| {
        let mut headers: Map<String, Value> = HEADERS
            .iter()
            .map(|(header, _, _)| {
                let reference = json!({"$ref": format!("#/components/headers/{header}")});
                ((*header).to_owned(), reference)
            })
            .collect();
        // A store that fails while the token is looked up leaves nothing to count.
        if matches!(name, "Internal" | "Unavailable") {
            headers.retain(|header, _| header == "X-Okta-Request-Id");
        }
        if name == "Unavailable" {
            let retry = "Seconds after which to try again";
            headers.insert(
                "Retry-After".to_owned(),
                json!({"description": retry, "required": true, "schema": {"type": "integer"}}),
            );
        }
        let example = example.body("oaeyge3FJs3QFO9EZCCx-T3gQ".to_owned());
        let schema = json!({"$ref": "#/components/schemas/Error"});
        let content = json!({"application/json": {"schema": schema, "example": example}});
        (
            name.to_owned(),
            json!({"description": description, "headers": headers, "content": content}),
        )
    };
    table
        .into_iter()
        .map(response)
        .collect::<Map<_, _>>()
        .into()
}

fn security_schemes(config: &Config) -> Value {
    let scopes: Map<String, Value> = auth::SCOPES
        .iter()
        .map(|(name, description)| ((*name).to_owned(), json!(description.trim())))
        .collect();
    json!({
        "apiToken": {
            "type": "apiKey", "in": "header", "name": "Authorization",
            "description": "An API token with the prefix `SSWS `: `Authorization: SSWS 00…`. It may do what its scopes say.",
        },
        "oauth2": {
            "type": "oauth2",
            "description": "An access token with the prefix `Bearer `. A `manage` scope includes its `read` scope.",
            "flows": {"clientCredentials": {"tokenUrl": format!("{}/oauth2/v1/token", config.public_url), "scopes": scopes}},
        },
    })
}

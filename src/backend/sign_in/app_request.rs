//! What an app may ask for (OAuth 2.1, OpenID Connect Core 1.0 section 3.1.2): read once, strictly, for `authorize` and
//! `interact` alike.

use super::{Error, Service, envelope::OAuthError, transaction::AppRequest};
use crate::backend::store::App;

/// The scopes that mean something here.
pub(super) const SCOPES: [&str; 3] = ["openid", "profile", "email"];
/// The longest value of a parameter.
const LONGEST: usize = 2048;

/// Parameters of a query or form.
#[derive(Clone, Default)]
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads a query or form.
    pub(super) fn parse(encoded: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// The value of `name`; an empty one counts as none.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// These of a form, and those of the query beside it that are called `names`; none where a parameter comes in both,
    /// or twice in the query, which OAuth forbids (RFC 6749, section 3.2). All others of the query are left where they
    /// are.
    pub(super) fn with_query(mut self, query: &Self, names: &[&str]) -> Option<Self> {
        let twice = |(name, _): &(String, String)| self.0.iter().any(|(own, _)| own == name);
        if query.has_twins() || query.0.iter().any(twice) {
            return None;
        }
        let taken = query.0.iter();
        self.0.extend(
            taken
                .filter(|(name, _)| names.contains(&name.as_str()))
                .cloned(),
        );
        Some(self)
    }

    /// Whether a parameter comes twice, which OAuth forbids.
    pub(super) fn has_twins(&self) -> bool {
        self.0
            .iter()
            .enumerate()
            .any(|(index, (name, _))| self.0[..index].iter().any(|(earlier, _)| earlier == name))
    }
}

/// Why a request cannot be served.
pub(super) enum Refusal {
    /// The app or its address is not known: the person cannot be sent back.
    Here(OAuthError),
    /// The app is told, at its own address.
    AtApp(String, OAuthError),
}

impl Refusal {
    /// What is wrong.
    pub(super) fn error(&self) -> OAuthError {
        match self {
            Self::Here(error) | Self::AtApp(_, error) => *error,
        }
    }
}

impl Service {
    /// The app's request. `browser` is whether it comes by way of the person's browser.
    pub(super) async fn app_request(
        &self,
        parameters: &Parameters,
        browser: bool,
    ) -> Result<Result<AppRequest, Refusal>, Error> {
        if parameters.has_twins() {
            return Ok(Err(Refusal::Here(OAuthError::new(
                "invalid_request",
                "A parameter comes more than once.",
            ))));
        }
        let app = match parameters.get("client_id") {
            Some(id) if id.len() <= LONGEST => self.app(id).await?,
            _ => None,
        };
        let Some(app) = app else {
            return Ok(Err(Refusal::Here(OAuthError::new(
                "invalid_client",
                "Invalid value for 'client_id' parameter.",
            ))));
        };
        // Character by character (OAuth 2.1, section 2.3.1).
        let redirect_uri = parameters
            .get("redirect_uri")
            .filter(|uri| app.redirect_uris.iter().any(|own| own == uri));
        let Some(redirect_uri) = redirect_uri else {
            return Ok(Err(Refusal::Here(OAuthError::new(
                "invalid_request",
                "The 'redirect_uri' parameter must be one of the app's redirect URIs.",
            ))));
        };
        Ok(rest(parameters, &app, redirect_uri, browser)
            .map_err(|error| Refusal::AtApp(redirect_uri.to_owned(), error)))
    }
}

fn rest(
    parameters: &Parameters,
    app: &App,
    redirect_uri: &str,
    browser: bool,
) -> Result<AppRequest, OAuthError> {
    let bad = |description| Err(OAuthError::new("invalid_request", description));
    if parameters.0.iter().any(|(_, value)| value.len() > LONGEST) {
        return bad("A parameter is too long.");
    }
    if parameters.get("request").is_some() {
        return Err(OAuthError::new(
            "request_not_supported",
            "Request objects are not supported.",
        ));
    }
    if parameters.get("request_uri").is_some() {
        return Err(OAuthError::new(
            "request_uri_not_supported",
            "Request objects are not supported.",
        ));
    }
    match parameters.get("response_type") {
        Some("code") => {}
        None if !browser => {}
        None => return bad("The 'response_type' parameter is missing."),
        Some(_) => {
            return Err(OAuthError::new(
                "unsupported_response_type",
                "Only the response type 'code' is supported.",
            ));
        }
    }
    if !matches!(parameters.get("response_mode"), None | Some("query")) {
        return bad("Only the response mode 'query' is supported.");
    }
    let challenge = parameters
        .get("code_challenge")
        .filter(|challenge| is_challenge(challenge));
    let Some(code_challenge) = challenge else {
        return bad("PKCE code challenge is required.");
    };
    if parameters.get("code_challenge_method") != Some("S256") {
        return bad("The 'code_challenge_method' parameter must be 'S256'.");
    }
    let prompts: Vec<&str> = parameters
        .get("prompt")
        .unwrap_or_default()
        .split(' ')
        .collect();
    if prompts.contains(&"none") {
        // There is no session that could answer without asking.
        return Err(OAuthError::new(
            "login_required",
            "The person must sign in.",
        ));
    }
    // What is not known is ignored (OpenID Connect Core 1.0, section 3.1.2.1).
    let scopes: Vec<String> = SCOPES
        .into_iter()
        .filter(|known| {
            parameters
                .get("scope")
                .is_some_and(|scope| scope.split(' ').any(|asked| asked == *known))
        })
        .map(str::to_owned)
        .collect();
    if scopes.is_empty() {
        return Err(OAuthError::new(
            "invalid_scope",
            "None of the requested scopes is known.",
        ));
    }
    Ok(AppRequest {
        client_id: app.id.clone(),
        redirect_uri: redirect_uri.to_owned(),
        scopes,
        nonce: parameters.get("nonce").map(str::to_owned),
        code_challenge: code_challenge.to_owned(),
        login_hint: parameters
            .get("login_hint")
            .filter(|hint| hint.chars().count() <= 256)
            .map(str::to_owned),
    })
}

/// SHA-256 in unpadded base64url (RFC 7636, section 4.2).
fn is_challenge(text: &str) -> bool {
    text.len() == 43
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

//! The script as it is played: what was asked, what is answered, what is wrong.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use aws_lc_rs::digest;
use axum::{
    http::{Method, StatusCode, request::Parts},
    response::{IntoResponse as _, Response},
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde_json::{Value, json};

use super::{
    CLIENT, REDIRECT_URI, SECRET,
    check::Check,
    dress::{Dress, Forms},
};
use crate::support::sample;

/// The content type of introspection.
const ION: &str = "application/ion+json; okta-version=1.0.0";
/// What a client may send to `interact`: section 1.2.
const INTERACT: [&str; 12] = [
    "client_id",
    "scope",
    "redirect_uri",
    "code_challenge",
    "code_challenge_method",
    "state",
    "nonce",
    "activation_token",
    "recovery_token",
    "max_age",
    "acr_values",
    "client_secret",
];

/// How a form is answered.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    /// The sign-in goes on there: introspection says the same from now on.
    Goes(u16, Value),
    /// Something was wrong: the sign-in stands where it stood, and what it had given away stays good.
    Wrong(u16, Value),
    /// The sign-in is over, and this is said once: introspection knows it no more.
    Ends(u16, Value),
}

impl Answer {
    /// The sign-in goes on at the sample `name`.
    pub(crate) fn goes(name: &str) -> Self {
        let (status, body) = sample(name);
        Self::Goes(status, body)
    }

    /// The sample `name` says what was wrong.
    pub(crate) fn wrong(name: &str) -> Self {
        let (status, body) = sample(name);
        Self::Wrong(status, body)
    }

    /// The sample `name` is the last thing that is said.
    pub(crate) fn ends(name: &str) -> Self {
        let (status, body) = sample(name);
        Self::Ends(status, body)
    }
}

struct Turn {
    form: String,
    body: Value,
    answer: Answer,
}

/// One sign-in.
#[derive(Default)]
struct SignIn {
    generation: usize,
    /// Where it stands; nowhere where it is over.
    stands: Option<(u16, Value)>,
    handle: String,
    forms: Forms,
    challenge: String,
    code: String,
    traded: bool,
}

/// Status, headers and body of an answer that is no transaction.
type Trouble = (u16, Vec<(&'static str, String)>, String);

/// The script and what has become of it.
pub(super) struct Play {
    origin: String,
    begins: (u16, Value),
    turns: VecDeque<Turn>,
    sign_ins: Vec<SignIn>,
    interactions: BTreeMap<String, usize>,
    trouble: Option<Trouble>,
    pub(super) delay: Duration,
    pub(super) asked: Vec<String>,
    pub(super) traded: usize,
    complaints: Vec<String>,
}

impl Play {
    pub(super) fn new(origin: String, begins: (u16, Value)) -> Self {
        Self {
            origin,
            begins,
            turns: VecDeque::new(),
            sign_ins: Vec::new(),
            interactions: BTreeMap::new(),
            trouble: None,
            delay: Duration::ZERO,
            asked: Vec::new(),
            traded: 0,
            complaints: Vec::new(),
        }
    }

    pub(super) fn turn(&mut self, form: &str, body: Value, answer: Answer) {
        self.turns.push_back(Turn {
            form: form.to_owned(),
            body,
            answer,
        });
    }

    pub(super) fn trouble(&mut self, status: u16, headers: &[(&'static str, &str)], body: &str) {
        let headers = headers
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        self.trouble = Some((status, headers, body.to_owned()));
    }

    pub(super) fn forget(&mut self) {
        for sign_in in &mut self.sign_ins {
            sign_in.stands = None;
        }
    }

    pub(super) fn state_token(&mut self) -> String {
        let number = self.begin(String::new());
        self.sign_ins[number].handle.clone()
    }

    /// What went wrong, and what was never asked for.
    pub(super) fn complaints(&mut self) -> Vec<String> {
        let mut complaints = std::mem::take(&mut self.complaints);
        for turn in self.turns.drain(..) {
            complaints.push(format!("the form {} was never submitted", turn.form));
        }
        complaints
    }

    fn begin(&mut self, challenge: String) -> usize {
        let number = self.sign_ins.len();
        self.sign_ins.push(SignIn {
            stands: Some(self.begins.clone()),
            handle: format!("02.id.{number}.0"),
            challenge,
            code: format!("ic-{number}"),
            ..SignIn::default()
        });
        number
    }

    /// Answers one request.
    pub(super) fn answer(&mut self, parts: &Parts, body: &[u8]) -> Response {
        let path = parts.uri.path().to_owned();
        let mut check = Check::new(parts);
        check.that(
            parts.method == Method::POST,
            "the IDX protocol is spoken by POST",
        );
        check.that(parts.uri.query().is_none(), "nothing stands in the query");
        let answer = match path.as_str() {
            _ if self.trouble.is_some() => None,
            "/oauth2/default/v1/interact" => Some(self.interact(&mut check, body)),
            "/oauth2/default/v1/token" => Some(self.token(&mut check, body)),
            "/idp/idx/introspect" => Some(self.introspect(&mut check, body)),
            _ => Some(self.form(&mut check, &path, body)),
        };
        let bad = !check.complaints.is_empty();
        self.complaints.append(&mut check.complaints);
        match answer {
            _ if bad => reply(
                500,
                &json!({"error": "the client made a mistake"}).to_string(),
            ),
            Some((status, body)) => reply(status, &body.to_string()),
            None => {
                let (status, headers, body) = self.trouble.take().expect("trouble");
                let mut response = reply(status, &body);
                for (name, value) in headers {
                    response
                        .headers_mut()
                        .insert(name, value.parse().expect("a value"));
                }
                response
            }
        }
    }

    fn interact(&mut self, check: &mut Check<'_>, body: &[u8]) -> (u16, Value) {
        check.header("content-type", "application/x-www-form-urlencoded");
        check.header("accept", "application/json");
        let text = String::from_utf8_lossy(body);
        check.that(!text.contains('+'), "spaces are written as %20");
        let fields: BTreeMap<String, String> =
            url::form_urlencoded::parse(body).into_owned().collect();
        for name in fields.keys() {
            check.that(
                INTERACT.contains(&name.as_str()),
                &format!("{name} is nothing that interact knows"),
            );
        }
        for name in ["client_id", "scope", "redirect_uri", "state"] {
            check.that(
                fields.get(name).is_some_and(|value| !value.is_empty()),
                &format!("{name} is missing"),
            );
        }
        let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
        check.that(
            field("code_challenge_method") == "S256",
            "PKCE must be S256",
        );
        let challenge = field("code_challenge");
        check.that(
            URL_SAFE_NO_PAD
                .decode(&challenge)
                .is_ok_and(|bytes| bytes.len() == 32),
            "the code challenge is no SHA-256 in base64url",
        );
        self.asked.push("interact".to_owned());
        if field("client_id") != CLIENT || field("redirect_uri") != REDIRECT_URI {
            return (
                400,
                json!({"error": "invalid_client", "error_description": "Invalid value for 'client_id' parameter."}),
            );
        }
        let number = self.begin(challenge);
        let handle = format!("ih-{number}");
        self.interactions.insert(handle.clone(), number);
        (200, json!({ "interaction_handle": handle }))
    }

    fn introspect(&mut self, check: &mut Check<'_>, body: &[u8]) -> (u16, Value) {
        check.header("content-type", ION);
        check.header("accept", ION);
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let pairs: Vec<(&String, &Value)> = body.as_object().into_iter().flatten().collect();
        let number = match pairs.as_slice() {
            [(name, Value::String(handle))] if *name == "interactionHandle" => {
                self.interactions.get(handle).copied()
            }
            [(name, Value::String(handle))] if *name == "stateToken" => self
                .sign_ins
                .iter()
                .position(|sign_in| sign_in.handle == *handle),
            _ => {
                check.that(
                    false,
                    "introspection wants an interactionHandle or a stateToken, and nothing else",
                );
                None
            }
        };
        let Some(number) = number else {
            return sample("expired");
        };
        let Some((status, body)) = self.sign_ins[number].stands.clone() else {
            return sample("expired");
        };
        (status, self.dress(number, body))
    }

    fn form(&mut self, check: &mut Check<'_>, path: &str, body: &[u8]) -> (u16, Value) {
        check.header("content-type", "application/json");
        let found = self
            .sign_ins
            .iter()
            .enumerate()
            .find_map(|(number, sign_in)| Some((number, sign_in.forms.get(path)?.clone())));
        let Some((number, form)) = found else {
            check.that(false, "this address was never given away");
            return sample("expired");
        };
        self.asked.push(form.name.clone());
        check.header(
            "accept",
            form.accepts.as_deref().unwrap_or("application/ion+json"),
        );
        let Some(standing) = self.sign_ins[number].stands.clone() else {
            return sample("expired");
        };
        check.that(
            form.generation == self.sign_ins[number].generation,
            "the form is one of an answer that is over",
        );
        let mut body: Value = serde_json::from_slice(body).unwrap_or_default();
        let handle = body
            .as_object_mut()
            .and_then(|object| object.remove("stateHandle"));
        check.that(
            handle == Some(json!(form.handle)),
            "the state handle is not the one in the form’s field",
        );
        let Some(turn) = self.turns.pop_front() else {
            check.that(
                false,
                &format!("the form {} was not expected any more", form.name),
            );
            return sample("expired");
        };
        check.that(
            turn.form == form.name,
            &format!("{} was submitted where {} was due", form.name, turn.form),
        );
        check.that(
            turn.body == body,
            &format!(
                "{} was submitted with {body} and should have been with {}",
                form.name, turn.body
            ),
        );
        let sign_in = &mut self.sign_ins[number];
        let (status, body) = match turn.answer {
            Answer::Wrong(status, body) => {
                sign_in.stands = Some(standing);
                (status, body)
            }
            Answer::Goes(status, body) => {
                sign_in.generation += 1;
                sign_in.handle = format!("02.id.{number}.{}", sign_in.generation);
                sign_in.stands = Some((status, body.clone()));
                (status, body)
            }
            Answer::Ends(status, body) => {
                sign_in.generation += 1;
                sign_in.stands = None;
                (status, body)
            }
        };
        (status, self.dress(number, body))
    }

    fn token(&mut self, check: &mut Check<'_>, body: &[u8]) -> (u16, Value) {
        check.header("content-type", "application/x-www-form-urlencoded");
        check.header("accept", "application/json");
        let fields: BTreeMap<String, String> =
            url::form_urlencoded::parse(body).into_owned().collect();
        let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
        check.that(
            field("grant_type") == "interaction_code",
            "an interaction code is traded as such",
        );
        check.that(
            !fields.contains_key("code"),
            "an interaction code is no authorization code",
        );
        self.asked.push("token".to_owned());
        let refused = |error: &str| (400, json!({"error": error, "error_description": "No."}));
        let basic = format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{SECRET}")));
        let authentication = check.text("authorization");
        let known = authentication == basic
            || (authentication.is_empty()
                && field("client_id") == CLIENT
                && matches!(field("client_secret"), "" | SECRET));
        if !known {
            return (
                401,
                json!({"error": "invalid_client", "error_description": "The client secret is wrong."}),
            );
        }
        let found = self
            .sign_ins
            .iter_mut()
            .find(|sign_in| sign_in.code == field("interaction_code"));
        let Some(sign_in) = found else {
            return refused("invalid_grant");
        };
        // PKCE (RFC 7636, section 4.6).
        let proof = digest::digest(&digest::SHA256, field("code_verifier").as_bytes());
        if sign_in.traded
            || field("redirect_uri") != REDIRECT_URI
            || URL_SAFE_NO_PAD.encode(proof) != sign_in.challenge
        {
            return refused("invalid_grant");
        }
        sign_in.traded = true;
        self.traded += 1;
        (
            200,
            json!({
                "token_type": "Bearer", "expires_in": 3600, "scope": "openid",
                "access_token": format!("access-{}", sign_in.code), "id_token": format!("id-{}", sign_in.code),
            }),
        )
    }

    fn dress(&mut self, number: usize, mut body: Value) -> Value {
        let sign_in = &mut self.sign_ins[number];
        let dress = Dress {
            origin: &self.origin,
            sign_in: number,
            generation: sign_in.generation,
            handle: &sign_in.handle,
            code: &sign_in.code,
        };
        dress.put_on(&mut body, &mut sign_in.forms);
        body
    }
}

/// An answer as the org's edge sends it: JSON, with cookies of its own.
fn reply(status: u16, body: &str) -> Response {
    let status = StatusCode::from_u16(status).expect("a status");
    let headers = [
        ("content-type", "application/json"),
        (
            "set-cookie",
            "JSESSIONID=somebodys-session; Path=/; HttpOnly",
        ),
        ("x-okta-request-id", "request-1"),
    ];
    (status, headers, body.to_owned()).into_response()
}

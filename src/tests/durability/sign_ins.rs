//! Somebody who signs in again and again, and the app that redeems the codes: no step that was answered is lost, no
//! code can be redeemed twice.

use std::sync::atomic::{AtomicUsize, Ordering};

use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::{
    program::{Answer, Api},
    writer::Ended,
};

const VERIFIER: &str = "a-verifier-of-forty-three-characters-at-least";
const CALLBACK: &str = "http://localhost:8081/callback";
const LOGIN: &str = "ada@example.com";
const PASSWORD: &str = "correct horse battery staple";

/// How far a sign-in has come, as the last answer said.
#[derive(Debug, Clone)]
enum Stand {
    /// It asks who signs in.
    Begun,
    /// It asks for the password.
    Identified,
    /// It is done; the code waits for the app.
    Done(String),
    /// The app has asked for tokens, and the end came before the answer.
    Redeeming(String),
    /// The app has its tokens.
    Redeemed(String),
}

/// Somebody who signs in.
#[derive(Debug, Default)]
pub(super) struct Person {
    client_id: String,
    /// State handles of this round.
    stands: Vec<(String, Stand)>,
    /// Tokens that were handed out in all rounds.
    pub(super) tokens: usize,
    /// Requests for tokens whose answer nobody has seen, in all rounds.
    pub(super) in_doubt: usize,
}

impl Person {
    /// Creates the app and the person.
    pub(super) async fn new(api: &Api) -> Self {
        let app: Value = serde_json::from_str(
            &include_str!("../../demo/seed/app-ledger.json")
                .replace("{{app-url}}/ledger", "http://localhost:8081"),
        )
        .expect("JSON");
        let app = api.create("/apps", &app).await;
        let user = json!({
            "profile": {"login": LOGIN, "email": LOGIN, "firstName": "Ada", "lastName": "Lovelace"},
            "credentials": {"password": {"value": PASSWORD}},
        });
        api.create("/users", &user).await;
        Self {
            client_id: app["id"].as_str().expect("an identifier").to_owned(),
            ..Self::default()
        }
    }

    /// Signs in until the program is gone; counts what was acknowledged, and how often the app got its tokens.
    pub(super) async fn sign_in(
        &mut self,
        api: &Api,
        acknowledged: &AtomicUsize,
        reached: &AtomicUsize,
    ) {
        while self.one(api, acknowledged).await.is_ok() {
            reached.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// The page on which a sign-in begins.
    pub(super) fn page(&self) -> String {
        let query: String = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(self.request())
            .finish();
        format!("/signin?{query}")
    }

    fn request(&self) -> Vec<(String, String)> {
        let challenge = digest::digest(&digest::SHA256, VERIFIER.as_bytes());
        [
            ("client_id", self.client_id.as_str()),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("scope", "openid"),
            ("state", "s"),
            ("nonce", "n"),
            ("code_challenge", &URL_SAFE_NO_PAD.encode(challenge)),
            ("code_challenge_method", "S256"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }

    /// Begins a sign-in: its state handle.
    async fn begin(&self, api: &Api) -> Result<String, Ended> {
        let request = self.request();
        let fields: Vec<(&str, &str)> = request
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let interaction = good(api.form("/oauth2/default/v1/interact", &fields).await)?;
        let handle = json!({"interactionHandle": interaction["interaction_handle"]});
        let begun = good(api.post("/idp/idx/introspect", &handle).await)?;
        assert_eq!(forms(&begun), ["identify"], "{begun}");
        Ok(begun["stateHandle"].as_str().expect("a handle").to_owned())
    }

    async fn one(&mut self, api: &Api, acknowledged: &AtomicUsize) -> Result<(), Ended> {
        let handle = self.begin(api).await?;
        self.stands.push((handle.clone(), Stand::Begun));
        acknowledged.fetch_add(1, Ordering::SeqCst);
        let body = json!({"stateHandle": handle, "identifier": LOGIN});
        good(api.post("/idp/idx/identify", &body).await)?;
        self.stands_at(Stand::Identified);
        let done = good(
            api.post("/idp/idx/challenge/answer", &answer(&handle))
                .await,
        )?;
        let code = code(&done).expect("a code");
        self.stands_at(Stand::Done(code.clone()));
        acknowledged.fetch_add(1, Ordering::SeqCst);
        self.stands_at(Stand::Redeeming(code.clone()));
        let redeemed = good(self.redeem(api, &code).await)?;
        assert!(redeemed["id_token"].is_string(), "{redeemed}");
        self.stands_at(Stand::Redeemed(code));
        self.tokens += 1;
        acknowledged.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }

    fn stands_at(&mut self, stand: Stand) {
        self.stands.last_mut().expect("a sign-in").1 = stand;
    }

    async fn redeem(&self, api: &Api, code: &str) -> Result<Answer, reqwest::Error> {
        let fields = [
            ("grant_type", "interaction_code"),
            ("client_id", &self.client_id),
            ("interaction_code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        api.form("/oauth2/default/v1/token", &fields).await
    }

    /// How many requests for tokens of this round nobody has seen the answer of.
    pub(super) fn redeeming(&self) -> usize {
        let redeeming = |stand: &&(String, Stand)| matches!(stand.1, Stand::Redeeming(_));
        self.stands.iter().filter(redeeming).count()
    }

    /// Goes on with every sign-in of the round where it stood.
    pub(super) async fn check(&mut self, api: &Api, round: usize) {
        for (handle, stand) in std::mem::take(&mut self.stands) {
            match stand {
                Stand::Begun | Stand::Identified => self.goes_on(api, &handle, &stand, round).await,
                Stand::Done(code) => {
                    let answer = self.redeem(api, &code).await.expect("an answer");
                    assert_eq!(answer.status, 200, "round {round}: {}", answer.text);
                    self.tokens += 1;
                    self.cannot_redeem(api, &code, round).await;
                }
                Stand::Redeeming(code) => {
                    let answer = self.redeem(api, &code).await.expect("an answer");
                    match answer.status {
                        200 => self.tokens += 1,
                        400 => self.in_doubt += 1,
                        _ => panic!("round {round}: {}", answer.text),
                    }
                    self.cannot_redeem(api, &code, round).await;
                }
                Stand::Redeemed(code) => self.cannot_redeem(api, &code, round).await,
            }
        }
    }

    async fn goes_on(&self, api: &Api, handle: &str, stand: &Stand, round: usize) {
        let body = json!({"stateToken": handle});
        let answer = api
            .post("/idp/idx/introspect", &body)
            .await
            .expect("an answer");
        assert_eq!(answer.status, 200, "round {round}: {}", answer.text);
        let transaction = answer.json();
        let (here, done) = (forms(&transaction), code(&transaction).is_some());
        // The step behind the last answer may have been taken, too: behind the password, the device is asked for.
        let behind = match stand {
            Stand::Begun => &["identify", "challenge-authenticator"][..],
            _ => &["challenge-authenticator", "device-challenge-poll"],
        };
        let asked = here.first().is_some_and(|form| behind.contains(form));
        let fits = asked || (done && matches!(stand, Stand::Identified));
        assert!(
            fits,
            "round {round}: a sign-in was {stand:?} and is {}",
            answer.text
        );
    }

    async fn cannot_redeem(&self, api: &Api, code: &str, round: usize) {
        let again = self.redeem(api, code).await.expect("an answer");
        assert_eq!(
            (again.status, &again.json()["error"]),
            (400, &json!("invalid_grant")),
            "round {round}: a code was redeemed twice"
        );
    }
}

/// The password for a sign-in.
fn answer(handle: &str) -> Value {
    json!({"stateHandle": handle, "credentials": {"passcode": PASSWORD}})
}

/// The body of an answer that must be one of success.
fn good(answer: Result<Answer, reqwest::Error>) -> Result<Value, Ended> {
    let answer = answer.map_err(|_| Ended)?;
    assert_eq!(answer.status, 200, "{}", answer.text);
    Ok(answer.json())
}

/// The names of a transaction's first form.
fn forms(transaction: &Value) -> Vec<&str> {
    transaction["remediation"]["value"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|form| form["name"].as_str())
        .take(1)
        .collect()
}

fn code(transaction: &Value) -> Option<String> {
    transaction["successWithInteractionCode"]["value"]
        .as_array()?
        .iter()
        .find(|field| field["name"] == "interaction_code")?["value"]
        .as_str()
        .map(ToOwned::to_owned)
}

use jsonwebtoken::jwk::JwkSet;
use serde_json::json;

use super::*;
use crate::agent::tests::org::Org;

const ISSUER: &str = "https://login.example.com/oauth2/default";

fn now() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().expect("a time")
}

fn outcome(org: &Org, change: impl FnOnce(&mut Value)) -> Result<Claims, Error> {
    let at = now().as_second();
    let mut claims = json!({ "iss": ISSUER, "aud": "0oa1", "sub": "00u1", "iat": at, "exp": at + 3600, "nonce": "n" });
    change(&mut claims);
    let keys = JwkSet {
        keys: vec![Org::new().public()],
    };
    verify(&org.sign(&claims), &keys, ISSUER, "0oa1", "n", now())
}

#[test]
fn a_good_token_is_believed() {
    assert_eq!(outcome(&Org::new(), |_| {}).expect("claims")["sub"], "00u1");
}

#[test]
fn every_wrong_token_is_refused() {
    let at = now().as_second();
    let cases = [
        (
            "iss",
            json!("https://evil.example"),
            "it is from another issuer",
        ),
        ("aud", json!("0oa2"), "it is for another app"),
        ("exp", json!(at - 60), "it has expired"),
        ("iat", json!(at + 61), "it is from the future"),
        ("nonce", json!("other"), "it is for another sign-in"),
    ];
    for (claim, value, reason) in cases {
        let error = outcome(&Org::new(), |claims| claims[claim] = value).expect_err(claim);
        assert_eq!(
            error.to_string(),
            format!("the ID token is not good ({reason})"),
            "{claim}"
        );
    }
    for claim in ["iss", "aud", "exp", "iat", "sub", "nonce"] {
        let error = outcome(&Org::new(), |claims| {
            claims.as_object_mut().expect("an object").remove(claim);
        });
        assert!(error.is_err(), "without {claim}");
    }
    assert!(matches!(
        outcome(&Org::other(), |_| {}),
        Err(Error::Token("its key is unknown"))
    ));
}

#[test]
fn the_challenge_is_the_one_of_rfc_7636() {
    let attempt = Attempt {
        state: String::new(),
        nonce: String::new(),
        verifier: String::from("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
        return_to: String::new(),
    };
    assert_eq!(
        attempt.challenge(),
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    );
}

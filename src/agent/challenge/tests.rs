use jiff::SignedDuration;
use serde_json::{Value, json};

use super::*;
use crate::agent::tests::org::{Org, claims};

const NOW: &str = "2026-03-01T12:00:00Z";

fn now() -> Timestamp {
    NOW.parse().expect("a time")
}

fn domains() -> AllowedDomains {
    AllowedDomains::parse("login.example.com")
}

/// What comes of a challenge with the usual claims changed by `change`.
fn verified(change: impl FnOnce(&mut Value)) -> Result<Challenge, Refusal> {
    let org = Org::new();
    let mut claims = claims("https://login.example.com", now());
    change(&mut claims);
    let token = org.sign(&claims);
    Unverified::read(&token, &domains())?.verify(&org.public(), now())
}

#[test]
fn a_good_challenge_is_believed() {
    let challenge = verified(|_| {}).expect("a challenge");
    assert_eq!(challenge.nonce, "n-1");
    assert_eq!(challenge.checks.len(), 2);
    assert!(
        challenge
            .may_return_to(&Url::parse("https://login.example.com/signin/abc").expect("a URL"))
    );
}

#[test]
fn a_person_is_sent_nowhere_but_to_the_organization() {
    let challenge = verified(|_| {}).expect("a challenge");
    for elsewhere in [
        "https://evil.example/",
        "https://login.example.com.evil.example/",
        "https://login.example.com@evil.example/",
        "https://login.example.com:8443/",
        "http://login.example.com/",
        "javascript:alert(1)",
        "data:text/html,x",
    ] {
        assert!(
            !challenge.may_return_to(&Url::parse(elsewhere).expect("a URL")),
            "{elsewhere}"
        );
    }
}

#[test]
fn every_wrong_claim_is_refused_for_its_own_reason() {
    let cases: &[(&str, Value, Refusal)] = &[
        ("/aud", json!("urn:other"), Refusal::Audience),
        (
            "/iss",
            json!("https://evil.example/oauth2/default"),
            Refusal::NotAllowed,
        ),
        (
            "/iss",
            json!("http://login.example.com/oauth2/default"),
            Refusal::NotAllowed,
        ),
        ("/iss", json!("login.example.com"), Refusal::Malformed),
        ("/orgHost", json!("evil.example"), Refusal::Elsewhere),
        (
            "/verificationUri",
            json!("https://evil.example/answer"),
            Refusal::Elsewhere,
        ),
        (
            "/verificationUri",
            json!("http://login.example.com/answer"),
            Refusal::Elsewhere,
        ),
        ("/verificationUri", json!("/answer"), Refusal::Malformed),
        ("/ver", json!(2), Refusal::Unsupported),
        ("/nonce", json!(7), Refusal::Malformed),
        (
            "/checks",
            json!(vec![
                json!({"platform": "MACOS", "variableName": "a", "query": "b"});
                101
            ]),
            Refusal::Unsupported,
        ),
    ];
    for (path, value, refusal) in cases {
        let outcome =
            verified(|claims| *claims.pointer_mut(path).expect("a claim") = value.clone());
        assert_eq!(
            outcome.expect_err("a refusal"),
            *refusal,
            "{path} = {value}"
        );
    }
    for claim in [
        "aud",
        "iss",
        "exp",
        "iat",
        "jti",
        "nonce",
        "verificationUri",
        "orgHost",
        "ver",
    ] {
        let outcome =
            verified(|claims| drop(claims.as_object_mut().expect("an object").remove(claim)));
        assert!(outcome.is_err(), "without {claim}");
    }
}

#[test]
fn a_challenge_has_its_time() {
    let org = Org::new();
    let token = org.sign(&claims("https://login.example.com", now()));
    let at = |shift: SignedDuration| {
        Unverified::read(&token, &domains())?
            .verify(&org.public(), now().checked_add(shift).expect("a time"))
            .map(drop)
    };
    assert_eq!(at(SignedDuration::from_secs(0)), Ok(()));
    assert_eq!(at(SignedDuration::from_secs(359)), Ok(()));
    assert_eq!(at(SignedDuration::from_secs(360)), Err(Refusal::Expired));
    assert_eq!(at(SignedDuration::from_secs(-60)), Ok(()));
    assert_eq!(at(SignedDuration::from_secs(-61)), Err(Refusal::Expired));
}

#[test]
fn only_the_organizations_own_key_will_do() {
    let (org, other) = (Org::new(), Org::other());
    let token = other.sign(&claims("https://login.example.com", now()));
    let unverified = Unverified::read(&token, &domains()).expect("readable");
    assert_eq!(
        unverified.verify(&org.public(), now()).map(drop),
        Err(Refusal::Signature)
    );

    let mut parts: Vec<String> = org
        .sign(&claims("https://login.example.com", now()))
        .split('.')
        .map(str::to_owned)
        .collect();
    let mut forged = claims("https://login.example.com", now());
    forged["nonce"] = json!("n-2");
    parts[1] = org
        .sign(&forged)
        .split('.')
        .nth(1)
        .expect("a payload")
        .to_owned();
    let token = parts.join(".");
    let unverified = Unverified::read(&token, &domains()).expect("readable");
    assert_eq!(
        unverified.verify(&org.public(), now()).map(drop),
        Err(Refusal::Signature)
    );
}

#[test]
fn the_sender_does_not_choose_the_algorithm() {
    use jsonwebtoken::{EncodingKey, Header, encode};
    let claims = claims("https://login.example.com", now());
    let header = Header {
        kid: Some(String::from("any")),
        ..Header::new(Algorithm::HS256)
    };
    let token = encode(&header, &claims, &EncodingKey::from_secret(b"guess")).expect("a token");
    assert_eq!(
        Unverified::read(&token, &domains()).map(drop),
        Err(Refusal::Signature)
    );
    // {"alg":"none"}
    let rest = token.split_once('.').expect("a token").1;
    let none = format!("eyJhbGciOiJub25lIn0.{rest}");
    assert!(Unverified::read(&none, &domains()).is_err());
}

#[test]
fn nonsense_is_refused() {
    for token in ["", "a.b.c", "...", &"a".repeat(LONGEST + 1)] {
        assert_eq!(
            Unverified::read(token, &domains()).map(drop),
            Err(Refusal::Malformed)
        );
    }
}

#[test]
fn debug_output_has_no_nonce() {
    assert!(!format!("{:?}", verified(|_| {}).expect("a challenge")).contains("n-1"));
}

//! The public keys of clients (RFC 7517): RSA from 2048 bits for RS256, P-256 for ES256.

use aws_lc_rs::{
    digest,
    signature::{ECDSA_P256_SHA256_FIXED, ParsedPublicKey},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::backend::{
    management::{decisions::CLIENT_KEYS, error::Problems},
    store::{ClientKey, PublicKey},
};

const FIELD: &str = "settings.oauthClient.jwks";

/// The keys in a request. What is wrong with them goes to `problems`.
pub(super) fn parse(given: Vec<Map<String, Value>>, problems: &mut Problems) -> Vec<ClientKey> {
    if given.len() > CLIENT_KEYS {
        problems.add(FIELD, format!("There may be at most {CLIENT_KEYS} keys"));
        return Vec::new();
    }
    let mut keys: Vec<ClientKey> = Vec::new();
    for object in given {
        match key(&object) {
            Ok(key) if keys.iter().any(|other| other.kid == key.kid) => {
                problems.add(FIELD, format!("The kid {} is there twice", key.kid));
            }
            Ok(key) => keys.push(key),
            Err(cause) => problems.add(FIELD, cause),
        }
    }
    keys
}

fn key(object: &Map<String, Value>) -> Result<ClientKey, String> {
    let text = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
    // A private key in a request is a mistake that must not go unnoticed.
    if ["d", "p", "q", "dp", "dq", "qi", "k"]
        .iter()
        .any(|name| object.contains_key(*name))
    {
        return Err("Only the public part of a key may be sent".to_owned());
    }
    if text("use").is_some_and(|used| used != "sig") {
        return Err("The use of a key must be sig".to_owned());
    }
    let key = match text("kty").as_deref() {
        Some("RSA") => rsa(text("n"), text("e"))?,
        Some("EC") => ec(object.get("crv"), text("x"), text("y"))?,
        _ => return Err("The kty of a key must be RSA or EC".to_owned()),
    };
    let algorithm = algorithm(&key);
    if text("alg").is_some_and(|given| given != algorithm) {
        return Err(format!("The alg of this key must be {algorithm}"));
    }
    let kid = text("kid").filter(|kid| !kid.is_empty());
    let kid = kid.unwrap_or_else(|| thumbprint(&key));
    if kid.chars().count() > 255 {
        return Err("The kid of a key must not be longer than 255 characters".to_owned());
    }
    let status = text("status").unwrap_or_else(|| "ACTIVE".to_owned());
    if !matches!(status.as_str(), "ACTIVE" | "INACTIVE") {
        return Err("The status of a key must be ACTIVE or INACTIVE".to_owned());
    }
    Ok(ClientKey { kid, status, key })
}

fn rsa(n: Option<String>, e: Option<String>) -> Result<PublicKey, String> {
    let wrong = || "The n and e of an RSA key must be numbers in base64url".to_owned();
    let (n, e) = n.zip(e).ok_or_else(wrong)?;
    let modulus = URL_SAFE_NO_PAD.decode(&n).map_err(|_| wrong())?;
    let exponent = URL_SAFE_NO_PAD.decode(&e).map_err(|_| wrong())?;
    let bits = modulus
        .iter()
        .position(|byte| *byte != 0)
        .map_or(0, |zeros| {
            (modulus.len() - zeros) * 8 - modulus[zeros].leading_zeros() as usize
        });
    if !(2048..=8192).contains(&bits) {
        return Err("An RSA key must have 2048 to 8192 bits".to_owned());
    }
    if exponent.is_empty() || exponent.len() > 8 || exponent.iter().all(|byte| *byte == 0) {
        return Err(wrong());
    }
    Ok(PublicKey::Rsa { n, e })
}

fn ec(crv: Option<&Value>, x: Option<String>, y: Option<String>) -> Result<PublicKey, String> {
    // Terraform cannot send one; whether the point is on the only curve that is taken is looked at below.
    if crv.is_some_and(|crv| !crv.is_null() && crv != "P-256") {
        return Err("The crv of an EC key must be P-256".to_owned());
    }
    let wrong = || "The x and y of an EC key must be a point on P-256 in base64url".to_owned();
    let (x, y) = x.zip(y).ok_or_else(wrong)?;
    let mut point = vec![4];
    for coordinate in [&x, &y] {
        let bytes = URL_SAFE_NO_PAD.decode(coordinate).map_err(|_| wrong())?;
        if bytes.len() != 32 {
            return Err(wrong());
        }
        point.extend(bytes);
    }
    ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &point).map_err(|_| wrong())?;
    Ok(PublicKey::Ec {
        crv: "P-256".to_owned(),
        x,
        y,
    })
}

fn algorithm(key: &PublicKey) -> &'static str {
    match key {
        PublicKey::Rsa { .. } => "RS256",
        PublicKey::Ec { .. } => "ES256",
    }
}

/// RFC 7638: the required members in the order of the alphabet, no blanks.
fn thumbprint(key: &PublicKey) -> String {
    let members = match key {
        PublicKey::Rsa { n, e } => format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#),
        PublicKey::Ec { crv, x, y } => {
            format!(r#"{{"crv":"{crv}","kty":"EC","x":"{x}","y":"{y}"}}"#)
        }
    };
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, members.as_bytes()))
}

/// A key as answered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApplicationKey)]
pub(super) struct Answer {
    #[serde(flatten)]
    key: ClientKey,
    /// What it is for: `sig`.
    #[serde(rename = "use")]
    used: &'static str,
    /// What it signs with.
    alg: &'static str,
}

/// A key as it is answered.
pub(super) fn wire(key: &ClientKey) -> Answer {
    Answer {
        alg: algorithm(&key.key),
        key: key.clone(),
        used: "sig",
    }
}

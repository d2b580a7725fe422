//! The key that signs tokens and device challenges (RS256): made at the first start, kept in the store. Its id is made
//! of itself (RFC 7638), so that a browser that has cached an older key notices (`docs/spec/idx.md` section 1.2).

use aws_lc_rs::{
    encoding::{AsDer as _, Pkcs8V1Der},
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{KeyPair as _, RSA_PKCS1_SHA256},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Serialize;
use serde_json::{Value, json};

use super::{Error, handle::sha256};
use crate::backend::store::Store;

/// A signing key with its public half.
#[derive(Debug)]
pub(super) struct SigningKey {
    pair: KeyPair,
    id: String,
    /// As it stands in the key set.
    pub(super) public: Value,
}

impl SigningKey {
    /// The stored key, or a new one.
    pub(super) async fn open(store: &Store) -> Result<Self, Error> {
        if let Some(stored) = store.signing_key().await? {
            return Self::read(&stored);
        }
        let generated = tokio::task::spawn_blocking(|| {
            let pair = KeyPair::generate(KeySize::Rsa2048).ok()?;
            let document: Pkcs8V1Der<'_> = pair.as_der().ok()?;
            Some(URL_SAFE_NO_PAD.encode(document.as_ref()))
        });
        let generated = generated.await.ok().flatten().ok_or(Error::Key)?;
        let id = Self::read(&generated)?.id;
        Self::read(&store.first_signing_key(&id, &generated).await?)
    }

    fn read(stored: &str) -> Result<Self, Error> {
        let document = URL_SAFE_NO_PAD.decode(stored).map_err(|_| Error::Key)?;
        let pair = KeyPair::from_pkcs8(&document).map_err(|_| Error::Key)?;
        let public = pair.public_key();
        let modulus = URL_SAFE_NO_PAD.encode(public.modulus().big_endian_without_leading_zero());
        let exponent = URL_SAFE_NO_PAD.encode(public.exponent().big_endian_without_leading_zero());
        // RFC 7638: the required members in the order of the alphabet, no blanks.
        let id = sha256(format!(r#"{{"e":"{exponent}","kty":"RSA","n":"{modulus}"}}"#).as_bytes());
        let public = json!({"kty": "RSA", "use": "sig", "alg": "RS256", "kid": id, "n": modulus, "e": exponent});
        Ok(Self { pair, id, public })
    }

    /// The claims of a JWT of type `kind` that this key has signed. Who may use it, and until when, is the caller's to ask.
    pub(super) fn verify(&self, kind: &str, token: &str) -> Option<Value> {
        let header = decode_header(token).ok()?;
        if header.alg != Algorithm::RS256 || header.typ.as_deref() != Some(kind) {
            return None;
        }
        let mut validation = Validation::new(Algorithm::RS256);
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_aud = false;
        let (n, e) = (self.public["n"].as_str()?, self.public["e"].as_str()?);
        let key = DecodingKey::from_rsa_components(n, e).ok()?;
        Some(decode::<Value>(token, &key, &validation).ok()?.claims)
    }

    /// Signs `claims` as a JWT of type `kind`.
    pub(super) fn sign(&self, kind: &str, claims: &impl Serialize) -> Result<String, Error> {
        let header = json!({"alg": "RS256", "typ": kind, "kid": self.id});
        let claims = serde_json::to_vec(claims).map_err(|_| Error::Key)?;
        let mut token = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(header.to_string()),
            URL_SAFE_NO_PAD.encode(claims)
        );
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                token.as_bytes(),
                &mut signature,
            )
            .map_err(|_| Error::Key)?;
        token.push('.');
        token.push_str(&URL_SAFE_NO_PAD.encode(signature));
        Ok(token)
    }
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::jwk::{Jwk, ThumbprintHash};

    use super::*;

    #[tokio::test]
    async fn the_key_is_made_once_and_others_verify_what_it_signs() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let key = SigningKey::open(&store).await.unwrap();
        let again = SigningKey::open(&store).await.unwrap();
        assert_eq!(key.id, again.id);
        let token = again.sign("JWT", &json!({"a": 1})).unwrap();
        let public: Jwk = serde_json::from_value(key.public.clone()).unwrap();
        assert_eq!(public.thumbprint(ThumbprintHash::SHA256).unwrap(), key.id);
        assert_eq!(
            decode_header(&token).unwrap().kid.as_deref(),
            Some(key.id.as_str())
        );
        let mut validation = Validation::new(Algorithm::RS256);
        validation.required_spec_claims.clear();
        let decoding = DecodingKey::from_jwk(&public).unwrap();
        let claims = decode::<Value>(&token, &decoding, &validation)
            .unwrap()
            .claims;
        assert_eq!(claims["a"], 1);
        assert!(key.public.get("d").is_none());
    }

    #[tokio::test]
    async fn only_what_it_has_signed_itself_as_this_kind_is_its_own() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let key = SigningKey::open(&store).await.unwrap();
        let token = key.sign("at+jwt", &json!({"a": 1})).unwrap();
        assert_eq!(key.verify("at+jwt", &token).unwrap()["a"], 1);
        assert_eq!(key.verify("JWT", &token), None, "another kind");
        let other = Store::open("sqlite::memory:").await.unwrap();
        let other = SigningKey::open(&other).await.unwrap();
        assert_eq!(other.verify("at+jwt", &token), None, "another key");
        let unsigned = token.rsplit_once('.').unwrap().0;
        assert_eq!(key.verify("at+jwt", &format!("{unsigned}.")), None);
        assert_eq!(key.verify("at+jwt", "not a token"), None);
    }
}

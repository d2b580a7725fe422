//! Seals a short text with the key of the cookies, for others to carry and only for this server to read.

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey},
    hkdf::{HKDF_SHA256, Salt},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use super::CookieSecret;

/// Bytes of a nonce of AES-GCM.
const NONCE: usize = 12;

/// Seals `text` for `purpose`; `None` where the library cannot.
pub(super) fn seal(key: &CookieSecret, purpose: &'static str, text: &str) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let nonce = derived(key)?
        .seal_in_place_append_tag(Aad::from(purpose), &mut bytes)
        .ok()?;
    let mut sealed = nonce.as_ref().to_vec();
    sealed.append(&mut bytes);
    Some(URL_SAFE_NO_PAD.encode(sealed))
}

/// What [`seal`] sealed for the same purpose; `None` for everything else.
pub(super) fn open(key: &CookieSecret, purpose: &'static str, sealed: &str) -> Option<String> {
    let mut bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
    if bytes.len() < NONCE {
        return None;
    }
    let (nonce, text) = bytes.split_at_mut(NONCE);
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let text = derived(key)?
        .open_in_place(nonce, Aad::from(purpose), text)
        .ok()?;
    String::from_utf8(text.to_vec()).ok()
}

/// A key of its own: the one of the cookies is used in another way.
fn derived(key: &CookieSecret) -> Option<RandomizedNonceKey> {
    let mut bytes = [0; 32];
    Salt::new(HKDF_SHA256, b"doorstep")
        .extract(&key.0)
        .expand(&[b"seal"], &AES_256_GCM)
        .ok()?
        .fill(&mut bytes)
        .ok()?;
    RandomizedNonceKey::new(&AES_256_GCM, &bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_key_and_purpose_open_what_was_sealed() {
        let (key, other) = (CookieSecret([7; 64]), CookieSecret([8; 64]));
        let sealed = seal(&key, "code", "secret").expect("sealed");
        assert!(!sealed.contains("secret"));
        assert_ne!(Some(&sealed), seal(&key, "code", "secret").as_ref());
        assert_eq!(open(&key, "code", &sealed).as_deref(), Some("secret"));
        assert_eq!(open(&other, "code", &sealed), None);
        assert_eq!(open(&key, "other", &sealed), None);
        for changed in [&sealed[1..], "", "AAAA", &format!("{sealed}A")] {
            assert_eq!(open(&key, "code", changed), None, "{changed}");
        }
    }
}

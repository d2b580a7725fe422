//! The only place that makes random bytes. Everything that needs some is given a [`Random`].

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// A source of random bytes.
pub trait Random: Send + Sync + std::fmt::Debug {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// The source that the parts of a program share.
pub type SharedRandom = Arc<dyn Random>;

impl dyn Random {
    /// `bytes` random bytes in unpadded base64url: 4 characters for 3 bytes.
    pub fn token(&self, bytes: usize) -> String {
        let mut buffer = vec![0; bytes];
        self.fill(&mut buffer);
        URL_SAFE_NO_PAD.encode(buffer)
    }

    /// An identifier in Okta's form: `prefix` and letters and digits up to 20 characters in all.
    pub fn id(&self, prefix: &str) -> String {
        const ALPHABET: &[u8; 62] =
            b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        let mut id = String::from(prefix);
        while id.len() < 20 {
            let mut byte = [0];
            self.fill(&mut byte);
            // 248 is the largest multiple of 62 in a byte: above it, some letters would come more often.
            if byte[0] < 248 {
                id.push(char::from(ALPHABET[usize::from(byte[0] % 62)]));
            }
        }
        id
    }
}

/// The operating system's source, by way of the TLS library.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness no handle is safe; going on would be worse than stopping.
        #[expect(
            clippy::expect_used,
            clippy::disallowed_methods,
            reason = "this is the place that makes randomness; a system without it cannot sign anyone in"
        )]
        aws_lc_rs::rand::fill(bytes).expect("the operating system gives random bytes");
    }
}

/// A predictable source: for tests that compare whole outputs.
#[derive(Debug, Default)]
pub struct CountingRandom(AtomicU64);

impl Random for CountingRandom {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            // A full-period generator modulo 2^64: neighbouring outputs differ in their high bits.
            let state = self
                .0
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |state| {
                    Some(
                        state
                            .wrapping_mul(6_364_136_223_846_793_005)
                            .wrapping_add(1_442_695_040_888_963_407),
                    )
                })
                .unwrap_or_default();
            *byte = (state >> 56) as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_the_prefix_and_twenty_characters() {
        let random: SharedRandom = Arc::new(SystemRandom);
        let id = random.id("dch");
        assert!(id.starts_with("dch"));
        assert_eq!(id.len(), 20);
        assert_ne!(id, random.id("dch"));
    }
}

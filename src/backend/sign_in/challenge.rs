//! The challenge that a device agent is given (`docs/idx.md`).

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{
    Error, Service,
    transaction::{AskedCheck, Challenge},
};
use crate::backend::evaluation::Requirements;

/// Whom challenges are for.
const AUDIENCE: &str = "urn:doorstep:agent";

impl Service {
    /// A new challenge that asks for what is needed.
    pub(super) fn challenge(&self, needed: Requirements) -> Challenge {
        let now = self.clock.now();
        Challenge {
            id: self.random.token(24),
            nonce: self.random.token(24),
            issued_at: now,
            expires_at: later(now, self.config.lifetimes.challenge),
            signals: asked(&needed),
            checks: needed.checks.into_iter().map(AskedCheck::from).collect(),
            device_id: None,
        }
    }

    /// The challenge as a signed token: the same one every time.
    pub(super) async fn challenge_request(&self, challenge: &Challenge) -> Result<String, Error> {
        let mut signals: Vec<Value> = challenge.signals.iter().cloned().map(Value::from).collect();
        // The version is always told: people know their device by it.
        if !challenge.signals.iter().any(|signal| signal == "osVersion") {
            signals.insert(0, Value::from("osVersion"));
        }
        let claims = json!({
            "iss": self.issuer(),
            "aud": AUDIENCE,
            "iat": challenge.issued_at.as_second(),
            "exp": challenge.expires_at.as_second(),
            "jti": challenge.id,
            "nonce": challenge.nonce,
            "verificationUri": self.verification_uri(&challenge.id),
            "orgHost": self.config.org_host(),
            "signals": signals,
            "checks": challenge.checks,
            "ver": 1,
        });
        self.key().await?.sign("JWT", &claims)
    }

    /// Where answers to the challenge `id` are delivered.
    pub(super) fn verification_uri(&self, id: &str) -> String {
        self.url(&format!("/idp/device/challenge/{id}/answer"))
    }
}

/// The names of the signals that must be asked for.
pub(super) fn asked(needed: &Requirements) -> Vec<String> {
    let own = needed.signals.iter().map(|name| (*name).to_owned());
    own.chain(needed.third_party.iter().cloned()).collect()
}

/// `instant` and `length` later.
pub(super) fn later(instant: jiff::Timestamp, length: SignedDuration) -> jiff::Timestamp {
    instant
        .saturating_add(length)
        .unwrap_or(jiff::Timestamp::MAX)
}

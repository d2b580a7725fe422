//! A Mac that signs its answers as the device agent does.

use std::{
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::Context as _;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use doorstep::random::{SharedRandom, SystemRandom};
use jsonwebtoken::{
    Algorithm, EncodingKey, Header, encode,
    jwk::{Jwk, ThumbprintHash},
};
use serde_json::{Value, json};

/// A Mac on which all is well.
pub(super) struct Device {
    key: EncodingKey,
    header: Header,
    id: String,
}

impl Device {
    /// A Mac with a new key.
    pub(super) fn new() -> anyhow::Result<Self> {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)?;
        let key = EncodingKey::from_ec_der(pair.to_pkcs8v1()?.as_ref());
        let public = Jwk::from_encoding_key(&key, Algorithm::ES256)?;
        let id = public.thumbprint(ThumbprintHash::SHA256)?;
        let header = Header {
            jwk: Some(public),
            kid: Some(id.clone()),
            ..Header::new(Algorithm::ES256)
        };
        Ok(Self { key, header, id })
    }

    /// Where the answer to `challenge` is delivered, and the answer.
    pub(super) fn answer(&self, challenge: &str) -> anyhow::Result<(String, String)> {
        let challenge: Value = jsonwebtoken::dangerous::insecure_decode_claims(challenge)?;
        let address = challenge["verificationUri"]
            .as_str()
            .context("no address in the challenge")?;
        #[expect(
            clippy::disallowed_methods,
            reason = "the server has the real time, too"
        )]
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let random: SharedRandom = Arc::new(SystemRandom);
        let claims = json!({
            "iss": self.id, "aud": address, "nonce": challenge["nonce"], "iat": now, "exp": now + 60,
            "jti": random.token(12),
            "device": {"displayName": "A Mac", "platform": "MACOS", "osVersion": "14.5", "manufacturer": "Apple",
                "model": "Mac15,6", "serialNumber": "C02", "udid": "u"},
            "signals": {"osVersion": "14.5", "diskEncryptionType": "ALL_INTERNAL_VOLUMES", "screenLockType": "BIOMETRIC",
                "secureHardwarePresent": true, "jailbreak": false, "managed": false},
            "checks": [{"variableName": "macOSFirewall", "status": "OK", "value": "1"}],
        });
        Ok((
            address.to_owned(),
            encode(&self.header, &claims, &self.key)?,
        ))
    }
}

//! The device's answer to a challenge (`docs/idx.md`): nothing of it is believed before its signature and every claim
//! hold.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jsonwebtoken::{
    Algorithm, DecodingKey, Validation, decode, decode_header,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, ThumbprintHash},
};
use serde::Deserialize;

use super::transaction::Challenge;
use crate::backend::evaluation::{
    Cause, DiskEncryptionType, Platform, ScreenLockType, Signal, Signals,
};

/// How far the clocks of server and device may be apart, in seconds.
const LEEWAY: i64 = 60;
/// The longest time that an answer may say it is good for, in seconds.
const LONGEST_LIFE: i64 = 600;
/// The longest text of a device's description.
const LONGEST_TEXT: usize = 256;
/// The longest value of a check.
const LONGEST_VALUE: usize = 4096;
/// The longest `jti`.
const LONGEST_JTI: usize = 128;

/// Why an answer is not believed: for whoever builds an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    /// It cannot be read.
    #[error("the answer is not a JWT with the claims of an answer")]
    Malformed,
    /// The header is not what it must be.
    #[error(
        "the header must have alg ES256, the public key as jwk and its RFC 7638 thumbprint as kid"
    )]
    Header,
    /// The signature is wrong.
    #[error("the signature does not fit the key")]
    Signature,
    /// It was made for another challenge.
    #[error("iss, aud or nonce do not fit the challenge")]
    Claims,
    /// Its time is over, or has not come.
    #[error("iat or exp are not good now")]
    Time,
    /// Something in it is too long.
    #[error("a text is too long")]
    TooLong,
}

/// An answer that is believed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    /// The device's key.
    pub(super) key_id: String,
    /// Names the answer.
    pub(super) jti: String,
    /// The device.
    pub(super) device: Description,
    /// What it says.
    pub(super) signals: Signals,
}

/// The device as it describes itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Description {
    /// The name that its owner gave it.
    pub(super) display_name: String,
    /// Its operating system.
    pub(super) platform: Platform,
    /// The operating system's version.
    pub(super) os_version: String,
    /// Who made it.
    #[serde(default)]
    pub(super) manufacturer: String,
    /// The maker's name for the model.
    #[serde(default)]
    pub(super) model: String,
    /// The maker's number for this one.
    #[serde(default)]
    pub(super) serial_number: String,
    /// The hardware's UUID.
    #[serde(default)]
    pub(super) udid: String,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    nonce: String,
    iat: i64,
    exp: i64,
    jti: String,
    device: Description,
    #[serde(default)]
    signals: Reported,
    #[serde(default)]
    checks: Vec<ReportedCheck>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Reported {
    os_version: Option<String>,
    disk_encryption_type: Option<DiskEncryptionType>,
    screen_lock_type: Option<ScreenLockType>,
    secure_hardware_present: Option<bool>,
    jailbreak: Option<bool>,
    managed: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ReportedCheck {
    variable_name: String,
    status: CheckStatus,
    #[serde(default)]
    value: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum CheckStatus {
    Ok,
    Timeout,
    Error,
    NotAllowed,
}

/// Reads the answer `token` to `challenge`, which was to be delivered to `verification_uri`.
pub(super) fn read(
    token: &str,
    challenge: &Challenge,
    verification_uri: &str,
    now: Timestamp,
) -> Result<Answer, Refusal> {
    let header = decode_header(token).map_err(|_| Refusal::Malformed)?;
    // The algorithm is ours to choose, not the sender's (RFC 8725 section 3.1).
    if header.alg != Algorithm::ES256 {
        return Err(Refusal::Header);
    }
    let key = header.jwk.ok_or(Refusal::Header)?;
    if !is_p256(&key) {
        return Err(Refusal::Header);
    }
    let key_id = key
        .thumbprint(ThumbprintHash::SHA256)
        .map_err(|_| Refusal::Header)?;
    if header.kid.as_deref() != Some(key_id.as_str()) {
        return Err(Refusal::Header);
    }
    let decoding = DecodingKey::from_jwk(&key).map_err(|_| Refusal::Header)?;
    let mut validation = Validation::new(Algorithm::ES256);
    validation.set_audience(&[verification_uri]);
    validation.set_required_spec_claims(&["aud", "iss", "exp"]);
    // The library reads the machine's clock; ours is compared below.
    validation.validate_exp = false;
    let claims = decode::<Claims>(token, &decoding, &validation)
        .map_err(|error| match error.kind() {
            jsonwebtoken::errors::ErrorKind::InvalidSignature => Refusal::Signature,
            jsonwebtoken::errors::ErrorKind::InvalidAudience => Refusal::Claims,
            _ => Refusal::Malformed,
        })?
        .claims;
    claims.hold(&key_id, challenge, verification_uri, now)?;
    Ok(Answer {
        key_id,
        jti: claims.jti.clone(),
        signals: claims.signals(challenge),
        device: claims.device,
    })
}

fn is_p256(key: &Jwk) -> bool {
    matches!(&key.algorithm, AlgorithmParameters::EllipticCurve(parameters) if parameters.curve == EllipticCurve::P256)
}

impl Claims {
    fn hold(
        &self,
        key_id: &str,
        challenge: &Challenge,
        verification_uri: &str,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        if self.iss != key_id || self.aud != verification_uri || self.nonce != challenge.nonce {
            return Err(Refusal::Claims);
        }
        let now = now.as_second();
        let life = self.exp.saturating_sub(self.iat);
        let over = now >= self.exp.saturating_add(LEEWAY);
        if over || self.iat > now.saturating_add(LEEWAY) || !(0..=LONGEST_LIFE).contains(&life) {
            return Err(Refusal::Time);
        }
        let device = &self.device;
        let texts = [
            &device.display_name,
            &device.os_version,
            &device.manufacturer,
            &device.model,
            &device.serial_number,
            &device.udid,
        ];
        let values = self.checks.iter().filter_map(|check| check.value.as_ref());
        let too_long = texts.iter().any(|text| text.len() > LONGEST_TEXT)
            || self.jti.len() > LONGEST_JTI
            || values.into_iter().any(|value| value.len() > LONGEST_VALUE);
        if too_long {
            return Err(Refusal::TooLong);
        }
        if self.jti.is_empty() {
            return Err(Refusal::Malformed);
        }
        Ok(())
    }

    fn signals(&self, challenge: &Challenge) -> Signals {
        let version = self.signals.os_version.clone();
        let version = version
            .or_else(|| Some(self.device.os_version.clone()).filter(|version| !version.is_empty()));
        // What was not asked for is not listened to.
        let asked = |name: &str| {
            challenge
                .checks
                .iter()
                .any(|check| check.variable_name == name && check.platform == self.device.platform)
        };
        let checks: BTreeMap<_, _> = self
            .checks
            .iter()
            .filter(|check| asked(&check.variable_name))
            .map(|check| (check.variable_name.clone(), check.signal()))
            .collect();
        Signals {
            platform: Some(self.device.platform),
            os_version: signal(version),
            disk_encryption_type: signal(self.signals.disk_encryption_type),
            screen_lock_type: signal(self.signals.screen_lock_type),
            secure_hardware_present: signal(self.signals.secure_hardware_present),
            jailbreak: signal(self.signals.jailbreak),
            managed: signal(self.signals.managed),
            checks,
            ..Signals::default()
        }
    }
}

impl ReportedCheck {
    fn signal(&self) -> Signal<String> {
        match (&self.status, &self.value) {
            (CheckStatus::Ok, Some(value)) => Signal::Known(value.clone()),
            (CheckStatus::Ok, None) | (CheckStatus::Error, _) => Signal::Unknown(Cause::QueryError),
            (CheckStatus::Timeout, _) => Signal::Unknown(Cause::Timeout),
            (CheckStatus::NotAllowed, _) => Signal::Unknown(Cause::NotAllowed),
        }
    }
}

fn signal<T>(value: Option<T>) -> Signal<T> {
    value.map_or(Signal::Unknown(Cause::NotReported), Signal::Known)
}

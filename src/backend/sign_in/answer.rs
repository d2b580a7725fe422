//! The device's answer to a challenge (`docs/idx.md`): nothing of it is believed before its signature and every claim
//! hold.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jsonwebtoken::{
    Algorithm, DecodingKey, Validation, decode, decode_header,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, ThumbprintHash},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use super::transaction::Challenge;
use crate::backend::evaluation::{Cause, Platform, Scalar, Signal, Signals};

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
    checks: Vec<Value>,
}

/// Signals by name. What is not of its signal's type counts as not reported: one wrong value must not silence the others.
#[derive(Default, Deserialize)]
#[serde(transparent)]
struct Reported(Value);

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
        let too_long =
            texts.iter().any(|text| text.len() > LONGEST_TEXT) || self.jti.len() > LONGEST_JTI;
        if too_long {
            return Err(Refusal::TooLong);
        }
        if self.jti.is_empty() {
            return Err(Refusal::Malformed);
        }
        Ok(())
    }

    fn signals(&self, challenge: &Challenge) -> Signals {
        let described = Some(&self.device.os_version).filter(|version| !version.is_empty());
        let os_version = match (self.signals.text("osVersion"), described) {
            (Signal::Unknown(_), Some(version)) => Signal::Known(version.clone()),
            (signal, _) => signal,
        };
        // What was not asked for is not listened to.
        let asked = |name: &str| {
            challenge
                .checks
                .iter()
                .any(|check| check.variable_name == name && check.platform == self.device.platform)
        };
        let checks = self.checks.iter().filter_map(|check| {
            let name = check.get("variableName")?.as_str()?;
            asked(name).then(|| (name.to_owned(), answer_of(check)))
        });
        Signals {
            platform: Some(self.device.platform),
            os_version,
            disk_encryption_type: self.signals.typed("diskEncryptionType"),
            screen_lock_type: self.signals.typed("screenLockType"),
            secure_hardware_present: self.signals.typed("secureHardwarePresent"),
            jailbreak: self.signals.typed("jailbreak"),
            managed: self.signals.typed("managed"),
            managed_app: self.signals.typed("managedApp"),
            checks: checks.collect(),
            dtc: self.signals.of_provider("dtc", challenge, scalar),
            android_device_trust: self
                .signals
                .of_provider("androidDeviceTrust", challenge, scalar),
            device_posture_idp: self.signals.of_provider(
                "devicePostureIdP",
                challenge,
                Value::as_bool,
            ),
        }
    }
}

impl Reported {
    fn typed<T: DeserializeOwned>(&self, name: &str) -> Signal<T> {
        let value = self.0.get(name);
        Signal::from(value.and_then(|value| T::deserialize(value).ok()))
    }

    fn text(&self, name: &str) -> Signal<String> {
        match self.typed::<String>(name) {
            Signal::Known(text) if text.is_empty() || text.len() > LONGEST_TEXT => {
                Signal::default()
            }
            signal => signal,
        }
    }

    /// The signals of a third party that were asked for, as far as there is anything, read by `read`.
    fn of_provider<T>(
        &self,
        provider: &str,
        challenge: &Challenge,
        read: impl Fn(&Value) -> Option<T>,
    ) -> BTreeMap<String, Signal<T>> {
        let asked = challenge.signals.iter().filter_map(|signal| {
            let (party, field) = signal.split_once('.')?;
            (party == provider).then_some(field)
        });
        asked
            .filter_map(|field| {
                let value = self.0.get(provider)?.get(field)?;
                Some((field.to_owned(), Signal::from(read(value))))
            })
            .collect()
    }
}

/// A third party's value: a flag, or a text that is not endless.
fn scalar(value: &Value) -> Option<Scalar> {
    match value {
        Value::Bool(flag) => Some(Scalar::Flag(*flag)),
        Value::String(text) if !text.is_empty() && text.len() <= LONGEST_TEXT => {
            Some(Scalar::Text(text.clone()))
        }
        _ => None,
    }
}

/// What came of a custom check.
fn answer_of(check: &Value) -> Signal<String> {
    let status = check.get("status").and_then(Value::as_str);
    let value = check.get("value").and_then(Value::as_str);
    match (status, value) {
        (Some("OK"), Some(value)) if value.len() <= LONGEST_VALUE => {
            Signal::Known(value.to_owned())
        }
        (Some("TIMEOUT"), _) => Signal::Unknown(Cause::Timeout),
        (Some("NOT_ALLOWED"), _) => Signal::Unknown(Cause::NotAllowed),
        _ => Signal::Unknown(Cause::QueryError),
    }
}

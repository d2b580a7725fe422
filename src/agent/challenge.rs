//! The challenge that an organization signs, and the answer that the device signs (`docs/spec/idx.md` section 2.4).

use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header, jwk::Jwk};
use serde::{Deserialize, Serialize};
use url::Url;

use super::{
    settings::{AllowedDomains, authority},
    signals::{Description, Signals},
};

/// Whom challenges are for.
pub(super) const AUDIENCE: &str = "urn:doorstep:agent";
/// How far the clocks of server and device may be apart, in seconds.
const LEEWAY: i64 = 60;
/// The longest challenge that is read.
pub(super) const LONGEST: usize = 64 * 1024;
/// The most checks of one challenge.
const MOST_CHECKS: usize = 100;

/// What an organization asks.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Challenge {
    /// The issuer of the organization.
    pub(super) iss: String,
    iat: i64,
    exp: i64,
    /// Names the challenge.
    pub(super) jti: String,
    /// Goes back in the answer.
    pub(super) nonce: String,
    /// Where the answer is delivered.
    pub(super) verification_uri: String,
    /// Host and port of the organization.
    org_host: String,
    /// The built-in signals that are asked for.
    #[serde(default)]
    pub(super) signals: Vec<String>,
    /// The custom checks.
    #[serde(default)]
    pub(super) checks: Vec<RequestedCheck>,
    ver: u32,
}

impl std::fmt::Debug for Challenge {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Challenge")
            .field("iss", &self.iss)
            .field("jti", &self.jti)
            .finish_non_exhaustive()
    }
}

/// A custom check that is asked for.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RequestedCheck {
    /// The platform that it is for.
    pub(super) platform: String,
    /// Its name.
    pub(super) variable_name: String,
    /// The statement.
    pub(super) query: String,
}

/// Why a challenge is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    /// It is no challenge at all.
    #[error("this is not a challenge")]
    Malformed,
    /// The organization may not ask this device.
    #[error("this device does not answer this organization")]
    NotAllowed,
    /// It is not signed by the organization's key.
    #[error("the challenge is not signed by the organization")]
    Signature,
    /// It is for someone else.
    #[error("the challenge is not for a device agent")]
    Audience,
    /// Its time is over, or has not come.
    #[error("the challenge has expired")]
    Expired,
    /// It would send the answer away from the organization.
    #[error("the challenge leads away from the organization")]
    Elsewhere,
    /// It is of a kind that this agent does not know.
    #[error("the challenge is of an unknown version or asks for too much")]
    Unsupported,
}

/// What stands in a challenge before its signature is verified: only whom to ask for the key.
#[derive(Debug)]
pub(super) struct Unverified<'a> {
    token: &'a str,
    /// The issuer it says it is from: one that this device answers.
    pub(super) issuer: Url,
    /// Which of the issuer's keys it says it is signed with.
    pub(super) key_id: String,
}

impl<'a> Unverified<'a> {
    /// Reads `token`; nothing of it is believed yet.
    pub(super) fn read(token: &'a str, allowed: &AllowedDomains) -> Result<Self, Refusal> {
        #[derive(Deserialize)]
        struct Issuer {
            iss: String,
        }
        if token.len() > LONGEST {
            return Err(Refusal::Malformed);
        }
        let header = decode_header(token).map_err(|_| Refusal::Malformed)?;
        // The algorithm is ours to choose, not the sender's (RFC 8725 section 3.1).
        if header.alg != Algorithm::RS256 {
            return Err(Refusal::Signature);
        }
        let key_id = header.kid.ok_or(Refusal::Signature)?;
        let claims: Issuer = jsonwebtoken::dangerous::insecure_decode_claims(token)
            .map_err(|_| Refusal::Malformed)?;
        let issuer = Url::parse(&claims.iss).map_err(|_| Refusal::Malformed)?;
        if !allowed.allows_url(&issuer) {
            return Err(Refusal::NotAllowed);
        }
        Ok(Self {
            token,
            issuer,
            key_id,
        })
    }

    /// Whether `url` is on the issuer's own origin.
    pub(super) fn is_from(&self, url: &Url) -> bool {
        self.issuer.origin() == url.origin()
    }

    /// Verifies it with the issuer's `key` at the time `now`.
    pub(super) fn verify(&self, key: &Jwk, now: Timestamp) -> Result<Challenge, Refusal> {
        use jsonwebtoken::errors::ErrorKind;
        let key = DecodingKey::from_jwk(key).map_err(|_| Refusal::Signature)?;
        let mut validation = Validation::new(Algorithm::RS256);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["aud", "iss", "exp"]);
        // The library reads the machine's clock; ours is compared below.
        validation.validate_exp = false;
        let challenge = decode::<Challenge>(self.token, &key, &validation)
            .map_err(|error| match error.kind() {
                ErrorKind::InvalidAudience => Refusal::Audience,
                ErrorKind::MissingRequiredClaim(claim) if claim == "aud" => Refusal::Audience,
                ErrorKind::InvalidSignature => Refusal::Signature,
                _ => Refusal::Malformed,
            })?
            .claims;
        challenge.hold(&self.issuer, now)?;
        Ok(challenge)
    }
}

impl Challenge {
    fn hold(&self, issuer: &Url, now: Timestamp) -> Result<(), Refusal> {
        let now = now.as_second();
        if now >= self.exp.saturating_add(LEEWAY) || now < self.iat.saturating_sub(LEEWAY) {
            return Err(Refusal::Expired);
        }
        let deliver = Url::parse(&self.verification_uri).map_err(|_| Refusal::Malformed)?;
        if !self.is_of_org(issuer) || deliver.origin() != issuer.origin() {
            return Err(Refusal::Elsewhere);
        }
        if self.ver != 1 || self.checks.len() > MOST_CHECKS {
            return Err(Refusal::Unsupported);
        }
        Ok(())
    }

    fn is_of_org(&self, url: &Url) -> bool {
        self.org_host.eq_ignore_ascii_case(&authority(url))
    }

    /// Whether `url` is on the organization's own origin, so that a browser may be sent there.
    pub(super) fn may_return_to(&self, url: &Url) -> bool {
        Url::parse(&self.iss).is_ok_and(|issuer| issuer.origin() == url.origin())
            && self.is_of_org(url)
    }
}

/// What the device answers, but for when and to whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Report {
    /// The device.
    pub(super) device: Description,
    /// The built-in signals.
    pub(super) signals: Signals,
    /// The custom checks.
    pub(super) checks: Vec<CheckReport>,
}

/// What came of a custom check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckReport {
    /// Its name.
    pub variable_name: String,
    /// Whether there is a value.
    pub status: CheckStatus,
    /// The value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Why there is none, for admins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// Whether a custom check has a value, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CheckStatus {
    /// It has.
    Ok,
    /// It took too long.
    Timeout,
    /// It failed or did not give exactly one value.
    Error,
    /// This device does not allow custom checks.
    NotAllowed,
}

/// The claims of an answer.
#[derive(Serialize)]
pub(super) struct Answer<'a> {
    pub(super) iss: &'a str,
    pub(super) aud: &'a str,
    pub(super) nonce: &'a str,
    pub(super) iat: i64,
    pub(super) exp: i64,
    pub(super) jti: String,
    #[serde(flatten)]
    pub(super) report: &'a Report,
}

#[cfg(test)]
mod tests;

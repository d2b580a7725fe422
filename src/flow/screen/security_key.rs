//! Security keys and passkeys: Web Authentication Level 3. What only the browser's script can do.

use serde_json::Value;

/// The browser is to ask a security key, or to make one known.
#[derive(Clone, PartialEq)]
pub struct SecurityKey {
    /// The form that takes the result.
    pub form: String,
    /// What is done.
    pub ceremony: Ceremony,
    /// `publicKey` of `navigator.credentials.get` or `create`, with everything binary as base64 (RFC 4648 section 4),
    /// which is what browsers read themselves. It holds the challenge: it is for the browser and of no use to others.
    pub options: Value,
    /// Which of the form's fields are asked for: names in the form and in the result.
    pub answers: Vec<KeyAnswer>,
}

/// What is done with a security key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ceremony {
    /// Proves that the person has it.
    Verify,
    /// Offers passkeys in the field for the name: conditional mediation.
    Autofill,
    /// Makes it known.
    Enroll,
}

/// A field that takes a part of the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyAnswer {
    /// The field's path, as it is posted: `credentials.clientData`.
    pub path: String,
    /// Which part of the result.
    pub part: KeyPart,
}

/// A part of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPart {
    /// `response.clientDataJSON`.
    ClientData,
    /// `response.authenticatorData`.
    AuthenticatorData,
    /// `response.signature`.
    Signature,
    /// `response.userHandle`.
    UserHandle,
    /// `response.attestationObject`.
    Attestation,
    /// `response.getTransports()`, as JSON.
    Transports,
    /// `getClientExtensionResults()`, as JSON.
    Extensions,
}

impl KeyPart {
    /// The part that the IDX field `name` takes.
    pub fn of_field(name: &str) -> Option<Self> {
        Some(match name {
            "clientData" => Self::ClientData,
            "authenticatorData" => Self::AuthenticatorData,
            "signatureData" => Self::Signature,
            "userHandle" => Self::UserHandle,
            "attestation" => Self::Attestation,
            "transports" => Self::Transports,
            "clientExtensions" => Self::Extensions,
            _ => return None,
        })
    }

    /// What the browser calls it: a property of the credential's response, or one of the two words for what is JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ClientData => "clientDataJSON",
            Self::AuthenticatorData => "authenticatorData",
            Self::Signature => "signature",
            Self::UserHandle => "userHandle",
            Self::Attestation => "attestationObject",
            Self::Transports => "transports",
            Self::Extensions => "extensions",
        }
    }
}

// The options hold the challenge.
impl std::fmt::Debug for SecurityKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("SecurityKey")
            .field("form", &self.form)
            .field("ceremony", &self.ceremony)
            .field("answers", &self.answers)
            .finish_non_exhaustive()
    }
}

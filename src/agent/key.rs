//! The device's key (ES256): made at first use, kept in a file that only its owner can read, never leaves the device.

use std::{io, path::Path};

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use jsonwebtoken::{
    Algorithm, EncodingKey, Header, encode,
    jwk::{Jwk, ThumbprintHash},
};
use serde::Serialize;

const FILE: &str = "device-key.p8";

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Its file cannot be read or written.
    #[error("the device key {0} cannot be used: {1}")]
    File(std::path::PathBuf, io::Error),
    /// It cannot be made, or what the file holds is not a key.
    #[error("the device key {0} is damaged; remove the file to enroll this device anew")]
    Damaged(std::path::PathBuf),
    /// A statement cannot be signed.
    #[error("the device key cannot sign: {0}")]
    Signing(#[from] jsonwebtoken::errors::Error),
}

/// The key, and its public half for the header of what it signs.
pub(super) struct DeviceKey {
    key: EncodingKey,
    public: Jwk,
    id: String,
}

impl std::fmt::Debug for DeviceKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("DeviceKey")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl DeviceKey {
    /// Reads the key in `folder`, or makes one.
    pub(super) fn open(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(FILE);
        let file = |error| Error::File(path.clone(), error);
        let document = match std::fs::read(&path) {
            Ok(document) => document,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let document = generate().ok_or_else(|| Error::Damaged(path.clone()))?;
                std::fs::create_dir_all(folder).map_err(file)?;
                write(&path, &document).map_err(file)?;
                document
            }
            Err(error) => return Err(file(error)),
        };
        Self::from_document(&document).ok_or(Error::Damaged(path))
    }

    fn from_document(document: &[u8]) -> Option<Self> {
        // Reading it through the library first refuses what only looks like a key.
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document).ok()?;
        let key = EncodingKey::from_ec_der(document);
        let public = Jwk::from_encoding_key(&key, Algorithm::ES256).ok()?;
        let id = public.thumbprint(ThumbprintHash::SHA256).ok()?;
        Some(Self { key, public, id })
    }

    /// The key's RFC 7638 thumbprint.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// Signs `claims`.
    pub(super) fn sign(&self, claims: &impl Serialize) -> Result<String, Error> {
        let header = Header {
            jwk: Some(self.public.clone()),
            kid: Some(self.id.clone()),
            ..Header::new(Algorithm::ES256)
        };
        Ok(encode(&header, claims, &self.key)?)
    }
}

fn generate() -> Option<Vec<u8>> {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).ok()?;
    // With the public key in it, which the JWT library reads back.
    Some(pair.to_pkcs8v1().ok()?.as_ref().to_vec())
}

/// Nobody else may read the file, at no moment.
fn write(path: &Path, document: &[u8]) -> io::Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(document)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{DecodingKey, Validation, decode, decode_header};

    use super::*;
    use crate::agent::tests::folder;

    #[test]
    fn the_key_is_made_once_and_only_its_owner_can_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = folder();
        let inside = folder.path().join("deep/er");
        let first = DeviceKey::open(&inside).expect("a key");
        let again = DeviceKey::open(&inside).expect("a key");
        assert_eq!(first.id(), again.id());
        let mode = std::fs::metadata(inside.join(FILE))
            .expect("a file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn what_it_signs_is_verified_with_the_key_in_the_header() {
        let folder = folder();
        let key = DeviceKey::open(folder.path()).expect("a key");
        let token = key.sign(&serde_json::json!({"a": 1})).expect("a token");
        let header = decode_header(&token).expect("a header");
        let public = header.jwk.expect("a key");
        assert_eq!(header.alg, Algorithm::ES256);
        assert_eq!(header.kid.as_deref(), Some(key.id()));
        assert_eq!(
            public
                .thumbprint(ThumbprintHash::SHA256)
                .expect("a thumbprint"),
            key.id()
        );
        let mut validation = Validation::new(Algorithm::ES256);
        validation.required_spec_claims.clear();
        let decoding = DecodingKey::from_jwk(&public).expect("a key");
        let claims = decode::<serde_json::Value>(&token, &decoding, &validation)
            .expect("a good signature")
            .claims;
        assert_eq!(claims["a"], 1);
        assert!(
            !serde_json::to_string(&public)
                .expect("JSON")
                .contains("\"d\""),
            "the private half stays here"
        );
    }

    #[test]
    fn a_damaged_key_is_not_silently_replaced() {
        let folder = folder();
        std::fs::write(folder.path().join(FILE), "not a key").expect("a file");
        assert!(matches!(
            DeviceKey::open(folder.path()),
            Err(Error::Damaged(_))
        ));
    }
}

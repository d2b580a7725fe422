//! Passwords: Argon2id with OWASP's parameters (19 MiB, two passes, one lane), off the threads that serve requests and a
//! few at once, since each takes its memory.

use std::sync::LazyLock;

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, PasswordVerifier as _, Version,
    password_hash::SaltString,
};

use tokio::sync::Semaphore;

use crate::random::SharedRandom;

/// Why a password could not be hashed: never because of the password.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The hash function refused.
    #[error("the password could not be hashed: {0}")]
    Hash(argon2::password_hash::Error),
    /// The worker thread ended early.
    #[error("the worker that hashes passwords ended")]
    Worker(#[from] tokio::task::JoinError),
}

static ARGON2: LazyLock<Argon2<'static>> =
    LazyLock::new(|| Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::DEFAULT));

/// What is verified against where there is no password, so that both cases take the same time: a hash with the same
/// parameters that no password is known for.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$ZG9vcnN0ZXAtbm9ib2R5IQ$7nrMyJbvDxMROQ2TnnhAmvYnQ4Gsn6Q4y6kmqMW2aFc";

/// How many passwords are hashed at once.
static TURNS: Semaphore = Semaphore::const_new(4);

/// Hashes a password (PHC string).
///
/// # Errors
/// Where the hash function or its worker fails.
pub async fn hash(random: &SharedRandom, password: &str) -> Result<String, Error> {
    let mut salt = [0; 16];
    random.fill(&mut salt);
    let password = password.to_owned();
    let _turn = TURNS.acquire().await;
    tokio::task::spawn_blocking(move || {
        let salt = SaltString::encode_b64(&salt).map_err(Error::Hash)?;
        ARGON2
            .hash_password(password.as_bytes(), &salt)
            .map(|hash| hash.to_string())
            .map_err(Error::Hash)
    })
    .await?
}

/// Whether `password` is the one of `hash`. Without a hash it never is, and takes as long to say so.
///
/// # Errors
/// Where the worker fails.
pub async fn verify(password: &str, hash: Option<&str>) -> Result<bool, Error> {
    let password = password.to_owned();
    let known = hash.map(ToOwned::to_owned);
    let _turn = TURNS.acquire().await;
    Ok(tokio::task::spawn_blocking(move || {
        let text = known.as_deref().unwrap_or(NOBODY);
        let matches = PasswordHash::new(text)
            .is_ok_and(|hash| ARGON2.verify_password(password.as_bytes(), &hash).is_ok());
        matches && known.is_some()
    })
    .await?)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::random::SystemRandom;

    #[tokio::test]
    async fn only_the_right_password_is_good() {
        let random: SharedRandom = Arc::new(SystemRandom);
        let hashed = hash(&random, "correct horse").await.unwrap();
        assert!(
            hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hashed}"
        );
        assert!(verify("correct horse", Some(&hashed)).await.unwrap());
        assert!(!verify("wrong horse", Some(&hashed)).await.unwrap());
        assert_ne!(
            hash(&random, "correct horse").await.unwrap(),
            hashed,
            "every hash has its own salt"
        );
    }

    #[test]
    fn nobody_costs_as_much_as_anybody() {
        let parsed = PasswordHash::new(NOBODY).unwrap();
        let costs = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
        assert_eq!(
            costs(&Params::try_from(&parsed).unwrap()),
            costs(ARGON2.params())
        );
        assert_eq!(parsed.hash.map(|hash| hash.len()), Some(32));
    }

    #[tokio::test]
    async fn without_a_hash_no_password_is_good_not_even_an_empty_one() {
        assert!(!verify("", None).await.unwrap());
        assert!(!verify("correct horse", None).await.unwrap());
    }
}

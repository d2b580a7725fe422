//! Passwords: Argon2id with OWASP's parameters (19 MiB, two passes, one lane), off the threads that serve requests and a
//! few at once, since each takes its memory.

use std::sync::{LazyLock, Mutex, PoisonError};

use argon2::{
    Algorithm, Argon2, Block, Params, PasswordHash, Version,
    password_hash::{self, Output, Salt, SaltString},
};
use tokio::sync::Semaphore;

use crate::random::SharedRandom;

/// Why a password could not be hashed: never because of the password.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The hash function refused.
    #[error("the password could not be hashed: {0}")]
    Hash(password_hash::Error),
    /// The worker thread ended early.
    #[error("the worker that hashes passwords ended")]
    Worker(#[from] tokio::task::JoinError),
}

static ARGON2: LazyLock<Argon2<'static>> =
    LazyLock::new(|| Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::DEFAULT));

/// What is verified against where there is no password, so that both cases take the same time: a hash with the same
/// parameters that no password is known for.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$ZG9vcnN0ZXAtbm9ib2R5IQ$7nrMyJbvDxMROQ2TnnhAmvYnQ4Gsn6Q4y6kmqMW2aFc";

/// Space for hashing: as many pieces as passwords are hashed at once. Each is made when it is first needed and used
/// again ever after: allocated anew for every password, such pieces stay with the threads that freed them, and a server
/// that was busy once holds hundreds of megabytes.
static SPACE: LazyLock<Space> = LazyLock::new(|| Space {
    turns: Semaphore::new(TURNS),
    pieces: Mutex::new(Vec::new()),
});

/// How many passwords are hashed at once.
const TURNS: usize = 4;

struct Space {
    turns: Semaphore,
    pieces: Mutex<Vec<Vec<Block>>>,
}

/// Runs `work` where it disturbs no requests, with the space that [`ARGON2`] needs.
async fn with_space<T: Send + 'static>(
    work: impl FnOnce(&mut [Block]) -> T + Send + 'static,
) -> Result<T, Error> {
    let _turn = SPACE.turns.acquire().await;
    let pieces = || SPACE.pieces.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(tokio::task::spawn_blocking(move || {
        let kept = pieces().pop();
        let mut piece =
            kept.unwrap_or_else(|| vec![Block::default(); ARGON2.params().block_count()]);
        let done = work(&mut piece);
        pieces().push(piece);
        done
    })
    .await?)
}

/// Hashes a password (PHC string).
///
/// # Errors
/// Where the hash function or its worker fails.
pub async fn hash(random: &SharedRandom, password: &str) -> Result<String, Error> {
    let mut salt = [0; 16];
    random.fill(&mut salt);
    let password = password.to_owned();
    with_space(move |space| {
        let mut output = [0; Params::DEFAULT_OUTPUT_LEN];
        ARGON2
            .hash_password_into_with_memory(password.as_bytes(), &salt, &mut output, space)
            .map_err(password_hash::Error::from)?;
        let salt = SaltString::encode_b64(&salt)?;
        let hash = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ARGON2.params().try_into()?,
            salt: Some(salt.as_salt()),
            hash: Some(Output::new(&output)?),
        };
        Ok(hash.to_string())
    })
    .await?
    .map_err(Error::Hash)
}

/// Whether `password` is the one of `hash`. Without a hash it never is, and takes as long to say so.
///
/// # Errors
/// Where the worker fails.
pub async fn verify(password: &str, hash: Option<&str>) -> Result<bool, Error> {
    let password = password.to_owned();
    let known = hash.map(ToOwned::to_owned);
    with_space(move |space| {
        let text = known.as_deref().unwrap_or(NOBODY);
        matches(&password, text, space) == Some(true) && known.is_some()
    })
    .await
}

/// Whether `password` is the one of the PHC string `text`; `None` where that is not ours.
fn matches(password: &str, text: &str, space: &mut [Block]) -> Option<bool> {
    let hash = PasswordHash::new(text).ok()?;
    let (salt, expected) = (hash.salt?, hash.hash?);
    let mut buffer = [0; Salt::RECOMMENDED_LENGTH];
    let salt = salt.decode_b64(&mut buffer).ok()?;
    let mut output = [0; Params::DEFAULT_OUTPUT_LEN];
    ARGON2
        .hash_password_into_with_memory(password.as_bytes(), salt, &mut output, space)
        .ok()?;
    // Compares in constant time.
    Some(Output::new(&output).ok()? == expected && costs_as_ours(&hash))
}

/// Whether a hash was made with the parameters that we hash with: all of ours were.
fn costs_as_ours(hash: &PasswordHash<'_>) -> bool {
    let ours = ARGON2.params();
    hash.algorithm == Algorithm::Argon2id.ident()
        && Params::try_from(hash).is_ok_and(|params| {
            (params.m_cost(), params.t_cost(), params.p_cost())
                == (ours.m_cost(), ours.t_cost(), ours.p_cost())
        })
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
        assert!(costs_as_ours(&parsed));
        assert_eq!(parsed.hash.map(|hash| hash.len()), Some(32));
    }

    #[tokio::test]
    async fn a_hash_of_another_program_with_our_parameters_is_understood() {
        // From the reference implementation: echo -n password | argon2 somesaltofours16 -id -t 2 -k 19456 -p 1 -e
        let hashed = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRvZm91cnMxNg$I6qqjm1y8ioqZKR2vPYHwgMTwe8zzt9YJ7NbgTjraLo";
        assert!(verify("password", Some(hashed)).await.unwrap());
        assert!(!verify("passwore", Some(hashed)).await.unwrap());
        let weaker = hashed.replace("t=2", "t=1");
        assert!(!verify("password", Some(&weaker)).await.unwrap());
    }

    #[tokio::test]
    async fn space_is_used_again() {
        for _ in 0..2 * TURNS {
            verify("correct horse", None).await.unwrap();
        }
        assert!(SPACE.pieces.lock().unwrap().len() <= TURNS);
    }

    #[tokio::test]
    async fn without_a_hash_no_password_is_good_not_even_an_empty_one() {
        assert!(!verify("", None).await.unwrap());
        assert!(!verify("correct horse", None).await.unwrap());
    }
}

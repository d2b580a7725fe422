//! Passwords: Argon2id with OWASP's parameters (19 MiB, two passes, one lane), off the threads that serve requests and as
//! many at once as the machine has cores, since each takes one and its memory. Who wants a password checked takes a place
//! in a queue that is never longer than a second or two: guesses of whoever has many connections must not keep everybody
//! else waiting.

use std::{
    num::NonZero,
    sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError},
    thread::available_parallelism,
};

use argon2::{
    Algorithm, Argon2, Block, Params, PasswordHash, Version,
    password_hash::{self, Output, Salt, SaltString},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

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

/// How many passwords may wait for each that is being checked: some 50 ms each, one and a half seconds in all.
const WAITING: usize = 32;

/// Those who want a password checked or set, and space for hashing. Clones are one queue.
#[derive(Clone)]
pub struct Queue(Arc<Parts>);

struct Parts {
    /// For those who wait and those whose turn it is.
    places: Arc<Semaphore>,
    /// As many as passwords are hashed at once.
    turns: Semaphore,
    /// A piece for each turn. It is made when it is first needed and used again ever after: allocated anew for every
    /// password, such pieces stay with the threads that freed them, and a server that was busy once holds hundreds of
    /// megabytes.
    pieces: Mutex<Vec<Vec<Block>>>,
}

impl std::fmt::Debug for Queue {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Queue").finish_non_exhaustive()
    }
}

impl Queue {
    /// A queue whose passwords are hashed `turns` at a time.
    pub fn new(turns: usize) -> Self {
        Self(Arc::new(Parts {
            places: Arc::new(Semaphore::new(turns.saturating_mul(1 + WAITING))),
            turns: Semaphore::new(turns),
            pieces: Mutex::default(),
        }))
    }

    /// The program's own, with a turn for each core.
    pub fn shared() -> Self {
        static SHARED: LazyLock<Queue> =
            LazyLock::new(|| Queue::new(available_parallelism().map_or(1, NonZero::get)));
        SHARED.clone()
    }

    /// A place in the queue; none where so many wait that whoever asks is better told to come again.
    pub fn place(&self) -> Option<Place> {
        let held = Arc::clone(&self.0.places).try_acquire_owned().ok()?;
        Some(Place {
            queue: self.clone(),
            _held: held,
        })
    }

    async fn hash(&self, random: &SharedRandom, password: &str) -> Result<String, Error> {
        let mut salt = [0; 16];
        random.fill(&mut salt);
        let password = password.to_owned();
        let hashed = self.with_space(move |space| {
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
        });
        hashed.await?.map_err(Error::Hash)
    }

    /// Runs `work` where it disturbs no requests, with the space that [`ARGON2`] needs.
    async fn with_space<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut [Block]) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let _turn = self.0.turns.acquire().await;
        let queue = self.clone();
        Ok(tokio::task::spawn_blocking(move || {
            let kept = queue.pieces().pop();
            let mut piece =
                kept.unwrap_or_else(|| vec![Block::default(); ARGON2.params().block_count()]);
            let done = work(&mut piece);
            queue.pieces().push(piece);
            done
        })
        .await?)
    }

    fn pieces(&self) -> MutexGuard<'_, Vec<Vec<Block>>> {
        self.0.pieces.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in a queue; left when it is dropped.
pub struct Place {
    queue: Queue,
    _held: OwnedSemaphorePermit,
}

impl Place {
    /// Whether `password` is the one of `hash`. Without a hash it never is, and takes as long to say so.
    ///
    /// # Errors
    /// Where the worker fails.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, Error> {
        let password = password.to_owned();
        let known = hash.map(ToOwned::to_owned);
        self.queue
            .with_space(move |space| {
                let text = known.as_deref().unwrap_or(NOBODY);
                matches(&password, text, space) == Some(true) && known.is_some()
            })
            .await
    }
}

/// Hashes a password (PHC string). Whoever sets passwords is known, and gets a turn however many want theirs checked.
///
/// # Errors
/// Where the hash function or its worker fails.
pub async fn hash(random: &SharedRandom, password: &str) -> Result<String, Error> {
    Queue::shared().hash(random, password).await
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

    async fn verify(password: &str, hash: Option<&str>) -> Result<bool, Error> {
        Queue::new(1).place().unwrap().verify(password, hash).await
    }

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
        let queue = Queue::new(2);
        let guesses = (0..8).map(|_| {
            let place = queue.place().unwrap();
            async move { place.verify("correct horse", None).await.unwrap() }
        });
        futures_util::future::join_all(guesses).await;
        assert!(queue.pieces().len() <= 2);
    }

    #[tokio::test]
    async fn who_would_wait_too_long_gets_no_place_until_others_have_left() {
        let queue = Queue::new(1);
        let mut places: Vec<_> = std::iter::from_fn(|| queue.place()).collect();
        assert_eq!(places.len(), 1 + WAITING);
        assert!(queue.place().is_none());
        places.pop();
        let place = queue.place().unwrap();
        assert!(!place.verify("wrong horse", None).await.unwrap());
        assert!(queue.place().is_none(), "kept until it is dropped");
        drop(place);
        assert!(queue.place().is_some());
    }

    #[tokio::test]
    async fn whoever_sets_a_password_needs_no_place() {
        let random: SharedRandom = Arc::new(SystemRandom);
        let queue = Queue::new(1);
        let places: Vec<_> = std::iter::from_fn(|| queue.place()).collect();
        let hashed = queue.hash(&random, "correct horse").await.unwrap();
        let right = places[0].verify("correct horse", Some(&hashed)).await;
        assert!(right.unwrap());
    }

    #[tokio::test]
    async fn without_a_hash_no_password_is_good_not_even_an_empty_one() {
        assert!(!verify("", None).await.unwrap());
        assert!(!verify("correct horse", None).await.unwrap());
    }
}

//! Why an IDX server gave no transaction: `docs/spec/idx.md` section 1.8.

/// Why there is no transaction. What a person did wrong is not here: that is a transaction with messages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No connection, or it broke.
    #[error("the IDX server cannot be reached: {0}")]
    Unreachable(String),
    /// No complete answer in time.
    #[error("the IDX server took too long")]
    Slow,
    /// An answer larger than any IDX response.
    #[error("the IDX server's answer is too large")]
    TooLarge,
    /// Neither IDX nor any other documented shape.
    #[error("the IDX server's answer (status {status}) cannot be understood: {what}")]
    Malformed {
        /// HTTP status.
        status: u16,
        /// What is wrong with it; never a part of the answer.
        what: &'static str,
    },
    /// An error status without a body that says more.
    #[error("the IDX server answered with status {0}")]
    Status(u16),
    /// 403 without any IDX body: somebody between us and the server.
    #[error("something between the page and the IDX server refused the request")]
    Blocked,
    /// 429 without an IDX body.
    #[error("too many requests")]
    TooManyRequests {
        /// Seconds until the next try, by `Retry-After`.
        wait: Option<u64>,
    },
    /// An OAuth error (RFC 6749 section 5.2) from `interact`, or in place of a transaction.
    #[error("the IDX server refused the app's request with {error:?}: {description:?}")]
    OAuth {
        /// The code, for instance `invalid_client`.
        error: String,
        /// For the app's owner.
        description: String,
    },
    /// An error of the management API's shape.
    #[error("the IDX server answered with {code} (status {status})")]
    Api {
        /// HTTP status.
        status: u16,
        /// For instance `E0000047`.
        code: String,
        /// For the operator.
        summary: String,
    },
    /// A form that has no address, or one outside the server: never followed.
    #[error("the form cannot be submitted: its address is not the IDX server's")]
    ForeignAddress,
}

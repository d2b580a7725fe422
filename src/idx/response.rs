//! From the bytes of an answer to a transaction or an error: `docs/spec/idx.md` sections 1.3, 1.4 and 1.8.

use serde_json::Value;

use super::{Error, Transaction};

/// A transaction, whatever the status of the answer that carried it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// What is in it.
    pub transaction: Transaction,
    /// HTTP status: 4xx with a body says what the person did wrong.
    pub status: u16,
    /// Seconds until the next try, by `Retry-After`.
    pub wait: Option<u64>,
}

/// Keys of which at least one makes a JSON object an IDX response.
const IDX_KEYS: [&str; 7] = [
    "version",
    "remediation",
    "messages",
    "success",
    "failure",
    "successWithInteractionCode",
    "stateHandle",
];

impl Reply {
    /// Reads an answer. The status alone decides nothing where the body is IDX.
    ///
    /// # Errors
    /// Everything that is not an IDX response.
    pub fn read(status: u16, wait: Option<u64>, body: &[u8]) -> Result<Self, Error> {
        let Ok(Value::Object(object)) = serde_json::from_slice::<Value>(body) else {
            return Err(without_body(status, wait, "not a JSON object"));
        };
        if let Some(error) = text(&object, "error").filter(|error| is_oauth(error)) {
            // The server's own trouble, which no owner of an app can help (RFC 6749 section 4.1.2.1).
            if status >= 500 {
                return Err(Error::Status(status));
            }
            let description = text(&object, "error_description").unwrap_or_default();
            return Err(Error::OAuth { error, description });
        }
        if let Some(code) = text(&object, "errorCode") {
            if status == 429 {
                return Err(Error::TooManyRequests { wait });
            }
            return Err(Error::Api {
                status,
                code,
                summary: text(&object, "errorSummary").unwrap_or_default(),
            });
        }
        if !IDX_KEYS.iter().any(|key| object.contains_key(*key)) {
            return Err(without_body(status, wait, "not an IDX response"));
        }
        if object
            .get("version")
            .is_some_and(|version| version != "1.0.0")
        {
            return Err(Error::Malformed {
                status,
                what: "an unknown version of IDX",
            });
        }
        let transaction =
            serde_json::from_value(Value::Object(object)).map_err(|_| Error::Malformed {
                status,
                what: "not an IDX response",
            })?;
        Ok(Self {
            transaction,
            status,
            wait,
        })
    }
}

/// The error for an answer whose body says nothing.
pub(super) fn without_body(status: u16, wait: Option<u64>, what: &'static str) -> Error {
    match status {
        403 => Error::Blocked,
        429 => Error::TooManyRequests { wait },
        400.. => Error::Status(status),
        _ => Error::Malformed { status, what },
    }
}

/// Whether an `error` is a code of RFC 6749 or an extension's, and not some gateway's "Forbidden".
fn is_oauth(error: &str) -> bool {
    error
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

fn text(object: &serde_json::Map<String, Value>, key: &str) -> Option<String> {
    object
        .get(key)?
        .as_str()
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, body: &str) -> Result<Reply, Error> {
        Reply::read(status, Some(7), body.as_bytes())
    }

    #[test]
    fn an_idx_body_is_a_transaction_at_any_status() {
        for status in [200, 400, 401, 403, 429, 500] {
            let reply = read(
                status,
                r#"{"version":"1.0.0","messages":{"type":"array","value":[{"message":"x"}]}}"#,
            )
            .expect("a transaction");
            assert_eq!(
                (reply.status, reply.transaction.messages().len()),
                (status, 1)
            );
        }
    }

    #[test]
    fn whatever_is_not_idx_is_an_error_that_says_what_it_is() {
        let cases = [
            (
                200,
                "",
                Error::Malformed {
                    status: 200,
                    what: "not a JSON object",
                },
            ),
            (
                200,
                "[]",
                Error::Malformed {
                    status: 200,
                    what: "not a JSON object",
                },
            ),
            (
                200,
                "<html>",
                Error::Malformed {
                    status: 200,
                    what: "not a JSON object",
                },
            ),
            (
                200,
                r#"{"version":"2.0.0"}"#,
                Error::Malformed {
                    status: 200,
                    what: "an unknown version of IDX",
                },
            ),
            (
                500,
                r#"{"message":"internal server error"}"#,
                Error::Status(500),
            ),
            (502, "<html>", Error::Status(502)),
            (
                503,
                r#"{"error":"temporarily_unavailable"}"#,
                Error::Status(503),
            ),
            (403, "<html>", Error::Blocked),
            (403, r#"{"error":"Forbidden"}"#, Error::Blocked),
            (429, "", Error::TooManyRequests { wait: Some(7) }),
            (
                429,
                r#"{"errorCode":"E0000047","errorSummary":"x"}"#,
                Error::TooManyRequests { wait: Some(7) },
            ),
            (
                400,
                r#"{"error":"invalid_client","error_description":"d"}"#,
                Error::OAuth {
                    error: "invalid_client".into(),
                    description: "d".into(),
                },
            ),
            (
                404,
                r#"{"errorCode":"E0000007","errorSummary":"s"}"#,
                Error::Api {
                    status: 404,
                    code: "E0000007".into(),
                    summary: "s".into(),
                },
            ),
        ];
        for (status, body, error) in cases {
            assert_eq!(read(status, body), Err(error), "{status} {body}");
        }
    }
}

//! The System Log (`docs/spec/management-api.md` section 6). Events of writes are stored in the write's transaction: no
//! write without its event, no event without its write.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sqlx::{Any, Transaction};
use utoipa::ToSchema;

use super::{Result, Store, document::document};
use crate::random::SharedRandom;

/// One event, in the wire's words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LogEvent {
    /// Unique, and in order of time.
    pub uuid: String,
    /// When it happened.
    #[serde(with = "milliseconds")]
    pub published: Timestamp,
    /// What happened, for instance `device.assurance.policy.add`.
    pub event_type: String,
    /// Version of the format: `"0"`.
    pub version: String,
    /// `INFO`, `WARN` or `ERROR`.
    pub severity: String,
    /// What happened, for people.
    pub display_message: String,
    /// Always null.
    pub legacy_event_type: Option<String>,
    /// Who did it.
    pub actor: Actor,
    /// From where.
    #[schema(value_type = Object)]
    pub client: Value,
    /// How the actor was authenticated.
    #[schema(value_type = Object)]
    pub authentication_context: Value,
    /// What came of it.
    pub outcome: EventOutcome,
    /// What it was done to.
    pub target: Vec<Target>,
    /// Which request it was part of.
    #[schema(value_type = Object)]
    pub transaction: Value,
    /// Details without a promise of stability.
    #[schema(value_type = Object)]
    pub debug_context: Value,
    /// Always an object of nulls.
    #[schema(value_type = Object)]
    pub security_context: Value,
    /// The addresses that the request came through.
    #[schema(value_type = Object)]
    pub request: Value,
    /// The device, on sign-in events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Value>,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Actor {
    /// Identifier of the user, client or token.
    pub id: String,
    /// `User`, `PublicClientApp` or `SystemPrincipal`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Login or the like.
    pub alternate_id: String,
    /// Name.
    pub display_name: String,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct EventOutcome {
    /// `SUCCESS`, `FAILURE`, `ALLOW`, `DENY`, `CHALLENGE`, …
    pub result: String,
    /// Why.
    pub reason: Option<String>,
}

/// What something was done to.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Target {
    /// Identifier.
    pub id: String,
    /// Kind of object.
    #[serde(rename = "type")]
    pub kind: String,
    /// Login or the like.
    pub alternate_id: Option<String>,
    /// Name.
    pub display_name: String,
    /// More about it.
    #[schema(value_type = Option<Object>)]
    pub detail_entry: Option<Map<String, Value>>,
    /// What changed: `{"from": …, "to": …}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change_details: Option<Value>,
}

impl LogEvent {
    /// An event of success that `actor` caused now.
    pub fn new(
        now: Timestamp,
        random: &SharedRandom,
        event_type: &str,
        display_message: &str,
        actor: Actor,
    ) -> Self {
        Self {
            uuid: ordered_uuid(now, random),
            published: now,
            event_type: event_type.to_owned(),
            version: "0".to_owned(),
            severity: "INFO".to_owned(),
            display_message: display_message.to_owned(),
            legacy_event_type: None,
            actor,
            client: json!({"userAgent": null, "zone": null, "device": null, "id": null, "ipAddress": null, "geographicalContext": null}),
            authentication_context: json!({"authenticationStep": 0, "externalSessionId": null}),
            outcome: EventOutcome {
                result: "SUCCESS".to_owned(),
                reason: None,
            },
            target: Vec::new(),
            transaction: json!({"type": "WEB", "id": null, "detail": {}}),
            debug_context: json!({"debugData": {}}),
            security_context: json!({"asNumber": null, "asOrg": null, "isp": null, "domain": null, "isProxy": null}),
            request: json!({"ipChain": []}),
            device: None,
        }
    }

    /// The same with this outcome.
    #[must_use]
    pub fn outcome(mut self, result: &str, reason: Option<&str>) -> Self {
        self.outcome = EventOutcome {
            result: result.to_owned(),
            reason: reason.map(ToOwned::to_owned),
        };
        self
    }

    /// The same with one target more.
    #[must_use]
    pub fn target(mut self, target: Target) -> Self {
        self.target.push(target);
        self
    }

    /// The same with this in `debugContext.debugData`.
    #[must_use]
    pub fn debug(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.debug_context["debugData"][name] = value.into();
        self
    }
}

/// A UUID of version 7 (RFC 9562): sorted by time, within a millisecond by order of making in this process.
fn ordered_uuid(now: Timestamp, random: &SharedRandom) -> String {
    use std::sync::atomic::{AtomicU16, Ordering};
    static COUNTER: AtomicU16 = AtomicU16::new(0);
    let time = u64::try_from(now.as_millisecond()).unwrap_or_default() & 0xffff_ffff_ffff;
    let counter = COUNTER.fetch_add(1, Ordering::Relaxed) & 0x0fff;
    let mut bytes = [0; 8];
    random.fill(&mut bytes);
    let tail = u64::from_be_bytes(bytes) & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000;
    format!(
        "{:08x}-{:04x}-7{counter:03x}-{:04x}-{:012x}",
        time >> 16,
        time & 0xffff,
        tail >> 48,
        tail & 0xffff_ffff_ffff
    )
}

/// Which events are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPage {
    /// From this instant on.
    pub since: Timestamp,
    /// Until before this instant.
    pub until: Timestamp,
    /// Only events behind this one, in the direction of reading: its `published` and `uuid`.
    pub after: Option<(Timestamp, String)>,
    /// Newest first.
    pub descending: bool,
    /// At most so many.
    pub limit: i64,
}

const ASCENDING: &str = "SELECT document FROM log_events WHERE published >= $1 AND published < $2 \
    AND (published > $3 OR (published = $3 AND uuid > $4)) ORDER BY published, uuid LIMIT $5";
const DESCENDING: &str = "SELECT document FROM log_events WHERE published >= $1 AND published < $2 \
    AND (published < $3 OR (published = $3 AND uuid < $4)) ORDER BY published DESC, uuid DESC LIMIT $5";

impl Store {
    /// Stores an event.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn append_event(&self, event: &LogEvent) -> Result<()> {
        let mut transaction = self.begin().await?;
        append(&mut transaction, event).await?;
        Ok(transaction.commit().await?)
    }

    /// Events in order.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn events(&self, page: &LogPage) -> Result<Vec<LogEvent>> {
        let start = if page.descending {
            (i64::MAX, String::new())
        } else {
            (i64::MIN, String::new())
        };
        let after = page.after.clone().map_or(start, |(published, uuid)| {
            (published.as_millisecond(), uuid)
        });
        let query = sqlx::query(if page.descending {
            DESCENDING
        } else {
            ASCENDING
        })
        .bind(page.since.as_millisecond())
        .bind(page.until.as_millisecond())
        .bind(after.0)
        .bind(after.1)
        .bind(page.limit);
        query
            .fetch_all(self.pool())
            .await?
            .iter()
            .map(document)
            .collect()
    }
}

/// Stores an event as part of a write.
pub(super) async fn append(
    transaction: &mut Transaction<'static, Any>,
    event: &LogEvent,
) -> Result<()> {
    sqlx::query("INSERT INTO log_events (uuid, published, document) VALUES ($1, $2, $3)")
        .bind(event.uuid.clone())
        .bind(event.published.as_millisecond())
        .bind(serde_json::to_string(event)?)
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

/// `published` has exactly three fractional digits.
mod milliseconds {
    use jiff::Timestamp;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(
        at: &Timestamp,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{at:.3}"))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Timestamp, D::Error> {
        Timestamp::deserialize(deserializer)
    }
}

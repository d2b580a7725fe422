//! The System Log (`docs/spec/management-api.md` section 6). Events of writes are stored in the write's transaction: no
//! write without its event, no event without its write.
//!
//! Okta orders queries by `published`, and polling by when events were stored; so does this.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sqlx::{AnyConnection, Row as _};
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

/// An event and its place in the order in which events were stored.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredEvent {
    /// Grows from event to event, also across instances that share a database.
    pub sequence: i64,
    /// The event.
    pub event: LogEvent,
}

/// In which order events are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogOrder {
    /// By `published`, oldest first.
    Ascending,
    /// By `published`, newest first.
    Descending,
    /// As they were stored: nothing that is stored later comes before what was read, whatever its `published` says.
    Stored,
}

/// Which events are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogPage {
    /// Published from this instant on.
    pub since: Timestamp,
    /// Published before this instant.
    pub until: Timestamp,
    /// In which order.
    pub order: LogOrder,
    /// Only events behind this one, in that order: its `published` and sequence.
    pub after: Option<(Timestamp, i64)>,
    /// At most so many.
    pub limit: i64,
}

const ASCENDING: &str = "SELECT sequence, document FROM log_events WHERE published >= $1 AND published < $2 \
    AND (published > $3 OR (published = $3 AND sequence > $4)) ORDER BY published, sequence LIMIT $5";
const DESCENDING: &str = "SELECT sequence, document FROM log_events WHERE published >= $1 AND published < $2 \
    AND (published < $3 OR (published = $3 AND sequence < $4)) ORDER BY published DESC, sequence DESC LIMIT $5";
const STORED: &str = "SELECT sequence, document FROM log_events WHERE published >= $1 AND published < $2 \
    AND sequence > $3 ORDER BY sequence LIMIT $4";

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
    pub async fn events(&self, page: &LogPage) -> Result<Vec<StoredEvent>> {
        let sql = match page.order {
            LogOrder::Ascending => ASCENDING,
            LogOrder::Descending => DESCENDING,
            LogOrder::Stored => STORED,
        };
        let mut query = sqlx::query(sql)
            .bind(page.since.as_millisecond())
            .bind(page.until.as_millisecond());
        let after = page
            .after
            .map(|(published, sequence)| (published.as_millisecond(), sequence));
        query = match page.order {
            LogOrder::Ascending => {
                let (published, sequence) = after.unwrap_or((i64::MIN, 0));
                query.bind(published).bind(sequence)
            }
            LogOrder::Descending => {
                let (published, sequence) = after.unwrap_or((i64::MAX, 0));
                query.bind(published).bind(sequence)
            }
            LogOrder::Stored => query.bind(after.map_or(0, |(_, sequence)| sequence)),
        };
        let rows = query.bind(page.limit).fetch_all(self.pool()).await?;
        rows.iter()
            .map(|row| {
                Ok(StoredEvent {
                    sequence: row.try_get("sequence")?,
                    event: document(row)?,
                })
            })
            .collect()
    }
}

/// Stores an event as part of a write, as [`append_all`] does.
pub(super) async fn append(transaction: &mut AnyConnection, event: &LogEvent) -> Result<()> {
    append_all(transaction, std::iter::once(event)).await
}

/// Stores events, in their order, as part of a write. The last thing that a transaction does: from here to its end no
/// other can store events, which is what makes the order in which they become visible the order of their numbers.
pub(super) async fn append_all<'a>(
    transaction: &mut AnyConnection,
    events: impl IntoIterator<Item = &'a LogEvent>,
) -> Result<()> {
    let events: Vec<_> = events.into_iter().collect();
    let count = i64::try_from(events.len()).unwrap_or(i64::MAX);
    if count == 0 {
        return Ok(());
    }
    let row = sqlx::query("UPDATE log_sequence SET latest = latest + $1 RETURNING latest")
        .bind(count)
        .fetch_one(&mut *transaction)
        .await?;
    let latest: i64 = row.try_get("latest")?;
    for (sequence, event) in (latest - count + 1..).zip(events) {
        sqlx::query(
            "INSERT INTO log_events (uuid, published, sequence, document) VALUES ($1, $2, $3, $4)",
        )
        .bind(event.uuid.clone())
        .bind(event.published.as_millisecond())
        .bind(sequence)
        .bind(serde_json::to_string(event)?)
        .execute(&mut *transaction)
        .await?;
    }
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

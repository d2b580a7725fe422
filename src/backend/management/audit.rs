//! Audit events of writes (`docs/spec/management-api.md` 6.1). The store keeps them in the write's own transaction.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::auth::{Call, Scope};
use crate::{
    backend::store::{Actor, LogEvent, Target},
    random::SharedRandom,
};

/// From where a call came, in which request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Origin {
    /// The request's id.
    pub(super) request_id: String,
    /// The caller's address.
    pub(super) address: Option<String>,
    /// The caller's program.
    pub(super) user_agent: Option<String>,
    /// Which path was called.
    pub(super) path: String,
}

impl<S: Scope> Call<S> {
    /// The server's time.
    pub(super) fn now(&self) -> Timestamp {
        self.state.0.clock.now()
    }

    /// The source of randomness.
    pub(super) fn random(&self) -> &SharedRandom {
        &self.state.0.random
    }

    /// An event that this call causes.
    pub(super) fn event(&self, event_type: &str, message: &str) -> LogEvent {
        let actor = Actor {
            id: self.principal.id.clone(),
            kind: self.principal.kind.clone(),
            alternate_id: self.principal.name.clone(),
            display_name: self.principal.name.clone(),
        };
        let mut event = LogEvent::new(self.now(), self.random(), event_type, message, actor);
        event.client["ipAddress"] = json!(self.origin.address);
        if let Some(user_agent) = &self.origin.user_agent {
            event.client["userAgent"] = json!({"rawUserAgent": user_agent});
        }
        if let Some(address) = &self.origin.address {
            event.request = json!({"ipChain": [{"ip": address, "version": if address.contains(':') { "V6" } else { "V4" }, "source": null, "geographicalContext": null}]});
        }
        event.transaction["id"] = json!(self.origin.request_id);
        event
            .debug("requestId", self.origin.request_id.clone())
            .debug("requestUri", self.origin.path.clone())
    }
}

/// A target with details.
pub(super) fn target(kind: &str, id: &str, name: &str, details: &Value) -> Target {
    Target {
        id: id.to_owned(),
        kind: kind.to_owned(),
        alternate_id: None,
        display_name: name.to_owned(),
        detail_entry: details.as_object().cloned(),
        change_details: None,
    }
}

/// `{"from": …, "to": …}` with those of `fields` (name in the event, name in the document) that changed.
pub(super) fn changes(old: &Value, new: &Value, fields: &[(&str, &str)]) -> Value {
    let changed = fields
        .iter()
        .filter(|(_, field)| old.get(field) != new.get(field));
    let (mut from, mut to) = (Map::new(), Map::new());
    for (name, field) in changed {
        from.insert(
            (*name).to_owned(),
            old.get(field).cloned().unwrap_or_default(),
        );
        to.insert(
            (*name).to_owned(),
            new.get(field).cloned().unwrap_or_default(),
        );
    }
    json!({"from": from, "to": to})
}

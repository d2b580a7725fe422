//! The clock of a response: the deadline stands, the moment at which it is told moves.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::flow::wording::GRACE_DUE;

/// The deadline that a response tells of: in the extension, else as the parameter of a reminder's warning
/// (`docs/spec/idx.md` section 3.5).
pub(super) fn deadline(response: &Value) -> Option<Timestamp> {
    let extension = response.pointer("/deviceAssurance/value/deadline");
    extension.and_then(instant).or_else(|| {
        let messages = response.pointer("/messages/value")?.as_array()?;
        messages.iter().find_map(|message| {
            let due = message
                .pointer("/i18n/key")?
                .as_str()?
                .starts_with(GRACE_DUE);
            instant(message.pointer("/i18n/params/0").filter(|_| due)?)
        })
    })
}

/// The server's time when it answered.
pub(super) fn server_time(response: &Value) -> Option<Timestamp> {
    instant(response.pointer("/deviceAssurance/value/serverTime")?)
}

/// The response as the server would have given it `left` before its deadline, and when that is; nothing where it has no
/// deadline. Every time in it moves with the clock, so that "checked a minute ago" stays true; only the deadline does not.
pub(super) fn set(response: &mut Value, left: SignedDuration) -> Option<Timestamp> {
    let deadline = deadline(response)?;
    let now = deadline.checked_sub(left).ok()?;
    if let Some(then) = server_time(response) {
        shift(response, now.duration_since(then), deadline);
    }
    Some(now)
}

fn shift(value: &mut Value, by: SignedDuration, deadline: Timestamp) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| shift(item, by, deadline)),
        Value::Object(fields) => {
            let fields = fields.iter_mut();
            fields.for_each(|(_, field)| shift(field, by, deadline));
        }
        _ => {
            let moved = instant(value)
                .filter(|at| *at != deadline)
                .and_then(|at| at.checked_add(by).ok());
            if let Some(at) = moved {
                *value = Value::from(format!("{at:.3}"));
            }
        }
    }
}

/// A time as the wire writes it (RFC 3339, UTC).
fn instant(value: &Value) -> Option<Timestamp> {
    let text = value.as_str().filter(|text| text.ends_with('Z'))?;
    text.parse().ok()
}

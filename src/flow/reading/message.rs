//! Messages: `docs/spec/idx.md` section 1.6. The server's words are text, whatever they look like.

use crate::{
    flow::{
        screen::{Link, Notice, Severity, Text},
        wording,
    },
    idx::{Message, MessageClass},
};

/// The message as a notice; `None` for one that says nothing.
pub(super) fn notice(message: &Message) -> Option<Notice> {
    let text = text(message);
    if text.key.is_empty() && text.fallback.is_empty() {
        return None;
    }
    Some(Notice {
        severity: match message.class {
            MessageClass::Error => Severity::Error,
            MessageClass::Warning => Severity::Warning,
            MessageClass::Info => Severity::Info,
            MessageClass::Success => Severity::Success,
        },
        text,
        links: links(message),
    })
}

/// What the message says.
pub(super) fn text(message: &Message) -> Text {
    if message.key().starts_with(wording::CUSTOM) {
        return Text::verbatim(&message.message);
    }
    let (key, params) = (wording::known_as(message.key()), message.params());
    let key = if params.is_empty() {
        wording::without_params(key)
    } else {
        key
    };
    Text::keyed(key, params, &message.message)
}

/// The message's links, those that are safe.
pub(super) fn links(message: &Message) -> Vec<Link> {
    message
        .links
        .iter()
        .filter_map(|link| {
            let label = link
                .label
                .as_deref()
                .filter(|label| !label.is_empty())
                .map(Text::verbatim);
            Link::parse(&link.url, label)
        })
        .collect()
}

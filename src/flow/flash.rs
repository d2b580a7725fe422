//! What an answer said once and the next page shows: messages, and what was typed (never secrets).
//!
//! After post and redirect the server only tells the state of the sign-in, not what was wrong with the last answer.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    answer::{Posted, each_field, field_messages},
    shape::{self, straight},
    wording,
};
use crate::idx::{Field, Form, Message, Reply, Transaction, Wrapped};

/// Bytes of a typed value that are kept: what is longer is not worth a cookie.
const LONGEST_VALUE: usize = 200;
/// The same where a field is for whole sentences. A cookie has room for little more.
const LONGEST_TEXT: usize = 2400;

/// What an answer said once.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Flash {
    /// The form that was answered.
    form: String,
    /// What there is to say.
    messages: Vec<Message>,
    /// What is wrong with fields.
    fields: Vec<FieldMessage>,
    /// What was typed, by path.
    values: Vec<(String, String)>,
    /// Whether the answer was an end: no form led on.
    terminal: bool,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct FieldMessage {
    pub(super) path: String,
    pub(super) messages: Vec<Message>,
}

impl Flash {
    /// What the page itself found wrong.
    pub(super) fn incomplete(form: &Form, posted: &Posted, fields: Vec<FieldMessage>) -> Self {
        Self {
            form: posted.form().to_owned(),
            fields,
            values: typed(form, posted),
            ..Self::default()
        }
    }

    /// What the server's answer to `posted` said once; `None` where there is nothing to keep. What the state of the
    /// sign-in itself tells is not kept: the next page asks for it.
    pub fn of(reply: &Reply, form: &Form, posted: &Posted) -> Option<Self> {
        let transaction = &reply.transaction;
        let terminal = transaction.forms().is_empty();
        let again = match posted.form() {
            wording::EXEMPTION => transaction.exemption.as_ref(),
            name => transaction.form(name),
        };
        let fields = again.map(field_messages).unwrap_or_default();
        let messages: Vec<Message> = transaction
            .messages()
            .iter()
            .filter(|message| !super::reading::is_part_of_remediation(message))
            .cloned()
            .collect();
        if messages.is_empty() && fields.is_empty() {
            return None;
        }
        let failed = reply.status >= 400 || !fields.is_empty();
        // Also where the answer was messages alone: after "too many requests" the form is there again.
        let values = if failed {
            typed(form, posted)
        } else {
            Vec::new()
        };
        Some(Self {
            form: posted.form().to_owned(),
            messages,
            fields,
            values,
            terminal,
        })
    }

    /// Puts it into the transaction that the next page shows.
    pub fn apply(self, transaction: &mut Transaction) {
        let ended = transaction.forms().is_empty();
        // Where the server has forgotten the sign-in after it told its end, its last words count.
        let forgotten = ended
            && transaction
                .messages()
                .iter()
                .any(|message| message.key() == wording::EXPIRED);
        if self.terminal && forgotten {
            transaction.messages = Some(Wrapped::array(self.messages));
            return;
        }
        if transaction.messages().is_empty() && !(self.terminal && ended) {
            transaction.messages =
                (!self.messages.is_empty()).then(|| Wrapped::array(self.messages));
        }
        let forms = transaction
            .remediation
            .iter_mut()
            .flat_map(|wrapped| &mut wrapped.value)
            .filter(|form| form.name == self.form);
        let asks = self.form == wording::EXEMPTION;
        for form in forms.chain(transaction.exemption.iter_mut().filter(|_| asks)) {
            *form = straight(form);
            each_field(form, &mut |path, field: &mut Field| {
                if let Some(found) = self.fields.iter().find(|message| message.path == path) {
                    field.messages = Some(Wrapped::array(found.messages.clone()));
                }
                if let Some((_, value)) = self.values.iter().find(|(name, _)| name == path)
                    && may_be_kept(field)
                {
                    field.value = again(field, value);
                }
            });
        }
    }

    /// The same without what was typed and, if that is not enough, without anything but keys: for a cookie that has
    /// become too large.
    #[must_use]
    pub fn shortened(mut self) -> Self {
        if self.values.is_empty() {
            for message in self
                .messages
                .iter_mut()
                .chain(self.fields.iter_mut().flat_map(|field| &mut field.messages))
            {
                message.links.clear();
                message.device_remediation = Value::Null;
                message.message = message.message.chars().take(LONGEST_VALUE).collect();
            }
            self.messages.truncate(3);
        }
        self.values.clear();
        self
    }
}

fn may_be_kept(field: &Field) -> bool {
    field.secret != Some(true) && field.mutable != Some(false) && field.is_shown()
}

/// What was posted, as the field's value.
fn again(field: &Field, posted: &str) -> Value {
    if !field.options.iter().any(shape::says) {
        return match field.kind.as_deref() {
            Some("boolean") => Value::Bool(posted == "true"),
            _ => Value::from(posted),
        };
    }
    let index = posted
        .split(':')
        .next()
        .and_then(|index| index.parse().ok());
    index
        .and_then(|index: usize| field.options.get(index))
        .map_or(Value::Null, |option| option.value.clone())
}

/// Bytes of what was typed into `field` that are kept.
fn longest(field: &Field) -> usize {
    let sentences = field
        .max_length
        .is_some_and(|most| usize::try_from(most).is_ok_and(|most| most > LONGEST_VALUE));
    if sentences {
        LONGEST_TEXT
    } else {
        LONGEST_VALUE
    }
}

/// What was typed into the fields of `form`, without secrets and codes.
fn typed(form: &Form, posted: &Posted) -> Vec<(String, String)> {
    let mut form = straight(form);
    let mut values = Vec::new();
    each_field(&mut form, &mut |path, field| {
        // A code is a secret, whether the server says so or not.
        let code = path.starts_with("credentials.");
        if let Some(value) = posted
            .get(path)
            .filter(|value| value.len() <= longest(field))
            && may_be_kept(field)
            && !code
        {
            values.push((path.to_owned(), value.to_owned()));
        }
    });
    values
}

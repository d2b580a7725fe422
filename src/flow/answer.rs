//! From what the browser posts to what the server is sent: `docs/spec/idx.md` section 1.5.
//!
//! Only fields that the current form offers are taken. The state handle and everything immutable come from the
//! transaction, never from the browser.

use serde_json::{Map, Value, json};

use super::{
    flash::{FieldMessage, Flash},
    reading, shape, wording,
};
use crate::idx::{Field, FieldOption, Form, Message, MessageClass, Transaction, Wrapped};

/// What the browser posted.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Posted(Vec<(String, String)>);

impl Posted {
    /// The pairs of a form post.
    pub fn new(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// The value of `name`; the last one where there are several.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .rev()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The same with `name` answered by `value`.
    fn with(&self, name: String, value: &str) -> Self {
        let mut posted = self.clone();
        posted.0.push((name, value.to_owned()));
        posted
    }

    /// Which form it answers.
    pub fn form(&self) -> &str {
        self.get("form").unwrap_or_default()
    }
}

// Passwords are in it.
impl std::fmt::Debug for Posted {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Posted")
            .field("form", &self.form())
            .finish_non_exhaustive()
    }
}

/// What to do with a post.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Send `body` to the form's address.
    Submit {
        /// Which form.
        form: Box<Form>,
        /// What is sent.
        body: Secret,
    },
    /// Something is missing: show the form again.
    Incomplete(Flash),
    /// The transaction has no such form (any more): show it as it is.
    Stale,
}

/// A request body. `Debug` never shows it.
#[derive(Clone, PartialEq)]
pub struct Secret(pub Value);

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Secret")
    }
}

/// Turns a post into a request.
pub fn answer(transaction: &Transaction, posted: &Posted) -> Answer {
    let Some(form) = find(transaction, posted.form()) else {
        return Answer::Stale;
    };
    let mut problems = Vec::new();
    let mut body = object(&form.value, posted, "", &mut problems);
    if shape::is_link(transaction.forms(), &form) && body.is_empty() {
        problems.clear();
    }
    if posted.form() == wording::EXEMPTION {
        // Nothing but blanks can be wrong with it here: they are told in words of their own.
        problems = problems
            .into_iter()
            .map(|problem| {
                let words = wording::blank(wording::EXEMPTION, &problem.path);
                complaint(problem.path, words)
            })
            .collect();
    }
    if !problems.is_empty() {
        return Answer::Incomplete(Flash::incomplete(&form, posted, problems));
    }
    if let Some(handle) = state_handle(&form, transaction) {
        body.insert("stateHandle".to_owned(), handle);
    }
    if form.name == "cancel-polling" || posted.form().ends_with("-cancel") {
        reason(posted, &mut body);
    }
    Answer::Submit {
        form: Box::new(form),
        body: Secret(Value::Object(body)),
    }
}

/// The body of a form that is submitted without anybody filling it: polls, and the watch for the next evaluation.
pub fn unattended(transaction: &Transaction, form: &Form) -> Secret {
    let mut body = object(&form.value, &Posted::default(), "", &mut Vec::new());
    if let Some(handle) = state_handle(form, transaction) {
        body.insert("stateHandle".to_owned(), handle);
    }
    Secret(Value::Object(body))
}

/// The form or action `name`: a remediation, a top-level action, or one of an object's own (`<parent>-<key>`,
/// section 1.4).
pub fn find(transaction: &Transaction, name: &str) -> Option<Form> {
    let top = match name {
        "cancel" => transaction.cancel.as_ref(),
        "recheck" => transaction.recheck.as_ref(),
        "extend" => transaction.extend.as_ref(),
        wording::EXEMPTION => transaction.exemption.as_ref(),
        _ => {
            let mut forms = transaction.forms().iter();
            forms.find(|form| form.name == name && form.can_be_submitted())
        }
    };
    let form = match (top, name) {
        (Some(form), _) => form.clone(),
        (None, "authenticatorChallenge-cancel") => transaction
            .authenticator_challenge
            .as_ref()?
            .value
            .cancel
            .clone()?,
        (None, _) => {
            let (parent, key) = name.split_once('-')?;
            let (_, value) = reading::actors(transaction).find(|(actor, _)| *actor == parent)?;
            serde_json::from_value(
                value
                    .get(key)
                    .filter(|action| action.get("rel").is_some())?
                    .clone(),
            )
            .ok()?
        }
    };
    form.can_be_submitted().then(|| shape::straight(&form))
}

fn state_handle(form: &Form, transaction: &Transaction) -> Option<Value> {
    let own = form
        .field("stateHandle")
        .map(|field| field.value.clone())
        .filter(Value::is_string);
    own.or_else(|| transaction.state_handle.clone().map(Value::from))
}

/// The values of `fields`, nested as they are nested.
fn object(
    fields: &[Field],
    posted: &Posted,
    parent: &str,
    problems: &mut Vec<FieldMessage>,
) -> Map<String, Value> {
    let mut body = Map::new();
    for field in fields.iter().filter(|field| field.name != "stateHandle") {
        let path = child(parent, &field.name);
        match value(field, posted, &path, problems) {
            // Some servers give each nested field an object of its own, all of one name.
            Some(Value::Object(nested)) => match body.get_mut(&field.name) {
                Some(Value::Object(earlier)) => earlier.extend(nested),
                _ => {
                    body.insert(field.name.clone(), Value::Object(nested));
                }
            },
            Some(value) => {
                body.insert(field.name.clone(), value);
            }
            None if field.is_shown() && field.required == Some(true) && field.form.is_none() => {
                problems.push(blank(path));
            }
            None => {}
        }
    }
    body
}

fn child(parent: &str, name: &str) -> String {
    if parent.is_empty() {
        name.to_owned()
    } else {
        format!("{parent}.{name}")
    }
}

fn value(
    field: &Field,
    posted: &Posted,
    path: &str,
    problems: &mut Vec<FieldMessage>,
) -> Option<Value> {
    if let Some(form) = &field.form {
        let nested = object(&form.value, posted, path, problems);
        return (!nested.is_empty()).then_some(Value::Object(nested));
    }
    // Immutable values are merged in whatever is posted. Choices that are shown and of which none is taken are not meant by
    // that, whatever the server says.
    let asks = field.is_shown() && field.options.iter().any(shape::says);
    if field.mutable == Some(false) && !(asks && field.value.is_null()) {
        return (!field.value.is_null()).then(|| field.value.clone());
    }
    let typed = posted.get(path);
    if field.options.iter().any(shape::says) {
        return chosen(field, posted, path, typed, problems);
    }
    if field.kind.as_deref() == Some("boolean") {
        return ticked(field, posted, typed);
    }
    let typed = match typed {
        Some(typed) if field.secret == Some(true) => typed,
        Some(typed) => typed.trim(),
        // Not on the page: its default goes along. What is on it is posted even where it is blank.
        None if !field.is_shown() || !field.value.is_null() => {
            return (!field.value.is_null()).then(|| field.value.clone());
        }
        None => "",
    };
    if field.name == "phoneNumber" && !typed.is_empty() {
        let number = telephone(typed);
        if number.is_none() {
            problems.push(complaint(path.to_owned(), wording::country_code()));
        }
        // Null: nothing is missing, it is only not right yet.
        return Some(number.map_or(Value::Null, Value::from));
    }
    // Browsers end lines with two characters where they count one.
    (!typed.is_empty()).then(|| Value::from(typed.replace("\r\n", "\n")))
}

/// The choice that was made: its index, perhaps with what was chosen inside it (`2:methodType=0`).
fn chosen(
    field: &Field,
    posted: &Posted,
    path: &str,
    typed: Option<&str>,
    problems: &mut Vec<FieldMessage>,
) -> Option<Value> {
    let Some((index, inside)) = typed.map(|typed| match typed.split_once(':') {
        Some((index, inside)) => (index, inside.split_once('=')),
        None => (typed, None),
    }) else {
        // Nobody is asked where there is no choice.
        return shape::lone(field).map(|only| only.value.clone());
    };
    let option = field.options.get(index.parse::<usize>().ok()?)?;
    if option.fields.is_empty() {
        return plain(field, option);
    }
    let parent = format!("{path}.{index}");
    let inside = inside.map(|(name, value)| posted.with(child(&parent, name), value));
    Some(Value::Object(object(
        &option.fields,
        inside.as_ref().unwrap_or(posted),
        &parent,
        problems,
    )))
}

/// The value of a choice without fields. Yes and no are sometimes written as words.
fn plain(field: &Field, option: &FieldOption) -> Option<Value> {
    let boolean = field.kind.as_deref() == Some("boolean");
    match option.value.as_str() {
        Some("true") if boolean => Some(Value::Bool(true)),
        Some("false") if boolean => Some(Value::Bool(false)),
        _ => (!option.value.is_null()).then(|| option.value.clone()),
    }
}

/// A box. One that was ticked when it came, or that the server wants to know about, is sent as `false` where the
/// person took the tick away; another is left out.
fn ticked(field: &Field, posted: &Posted, typed: Option<&str>) -> Option<Value> {
    if typed == Some("true") {
        return Some(Value::Bool(true));
    }
    let told = field.required == Some(true) || shape::is_yes(&field.value);
    (told && field.is_shown() && !posted.0.is_empty()).then_some(Value::Bool(false))
}

/// A telephone number as it is dialled from anywhere: `+` and digits. `None` without a country code.
fn telephone(typed: &str) -> Option<String> {
    let number: String = typed
        .chars()
        .filter(|character| {
            !character.is_whitespace() && !"-./()\u{a0}\u{2010}\u{2011}".contains(*character)
        })
        .collect();
    let number = match number.strip_prefix("00") {
        Some(rest) => format!("+{rest}"),
        None => number,
    };
    let rest = number.strip_prefix('+')?;
    rest.starts_with(|first: char| matches!(first, '1'..='9'))
        .then_some(number)
}

fn blank(path: String) -> FieldMessage {
    let words = wording::blank("", &path);
    complaint(path, words)
}

fn complaint(path: String, (key, text): (&str, &str)) -> FieldMessage {
    FieldMessage {
        path,
        messages: vec![Message::keyed(MessageClass::Error, key, Vec::new(), text)],
    }
}

/// Why polling was given up (section 2.4): both are always there, `statusCode` is null where there is none.
fn reason(posted: &Posted, body: &mut Map<String, Value>) {
    const REASONS: [&str; 3] = [
        "OV_UNREACHABLE_BY_LOOPBACK",
        "OV_RETURNED_ERROR",
        "USER_CANCELED",
    ];
    let reason = posted
        .get("reason")
        .filter(|reason| REASONS.contains(reason))
        .unwrap_or("USER_CANCELED");
    let status = posted
        .get("statusCode")
        .and_then(|status| status.parse::<u16>().ok());
    body.insert("reason".to_owned(), Value::from(reason));
    body.insert("statusCode".to_owned(), json!(status));
}

/// The messages of the fields of `form`, by path.
pub(super) fn field_messages(form: &Form) -> Vec<FieldMessage> {
    let mut found = Vec::new();
    each_field(&mut shape::straight(form), &mut |path, field| {
        if let Some(Wrapped {
            value: messages, ..
        }) = &field.messages
            && !messages.is_empty()
        {
            found.push(FieldMessage {
                path: path.to_owned(),
                messages: messages.clone(),
            });
        }
    });
    found
}

/// Calls `change` for every field of `form` with its path, nested ones and those of choices included.
pub(super) fn each_field(form: &mut Form, change: &mut impl FnMut(&str, &mut Field)) {
    fn walk(fields: &mut [Field], parent: &str, change: &mut impl FnMut(&str, &mut Field)) {
        for field in fields {
            let path = child(parent, &field.name);
            change(&path, field);
            if let Some(form) = &mut field.form {
                walk(&mut form.value, &path, change);
            }
            for (index, option) in field.options.iter_mut().enumerate() {
                walk(&mut option.fields, &format!("{path}.{index}"), change);
            }
        }
    }
    walk(&mut form.value, "", change);
}

#[cfg(test)]
mod tests;

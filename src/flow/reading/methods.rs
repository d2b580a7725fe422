//! Authenticators to choose from: `docs/spec/idx.md` section 2.3. One choice for each thing that a person can do, so
//! that one tap is enough, and no two choices of one name.

use jiff::Timestamp;
use serde_json::Value;

use super::resolve;
use crate::{
    flow::{
        screen::{Choice, Due, Text},
        shape, wording,
    },
    idx::{Field, FieldOption, Transaction},
};

/// The choices of an `authenticator` field.
pub(super) fn choices(transaction: &Transaction, form: &str, field: &Field) -> Vec<Choice> {
    let sets_up = form == "select-authenticator-enroll";
    let can_skip = transaction.form("skip").is_some();
    let current = transaction
        .forms()
        .first()
        .is_none_or(|first| first.name != form);
    let (mut choices, names): (Vec<Choice>, Vec<String>) = field
        .options
        .iter()
        .enumerate()
        .filter(|(_, option)| shape::says(option))
        .filter(|(_, option)| !(current && is_current(transaction, option, sets_up)))
        .flat_map(|(index, option)| {
            let related = resolve(transaction, &option.relates_to);
            let taken = (current && !sets_up)
                .then(|| way_in_use(transaction, option))
                .flatten();
            ways(option, sets_up)
                .into_iter()
                .filter(|way| way.is_none_or(|(_, _, way)| Some(way) != taken))
                .map(|way| {
                    let name = super::text(related, "displayName").to_owned();
                    (one(index, option, related, way, sets_up), name)
                })
                .collect::<Vec<_>>()
        })
        .unzip();
    tell_apart(&mut choices, &names);
    if sets_up && !current {
        group(&mut choices, can_skip);
    }
    choices
}

/// What one can do with an authenticator: the ways that the server offers, each by its index, or just the thing.
fn ways(option: &FieldOption, sets_up: bool) -> Vec<Option<(&str, usize, &str)>> {
    let way = option.fields.iter().find(|field| {
        shape::is_way(&field.name) && !field.options.is_empty() && field.visible != Some(false)
    });
    match way {
        // How it is set up is asked on the next page, together with the number or address.
        Some(way) if !sets_up => {
            let mut told: Vec<&str> = Vec::new();
            way.options
                .iter()
                .enumerate()
                .filter_map(|(index, option)| {
                    let value = option
                        .value
                        .as_str()
                        .filter(|value| !told.contains(value))?;
                    told.push(value);
                    Some(Some((way.name.as_str(), index, value)))
                })
                .collect()
        }
        _ => vec![None],
    }
}

fn one(
    index: usize,
    option: &FieldOption,
    related: Option<&Value>,
    way: Option<(&str, usize, &str)>,
    sets_up: bool,
) -> Choice {
    let way_type = way.map_or_else(|| fixed(option, "methodType"), |(_, _, way)| way);
    // What an option relates to may be missing; a password or an e-mail is the same one everywhere.
    let key = match super::authenticator_key(related) {
        "" => super::key_of_type(way_type),
        key => key,
    };
    let number = format!("#{}", index + 1);
    let server = [
        option.label.as_str(),
        super::text(related, "displayName"),
        key,
        number.as_str(),
    ]
    .into_iter()
    .find(|name| !name.trim().is_empty())
    .unwrap_or_default();
    let mut method = wording::method(key, way_type, server, sets_up);
    let mut detail = related.and_then(detail);
    let asked = way.and_then(|(name, inside, value)| {
        let field = option.fields.iter().find(|field| field.name == name)?;
        Some((field.options.len() > 1, field.options.get(inside)?, value))
    });
    if let (Some((true, way, value)), "") = (asked, method.label.key.as_str()) {
        // Several ways of something unknown are told apart by what they are; whose they are stands beside it.
        method.label = wording::option("", "methodType", &Value::from(value), &way.label);
        detail = Some(match detail {
            Some(detail) => format!("{server}, {detail}"),
            None => server.to_owned(),
        });
    }
    Choice {
        value: match way {
            Some((name, inside, _)) => format!("{index}:{name}={inside}"),
            None => index.to_string(),
        },
        group: None,
        label: method.label,
        detail,
        about: method.about,
        due: related.and_then(due),
        chosen: false,
        fields: Vec::new(),
    }
}

/// Which one it is: the nickname, masked address or number, or the device that it is on.
fn detail(authenticator: &Value) -> Option<String> {
    let nickname = authenticator
        .get("nickname")
        .and_then(Value::as_str)
        .filter(|nickname| !nickname.trim().is_empty());
    match (address(authenticator), nickname) {
        (Some(address), Some(nickname)) => Some(format!("{address} ({nickname})")),
        (address, nickname) => address.or_else(|| nickname.map(str::to_owned)),
    }
}

/// The masked address that an authenticator's codes go to, or the device that it is on.
pub(super) fn address(authenticator: &Value) -> Option<String> {
    let profile = authenticator.get("profile")?;
    ["email", "phoneNumber", "deviceName"]
        .iter()
        .find_map(|key| {
            profile
                .get(key)?
                .as_str()
                .filter(|address| !address.trim().is_empty())
                .map(str::to_owned)
        })
}

/// The security question that an enrolment is about.
pub(super) fn question(authenticator: &Value) -> Option<Text> {
    let enrolled = authenticator
        .pointer("/contextualData/enrolledQuestion")
        .or_else(|| authenticator.get("profile"))?;
    let words = enrolled.get("question")?.as_str()?;
    let key = enrolled
        .get("questionKey")
        .and_then(Value::as_str)
        .unwrap_or_default();
    Some(wording::question(key, words))
}

/// Until when setting it up can wait.
fn due(authenticator: &Value) -> Option<Due> {
    let grace = authenticator.get("gracePeriod")?;
    match grace.get("type").and_then(Value::as_str)? {
        "BY_DATE_TIME" => {
            let expiry: Timestamp = grace.get("expiry")?.as_str()?.parse().ok()?;
            Some(Due::At(expiry))
        }
        "BY_SKIP_COUNT" => Some(Due::Skips(grace.get("remainingSkips")?.as_u64()?)),
        _ => None,
    }
}

/// What must be set up now, soon, or only if one likes.
fn group(choices: &mut [Choice], can_skip: bool) {
    let some_wait = choices.iter().any(|choice| choice.due.is_some());
    choices.sort_by_key(|choice| choice.due.is_some());
    for choice in choices {
        let key = match (&choice.due, some_wait, can_skip) {
            (Some(_), _, _) => "oie.setup.required.soon",
            (None, true, _) => "oie.setup.required.now",
            (None, false, false) => "oie.setup.required",
            (None, false, true) => "oie.setup.optional",
        };
        choice.group = Some(Text::key(key));
    }
}

/// What an option says about itself, without asking.
fn fixed<'a>(option: &'a FieldOption, name: &str) -> &'a str {
    option
        .fields
        .iter()
        .find(|field| field.name == name)
        .and_then(|field| field.value.as_str())
        .unwrap_or_default()
}

/// The way in which the page uses the authenticator of `option` already, where it is that one and the page itself can
/// have it done again.
fn way_in_use<'a>(transaction: &'a Transaction, option: &FieldOption) -> Option<&'a str> {
    let current = used(transaction)?;
    let related = resolve(transaction, &option.relates_to)?;
    let id = super::text(Some(related), "id");
    if id.is_empty() || id != super::text(Some(current), "id") {
        return None;
    }
    let way = match current.get("methods")?.as_array()?.as_slice() {
        [only] => only.get("type")?.as_str()?,
        _ => return None,
    };
    let form = &transaction.forms().first()?.name;
    let again = matches!(way, "totp" | "otp")
        || form == "resend"
        || form.ends_with("-data")
        || super::actors(transaction).any(|(_, actor)| actor.get("resend").is_some());
    again.then_some(way)
}

/// The authenticator that the page uses.
fn used(transaction: &Transaction) -> Option<&Value> {
    transaction
        .current_authenticator_enrollment
        .as_ref()
        .or(transaction.current_authenticator.as_ref())
        .map(|wrapped| &wrapped.value)
}

/// Whether the page itself asks in which way this authenticator is to be used.
fn is_asked(transaction: &Transaction, option: &FieldOption) -> bool {
    let id = fixed(option, "id");
    let Some(first) = transaction.forms().first().filter(|_| !id.is_empty()) else {
        return false;
    };
    let first = shape::straight(first);
    let field = first.field("authenticator");
    let inside = field.and_then(|field| field.form.as_ref());
    inside.is_some_and(|form| {
        let same = form
            .value
            .iter()
            .any(|field| field.name == "id" && field.value == id);
        let asks = |field: &Field| shape::is_way(&field.name) && field.options.len() > 1;
        same && form.value.iter().any(asks)
    })
}

/// Whether a choice is the authenticator that the page is about already, in every way that it can be used.
fn is_current(transaction: &Transaction, option: &FieldOption, sets_up: bool) -> bool {
    let current = if sets_up {
        let wrapped = transaction.current_authenticator.as_ref();
        wrapped.map(|wrapped| &wrapped.value)
    } else {
        used(transaction)
    };
    let related = resolve(transaction, &option.relates_to);
    let (key, id) = (
        super::authenticator_key(related),
        super::text(related, "id"),
    );
    if key.is_empty() || key != super::authenticator_key(current) {
        return false;
    }
    if sets_up {
        // A person has one of these.
        matches!(
            key,
            "okta_password"
                | "okta_email"
                | "phone_number"
                | "security_question"
                | "google_otp"
                | "okta_verify"
        ) || id == super::text(current, "id")
    } else {
        // A person has one of each of these, whatever identifiers the server gives it.
        matches!(key, "okta_password" | "security_question" | "nfc_pin")
            || (!matches!(key, "okta_verify" | "phone_number")
                && !id.is_empty()
                && id == super::text(current, "id"))
            || is_asked(transaction, option)
    }
}

/// Two of one kind get the name that the server gives them, or else a number.
fn tell_apart(choices: &mut [Choice], names: &[String]) {
    // Where we have words of our own, the server's do not tell two apart.
    let said = |label: &Text| match label.key.as_str() {
        "" => label.fallback.clone(),
        key => format!("{key} {}", label.params.join(" ")),
    };
    let before: Vec<(String, Option<String>)> = choices
        .iter()
        .map(|choice| (said(&choice.label), choice.detail.clone()))
        .collect();
    for (index, choice) in choices.iter_mut().enumerate() {
        let alike: Vec<usize> = (0..before.len())
            .filter(|other| before[*other] == before[index])
            .collect();
        if alike.len() < 2 {
            continue;
        }
        let name = names.get(index).filter(|name| !name.is_empty());
        let unique = alike
            .iter()
            .all(|other| *other == index || names.get(*other) != name);
        choice.detail = match name.filter(|_| unique) {
            Some(name) => Some(name.clone()),
            None => alike
                .iter()
                .position(|other| *other == index)
                .map(|position| format!("#{}", position + 1)),
        };
    }
}

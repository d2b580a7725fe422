//! What a password must be like, as the organization set it: `settings` of the password's authenticator.

use serde_json::Value;

use crate::{
    flow::screen::{Detail, Item, Text},
    idx::Transaction,
};

fn item(text: Text) -> Item {
    Item { text, about: None }
}

/// What a password must be like, as the organization set it.
pub(super) fn requirements(transaction: &Transaction, about: Option<&Value>) -> Option<Detail> {
    let settings = [
        about,
        transaction
            .enrollment_authenticator
            .as_ref()
            .map(|wrapped| &wrapped.value),
        transaction
            .current_authenticator
            .as_ref()
            .map(|wrapped| &wrapped.value),
        transaction
            .recovery_authenticator
            .as_ref()
            .map(|wrapped| &wrapped.value),
    ]
    .into_iter()
    .flatten()
    .find_map(|value| value.get("settings"))?;
    let items = rules(settings);
    (!items.is_empty()).then(|| Detail::List {
        title: Some(Text::key("password.complexity.requirements.header")),
        ordered: false,
        items,
    })
}

fn rules(settings: &Value) -> Vec<Item> {
    let number = |pointer: &str| {
        settings
            .pointer(pointer)
            .and_then(Value::as_u64)
            .unwrap_or(0)
    };
    let is = |pointer: &str| settings.pointer(pointer) == Some(&Value::Bool(true));
    let excludes = |attribute: &str| {
        settings
            .pointer("/complexity/excludeAttributes")
            .and_then(Value::as_array)
            .is_some_and(|names| names.iter().any(|name| name == attribute))
    };
    let mut items = Vec::new();
    let mut rule = |holds: bool, key: &str| {
        if holds {
            items.push(item(Text::key(&format!(
                "password.complexity.{key}.description"
            ))));
        }
    };
    let directory = is("/complexity/useADComplexityRequirements");
    rule(directory, "adRequirements");
    if !directory {
        rule(number("/complexity/minLowerCase") > 0, "lowercase");
        rule(number("/complexity/minUpperCase") > 0, "uppercase");
        rule(number("/complexity/minNumber") > 0, "number");
        rule(number("/complexity/minSymbol") > 0, "symbol");
    }
    rule(is("/complexity/excludeUsername"), "no_username");
    rule(
        is("/complexity/excludeFirstName") || excludes("firstName"),
        "no_first_name",
    );
    rule(
        is("/complexity/excludeLastName") || excludes("lastName"),
        "no_last_name",
    );
    let mut counted = |count: u64, key: &str, first: bool| {
        if count > 0 {
            let text = Text::keyed(
                &format!("password.complexity.{key}.description"),
                vec![count.to_string()],
                "",
            );
            let at = if first { 0 } else { items.len() };
            items.insert(at, item(text));
        }
    };
    counted(number("/complexity/minLength"), "length", true);
    counted(
        number("/complexity/maxConsecutiveRepeatingCharacters"),
        "maxConsecutiveRepeatingCharacters",
        false,
    );
    counted(number("/age/historyCount"), "history", false);
    let minutes = number("/age/minAgeMinutes");
    if minutes > 0 && minutes % 1440 == 0 {
        counted(minutes / 1440, "minAgeDays", false);
    } else if minutes > 0 && minutes % 60 == 0 {
        counted(minutes / 60, "minAgeHours", false);
    } else {
        counted(minutes, "minAgeMinutes", false);
    }
    items
}

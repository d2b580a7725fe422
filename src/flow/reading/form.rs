//! A page with forms, drawn from their description: `docs/spec/idx.md` sections 1.4, 1.5 and 2.

use serde_json::Value;

use super::{about, about_of, action_on, actors, details, field, text};
use crate::{
    flow::{
        screen::{Action, FieldKind, FieldView, FormPage, FormView, Link, Poll, Provider, Text},
        shape,
        wording::{self, Topic},
    },
    idx::{Form, Transaction},
};

/// The page for the transaction's forms: the first is the main one, the others lead elsewhere.
pub(super) fn page(transaction: &Transaction) -> FormPage {
    let forms = transaction.forms();
    let Some(first) = forms.first() else {
        return FormPage::default();
    };
    let first = &shape::straight(first);
    let topic = topic(transaction, first);
    let mut page = FormPage {
        about: about(transaction),
        title: title(transaction, topic),
        details: details::of(transaction, first, topic, about_of(transaction, first)),
        ..FormPage::default()
    };
    if !is_provider(first) {
        add_main(&mut page, transaction, first);
    }
    page.providers = forms
        .iter()
        .filter_map(|form| provider(form, topic))
        .collect();
    tell_apart(&mut page.providers);
    for form in forms.iter().skip(1) {
        if form.can_be_submitted() && !field::needs_script(form) {
            let form = shape::straight(form);
            let view = view(transaction, &form);
            if view.fields.is_empty() || shape::is_link(forms, &form) {
                page.actions.push(match switch(&form.name) {
                    Some(label) => Action {
                        form: form.name.clone(),
                        label,
                    },
                    None => action_on(&form.name, topic),
                });
            } else if offers_anything(&view) {
                page.alternatives.push(FormView {
                    title: switch(&form.name)
                        .unwrap_or_else(|| wording::named_at_least(view.title, &form.name)),
                    name: view.name,
                    submit: view.submit,
                    fields: view.fields,
                    has_errors: view.has_errors,
                });
            }
        }
    }
    add_actions(&mut page, transaction, topic);
    // What is wrong with something that nobody sees is said to everybody.
    let unseen = forms
        .iter()
        .flat_map(|form| field::unseen(&shape::straight(form)));
    page.about.notices.extend(unseen);
    page
}

/// Whether anything is left to choose: where the only other way is the one that is shown, there is none.
fn offers_anything(view: &FormView) -> bool {
    !view.fields.iter().any(
        |field| matches!(&field.kind, FieldKind::Choices { choices, .. } if choices.is_empty()),
    )
}

/// What the way to another form is called.
fn switch(form: &str) -> Option<Text> {
    let key = match form {
        "select-authenticator-authenticate" => "oie.verification.switch.authenticator",
        "select-authenticator-enroll" => "oie.enroll.switch.authenticator",
        "select-enrollment-channel" => "doorstep.switch-channel",
        _ => return None,
    };
    Some(Text::key(key))
}

fn title(transaction: &Transaction, topic: Topic<'_>) -> Text {
    if topic.form == "request-activation-email" {
        let told = transaction
            .messages()
            .iter()
            .find_map(|message| wording::terminal_title(message.key()));
        if let Some(title) = told {
            return title;
        }
    }
    wording::title(topic)
}

/// What the page for `form` is about.
fn topic<'a>(transaction: &'a Transaction, form: &'a Form) -> Topic<'a> {
    let about = about_of(transaction, form);
    let methods = about.and_then(|about| about.get("methods")?.as_array());
    let only_method = match methods.map(Vec::as_slice) {
        Some([only]) => text(Some(only), "type"),
        _ => "",
    };
    let context = about.and_then(|about| about.get("contextualData"));
    let channel = match form.name.as_str() {
        "enrollment-channel-data" if form.field("email").is_some() => "email",
        _ => text(context, "selectedChannel"),
    };
    let name = form.idp.get("name").and_then(Value::as_str);
    let own = ["displayName", "label", "key", "type"]
        .into_iter()
        .map(|key| text(about, key))
        .find(|own| !own.is_empty());
    let beside = |name: &str| transaction.form(name).is_some();
    Topic {
        form: &form.name,
        key: super::authenticator_key(about),
        name: name.or(own).unwrap_or_default(),
        method: field::only_way(form).unwrap_or(only_method),
        channel,
        days: about.and_then(|about| about.pointer("/settings/daysToExpiry")?.as_u64()),
        sets_up: form.name.contains("enroll")
            || form.name == "reset-authenticator"
            || (form.name == "redirect-idp" && beside("select-authenticator-enroll")),
        has_secret: field::views(transaction, form).iter().any(field::is_secret),
    }
}

fn add_main(page: &mut FormPage, transaction: &Transaction, form: &Form) {
    let main = view(transaction, form);
    // What may be ticked beside a wait is part of the wait; what somebody has to fill is not sent before they did.
    let waits = main
        .fields
        .iter()
        .all(|field| matches!(field.kind, FieldKind::Checkbox { .. }));
    if waits && (form.refresh.is_some() || form.name.ends_with("poll")) {
        page.poll = Some(Poll {
            action: Action {
                form: form.name.clone(),
                label: main.submit,
            },
            refresh: super::refresh(form.refresh),
        });
        return;
    }
    // What only a script can answer (WebAuthn) is asked for by fields that nobody sees; and nobody can choose from nothing.
    page.unsupported =
        !offers_anything(&main) || (main.fields.is_empty() && field::needs_script(form));
    page.main = (!page.unsupported && form.can_be_submitted()).then_some(main);
}

/// Actions that hang on the authenticator: forgot password, send again; and its poll.
fn add_actions(page: &mut FormPage, transaction: &Transaction, topic: Topic<'_>) {
    let asks_secret = page
        .main
        .iter()
        .flat_map(|main| &main.fields)
        .any(field::is_secret);
    for (parent, value) in actors(transaction) {
        for (key, nested) in value
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(_, value)| value.get("rel").is_some())
        {
            let name = format!("{parent}-{key}");
            match key.as_str() {
                "cancel" => {}
                "recover" if !asks_secret => {}
                // Before anything was sent there is nothing to send again.
                "resend" if sends_first(topic.form) => {}
                // The form has it sent.
                "send" if page.main.is_some() => {}
                "poll" => {
                    page.poll = Some(Poll {
                        action: Action {
                            form: name,
                            label: wording::check_again(),
                        },
                        refresh: super::refresh(nested.get("refresh").and_then(Value::as_u64)),
                    });
                }
                _ if page
                    .actions
                    .iter()
                    .any(|earlier| earlier.form.ends_with(&format!("-{key}"))) => {}
                _ => page.actions.push(action_on(&name, topic)),
            }
        }
    }
}

/// Whether the form itself has something sent.
fn sends_first(form: &str) -> bool {
    form.ends_with("-data") || form.starts_with("select-") || form == "resend"
}

/// `form`, which is straight, as it is drawn.
pub(super) fn view(transaction: &Transaction, form: &Form) -> FormView {
    let fields = field::views(transaction, form);
    let topic = topic(transaction, form);
    FormView {
        title: wording::title(topic),
        submit: wording::submit(topic),
        has_errors: fields.iter().any(FieldView::has_errors),
        name: form.name.clone(),
        fields,
    }
}

fn is_provider(form: &Form) -> bool {
    matches!(form.name.as_str(), "redirect-idp" | "redirect-idverify")
}

/// Another identity provider.
fn provider(form: &Form, topic: Topic<'_>) -> Option<Provider> {
    if !is_provider(form) {
        return None;
    }
    let link = Link::parse(&form.href, None)?;
    let name = form
        .idp
        .get("name")
        .and_then(Value::as_str)
        .or(form.kind.as_deref())
        .filter(|name| !name.trim().is_empty())
        .unwrap_or(&link.host);
    let label = if topic.form == form.name && !topic.key.is_empty() {
        wording::go_to(name, topic.sets_up)
    } else if form.name == "redirect-idverify" {
        wording::go_to(name, false)
    } else {
        wording::provider(name)
    };
    Some(Provider { label, link })
}

/// Gives the second provider of a name a number.
fn tell_apart(providers: &mut [Provider]) {
    let labels: Vec<Text> = providers
        .iter()
        .map(|provider| provider.label.clone())
        .collect();
    for (index, provider) in providers.iter_mut().enumerate() {
        let alike = labels[..index]
            .iter()
            .filter(|label| **label == provider.label)
            .count();
        if let (1.., Some(name)) = (alike, provider.label.params.first_mut()) {
            *name = format!("{name} #{}", alike + 1);
        }
    }
}

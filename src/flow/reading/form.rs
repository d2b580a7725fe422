//! A page with forms, drawn from their description: `docs/spec/idx.md` sections 1.4, 1.5 and 2.

use serde_json::Value;

use super::{about, action, actors, authenticator, field, resolve};
use crate::{
    flow::{
        screen::{Action, FormPage, FormView, Link, Poll},
        wording,
    },
    idx::{Form, Transaction},
};

/// Milliseconds between two polls where the server names none.
const DEFAULT_REFRESH: u64 = 4000;

/// The page for the transaction's forms: the first is the main one, the others lead elsewhere.
pub(super) fn page(transaction: &Transaction) -> FormPage {
    let mut forms = transaction.forms().iter();
    let Some(first) = forms.next() else {
        return FormPage::default();
    };
    let mut page = FormPage {
        about: about(transaction),
        title: wording::title(&first.name, authenticator(transaction, "key")),
        details: details(transaction, first),
        ..FormPage::default()
    };
    if first.name == "redirect-idp" {
        page.providers.extend(provider(first));
    } else {
        add_main(&mut page, transaction, first);
    }
    for form in forms {
        if form.name == "redirect-idp" {
            page.providers.extend(provider(form));
        } else if form.can_be_submitted() {
            let view = view(transaction, form);
            if view.fields.is_empty() {
                page.actions.push(action(&form.name));
            } else {
                page.alternatives.push(view);
            }
        }
    }
    add_actions(&mut page, transaction);
    page
}

fn add_main(page: &mut FormPage, transaction: &Transaction, form: &Form) {
    let main = view(transaction, form);
    if let Some(refresh) = form
        .refresh
        .or_else(|| form.name.ends_with("poll").then_some(DEFAULT_REFRESH))
    {
        let action = Action {
            form: form.name.clone(),
            label: main.submit.clone(),
        };
        page.poll = Some(Poll { action, refresh });
        if main.fields.is_empty() {
            return;
        }
    }
    // What only a script can answer (WebAuthn) is asked for by fields that nobody sees.
    page.unsupported = main.fields.is_empty() && field::needs_script(form);
    page.main = (!page.unsupported && form.can_be_submitted()).then_some(main);
}

/// Actions that hang on the authenticator: forgot password, send again; and its poll.
fn add_actions(page: &mut FormPage, transaction: &Transaction) {
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
                "poll" => {
                    page.poll = Some(Poll {
                        action: Action {
                            form: name,
                            label: wording::check_again(),
                        },
                        refresh: nested
                            .get("refresh")
                            .and_then(Value::as_u64)
                            .unwrap_or(DEFAULT_REFRESH),
                    });
                }
                _ => page.actions.push(action(&name)),
            }
        }
    }
}

fn view(transaction: &Transaction, form: &Form) -> FormView {
    let key = resolve(transaction, &form.relates_to)
        .and_then(|value| value.get("key")?.as_str())
        .unwrap_or_default();
    let fields = field::views(transaction, form, key);
    let has_secret = fields.iter().any(field::is_secret);
    FormView {
        title: wording::title(&form.name, key),
        submit: wording::submit(&form.name, has_secret),
        has_errors: fields.iter().any(|field| !field.errors.is_empty()),
        name: form.name.clone(),
        fields,
    }
}

/// What is known about what is asked: a masked address, the number to compare, the scopes.
fn details(transaction: &Transaction, form: &Form) -> Vec<String> {
    let mut details = Vec::new();
    for (_, value) in actors(transaction) {
        details.extend(field::address(value));
        let answer = value.pointer("/contextualData/correctAnswer");
        details.extend(answer.map(|answer| {
            answer
                .as_str()
                .map_or_else(|| answer.to_string(), str::to_owned)
        }));
    }
    let scopes = form.scopes.as_array().into_iter().flatten();
    details.extend(scopes.filter_map(|scope| scope.get("label")?.as_str().map(str::to_owned)));
    details
}

/// Another identity provider, as a link.
fn provider(form: &Form) -> Option<Link> {
    let name = form
        .idp
        .get("name")
        .and_then(Value::as_str)
        .or(form.kind.as_deref())
        .unwrap_or_default();
    Link::parse(&form.href, Some(wording::provider(name)))
}

//! What there is to know before a form is filled.

use leptos::prelude::*;

use super::{action::Weight, parts, words::Words};
use crate::flow::screen::{Detail, Item, visible};

/// All of it, in order. `level` is that of headings.
pub(super) fn draw(words: Words<'_>, details: &[Detail], level: u8) -> Option<AnyView> {
    let drawn = details
        .iter()
        .map(|detail| one(words, detail, level))
        .collect_view();
    (!details.is_empty()).then(|| view! { <div class="details">{drawn}</div> }.into_any())
}

fn one(words: Words<'_>, detail: &Detail, level: u8) -> AnyView {
    match detail {
        Detail::Said(text) => view! { <p>{words.say(text).view()}</p> }.into_any(),
        Detail::List {
            title,
            ordered,
            items,
        } => {
            let title = title.as_ref().map(|title| {
                let title = words.say(title).view();
                match level {
                    2 => view! { <h2>{title}</h2> }.into_any(),
                    _ => view! { <h3>{title}</h3> }.into_any(),
                }
            });
            let items = items.iter().map(|item| self::item(words, item)).collect_view();
            let list = if *ordered {
                view! { <ol class="steps">{items}</ol> }.into_any()
            } else {
                view! { <ul class="facts">{items}</ul> }.into_any()
            };
            view! { <div>{title}{list}</div> }.into_any()
        }
        // Letter by letter: `translate` must not touch it, and it is never broken or turned around.
        Detail::Code { label, value } => view! {
            <p class="letters">
                {words.say(label).view()} " " <code translate="no"><bdi dir="ltr">{visible(value)}</bdi></code>
            </p>
        }
        .into_any(),
        Detail::Image { source, text } => {
            let alt = words.say(text).plain();
            view! { <img class="qr" src=source.clone() alt=alt /> }.into_any()
        }
        Detail::Program { label, address } => view! {
            <p><a class=Weight::Secondary.class() href=address.clone()>{words.say(label).view()}</a></p>
        }
        .into_any(),
        Detail::Link(link) => {
            view! { <p>{parts::named_link(words, link)}</p> }.into_any()
        }
    }
}

fn item(words: Words<'_>, item: &Item) -> AnyView {
    let about = item
        .about
        .as_ref()
        .map(|about| view! { <br /> <small>{words.say(about).view()}</small> });
    view! { <li>{words.say(&item.text).view()}{about}</li> }.into_any()
}

//! What several screens share.

use leptos::prelude::*;

use super::{icon::Icon, words::Words};
use crate::{
    flow::screen::{About, Link, Notice, Severity},
    i18n::{Arg, Instant},
    islands::CopyText,
};

pub(super) fn hidden(name: &'static str, value: String) -> impl IntoView {
    view! { <input r#type="hidden" name=name value=value /> }
}

/// A link that leaves the page: in a new tab, which it says, so that nothing is lost here (`docs/spec/ux.md` S6). Beside
/// it stands where it leads, whatever it is called, and what is odd about that.
pub(super) fn link(words: Words<'_>, link: &Link, label: AnyView) -> AnyView {
    outside(words, link, label, Some(link.host.clone()))
}

/// The same for a link whose label says where it leads.
pub(super) fn link_saying_host(words: Words<'_>, link: &Link, label: AnyView) -> AnyView {
    outside(words, link, label, None)
}

fn outside(words: Words<'_>, link: &Link, label: AnyView, host: Option<String>) -> AnyView {
    let host = host.map(|host| view! { <bdi dir="ltr">{host}</bdi> " " });
    let notes = [
        link.is_unusual().then(|| words.t("link-unusual")),
        link.is_unencrypted().then(|| words.t("link-unencrypted")),
    ]
    .into_iter()
    .flatten()
    .map(|note| view! { " " <small class="odd">{note}</small> })
    .collect_view();
    view! {
        " "
        <a href=link.url.clone() target="_blank" rel="noopener noreferrer">
            {label}{Icon::Outside.view()}<small>{host}{words.t("link-new-tab")}</small>
        </a>
        {notes}
    }
    .into_any()
}

/// Its own label, or where it leads.
pub(super) fn named_link(words: Words<'_>, target: &Link) -> AnyView {
    if let Some(label) = &target.label {
        return link(words, target, words.say(label).view());
    }
    let host = Arg::from(target.host.clone());
    let label = words.t_with("link-instructions", &[("host", host)]);
    link_saying_host(words, target, label.into_any())
}

/// A button that copies `text`; there only where a script can do it. A live region of its own says whether it did.
pub(super) fn copy(words: Words<'_>, text: String) -> AnyView {
    let inner = view! {
        <button
            class="button button--quiet copy"
            r#type="button"
            hidden=true
            data-copy=text
            data-done=words.t("take-copied")
            data-failed=words.t("take-copy-failed")
        >
            {words.t("copy")}
        </button>
        <span class="copied" role="status" aria-atomic="true"></span>
    }
    .into_any();
    view! {
        <CopyText>{inner}</CopyText>
    }
    .into_any()
}

/// A sentence around a point in time.
pub(super) fn sentence(
    words: Words<'_>,
    id: &'static str,
    at: Instant,
    format: &'static str,
) -> AnyView {
    let (before, after) = words.around(id, "time");
    view! { {before} <time datetime=at.machine data-format=format>{at.text}</time> {after} }
        .into_any()
}

/// Who signs in, to where, and what there is to say about it.
pub(super) fn about(words: Words<'_>, about: &About) -> AnyView {
    told(words, about, false)
}

/// The same above a form. What is said to be wrong is the answer to what was entered: it has the focus, unless
/// something else is to have it.
pub(super) fn about_form(words: Words<'_>, about: &About, focus: bool) -> AnyView {
    told(words, about, focus && words.page.frame.is_none())
}

fn told(words: Words<'_>, about: &About, focus: bool) -> AnyView {
    let who = about.identifier.clone().map(|identifier| {
        let (before, after) = words.around("signing-in-as", "user");
        view! { <p class="who">{before} <bdi>{identifier}</bdi> {after}</p> }
    });
    let first = about.notices.iter().position(is_error).filter(|_| focus);
    let notices = about
        .notices
        .iter()
        .enumerate()
        .filter_map(|(index, notice)| self::notice(words, notice, first == Some(index)));
    view! { {who} {notices.collect_view()} }.into_any()
}

/// What was wrong with what was given; it has the focus.
pub(super) fn problem(words: Words<'_>, text: String) -> AnyView {
    view! {
        <div class="notice notice--error" role="alert" tabindex="-1" autofocus=true>
            {Icon::Alert.view()}
            <p id="problem"><strong>{words.labelled("notice-error")}</strong> {text}</p>
        </div>
    }
    .into_any()
}

/// Whether it says that something went wrong.
pub(super) fn is_error(notice: &Notice) -> bool {
    notice.severity == Severity::Error
}

/// What kind of notice it is stands there in words, not in colour alone (WCAG 1.4.1). `None` for a note that says nothing;
/// that something is wrong is said in any case.
fn notice(words: Words<'_>, notice: &Notice, focus: bool) -> Option<AnyView> {
    let is_trouble = matches!(notice.severity, Severity::Error | Severity::Warning);
    let says_nothing = words.say(&notice.text).plain().trim().is_empty();
    if says_nothing && !is_trouble {
        return None;
    }
    let (class, icon, label) = match notice.severity {
        Severity::Error => ("notice notice--error", Icon::Alert, "notice-error"),
        Severity::Warning => ("notice notice--warning", Icon::Alert, "notice-warning"),
        Severity::Info => ("notice", Icon::Info, "notice-info"),
        Severity::Success => ("notice notice--success", Icon::Tick, "notice-success"),
    };
    let text = words.say_or(&notice.text, "notice-empty").view();
    let body = match notice.links.as_slice() {
        [] | [_] => {
            let link = notice.links.first().map(|link| named_link(words, link));
            view! { <p><strong>{words.labelled(label)}</strong> {text} {link}</p> }.into_any()
        }
        several => {
            let items = several
                .iter()
                .map(|link| view! { <li>{named_link(words, link)}</li> });
            view! {
                <div>
                    <p><strong>{words.labelled(label)}</strong> {text}</p>
                    <ul>{items.collect_view()}</ul>
                </div>
            }
            .into_any()
        }
    };
    Some(if focus {
        view! { <div class=class role="alert" tabindex="-1" autofocus=true>{icon.view()} {body}</div> }
            .into_any()
    } else {
        view! { <div class=class>{icon.view()} {body}</div> }.into_any()
    })
}

//! The gallery: where administrators look at every page, in every language, theme and direction, on every device and at
//! every time before its deadline. A form that works without script; its address is the link to what is shown.

mod choices;

use leptos::prelude::*;

use super::{
    action::Weight,
    check, document,
    icon::Icon,
    shell::Page,
    takeaway::{sign_out, token},
    words::Words,
};
use crate::{
    flow::{
        gallery::{Case, Choice, Exhibit, Gallery, Group, ShelfTitle, State},
        screen::DoorProblem,
    },
    i18n::{Arg, plain},
    islands::CopyText,
};

/// What a token must be good for.
const SCOPE: &str = "okta.deviceAssurance.read";

/// A state by what people see on it, and by its own name.
struct Named {
    state: State,
    label: String,
    /// A built-in response's name in our sources.
    name: Option<&'static str>,
}

impl Named {
    fn of(words: Words<'_>, exhibit: &Exhibit) -> Self {
        let (label, name) = match &exhibit.state {
            State::Sample(sample) => {
                let screen = exhibit.screen.as_ref();
                let heading = screen.map(|screen| document::heading(words, screen));
                (heading.unwrap_or_default(), Some(sample.name))
            }
            State::Policy { case, .. } => (self::case(words, case, exhibit), None),
        };
        Self {
            state: exhibit.state.clone(),
            label: plain(&label),
            name,
        }
    }

    /// On one line.
    fn line(&self) -> String {
        match self.name {
            Some(name) => format!("{name} · {}", self.label),
            None => self.label.clone(),
        }
    }

    fn fits(&self, find: &str) -> bool {
        let find = find.to_lowercase();
        find.split_whitespace()
            .all(|word| self.line().to_lowercase().contains(word))
    }
}

fn case(words: Words<'_>, case: &Case, exhibit: &Exhibit) -> String {
    match case {
        Case::Failing => words.t("preview-case-failing"),
        Case::Unknown => words.t("preview-case-unknown"),
        Case::Reminder => words.t("preview-case-reminder"),
        Case::Only(id) => {
            let known = exhibit.check.as_ref();
            let name = known.map_or_else(|| id.clone(), |found| check::name(words, found));
            words.t_with("preview-case-only", &[("check", Arg::from(name))])
        }
    }
}

/// States that belong together, with their title.
type Shelves = Vec<(String, Vec<Named>)>;

fn shelves(words: Words<'_>, gallery: &Gallery) -> Shelves {
    let title = |title: &ShelfTitle| match title {
        ShelfTitle::Group(group) => words.t(group_title(*group)),
        ShelfTitle::Policy(name) => {
            words.t_with("preview-policy", &[("policy", Arg::from(name.as_str()))])
        }
    };
    let shelves = gallery.shelves.iter().map(|shelf| {
        let exhibits = shelf.exhibits.iter();
        let named = exhibits.map(|exhibit| Named::of(words, exhibit));
        (plain(&title(&shelf.title)), named.collect())
    });
    shelves.collect()
}

fn group_title(group: Group) -> &'static str {
    match group {
        Group::Denied => "preview-group-denied",
        Group::Reminder => "preview-group-reminder",
        Group::Device => "preview-group-device",
        Group::Start => "preview-group-start",
        Group::Proof => "preview-group-proof",
        Group::Setup => "preview-group-setup",
        Group::Success => "preview-group-success",
        Group::End => "preview-group-end",
        Group::Problem => "preview-group-problem",
    }
}

/// What is chosen, what it looks like, and what else there is.
pub(super) fn page(words: Words<'_>, gallery: &Gallery) -> Page {
    let shelves = shelves(words, gallery);
    let content = view! {
        <p>{words.t("preview-lead")}</p>
        {unknown(words, &gallery.unknown)}
        <div class="gallery">
            {choices::form(words, gallery, &shelves)} {shown(words, gallery, &shelves)}
            {list(words, gallery, &shelves)}
        </div>
    };
    Page {
        heading: words.t("preview-title"),
        has_errors: false,
        content: content.into_any(),
        help: None,
    }
}

/// Says what of the address was not understood.
fn unknown(words: Words<'_>, unknown: &[Choice]) -> Option<AnyView> {
    let names: Vec<String> = unknown
        .iter()
        .map(|choice| words.t(choices::label(*choice)))
        .collect();
    let text = words.t_with(
        "preview-unknown",
        &[("choices", Arg::from(words.all_of(&names)))],
    );
    (!names.is_empty()).then(|| {
        view! {
            <div class="notice notice--warning">
                {Icon::Alert.view()} <p><strong>{words.labelled("notice-warning")}</strong> {text}</p>
            </div>
        }
        .into_any()
    })
}

/// The view itself, by the address at which it is drawn.
fn shown(words: Words<'_>, gallery: &Gallery, shelves: &Shelves) -> AnyView {
    let view = &gallery.view;
    let all = shelves.iter().flat_map(|(_, named)| named);
    let label = all
        .filter(|named| named.state == view.state)
        .map(Named::line)
        .next()
        .unwrap_or_else(|| view.state.path());
    let address = format!("{}{}", words.page.origin, view.link());
    let title = words.t_with("preview-frame", &[("page", Arg::from(label.as_str()))]);
    let copy = view! {
        <div class="row">
            <a class="button" href=view.page()>{words.t("preview-alone")}</a>
            <button
                class="button"
                r#type="button"
                hidden=true
                data-copy=address.clone()
                data-done=words.attribute("preview-link-copied")
                data-failed=words.attribute("preview-link-failed")
            >
                {words.t("preview-link-copy")}
            </button>
        </div>
        <p class="status" role="status" aria-atomic="true"></p>
    }
    .into_any();
    view! {
        <section class="gallery__shown">
            <h2>{label}</h2>
            <div class="gallery__frame">
                <iframe
                    src=view.page()
                    title=plain(&title)
                    allow="local-network-access 'none'; loopback-network 'none'"
                ></iframe>
            </div>
            <CopyText>{copy}</CopyText>
            <p class="quiet">
                {words.labelled("preview-link")}
                <a class="address" dir="ltr" href=view.link()>{address}</a>
            </p>
        </section>
    }
    .into_any()
}

/// Everything that there is, to go to with the same choices.
fn list(words: Words<'_>, gallery: &Gallery, shelves: &Shelves) -> AnyView {
    let find = gallery.find.as_str();
    let mut found = 0_u64;
    let groups: Vec<AnyView> = shelves
        .iter()
        .filter_map(|(title, named)| {
            let fitting: Vec<&Named> = named.iter().filter(|named| named.fits(find)).collect();
            found += fitting.len() as u64;
            (!fitting.is_empty()).then(|| group(gallery, title, &fitting))
        })
        .collect();
    let found = (!find.is_empty()).then(|| {
        words.t_with(
            "preview-found",
            &[("number", Arg::from(words.number(found)))],
        )
    });
    let number = Arg::from(words.number(gallery.count));
    view! {
        <section class="gallery__list">
            <h2>{words.t("preview-all")}</h2>
            <p class="quiet">{words.t_with("preview-count", &[("number", number)])}</p>
            <form method="get" role="search">
                {choices::hidden(&gallery.view)}
                <div class="field">
                    <label for="find">{words.t("preview-find")}</label>
                    <input
                        id="find"
                        name="find"
                        r#type="search"
                        dir="auto"
                        autocomplete="off"
                        spellcheck="false"
                        value=find.to_owned()
                    />
                </div>
                <div class="row">
                    <button class=Weight::Secondary.class()>{words.t("preview-find-go")}</button>
                    {found}
                </div>
            </form>
            {groups}
            {policies(words, gallery)}
        </section>
    }
    .into_any()
}

fn group(gallery: &Gallery, title: &str, named: &[&Named]) -> AnyView {
    let items = named
        .iter()
        .map(|named| {
            let view = gallery.view.of(named.state.clone());
            let current = (named.state == gallery.view.state).then_some("true");
            let label = if named.label.is_empty() {
                named.line()
            } else {
                named.label.clone()
            };
            let name = named.name.map(|name| view! { " " <code>{name}</code> });
            view! { <li><a href=view.link() aria-current=current>{label}{name}</a></li> }
        })
        .collect_view();
    view! { <h3>{title.to_owned()}</h3> <ul class="plain">{items}</ul> }.into_any()
}

/// The organization's own policies are for whoever may read them.
fn policies(words: Words<'_>, gallery: &Gallery) -> Option<AnyView> {
    if gallery.signed_in {
        return Some(sign_out(words));
    }
    gallery.offers_policies.then(|| {
        let wrong = gallery.problem.map(problem);
        view! {
            <h3>{words.t("preview-policies")}</h3>
            {ask(words, wrong)}
        }
        .into_any()
    })
}

fn problem(problem: DoorProblem) -> &'static str {
    match problem {
        DoorProblem::Scope => "preview-wrong-scope",
        DoorProblem::Token => "desk-wrong-token",
    }
}

fn ask(words: Words<'_>, wrong: Option<&'static str>) -> AnyView {
    view! {
        <form method="post">
            {token(words, SCOPE, wrong)}
            <div class="row">
                <button class=Weight::Primary.class() name="form" value="open">
                    {words.t("preview-token")}
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// Where administrators prove that they may look.
pub(super) fn door(words: Words<'_>, wrong: Option<DoorProblem>) -> Page {
    let content = view! {
        <p>{words.t("preview-door")}</p>
        {ask(words, wrong.map(problem))}
    };
    Page {
        heading: words.t("preview-title"),
        has_errors: wrong.is_some(),
        content: content.into_any(),
        help: None,
    }
}

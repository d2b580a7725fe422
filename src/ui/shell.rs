//! What stands around every screen: document, header, language menu, help.

use leptos::prelude::*;

use super::{icon::Icon, parts, session, words::Words};
use crate::{
    flow::{gallery::Theme, screen::Link},
    i18n::{Arg, Locale, plain},
    islands::LocalTime,
};

/// What a screen gives to the shell.
pub(super) struct Page {
    /// The state in words: `<h1>` and the beginning of `<title>` (`docs/spec/ux.md` S1).
    pub(super) heading: String,
    /// Whether something that was entered is wrong: the title says so first.
    pub(super) has_errors: bool,
    /// What is below the heading.
    pub(super) content: AnyView,
    /// Where help is, if better known than "your IT help desk".
    pub(super) help: Option<Link>,
}

/// How a page is told from others before a word of it is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    /// The pictogram above the heading, which says nothing that the heading does not say.
    pub(super) sign: Option<(Icon, Tone)>,
    /// Whether the column is narrow, as for a form with few fields.
    pub(super) narrow: bool,
}

/// Whether a page brings good news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Bad,
    Neutral,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Good => "sign sign--pass",
            Self::Bad => "sign sign--fail",
            Self::Neutral => "sign",
        }
    }
}

/// The whole document; `last` stands at its end.
pub(super) fn document(
    words: Words<'_>,
    look: Look,
    page: Page,
    last: Option<AnyView>,
) -> impl IntoView {
    let locale = words.page.locale;
    // The browser's wish is the rule: only another theme is said.
    let theme = match words.page.theme {
        Theme::System => None,
        theme => Some(theme.name()),
    };
    let title_id = if page.has_errors {
        "page-title-error"
    } else {
        "page-title"
    };
    let title = plain(&words.t_with(
        title_id,
        &[
            ("state", Arg::from(page.heading.clone())),
            ("brand", Arg::from(words.page.brand.name.clone())),
        ],
    ));
    // In a frame it is not the only one.
    let name = words.page.frame.as_ref().map(|_| plain(&page.heading));
    let sign = look
        .sign
        .map(|(icon, tone)| view! { <span class=tone.class()>{icon.view()}</span> });
    view! {
        <html
            lang=locale.tag()
            dir=words.page.direction().as_str()
            data-theme=theme
            data-framed=words.page.frame.is_some().then_some("")
        >
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content=theme.unwrap_or("light dark") />
                <meta name="referrer" content="same-origin" />
                <title>{title}</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=words.page.assets.stylesheet.clone() />
                {scripts(words)}
            </head>
            <body class=look.narrow.then_some("narrow")>
                <header class="top">{brand(words)}{language_menu(words)}</header>
                <main class="card" aria-label=name>
                    {sign}
                    <h1 tabindex="-1">{page.heading}</h1>
                    {page.content}
                    {session::line(words)}
                </main>
                {footer(words, page.help.as_ref())}
                {last}
            </body>
        </html>
    }
}

/// The islands' script. Written here and not by Leptos, whose own writes the nonce into an attribute of the preload
/// links, where style sheets and markup can read it. The WASM is not preloaded: without script nobody would take it, and
/// the browser complains.
fn scripts(words: Words<'_>) -> Option<AnyView> {
    let islands = words.page.assets.islands.clone()?;
    let code = format!(
        "import(\"{script}\").then(async m=>{{await m.default({{module_or_path:\"{wasm}\"}});m.hydrate();\
         for(const e of document.querySelectorAll(\"leptos-island\"))m[e.dataset.component]?.(e)}})",
        script = islands.script,
        wasm = islands.wasm,
    );
    Some(
        view! {
            <link rel="modulepreload" href=islands.script />
            <script r#type="module" nonce=words.page.nonce.clone() inner_html=code></script>
        }
        .into_any(),
    )
}

fn brand(words: Words<'_>) -> AnyView {
    let name = words.page.brand.name.clone();
    match words.page.brand.logo.clone() {
        Some(logo) => view! { <img class="logo" src=logo alt=name /> }.into_any(),
        None => view! { <span class="brand" dir="auto">{name}</span> }.into_any(),
    }
}

/// Works without script: each language is a button of a form. Names are in the languages themselves.
fn language_menu(words: Words<'_>) -> Option<AnyView> {
    if words.page.path.is_empty() {
        return None;
    }
    let current = words.page.locale;
    let items = Locale::ALL
        .iter()
        .map(|locale| {
            view! {
                <li>
                    <button
                        name="lang"
                        value=locale.tag()
                        lang=locale.tag()
                        aria-current=(*locale == current).then_some("true")
                    >
                        {locale.endonym()}
                    </button>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <details class="menu">
                <summary>
                    {Icon::Globe.view()} <span class="hidden">{words.labelled("language-label")}</span>
                    {current.endonym()}
                </summary>
                <form method="post">
                    {parts::hidden("form", String::from("preferences"))} <ul>{items}</ul>
                </form>
            </details>
        }
        .into_any(),
    )
}

/// Help stands at the same place on every page, in the same order (WCAG 3.2.6).
fn footer(words: Words<'_>, help: Option<&Link>) -> AnyView {
    view! {
        <footer class="foot">
            <h2>{words.t("help-title")}</h2>
            <p>{words.t("help-text")}</p>
            {support(words, help)}
            <LocalTime />
        </footer>
    }
    .into_any()
}

/// The organization's help desk, then its page, then the page that belongs to this state.
fn support(words: Words<'_>, help: Option<&Link>) -> Option<AnyView> {
    let support = &words.page.brand.support;
    let phone = support.phone.as_ref().map(|phone| {
        let dialled: String = phone
            .chars()
            .filter(|character| character.is_ascii_digit() || *character == '+')
            .collect();
        view! { <li>{words.labelled("help-phone")}<a href=format!("tel:{dialled}")><bdi dir="ltr">{phone.clone()}</bdi></a></li> }
            .into_any()
    });
    let email = support.email.as_ref().map(|email| {
        view! { <li>{words.labelled("help-email")}<a href=format!("mailto:{email}")><bdi dir="ltr">{email.clone()}</bdi></a></li> }
            .into_any()
    });
    let hours = support.hours.as_ref().map(|hours| {
        view! { <li>{words.labelled("help-hours")}<span lang="" dir="auto">{hours.clone()}</span></li> }
            .into_any()
    });
    let own = support
        .page
        .as_ref()
        .and_then(|page| Link::parse(page, None));
    let page = own.as_ref().map(|own| {
        view! { <li>{parts::link(words, own, words.t("help-page").into_any())}</li> }.into_any()
    });
    let other = help
        .filter(|help| own.as_ref().is_none_or(|own| own.url != help.url))
        .map(|help| view! { <li>{parts::named_link(words, help)}</li> }.into_any());
    let rows: Vec<AnyView> = phone
        .into_iter()
        .chain(email)
        .chain(hours)
        .chain(page)
        .chain(other)
        .collect();
    (!rows.is_empty()).then(|| view! { <ul class="plain support">{rows}</ul> }.into_any())
}

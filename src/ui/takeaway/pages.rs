//! Where it is read that was taken along: on a phone, at the help desk, in another browser.

use leptos::prelude::*;

use super::super::{
    PageContext, action::Weight, check, grace, live::remediation, parts, remedy, shell::Page,
    unchecked, words::Words,
};
use crate::{
    flow::{
        Screen,
        screen::{DoorProblem, HelpDesk, HelpDeskProblem, Reader, Told, Verdict},
    },
    i18n::{Arg, Locale},
};

/// A denial or reminder as somebody else reads it.
pub(in super::super) fn told(words: Words<'_>, told: &Told) -> Page {
    match told.reader {
        Reader::Anybody => copy(words, told),
        Reader::HelpDesk => shown(words, told),
    }
}

/// For whoever has the link, in their language.
fn copy(words: Words<'_>, told: &Told) -> Page {
    let content = view! {
        <p class="lead">{words.t("copy-lead")}</p>
        {due(words, &told.screen)}
        {steps(words, &told.screen)}
        {moment(words, "copy-note", told.expires_at)}
    };
    Page {
        heading: words.t("copy-title"),
        has_errors: false,
        content: content.into_any(),
        help: remediation(&told.screen).and_then(remedy::help),
    }
}

/// For an administrator: the words, the language, the time zone and the moment are the person's.
fn shown(words: Words<'_>, told: &Told) -> Page {
    let locale = Locale::lookup(&told.language).unwrap_or(words.page.locale);
    let mut context = PageContext {
        locale,
        path: String::new(),
        now: told.created,
        viewer: told.viewer,
        ..words.page.clone()
    };
    context.preferences.time_zone.clone_from(&told.time_zone);
    let person = Words::of(&context);
    let heading = match &*told.screen {
        Screen::Grace(reminder) => grace::heading(person, reminder),
        screen => {
            let unchecked = remediation(screen).is_some_and(unchecked::is_all);
            person.t(if unchecked {
                "unchecked-title"
            } else {
                "denied-title"
            })
        }
    };
    let seen = remediation(&told.screen).and_then(|remediation| remediation.observation.as_ref());
    let system = seen
        .and_then(|seen| seen.device.as_ref())
        .map(remedy::system)
        .filter(|system| !system.is_empty());
    let zone = told.time_zone.as_deref();
    let checked = seen
        .and_then(|seen| seen.checked_at)
        .map(|at| words.date_time(at, zone).text);
    let app = app(&told.screen);
    let checks = seen.map_or(&[][..], |seen| &seen.checks);
    let verdicts = checks
        .iter()
        .map(|found| {
            // Whether it was wrong before, nobody knows here.
            let verdict = match found.verdict {
                Verdict::Pass => check::fine(words),
                verdict => check::verdict(words, verdict),
            };
            view! {
                <li class="row">
                    <bdi>{check::name(words, found)}</bdi> {verdict}
                </li>
            }
        })
        .collect_view();
    let facts: Vec<(&'static str, Option<String>)> = vec![
        ("desk-when", Some(words.date_time(told.created, zone).text)),
        ("desk-checked", checked),
        ("desk-app", app),
        ("desk-system", system),
        ("desk-language", Some(locale.endonym().to_owned())),
        (
            "desk-evaluation",
            seen.map(|seen| words.number(seen.revision)),
        ),
        ("desk-version", Some(told.program_version.clone())),
        (
            "desk-until",
            Some(words.date_time(told.expires_at, zone).text),
        ),
    ];
    let facts = facts
        .into_iter()
        .filter_map(|(label, value)| Some((label, value?)))
        .map(|(label, value)| {
            view! { <div><dt>{words.t(label)}</dt><dd><bdi>{value}</bdi></dd></div> }
        })
        .collect_view();
    let content = view! {
        <p>{words.t("desk-redacted")}</p>
        <dl class="facts">{facts}</dl>
        <ul class="plain">{verdicts}</ul>
        <section class="shown" lang=locale.tag() dir=locale.direction().as_str()>
            <h2>{heading}</h2>
            {due(person, &told.screen)}
            {steps(person, &told.screen)}
        </section>
        <div class="row">
            <a class="button" href="/helpdesk">{words.t("desk-another")}</a>
            {sign_out(words)}
        </div>
    };
    Page {
        heading: words.t("desk-shown-title"),
        has_errors: false,
        content: content.into_any(),
        help: None,
    }
}

/// What the page with the sign-in shows in the same place, drawn by the same hand.
fn steps(words: Words<'_>, screen: &Screen) -> Option<AnyView> {
    let told = remediation(screen)?;
    let cause = told.observation.as_ref().and_then(|seen| seen.cause);
    Some(match cause.filter(|_| unchecked::is_all(told)) {
        Some(cause) => unchecked::whole(words, cause),
        None => remedy::how(words, told),
    })
}

/// By when, as an absolute time.
fn due(words: Words<'_>, screen: &Screen) -> Option<AnyView> {
    let Screen::Grace(reminder) = screen else {
        return None;
    };
    Some(moment(words, grace::due_text(reminder), reminder.deadline?))
}

fn moment(words: Words<'_>, id: &'static str, at: jiff::Timestamp) -> AnyView {
    let at = words.date_time(at, words.page.preferences.time_zone.as_deref());
    view! { <p>{parts::sentence(words, id, at, "full")}</p> }.into_any()
}

fn app(screen: &Screen) -> Option<String> {
    match screen {
        Screen::Denied(denied) => denied.about.app.clone(),
        Screen::Grace(grace) => grace.about.app.clone(),
        _ => None,
    }
}

/// Ends an administrator's work: the token is forgotten.
pub(in super::super) fn sign_out(words: Words<'_>) -> AnyView {
    view! {
        <form method="post">
            <button class=Weight::Quiet.class() name="form" value="sign-out">
                {words.t("desk-sign-out")}
            </button>
        </form>
    }
    .into_any()
}

/// The field for an administrator's token, which may do `scope`, and what was wrong with the last one.
pub(in super::super) fn token(
    words: Words<'_>,
    scope: &'static str,
    problem: Option<&'static str>,
) -> AnyView {
    let described_by = match problem {
        Some(_) => "token-hint token-error",
        None => "token-hint",
    };
    view! {
        <div class="field">
            <label for="token">{words.t("desk-token")}</label>
            <p class="quiet" id="token-hint">
                {words.t_with("desk-token-hint", &[("scope", Arg::from(scope))])}
            </p>
            {problem.map(|problem| view! { <p class="field__error" id="token-error">{words.t(problem)}</p> })}
            <input
                id="token"
                name="token"
                r#type="password"
                required=true
                autocomplete="off"
                aria-describedby=described_by
                aria-invalid=problem.is_some().then_some("true")
            />
        </div>
    }
    .into_any()
}

/// Where administrators give their token and a code.
pub(in super::super) fn help_desk(words: Words<'_>, desk: &HelpDesk) -> Page {
    let problem = desk.problem.map(|problem| match problem {
        HelpDeskProblem::Door(DoorProblem::Token) => "desk-wrong-token",
        HelpDeskProblem::Door(DoorProblem::Scope) => "desk-wrong-scope",
        HelpDeskProblem::Code => "desk-wrong-code",
    });
    let code_is_wrong = desk.problem == Some(HelpDeskProblem::Code);
    let token_is_wrong = problem.is_some() && !code_is_wrong;
    let error = problem.filter(|_| code_is_wrong).map(|problem| {
        view! { <p class="field__error" id="code-error">{words.t(problem)}</p> }
    });
    let code = desk.code.clone();
    let token = (!desk.signed_in).then(|| {
        let problem = problem.filter(|_| token_is_wrong);
        token(words, "doorstep.helpdesk.read", problem)
    });
    let content = view! {
        <p>{words.t("desk-lead")}</p>
        <form method="post">
            <div class="field">
                <label for="code">{words.t("desk-code")}</label>
                {error}
                <input
                    id="code"
                    name="code"
                    dir="ltr"
                    required=true
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    value=code
                    aria-describedby=code_is_wrong.then_some("code-error")
                    aria-invalid=code_is_wrong.then_some("true")
                />
            </div>
            {token}
            <div class="row">
                <button class=Weight::Primary.class() name="form" value="open">
                    {words.t("desk-open")}
                </button>
            </div>
        </form>
        {desk.signed_in.then(|| sign_out(words))}
    };
    Page {
        heading: words.t("desk-title"),
        has_errors: problem.is_some(),
        content: content.into_any(),
        help: None,
    }
}

/// Asks before a sign-in goes on in a browser that did not begin it.
pub(in super::super) fn resume(words: Words<'_>) -> Page {
    let content = view! {
        <p class="lead">{words.t("resume-lead")}</p>
        <p>{words.t("resume-warning")}</p>
        <form method="post">
            <button class=Weight::Primary.class() name="form" value="resume">
                {words.t("resume-go-on")}
            </button>
        </form>
    };
    Page {
        heading: words.t("resume-title"),
        has_errors: false,
        content: content.into_any(),
        help: None,
    }
}

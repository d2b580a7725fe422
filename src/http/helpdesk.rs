//! `/helpdesk/{code}`: what a person was shown, for administrators. They prove themselves to the management API with a
//! token; the browser keeps it encrypted, for a quarter of an hour, and sends it with requests of this site only.

use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use super::{Page, cookies::Cookies, error, form, preferences, steps::unlisted, visit::Visit};
use crate::{
    flow::{
        self, Screen,
        screen::{HelpDesk, HelpDeskProblem, Reader},
    },
    idx,
};

/// The longest token that is kept: a cookie has room for no more.
const LONGEST_TOKEN: usize = 2048;

/// Asks for a code, and for a token where none is known.
pub(super) async fn door(visit: Visit) -> Response {
    ask(&visit, String::new(), None)
}

/// Shows what the code stands for.
pub(super) async fn get(Path(code): Path<String>, visit: Visit) -> Response {
    let (page, now) = (&visit.page.0, visit.page.0.clock.now());
    let cookies = Cookies::open(&visit.page, &visit.headers);
    let Some(token) = cookies.help_desk(now.as_second()) else {
        return ask(&visit, code, None);
    };
    if page.guesses.too_many(visit.address, now) {
        let error = idx::Error::TooManyRequests { wait: Some(60) };
        return unlisted(error::upstream(&visit, &error, false));
    }
    let refused = match page.client.help_desk(&code, &token, &visit.caller()).await {
        Ok(view) => match view.and_then(|view| flow::told(&view, Reader::HelpDesk)) {
            Some(screen) => return unlisted(visit.render(StatusCode::OK, &screen, None)),
            None => HelpDeskProblem::Code,
        },
        Err(idx::Error::Api { status: 400, .. }) => HelpDeskProblem::Code,
        Err(idx::Error::Api { status: 401, .. }) => HelpDeskProblem::Token,
        Err(idx::Error::Api { status: 403, .. }) => HelpDeskProblem::Scope,
        Err(error) => return unlisted(error::upstream(&visit, &error, false)),
    };
    page.guesses.wrong(visit.address, now);
    if refused == HelpDeskProblem::Code {
        return ask(&visit, code, Some(refused));
    }
    (cookies.forget_help_desk(), ask(&visit, code, Some(refused))).into_response()
}

/// Takes the token and the code, the end of the work, or another language.
pub(super) async fn post(State(page): State<Page>, visit: Visit, request: Request) -> Response {
    let posted = match form::read(&page, request).await {
        Ok(posted) => posted,
        Err(refusal) => return refusal.page(&visit),
    };
    let cookies = Cookies::open(&page, &visit.headers);
    match posted.form() {
        "preferences" => {
            let back = Redirect::to(visit.uri.path());
            return (preferences::chosen(&visit, &posted), back).into_response();
        }
        "sign-out" => {
            return (cookies.forget_help_desk(), Redirect::to("/helpdesk")).into_response();
        }
        _ => {}
    }
    let token = posted.get("token").map(bare).unwrap_or_default();
    let code: String = posted
        .get("code")
        .unwrap_or_default()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(64)
        .collect();
    let problem = if token.len() > LONGEST_TOKEN {
        Some(HelpDeskProblem::Token)
    } else if code.is_empty() {
        Some(HelpDeskProblem::Code)
    } else {
        None
    };
    if problem.is_some() {
        return ask(&visit, code, problem);
    }
    let to = Redirect::to(&format!("/helpdesk/{}", code.to_ascii_uppercase()));
    if token.is_empty() {
        return to.into_response();
    }
    let now = page.0.clock.now().as_second();
    (cookies.keep_help_desk(token.to_owned(), now), to).into_response()
}

/// A token as people paste it, with or without what it is used with.
fn bare(token: &str) -> &str {
    let token = token.trim();
    ["SSWS ", "Bearer "]
        .iter()
        .find_map(|scheme| token.strip_prefix(scheme))
        .unwrap_or(token)
        .trim()
}

fn ask(visit: &Visit, code: String, problem: Option<HelpDeskProblem>) -> Response {
    let now = visit.page.0.clock.now().as_second();
    let known = Cookies::open(&visit.page, &visit.headers).help_desk(now);
    let status = match problem {
        None => StatusCode::OK,
        Some(HelpDeskProblem::Code) => StatusCode::NOT_FOUND,
        Some(HelpDeskProblem::Token) => StatusCode::UNAUTHORIZED,
        Some(HelpDeskProblem::Scope) => StatusCode::FORBIDDEN,
    };
    let desk = HelpDesk {
        signed_in: known.is_some()
            && !matches!(
                problem,
                Some(HelpDeskProblem::Token | HelpDeskProblem::Scope)
            ),
        code,
        problem,
    };
    unlisted(visit.render(status, &Screen::HelpDesk(desk), None))
}

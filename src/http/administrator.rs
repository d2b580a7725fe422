//! What the pages for administrators share. They prove themselves to the management API with a token; the browser keeps
//! it encrypted, for a quarter of an hour, and sends it with requests of this site only.

use axum::response::{IntoResponse as _, Redirect, Response};

use super::{Page, cookies::Cookies, error, preferences, steps::unlisted, visit::Visit};
use crate::{
    flow::{Posted, screen::DoorProblem},
    idx,
};

/// The longest token that is kept: a cookie has room for no more.
const LONGEST_TOKEN: usize = 2048;

/// Who looks at a page for administrators.
pub(super) struct Administrator {
    pub(super) cookies: Cookies,
    /// Their token, where they gave one that is not too old.
    pub(super) token: Option<String>,
}

impl Administrator {
    pub(super) fn of(visit: &Visit) -> Self {
        let now = visit.page.0.clock.now().as_second();
        let cookies = Cookies::open(&visit.page, &visit.headers);
        let token = cookies.administrator(now);
        Self { cookies, token }
    }
}

/// The answer to a wrong token or code: `told`, or where there were too many from there, that whoever guesses has to wait.
/// Never asked before it is known that the token or code is wrong: who has a good one does not wait for others at the same
/// address.
pub(super) fn guessed(visit: &Visit, told: Response) -> Response {
    let page = &visit.page.0;
    let now = page.clock.now();
    if page.guesses.too_many(visit.address, now) {
        let error = idx::Error::TooManyRequests { wait: Some(60) };
        return unlisted(error::upstream(visit, &error, false));
    }
    page.guesses.wrong(visit.address, now);
    told
}

/// Whether the management API refuses the token, and why.
pub(super) fn refused(error: &idx::Error) -> Option<DoorProblem> {
    match error {
        idx::Error::Api { status: 401, .. } => Some(DoorProblem::Token),
        idx::Error::Api { status: 403, .. } => Some(DoorProblem::Scope),
        _ => None,
    }
}

/// The answer to the posts that all these pages have: another language, and the end of the work, which leads to `home`.
pub(super) fn common(visit: &Visit, posted: &Posted, home: &str) -> Option<Response> {
    match posted.form() {
        "preferences" => {
            let back = Redirect::to(visit.uri.path());
            Some((preferences::chosen(visit, posted), back).into_response())
        }
        "sign-out" => {
            let cookies = Cookies::open(&visit.page, &visit.headers);
            let forgotten = cookies.forget_administrator();
            Some((forgotten, Redirect::to(home)).into_response())
        }
        _ => None,
    }
}

/// The token of a post, with or without what it is used with; empty where none was given.
///
/// # Errors
/// Where it is too long to be one.
pub(super) fn token(posted: &Posted) -> Result<&str, DoorProblem> {
    let token = posted.get("token").unwrap_or_default().trim();
    let bare = ["SSWS ", "Bearer "]
        .iter()
        .find_map(|scheme| token.strip_prefix(scheme))
        .unwrap_or(token)
        .trim();
    if bare.len() > LONGEST_TOKEN {
        Err(DoorProblem::Token)
    } else {
        Ok(bare)
    }
}

/// To a page, with a token where one was given.
pub(super) fn enter(page: &Page, cookies: Cookies, token: &str, to: &str) -> Response {
    let to = Redirect::to(to);
    if token.is_empty() {
        return to.into_response();
    }
    let now = page.0.clock.now().as_second();
    (cookies.keep_administrator(token.to_owned(), now), to).into_response()
}

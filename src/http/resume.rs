//! `/resume/{flow}/{code}`: back into a sign-in after a restart, or in another browser (`docs/decisions.md`).

use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use super::{
    Page,
    cookies::{Cookies, Flow},
    error, form, preferences, signin,
    steps::unlisted,
    visit::Visit,
};
use crate::{
    flow::{Screen, screen::ProblemKind},
    idx,
};

/// In the browser that began the sign-in: goes there. In any other: asks first, so that neither a preview of the link nor a
/// page that loads it uses it up, and nobody goes on with somebody's sign-in unaware.
pub(super) async fn get(Path((flow, code)): Path<(String, String)>, visit: Visit) -> Response {
    let cookies = Cookies::open(&visit.page, &visit.headers);
    let Some(mut content) = cookies.flow(&flow) else {
        return unlisted(visit.render(StatusCode::OK, &Screen::Resume, None));
    };
    let handle = content.state_handle.clone();
    match go_on(&visit, &code, Some(&handle)).await {
        Ok(reply) => {
            let cookies = signin::remember(cookies, &flow, &mut content, &handle, &reply);
            (cookies, signin::back(&flow)).into_response()
        }
        Err(response) => *response,
    }
}

/// In another browser: a sign-in of its own, in which the password is asked for.
pub(super) async fn post(
    State(page): State<Page>,
    Path((_, code)): Path<(String, String)>,
    visit: Visit,
    request: Request,
) -> Response {
    let posted = match form::read(&page, request).await {
        Ok(posted) => posted,
        Err(refusal) => return refusal.page(&visit),
    };
    if posted.form() == "preferences" {
        let back = Redirect::to(visit.uri.path());
        return (preferences::chosen(&visit, &posted), back).into_response();
    }
    let reply = match go_on(&visit, &code, None).await {
        Ok(reply) => reply,
        Err(response) => return *response,
    };
    let resumed = reply.transaction.resumed.map(|resumed| resumed.value);
    let Some(resumed) = resumed else {
        return unlisted(error::gone(&visit, ProblemKind::ResumeGone));
    };
    let flow = page.0.random.token(12);
    let content = Flow {
        state_handle: reply.transaction.state_handle.unwrap_or_default(),
        query: resumed.context,
        verifier: None,
        started: page.0.clock.now().as_second(),
        agents: Vec::new(),
    };
    // What was given for keeping is not the server's word: whoever began the sign-in may have asked by other means than
    // this page, and the code would go to whom they please.
    let is_the_apps = content.parameter("client_id") == Some(resumed.client_id)
        && content.parameter("redirect_uri") == Some(resumed.redirect_uri);
    if !is_the_apps {
        tracing::warn!("refused a way back that would have led to another app");
        return unlisted(error::gone(&visit, ProblemKind::ResumeGone));
    }
    let cookies = Cookies::open(&page, &visit.headers).keep(&flow, &content);
    (cookies, signin::back(&flow)).into_response()
}

/// Uses the code up.
async fn go_on(
    visit: &Visit,
    code: &str,
    state_handle: Option<&str>,
) -> Result<idx::Reply, Box<Response>> {
    let (page, now) = (&visit.page.0, visit.page.0.clock.now());
    if page.guesses.too_many(visit.address, now) {
        let error = idx::Error::TooManyRequests { wait: Some(60) };
        return Err(Box::new(error::upstream(visit, &error, false)));
    }
    match page
        .client
        .resume(code, state_handle, &visit.caller())
        .await
    {
        Ok(Some(reply)) => Ok(reply),
        Ok(None) => {
            page.guesses.wrong(visit.address, now);
            let gone = error::gone(visit, ProblemKind::ResumeGone);
            Err(Box::new(unlisted(gone)))
        }
        Err(error) => Err(Box::new(error::upstream(visit, &error, false))),
    }
}

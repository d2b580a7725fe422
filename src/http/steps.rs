//! `/steps/{code}`: a copy of the steps for whoever has the link, usually on a phone. Nothing leads from it into the
//! sign-in.

use axum::{
    extract::{Path, Request, State},
    http::{HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse as _, Redirect, Response},
};

use super::{Page, error, form, preferences, visit::Visit};
use crate::{
    flow::{self, screen::ProblemKind, screen::Reader},
    idx,
};

/// Shows the copy.
pub(super) async fn get(Path(code): Path<String>, visit: Visit) -> Response {
    let (page, now) = (&visit.page.0, visit.page.0.clock.now());
    if page.guesses.too_many(visit.address, now) {
        return unlisted(error::upstream(
            &visit,
            &idx::Error::TooManyRequests { wait: Some(60) },
            false,
        ));
    }
    let told = match page.client.copy(&code, &visit.caller()).await {
        Ok(view) => view.and_then(|view| flow::told(&view, Reader::Anybody)),
        Err(error) => return unlisted(error::upstream(&visit, &error, false)),
    };
    let Some(screen) = told else {
        page.guesses.wrong(visit.address, now);
        return unlisted(error::gone(&visit, ProblemKind::HandoutGone));
    };
    unlisted(visit.render(StatusCode::OK, &screen, None))
}

/// The language menu.
pub(super) async fn post(State(page): State<Page>, visit: Visit, request: Request) -> Response {
    let back = Redirect::to(visit.uri.path());
    match form::read(&page, request).await {
        Ok(posted) => (preferences::chosen(&visit, &posted), back).into_response(),
        Err(refusal) => refusal.page(&visit),
    }
}

/// No search engine keeps it.
pub(super) fn unlisted(mut response: Response) -> Response {
    response.headers_mut().insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex, nofollow, noarchive"),
    );
    response
}

//! What went wrong, as a page: logged once, with the reference id that the person sees.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};

use super::{Page, visit::Visit};
use crate::{
    flow::{
        self, Screen,
        screen::{Problem, ProblemKind},
    },
    idx,
};

/// Why a request is not served.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    /// A form post that does not come from our own page.
    #[error("the form post comes from another site")]
    Foreign,
    /// A request that no form of ours makes.
    #[error("the request is refused with {0}")]
    Status(StatusCode),
}

impl Refusal {
    pub(super) fn page(&self, visit: &Visit) -> Response {
        let (status, kind) = match self {
            Self::Foreign => (StatusCode::FORBIDDEN, ProblemKind::Refused),
            Self::Status(status) => (*status, ProblemKind::Refused),
        };
        tracing::warn!(reason = %self, "refused");
        visit.render(status, &problem(kind), None)
    }
}

/// The page for an answer of the IDX server that was no transaction; `start_again` where the app is known.
pub(super) fn upstream(visit: &Visit, error: &idx::Error, start_again: bool) -> Response {
    let mut problem = flow::problem(error);
    if start_again {
        problem.start_again = Some(flow::start_again());
    }
    let status = status(problem.kind).as_u16();
    tracing::error!(%error, status, "the IDX server gave no transaction");
    page(visit, &problem)
}

/// The page for a problem, with the status that tells the same.
pub(super) fn page(visit: &Visit, problem: &Problem) -> Response {
    let screen = Screen::Problem(problem.clone());
    let mut response = visit.render(status(problem.kind), &screen, None);
    if let Some(wait) = problem.wait {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, wait.into());
    }
    response
}

/// The status that tells the same as the page.
fn status(kind: ProblemKind) -> StatusCode {
    match kind {
        ProblemKind::Unreachable | ProblemKind::Failed | ProblemKind::Blocked => {
            StatusCode::BAD_GATEWAY
        }
        ProblemKind::Slow => StatusCode::GATEWAY_TIMEOUT,
        ProblemKind::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        ProblemKind::Configuration => StatusCode::BAD_REQUEST,
        ProblemKind::NotFound | ProblemKind::HandoutGone => StatusCode::NOT_FOUND,
        ProblemKind::ResumeGone => StatusCode::GONE,
        ProblemKind::Refused | ProblemKind::NoCookies => StatusCode::FORBIDDEN,
        ProblemKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// A problem that only the address or the app can solve.
pub(super) fn problem(kind: ProblemKind) -> Screen {
    Screen::Problem(Problem {
        kind,
        retry: false,
        start_again: None,
        wait: None,
        code: None,
    })
}

/// No such page, or a sign-in that this browser does not know.
pub(super) fn not_found(visit: &Visit) -> Response {
    visit.render(StatusCode::NOT_FOUND, &problem(ProblemKind::NotFound), None)
}

/// Nothing is there (any more) of what was taken along.
pub(super) fn gone(visit: &Visit, kind: ProblemKind) -> Response {
    visit.render(status(kind), &problem(kind), None)
}

/// The address exists, the method does not.
pub(super) async fn method_not_allowed(State(_): State<Page>, visit: Visit) -> Response {
    visit
        .render(
            StatusCode::METHOD_NOT_ALLOWED,
            &problem(ProblemKind::Refused),
            None,
        )
        .into_response()
}

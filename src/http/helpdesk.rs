//! `/helpdesk/{code}`: what a person was shown, for administrators.

use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};

use super::{
    Page,
    administrator::{self, Administrator},
    error, form,
    steps::unlisted,
    visit::Visit,
};
use crate::{
    flow::{
        self, Screen,
        screen::{DoorProblem, HelpDesk, HelpDeskProblem, Reader},
    },
    idx,
};

/// Asks for a code, and for a token where none is known.
pub(super) async fn door(visit: Visit) -> Response {
    ask(&visit, String::new(), None)
}

/// Shows what the code stands for.
pub(super) async fn get(Path(code): Path<String>, visit: Visit) -> Response {
    let Administrator { cookies, token } = Administrator::of(&visit);
    let Some(token) = token else {
        return ask(&visit, code, None);
    };
    let client = &visit.page.0.client;
    let problem = match client.help_desk(&code, &token, &visit.caller()).await {
        Ok(view) => match view.and_then(|view| flow::told(&view, Reader::HelpDesk)) {
            Some(screen) => return unlisted(visit.render(StatusCode::OK, &screen, None)),
            None => HelpDeskProblem::Code,
        },
        Err(idx::Error::Api { status: 400, .. }) => HelpDeskProblem::Code,
        Err(error) => match administrator::refused(&error) {
            Some(door) => HelpDeskProblem::Door(door),
            None => return unlisted(error::upstream(&visit, &error, false)),
        },
    };
    let asked = administrator::guessed(&visit, ask(&visit, code, Some(problem)));
    if problem == HelpDeskProblem::Code {
        return asked;
    }
    (cookies.forget_administrator(), asked).into_response()
}

/// Takes the token and the code, the end of the work, or another language.
pub(super) async fn post(State(page): State<Page>, visit: Visit, request: Request) -> Response {
    let posted = match form::read(&page, request).await {
        Ok(posted) => posted,
        Err(refusal) => return refusal.page(&visit),
    };
    if let Some(answer) = administrator::common(&visit, &posted, "/helpdesk") {
        return answer;
    }
    let code: String = posted
        .get("code")
        .unwrap_or_default()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(64)
        .collect();
    let token = match administrator::token(&posted) {
        Ok(token) => token,
        Err(problem) => return ask(&visit, code, Some(HelpDeskProblem::Door(problem))),
    };
    if code.is_empty() {
        return ask(&visit, code, Some(HelpDeskProblem::Code));
    }
    let to = format!("/helpdesk/{}", code.to_ascii_uppercase());
    administrator::enter(&page, Administrator::of(&visit).cookies, token, &to)
}

fn ask(visit: &Visit, code: String, problem: Option<HelpDeskProblem>) -> Response {
    let known = Administrator::of(visit).token;
    let status = match problem {
        None => StatusCode::OK,
        Some(HelpDeskProblem::Code) => StatusCode::NOT_FOUND,
        Some(HelpDeskProblem::Door(DoorProblem::Token)) => StatusCode::UNAUTHORIZED,
        Some(HelpDeskProblem::Door(DoorProblem::Scope)) => StatusCode::FORBIDDEN,
    };
    let desk = HelpDesk {
        signed_in: known.is_some() && !matches!(problem, Some(HelpDeskProblem::Door(_))),
        code,
        problem,
    };
    unlisted(visit.render(status, &Screen::HelpDesk(desk), None))
}

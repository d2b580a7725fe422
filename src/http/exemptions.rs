//! `/exemptions[/{id}]`: where administrators decide about requests for more time. Only in front of the embedded backend:
//! no other server has them.

use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use super::{
    Page,
    administrator::{self, Administrator},
    cookies::Cookies,
    error, form,
    steps::unlisted,
    visit::Visit,
};
use crate::{
    flow::{
        self, Posted, Screen,
        screen::{Decision, DecisionProblem, DoorProblem, ExemptionDesk},
    },
    idx::{
        self, ExemptionStatus,
        client::{Caller, Client, ExemptionDecision},
    },
};

/// Where the list is.
const HOME: &str = "/exemptions";
/// How many waiting requests are listed, and of how many the decided ones are looked for.
const MOST: u8 = 50;

/// The list of requests; the question for a token where none is known.
pub(super) async fn list(visit: Visit) -> Response {
    let Administrator { cookies, token } = Administrator::of(&visit);
    match token {
        Some(token) => listed(&visit, cookies, &token, false).await,
        None => door(&visit, None),
    }
}

/// One request.
pub(super) async fn get(Path(id): Path<String>, visit: Visit) -> Response {
    let Administrator { cookies, token } = Administrator::of(&visit);
    match token {
        Some(token) => one(&visit, cookies, &token, &id, None).await,
        None => door(&visit, None),
    }
}

/// Takes the token, the end of the work, or another language.
pub(super) async fn post(State(page): State<Page>, visit: Visit, request: Request) -> Response {
    match form::read(&page, request).await {
        Ok(posted) => entered(&page, &visit, &posted),
        Err(refusal) => refusal.page(&visit),
    }
}

/// Takes a decision, or what [`post`] takes.
pub(super) async fn decide(
    State(page): State<Page>,
    Path(id): Path<String>,
    visit: Visit,
    request: Request,
) -> Response {
    let posted = match form::read(&page, request).await {
        Ok(posted) => posted,
        Err(refusal) => return refusal.page(&visit),
    };
    let decision = match posted.form() {
        "approve" => ExemptionDecision::Approve(posted.get("duration").unwrap_or_default()),
        "decline" => ExemptionDecision::Decline,
        "revoke" => ExemptionDecision::Revoke,
        _ => return entered(&page, &visit, &posted),
    };
    let Administrator { cookies, token } = Administrator::of(&visit);
    let Some(token) = token else {
        // The quarter of an hour is over: nothing was done.
        return door(&visit, None);
    };
    // Browsers end lines with two characters where people see one.
    let note = posted.get("note").unwrap_or_default().trim();
    let note = note.replace("\r\n", "\n");
    let answer = page
        .0
        .client
        .decide_exemption(&id, decision, &note, &token, &visit.caller())
        .await;
    let problem = match answer {
        Ok(Some(_)) => return Redirect::to(visit.uri.path()).into_response(),
        Ok(None) => return listed(&visit, cookies, &token, true).await,
        Err(idx::Error::Api { status: 403, .. }) => DecisionProblem::Forbidden,
        Err(idx::Error::Api { status: 409, .. }) => DecisionProblem::Decided,
        Err(idx::Error::Api {
            status: 400,
            summary,
            ..
        }) => mistake(&summary),
        Err(error) => return failed(&visit, cookies, &error),
    };
    let again = Again { problem, posted };
    one(&visit, cookies, &token, &id, Some(again)).await
}

/// Which field the management API does not accept: its errors begin with the field's name.
fn mistake(summary: &str) -> DecisionProblem {
    let names = |field: &str| summary.contains(field);
    match (names("duration"), names("note")) {
        (true, false) => DecisionProblem::Duration,
        (false, true) => DecisionProblem::Note,
        _ => DecisionProblem::Refused,
    }
}

/// What comes back after a mistake.
struct Again {
    problem: DecisionProblem,
    posted: Posted,
}

impl Again {
    fn apply(self, decision: &mut Decision) {
        decision.problem = Some(self.problem);
        self.posted
            .get("note")
            .unwrap_or_default()
            .clone_into(&mut decision.note);
        if let Some(duration) = self.posted.get("duration") {
            for choice in &mut decision.durations {
                choice.chosen = choice.value == duration;
            }
        }
    }

    fn status(&self) -> StatusCode {
        match self.problem {
            DecisionProblem::Forbidden => StatusCode::FORBIDDEN,
            DecisionProblem::Decided => StatusCode::CONFLICT,
            DecisionProblem::Duration | DecisionProblem::Note | DecisionProblem::Refused => {
                StatusCode::BAD_REQUEST
            }
        }
    }
}

/// The post of a token, or one that every page for administrators has.
fn entered(page: &Page, visit: &Visit, posted: &Posted) -> Response {
    if let Some(answer) = administrator::common(visit, posted, HOME) {
        return answer;
    }
    match administrator::token(posted) {
        Ok(token) => {
            let cookies = Administrator::of(visit).cookies;
            administrator::enter(page, cookies, token, visit.uri.path())
        }
        Err(problem) => door(visit, Some(problem)),
    }
}

/// The list; with a word about one that is not there (any more) where `gone`.
async fn listed(visit: &Visit, cookies: Cookies, token: &str, gone: bool) -> Response {
    match lists(&visit.page.0.client, token, &visit.caller()).await {
        Ok((waiting, all)) => {
            let mut list = flow::requests(&waiting, &all.requests);
            list.gone = gone;
            let status = if gone {
                StatusCode::NOT_FOUND
            } else {
                StatusCode::OK
            };
            show(visit, status, ExemptionDesk::List(list))
        }
        Err(error) => failed(visit, cookies, &error),
    }
}

/// Those that wait, and the latest of all.
async fn lists(
    client: &Client,
    token: &str,
    caller: &Caller,
) -> Result<(idx::ExemptionRequests, idx::ExemptionRequests), idx::Error> {
    let pending = Some(ExemptionStatus::Pending);
    let waiting = client.exemptions(pending, MOST, token, caller).await?;
    let all = client.exemptions(None, MOST, token, caller).await?;
    Ok((waiting, all))
}

async fn one(
    visit: &Visit,
    cookies: Cookies,
    token: &str,
    id: &str,
    again: Option<Again>,
) -> Response {
    let client = &visit.page.0.client;
    match client.exemption(id, token, &visit.caller()).await {
        Ok(Some(request)) => {
            let mut decision = flow::decision(&request);
            let status = again.as_ref().map_or(StatusCode::OK, Again::status);
            if let Some(again) = again {
                again.apply(&mut decision);
            }
            show(visit, status, ExemptionDesk::One(Box::new(decision)))
        }
        Ok(None) => listed(visit, cookies, token, true).await,
        Err(error) => failed(visit, cookies, &error),
    }
}

/// A token that is no good is forgotten and asked for again.
fn failed(visit: &Visit, cookies: Cookies, error: &idx::Error) -> Response {
    match administrator::refused(error) {
        Some(problem) => {
            let asked = administrator::guessed(visit, door(visit, Some(problem)));
            (cookies.forget_administrator(), asked).into_response()
        }
        None => unlisted(error::upstream(visit, error, false)),
    }
}

fn door(visit: &Visit, problem: Option<DoorProblem>) -> Response {
    let status = match problem {
        None => StatusCode::OK,
        Some(DoorProblem::Token) => StatusCode::UNAUTHORIZED,
        Some(DoorProblem::Scope) => StatusCode::FORBIDDEN,
    };
    show(visit, status, ExemptionDesk::Door(problem))
}

fn show(visit: &Visit, status: StatusCode, desk: ExemptionDesk) -> Response {
    unlisted(visit.render(status, &Screen::Exemptions(desk), None))
}

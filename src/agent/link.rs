//! The challenge without `fetch`: a person follows a link from the sign-in page to the agent, which answers and sends
//! them back. Works without JavaScript and where the browser forbids pages to reach this machine.
//!
//! Any page can link here, so who did is looked at: a link from an allowed organization's page (`Referer`) is answered
//! at once, for any other the person is asked first. Otherwise a stranger could have this device vouch for a sign-in
//! that the person did not begin. Until then nothing is sent, not even the question for the organization's keys: no page
//! of strangers can keep this device, or the organization, busy.
//!
//! The same address in a hidden frame of the page (`frame=true`) answers without a click and without leaving the page,
//! whose `#fragment` would be lost on the way; nobody can be asked there, so strangers get nothing.

use axum::{
    Form,
    extract::{
        Query, State,
        rejection::{FormRejection, QueryRejection},
    },
    http::{HeaderMap, StatusCode, header::REFERER},
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use url::Url;

use super::{
    Failure,
    challenge::Challenge,
    device::Behavior,
    page::{self, Html, escape},
    service::{Service, classify},
};

/// What the link carries.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Parameters {
    challenge_request: String,
    return_to: String,
    #[serde(default)]
    frame: bool,
}

/// `GET /challenge?challengeRequest=…&returnTo=…`
pub(super) async fn follow(
    State(service): State<Service>,
    headers: HeaderMap,
    parameters: Result<Query<Parameters>, QueryRejection>,
) -> Response {
    let Ok(Query(parameters)) = parameters else {
        return incomplete();
    };
    let from = headers
        .get(REFERER)
        .and_then(|referrer| Url::parse(referrer.to_str().ok()?).ok());
    let (known, back) = match expected(&service, &parameters, from.as_ref()) {
        Ok(expected) => expected,
        Err(response) => return *response,
    };
    match (known, parameters.frame) {
        (true, frame) => match checked(&service, &parameters).await {
            Ok((challenge, _)) if frame => answer_unseen(&service, challenge).await,
            Ok((challenge, back)) => answer(&service, challenge, &back).await,
            Err(response) => response,
        },
        (false, true) => StatusCode::NO_CONTENT.into_response(),
        (false, false) => ask(&parameters, &back),
    }
}

/// `POST /challenge/confirm`: the person has been asked. The guard has seen that the form is ours.
pub(super) async fn confirm(
    State(service): State<Service>,
    parameters: Result<Form<Parameters>, FormRejection>,
) -> Response {
    let Ok(Form(parameters)) = parameters else {
        return incomplete();
    };
    match checked(&service, &parameters).await {
        Ok((challenge, back)) => answer(&service, challenge, &back).await,
        Err(response) => response,
    }
}

/// Whether the link is `from` the organization that it names, and where it leads back to. Nobody has been asked whether the
/// challenge is the organization's: any page can link here, and none may have this device send requests by that.
fn expected(
    service: &Service,
    parameters: &Parameters,
    from: Option<&Url>,
) -> Result<(bool, Url), Box<Response>> {
    if let Some(stopped) = stopped(service) {
        return Err(Box::new(stopped));
    }
    let unverified = service
        .agent
        .read(&parameters.challenge_request)
        .map_err(|refusal| Box::new(failed(&refusal.into(), None)))?;
    match Url::parse(&parameters.return_to) {
        Ok(back) if unverified.is_from(&back) => {
            Ok((from.is_some_and(|from| unverified.is_from(from)), back))
        }
        _ => Err(Box::new(astray())),
    }
}

async fn checked(service: &Service, parameters: &Parameters) -> Result<(Challenge, Url), Response> {
    if let Some(stopped) = stopped(service) {
        return Err(stopped);
    }
    let challenge = service
        .agent
        .verify(&parameters.challenge_request)
        .await
        .map_err(|failure| failed(&failure, None))?;
    match Url::parse(&parameters.return_to) {
        Ok(back) if challenge.may_return_to(&back) => Ok((challenge, back)),
        _ => Err(astray()),
    }
}

/// The answer of an agent that does not answer.
fn stopped(service: &Service) -> Option<Response> {
    (service.agent.runner.behavior() == Behavior::Stopped).then(|| {
        trouble(
            StatusCode::SERVICE_UNAVAILABLE,
            "This agent does not answer at the moment.",
            None,
        )
    })
}

fn astray() -> Response {
    trouble(
        StatusCode::BAD_REQUEST,
        "The link would have led you away from your organization’s sign-in page.",
        None,
    )
}

async fn answer(service: &Service, challenge: Challenge, back: &Url) -> Response {
    match service.agent.answer(challenge).await {
        Ok(()) => Redirect::to(back.as_str()).into_response(),
        Err(failure) => failed(&failure, Some(back)),
    }
}

/// There is nobody to show anything to: the frame stays as it is.
async fn answer_unseen(service: &Service, challenge: Challenge) -> Response {
    if let Err(failure) = service.agent.answer(challenge).await {
        let (status, error) = classify(&failure);
        tracing::warn!(%failure, %status, error, "a challenge in a frame is not answered");
    }
    StatusCode::NO_CONTENT.into_response()
}

fn ask(parameters: &Parameters, back: &Url) -> Response {
    let organization = escape(&super::settings::authority(back));
    let body = format!(
        "<h1>Tell {organization} about this device?</h1>\
         <p>A page asked this device to prove its state to <strong>{organization}</strong>. \
         Go on only if you are signing in there right now.</p>\
         <form method=\"post\" action=\"/challenge/confirm\">\
         <input type=\"hidden\" name=\"challengeRequest\" value=\"{}\">\
         <input type=\"hidden\" name=\"returnTo\" value=\"{}\">\
         <p><button>Continue</button> <a href=\"{}\">Go back without telling</a></p></form>",
        escape(&parameters.challenge_request),
        escape(&parameters.return_to),
        escape(back.as_str()),
    );
    Html::new("Tell your organization about this device?", &body)
        .form_to(back)
        .into_response()
}

fn incomplete() -> Response {
    trouble(
        StatusCode::BAD_REQUEST,
        "The link to this page is not complete.",
        None,
    )
}

fn failed(failure: &Failure, back: Option<&Url>) -> Response {
    let (status, error) = classify(failure);
    tracing::warn!(%failure, %status, error, "a challenge is not answered");
    let mut sentence = failure.to_string();
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    trouble(status, &format!("{sentence}."), back)
}

fn trouble(status: StatusCode, sentence: &str, back: Option<&Url>) -> Response {
    let way_back = match back {
        Some(back) => format!(
            "<p><a href=\"{}\">Back to the sign-in page</a></p>",
            escape(back.as_str())
        ),
        None => String::from(
            "<p>Go back to the sign-in page with your browser’s Back button and try again.</p>",
        ),
    };
    let body = format!(
        "<h1>This device could not be checked</h1><p>{}</p>{way_back}",
        escape(sentence)
    );
    (
        status,
        page::Html::new("This device could not be checked", &body),
    )
        .into_response()
}

//! `GET /signin?<the app's request>`: starts an interaction and goes to the sign-in's own page.

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use super::{
    cookies::{Cookies, Flow},
    error,
    visit::Visit,
};
use crate::flow::{Setting, read, screen::ProblemKind};

/// What is for the page and not for the IDX server.
const OURS: [&str; 2] = ["response_type", "ui_locales"];
/// Bytes of an app's request that are kept in the cookie, to start again with.
const LONGEST_QUERY: usize = 1800;

pub(super) async fn get(mut visit: Visit) -> Response {
    let query = visit.uri.query().unwrap_or_default().to_owned();
    visit.ui_locales = visit.query("ui_locales");
    if visit.query("client_id").is_none() || query.len() > LONGEST_QUERY {
        // Nobody can sign in to nothing: this address is for apps.
        return visit.render(
            StatusCode::BAD_REQUEST,
            &error::problem(ProblemKind::Configuration),
            None,
        );
    }
    let parameters: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .filter(|(name, value)| !OURS.contains(&name.as_str()) && !value.is_empty())
        .collect();
    let (client, caller) = (&visit.page.0.client, visit.caller());
    let handle = match client.interact(&parameters, &caller).await {
        Ok(handle) => handle,
        Err(error) => return error::upstream(&visit, &error, false),
    };
    let reply = match client.introspect_interaction(&handle, &caller).await {
        Ok(reply) => reply,
        Err(error) => return error::upstream(&visit, &error, false),
    };
    let Some(state_handle) = reply.transaction.state_handle.clone() else {
        // Over before it began: there is nothing to come back to.
        return visit.render(StatusCode::OK, &read(&reply, &Setting::default()), None);
    };
    let flow = visit.page.0.random.token(12);
    let content = Flow {
        state_handle,
        query,
        started: visit.page.0.clock.now().as_second(),
    };
    let cookies = Cookies::open(&visit.page, &visit.headers).keep(&flow, &content);
    (cookies, Redirect::to(&format!("/signin/{flow}"))).into_response()
}

//! The beginning of a sign-in. `GET /signin?<the app's request>` starts an interaction; `POST /signin` goes on with a
//! sign-in that a remote org's own page began. Both go to the sign-in's own page.

use std::collections::BTreeSet;

use axum::{
    extract::Request,
    http::{StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};

use super::{
    cookies::{Cookies, Flow},
    error::{self, Refusal},
    form, frame,
    own_client::{self, Parameters},
    visit::Visit,
};
use crate::{
    flow::{Setting, read, screen::ProblemKind},
    idx::Reply,
};

/// What is for the page and not for the IDX server.
const OURS: [&str; 2] = ["response_type", "ui_locales"];
/// Bytes of an app's request that are kept in the cookie, to start again with.
const LONGEST_QUERY: usize = 1800;

pub(super) async fn get(visit: Visit) -> Response {
    // Also where it does not begin: the next try is the page's own.
    let cookies = Cookies::open(&visit.page, &visit.headers).mark_frame();
    (cookies, start(visit).await).into_response()
}

async fn start(mut visit: Visit) -> Response {
    visit.ui_locales = visit.query("ui_locales");
    let asked = visit.uri.query().unwrap_or_default();
    let mut parameters: Parameters = url::form_urlencoded::parse(asked.as_bytes())
        .into_owned()
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let settings = &visit.page.0.settings;
    own_client::fill_in(settings, &mut parameters);
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(&parameters)
        .finish();
    let names: BTreeSet<&str> = parameters.iter().map(|(name, _)| name.as_str()).collect();
    if own_client::get(&parameters, "client_id").is_none()
        // Of two addresses the org may check one and the page use the other (RFC 6749, section 3.1).
        || names.len() < parameters.len()
        || query.len() > LONGEST_QUERY
    {
        // Nobody can sign in to nothing: this address is for apps.
        return visit.render(
            StatusCode::BAD_REQUEST,
            &error::problem(ProblemKind::Configuration),
            None,
        );
    }
    parameters.retain(|(name, _)| !OURS.contains(&name.as_str()));
    let (client, caller) = (&visit.page.0.client, visit.caller());
    let (parameters, verifier) = if client.remote_origin().is_some() {
        own_client::prove(settings, &visit.page.0.random, parameters)
    } else {
        (parameters, None)
    };
    let handle = match client.interact(&parameters, &caller).await {
        Ok(handle) => handle,
        Err(error) => return error::upstream(&visit, &error, false),
    };
    match client.introspect_interaction(&handle, &caller).await {
        Ok(reply) => begin(&visit, &reply, query, verifier),
        Err(error) => error::upstream(&visit, &error, false),
    }
}

/// Goes on with the sign-in that a state token names (`docs/spec/idx.md` section 1.1, hosted). Only the org's own page may
/// send one: with a link anybody could have people prove their identity in a sign-in of somebody else's.
pub(super) async fn post(visit: Visit, request: Request) -> Response {
    let origin = visit
        .headers
        .get(header::ORIGIN)
        .and_then(|origin| origin.to_str().ok());
    if origin.is_none() || origin != visit.page.0.client.remote_origin().as_deref() {
        return Refusal::Foreign.page(&visit);
    }
    let posted = match form::pairs(&visit.page, request).await {
        Ok(posted) => posted,
        Err(refusal) => return refusal.page(&visit),
    };
    let token = own_client::get(&posted, "stateToken").filter(|token| !token.is_empty());
    let Some(token) = token else {
        return Refusal::Status(StatusCode::BAD_REQUEST).page(&visit);
    };
    let (client, caller) = (&visit.page.0.client, visit.caller());
    match client.introspect_state(token, &caller).await {
        Ok(reply) => begin(&visit, &reply, String::new(), None),
        Err(error) => error::upstream(&visit, &error, false),
    }
}

fn begin(visit: &Visit, reply: &Reply, query: String, verifier: Option<String>) -> Response {
    let Some(state_handle) = reply.transaction.state_handle.clone() else {
        // Over before it began: there is nothing to come back to.
        return visit.render(StatusCode::OK, &read(reply, &Setting::default()), None);
    };
    let flow = visit.page.0.random.token(12);
    let first = frame::first_page(visit, &flow, &query);
    let content = Flow {
        state_handle,
        query,
        verifier,
        started: visit.page.0.clock.now().as_second(),
        agents: Vec::new(),
    };
    let cookies = Cookies::open(&visit.page, &visit.headers).keep(&flow, &content);
    (cookies, Redirect::to(&first)).into_response()
}

//! `/signin/{flow}`: `GET` shows the sign-in as it stands, `POST` answers the form that it shows.

use axum::{
    extract::{Path, Request, State},
    http::{StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use url::Url;

use super::{
    Page,
    cookies::{Cookies, Flow},
    error, form, frame, headers,
    news::{self, News},
    own_client, preferences, takeaway,
    visit::Visit,
};
use crate::{
    flow::{
        self, Answer, Flash, Posted, Screen, Setting,
        screen::{DeviceMethod, Onward, ProblemKind},
    },
    idx::{self, Reply},
    ui,
};

/// Query parameter of a page whose check of the device the person asked for.
const LAUNCHED: &str = "launched";
/// Query parameter of a page whose person has just asked for more time.
pub(super) const ASKED: &str = "asked";

/// Shows the sign-in as it stands; with `?continue` goes on to the app.
pub(super) async fn get(Path(flow): Path<String>, mut visit: Visit) -> Response {
    let cookies = Cookies::open(&visit.page, &visit.headers);
    let Some(mut content) = cookies.flow(&flow) else {
        return frame::without_cookie(visit);
    };
    if visit.query(frame::BEGUN).is_some() {
        return back(&flow).into_response();
    }
    visit.ui_locales = content.parameter("ui_locales");
    let known = content.state_handle.clone();
    let mut reply = match stands(&visit, &mut content).await {
        Ok(reply) => reply,
        Err(error) => return error::upstream(&visit, &error, true),
    };
    let (cookies, flash) = cookies.take_flash(&flow);
    if let Some(flash) = flash {
        flash.apply(&mut reply.transaction);
    }
    let cookies = remember(cookies, &flow, &mut content, &known, &reply);
    let mut screen = flow::read(&reply, &setting(&visit, &flow, &content));
    if is_nowhere(&screen, &content) {
        tracing::error!("the org gave an interaction code to a sign-in that no app began");
        screen = error::problem(ProblemKind::Configuration);
    }
    for dropped in flow::dropped(&reply.transaction) {
        tracing::warn!(
            of = %dropped.of.escape_debug(),
            scheme = dropped.scheme,
            "left out an address that no page may show"
        );
    }
    let cookies = know_agents(cookies, &flow, &mut content, &screen);
    surround(&mut visit, &content, &reply, &screen);
    visit.ticket = frame::ticket(&visit, &flow, &content, &screen);
    if visit.query("continue").is_some() {
        return go_on(&visit.page, &reply, &screen, &flow, &content, cookies);
    }
    if let Some(number) = visit.query("provider") {
        return to_provider(&screen, &number, &flow, cookies);
    }
    let app = content
        .parameter("redirect_uri")
        .and_then(|address| headers::source(&address));
    let response = match &screen {
        Screen::Problem(problem) => error::page(&visit, problem),
        _ => visit.render(StatusCode::OK, &screen, app.as_deref()),
    };
    (cookies, response).into_response()
}

/// Answers the form that the post names, then shows what comes of it.
pub(super) async fn post(
    State(page): State<Page>,
    Path(flow): Path<String>,
    mut visit: Visit,
    request: Request,
) -> Response {
    let posted = match form::read(&page, request).await {
        Ok(posted) => posted,
        Err(refusal) => return refusal.page(&visit),
    };
    let cookies = Cookies::open(&page, &visit.headers);
    let Some(mut content) = cookies.flow(&flow) else {
        return error::not_found(&visit);
    };
    visit.ui_locales = content.parameter("ui_locales");
    match posted.form() {
        "preferences" if news::is_wanted(&visit.headers) => {
            return (preferences::chosen(&visit, &posted), StatusCode::NO_CONTENT).into_response();
        }
        "preferences" => {
            return (preferences::chosen(&visit, &posted), back(&flow)).into_response();
        }
        flow::START_AGAIN => return start_again(&page, cookies, &flow, &content),
        "handout" => return takeaway::hand_out(&visit, &posted, &flow, content, cookies).await,
        _ => {}
    }
    let known = content.state_handle.clone();
    let live = news::is_wanted(&visit.headers);
    // What the form offers is the server's word of now, not the browser's of then.
    let current = match stands(&visit, &mut content).await {
        Ok(reply) => reply,
        Err(error) => return error::upstream(&visit, &error, true),
    };
    let (form, body) = match flow::answer(&current.transaction, &posted) {
        Answer::Submit { form, body } => (form, body),
        Answer::Incomplete(flash) => {
            return (cookies.flash(&flow, flash), back(&flow)).into_response();
        }
        Answer::Stale if live => {
            return tell(&visit, &flow, &content, &current);
        }
        Answer::Stale => return back(&flow).into_response(),
    };
    let caller = visit.caller();
    let mut reply = match page.0.client.submit(&form, &body.0, &caller).await {
        Ok(reply) => reply,
        Err(error) => return error::upstream(&visit, &error, true),
    };
    // Giving a sign-in extension up asks nothing of the person, so nobody is shown a page for it.
    if let Some(give_up) = reply.transaction.form(flow::EXTENSION_CANCEL).cloned()
        && form.name != give_up.name
    {
        let body = flow::unattended(&reply.transaction, &give_up);
        reply = match page.0.client.submit(&give_up, &body.0, &caller).await {
            Ok(reply) => reply,
            Err(error) => return error::upstream(&visit, &error, true),
        };
    }
    if let (429, Some(_), false) = (reply.status, reply.wait, live) {
        // How long to wait is worth a page: beside the form, the server's words do not say it.
        let error = idx::Error::TooManyRequests { wait: reply.wait };
        return error::upstream(&visit, &error, true);
    }
    if posted.form() == "cancel" && reply.transaction.forms().is_empty() {
        return start_again(&page, cookies, &flow, &content);
    }
    let now = page.0.clock.now();
    let cookies = remember(cookies, &flow, &mut content, &known, &reply);
    page.0.last_words.hear(&content.state_handle, &reply, now);
    if live {
        return (cookies, tell(&visit, &flow, &content, &reply)).into_response();
    }
    (
        said_once(cookies, &flow, &reply, &form, &posted),
        if form.name == "launch-authenticator" {
            Redirect::to(&format!("/signin/{flow}?{LAUNCHED}"))
        } else if posted.form() == flow::EXEMPTION && reply.status < 400 {
            Redirect::to(&format!("/signin/{flow}?{ASKED}"))
        } else {
            back(&flow)
        },
    )
        .into_response()
}

/// How the sign-in stands, for the page's script.
fn tell(visit: &Visit, flow: &str, content: &Flow, reply: &Reply) -> Response {
    if reply.status == 429 {
        let seconds = reply.wait.unwrap_or(10);
        return news::busy(visit, StatusCode::TOO_MANY_REQUESTS, seconds);
    }
    let screen = flow::read(reply, &setting(visit, flow, content));
    let shown = visit.query("shown").unwrap_or_default();
    let news = News::of(visit, &screen, &shown)
        .asking(&screen, &content.agents)
        .until(visit, reply);
    news::answer(news)
}

/// What a page of a sign-in knows beside its screen.
fn surround(visit: &mut Visit, content: &Flow, reply: &Reply, screen: &Screen) {
    // The app, and nothing of the person.
    visit.tabs = content
        .parameter("client_id")
        .map(|app| format!("doorstep {app}"))
        .unwrap_or_default();
    visit.agents.clone_from(&content.agents);
    let open = !matches!(
        screen,
        Screen::Success(_) | Screen::Expired(_) | Screen::Terminal(_) | Screen::Problem(_)
    );
    // A server that answers has not ended the sign-in: a moment that is past is its clock's.
    let now = visit.page.0.clock.now();
    let ends = news::ends(reply).filter(|ends| open && *ends > now);
    visit.session = ends.map(|ends| ui::Session {
        ends,
        can_extend: flow::find(&reply.transaction, "extend").is_some(),
    });
}

/// Keeps the addresses of the device's agent, so that the denial's page may ask there without being left.
fn know_agents(cookies: Cookies, flow: &str, content: &mut Flow, screen: &Screen) -> Cookies {
    let Screen::Device(challenge) = screen else {
        return cookies;
    };
    let DeviceMethod::Loopback { addresses, .. } = &challenge.method else {
        return cookies;
    };
    let bases: Vec<String> = addresses
        .iter()
        .map(|address| address.base.clone())
        .collect();
    if content.agents == bases {
        return cookies;
    }
    content.agents = bases;
    cookies.keep(flow, content)
}

/// 303 to the page itself: a reload never posts again, and the browser keeps the `#fragment`.
pub(super) fn back(flow: &str) -> Redirect {
    Redirect::to(&format!("/signin/{flow}"))
}

/// How the sign-in stands now, by the newest state handle that is known of it.
pub(super) async fn stands(visit: &Visit, content: &mut Flow) -> Result<Reply, idx::Error> {
    let (words, now) = (&visit.page.0.last_words, visit.page.0.clock.now());
    let known = content.state_handle.clone();
    if let Some(newer) = words.newest(&known, now) {
        content.state_handle = newer;
    }
    let (client, caller) = (&visit.page.0.client, visit.caller());
    let answer = client
        .introspect_state(&content.state_handle, &caller)
        .await;
    words.recall(&known, answer, now)
}

/// Whether somebody is signed in whom no app waits for: a sign-in of the org's own page goes on by an address.
fn is_nowhere(screen: &Screen, content: &Flow) -> bool {
    matches!(screen, Screen::Success(success) if success.onward == Onward::App)
        && content.parameter("redirect_uri").is_none()
}

fn start_again(page: &Page, cookies: Cookies, flow: &str, content: &Flow) -> Response {
    let start = content.start(page.0.client.remote_origin());
    (cookies.forget(flow), Redirect::to(&start)).into_response()
}

fn said_once(
    cookies: Cookies,
    flow: &str,
    reply: &Reply,
    form: &crate::idx::Form,
    posted: &Posted,
) -> Cookies {
    match Flash::of(reply, form, posted) {
        Some(flash) => cookies.flash(flow, flash),
        None => cookies,
    }
}

/// The state handle may change from answer to answer (`docs/spec/idx.md` section 1.4); one that comes with an error
/// does not count (section 1.8). `known` is what the browser's cookie has.
pub(super) fn remember(
    cookies: Cookies,
    flow: &str,
    content: &mut Flow,
    known: &str,
    reply: &Reply,
) -> Cookies {
    if let Some(handle) = &reply.transaction.state_handle
        && reply.status < 400
    {
        content.state_handle.clone_from(handle);
    }
    if content.state_handle == known {
        cookies
    } else {
        cookies.keep(flow, content)
    }
}

pub(super) fn setting(visit: &Visit, flow: &str, content: &Flow) -> Setting {
    let page = visit
        .page
        .0
        .settings
        .public_url
        .join(&format!("/signin/{flow}"));
    Setting {
        page: page.map(String::from).unwrap_or_default(),
        login_hint: content.parameter("login_hint").unwrap_or_default(),
        launched: visit.query(LAUNCHED).is_some(),
        server: visit.page.0.client.server(),
    }
}

/// To another identity provider. The address may carry the transaction's state token: it is neither in the page nor
/// in a log, and the page is no referrer for it (`Referrer-Policy`).
fn to_provider(screen: &Screen, number: &str, flow: &str, cookies: Cookies) -> Response {
    let address = number
        .parse()
        .ok()
        .and_then(|number| flow::provider_address(screen, number));
    match address {
        Some(address) => (
            StatusCode::FOUND,
            cookies,
            [(header::LOCATION, address.to_owned())],
        )
            .into_response(),
        None => (cookies, back(flow)).into_response(),
    }
}

/// The last hop. The redirect address was checked by the server when the interaction began: no interaction begins
/// with one that is not the app's.
fn go_on(
    page: &Page,
    reply: &Reply,
    screen: &Screen,
    flow: &str,
    content: &Flow,
    cookies: Cookies,
) -> Response {
    let address = match screen {
        Screen::Success(success) => match &success.onward {
            Onward::Redirect(link) => Some(link.url.clone()),
            Onward::App => app_address(page, reply, content),
        },
        Screen::Terminal(end) | Screen::DeniedGeneric(end) if end.onward.is_some() => {
            end.onward.as_ref().map(|link| link.url.clone())
        }
        _ => return (cookies, back(flow)).into_response(),
    };
    match address {
        // 302, not 303: the request was a GET already, and the fragment is kept by both.
        Some(address) => (
            StatusCode::FOUND,
            cookies.forget(flow),
            [(header::LOCATION, address)],
        )
            .into_response(),
        None => (cookies, back(flow)).into_response(),
    }
}

/// `redirect_uri?code=…&state=…`; the name that Okta's own libraries look for where the app did not ask for a `code`.
fn app_address(page: &Page, reply: &Reply, content: &Flow) -> Option<String> {
    let code = flow::interaction_code(&reply.transaction)?;
    let mut address = Url::parse(&content.parameter("redirect_uri")?).ok()?;
    let (name, code) = match &content.verifier {
        Some(verifier) => {
            let key = &page.0.settings.cookie_key;
            ("code", own_client::seal(key, code, verifier)?)
        }
        None if content.parameter("response_type").as_deref() == Some("code") => {
            ("code", code.to_owned())
        }
        None => ("interaction_code", code.to_owned()),
    };
    address.query_pairs_mut().append_pair(name, &code);
    if let Some(state) = content.parameter("state") {
        address.query_pairs_mut().append_pair("state", &state);
    }
    Some(address.into())
}

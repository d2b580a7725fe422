//! `/preview`: every page that people can see, by the real renderer, where the configuration says so or for
//! administrators. They prove themselves as at the help desk, with a token that may read device assurance policies: a
//! scope that every organization has, and Okta's, too. A stranger gets the same question at every address, so that it
//! tells nothing about what is there.

mod policies;

use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use axum_extra::extract::cookie::Cookie;

use super::{
    Page,
    administrator::{self, Administrator},
    cookies::{self, Cookies},
    error, form, preferences,
    steps::unlisted,
    visit::Visit,
};
use crate::{
    flow::{
        Screen, Setting, Viewer,
        gallery::{self, Gallery, Shelf, Shown, View, Writing},
        samples,
        screen::{DoorProblem, Remediation},
    },
    i18n::{Direction, Locale},
    ui,
};

/// The state that the gallery shows first.
const FIRST: &str = "denied-custom";

/// Chooses a view and shows it.
pub(super) async fn index(visit: Visit) -> Response {
    let page = &visit.page.0;
    let open = page.settings.preview;
    let Administrator { cookies, token } = Administrator::of(&visit);
    let Some(token) = token else {
        if open {
            return gallery(&visit, policies::Own::default()).await;
        }
        return door(&visit, None);
    };
    let error = match policies::Own::read(&visit, &token).await {
        Ok(own) => {
            let cookies = cookies.keep_preview(page.clock.now().as_second());
            return (cookies, gallery(&visit, own).await).into_response();
        }
        Err(error) => error,
    };
    let Some(problem) = administrator::refused(&error) else {
        return unlisted(error::upstream(&visit, &error, false));
    };
    let answer = if open {
        gallery(&visit, policies::Own::refused(problem)).await
    } else {
        door(&visit, Some(problem))
    };
    let answer = administrator::guessed(&visit, answer);
    (cookies.forget_administrator(), answer).into_response()
}

/// Takes the token, the end of the work, or the language of the gallery itself.
pub(super) async fn post(State(page): State<Page>, visit: Visit, request: Request) -> Response {
    let here = here(&visit).to_owned();
    let posted = match form::read(&page, request).await {
        Ok(posted) => posted,
        Err(refusal) => return refusal.page(&visit),
    };
    if posted.form() == "preferences" {
        // What was chosen stays chosen.
        return (preferences::chosen(&visit, &posted), Redirect::to(&here)).into_response();
    }
    if let Some(answer) = administrator::common(&visit, &posted, &here) {
        return answer;
    }
    match administrator::token(&posted) {
        Ok(token) if !token.is_empty() => {
            administrator::enter(&page, Administrator::of(&visit).cookies, token, &here)
        }
        _ => door(&visit, Some(DoorProblem::Token)),
    }
}

/// The address that was asked for.
fn here(visit: &Visit) -> &str {
    visit
        .uri
        .path_and_query()
        .map_or("/preview", |here| here.as_str())
}

/// A built-in state.
pub(super) async fn sample(Path(name): Path<String>, visit: Visit) -> Response {
    if !may_look(&visit) {
        return to_the_door(&visit, &name);
    }
    let Some(sample) = samples::Sample::find(&name) else {
        return error::not_found(&visit);
    };
    let view = view(&visit, gallery::State::Sample(sample));
    let shown = sample.show(view.moment, &setting(&visit));
    draw(visit, &view, &shown)
}

/// What people are told whose device does not meet a policy of the organization.
pub(super) async fn policy(Path((id, case)): Path<(String, String)>, visit: Visit) -> Response {
    let path = format!("policies/{id}/{case}");
    if !may_look(&visit) {
        return to_the_door(&visit, &path);
    }
    let Some(state) = gallery::State::at(&path) else {
        return error::not_found(&visit);
    };
    let view = view(&visit, state);
    match policies::show(&visit, &view).await {
        Ok(Some(shown)) => draw(visit, &view, &shown),
        Ok(None) => error::not_found(&visit),
        Err(error) => unlisted(error::upstream(&visit, &error, false)),
    }
}

/// Nothing that is posted on a page of the gallery goes anywhere: it is shown again.
pub(super) async fn stay(visit: Visit) -> Response {
    Redirect::to(here(&visit)).into_response()
}

/// Whether whoever asks may see the built-in states: here everybody may, or they have shown a good token a while ago.
fn may_look(visit: &Visit) -> bool {
    let page = &visit.page.0;
    let now = page.clock.now().as_second();
    page.settings.preview || Cookies::open(&visit.page, &visit.headers).may_preview(now)
}

/// The gallery asks for the token, then shows the state.
fn to_the_door(visit: &Visit, path: &str) -> Response {
    let mut query = url::form_urlencoded::Serializer::new(String::from("/preview?"));
    query.append_pair("state", path);
    let asked = visit.uri.query().unwrap_or_default();
    query.extend_pairs(url::form_urlencoded::parse(asked.as_bytes()));
    Redirect::to(&query.finish()).into_response()
}

fn door(visit: &Visit, problem: Option<DoorProblem>) -> Response {
    let status = match problem {
        None => StatusCode::OK,
        Some(DoorProblem::Scope) => StatusCode::FORBIDDEN,
        Some(DoorProblem::Token) => StatusCode::UNAUTHORIZED,
    };
    unlisted(visit.render(status, &Screen::GalleryDoor(problem), None))
}

/// The gallery with the view that the address chooses.
async fn gallery(visit: &Visit, own: policies::Own) -> Response {
    let locale = visit.locale();
    let first = samples::Sample::find(FIRST).or(samples::ALL.first());
    let Some(first) = first.map(gallery::State::Sample) else {
        return error::not_found(visit);
    };
    let mut view = View::new(first.clone(), locale.tag());
    let mut unknown = view.choose(visit.uri.query().unwrap_or_default(), known);
    let mut shelves = gallery::shelves(&Setting::default());
    shelves.extend(own.shelves(visit, &view).await);
    if !holds(&shelves, &view.state) {
        unknown.push(gallery::Choice::State);
        view = view.of(first);
    }
    let shown = match &view.state {
        gallery::State::Sample(sample) => Some(sample.show(view.moment, &Setting::default())),
        gallery::State::Policy { .. } => policies::show(visit, &view).await.ok().flatten(),
    };
    let now = visit.page.0.clock.now();
    let left = shown.and_then(|shown| shown.left(now));
    if left.is_none() {
        view.moment = None;
    }
    let gallery = Gallery {
        view,
        left,
        shelves,
        find: visit.query("find").unwrap_or_default(),
        unknown,
        count: gallery::count(Locale::ALL.len()),
        offers_policies: visit.page.0.client.remote_origin().is_none(),
        signed_in: own.signed_in(),
        problem: own.problem,
    };
    let screen = Screen::Gallery(Box::new(gallery));
    unlisted(visit.render(StatusCode::OK, &screen, None))
}

fn holds(shelves: &[Shelf], state: &gallery::State) -> bool {
    let mut exhibits = shelves.iter().flat_map(|shelf| &shelf.exhibits);
    exhibits.any(|exhibit| exhibit.state == *state)
}

/// The language that is meant by a tag.
fn known(tag: &str) -> Option<&'static str> {
    Locale::lookup(tag).map(Locale::tag)
}

/// The view of `state` that the address chooses. What of it makes no sense is left out: the gallery says so.
fn view(visit: &Visit, state: gallery::State) -> View {
    let mut view = View::new(state.clone(), visit.locale().tag());
    view.choose(visit.uri.query().unwrap_or_default(), known);
    view.state = state;
    view
}

/// What a page needs to know beside the response.
fn setting(visit: &Visit) -> Setting {
    let address = visit.page.0.settings.public_url.join(visit.uri.path());
    Setting {
        page: address.map(String::from).unwrap_or_default(),
        server: visit.page.0.client.server(),
        ..Setting::default()
    }
}

/// The page itself, as in a sign-in.
fn draw(mut visit: Visit, view: &View, shown: &Shown) -> Response {
    // Where a link leads on, the browser stays.
    if ["continue", "provider"]
        .iter()
        .any(|way| visit.query(way).is_some())
    {
        return StatusCode::NO_CONTENT.into_response();
    }
    visit.jar = visit
        .jar
        .add(Cookie::new(cookies::LANGUAGE, view.language.clone()));
    visit.at = shown.at;
    visit.theme = view.theme;
    visit.direction = match view.writing {
        Writing::Language => None,
        Writing::Ltr => Some(Direction::Ltr),
        Writing::Rtl => Some(Direction::Rtl),
    };
    let platform = ui::remediation(&shown.screen).and_then(Remediation::platform);
    visit.viewer = Some(Viewer {
        device: view.device.kind(platform),
        ..visit.viewer()
    });
    visit.in_gallery = true;
    unlisted(visit.render(StatusCode::OK, &shown.screen, None))
}

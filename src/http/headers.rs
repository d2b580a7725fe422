//! Security headers and the content security policy (CSP Level 3).

use std::fmt::Write as _;

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use super::Page;
use crate::flow::{
    self, Screen,
    screen::{DeviceMethod, Onward, RemedyItem},
};

/// Browser features that the page needs: the agent on this machine, by the permission's old and new name.
const PERMISSIONS: &str = "local-network-access=(self), loopback-network=(self), camera=(), geolocation=(), \
                           microphone=(), payment=(), usb=()";

/// Headers of every answer. A page that is rendered brings its own policy and caching.
pub(super) async fn secure(State(page): State<Page>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &str| {
        if let (false, Ok(value)) = (headers.contains_key(&name), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // Not `no-referrer`: the browser would then send `Origin: null` with our own forms.
    set(header::REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("permissions-policy"), PERMISSIONS);
    set(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    set(
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    set(header::CACHE_CONTROL, "no-store");
    set(
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'",
    );
    if page.0.settings.is_secure() {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    // `frame-ancestors` says it better; this is for browsers that do not know it, and it cannot name origins.
    if page.0.settings.frame_ancestors.is_empty() {
        set(header::X_FRAME_OPTIONS, "DENY");
    }
    response
}

/// The policy of one page: what this screen needs and nothing else. `app` is the origin of the app's registered
/// redirect address.
pub(super) fn policy(
    screen: &Screen,
    nonce: &str,
    frame_ancestors: &[String],
    app: Option<&str>,
    agents: &[String],
    framed: bool,
) -> String {
    let mut needs = Needs::of(screen, app);
    if framed {
        // From a frame a form leads to them, not a link.
        needs
            .form_action
            .extend(flow::provider_addresses(screen).filter_map(source));
    }
    if matches!(
        screen,
        Screen::Denied(_) | Screen::Grace(_) | Screen::DeniedGeneric(_)
    ) {
        needs.connect.extend_from_slice(agents);
    }
    let ancestors = if frame_ancestors.is_empty() || stands_alone(screen) {
        String::from("'none'")
    } else {
        frame_ancestors.join(" ")
    };
    let mut policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors {ancestors}"
    );
    // Writing to a String cannot fail.
    let _ = write!(policy, "; connect-src {}", sources(&needs.connect));
    let _ = write!(policy, "; form-action {}", sources(&needs.form_action));
    if !needs.frame.is_empty() {
        let _ = write!(policy, "; frame-src {}", needs.frame.join(" "));
    }
    policy
}

/// Whether a screen is no part of an app's sign-in: no app has a reason to frame it, and a click on "go on with this
/// sign-in" must be meant.
fn stands_alone(screen: &Screen) -> bool {
    matches!(
        screen,
        Screen::Told(_)
            | Screen::HelpDesk(_)
            | Screen::Exemptions(_)
            | Screen::Gallery(_)
            | Screen::GalleryDoor(_)
            | Screen::Resume
    )
}

fn sources(more: &[String]) -> String {
    let mut sources = String::from("'self'");
    for source in more {
        sources.push(' ');
        sources.push_str(source);
    }
    sources
}

#[derive(Default)]
struct Needs {
    connect: Vec<String>,
    form_action: Vec<String>,
    frame: Vec<String>,
}

impl Needs {
    fn of(screen: &Screen, app: Option<&str>) -> Self {
        let mut needs = Self::default();
        match screen {
            Screen::Device(challenge) => match &challenge.method {
                // Only the addresses of this very challenge.
                DeviceMethod::Loopback { addresses, .. } => {
                    needs
                        .connect
                        .extend(addresses.iter().map(|address| address.base.clone()));
                    // Without script the agent is asked in a frame.
                    needs
                        .frame
                        .extend(addresses.first().map(|address| address.base.clone()));
                }
                DeviceMethod::ChromeDeviceTrust { href } | DeviceMethod::Launch { href, .. } => {
                    needs.frame.extend(source(href));
                }
                DeviceMethod::Extension | DeviceMethod::Unsupported => {}
            },
            Screen::Denied(denied) => needs.buttons(
                denied
                    .remediation
                    .options
                    .iter()
                    .flat_map(|option| &option.items),
            ),
            Screen::Grace(grace) => needs.buttons(
                grace
                    .remediation
                    .options
                    .iter()
                    .flat_map(|option| &option.items),
            ),
            // The button's GET is redirected to the app; Chromium checks the whole chain.
            Screen::Success(success) => match &success.onward {
                Onward::App => needs.form_action.extend(app.map(str::to_owned)),
                Onward::Redirect(link) => needs.form_action.extend(link.origin()),
            },
            // The pages that it shows are our own.
            Screen::Gallery(_) => needs.frame.push(String::from("'self'")),
            _ => {}
        }
        needs
    }

    fn buttons<'a>(&mut self, items: impl Iterator<Item = &'a RemedyItem>) {
        for base in items
            .filter_map(|item| item.button.as_ref())
            .flat_map(|button| &button.bases)
        {
            if !self.connect.contains(base) {
                self.connect.push(base.clone());
            }
        }
    }
}

/// An address as a source expression: its origin, or its scheme where it has no host.
pub(super) fn source(address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok()?;
    match url.scheme() {
        "http" | "https" => Some(url.origin().ascii_serialization()),
        scheme => Some(format!("{scheme}:")),
    }
}

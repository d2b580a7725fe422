//! One request of one person: who asks, in which language, with what preferences; and the page that is the answer.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header, request::Parts},
    response::{Html, IntoResponse as _, Response},
};
use axum_extra::extract::cookie::CookieJar;
use jiff::Timestamp;

use super::{Page, cookies, frame, headers, request_id::RequestId};
use crate::{
    flow::{Screen, Viewer, gallery::Theme},
    i18n::{self, Direction, Locale, Wishes},
    idx::client::Caller,
    ui::{self, PageContext, Preferences},
};

/// One request of one person.
#[derive(Debug, Clone)]
pub(super) struct Visit {
    pub(super) page: Page,
    pub(super) headers: HeaderMap,
    pub(super) uri: Uri,
    pub(super) jar: CookieJar,
    pub(super) reference: String,
    /// `ui_locales` of the app's request, once known.
    pub(super) ui_locales: Option<String>,
    /// Names the browser's tabs that are about the same app.
    pub(super) tabs: String,
    /// Until when the sign-in stays open.
    pub(super) session: Option<ui::Session>,
    /// Where the device's agent was asked in this sign-in: a denial's or reminder's page may ask there again.
    pub(super) agents: Vec<String>,
    /// Where the request comes from.
    pub(super) address: Option<IpAddr>,
    /// The time that the page is drawn for, where it is not the present.
    pub(super) at: Option<Timestamp>,
    /// The device and browser that the page is drawn for, where they are not those of the request.
    pub(super) viewer: Option<Viewer>,
    /// Takes the sign-in out of the frame that the page is in, sealed.
    pub(super) ticket: Option<String>,
    /// Where the same sign-in starts outside of the frame that the page is in.
    pub(super) outside: Option<String>,
    /// Whether the page is light or dark.
    pub(super) theme: Theme,
    /// Which way the page is written, where that is not its language's.
    pub(super) direction: Option<Direction>,
    /// Whether it is a page of the gallery, which shows it in a frame.
    pub(super) in_gallery: bool,
}

impl FromRequestParts<Page> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, page: &Page) -> Result<Self, Self::Rejection> {
        Ok(Self {
            page: page.clone(),
            jar: CookieJar::from_headers(&parts.headers),
            headers: parts.headers.clone(),
            uri: parts.uri.clone(),
            reference: parts
                .extensions
                .get::<RequestId>()
                .map(|id| id.0.clone())
                .unwrap_or_default(),
            ui_locales: None,
            tabs: String::new(),
            session: None,
            agents: Vec::new(),
            address: parts
                .extensions
                .get::<ConnectInfo<SocketAddr>>()
                .map(|ConnectInfo(address)| address.ip()),
            at: None,
            viewer: None,
            ticket: None,
            outside: None,
            theme: Theme::default(),
            direction: None,
            in_gallery: false,
        })
    }
}

impl Visit {
    /// The value of a query parameter.
    pub(super) fn query(&self, name: &str) -> Option<String> {
        let query = self.uri.query().unwrap_or_default();
        url::form_urlencoded::parse(query.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    fn header(&self, name: HeaderName) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The language of the page.
    pub(super) fn locale(&self) -> Locale {
        i18n::negotiate(&Wishes {
            chosen: self
                .jar
                .get(cookies::LANGUAGE)
                .map(axum_extra::extract::cookie::Cookie::value),
            ui_locales: self.ui_locales.as_deref(),
            accept_language: Some(self.header(header::ACCEPT_LANGUAGE)),
            default: Some(&self.page.0.settings.default_locale),
        })
    }

    /// What the IDX server should know of the browser: the page's language first, then the browser's own wishes.
    pub(super) fn caller(&self) -> Caller {
        let browser = self.header(header::ACCEPT_LANGUAGE);
        let locale = self.locale().tag();
        Caller {
            accept_language: if browser.is_empty() {
                locale.to_owned()
            } else {
                format!("{locale}, {browser}")
            },
            user_agent: self.header(header::USER_AGENT).to_owned(),
            request_id: self.reference.clone(),
            address: self.address,
        }
    }

    /// On which device and in which browser the page is looked at.
    pub(super) fn viewer(&self) -> Viewer {
        self.viewer.unwrap_or_else(|| {
            Viewer::read(
                self.header(header::USER_AGENT),
                self.header(HeaderName::from_static("sec-ch-ua-platform")),
            )
        })
    }

    /// What the person chose before.
    pub(super) fn preferences(&self) -> Preferences {
        let zone = self
            .jar
            .get(cookies::TIME_ZONE)
            .map(|cookie| cookie.value().to_owned());
        Preferences {
            auto_continue: self
                .jar
                .get(cookies::AUTO_CONTINUE)
                .is_none_or(|cookie| cookie.value() != "off"),
            time_zone: zone
                .filter(|zone| super::preferences::is_time_zone(zone))
                .or_else(|| self.page.0.settings.time_zone.clone()),
        }
    }

    /// A number below `limit`, by chance: for pauses that must not be the same for everybody.
    pub(super) fn chance(&self, limit: u64) -> u64 {
        let mut bytes = [0; 4];
        self.page.0.random.fill(&mut bytes);
        u64::from(u32::from_le_bytes(bytes)) % limit.max(1)
    }

    /// What the page needs to know of the frame that it is in.
    fn frame(&self) -> Option<ui::Frame> {
        // The gallery's own frame is none of an app's.
        let framed = !self.in_gallery && frame::is_framed(&self.page, &self.headers);
        framed.then(|| ui::Frame {
            hosts: self.page.0.settings.frame_ancestors.clone(),
            ticket: self.ticket.clone(),
            outside: self.outside.clone(),
        })
    }

    /// What the page needs to know beside the screen.
    pub(super) fn context(&self) -> PageContext {
        let path = self.uri.path();
        let own = [
            "/signin/",
            "/steps/",
            "/helpdesk",
            "/exemptions",
            "/resume/",
        ];
        // A sign-in that can only start outside of its frame has no page that could be posted to.
        let is_own = path == "/preview" || own.iter().any(|start| path.starts_with(start));
        let is_own = is_own && self.outside.is_none();
        PageContext {
            locale: self.locale(),
            direction: self.direction,
            theme: self.theme,
            path: if is_own {
                path.to_owned()
            } else {
                String::new()
            },
            origin: self.page.0.settings.origin(),
            taken: self.query("taken").is_some(),
            asked: self.query(super::signin::ASKED).is_some(),
            preferences: self.preferences(),
            viewer: self.viewer(),
            tabs: self.tabs.clone(),
            frame: self.frame(),
            app: None,
            session: self.session,
            reference: self.reference.clone(),
            now: self.at.unwrap_or_else(|| self.page.0.clock.now()),
            brand: self.page.0.settings.brand.clone(),
            assets: self.page.0.assets.clone(),
            nonce: self.page.0.random.token(18),
        }
    }

    /// The page for `screen`. `app` is the origin of the app's redirect address, for the last hop.
    pub(super) fn render(
        &self,
        status: StatusCode,
        screen: &Screen,
        app: Option<&str>,
    ) -> Response {
        let settings = &self.page.0.settings;
        let mut context = self.context();
        context.app = app.map(str::to_owned);
        let ancestors: &[String] = if self.in_gallery {
            &[String::from("'self'")]
        } else {
            &settings.frame_ancestors
        };
        let policy = headers::policy(
            screen,
            &context.nonce,
            ancestors,
            app,
            &self.agents,
            context.frame.is_some(),
        );
        let mut response = (status, Html(ui::render(screen, &context))).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::VARY,
            HeaderValue::from_static(
                "accept-language, cookie, sec-ch-ua-platform, sec-fetch-dest, user-agent",
            ),
        );
        if self.in_gallery {
            headers.insert(
                header::X_FRAME_OPTIONS,
                HeaderValue::from_static("SAMEORIGIN"),
            );
        }
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        if let Ok(language) = HeaderValue::from_str(context.locale.tag()) {
            headers.insert(header::CONTENT_LANGUAGE, language);
        }
        response
    }
}

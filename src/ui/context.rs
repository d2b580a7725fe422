//! What a page needs to know beside the screen itself.

use jiff::Timestamp;

use crate::{
    flow::{Viewer, gallery::Theme},
    i18n::{Direction, Locale},
};

/// What a page needs to know beside the screen itself. Made by `http` for each response.
#[derive(Debug, Clone)]
pub struct PageContext {
    /// The language of the page; gives the direction, too, unless another one is asked for.
    pub locale: Locale,
    /// Which way the page is written, where that is not its language's.
    pub direction: Option<Direction>,
    /// Whether it is light or dark.
    pub theme: Theme,
    /// The response's nonce: `script-src 'nonce-…'`. Every `<script>` carries it.
    pub nonce: String,
    /// Path of this page without query, for instance `/signin/Zk3…`: forms post to it (empty `action`), events come
    /// from `{path}/events`. Preferences are posted to the page itself with `form=preferences` and `lang`,
    /// `auto-continue` (`on`, `off`) or `time-zone`, so that the `#fragment` stays; where the path is empty, to
    /// `/preferences`.
    pub path: String,
    /// Scheme, host and port of this page, for addresses that are read elsewhere.
    pub origin: String,
    /// Whether something was just made to be taken along: it has the focus.
    pub taken: bool,
    /// Whether the person has just asked for more time: what became of it has the focus.
    pub asked: bool,
    /// What the person chose.
    pub preferences: Preferences,
    /// On which device and in which browser the page is looked at, as far as the browser says.
    pub viewer: Viewer,
    /// Names the tabs of a browser that are about the same app; empty where that is not known.
    pub tabs: String,
    /// The frame that the page is in; `None` at the top of a tab.
    pub frame: Option<Frame>,
    /// Origin of the app, where it is known: where "open the app" leads once the sign-in is over.
    pub app: Option<String>,
    /// Until when the sign-in stays open, where the page belongs to one that is.
    pub session: Option<Session>,
    /// Names this response in the server's log; shown on problems.
    pub reference: String,
    /// The server's time.
    pub now: Timestamp,
    /// Whose page it is.
    pub brand: Brand,
    /// Addresses of what the page loads.
    pub assets: Assets,
}

/// The frame of an app's page that a page is in (`docs/embedding.md`). `Debug` does not show the ticket.
#[derive(Clone, PartialEq, Eq)]
pub struct Frame {
    /// Origins whose pages may frame it, and are told how the sign-in stands.
    pub hosts: Vec<String>,
    /// Takes the sign-in out of the frame: posted as `ticket` to `{path}/top`. Only on pages that lead outside.
    pub ticket: Option<String>,
    /// Where the same sign-in starts outside, where it cannot go on inside.
    pub outside: Option<String>,
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Frame")
            .field("hosts", &self.hosts)
            .finish_non_exhaustive()
    }
}

/// Until when a sign-in stays open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// When it ends unless the person does something.
    pub ends: Timestamp,
    /// Whether the person can keep it open.
    pub can_extend: bool,
}

impl PageContext {
    /// Which way the page is written.
    pub fn direction(&self) -> Direction {
        self.direction.unwrap_or(self.locale.direction())
    }

    /// Address of the event stream for the screen with this [`crate::flow::Screen::mark`].
    pub fn events(&self, mark: &str) -> String {
        format!("{}/events?shown={mark}", self.path)
    }

    /// Where an open page asks whether something happened elsewhere; `None` on a page without a sign-in behind it.
    pub fn poll(&self) -> Option<String> {
        (!self.path.is_empty()).then(|| format!("{}/poll", self.path))
    }
}

/// What a person chose; kept in a cookie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preferences {
    /// Whether the page continues by itself once the way is free (WCAG 2.2.1, `docs/spec/ux.md` T2 and T8).
    pub auto_continue: bool,
    /// IANA time zone; `None` until known, then times are shown in UTC with the zone said.
    pub time_zone: Option<String>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            auto_continue: true,
            time_zone: None,
        }
    }
}

/// Whose page it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Brand {
    /// The organization's name.
    pub name: String,
    /// Address of its logo on this origin; `None` shows the name alone.
    pub logo: Option<String>,
    /// Who helps.
    pub support: Support,
}

/// Who helps, in the organization's own words: at the same place on every page (WCAG 3.2.6).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Support {
    /// Telephone number, as people write it.
    pub phone: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// When somebody answers.
    pub hours: Option<String>,
    /// The help page; https or http.
    pub page: Option<String>,
}

/// Addresses of what the page loads, all on this origin.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Assets {
    /// The style sheet.
    pub stylesheet: String,
    /// The islands' script (ES module) and WASM; `None` where they were not built: the page works without.
    pub islands: Option<Islands>,
}

/// The browser's half.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Islands {
    /// wasm-bindgen's ES module.
    pub script: String,
    /// What it loads.
    pub wasm: String,
}

//! The time that is left until an instant of the server's, whatever the computer's clock says.

pub(super) mod time;

use std::{cell::Cell, rc::Rc};

use js_sys::{Date, Object};
use leptos::task::spawn_local;
use web_sys::{Element, EventTarget};

use self::time::Anchor;
use super::dom;

/// Milliseconds after which the server is asked again in any case: even a clock that nobody sets is not exact.
const BELIEVED: f64 = 3_600_000.0;
/// Milliseconds between two questions where the first got no answer, or one that came late.
pub(super) const AGAIN: f64 = 5_000.0;

/// Counts from `data-left`, the milliseconds that the server saw when its clock stood at `data-now`.
pub(super) struct Remaining {
    left: Cell<f64>,
    now: Cell<f64>,
    anchor: Cell<Anchor>,
    asking: Cell<bool>,
}

impl Remaining {
    /// Begins to count; `look` is called whenever it is known better, also when the computer wakes up.
    pub(super) fn of(root: &Element, look: impl Fn() + Clone + 'static) -> Rc<Self> {
        let (left, now) = (
            dom::number(root, "data-left"),
            dom::number(root, "data-now"),
        );
        let (monotonic, wall) = clocks();
        // The server saw the time after it was asked for the page; counted from then, nothing is told too late.
        let asked = dom::request_start();
        let begun = asked.unwrap_or(monotonic);
        let anchor = Anchor::new(left, begun, wall - monotonic + begun);
        let this = Rc::new(Self {
            left: Cell::new(left),
            now: Cell::new(now),
            anchor: Cell::new(anchor),
            asking: Cell::default(),
        });
        let events: [(EventTarget, &str); 3] = [
            (dom::document().into(), "visibilitychange"),
            (dom::document().into(), "resume"),
            (dom::window().into(), "pageshow"),
        ];
        for (target, event) in events {
            let look = look.clone();
            dom::listen(&target, event, move |_| look());
        }
        if asked.is_none() || anchor.is_coarse(monotonic) {
            this.ask(look);
        } else {
            let (again, look) = (Rc::clone(&this), look);
            dom::after(BELIEVED, move || again.ask(look));
        }
        this
    }

    /// Milliseconds; `None` where the server must be asked.
    pub(super) fn left(&self) -> Option<f64> {
        let (monotonic, wall) = clocks();
        self.anchor.get().left(monotonic, wall)
    }

    /// The server has moved the instant: `left` milliseconds when its clock stood at `now`; asked for at `begun`.
    pub(super) fn move_to(&self, left: f64, now: f64, (monotonic, wall): (f64, f64)) {
        self.left.set(left);
        self.now.set(now);
        self.anchor.set(Anchor::new(left, monotonic, wall));
    }

    /// Asks the server what time it is, counts from its answer, and asks again when that is not good any more.
    pub(super) fn ask(self: &Rc<Self>, look: impl Fn() + 'static) {
        if self.asking.replace(true) {
            return;
        }
        let this = Rc::clone(self);
        spawn_local(async move {
            let (monotonic, wall) = clocks();
            let answer = server_now().await;
            let mut again = answer.is_none();
            if let Some(now) = answer {
                let left = this.left.get() - (now - this.now.get());
                let anchor = Anchor::new(left, monotonic, wall);
                again = anchor.is_coarse(clocks().0);
                this.anchor.set(anchor);
            }
            this.asking.set(false);
            look();
            dom::after(if again { AGAIN } else { BELIEVED }, move || this.ask(look));
        });
    }
}

/// The monotonic clock and the wall clock, in milliseconds.
pub(super) fn clocks() -> (f64, f64) {
    let monotonic = dom::window()
        .performance()
        .map_or(0.0, |performance| performance.now());
    (monotonic, Date::now())
}

/// The server's time in milliseconds since 1970.
async fn server_now() -> Option<f64> {
    let options = Object::new();
    dom::set(&options, "cache", "no-store");
    let answer = dom::fetch("/time", &options).await.ok()?;
    if !dom::get(&answer, "ok").is_truthy() {
        return None;
    }
    let text = dom::wait_for(&answer, "text", &[]).await.ok()?;
    Some(js_sys::parse_float(&text.as_string()?)).filter(|now| !now.is_nan())
}

//! Goes on to the app by itself, after a moment in which that can be stopped (WCAG 2.2.1, 3.2.5; `docs/spec/ux.md` T2,
//! T7, T8). Where several tabs could go on, one does.

use std::{cell::Cell, rc::Rc};

use leptos::prelude::*;
use web_sys::{Element, HtmlElement};

use super::{
    dom, speaker,
    tabs::{CLAIM, Tabs},
};
use wasm_bindgen::JsCast;

/// How long a tab that let another one go first waits until it believes that this one was closed, in milliseconds.
const PATIENCE: f64 = 3_000.0;

/// Goes on by itself after `data-notice` milliseconds, the address's fragment included, which only the browser knows.
#[island]
pub fn AutoContinue(
    /// The form that does it by hand, a live region with `data-text`, a button that stops it (hidden), what is said
    /// where another tab went on (`data-elsewhere`, hidden).
    children: Children,
) -> impl IntoView {
    let root = dom::awake(|root| {
        if let Some(root) = dom::find(&root, "[data-notice]") {
            begin(root);
        }
    });
    view! { <div class="island" node_ref=root>{children()}</div> }
}

struct Going {
    root: Element,
    live: Element,
    stay: Element,
    tabs: Option<Rc<Tabs>>,
    timer: Cell<i32>,
    over: Cell<bool>,
}

fn begin(root: Element) {
    let (Some(live), Some(stay)) = (
        dom::find(&root, "[role=status]"),
        dom::find(&root, "button[type=button]"),
    ) else {
        return;
    };
    let going = Rc::new_cyclic(|this: &std::rc::Weak<Going>| {
        let this = this.clone();
        Going {
            tabs: Tabs::join(&dom::data(&root, "data-tabs"), move |path| {
                if let Some(this) = this.upgrade() {
                    this.elsewhere(&path);
                }
            }),
            root,
            live,
            stay,
            timer: Cell::default(),
            over: Cell::default(),
        }
    });
    // By hand: the other tabs hear of it, too.
    let this = Rc::clone(&going);
    dom::listen(&going.root, "submit", move |_| this.tell());
    if !going.root.has_attribute("data-auto") {
        return;
    }
    speaker::say(&going.live, dom::data(&going.live, "data-text"));
    dom::show(&going.stay);
    dom::prefix_title(&dom::data(&going.root, "data-title"));
    let this = Rc::clone(&going);
    dom::listen(&going.stay, "click", move |_| this.stop());
    let this = Rc::clone(&going);
    dom::listen(&dom::window(), "keydown", move |event| {
        if dom::get(&event, "key").as_string().as_deref() == Some("Escape") {
            this.stop();
        }
    });
    let this = Rc::clone(&going);
    let notice = dom::number(&going.root, "data-notice");
    going.timer.set(dom::after(notice, move || this.claim()));
}

impl Going {
    /// Asks the other tabs whether this one may go.
    fn claim(self: &Rc<Self>) {
        if self.over.get() {
            return;
        }
        let Some(tabs) = &self.tabs else {
            return self.go();
        };
        tabs.claim();
        let (this, tabs) = (Rc::clone(self), Rc::clone(tabs));
        self.timer.set(dom::after(CLAIM, move || {
            if tabs.is_first() {
                this.go();
            } else {
                let again = Rc::clone(&this);
                this.timer.set(dom::after(PATIENCE, move || again.claim()));
            }
        }));
    }

    fn go(&self) {
        if self.over.replace(true) {
            return;
        }
        self.tell();
        let location = dom::window().location();
        let target = String::from("?continue=") + &location.hash().unwrap_or_default();
        let _ = location.replace(&target);
    }

    fn tell(&self) {
        if let Some(tabs) = &self.tabs {
            tabs.go(&path());
        }
    }

    /// The person wants to stay, which the button, gone with it, leaves to the one that goes on.
    fn stop(&self) {
        if self.over.replace(true) {
            return;
        }
        dom::window().clear_timeout_with_handle(self.timer.get());
        dom::prefix_title("");
        let focused = dom::document().active_element();
        if focused.is_some_and(|focused| focused.is_same_node(Some(&self.stay)))
            && let Some(button) = dom::find(&self.root, "button[name=continue]")
        {
            let _ = button.unchecked_into::<HtmlElement>().focus();
        }
        dom::hide(&self.stay);
        speaker::say(&self.live, dom::data(&self.live, "data-stayed"));
    }

    /// Another tab went on. Of the same sign-in nothing is left to do here; another one can still be finished.
    fn elsewhere(&self, other: &str) {
        self.over.set(true);
        dom::window().clear_timeout_with_handle(self.timer.get());
        dom::prefix_title("");
        dom::hide(&self.stay);
        if let Some(note) = dom::find(&self.root, "[data-elsewhere]") {
            dom::show(&note);
            speaker::say(&self.live, dom::data(&note, "data-elsewhere"));
            if other == path() {
                if let Some(form) = dom::find(&self.root, "form") {
                    dom::hide(&form);
                }
            } else {
                dom::hide(&note);
            }
        }
    }
}

fn path() -> String {
    dom::window().location().pathname().unwrap_or_default()
}

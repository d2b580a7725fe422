//! Leptos components that only draw a [`Screen`](crate::flow::Screen): no decisions about the sign-in, no I/O.
//!
//! A folder or file per family of screens; `shell` is what stands around all of them, `words` puts texts into the
//! page's language, `parts` is what several families share. Admins' and servers' texts are text nodes, always.

mod action;
mod agent_button;
mod check;
mod context;
mod details;
mod device;
mod document;
mod ending;
mod exemption;
mod field;
mod fix;
mod form;
mod frame;
mod gallery;
mod grace;
mod icon;
mod live;
mod parts;
mod problem;
mod remedy;
mod security_key;
mod session;
mod shell;
mod takeaway;
mod unchecked;
mod waiting;
mod words;

#[cfg(test)]
mod tests;

pub use context::{Assets, Brand, Frame, Islands, PageContext, Preferences, Session, Support};
pub use document::render;
pub use live::{Live, LiveCheck, live, remediation};
pub use session::{extended, until};
pub use takeaway::{calendar, steps_text};

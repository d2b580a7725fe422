//! Pure: an IDX transaction to a [`Screen`], a form post to an IDX answer.
//!
//! No I/O, no time of its own, no Leptos, no Fluent: texts are keys with parameters and the server's words as
//! fallback, `ui` puts them into the person's language. Rules: `docs/spec/idx.md` sections 1.4–1.8, 2 and 3.

mod answer;
mod flash;
pub mod gallery;
pub mod guide;
pub mod plan;
mod reading;
pub mod samples;
pub mod screen;
mod shape;
mod viewer;
mod wording;

pub use answer::{Answer, Posted, Secret, answer, find, unattended};
pub use flash::Flash;
pub use reading::{
    Dropped, EXTENSION_CANCEL, Setting, decision, dropped, interaction_code, is_forgotten,
    is_last_word, problem, provider_address, provider_addresses, read, requests, start_again, told,
};
pub use screen::Screen;
pub use viewer::{Browser, DeviceKind, Viewer};
pub use wording::{EXEMPTION, START_AGAIN};

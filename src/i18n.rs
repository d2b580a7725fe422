//! Locales, negotiation, Fluent texts, dates, durations and numbers. Knows nothing else of ours; nothing else of ours
//! knows Fluent or ICU.
//!
//! To add a language: a folder under `locales/` named by its BCP 47 tag, with the same files as `locales/en`, and one
//! line in `locale.rs`. The tests then say what is missing in it.

mod catalog;
mod format;
mod keys;
mod locale;
mod negotiate;

#[cfg(test)]
mod parity;

pub use catalog::{Arg, Texts, plain};
pub use format::{Instant, PluralForms, TimeUnit};
pub use keys::{IdxText, idx_text};
pub use locale::{Direction, Locale};
pub use negotiate::{Wishes, negotiate};

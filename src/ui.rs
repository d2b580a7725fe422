//! Leptos components that only draw a screen.

mod context;
mod live;
mod plain;

pub use context::{Assets, Brand, Islands, PageContext, Preferences};
pub use live::{Live, LiveCheck, live, remediation};

use crate::flow::Screen;

/// The whole HTML document for `screen`.
pub fn render(screen: &Screen, context: &PageContext) -> String {
    plain::document(screen, context)
}

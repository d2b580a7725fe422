//! Doorstep: a sign-in page for device trust, its evaluation backend and its device agent.
//!
//! This file is the map, and the only place that says what is compiled for whom. `ssr` is the server: everything
//! but `hydrate`. `hydrate` is the browser: this file and [`islands`], nothing else.
//!
//! ```text
//! main → http → ui → flow → idx(types)          backend → idx(types), lint, clock, random, store
//!        │      └→ i18n, islands                backend::evaluation → nothing but its own types
//!        ├→ idx::client                         agent → idx(types), clock, random
//!        └→ backend (mounts its router only)    i18n, lint, clock, random, config → nothing of ours
//! demo → agent, backend, http (starts them); talks to them over HTTP only
//! policy_as_code → lint; talks to a management API over HTTP only
//! ```
//!
//! Frontend and backend meet only over HTTP and the wire types in [`idx`]. `src/tests/directions.rs` holds the arrows.

pub mod islands;

#[cfg(feature = "ssr")]
pub mod agent;
#[cfg(feature = "ssr")]
pub mod backend;
#[cfg(feature = "ssr")]
pub mod clock;
#[cfg(feature = "ssr")]
pub mod config;
#[cfg(feature = "ssr")]
pub mod demo;
#[cfg(feature = "ssr")]
pub mod flow;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
pub mod i18n;
#[cfg(feature = "ssr")]
pub mod idx;
#[cfg(feature = "ssr")]
pub mod lint;
#[cfg(feature = "ssr")]
pub mod policy_as_code;
#[cfg(feature = "ssr")]
pub mod random;
#[cfg(feature = "ssr")]
pub mod ui;

/// Entry point of the browser's half: wakes the islands of a server-rendered page.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}

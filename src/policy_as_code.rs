//! Policy as code: files that say what posture checks, device assurance policies, sign-in policies and apps an
//! organization should have, compared with what it has, and applied. The format: `docs/policy-as-code.md`.
//!
//! ```text
//! texts ──Files::read──▶ Files ─┐
//!                               ├─Plan::new──▶ Plan ──carry_out──▶ management API
//! management API ──read──▶ Organization ──Export::new──▶ text
//! ```
//!
//! Reading files, planning and exporting are pure; [`Client`] alone talks to a management API, which may be Doorstep's
//! own, in process or over the network, or Okta's. Names of ours the message linter only.

mod canonical;
mod carry_out;
mod client;
mod export;
mod files;
mod kind;
mod lint;
mod mistake;
mod node;
mod organization;
mod plan;
mod shape;
mod yaml;

pub use carry_out::Interrupted;
pub use client::{Client, Error as ClientError, Pause, authorization};
pub use export::{Error as ExportError, Export};
pub use files::{CustomCheck, Files, Source};
pub use lint::{Located, count};
pub use mistake::{Mistake, Mistakes};
pub use organization::{Needs, Organization};
pub use plan::{Impossible, Plan, Written};

/// What servers call the rule behind all others.
const CATCH_ALL: &str = "Catch-all Rule";

/// The highest priority of a rule; the Catch-all is behind it.
const LAST_PRIORITY: i64 = 98;

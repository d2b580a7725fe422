//! The IDX wire (`docs/spec/idx.md`): what an Identity Engine server sends and what it is sent.
//!
//! The types are tolerant: unknown fields are ignored, unknown forms are kept as [`Form`]s, a field of an unexpected
//! shape is dropped rather than refused. The backend builds the same types, so both sides cannot drift apart.

mod assurance;
pub mod client;
mod device;
mod error;
mod exemption;
mod exemption_request;
mod form;
mod handout;
mod message;
mod response;
mod transaction;

pub use assurance::{Assurance, Shortfall};
pub use device::{
    AuthenticatorChallenge, Cause, ChallengeMethod, CheckResult, DeviceAssurance, DeviceSummary,
    Fix, OptionItem, Outcome, Reason, Remedy, Verdict,
};
pub use error::Error;
pub use exemption::{Exemption, ExemptionStatus};
pub use exemption_request::{ExemptionRequest, ExemptionRequests, RequestedCheck};
pub use form::{Field, FieldForm, FieldOption, Form};
pub use handout::{Handout, HandoutKind, HandoutView, Resumed};
pub use message::{Link, Message, MessageClass, MessageI18n};
pub use response::Reply;
pub use transaction::{App, Transaction, User, UserProfile, Wrapped};

//! What the HTTP tests share.

mod app;
// Written for the store; the same databases for the HTTP tests.
#[path = "../backend/store/testing.rs"]
mod database;
mod idx_server;
mod org;
mod person;
mod remote_org;

pub(crate) use app::{Answer, START, TestApp, encode};
pub(crate) use database::{Database, on_both_databases};
pub(crate) use idx_server::{IdxServer, sample, success};
pub(crate) use org::{Device, Org};
pub(crate) use person::Person;
pub(crate) use remote_org::{
    Answer as OrgAnswer, CHALLENGE, CLIENT, REDIRECT_URI, RemoteOrg, SECRET, VERIFIER,
};

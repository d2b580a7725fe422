//! What the HTTP tests share.

mod app;
mod idx_server;
mod org;

pub(crate) use app::{Answer, START, TestApp, encode};
pub(crate) use idx_server::{IdxServer, sample, success};
pub(crate) use org::{Device, Org};

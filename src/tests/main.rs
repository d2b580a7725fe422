//! HTTP tests.

mod directions;
mod events;
#[cfg(test)]
mod management;
mod page;
mod sign_in;
mod support;

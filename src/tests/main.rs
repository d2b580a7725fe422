//! HTTP tests.

mod directions;
#[cfg(test)]
mod management;

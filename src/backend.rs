//! The embedded evaluation backend, mounted like any IDX server: the page reaches it over HTTP and the wire types only.

pub mod evaluation;
pub mod management;
pub mod password;
pub mod sign_in;
pub mod store;

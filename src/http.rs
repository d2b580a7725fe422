//! axum: the table of URLs, page handlers, cookies, headers, errors.

//! The few interactive parts of the page, compiled for the server (their markup) and for the browser (their behaviour).
//!
//! Rules: every string comes in as a prop; nothing secret does, props are in the page source; the page is usable and
//! stable without them; no Fluent, ICU, regex or URL parsing here, the WASM budget is 80 KB brotli.

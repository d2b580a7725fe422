//! The few interactive parts of the page, compiled for the server (their markup) and for the browser (their behaviour).
//!
//! Each wraps server-rendered markup and takes what it needs, all texts included, from that markup's `data-`
//! attributes: props would bring a JSON parser into the WASM (20 KB). Nothing secret goes in, it is in the page source;
//! the page is usable and stable without them; no Fluent, ICU, regex or URL parsing here, the budget is 80 KB brotli.

mod agent;
pub mod agent_button;
pub mod auto_continue;
pub mod copy_text;
pub mod countdown;
pub mod device_probe;
mod dom;
pub mod embed;
pub mod live_events;
pub mod local_time;
mod news;
mod remaining;
pub mod reveal_password;
pub mod security_key;
pub mod session_end;
mod speaker;
pub mod submit_once;
mod tabs;
pub mod waiting;

pub use agent_button::AgentButton;
pub use auto_continue::AutoContinue;
pub use copy_text::CopyText;
pub use countdown::Countdown;
pub use device_probe::DeviceProbe;
pub use embed::Embed;
pub use live_events::LiveEvents;
pub use live_events::verdict_path;
pub use local_time::LocalTime;
pub use reveal_password::RevealPassword;
pub use security_key::SecurityKeyPrompt;
pub use session_end::SessionEnd;
pub use submit_once::SubmitOnce;
pub use waiting::Waiting;

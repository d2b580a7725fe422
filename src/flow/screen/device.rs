//! The device is asked about itself: `docs/spec/idx.md` section 2.4.

use super::{About, Action, FormPage, Link, Poll, Text};

/// The device is asked about itself.
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceChallenge {
    /// Who, where, what there is to say, the way back.
    pub about: About,
    /// `deviceTrust.sso.redirectText`, `customUri.title`, `universalLink.title` or `appLink.title`.
    pub title: Text,
    /// How the agent is reached.
    pub method: DeviceMethod,
    /// Goes on once the agent has answered; [`Poll::action`] is the button for people without script.
    pub poll: Poll,
    /// Gives the device check up. A form post that may carry `reason` (`OV_UNREACHABLE_BY_LOOPBACK`,
    /// `OV_RETURNED_ERROR` or `USER_CANCELED`, the default) and `statusCode` (an integer or empty).
    pub stop: Option<Action>,
    /// What else leads on: other methods, sign up. Only its alternatives, actions and providers are filled.
    pub beside: FormPage,
    /// Whether nobody has asked for this yet: the very first question of a sign-in, before anybody said who they are.
    /// Where the browser refuses it, the way on is the form and not an explanation.
    pub silent: bool,
}

/// How the device's agent is reached.
#[derive(Clone, PartialEq, Eq)]
pub enum DeviceMethod {
    /// By requests to this machine.
    Loopback {
        /// Where to try, in order, strictly one after the other.
        addresses: Vec<AgentAddress>,
        /// Milliseconds that one probe may take.
        probe_timeout: u64,
        /// What the agent is given: `POST base/challenge {"challengeRequest": …}`.
        challenge_request: String,
        /// Help for Chrome's local network permission, where the server has one.
        permission_help: Option<Link>,
    },
    /// By an address that a program has registered: custom URI, app link or universal link.
    Launch {
        /// Opened by a link; its scheme was checked. With the name that was typed as `login_hint`.
        href: String,
        /// Whether it leads to a program by a scheme of its own: the page stays, so it is opened at once.
        at_once: bool,
        /// Where the program can be had.
        download: Option<Link>,
    },
    /// Chrome Device Trust: a hidden frame loads this address.
    ChromeDeviceTrust {
        /// What the frame loads.
        href: String,
    },
    /// A sign-in extension of the system (Apple's) that would answer the browser's own request to the server. This page
    /// asks the server itself, which then offers the next way: [`DeviceChallenge::poll`] is to be submitted at once.
    Extension,
    /// A method that this page does not know.
    Unsupported,
}

/// An address of the agent on this machine.
#[derive(Clone, PartialEq, Eq)]
pub struct AgentAddress {
    /// Scheme, host and port: `http://localhost:6511`. Also what the security policy names.
    pub base: String,
    /// For people without script, and where fetching is blocked: opens the agent itself, which answers the challenge
    /// and comes back here.
    pub link: String,
}

impl AgentAddress {
    /// The link for a hidden frame: the agent answers without a click, and the page keeps its `#fragment`.
    pub fn frame(&self) -> String {
        format!("{}&frame=true", self.link)
    }
}

// Both hold the challenge, which is for the agent alone and not for logs.
impl std::fmt::Debug for DeviceMethod {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Loopback {
                addresses,
                probe_timeout,
                ..
            } => formatter
                .debug_struct("Loopback")
                .field("addresses", addresses)
                .field("probe_timeout", probe_timeout)
                .finish_non_exhaustive(),
            Self::Launch { .. } => formatter.write_str("Launch"),
            Self::Extension => formatter.write_str("Extension"),
            Self::ChromeDeviceTrust { .. } => formatter.write_str("ChromeDeviceTrust"),
            Self::Unsupported => formatter.write_str("Unsupported"),
        }
    }
}

impl std::fmt::Debug for AgentAddress {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.base)
    }
}

//! Device challenges (`docs/spec/idx.md` section 2.4) and Doorstep's extension `deviceAssurance`, which tells the page
//! what the messages alone cannot: verdicts, values, the device, the server's time. Okta's clients ignore it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Exemption, Form,
    transaction::{lenient, lenient_list},
};

/// What the browser should do to reach the device's agent.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct AuthenticatorChallenge {
    /// How the agent is reached.
    #[serde(deserialize_with = "lenient")]
    pub challenge_method: ChallengeMethod,
    /// The signed challenge (a JWT) that the agent is given.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub challenge_request: Option<String>,
    /// Scheme and host of the agent, for instance `http://localhost`.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub domain: Option<String>,
    /// Probed before `domain` on every port.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub https_domain: Option<String>,
    /// Ports to try, in order.
    #[serde(
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "lenient_list"
    )]
    pub ports: Vec<String>,
    /// How long to wait for one probe.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub probe_timeout_millis: Option<u64>,
    /// Where a custom URI, app link or universal link goes.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub href: Option<String>,
    /// Where the agent can be had.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub download_href: Option<String>,
    /// Help for Chrome's local network permission.
    #[serde(
        rename = "chromeLocalNetworkAccessDetails",
        skip_serializing_if = "Value::is_null"
    )]
    pub chrome_local_network_access_details: Value,
    /// Gives the challenge up; takes `reason` and `statusCode`.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub cancel: Option<Form>,
}

/// How the agent is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ChallengeMethod {
    /// Requests to the agent on this machine.
    #[default]
    Loopback,
    /// A URI scheme that the agent has registered.
    CustomUri,
    /// An iOS universal link.
    UniversalLink,
    /// An Android app link.
    AppLink,
    /// Chrome Device Trust.
    ChromeDtc,
    /// A method that is not in the specification.
    #[serde(other)]
    Unknown,
}

/// The extension object of a denial, a reminder or a success that followed one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeviceAssurance {
    /// The server's time when the response was made: countdowns start from it.
    pub server_time: Timestamp,
    /// Grows with every evaluation in this transaction.
    pub revision: u64,
    /// When the device was last evaluated; absent where no signals have come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_at: Option<Timestamp>,
    /// What the evaluation came to.
    pub outcome: Outcome,
    /// The device, as far as it is known.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient"
    )]
    pub device: Option<DeviceSummary>,
    /// When access ends, on a reminder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Timestamp>,
    /// On a reminder that need not be shown at every sign-in: from when on it is shown again to somebody who confirms it
    /// now. The deadline, where it is the last one.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient"
    )]
    pub reminds_again_at: Option<Timestamp>,
    /// Why nothing could be checked at all, for instance because no agent answered.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient"
    )]
    pub cause: Option<Cause>,
    /// The checks, each once. Empty where the policy hides them.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "lenient_list"
    )]
    pub checks: Vec<CheckResult>,
    /// The ways out, each a group of what is still to do. Any one of them is enough.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "lenient_list"
    )]
    pub options: Vec<Remedy>,
    /// The person's latest request for more time, where there is one.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient"
    )]
    pub exemption: Option<Exemption>,
    /// Waits for the next evaluation: answers when `revision` has grown or after some seconds.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient"
    )]
    pub watch: Option<Form>,
}

/// What an evaluation came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// The device may be used.
    Compliant,
    /// It may be used until the deadline.
    Grace,
    /// It may not be used.
    Denied,
}

/// A device as a person knows it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct DeviceSummary {
    /// Identifier, `guo…`.
    #[serde(deserialize_with = "lenient")]
    pub id: String,
    /// The name that its owner gave it.
    #[serde(deserialize_with = "lenient")]
    pub display_name: String,
    /// `ANDROID`, `CHROMEOS`, `IOS`, `MACOS` or `WINDOWS`.
    #[serde(deserialize_with = "lenient")]
    pub platform: String,
    /// Version of its operating system.
    #[serde(deserialize_with = "lenient")]
    pub os_version: String,
}

/// One check of one device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckResult {
    /// The condition's field name (`osVersion`, `diskEncryptionType`, …) or a posture check's `variableName`.
    pub id: String,
    /// The name an admin gave to a posture check; absent for built-in conditions, which the page names itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// Why it could not be checked.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient"
    )]
    pub cause: Option<Cause>,
    /// What the device has, in the wire's words (`14.3`, `NONE`, `0`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed: Option<String>,
    /// What is asked for, in the wire's words (`14.4`, `ALL_INTERNAL_VOLUMES`, `1`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<String>,
    /// What fixing it takes, where it failed.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient"
    )]
    pub fix: Option<Fix>,
    /// Why it matters, where it failed.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient"
    )]
    pub reason: Option<Reason>,
}

/// What fixing a check takes. What is not known is absent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Fix {
    /// How long it takes, roughly, in minutes.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub minutes: Option<u32>,
    /// Whether the device restarts.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub restart_required: Option<bool>,
    /// Whether it needs an administrator of the device.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub admin_rights_required: Option<bool>,
    /// Opens the place in the device's settings: `x-apple.systempreferences:`, `ms-settings:`, `intent:` or https.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub settings_url: Option<String>,
}

/// Why a check matters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Reason {
    /// The message key.
    #[serde(deserialize_with = "lenient")]
    pub key: String,
    /// The text for clients that do not know the key; an administrator's in the person's language, where there is one.
    #[serde(deserialize_with = "lenient")]
    pub text: String,
}

/// One way out: what one policy still asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Remedy {
    /// What is still to do, in order.
    pub items: Vec<OptionItem>,
}

/// A step of a way out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct OptionItem {
    /// [`CheckResult::id`].
    pub check: String,
    /// Index of its instruction in the transaction's `messages`; absent where the admin gives none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<usize>,
}

/// Verdict of a check: never says "fail" when it could not look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verdict {
    /// The device meets the condition.
    Pass,
    /// The device does not meet it.
    Fail,
    /// Could not be checked.
    Unknown,
}

impl Verdict {
    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "PASS",
            Self::Fail => "FAIL",
            Self::Unknown => "UNKNOWN",
        }
    }
}

/// Why something could not be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Cause {
    /// No agent answered on this device.
    AgentUnreachable,
    /// The agent answered with an error.
    AgentError,
    /// The person stopped the check.
    Canceled,
    /// The query took too long.
    Timeout,
    /// The query failed or did not give exactly one value.
    QueryError,
    /// This device does not allow custom checks, or not for this organization.
    NotAllowed,
    /// The agent did not send this signal.
    NotReported,
}

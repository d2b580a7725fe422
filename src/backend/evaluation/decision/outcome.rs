//! What is decided: for the person, for the log, and to be remembered.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{CheckResult, GraceWindow, PolicyEvaluation};
use crate::backend::evaluation::Reminding;

/// What was decided, and what must be remembered of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// What happens.
    pub outcome: Outcome,
    /// The rule that decided; `None` where no rule matched, which denies.
    pub rule_id: Option<String>,
    /// Its name.
    pub rule_name: Option<String>,
    /// Every policy that was looked at, for the log. Not for the person: some of them may be hidden.
    pub policies: Vec<PolicyEvaluation>,
    /// The checks that the person may see, each once.
    pub checks: Vec<CheckResult>,
    /// Windows of grace that begin now. Where one is stored already, that one holds.
    pub grace_starts: Vec<GraceWindow>,
    /// Windows of grace that begin when the reminder is given to the person, then counted from that instant.
    #[serde(default)]
    pub grace_pending: Vec<GraceWindow>,
    /// Policies that the device meets now: their windows of grace are over, and what was confirmed in them.
    pub grace_clears: Vec<String>,
    /// With [`Outcome::Grace`]: how often its policy wants people to be reminded; `None`, at every sign-in.
    #[serde(default)]
    pub reminding: Option<Reminding>,
}

/// What happens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "type")]
pub enum Outcome {
    /// The person may go on.
    #[serde(rename_all = "camelCase")]
    Allow {
        /// What the person must prove, as the rule has it.
        verification_method: Option<Value>,
    },
    /// The person may go on after a reminder.
    #[serde(rename_all = "camelCase")]
    Grace {
        /// The policy whose window is shown.
        policy_id: String,
        /// When access ends: from this instant on.
        deadline: Timestamp,
        /// What to fix until then; any one is enough.
        options: Vec<Remedy>,
        /// What the person must prove, as the rule has it.
        verification_method: Option<Value>,
    },
    /// The person may not go on.
    #[serde(rename_all = "camelCase")]
    Deny {
        /// Whether anything about the device may be said.
        show: bool,
        /// What to fix; any one is enough. Empty where nothing may be said.
        options: Vec<Remedy>,
    },
}

/// One way out: what one policy still asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Remedy {
    /// The policy.
    pub policy_id: String,
    /// The checks that did not pass, in order.
    pub items: Vec<CheckResult>,
}

impl Outcome {
    /// Whether a person is told what to do.
    pub fn instructs(&self) -> bool {
        let options = match self {
            Self::Allow { .. } => return false,
            Self::Grace { options, .. } => options,
            Self::Deny { show, options } => {
                if !show {
                    return false;
                }
                options
            }
        };
        options
            .iter()
            .flat_map(|option| &option.items)
            .any(|item| item.instruction.is_some())
    }
}

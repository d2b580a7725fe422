//! `expand`: what is embedded in a policy. Only where it is asked for: some SDKs cannot read `_embedded`
//! (`docs/spec/management-api.md` 8.3, trap D).

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Answer;
use crate::backend::management::{
    ManagementState,
    error::{ApiError, ApiResult},
    rules,
};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct Expand {
    /// `rules`: the rules are embedded in the answer.
    #[param(value_type = String, required = false, pattern = "^(rules)?$")]
    expand: Option<String>,
}

impl Expand {
    /// Whether the rules are asked for.
    pub(super) fn rules(&self) -> ApiResult<bool> {
        asks_for_rules(self.expand.as_deref())
    }
}

/// Whether `expand` asks for the rules.
///
/// # Errors
/// `E0000001` where it asks for anything else.
pub(super) fn asks_for_rules(expand: Option<&str>) -> ApiResult<bool> {
    match expand {
        None => Ok(false),
        Some("rules") => Ok(true),
        Some(_) => Err(ApiError::field(
            "expand",
            "expand: Only rules can be embedded in a policy",
        )),
    }
}

/// What is embedded in a policy.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PolicyEmbedded)]
pub(super) struct Embedded {
    /// All of its rules, in the order in which they are asked.
    rules: Vec<rules::Answer>,
}

impl Answer {
    /// Puts the policy's rules into the answer.
    ///
    /// # Errors
    /// Where the store refuses.
    pub(super) async fn embed_rules(&mut self, state: &ManagementState) -> ApiResult<()> {
        let rules = state.store().rules(&self.policy.id).await?;
        let rules = rules
            .into_iter()
            .map(|rule| rules::wire(state, &self.policy.id, rule));
        self.embedded = Some(Embedded {
            rules: rules.collect(),
        });
        Ok(())
    }
}

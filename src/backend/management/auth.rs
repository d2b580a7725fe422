//! Who calls and what they may do: API tokens (`SSWS`) and OAuth access tokens (`Bearer`).

use std::{future::Future, marker::PhantomData, pin::Pin};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};

use super::{
    ManagementState,
    audit::Origin,
    error::{ApiError, ApiResult},
    tokens,
};
use crate::backend::store;

/// Who calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// Identifier of the token, client or user.
    pub id: String,
    /// `User`, `PublicClientApp` or `SystemPrincipal`.
    pub kind: String,
    /// Name.
    pub name: String,
    /// What it may do, for instance `okta.policies.manage`.
    pub scopes: Vec<String>,
    /// The user whose token it is, where it is somebody's.
    pub user_id: Option<String>,
}

impl Principal {
    /// Whether it may do `scope`; who may manage may also read.
    pub(super) fn may(&self, scope: &str) -> bool {
        let manage = scope
            .strip_suffix(".read")
            .map(|family| format!("{family}.manage"));
        self.scopes
            .iter()
            .any(|own| own == scope || Some(own) == manage.as_ref())
    }

    /// Whether it may let an app do `scope`: nobody gives away more than they may do themselves, and nobody whose own
    /// requests it decides about gives away the decision.
    pub(super) fn may_hand_on(&self, scope: &str) -> bool {
        let decides_about_own = self.user_id.is_some() && scope == ManageExemptions::NAME;
        self.may(scope) && !decides_about_own
    }
}

/// Verifies OAuth access tokens.
pub trait AccessTokens: Send + Sync + std::fmt::Debug {
    /// Whose token this is, and what it may do now; `None` where it is not good.
    fn verify<'a>(&'a self, token: &'a str) -> Verified<'a>;
}

/// What [`AccessTokens::verify`] answers. An error is a store that cannot be asked.
pub type Verified<'a> = Pin<Box<dyn Future<Output = store::Result<Option<Principal>>> + Send + 'a>>;

/// Finds out who calls; `None` without a good token.
///
/// Okta's Python SDK writes `SSWS00abc` and `BearereyJ…` without a blank: any number of blanks is good.
pub(super) async fn principal(
    state: &ManagementState,
    headers: &HeaderMap,
) -> ApiResult<Option<Principal>> {
    let Some(value) = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
    else {
        return Ok(None);
    };
    let prefixed = |scheme: &str| {
        let head = value
            .get(..scheme.len())
            .filter(|head| head.eq_ignore_ascii_case(scheme))?;
        value
            .get(head.len()..)
            .map(|token| token.trim_matches(' '))
            .filter(|token| !token.is_empty())
    };
    if let Some(token) = prefixed("SSWS") {
        let found = state
            .store()
            .api_token_by_hash(&tokens::hash(token))
            .await?;
        let Some(token) = found else { return Ok(None) };
        if let Some(user_id) = &token.user_id {
            // Whoever may not sign in any more has no token that is good.
            let user = state.store().user(user_id).await?;
            if user.is_none_or(|user| user.status != "ACTIVE") {
                return Ok(None);
            }
        }
        return Ok(Some(Principal {
            id: token.id,
            kind: "SystemPrincipal".to_owned(),
            name: token.name,
            scopes: token.scopes,
            user_id: token.user_id,
        }));
    }
    match (prefixed("Bearer"), &state.0.access_tokens) {
        (Some(token), Some(access_tokens)) => Ok(access_tokens.verify(token).await?),
        _ => Ok(None),
    }
}

/// What a call needs, as a type: a handler that takes a [`Call`] cannot forget to ask.
pub(super) trait Scope {
    /// The OAuth scope.
    const NAME: &'static str;
    /// Whether somebody may do it.
    fn held_by(principal: &Principal) -> bool {
        principal.may(Self::NAME)
    }
    /// Whether the feature is switched on.
    fn enabled(config: &super::Config) -> bool {
        let _ = config;
        true
    }
}

/// Needs a good token and no scope.
#[derive(Debug)]
pub(super) struct Anybody;

impl Scope for Anybody {
    const NAME: &'static str = "";
    fn held_by(_: &Principal) -> bool {
        true
    }
}

macro_rules! scopes {
    ($($(#[doc = $doc:literal])* $name:ident = $scope:literal $(, if $feature:ident)?;)*) => {
        /// Every scope and what it lets do.
        pub(super) const SCOPES: &[(&str, &str)] = &[$(($scope, concat!($($doc),*))),*];
        /// The name of every scope.
        pub const SCOPE_NAMES: &[&str] = &[$($scope),*];
        $(
        $(#[doc = $doc])*
        #[derive(Debug)]
        pub(super) struct $name;
        impl Scope for $name {
            const NAME: &'static str = $scope;
            $(fn enabled(config: &super::Config) -> bool { config.$feature })?
        }
        )*
    };
}

scopes! {
    /// Reads posture checks.
    ReadChecks = "okta.devicePostureChecks.read", if posture_checks;
    /// Writes posture checks.
    ManageChecks = "okta.devicePostureChecks.manage", if posture_checks;
    /// Reads device assurance policies.
    ReadAssurance = "okta.deviceAssurance.read", if device_assurance;
    /// Writes device assurance policies.
    ManageAssurance = "okta.deviceAssurance.manage", if device_assurance;
    /// Reads sign-in policies.
    ReadPolicies = "okta.policies.read";
    /// Writes sign-in policies.
    ManagePolicies = "okta.policies.manage";
    /// Reads apps.
    ReadApps = "okta.apps.read";
    /// Writes apps.
    ManageApps = "okta.apps.manage";
    /// Reads what apps may do in their own name.
    ReadGrants = "okta.appGrants.read";
    /// Grants apps what they may do in their own name.
    ManageGrants = "okta.appGrants.manage";
    /// Reads users.
    ReadUsers = "okta.users.read";
    /// Writes users.
    ManageUsers = "okta.users.manage";
    /// Reads the log.
    ReadLogs = "okta.logs.read";
    /// Looks at what people were shown, by their code for the help desk.
    ReadHelpdesk = "doorstep.helpdesk.read";
    /// Reads requests for exemptions.
    ReadExemptions = "doorstep.exemptions.read";
    /// Decides about requests for exemptions.
    ManageExemptions = "doorstep.exemptions.manage";
    /// Reads device integrations.
    ReadIntegrations = "okta.deviceIntegrations.read";
    /// Writes device integrations.
    ManageIntegrations = "okta.deviceIntegrations.manage";
}

/// A call by somebody who may do what `S` says.
#[derive(Debug)]
pub(super) struct Call<S> {
    /// The state.
    pub(super) state: ManagementState,
    /// Who calls.
    pub(super) principal: Principal,
    /// From where, in which request.
    pub(super) origin: Origin,
    scope: PhantomData<S>,
}

impl<S: Scope> FromRequestParts<ManagementState> for Call<S> {
    type Rejection = ApiError;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &ManagementState,
    ) -> Result<Self, ApiError> {
        // The envelope has looked who calls, for its rate limits.
        let principal = parts
            .extensions
            .get::<Principal>()
            .cloned()
            .ok_or(ApiError::InvalidToken)?;
        if !S::enabled(&state.0.config) {
            return Err(ApiError::FeatureOff);
        }
        if !S::held_by(&principal) {
            return Err(ApiError::Forbidden);
        }
        let origin = parts
            .extensions
            .get::<Origin>()
            .cloned()
            .unwrap_or_default();
        Ok(Self {
            state: state.clone(),
            principal,
            origin,
            scope: PhantomData,
        })
    }
}

//! What people are told whose device falls short of a policy, for administrators who want to see it: by the same hand as
//! in a sign-in, without one.

use serde_json::Value;

use super::{
    Service, caller,
    exemption::MoreTime,
    response::{self, Surroundings},
    transaction::{AppRequest, Evaluation, SeenDevice, SignIn, State},
};
use crate::backend::{
    catalogue,
    evaluation::{Cause, DeviceAssurance, Outcome, Shortfall, Verdict},
    management::{Previewed, Previews},
};

impl Previews for Service {
    fn preview<'a>(
        &'a self,
        policy: &'a DeviceAssurance,
        shortfall: &'a Shortfall,
        languages: &'a str,
    ) -> Previewed<'a> {
        Box::pin(async move {
            let now = self.clock.now();
            let checks = self.store.posture_checks().await?;
            let catalogue = catalogue::current(&self.store).await?;
            let told = shortfall.decide(policy, &checks, &catalogue, now);
            let known = shortfall.verdict == Verdict::Fail;
            let device = SeenDevice {
                id: String::new(),
                display_name: String::new(),
                platform: policy.platform,
                os_version: told.signals.os_version.get().cloned().unwrap_or_default(),
            };
            let state = match told.decision.outcome {
                Outcome::Grace { .. } => State::Grace,
                Outcome::Allow { .. } | Outcome::Deny { .. } => State::Denied,
            };
            let sign_in = SignIn {
                state,
                revision: 1,
                evaluation: Some(Evaluation {
                    decision: told.decision,
                    signals: told.signals,
                    device: known.then_some(device),
                    cause: (!known).then_some(Cause::AgentUnreachable),
                    checked_at: known.then_some(now),
                    more_time: MoreTime::default(),
                }),
                ..SignIn::new(nobodys(), now)
            };
            let around = Surroundings {
                config: &self.config,
                handle: "",
                expires_at: now,
                now,
                user: None,
                app: None,
                challenge_request: None,
                code: None,
                languages: &caller::languages(languages),
            };
            let mut response = response::transaction(&sign_in, &around);
            response.state_handle = None;
            response.expires_at = None;
            // As where a device has answered: it can be asked again.
            response.recheck = Some(around.form("recheck", "/idp/idx/device/recheck", Vec::new()));
            let response: Value = serde_json::to_value(response)?;
            Ok(response)
        })
    }
}

/// No app has asked for it.
fn nobodys() -> AppRequest {
    AppRequest {
        client_id: String::new(),
        redirect_uri: String::new(),
        scopes: Vec::new(),
        nonce: None,
        code_challenge: String::new(),
        login_hint: None,
    }
}

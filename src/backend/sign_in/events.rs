//! The System Log of sign-ins (`docs/spec/management-api.md` 6.2, `docs/system-log.md`). No secret, and no login that does
//! not exist: people type passwords into the wrong field.
//!
//! Events are only made here. They are stored in the database transaction of what they tell.

use serde_json::{Value, json};

use super::{
    Error, Service,
    caller::Caller,
    transaction::{Evaluation, Handed, SeenDevice, SignIn},
};
use crate::{
    backend::{
        evaluation::{AccessPolicy, Exemption, Outcome, Platform, Signal, Signals},
        store::{Actor, App, Grant, LogEvent, Stored, Target, Together, User},
    },
    idx::HandoutKind,
};

mod evaluation;
mod kinds;

use evaluation::decided_target;
#[cfg(test)]
pub(super) use kinds::ALL;
use kinds::Kind;

/// The longest value of a check that the log keeps.
const LONGEST_VALUE: usize = 256;

/// The type of an exemption as a target.
const EXEMPTION: &str = "DeviceAssuranceExemption";

/// What the events of one step of a sign-in have in common.
#[derive(Debug, Clone)]
pub(super) struct Teller<'a> {
    service: &'a Service,
    caller: &'a Caller,
    /// Ties the events of a sign-in together.
    session: String,
    client_id: String,
    user: Option<User>,
    app: Option<App>,
    policy: Option<AccessPolicy>,
}

impl Service {
    /// Tells of a sign-in.
    pub(super) async fn teller<'a>(
        &'a self,
        stored: &Stored<SignIn>,
        caller: &'a Caller,
    ) -> Result<Teller<'a>, Error> {
        let sign_in = &stored.document;
        let user = match &sign_in.user_id {
            Some(id) => self.store.user(id).await?,
            None => None,
        };
        let app = self.store.app(&sign_in.request.client_id).await?;
        let policy = match &app {
            Some(app) => self.store.policy(&app.policy_id).await?,
            None => None,
        };
        Ok(Teller {
            service: self,
            caller,
            session: stored.id.clone(),
            client_id: sign_in.request.client_id.clone(),
            user,
            app,
            policy,
        })
    }
}

impl Teller<'_> {
    /// The same, of this person: before the password is proven, the sign-in has none.
    pub(super) fn of(mut self, user: Option<&User>) -> Self {
        self.user = user.cloned();
        self
    }

    /// A password was tried: of the person whose login was typed, if there is such a person.
    pub(super) fn password(&self, right: bool) -> LogEvent {
        let event = self.event(&kinds::VERIFY).debug("factor", "PASSWORD");
        if right {
            event
        } else {
            warn(event).outcome("FAILURE", Some("INVALID_CREDENTIALS"))
        }
    }

    /// A password was not even looked at: too many were wrong.
    pub(super) fn locked(&self) -> LogEvent {
        warn(self.event(&kinds::VERIFY).debug("factor", "PASSWORD"))
            .outcome("FAILURE", Some("TOO_MANY_ATTEMPTS"))
    }

    /// The app's policy wants to know the device before it decides.
    pub(super) fn challenged(&self) -> LogEvent {
        let mut event = self.event(&kinds::EVALUATE);
        event.target.extend(self.policy_target());
        event.target.extend(self.app_target());
        event.outcome("CHALLENGE", Some(&reason("CHALLENGE")))
    }

    /// A denial with instructions, or a reminder, is given to the person.
    pub(super) fn shown(&self, after: &SignIn) -> Vec<LogEvent> {
        let Some(evaluation) = &after.evaluation else {
            return Vec::new();
        };
        let decision = &evaluation.decision;
        let (kind, policy_id) = match &decision.outcome {
            Outcome::Grace { policy_id, .. } => (&kinds::GRACE_REMIND, Some(policy_id)),
            Outcome::Deny { .. } => (&kinds::REMEDIATION_SHOW, None),
            Outcome::Allow { .. } => return Vec::new(),
        };
        let mut event = self.on_device(kind, evaluation.device.as_ref());
        if let Some(id) = policy_id {
            event = event.target(decided_target(id, decision, evaluation.device.as_ref()));
        }
        let told: Vec<_> = match &decision.outcome {
            Outcome::Grace { options, .. } | Outcome::Deny { options, .. } => options
                .iter()
                .flat_map(|option| &option.items)
                .filter(|item| item.instruction.is_some())
                .map(|item| item.id.as_str())
                .collect(),
            Outcome::Allow { .. } => Vec::new(),
        };
        event = event
            .debug("revision", after.revision)
            .debug("checks", json!(told));
        if let Outcome::Grace { deadline, .. } = &decision.outcome {
            event = event.debug("expiresAt", format!("{deadline:.3}"));
        }
        vec![event]
    }

    /// The person takes something along.
    pub(super) fn handed_out(&self, id: &str, handed: &Handed) -> LogEvent {
        let mut event = self.event(&kinds::HANDOUT_CREATE);
        event.target.extend(self.app_target());
        event
            .target(target("Handout", id, handed.kind.as_str()))
            .debug("kind", handed.kind.as_str())
            .debug("revision", handed.revision)
            .debug("expiresAt", format!("{:.3}", handed.expires_at))
    }

    /// The person asks for more time. Why is for administrators, not for the log.
    pub(super) fn asked(&self, exemption: &Exemption, evaluation: &Evaluation) -> LogEvent {
        self.about_exemption(&kinds::EXEMPTION_REQUEST, exemption, evaluation)
            .debug("requestedDuration", exemption.requested_duration.clone())
            .debug("checks", json!(exemption.subject.checks))
    }

    /// An event about an exemption from a policy that was looked at.
    fn about_exemption(
        &self,
        kind: &Kind,
        exemption: &Exemption,
        evaluation: &Evaluation,
    ) -> LogEvent {
        let (seen, decision) = (evaluation.device.as_ref(), &evaluation.decision);
        self.on_device(kind, seen)
            .target(decided_target(&exemption.subject.policy_id, decision, seen))
            .target(target(EXEMPTION, &exemption.id, ""))
    }

    /// A sign-in goes on by a link: in the browser that began it, or in another one, where the password is asked for again.
    pub(super) fn resumed(&self, id: &str, same_browser: bool) -> LogEvent {
        let mut event = self.event(&kinds::RESUME);
        event.target.extend(self.app_target());
        event
            .target(target("Handout", id, HandoutKind::Resume.as_str()))
            .debug("sameBrowser", same_browser)
    }

    /// A reminder was confirmed; `before` is the sign-in that stood at it.
    pub(super) fn skipped(&self, before: &SignIn) -> Together {
        let evaluation = before.evaluation.as_ref();
        let Some((evaluation, deadline)) = evaluation.zip(before.deadline()) else {
            return Together::default();
        };
        let mut event = self.on_device(&kinds::GRACE_SKIP, evaluation.device.as_ref());
        if let Outcome::Grace { policy_id, .. } = &evaluation.decision.outcome {
            event = event.target(decided_target(
                policy_id,
                &evaluation.decision,
                evaluation.device.as_ref(),
            ));
        }
        let reminder =
            evaluation::confirmed(before, evaluation, deadline, self.service.clock.now());
        if let Some((_, next)) = &reminder {
            event = event.debug("nextReminderAt", format!("{next:.3}"));
        }
        Together {
            events: vec![event.debug("expiresAt", format!("{deadline:.3}"))],
            reminder: reminder.map(|(reminder, _)| reminder),
            ..Together::default()
        }
    }

    /// The app has redeemed the code: the person is in.
    pub(super) fn reached(&self, sign_in: &SignIn) -> Vec<LogEvent> {
        let evaluation = sign_in.evaluation.as_ref();
        [&kinds::SESSION_START, &kinds::SSO]
            .into_iter()
            .map(|kind| {
                let seen = evaluation.and_then(|evaluation| evaluation.device.as_ref());
                let mut event = self.on_device(kind, seen);
                if let Some(evaluation) = evaluation {
                    event.device = device(seen, &evaluation.signals);
                }
                event
            })
            .collect()
    }

    /// Somebody came with a good code but was not the one that it was issued to.
    pub(super) fn not_reached(&self, grant: &Grant) -> LogEvent {
        let mut event = warn(self.event(&kinds::SSO)).outcome("FAILURE", Some("INVALID_GRANT"));
        event.target.extend(self.app_target());
        if let Some(id) = &grant.device_id {
            event = event.target(target("UDDevice", id, ""));
        }
        event
    }

    /// An event about the app and a device.
    fn on_device(&self, kind: &Kind, seen: Option<&SeenDevice>) -> LogEvent {
        let mut event = self.event(kind);
        event.target.extend(self.app_target());
        event.target.extend(seen.map(device_target));
        event
    }

    fn event(&self, kind: &Kind) -> LogEvent {
        let actor = actor(self.user.as_ref());
        let mut event = event(self.service, kind.name, kind.message, actor, self.caller);
        event.authentication_context["externalSessionId"] = json!(self.session);
        event.debug("clientId", self.client_id.clone())
    }

    fn policy_target(&self) -> Option<Target> {
        let app = self.app.as_ref()?;
        let name = self.policy.as_ref().map_or("", |policy| &policy.name);
        Some(detailed(
            target("PolicyEntity", &app.policy_id, name),
            &json!({"policyType": "ACCESS_POLICY"}),
        ))
    }

    fn app_target(&self) -> Option<Target> {
        self.app.as_ref().map(app_target)
    }
}

/// An event that `caller` causes.
pub(super) fn event(
    service: &Service,
    name: &str,
    message: &str,
    actor: Actor,
    caller: &Caller,
) -> LogEvent {
    let now = service.clock.now();
    let mut event = LogEvent::new(now, &service.random, name, message, actor);
    event.client["ipAddress"] = json!(caller.address);
    if let Some(agent) = &caller.user_agent {
        event.client["userAgent"] = json!({"rawUserAgent": agent});
    }
    if let Some(address) = &caller.address {
        let version = if address.contains(':') { "V6" } else { "V4" };
        event.request = json!({"ipChain": [{"ip": address, "version": version, "source": null, "geographicalContext": null}]});
    }
    event.transaction["id"] = json!(caller.request_id);
    event
}

fn reason(result: &str) -> String {
    format!("Sign-on policy evaluation resulted in {result}")
}

/// The same, for administrators to look at.
pub(super) fn warn(mut event: LogEvent) -> LogEvent {
    event.severity = String::from("WARN");
    event
}

fn actor(user: Option<&User>) -> Actor {
    user.map_or_else(
        || Actor {
            id: String::from("unknown"),
            kind: String::from("User"),
            alternate_id: String::from("unknown"),
            display_name: String::from("unknown"),
        },
        |user| Actor {
            id: user.id.clone(),
            kind: String::from("User"),
            alternate_id: user.profile.login.clone(),
            display_name: format!("{} {}", user.profile.first_name, user.profile.last_name),
        },
    )
}

/// What something was done to.
pub(super) fn target(kind: &str, id: &str, name: &str) -> Target {
    Target {
        id: id.to_owned(),
        kind: kind.to_owned(),
        display_name: name.to_owned(),
        ..Target::default()
    }
}

/// An app that something was done to.
pub(super) fn app_target(app: &App) -> Target {
    Target {
        alternate_id: Some(app.label.clone()),
        ..target("AppInstance", &app.id, &app.label)
    }
}

fn detailed(target: Target, details: &Value) -> Target {
    Target {
        detail_entry: details.as_object().cloned(),
        ..target
    }
}

fn device_target(seen: &SeenDevice) -> Target {
    target("UDDevice", &seen.id, &seen.display_name)
}

/// The device as the log has it (6.2); the answers to custom checks in `device_integrator`. Whoever answered a challenge
/// of this sign-in was registered by that.
fn device(seen: Option<&SeenDevice>, signals: &Signals) -> Option<Value> {
    let seen = seen?;
    let answers: serde_json::Map<String, Value> = signals
        .checks
        .iter()
        .map(|(name, signal)| {
            let answer = signal
                .get()
                .map_or_else(|cause| json!({"cause": cause}), |value| json!(short(value)));
            (name.clone(), answer)
        })
        .collect();
    let integrator = if answers.is_empty() {
        Value::Null
    } else {
        json!({"com.okta.device.osquery": answers})
    };
    Some(json!({
        "id": seen.id,
        "name": seen.display_name,
        "os_platform": if seen.platform == Platform::Macos { "OSX" } else { seen.platform.as_str() },
        "os_version": seen.os_version,
        "managed": known(&signals.managed),
        "registered": true,
        "device_integrator": integrator,
        "disk_encryption_type": known(&signals.disk_encryption_type),
        "screen_lock_type": known(&signals.screen_lock_type),
        "jailbreak": known(&signals.jailbreak),
        "secure_hardware_present": known(&signals.secure_hardware_present),
    }))
}

fn known<T: serde::Serialize>(signal: &Signal<T>) -> Value {
    signal.get().map_or(Value::Null, |value| json!(value))
}

fn short(value: &str) -> String {
    let mut characters = value.chars();
    let mut text: String = characters.by_ref().take(LONGEST_VALUE).collect();
    if characters.next().is_some() {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_is_cut_and_says_so() {
        assert_eq!(short("1"), "1");
        assert_eq!(short(&"é".repeat(256)), "é".repeat(256));
        assert_eq!(short(&"é".repeat(257)), "é".repeat(256) + "…");
    }
}

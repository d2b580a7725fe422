//! The System Log of sign-ins (`docs/spec/management-api.md` 6.2). No secret, and no login that does not exist: people
//! type passwords into the wrong field.

use serde_json::{Value, json};

use super::transaction::SeenDevice;
use super::{Error, Service, caller::Caller, transaction::SignIn};
use crate::backend::{
    evaluation::{Cause, Outcome, Platform, Signal, Signals},
    store::{Actor, App, Grant, LogEvent, Target, User},
};

/// A password was tried; `user` where it was right.
pub(super) async fn verified(
    service: &Service,
    sign_in: &SignIn,
    user: Option<&User>,
    caller: &Caller,
) -> Result<(), Error> {
    let name = "user.authentication.verify";
    let event = event(service, name, "Verify user identity", person(user), caller)
        .debug("factor", "PASSWORD")
        .debug("clientId", sign_in.request.client_id.clone());
    let event = match user {
        Some(_) => event.outcome("SUCCESS", None),
        None => warn(event).outcome("FAILURE", Some("INVALID_CREDENTIALS")),
    };
    Ok(service.store.append_event(&event).await?)
}

/// A password was not even looked at: too many were wrong.
pub(super) async fn locked(
    service: &Service,
    sign_in: &SignIn,
    caller: &Caller,
) -> Result<(), Error> {
    let name = "user.authentication.verify";
    let event = event(service, name, "Verify user identity", person(None), caller)
        .debug("factor", "PASSWORD")
        .debug("clientId", sign_in.request.client_id.clone());
    let event = warn(event).outcome("FAILURE", Some("TOO_MANY_ATTEMPTS"));
    Ok(service.store.append_event(&event).await?)
}

/// A device was evaluated.
pub(super) async fn evaluated(
    service: &Service,
    sign_in: &SignIn,
    caller: &Caller,
) -> Result<(), Error> {
    let Some(evaluation) = &sign_in.evaluation else {
        return Ok(());
    };
    let user = match &sign_in.user_id {
        Some(id) => service.store.user(id).await?,
        None => None,
    };
    let app = service.store.app(&sign_in.request.client_id).await?;
    let decision = &evaluation.decision;
    let (result, grace) = match &decision.outcome {
        Outcome::Allow { .. } => ("ALLOW", None),
        Outcome::Grace { deadline, .. } => ("ALLOW", Some(deadline.to_string())),
        Outcome::Deny { .. } => ("DENY", None),
    };
    let mut targets = Vec::new();
    if let Some(app) = &app {
        targets.push(target("PolicyEntity", &app.policy_id, "", None));
        targets.push(app_target(app));
    }
    if let Some(rule) = &decision.rule_id {
        let name = decision.rule_name.as_deref().unwrap_or_default();
        targets.push(target("PolicyRule", rule, name, None));
    }
    if let Some(device) = &evaluation.device {
        targets.push(target("UDDevice", &device.id, &device.display_name, None));
    }
    let log = |name: &str, message: &str| {
        let mut event = event(service, name, message, person(user.as_ref()), caller);
        event.target.clone_from(&targets);
        event.device = device(evaluation.device.as_ref(), &evaluation.signals);
        let options = decision.policies.iter().map(|policy| {
            json!({"policyId": policy.policy_id, "policyName": policy.policy_name, "compliant": policy.is_compliant(),
                "unmet": policy.unmet().map(|check| &check.id).collect::<Vec<_>>()})
        });
        event = event.debug("deviceAssurance", options.collect::<Vec<Value>>());
        if let Some(deadline) = &grace {
            event = event.debug("gracePeriodExpiresAt", deadline.clone());
        }
        if let Some(cause) = evaluation.cause {
            event = event.debug("deviceCause", json!(cause));
        }
        event
    };
    let reason = format!("Sign-on policy evaluation resulted in {result}");
    let sign_on = log("policy.evaluate_sign_on", "Evaluation of sign-on policy")
        .outcome(result, Some(&reason));
    service.store.append_event(&sign_on).await?;
    if result == "DENY" {
        let name = "application.policy.sign_on.deny_access";
        let denied = warn(log(name, "Deny user access due to app sign on policy"))
            .outcome("DENY", Some(&reason));
        service.store.append_event(&denied).await?;
    }
    Ok(())
}

/// The app has redeemed the code: the person is in.
pub(super) async fn reached(
    service: &Service,
    grant: &Grant,
    app: &App,
    user: &User,
    caller: &Caller,
) -> Result<(), Error> {
    let names = [
        ("user.session.start", "User login"),
        ("user.authentication.sso", "User single sign on to app"),
    ];
    for (name, message) in names {
        let mut event = event(service, name, message, person(Some(user)), caller)
            .target(app_target(app))
            .debug("signInId", grant.sign_in_id.clone());
        if let Some(id) = &grant.device_id {
            event = event.target(target("UDDevice", id, "", None));
        }
        service.store.append_event(&event).await?;
    }
    Ok(())
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

/// The same, for administrators to look at.
pub(super) fn warn(mut event: LogEvent) -> LogEvent {
    event.severity = String::from("WARN");
    event
}

fn person(user: Option<&User>) -> Actor {
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
pub(super) fn target(kind: &str, id: &str, name: &str, alternate: Option<&str>) -> Target {
    Target {
        id: id.to_owned(),
        kind: kind.to_owned(),
        alternate_id: alternate.map(str::to_owned),
        display_name: name.to_owned(),
        ..Target::default()
    }
}

/// An app that something was done to.
pub(super) fn app_target(app: &App) -> Target {
    target("AppInstance", &app.id, &app.label, Some(&app.label))
}

/// The device as the log has it; the answers to custom checks in `device_integrator`.
fn device(seen: Option<&SeenDevice>, signals: &Signals) -> Option<Value> {
    let seen = seen?;
    let answers: serde_json::Map<String, Value> = signals
        .checks
        .iter()
        .map(|(name, signal)| {
            (
                name.clone(),
                signal
                    .get()
                    .map_or_else(|cause| json!({"cause": cause}), |value| json!(value)),
            )
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
    signal
        .get()
        .map_or_else(|_: Cause| Value::Null, |value| json!(value))
}

//! More time, asked for by the person (`docs/idx.md`): what is told of requests, the form, and its answer. What a request
//! does is the evaluation's business, who decides it the management API's.

use axum::{extract::State, http::StatusCode};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Error, Service, Shared,
    caller::Caller,
    envelope::{Idx, Opened},
    response::Surroundings,
    steps::Open,
    transaction::{Evaluation, SignIn},
};
use crate::{
    backend::{
        evaluation::{
            Decision, DeviceAssurance, Exemption, ExemptionStatus, ExemptionSubject, Outcome,
            Remedy, exemption_length,
        },
        store::Asked,
    },
    idx::{self, Field, FieldOption, Form, Message, MessageClass, Transaction, Wrapped},
};

/// The longest reason, in characters.
const LONGEST_REASON: u32 = 1000;
/// Requests of one person for one device and policy within [`DAY`].
const MOST: i64 = 5;
/// So long requests count, and so long an exemption that has run out is told of.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// What there is to say of requests for more time, beside a denial or a reminder.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoreTime {
    /// The latest request for a policy that is shown, as it is told.
    pub(super) latest: Option<idx::Exemption>,
    /// What may be asked for now.
    pub(super) offer: Option<Offer>,
}

/// A policy for which more time may be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Offer {
    /// The policy.
    pub(super) policy_id: String,
    /// Its name, for administrators.
    pub(super) policy_name: String,
    /// The checks that are not met.
    pub(super) checks: Vec<String>,
    /// What may be asked for, shortest first: ISO 8601 durations.
    pub(super) choices: Vec<String>,
}

impl MoreTime {
    /// What there is to say beside `decision`, where a known device was evaluated; `exemptions` are this person's on it, in
    /// the order in which they were asked for.
    pub(super) fn beside(
        decision: &Decision,
        policies: &[DeviceAssurance],
        exemptions: &[Exemption],
        now: Timestamp,
    ) -> Self {
        let shown = match &decision.outcome {
            Outcome::Grace { options, .. }
            | Outcome::Deny {
                show: true,
                options,
            } => options.as_slice(),
            _ => &[],
        };
        let latest = exemptions.iter().rfind(|exemption| {
            let policy_id = &exemption.subject.policy_id;
            shown.iter().any(|option| option.policy_id == *policy_id)
        });
        Self {
            latest: latest.and_then(|exemption| told(exemption, now)),
            offer: shown
                .iter()
                .find_map(|option| offer(option, decision, policies, exemptions, now)),
        }
    }
}

fn told(exemption: &Exemption, now: Timestamp) -> Option<idx::Exemption> {
    let status = match exemption.status(now) {
        ExemptionStatus::Pending => idx::ExemptionStatus::Pending,
        ExemptionStatus::Approved => idx::ExemptionStatus::Approved,
        ExemptionStatus::Declined => idx::ExemptionStatus::Declined,
        ExemptionStatus::Revoked => idx::ExemptionStatus::Revoked,
        ExemptionStatus::Expired if now.duration_since(exemption.ends_at()) < DAY => {
            idx::ExemptionStatus::Expired
        }
        ExemptionStatus::Expired => return None,
    };
    let duration = exemption.duration.as_ref();
    Some(idx::Exemption {
        id: exemption.id.clone(),
        status,
        requested_at: exemption.requested_at,
        duration: duration.unwrap_or(&exemption.requested_duration).to_owned(),
        expires_at: exemption.expires_at,
        note: exemption.note.clone(),
    })
}

/// Whether, and for how long, more time may be asked for instead of taking this way out.
fn offer(
    option: &Remedy,
    decision: &Decision,
    policies: &[DeviceAssurance],
    exemptions: &[Exemption],
    now: Timestamp,
) -> Option<Offer> {
    let mut known = policies.iter();
    let policy = known.find(|policy| policy.id == option.policy_id)?;
    let settings = policy.exemption.as_ref()?;
    let mut looked_at = decision.policies.iter();
    let evaluation = looked_at.find(|evaluation| evaluation.policy_id == policy.id)?;
    // What the rule asks of the device besides stays: an exemption from the policy would be no help.
    let helps = option
        .items
        .iter()
        .all(|item| evaluation.checks.contains(item));
    let open = exemptions
        .iter()
        .any(|exemption| exemption.subject.policy_id == policy.id && exemption.is_open(now));
    let choices = settings.choices();
    (helps && !open && !choices.is_empty()).then(|| Offer {
        policy_id: policy.id.clone(),
        policy_name: policy.name.clone(),
        checks: option.items.iter().map(|item| item.id.clone()).collect(),
        choices,
    })
}

/// What may be asked for in this sign-in now.
fn offered(sign_in: &SignIn) -> Option<(&Evaluation, &Offer)> {
    let evaluation = sign_in.evaluation.as_ref()?;
    Some((evaluation, evaluation.more_time.offer.as_ref()?))
}

/// The form, where more time may be asked for.
pub(super) fn form(sign_in: &SignIn, around: &Surroundings<'_>) -> Option<Form> {
    let (_, offer) = offered(sign_in)?;
    let option = |choice: &String| FieldOption {
        label: label(choice),
        value: Value::from(choice.as_str()),
        ..FieldOption::default()
    };
    let reason = Field {
        name: String::from("reason"),
        kind: Some(String::from("string")),
        label: Some(String::from("Why do you need more time?")),
        required: Some(true),
        max_length: Some(LONGEST_REASON),
        ..Field::default()
    };
    let duration = Field {
        name: String::from("duration"),
        kind: Some(String::from("string")),
        label: Some(String::from("For how long?")),
        required: Some(true),
        value: offer
            .choices
            .first()
            .map_or(Value::Null, |shortest| Value::from(shortest.as_str())),
        options: offer.choices.iter().map(option).collect(),
        ..Field::default()
    };
    let path = "/idp/idx/device/exemption";
    Some(around.form("exemption", path, vec![reason, duration]))
}

/// A duration in English, for clients without words of their own: `P1DT12H` is “1 day 12 hours”.
fn label(duration: &str) -> String {
    let Some(length) = exemption_length(duration) else {
        return duration.to_owned();
    };
    let seconds = length.as_secs();
    let units = [
        (seconds / 86_400, "day"),
        (seconds / 3_600 % 24, "hour"),
        (seconds / 60 % 60, "minute"),
        (seconds % 60, "second"),
    ];
    let words = units
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count} {unit}{}", if count == 1 { "" } else { "s" }));
    words.collect::<Vec<_>>().join(" ")
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    /// Text; anything else counts as none.
    #[serde(default)]
    reason: Value,
    #[serde(default)]
    duration: Value,
}

/// Asks for more time. Asked twice, there is one request.
pub(super) async fn ask(
    State(service): State<Shared>,
    caller: Caller,
    Opened(open, wanted): Opened<Wanted>,
) -> Result<Idx, Error> {
    let open = Box::pin(service.current(open, &caller)).await?;
    let mut open = Box::pin(service.shown(open, &caller)).await?;
    let Some((evaluation, offer)) = offered(open.sign_in()) else {
        return service.respond(open, &caller).await;
    };
    let reason = wanted.reason.as_str().unwrap_or_default();
    let reason = reason.replace("\r\n", "\n").replace('\0', "");
    let reason = reason.trim();
    let duration = wanted.duration.as_str().unwrap_or_default().trim();
    let mistakes = mistakes(offer, reason, duration);
    if !mistakes.is_empty() {
        return service
            .refuse(open, &mistakes, (reason, duration), &caller)
            .await;
    }
    let Some(subject) = service.subject(evaluation, offer, open.sign_in()).await? else {
        return service.respond(open, &caller).await;
    };
    let now = service.clock.now();
    let id = service.random.id("exm");
    let exemption = Exemption::new(id, subject, reason.to_owned(), duration.to_owned(), now);
    let teller = service.teller(&open.stored, &caller).await?;
    let event = teller.asked(&exemption, evaluation);
    let since = now.saturating_sub(DAY).unwrap_or(Timestamp::MIN);
    let asked = service
        .store
        .ask_exemption(&exemption, since, MOST, &event)
        .await?;
    if asked == Asked::TooMany {
        let text =
            format!("You can ask {MOST} times in 24 hours. Please wait, or ask your help desk.");
        let key = "doorstep.exemption.too_many";
        let params = vec![Value::from(MOST.to_string())];
        let said = Message::keyed(MessageClass::Error, key, params, &text);
        return service
            .refuse(open, &[("reason", said)], (reason, duration), &caller)
            .await;
    }
    service.change(&mut open, true, |_, _| true).await?;
    service.respond(open, &caller).await
}

fn mistakes(offer: &Offer, reason: &str, duration: &str) -> Vec<(&'static str, Message)> {
    let said = |key: &str, params: Vec<Value>, text: &str| {
        let key = format!("model.validation.field.{key}");
        Message::keyed(MessageClass::Error, &key, params, text)
    };
    let blank = || said("blank", Vec::new(), "This field cannot be left blank");
    let mut mistakes = Vec::new();
    if reason.is_empty() {
        mistakes.push(("reason", blank()));
    } else if u32::try_from(reason.chars().count()).is_ok_and(|length| length <= LONGEST_REASON) {
        // It fits.
    } else {
        let text = format!("This field must not be longer than {LONGEST_REASON} characters");
        let params = vec![Value::from(LONGEST_REASON.to_string())];
        mistakes.push(("reason", said("string.maxLength", params, &text)));
    }
    if duration.is_empty() {
        mistakes.push(("duration", blank()));
    } else if !offer.choices.iter().any(|choice| choice == duration) {
        let text = "Choose one of these";
        mistakes.push(("duration", said("value.not.allowed", Vec::new(), text)));
    }
    mistakes
}

impl Service {
    /// The same step with what is wrong beside its fields, and what was typed in them.
    async fn refuse(
        &self,
        open: Open,
        mistakes: &[(&str, Message)],
        (reason, duration): (&str, &str),
        caller: &Caller,
    ) -> Result<Idx, Error> {
        let mut reply = self
            .respond_with(open, StatusCode::BAD_REQUEST, Vec::new(), caller)
            .await?;
        keep(&mut reply.transaction, reason, duration);
        let form = reply.transaction.exemption.as_mut();
        for field in form.into_iter().flat_map(|form| &mut form.value) {
            let of_it = mistakes.iter().filter(|(name, _)| *name == field.name);
            let messages: Vec<_> = of_it.map(|(_, message)| message.clone()).collect();
            if !messages.is_empty() {
                field.messages = Some(Wrapped::array(messages));
            }
        }
        Ok(reply)
    }

    /// For whom and what a request is; `None` where the person or the device is not known (any more).
    async fn subject(
        &self,
        evaluation: &Evaluation,
        offer: &Offer,
        sign_in: &SignIn,
    ) -> Result<Option<ExemptionSubject>, Error> {
        let user = self.user(sign_in.user_id.as_deref()).await?;
        Ok(user
            .zip(evaluation.device.as_ref())
            .map(|(user, device)| ExemptionSubject {
                user_id: user.id,
                user_login: user.profile.login,
                device_id: device.id.clone(),
                device_name: device.display_name.clone(),
                platform: device.platform,
                policy_id: offer.policy_id.clone(),
                policy_name: offer.policy_name.clone(),
                checks: offer.checks.clone(),
            }))
    }
}

/// Nothing that was typed is lost.
fn keep(transaction: &mut Transaction, reason: &str, duration: &str) {
    let form = transaction.exemption.as_mut();
    for field in form.into_iter().flat_map(|form| &mut form.value) {
        let typed = match field.name.as_str() {
            "reason" => reason,
            // A choice that there is not would choose nothing.
            "duration" if field.options.iter().any(|option| option.value == duration) => duration,
            _ => continue,
        };
        field.value = Value::from(typed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_told_in_words() {
        for (duration, words) in [
            ("PT1H", "1 hour"),
            ("PT4H", "4 hours"),
            ("P1W", "7 days"),
            ("P1DT12H", "1 day 12 hours"),
            ("PT1H30M1S", "1 hour 30 minutes 1 second"),
            ("soon", "soon"),
        ] {
            assert_eq!(label(duration), words);
        }
    }
}

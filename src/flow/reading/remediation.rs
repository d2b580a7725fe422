//! Denials and reminders: `docs/spec/idx.md` section 3, with what Doorstep's extension adds.

use jiff::Timestamp;
use serde_json::Value;

use super::{
    Setting, about, action, exemption, is_part_of_remediation, loopback, message, start_again,
};
use crate::{
    flow::{
        guide::{Platform, guide},
        plan::{self, Effort},
        screen::{
            AgentAction, AgentFallback, Check, Denied, Grace, Help, Instruction, Link, Observation,
            OpenSettings, Recheck, Remediation, Remedy, RemedyItem, Screen, TakeAway, Text,
            visible,
        },
        wording::{self, CUSTOM, GRACE_DUE, REMEDIATION},
    },
    idx::{
        CheckResult, DeviceAssurance, DeviceSummary, Form, Message, Outcome, Transaction, Verdict,
    },
};

/// Whether a denial tells what is wrong (section 3.3); one with only an admin's own text does, too.
pub(super) fn is_told(transaction: &Transaction) -> bool {
    let says = |prefix: &str| {
        transaction
            .messages()
            .iter()
            .any(|message| message.key().starts_with(prefix))
    };
    let shows = |assurance: &DeviceAssurance| {
        !assurance.checks.is_empty() || !assurance.options.is_empty() || assurance.cause.is_some()
    };
    says(REMEDIATION) || says(CUSTOM) || assurance(transaction).is_some_and(shows)
}

/// Not let in, and told why.
pub(super) fn denied(transaction: &Transaction, setting: &Setting) -> Denied {
    let parts = Parts::sort(transaction);
    let mut about = about(transaction);
    about.notices = parts
        .beside
        .iter()
        .filter_map(|message| message::notice(message))
        .collect();
    about.cancel.get_or_insert_with(super::back);
    Denied {
        about,
        title: parts
            .title
            .map_or_else(wording::denied_title, message::text),
        explanation: parts.explanation.map(message::text),
        remediation: parts.remediation(transaction, setting),
        recheck: recheck(transaction).unwrap_or_else(|| Recheck::StartAgain(start_again())),
        live: is_live(transaction),
        exemption: exemption::of(transaction),
        take: take(transaction),
    }
}

/// Let in until the deadline.
pub(super) fn grace(transaction: &Transaction, form: &Form, setting: &Setting) -> Grace {
    let parts = Parts::sort(transaction);
    let mut about = about(transaction);
    about.notices = parts
        .beside
        .iter()
        .filter_map(|message| message::notice(message))
        .collect();
    about.cancel.get_or_insert_with(super::back);
    let date = parts
        .due
        .and_then(|message| message.params().first()?.parse::<Timestamp>().ok());
    Grace {
        about,
        title: wording::grace_title(),
        deadline: assurance(transaction)
            .and_then(|assurance| assurance.deadline)
            .or(date),
        again: assurance(transaction).and_then(|assurance| assurance.reminds_again_at),
        // Without a parameter there is no sentence to show (section 3.5).
        due: parts
            .due
            .filter(|message| !message.params().is_empty())
            .map(message::text),
        remediation: parts.remediation(transaction, setting),
        go_on: crate::flow::screen::Action {
            form: form.name.clone(),
            label: wording::action("device-assurance-grace-period", wording::Topic::default()),
        },
        recheck: recheck(transaction),
        live: is_live(transaction),
        exemption: exemption::of(transaction),
        take: take(transaction),
    }
}

fn recheck(transaction: &Transaction) -> Option<Recheck> {
    transaction
        .recheck
        .as_ref()
        .filter(|form| form.can_be_submitted())
        .map(|_| Recheck::Here(action("recheck")))
}

/// What can be taken along.
fn take(transaction: &Transaction) -> TakeAway {
    let checks = assurance(transaction).map_or(&[][..], |assurance| &assurance.checks);
    TakeAway {
        offered: transaction
            .handout
            .as_ref()
            .is_some_and(Form::can_be_submitted),
        given: transaction
            .handouts
            .as_ref()
            .map(|handouts| handouts.value.clone())
            .unwrap_or_default(),
        restarts: checks
            .iter()
            .filter_map(|check| check.fix.as_ref())
            .any(|fix| fix.restart_required == Some(true)),
    }
}

/// A denial or reminder that leads nowhere, as it was taken along.
pub(super) fn told(transaction: &Transaction, setting: &Setting) -> Option<Screen> {
    let outcome = assurance(transaction).map(|assurance| assurance.outcome);
    match outcome {
        Some(Outcome::Grace) => {
            let form = Form {
                name: String::from("device-assurance-grace-period"),
                ..Form::default()
            };
            Some(Screen::Grace(grace(transaction, &form, setting)))
        }
        _ if is_told(transaction) => Some(Screen::Denied(denied(transaction, setting))),
        _ => None,
    }
}

pub(super) fn is_live(transaction: &Transaction) -> bool {
    assurance(transaction)
        .and_then(|assurance| assurance.watch.as_ref())
        .is_some_and(Form::can_be_submitted)
}

pub(super) fn assurance(transaction: &Transaction) -> Option<&DeviceAssurance> {
    transaction
        .device_assurance
        .as_ref()
        .map(|wrapped| &wrapped.value)
}

/// The messages by their roles (section 3.2).
#[derive(Default)]
struct Parts<'a> {
    title: Option<&'a Message>,
    explanation: Option<&'a Message>,
    due: Option<&'a Message>,
    help: Option<&'a Message>,
    /// "Option 1" and what belongs to it, with the messages' indices; no heading before the first.
    groups: Vec<(Option<&'a Message>, Vec<usize>)>,
    /// Not part of the remediation, but said.
    beside: Vec<&'a Message>,
}

impl<'a> Parts<'a> {
    fn sort(transaction: &'a Transaction) -> Self {
        let mut parts = Self::default();
        for (index, message) in transaction.messages().iter().enumerate() {
            let key = message.key();
            match key.strip_prefix(REMEDIATION) {
                Some("title") => parts.title = Some(message),
                Some(role) if role.starts_with("explanation_") => parts.explanation = Some(message),
                Some("option_index") => parts.groups.push((Some(message), Vec::new())),
                Some(role) if role.starts_with("additional_help_") => parts.help = Some(message),
                _ if key.starts_with(GRACE_DUE) => parts.due = Some(message),
                _ if is_part_of_remediation(message) => {
                    if parts.groups.is_empty() {
                        parts.groups.push((None, Vec::new()));
                    }
                    if let Some((_, items)) = parts.groups.last_mut() {
                        items.push(index);
                    }
                }
                _ => parts.beside.push(message),
            }
        }
        parts
    }

    fn remediation(&self, transaction: &Transaction, setting: &Setting) -> Remediation {
        let messages = transaction.messages();
        let assurance = assurance(transaction);
        let device = assurance.and_then(|assurance| assurance.device.as_ref());
        let options = match assurance {
            Some(assurance) if !assurance.options.is_empty() => {
                self.told_options(messages, assurance, setting)
            }
            _ => self
                .groups
                .iter()
                .map(|(title, items)| Remedy {
                    title: title.map(message::text),
                    items: items
                        .iter()
                        .filter_map(|index| item(None, messages.get(*index), device, setting))
                        .collect(),
                })
                .collect(),
        };
        let mut options: Vec<Remedy> = options
            .into_iter()
            .filter(|remedy: &Remedy| !remedy.items.is_empty())
            .collect();
        if let (true, Some(assurance)) = (options.is_empty(), assurance) {
            // Nothing says what to do: at least say what did not pass.
            let items: Vec<RemedyItem> = assurance
                .checks
                .iter()
                .filter(|check| check.verdict != Verdict::Pass)
                .filter_map(|check| item(Some(check), None, device, setting))
                .collect();
            options.extend((!items.is_empty()).then_some(Remedy { title: None, items }));
        }
        for option in &mut options {
            option.items = planned(std::mem::take(&mut option.items));
        }
        Remediation {
            options,
            help: self.help.map(|help| Help {
                text: message::text(help),
                link: message::links(help).into_iter().next(),
            }),
            observation: assurance.map(observation),
        }
    }

    /// The extension's options: they know which check a message is about, and of steps without a message.
    fn told_options(
        &self,
        messages: &[Message],
        assurance: &DeviceAssurance,
        setting: &Setting,
    ) -> Vec<Remedy> {
        let mut titles = self.groups.iter().filter_map(|(title, _)| *title);
        let several = assurance.options.len() > 1;
        assurance
            .options
            .iter()
            .zip(1..)
            .map(|(option, number)| Remedy {
                title: several.then(|| {
                    titles.next().map_or_else(
                        || {
                            Text::keyed(
                                &format!("{REMEDIATION}option_index"),
                                vec![number.to_string()],
                                "",
                            )
                        },
                        message::text,
                    )
                }),
                items: option
                    .items
                    .iter()
                    .filter_map(|step| {
                        let check = assurance.checks.iter().find(|check| check.id == step.check);
                        let message = step.message.and_then(|index| messages.get(index));
                        item(check, message, assurance.device.as_ref(), setting)
                    })
                    .collect(),
            })
            .collect()
    }
}

/// What is to do in the best order, then what could not be looked at.
fn planned(items: Vec<RemedyItem>) -> Vec<RemedyItem> {
    let (unknown, failing): (Vec<_>, Vec<_>) = items.into_iter().partition(RemedyItem::is_unknown);
    let efforts: Vec<Effort> = failing.iter().map(|item| item.effort).collect();
    let mut failing: Vec<Option<RemedyItem>> = failing.into_iter().map(Some).collect();
    plan::order(&efforts)
        .into_iter()
        .filter_map(|index| failing.get_mut(index)?.take())
        .chain(unknown)
        .collect()
}

fn item(
    check: Option<&CheckResult>,
    message: Option<&Message>,
    device: Option<&DeviceSummary>,
    setting: &Setting,
) -> Option<RemedyItem> {
    // What could not be looked at is not the person's to fix: whatever the server says beside it, a device is not
    // said to fail (design decision 5).
    let unknown = check.is_some_and(|check| check.verdict == Verdict::Unknown);
    let message = message
        .filter(|message| !unknown || message.key() == format!("{REMEDIATION}osquery.timeout"))
        // An administrator's instruction without a word is none.
        .filter(|message| !message.key().starts_with(CUSTOM) || !message.message.trim().is_empty());
    if check.is_none() && message.is_none() {
        return None;
    }
    let guide = message.filter(|_| !unknown).and_then(|message| {
        let platform = device.and_then(|device| Platform::of(&device.platform));
        let version = device.map_or("", |device| device.os_version.as_str());
        guide(message.key(), platform, version)
    });
    let fix = check.and_then(|check| check.fix.as_ref());
    let address = match fix {
        Some(fix) => fix.settings_url.as_deref(),
        None => guide.and_then(|guide| guide.address),
    };
    let reason = check.and_then(|check| check.reason.as_ref());
    Some(RemedyItem {
        check: check.map(describe),
        instruction: match message {
            None => Instruction::None,
            Some(message) if message.key().starts_with(CUSTOM) => {
                Instruction::Custom(visible(&message.message))
            }
            Some(message) => Instruction::Built(message::text(message)),
        },
        link: message.and_then(|message| message::links(message).into_iter().next()),
        button: message.and_then(|message| button(&message.device_remediation, setting)),
        guide,
        effort: fix.map_or_else(Effort::default, |fix| Effort {
            minutes: fix.minutes,
            restart: fix.restart_required.unwrap_or(false),
            admin: fix.admin_rights_required.unwrap_or(false),
        }),
        settings: address.and_then(OpenSettings::parse),
        reason: reason
            .filter(|reason| !(unknown || reason.key.is_empty() && reason.text.is_empty()))
            .map(|reason| Text::keyed(&reason.key, Vec::new(), &visible(&reason.text))),
    })
}

fn describe(check: &CheckResult) -> Check {
    Check {
        id: check.id.clone(),
        name: check.name.as_deref().map(visible),
        verdict: check.verdict,
        cause: check.cause,
        observed: check.observed.as_deref().map(visible),
        required: check.required.as_deref().map(visible),
    }
}

fn observation(assurance: &DeviceAssurance) -> Observation {
    Observation {
        checks: assurance.checks.iter().map(describe).collect(),
        cause: assurance.cause,
        device: assurance.device.clone().map(|device| DeviceSummary {
            display_name: visible(&device.display_name),
            os_version: visible(&device.os_version),
            ..device
        }),
        checked_at: assurance.checked_at,
        server_time: assurance.server_time,
        revision: assurance.revision,
    }
}

/// The button of section 3.4; `None` for any type but `LOOPBACK`, which then is text.
fn button(remediation: &Value, setting: &Setting) -> Option<AgentAction> {
    let value = remediation.get("value").unwrap_or(remediation);
    let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
    let plain = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    if text("remediationType") != "LOOPBACK"
        || !plain(text("remediationPath"))
        || !plain(text("action"))
    {
        return None;
    }
    let bases: Vec<String> = value
        .get("ports")?
        .as_array()?
        .iter()
        .filter_map(|port| loopback::base(text("domain"), port.as_str()?))
        .collect();
    let fallback = value.get("fallback").unwrap_or(&Value::Null);
    let fallback = match fallback.get("type").and_then(Value::as_str) {
        Some("APP_LINK") => fallback
            .get("href")
            .and_then(|href| Link::parse(&setting.absolute(href.as_str()?), None))
            .map_or(AgentFallback::Nothing, AgentFallback::Open),
        Some("MESSAGE") => fallback
            .get("message")
            .and_then(|message| serde_json::from_value::<Message>(message.clone()).ok())
            .map_or(AgentFallback::Nothing, |message| {
                AgentFallback::Say(message::text(&message))
            }),
        _ => AgentFallback::Nothing,
    };
    (!bases.is_empty()).then(|| AgentAction {
        action: text("action").to_owned(),
        bases,
        path: format!("/{}/{}", text("remediationPath"), text("action")),
        timeout: value
            .get("probeTimeoutMillis")
            .and_then(Value::as_u64)
            .unwrap_or(100),
        fallback,
    })
}

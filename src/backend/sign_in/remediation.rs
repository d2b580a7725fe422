//! Denials and reminders on the wire: messages in their order (`docs/spec/idx.md` section 3.2), and Doorstep's extension
//! (`docs/idx.md`). Pure. What a policy hides does not get in here.

use jiff::Timestamp;
use serde_json::Value;

use super::{
    caller::best,
    response::Surroundings,
    transaction::{Evaluation, SignIn, State},
};
use crate::{
    backend::evaluation::{
        CheckResult, Instruction, KEY_PREFIX, Outcome, Remedy, documentation_link, render,
    },
    idx::{
        self, DeviceAssurance, DeviceSummary, Field, Link, Message, MessageClass, OptionItem,
        Transaction, Wrapped,
    },
};

/// What leads a reminder.
const DUE: &str = "idx.device_assurance.grace_period.warning.title.due_by_date";

/// A denial: told, or only said.
pub(super) fn denial(transaction: &mut Transaction, sign_in: &SignIn, around: &Surroundings<'_>) {
    let Some(evaluation) = &sign_in.evaluation else {
        return;
    };
    let mut list = Messages::new(around.languages);
    let mut items = Vec::new();
    match &evaluation.decision.outcome {
        Outcome::Deny {
            show: true,
            options,
        } => {
            list.keyed("title", Vec::new());
            let told = options.iter().filter(|option| is_told(option)).count();
            match told {
                0 => {}
                1 => list.keyed("explanation_one_rule", Vec::new()),
                _ => list.keyed("explanation_multiple_rules", Vec::new()),
            }
            items = list.options(options, told);
            list.help(evaluation, around);
        }
        _ => list.list.push(Message::keyed(
            MessageClass::Error,
            "security.access_denied",
            Vec::new(),
            "You do not have permission to perform the requested action",
        )),
    }
    finish(transaction, sign_in, around, list, &items, None);
}

/// A reminder.
pub(super) fn reminder(transaction: &mut Transaction, sign_in: &SignIn, around: &Surroundings<'_>) {
    let Some(evaluation) = &sign_in.evaluation else {
        return;
    };
    let Outcome::Grace {
        deadline, options, ..
    } = &evaluation.decision.outcome
    else {
        return;
    };
    let mut list = Messages::new(around.languages);
    // For clients without the key: there is no time zone to know here, so UTC.
    let text = render(
        DUE,
        &[deadline.strftime("%B %-d, %Y, %H:%M UTC").to_string()],
    );
    let params = vec![Value::from(format!("{deadline:.3}"))];
    list.list
        .push(Message::keyed(MessageClass::Warning, DUE, params, &text));
    let told = options.iter().filter(|option| is_told(option)).count();
    let items = list.options(options, told);
    list.help(evaluation, around);
    finish(transaction, sign_in, around, list, &items, Some(*deadline));
}

/// The extension of a sign-in that was evaluated.
pub(super) fn extension(
    sign_in: &SignIn,
    around: &Surroundings<'_>,
    options: &[idx::Remedy],
    deadline: Option<Timestamp>,
) -> Option<DeviceAssurance> {
    let evaluation = sign_in.evaluation.as_ref()?;
    let outcome = &evaluation.decision.outcome;
    let hidden = matches!(outcome, Outcome::Deny { show: false, .. });
    let device = evaluation.device.as_ref().map(|device| DeviceSummary {
        id: device.id.clone(),
        display_name: device.display_name.clone(),
        platform: device.platform.as_str().to_owned(),
        os_version: device.os_version.clone(),
    });
    let waits = matches!(sign_in.state, State::Denied | State::Grace);
    let reminding = evaluation.decision.reminding.as_ref();
    Some(DeviceAssurance {
        server_time: around.now,
        revision: sign_in.revision,
        checked_at: evaluation.checked_at.filter(|_| !hidden),
        outcome: match outcome {
            Outcome::Allow { .. } => idx::Outcome::Compliant,
            Outcome::Grace { .. } => idx::Outcome::Grace,
            Outcome::Deny { .. } => idx::Outcome::Denied,
        },
        device,
        deadline,
        reminds_again_at: deadline
            .zip(reminding)
            .map(|(deadline, reminding)| reminding.next(around.now, deadline)),
        cause: evaluation.cause.filter(|_| !hidden).map(cause),
        checks: if hidden {
            Vec::new()
        } else {
            let checks = evaluation.decision.checks.iter();
            checks
                .map(|result| check(result, around.languages))
                .collect()
        },
        exemption: evaluation.more_time.latest.clone().filter(|_| waits),
        options: options.to_vec(),
        watch: waits.then(|| {
            let revision = Field {
                value: Value::from(sign_in.revision),
                ..Field::fixed("revision", "")
            };
            around.form("watch", "/idp/idx/device/watch", vec![revision])
        }),
    })
}

fn finish(
    transaction: &mut Transaction,
    sign_in: &SignIn,
    around: &Surroundings<'_>,
    list: Messages<'_>,
    items: &[idx::Remedy],
    deadline: Option<Timestamp>,
) {
    transaction.messages = Some(Wrapped::array(list.list));
    transaction.device_assurance = extension(sign_in, around, items, deadline).map(Wrapped::object);
    if sign_in.challenge.is_some() {
        transaction.recheck = Some(around.form("recheck", "/idp/idx/device/recheck", Vec::new()));
    }
    transaction.exemption = super::exemption::form(sign_in, around);
    if sign_in.can_hand_out() {
        super::handout::offer(transaction, sign_in, around);
    }
}

/// Whether an option has anything to say.
fn is_told(option: &Remedy) -> bool {
    option.items.iter().any(|item| item.instruction.is_some())
}

/// The messages of a denial or reminder, in the order in which they are written.
struct Messages<'a> {
    list: Vec<Message>,
    languages: &'a [String],
}

impl<'a> Messages<'a> {
    fn new(languages: &'a [String]) -> Self {
        Self {
            list: Vec::new(),
            languages,
        }
    }

    fn keyed(&mut self, suffix: &str, params: Vec<String>) {
        let key = format!("{KEY_PREFIX}{suffix}");
        let text = render(&key, &params);
        let params = params.into_iter().map(Value::from).collect();
        self.list
            .push(Message::keyed(MessageClass::Error, &key, params, &text));
    }

    /// The options with their instructions, with a heading each where several have something to say.
    fn options(&mut self, options: &[Remedy], told: usize) -> Vec<idx::Remedy> {
        let mut number = 0;
        let mut written = Vec::new();
        for option in options {
            if is_told(option) && told > 1 {
                number += 1;
                self.keyed("option_index", vec![number.to_string()]);
            }
            // The same instruction for two checks (a timeout) is said once.
            let start = self.list.len();
            let items = option.items.iter().map(|item| {
                let message = item
                    .instruction
                    .as_ref()
                    .map(|instruction| self.instruction(instruction, start));
                OptionItem {
                    check: item.id.clone(),
                    message,
                }
            });
            written.push(idx::Remedy {
                items: items.collect(),
            });
        }
        written
    }

    fn instruction(&mut self, instruction: &Instruction, start: usize) -> usize {
        let text = best(self.languages, &instruction.translations).unwrap_or(&instruction.text);
        let link = best(self.languages, &instruction.link_translations)
            .map(str::to_owned)
            .or_else(|| instruction.link.clone());
        let params = instruction
            .params
            .iter()
            .cloned()
            .map(Value::from)
            .collect();
        let mut message = Message::keyed(MessageClass::Error, &instruction.key, params, text);
        message.links = link
            .map(|url| Link { url, label: None })
            .into_iter()
            .collect();
        if let Some(known) = self.list[start..].iter().position(|seen| *seen == message) {
            return start + known;
        }
        self.list.push(message);
        self.list.len() - 1
    }

    /// The last message: where more help is, with exactly one link; none where there is no address.
    fn help(&mut self, evaluation: &Evaluation, around: &Surroundings<'_>) {
        let platform = evaluation.signals.platform;
        let (suffix, url) = match (&around.config.help_url, platform) {
            (Some(url), _) => ("additional_help_custom", url.clone()),
            (None, Some(platform)) => (
                "additional_help_default",
                documentation_link(platform).to_owned(),
            ),
            (None, None) => return,
        };
        self.keyed(suffix, Vec::new());
        if let Some(message) = self.list.last_mut() {
            message.links = vec![Link { url, label: None }];
        }
    }
}

fn check(check: &CheckResult, languages: &[String]) -> idx::CheckResult {
    use crate::backend::evaluation::Verdict;
    idx::CheckResult {
        id: check.id.clone(),
        name: check.name.clone(),
        verdict: match check.verdict {
            Verdict::Pass => idx::Verdict::Pass,
            Verdict::Fail => idx::Verdict::Fail,
            Verdict::Unknown => idx::Verdict::Unknown,
        },
        cause: check.cause.map(cause),
        observed: check.observed.clone(),
        required: check.required.clone(),
        fix: check.fix.as_ref().map(|fix| idx::Fix {
            minutes: fix.minutes,
            restart_required: fix.restart_required,
            admin_rights_required: fix.admin_rights_required,
            settings_url: fix.settings_url.clone(),
        }),
        reason: check.reason.as_ref().map(|reason| idx::Reason {
            key: reason.key.clone(),
            text: best(languages, &reason.translations)
                .unwrap_or(&reason.text)
                .to_owned(),
        }),
    }
}

fn cause(cause: crate::backend::evaluation::Cause) -> idx::Cause {
    use crate::backend::evaluation::Cause;
    match cause {
        Cause::AgentUnreachable => idx::Cause::AgentUnreachable,
        Cause::AgentError => idx::Cause::AgentError,
        Cause::Canceled => idx::Cause::Canceled,
        Cause::Timeout => idx::Cause::Timeout,
        Cause::QueryError => idx::Cause::QueryError,
        Cause::NotAllowed => idx::Cause::NotAllowed,
        Cause::NotReported => idx::Cause::NotReported,
    }
}

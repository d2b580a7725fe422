//! The last page of a sign-in: `docs/spec/idx.md` sections 1.4 and 1.8.

use serde_json::Value;

use super::{about, action_on, remediation, start_again};
use crate::{
    flow::{
        screen::{Detail, Ending, Item, Link, Recheck, Text},
        wording::{self, Topic},
    },
    idx::Transaction,
};

/// The last screen of a sign-in, with whatever leads on from it.
pub(super) fn of(transaction: &Transaction) -> Ending {
    let says = |is: fn(&str) -> bool| {
        transaction
            .messages()
            .iter()
            .any(|message| is(message.key()))
    };
    let elsewhere = says(wording::goes_on_elsewhere);
    let mut about = about(transaction);
    if elsewhere {
        about.cancel = None;
    }
    let code = code(transaction);
    if !code.is_empty() {
        // Where the code goes is said beside it.
        about
            .notices
            .retain(|notice| notice.text.key != "idx.enter.otp.in.original.tab");
    }
    let skip = transaction.form("skip").map(|form| {
        action_on(
            &form.name,
            Topic {
                form: "skip",
                ..Topic::default()
            },
        )
    });
    // Whoever may give up through the server starts again by that; two buttons for one thing confuse.
    let start = (!elsewhere && about.cancel.is_none() && skip.is_none()).then(start_again);
    Ending {
        title: transaction
            .messages()
            .iter()
            .find_map(|message| wording::terminal_title(message.key()))
            .or_else(|| {
                let enrolls = transaction.device_enrollment.is_some();
                enrolls.then(|| Text::key("doorstep.title.enroll-device"))
            }),
        details: code
            .into_iter()
            .chain(device_enrollment(transaction))
            .collect(),
        actions: skip.into_iter().collect(),
        about,
        start_again: start,
        recheck: transaction
            .recheck
            .as_ref()
            .filter(|form| form.can_be_submitted())
            .map(|_| Recheck::Here(super::action("recheck"))),
        onward: None,
        live: remediation::is_live(transaction),
    }
}

/// The code that an e-mail's link shows, for the page where it was asked for; and from where that was.
fn code(transaction: &Transaction) -> Vec<Detail> {
    let otp = super::actors(transaction)
        .find_map(|(_, value)| value.pointer("/contextualData/otp")?.as_str());
    let Some(otp) = otp else {
        return Vec::new();
    };
    let page = match transaction.intent.as_deref() {
        Some("RECOVERY" | "CREDENTIAL_RECOVERY") => {
            "idx.return.link.otponly.enter.code.on.password.reset.page"
        }
        Some("UNLOCK_ACCOUNT") => "idx.return.link.otponly.enter.code.on.account.unlock.page",
        Some("ENROLLMENT" | "CREDENTIAL_ENROLLMENT") => {
            "idx.return.link.otponly.enter.code.on.sign.up.page"
        }
        _ => "idx.return.link.otponly.enter.code.on.sign.in.page",
    };
    let mut details = vec![
        Detail::Code {
            label: Text::key("idx.return.link.otponly.your.verification.code"),
            value: otp.to_owned(),
        },
        Detail::Said(Text::key(page)),
    ];
    let from = requested_from(transaction);
    if !from.is_empty() {
        details.push(Detail::List {
            title: Some(Text::key("idx.return.link.otponly.request")),
            ordered: false,
            items: from,
        });
    }
    details.push(Detail::Said(Text::key(
        "idx.return.link.otponly.warning.text",
    )));
    details
}

/// Browser, app and place of whoever asked for a code: enough to notice that it was somebody else.
fn requested_from(transaction: &Transaction) -> Vec<Item> {
    let client = transaction.client.as_ref().map(|wrapped| &wrapped.value);
    let part = |pointer: &str| {
        client
            .and_then(|client| client.pointer(pointer)?.as_str())
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
    };
    let browser = match (part("/browser").map(|name| readable(&name)), part("/os")) {
        (Some(browser), Some(os)) => Some(Text::keyed(
            "idx.return.link.otponly.browser.on.os",
            vec![browser.clone(), os],
            &browser,
        )),
        (browser, os) => browser.or(os).map(|one| Text::verbatim(&one)),
    };
    let place: Vec<String> = ["/location/city", "/location/state", "/location/country"]
        .into_iter()
        .filter_map(part)
        .collect();
    let app = transaction.app.as_ref().and_then(|app| {
        let app = &app.value;
        app.label.clone().or_else(|| app.name.clone())
    });
    browser
        .into_iter()
        .chain(app.map(|app| Text::keyed("doorstep.request.app", vec![app.clone()], &app)))
        .chain((!place.is_empty()).then(|| Text::verbatim(&place.join(", "))))
        .map(|text| Item { text, about: None })
        .collect()
}

/// `FIREFOX` as people write it.
pub(super) fn readable(name: &str) -> String {
    if !name.is_ascii() || name.chars().any(|letter| letter.is_ascii_lowercase()) {
        return name.to_owned();
    }
    name.split('_')
        .map(|word| {
            let (first, rest) = word.split_at(word.len().min(1));
            format!("{first}{}", rest.to_ascii_lowercase())
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// This device must be enrolled in the organization's device management first.
fn device_enrollment(transaction: &Transaction) -> Vec<Detail> {
    let Some(wrapped) = &transaction.device_enrollment else {
        return Vec::new();
    };
    let text = |key: &str| super::text(Some(&wrapped.value), key);
    let mut details = Vec::new();
    let vendor = text("vendor");
    details.push(Detail::Said(if vendor.is_empty() {
        Text::key("doorstep.enroll-device")
    } else {
        Text::keyed(
            "doorstep.enroll-device-with",
            vec![vendor.to_owned()],
            vendor,
        )
    }));
    let mut steps = vec![Text::key("doorstep.enroll-device-step-open")];
    if !text("signInUrl").is_empty() {
        steps.push(Text::key("doorstep.enroll-device-step-address"));
    }
    steps.push(Text::key("doorstep.enroll-device-step-back"));
    details.push(Detail::List {
        title: None,
        ordered: true,
        items: steps
            .into_iter()
            .map(|text| Item { text, about: None })
            .collect(),
    });
    if !text("signInUrl").is_empty() {
        details.push(Detail::Code {
            label: Text::key("doorstep.label.sign-in-address"),
            value: text("signInUrl").to_owned(),
        });
    }
    let link = wrapped
        .value
        .get("enrollmentLink")
        .and_then(Value::as_str)
        .and_then(|url| Link::parse(url, None));
    details.extend(link.map(Detail::Link));
    details
}

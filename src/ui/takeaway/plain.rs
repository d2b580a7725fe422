//! A denial or reminder as words alone, for a clipboard, a text file, a calendar entry.

use std::fmt::Write as _;

use super::super::{
    PageContext, check, fix, grace, live::remediation, remedy, unchecked, words::Words,
};
use crate::{
    flow::{
        Screen,
        screen::{Grace, Instruction, Link, Remediation, RemedyItem, Verdict},
    },
    i18n::{Arg, plain},
};

/// What `screen` tells, as plain text in the page's language: who must do what by when, with every address written out.
/// `None` for what is neither a denial nor a reminder.
pub fn steps_text(screen: &Screen, context: &PageContext) -> Option<String> {
    text(Words::of(context), screen)
}

/// [`steps_text`] within a page.
pub(super) fn text(words: Words<'_>, screen: &Screen) -> Option<String> {
    let mut text = Text::default();
    let (remedies, after) = match screen {
        Screen::Denied(denied) => {
            text.line(&words.t(if unchecked::is_all(&denied.remediation) {
                "unchecked-title"
            } else {
                "denied-title"
            }));
            (&denied.remediation, remedy::after(words, denied))
        }
        Screen::Grace(grace) => {
            text.line(&grace::heading(words, grace));
            (&grace.remediation, after_deadline(words, grace))
        }
        _ => return None,
    };
    let observation = remedies.observation.as_ref();
    let device = observation
        .and_then(|seen| seen.device.as_ref())
        .filter(|device| !device.display_name.is_empty());
    if let Some(device) = device {
        text.blank();
        text.line(&format!(
            "{}{} {}",
            words.labelled("device-label"),
            device.display_name,
            remedy::system(device)
        ));
    }
    if let Screen::Grace(grace) = screen {
        text.blank();
        text.line(&due(words, grace));
    }
    steps(words, remedies, &mut text);
    text.blank();
    text.line(&after);
    if let Some(link) = remedy::help(remedies) {
        text.blank();
        text.line(&format!("{} {}", words.t("help-title"), link.url));
    }
    text.blank();
    text.line(&as_of(words, screen));
    Some(text.0)
}

/// Whose page it was, and of when.
pub(super) fn as_of(words: Words<'_>, screen: &Screen) -> String {
    let seen = remediation(screen).and_then(|remediation| remediation.observation.as_ref());
    let at = seen.map_or(words.page.now, |seen| seen.server_time);
    let zone = words.page.preferences.time_zone.as_deref();
    words.t_with(
        "take-as-of",
        &[
            ("brand", Arg::from(words.page.brand.name.clone())),
            ("time", Arg::from(words.date_time(at, zone).text)),
        ],
    )
}

/// What there is to do, and nothing about the device: what a calendar may show to others.
pub(super) fn steps_alone(words: Words<'_>, remediation: &Remediation) -> String {
    let mut text = Text::default();
    steps(words, remediation, &mut text);
    text.0.trim_start().to_owned()
}

/// By when.
fn due(words: Words<'_>, grace: &Grace) -> String {
    let zone = words.page.preferences.time_zone.as_deref();
    match (grace.deadline, &grace.due) {
        (Some(_), _) if grace::is_over(words, grace) => words.t("grace-over"),
        (Some(deadline), _) => {
            let at = words.date_time(deadline, zone).text;
            words.t_with(grace::due_text(grace), &[("time", Arg::from(at))])
        }
        (None, Some(due)) => words.say(due).plain(),
        (None, None) => String::new(),
    }
}

fn after_deadline(words: Words<'_>, grace: &Grace) -> String {
    match &grace.about.app {
        Some(app) => words.t_with("grace-after", &[("app", Arg::from(app.clone()))]),
        None => words.t("grace-after-no-app"),
    }
}

fn steps(words: Words<'_>, remediation: &Remediation, text: &mut Text) {
    let several = remediation.options.len() > 1;
    if several {
        text.blank();
        text.line(&words.t("denied-options-title"));
    }
    for (number, option) in (1_u64..).zip(&remediation.options) {
        if several {
            text.blank();
            text.line(&words.t_with(
                "denied-option",
                &[("number", Arg::from(words.number(number)))],
            ));
        }
        for line in remedy::together_texts(words, option) {
            text.line(&line);
        }
        for (number, item) in (1_u64..).zip(&option.items) {
            text.blank();
            step(words, number, item, remedy::target(remediation), text);
        }
    }
}

fn step(
    words: Words<'_>,
    number: u64,
    item: &RemedyItem,
    target: fix::Target<'_>,
    text: &mut Text,
) {
    let mut lines = Vec::new();
    let seen = item.check.as_ref();
    if let Some(check) = seen {
        lines.push(format!(
            "{} – {}",
            check::name(words, check),
            check::verdict_label(words, check.verdict)
        ));
    }
    if let Some(check) = seen.filter(|check| check.verdict == Verdict::Unknown) {
        let cause = check::cause(words, check.cause);
        lines.push(format!("{cause} {}", words.t("denied-unknown-text")));
        lines.extend(unchecked::step_texts(words, check.cause));
    } else {
        match &item.instruction {
            Instruction::Built(told) => lines.push(words.say(told).plain()),
            Instruction::Custom(told) => lines.push(told.clone()),
            Instruction::None => {}
        }
        lines.extend(fix::label_texts(words, item));
        lines.extend(fix::step_texts(words, item, target));
        lines.extend(item.link.as_ref().map(|Link { url, .. }| url.clone()));
    }
    let lead = format!("{}. ", words.number(number));
    let indent = " ".repeat(lead.chars().count());
    for (index, line) in lines.iter().flat_map(|line| line.lines()).enumerate() {
        let before = if index == 0 { &lead } else { &indent };
        text.line(&format!("{before}{}", line.trim()));
    }
}

/// Lines; never two empty ones in a row.
#[derive(Default)]
struct Text(String);

impl Text {
    fn line(&mut self, line: &str) {
        let line = plain(line);
        if !line.trim().is_empty() {
            // Writing to a String cannot fail.
            let _ = writeln!(self.0, "{}", line.trim_end());
        }
    }

    fn blank(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with("\n\n") {
            self.0.push('\n');
        }
    }
}

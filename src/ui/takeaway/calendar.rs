//! A reminder's deadline for a calendar: iCalendar (RFC 5545).

use jiff::{SignedDuration, Timestamp};

use super::{
    super::{PageContext, words::Words},
    plain::steps_alone,
};
use crate::{
    flow::{Screen, screen::Grace},
    i18n::{Arg, plain},
};

/// Octets of a line without its break (RFC 5545 section 3.1).
const LONGEST_LINE: usize = 75;
/// How long before the deadline a calendar speaks up, where there is so much time left.
const ALARMS: [SignedDuration; 2] = [
    SignedDuration::from_hours(24),
    SignedDuration::from_hours(1),
];

/// An entry at the deadline of a reminder, with alarms before it. `uid` tells entries apart (section 3.8.4.7): the same
/// for the same deadline, so that a calendar that is given it twice has it once. Nothing in it says who the person is or
/// what was found on the device. `None` where there is no deadline that is still to come.
pub fn calendar(screen: &Screen, context: &PageContext, uid: &str) -> Option<String> {
    let words = Words::of(context);
    let deadline = begins(words, screen)?;
    let Screen::Grace(grace) = screen else {
        return None;
    };
    let summary = summary(words, grace);
    let language = context.locale.tag();
    let mut file = File::default();
    file.line("BEGIN:VCALENDAR");
    file.line("VERSION:2.0");
    file.line("PRODID:-//Doorstep//Device reminder//EN");
    file.line("CALSCALE:GREGORIAN");
    file.line("METHOD:PUBLISH");
    file.line("BEGIN:VEVENT");
    file.line(&format!("UID:{}", escaped(uid)));
    file.line(&format!("DTSTAMP:{}", utc(context.now)));
    // Without an end an event is the instant of its beginning (section 3.6.1).
    file.line(&format!("DTSTART:{}", utc(deadline)));
    file.line(&format!(
        "SUMMARY;LANGUAGE={language}:{}",
        escaped(&summary)
    ));
    file.line(&format!(
        "DESCRIPTION;LANGUAGE={language}:{}",
        escaped(&steps_alone(words, &grace.remediation))
    ));
    file.line("CLASS:PRIVATE");
    file.line("TRANSP:TRANSPARENT");
    for before in alarms(deadline.duration_since(context.now)) {
        file.line("BEGIN:VALARM");
        file.line("ACTION:DISPLAY");
        file.line(&format!("TRIGGER:-PT{}M", before.as_mins()));
        file.line(&format!(
            "DESCRIPTION;LANGUAGE={language}:{}",
            escaped(&summary)
        ));
        file.line("END:VALARM");
    }
    file.line("END:VEVENT");
    file.line("END:VCALENDAR");
    Some(file.0)
}

/// When the entry is, if there is one.
pub(super) fn begins(words: Words<'_>, screen: &Screen) -> Option<Timestamp> {
    match screen {
        Screen::Grace(Grace {
            deadline: Some(deadline),
            ..
        }) if *deadline > words.page.now => Some(*deadline),
        _ => None,
    }
}

fn summary(words: Words<'_>, grace: &Grace) -> String {
    plain(&match &grace.about.app {
        Some(app) => words.t_with("take-summary-app", &[("app", Arg::from(app.clone()))]),
        None => words.t("take-summary"),
    })
}

/// Those that are still to come; half of what is left where it is too little for any.
fn alarms(left: SignedDuration) -> Vec<SignedDuration> {
    let mut alarms: Vec<_> = ALARMS.into_iter().filter(|alarm| *alarm < left).collect();
    if alarms.is_empty() {
        alarms.push(SignedDuration::from_mins((left.as_mins() / 2).max(1)));
    }
    alarms
}

/// An instant in the form of section 3.3.5, "form #2: date with UTC time".
fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A text (section 3.3.11). Other control characters may not stand in a calendar at all (section 3.1).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.replace("\r\n", "\n").chars() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\n' => escaped.push_str("\\n"),
            control if control.is_control() => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Content lines, folded between characters (section 3.1).
#[derive(Default)]
struct File(String);

impl File {
    fn line(&mut self, line: &str) {
        let mut length = 0;
        for character in line.chars() {
            if length + character.len_utf8() > LONGEST_LINE {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(character);
            length += character.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The lines as a calendar reads them.
    fn unfolded(file: &str) -> Vec<String> {
        file.replace("\r\n ", "")
            .split_terminator("\r\n")
            .map(str::to_owned)
            .collect()
    }

    fn unescaped(text: &str) -> String {
        let mut plain = String::new();
        let mut characters = text.chars();
        while let Some(character) = characters.next() {
            match (character, character == '\\') {
                (_, true) => match characters.next() {
                    Some('n') => plain.push('\n'),
                    Some(other) => plain.push(other),
                    None => panic!("a backslash at the end"),
                },
                (other, false) => plain.push(other),
            }
        }
        plain
    }

    proptest! {
        #[test]
        fn any_text_comes_out_of_a_file_as_it_went_in(text in "[ -~\\näöü漢字العربية😀]{0,300}") {
            let mut file = File::default();
            file.line(&format!("DESCRIPTION:{}", escaped(&text)));
            file.line("END:VEVENT");
            for line in file.0.split_terminator("\r\n") {
                prop_assert!(line.len() <= LONGEST_LINE, "{line}");
                prop_assert!(!line.contains(['\r', '\n']));
            }
            let lines = unfolded(&file.0);
            prop_assert_eq!(lines.len(), 2);
            let value = lines[0].strip_prefix("DESCRIPTION:").unwrap();
            prop_assert_eq!(unescaped(value), text);
        }
    }

    #[test]
    fn alarms_are_before_the_deadline_and_still_to_come() {
        let minutes = |left: i64| -> Vec<i64> {
            alarms(SignedDuration::from_mins(left))
                .iter()
                .map(SignedDuration::as_mins)
                .collect()
        };
        assert_eq!(minutes(7 * 24 * 60), [24 * 60, 60]);
        assert_eq!(minutes(24 * 60), [60]);
        assert_eq!(minutes(60), [30]);
        assert_eq!(minutes(10), [5]);
        assert_eq!(minutes(1), [1]);
    }

    #[test]
    fn control_characters_do_not_get_into_a_calendar() {
        assert_eq!(escaped("a\r\nb\tc\u{7}\\;,"), "a\\nb c \\\\\\;\\,");
    }
}

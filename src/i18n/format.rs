//! Dates, durations, numbers and lists, by ICU4X and the texts in `time.ftl`.

use fixed_decimal::Decimal;
use icu_datetime::{
    DateTimeFormatter, fieldsets,
    input::{DateTime, TimeZone, UtcOffset, ZonedDateTime},
};
use icu_decimal::DecimalFormatter;
use icu_list::{ListFormatter, options::ListFormatterOptions};
use jiff::{Timestamp, tz};

use super::{Arg, Texts};

/// A point in time as a person reads it and as a machine does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instant {
    /// In words, with the time zone's name.
    pub text: String,
    /// RFC 3339: the `datetime` attribute.
    pub machine: String,
}

/// The units of a remaining time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUnit {
    /// 24 hours.
    Day,
    /// 60 minutes.
    Hour,
    /// 60 seconds.
    Minute,
    /// The smallest.
    Second,
}

impl TimeUnit {
    /// From the largest to the smallest.
    pub const ALL: [Self; 4] = [Self::Day, Self::Hour, Self::Minute, Self::Second];

    fn seconds(self) -> u64 {
        match self {
            Self::Day => 86_400,
            Self::Hour => 3_600,
            Self::Minute => 60,
            Self::Second => 1,
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Day => "duration-days",
            Self::Hour => "duration-hours",
            Self::Minute => "duration-minutes",
            Self::Second => "duration-seconds",
        }
    }
}

/// What a unit is called for each plural category of a language, with `{n}` for the number: a script in the browser
/// chooses by `Intl.PluralRules`.
pub type PluralForms = Vec<(String, String)>;

/// Numbers that between them meet every plural category of integers in CLDR.
const SAMPLES: [u64; 8] = [0, 1, 2, 3, 5, 6, 11, 100];

impl Texts {
    /// `value` in the digits of the language.
    pub fn number(self, value: u64) -> String {
        match DecimalFormatter::try_new(
            self.locale().language().into(),
            icu_decimal::options::DecimalFormatterOptions::default(),
        ) {
            Ok(formatter) => formatter.format(&Decimal::from(value)).to_string(),
            Err(_) => value.to_string(),
        }
    }

    /// "a, b, or c".
    pub fn any_of(self, items: &[String]) -> String {
        match ListFormatter::try_new_or(
            self.locale().language().into(),
            ListFormatterOptions::default(),
        ) {
            Ok(formatter) => formatter.format(items.iter()).to_string(),
            Err(_) => items.join(", "),
        }
    }

    /// "a, b, and c".
    pub fn all_of(self, items: &[String]) -> String {
        match ListFormatter::try_new_and(
            self.locale().language().into(),
            ListFormatterOptions::default(),
        ) {
            Ok(formatter) => formatter.format(items.iter()).to_string(),
            Err(_) => items.join(", "),
        }
    }

    /// Weekday, date, time and zone in words. Never rounded: it may be a deadline (`docs/spec/ux.md` S8). `zone` is an
    /// IANA name; UTC where it is none.
    pub fn date_time(self, at: Timestamp, zone: Option<&str>) -> Instant {
        let fields = fieldsets::YMDE::long()
            .with_time_hm()
            .with_zone(fieldsets::zone::SpecificLong);
        let text = DateTimeFormatter::try_new(self.locale().language().into(), fields).map_or_else(
            |_| at.to_string(),
            |formatter| formatter.format(&local(at, zone)).to_string(),
        );
        Instant {
            text,
            machine: machine(at),
        }
    }

    /// Time of day and zone, for something that happened moments ago.
    pub fn time_of_day(self, at: Timestamp, zone: Option<&str>) -> Instant {
        let fields = fieldsets::T::hm().with_zone(fieldsets::zone::SpecificShort);
        let text = DateTimeFormatter::try_new(self.locale().language().into(), fields).map_or_else(
            |_| at.to_string(),
            |formatter| formatter.format(&local(at, zone)).to_string(),
        );
        Instant {
            text,
            machine: machine(at),
        }
    }

    /// A remaining time in its two largest units, rounded down, so that nobody is promised more than there is.
    pub fn duration(self, seconds: u64) -> String {
        let (large, small) = split(seconds);
        let name = |(unit, amount): (TimeUnit, u64)| {
            self.t_with(
                unit.text(),
                &[
                    ("count", Arg::from(amount)),
                    ("number", Arg::from(self.number(amount))),
                ],
            )
        };
        match small {
            Some(small) => self.t_with(
                "duration-pair",
                &[
                    ("large", Arg::from(name(large))),
                    ("small", Arg::from(name(small))),
                ],
            ),
            None => name(large),
        }
    }

    /// What `unit` is called for each plural category of the language.
    pub fn plural_forms(self, unit: TimeUnit) -> PluralForms {
        let mut forms = PluralForms::new();
        for sample in SAMPLES {
            let category = self.t_with("plural-category", &[("count", Arg::from(sample))]);
            if forms.iter().all(|(known, _)| *known != category) {
                let form = self.t_with(
                    unit.text(),
                    &[("count", Arg::from(sample)), ("number", Arg::from("{n}"))],
                );
                forms.push((category, form));
            }
        }
        forms
    }
}

/// The two largest units of a remaining time; the second one only where it is not nothing. Below an hour and above a
/// minute seconds are left out: nobody needs them, and a text that changes each second cannot be read in peace.
fn split(seconds: u64) -> ((TimeUnit, u64), Option<(TimeUnit, u64)>) {
    let position = TimeUnit::ALL
        .iter()
        .position(|unit| seconds >= unit.seconds())
        .unwrap_or(3);
    let unit = TimeUnit::ALL[position];
    let large = (unit, seconds / unit.seconds());
    let small = TimeUnit::ALL
        .get(position + 1)
        .filter(|smaller| **smaller != TimeUnit::Second)
        .map(|smaller| (*smaller, seconds % unit.seconds() / smaller.seconds()))
        .filter(|(_, amount)| *amount > 0);
    (large, small)
}

fn machine(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

type Local = ZonedDateTime<
    icu_calendar::cal::Iso,
    icu_datetime::input::TimeZoneInfo<icu_time::zone::models::AtTime>,
>;

/// `at` on the clocks of `zone`.
fn local(at: Timestamp, zone: Option<&str>) -> Local {
    let zone = zone
        .and_then(|name| tz::TimeZone::get(name).ok())
        .unwrap_or(tz::TimeZone::UTC);
    let offset =
        UtcOffset::try_from_seconds(zone.to_offset(at).seconds()).unwrap_or(UtcOffset::zero());
    let ZonedDateTime { date, time, .. } =
        ZonedDateTime::from_epoch_milliseconds_and_utc_offset(at.as_millisecond(), offset);
    let named =
        TimeZone::from_iana_id(zone.iana_name().unwrap_or("Etc/UTC")).with_offset(Some(offset));
    ZonedDateTime {
        date,
        time,
        zone: named.at_date_time(DateTime { date, time }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Locale, plain};

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a timestamp")
    }

    #[test]
    fn a_deadline_is_told_in_words_with_its_zone() {
        let deadline = at("2026-11-30T16:00:00Z");
        let told: Vec<String> = Locale::ALL
            .iter()
            .map(|locale| {
                Texts::of(*locale)
                    .date_time(deadline, Some("Europe/Berlin"))
                    .text
            })
            .collect();
        assert_eq!(
            told,
            [
                "Monday, November 30, 2026 at 5:00\u{202f}PM Central European Standard Time",
                "Montag, 30. November 2026 um 17:00 Mitteleuropäische Normalzeit",
                "2026年11月30日月曜日 17:00 中央ヨーロッパ標準時",
                "الاثنين، 30 نوفمبر 2026 في 5:00 م توقيت وسط أوروبا الرسمي",
            ]
        );
    }

    #[test]
    fn summer_time_and_half_hour_zones_are_right() {
        let text = |instant: &str, zone| {
            Texts::of(Locale::En)
                .date_time(at(instant), Some(zone))
                .text
        };
        assert!(
            text("2026-07-01T12:00:00Z", "Europe/Berlin")
                .ends_with("2:00\u{202f}PM Central European Summer Time")
        );
        assert!(
            text("2026-07-01T12:00:00Z", "Asia/Kolkata")
                .ends_with("5:30\u{202f}PM India Standard Time")
        );
        assert!(
            text("2026-07-01T12:00:00Z", "Asia/Kathmandu").ends_with("5:45\u{202f}PM Nepal Time")
        );
    }

    #[test]
    fn an_unknown_zone_is_told_in_utc() {
        let instant =
            Texts::of(Locale::En).date_time(at("2026-07-01T12:00:30Z"), Some("Mars/Olympus"));
        assert!(
            instant
                .text
                .ends_with("12:00\u{202f}PM Coordinated Universal Time"),
            "{}",
            instant.text
        );
        assert_eq!(instant.machine, "2026-07-01T12:00:30Z");
    }

    #[test]
    fn a_remaining_time_is_rounded_down() {
        let text = |seconds| plain(&Texts::of(Locale::En).duration(seconds));
        assert_eq!(text(7 * 86_400 - 1), "6\u{a0}days 23\u{a0}hours");
        assert_eq!(text(86_400), "1\u{a0}day");
        assert_eq!(text(3_599), "59\u{a0}minutes");
        assert_eq!(text(7_259), "2\u{a0}hours");
        assert_eq!(text(59), "59\u{a0}seconds");
        assert_eq!(text(0), "0\u{a0}seconds");
    }

    #[test]
    fn arabic_has_all_six_plural_forms_and_english_two() {
        let categories = |locale| -> Vec<String> {
            Texts::of(locale)
                .plural_forms(TimeUnit::Day)
                .into_iter()
                .map(|(category, _)| category)
                .collect()
        };
        assert_eq!(
            categories(Locale::Ar),
            ["zero", "one", "two", "few", "many", "other"]
        );
        assert_eq!(categories(Locale::En), ["other", "one"]);
        assert_eq!(categories(Locale::Ja), ["other"]);
    }

    #[test]
    fn a_list_ends_with_or() {
        let versions = ["13.6".to_owned(), "14.4".to_owned()];
        assert_eq!(Texts::of(Locale::De).any_of(&versions), "13.6 oder 14.4");
    }
}

//! Languages and times.

use unic_langid::LanguageIdentifier;

/// Languages and times.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Languages and times")]
pub struct I18nOptions {
    /// The language for people whose own is not available: a BCP 47 tag.
    #[arg(
        long,
        env = "DOORSTEP_DEFAULT_LOCALE",
        default_value = "en",
        value_name = "TAG"
    )]
    pub default_locale: LanguageIdentifier,
    /// The time zone of dates until a browser has told its own: an IANA name.
    #[arg(long, env = "DOORSTEP_TIME_ZONE", default_value = "UTC", value_name = "NAME", value_parser = time_zone)]
    pub time_zone: String,
}

fn time_zone(text: &str) -> Result<String, String> {
    match jiff::tz::TimeZone::get(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err(String::from("not an IANA time zone, as in Europe/Berlin")),
    }
}

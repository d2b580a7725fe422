//! Where the evaluation backend is, and where it expects device agents.

use clap::ArgAction;
use jiff::SignedDuration;
use url::Url;

use super::{OrgOptions, Origin, http::duration, origin::confidential};

/// Where the evaluation backend is, and where it expects device agents.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Backend")]
pub struct BackendOptions {
    /// A remote Identity Engine organization; without it the embedded backend evaluates.
    #[arg(long, env = "DOORSTEP_BACKEND_URL", value_name = "URL", value_parser = confidential)]
    pub backend_url: Option<Origin>,
    /// How long the page waits for one answer of the backend.
    #[arg(long, env = "DOORSTEP_BACKEND_TIMEOUT", default_value = "10s", value_name = "DURATION", value_parser = duration)]
    pub backend_timeout: SignedDuration,
    /// The remote organization, where there is one.
    #[command(flatten)]
    pub org: OrgOptions,
    /// The organization's own help page, at the foot of every page and for clients of a device that is not let in; the vendor's documentation where it is not given.
    #[arg(long, env = "DOORSTEP_HELP_URL", value_name = "URL", value_parser = help)]
    pub help_url: Option<Url>,
    /// The ports on which browsers look for the device agent on their own machine, in this order.
    #[arg(
        long = "agent-ports",
        env = "DOORSTEP_AGENT_PORTS",
        default_value = "6511,6512,6513",
        value_delimiter = ',',
        value_name = "PORTS"
    )]
    pub agent_ports: Vec<u16>,
    /// Origins of other sites whose pages may call the embedded backend from a browser; none may where none is given.
    #[arg(
        long = "trusted-origin",
        env = "DOORSTEP_TRUSTED_ORIGIN",
        value_delimiter = ',',
        value_name = "ORIGINS"
    )]
    pub trusted_origins: Vec<Origin>,
    /// Asks for login and password on one form, not one after the other.
    #[arg(long, env = "DOORSTEP_PASSWORD_WITH_IDENTIFIER")]
    pub password_with_identifier: bool,
    /// How long things last.
    #[command(flatten)]
    pub lifetimes: LifetimeOptions,
    /// How much is accepted.
    #[command(flatten)]
    pub limits: LimitOptions,
    /// Whether posture checks can be managed; where not, the API answers as Okta does with the feature off.
    #[arg(long, env = "DOORSTEP_POSTURE_CHECKS", default_value_t = true, action = ArgAction::Set, value_name = "true|false")]
    pub posture_checks: bool,
    /// Whether device assurance policies can be managed; where not, the API answers as Okta does with the feature off.
    #[arg(long, env = "DOORSTEP_DEVICE_ASSURANCE", default_value_t = true, action = ArgAction::Set, value_name = "true|false")]
    pub device_assurance: bool,
    /// How long events of the System Log are kept: `90d` or `2160h`; `none` keeps them for ever.
    #[arg(long, env = "DOORSTEP_LOG_RETENTION", default_value = "90d", value_name = "DURATION", value_parser = retention)]
    pub log_retention: LogRetention,
}

/// How long things of the embedded backend last.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Backend")]
pub struct LifetimeOptions {
    /// How long a sign-in lasts from the person's last step: so long a denial waits for the device to be fixed.
    #[arg(long = "sign-in-lifetime", env = "DOORSTEP_SIGN_IN_LIFETIME", default_value = "30m", value_name = "DURATION", value_parser = duration)]
    pub sign_in: SignedDuration,
    /// How long a page may take to begin the sign-in that an app has asked for.
    #[arg(long = "interaction-lifetime", env = "DOORSTEP_INTERACTION_LIFETIME", default_value = "5m", value_name = "DURATION", value_parser = duration)]
    pub interaction: SignedDuration,
    /// How long an app may take to trade its code for tokens.
    #[arg(long = "code-lifetime", env = "DOORSTEP_CODE_LIFETIME", default_value = "60s", value_name = "DURATION", value_parser = duration)]
    pub code: SignedDuration,
    /// How long a device may take to answer a challenge.
    #[arg(long = "challenge-lifetime", env = "DOORSTEP_CHALLENGE_LIFETIME", default_value = "5m", value_name = "DURATION", value_parser = duration)]
    pub challenge: SignedDuration,
    /// How long ID and access tokens are good, also those for the management APIs.
    #[arg(long = "token-lifetime", env = "DOORSTEP_TOKEN_LIFETIME", default_value = "1h", value_name = "DURATION", value_parser = duration)]
    pub token: SignedDuration,
    /// How long copies of the steps and codes for the help desk can be read.
    #[arg(long = "handout-lifetime", env = "DOORSTEP_HANDOUT_LIFETIME", default_value = "24h", value_name = "DURATION", value_parser = duration)]
    pub handout: SignedDuration,
    /// How long a page that waits for the device waits for one answer before it asks again.
    #[arg(long = "watch-timeout", env = "DOORSTEP_WATCH_TIMEOUT", default_value = "25s", value_name = "DURATION", value_parser = duration)]
    pub watch: SignedDuration,
}

/// How much the embedded backend accepts.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Backend")]
pub struct LimitOptions {
    /// How many wrong passwords are accepted in one sign-in.
    #[arg(long, env = "DOORSTEP_ATTEMPTS_PER_SIGN_IN", default_value = "10", value_name = "COUNT", value_parser = count())]
    pub attempts_per_sign_in: u32,
    /// How many wrong passwords are accepted for one login, and wrong secrets for one client and address, within the attempts window.
    #[arg(long, env = "DOORSTEP_ATTEMPTS_PER_LOGIN", default_value = "10", value_name = "COUNT", value_parser = count())]
    pub attempts_per_login: u32,
    /// How long a wrong password or secret counts.
    #[arg(long, env = "DOORSTEP_ATTEMPTS_WINDOW", default_value = "15m", value_name = "DURATION", value_parser = duration)]
    pub attempts_window: SignedDuration,
    /// Requests per minute and token to posture checks, and as many to device assurance policies.
    #[arg(long, env = "DOORSTEP_DEVICE_RATE_LIMIT", default_value = "50", value_name = "COUNT", value_parser = count())]
    pub device_rate_limit: u32,
    /// Requests per minute and token to each other family of the management APIs.
    #[arg(long, env = "DOORSTEP_RATE_LIMIT", default_value = "600", value_name = "COUNT", value_parser = count())]
    pub rate_limit: u32,
}

/// A number from 1 on.
fn count() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..)
}

/// How long events of the System Log are kept; for ever where there is no duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogRetention(pub Option<SignedDuration>);

/// Days of 24 hours, or anything that a duration may be; `none` for ever.
fn retention(text: &str) -> Result<LogRetention, String> {
    if text == "none" {
        return Ok(LogRetention(None));
    }
    let days = text
        .strip_suffix('d')
        .and_then(|days| days.parse::<i64>().ok());
    let length = match days {
        // Some 27,000 years: the multiplication cannot overflow, and no instant is that far away.
        Some(days) if days < 10_000_000 => SignedDuration::from_hours(days.saturating_mul(24)),
        Some(_) => {
            return Err(String::from(
                "longer than any log: take none to keep events for ever",
            ));
        }
        None => text.parse().map_err(|_| {
            String::from("not a duration, as in 90d or 48h; none keeps events for ever")
        })?,
    };
    if length.is_positive() {
        Ok(LogRetention(Some(length)))
    } else {
        Err(String::from(
            "the duration must be longer than nothing; none keeps events for ever",
        ))
    }
}

/// An address that people can be sent to: https, or http.
fn help(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("not a URL ({error})"))?;
    if matches!(url.scheme(), "https" | "http") {
        Ok(url)
    } else {
        Err(String::from("the URL must begin with https://"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_kept_for_days_or_for_ever() {
        let kept = |text: &str| retention(text).map(|LogRetention(length)| length);
        assert_eq!(kept("90d"), Ok(Some(SignedDuration::from_hours(90 * 24))));
        assert_eq!(kept("36h"), Ok(Some(SignedDuration::from_hours(36))));
        assert_eq!(kept("none"), Ok(None));
        for wrong in ["0", "0d", "-1d", "1.5d", "d", "", "never", "99999999999d"] {
            assert!(kept(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn help_is_a_page_on_the_web() {
        assert!(help("https://help.example.com/devices?a=b").is_ok());
        for wrong in ["javascript:alert(1)", "mailto:it@example.com", "/help"] {
            assert!(help(wrong).is_err(), "{wrong}");
        }
    }
}

//! Who may ask this device, and what: the MDM settings of `docs/spec/management-api.md` section 7.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use super::device::Platform;

/// `OSQueryAllowedDomains`: the organizations whose sign-in pages are answered. Whole hosts, with their port where it
/// is not the scheme's own; no wildcards; empty means none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AllowedDomains(Vec<String>);

impl AllowedDomains {
    /// Reads the setting: hosts separated by `;`.
    pub fn parse(setting: &str) -> Self {
        setting
            .split(';')
            .map(str::trim)
            .filter(|domain| !domain.is_empty())
            .collect()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether `host` (with its port, if any) is one of them.
    pub fn allows_host(&self, host: &str) -> bool {
        self.0.contains(&normalized(host))
    }

    /// Whether `url` leads to one of them, by https or on this machine: a plain connection to anywhere else could be
    /// anyone's.
    pub fn allows_url(&self, url: &Url) -> bool {
        let confidential = match url.scheme() {
            "https" => true,
            "http" => is_loopback(url),
            _ => false,
        };
        confidential && self.allows_host(&authority(url))
    }

    /// Whether `origin`, the value of an `Origin` header, is one of them.
    pub fn allows_origin(&self, origin: &str) -> bool {
        Url::parse(origin)
            .is_ok_and(|url| url.origin().ascii_serialization() == origin && self.allows_url(&url))
    }
}

impl<S: AsRef<str>> FromIterator<S> for AllowedDomains {
    fn from_iter<I: IntoIterator<Item = S>>(domains: I) -> Self {
        Self(
            domains
                .into_iter()
                .map(|domain| normalized(domain.as_ref()))
                .collect(),
        )
    }
}

/// Lower case, internationalized names in ASCII, without the port that https has anyway.
fn normalized(host: &str) -> String {
    Url::parse(&format!("https://{host}"))
        .map_or_else(|_| host.to_ascii_lowercase(), |url| authority(&url))
}

/// Host, and port where it is not the scheme's own.
pub(crate) fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Whether `url` stays on this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The settings as an MDM profile has them. On a simulated device they stand in the device file under `[mdm]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mdm {
    /// Whether custom checks may run.
    #[serde(
        rename = "EnableOSQueryCustomChecks",
        skip_serializing_if = "Option::is_none"
    )]
    pub custom_checks: Option<bool>,
    /// [`AllowedDomains`].
    #[serde(
        rename = "OSQueryAllowedDomains",
        skip_serializing_if = "Option::is_none"
    )]
    pub allowed_domains: Option<String>,
    /// macOS: the longest wait for one check, in seconds.
    #[serde(
        rename = "OSQueryCustomChecksTimeout",
        skip_serializing_if = "Option::is_none"
    )]
    pub timeout_seconds: Option<u64>,
    /// Windows: the longest wait for one check, in milliseconds.
    #[serde(rename = "CollectionTimeout", skip_serializing_if = "Option::is_none")]
    pub timeout_millis: Option<u64>,
}

/// The settings in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Settings {
    /// Which organizations are answered.
    pub allowed_domains: AllowedDomains,
    /// Whether custom checks may run.
    pub custom_checks: bool,
    /// The longest wait for one check.
    pub check_timeout: Duration,
}

impl Settings {
    /// What the command line says goes before the profile, the profile before the platform's defaults.
    pub(super) fn new(platform: Platform, mdm: &Mdm, fixed: &Overrides) -> Self {
        let (profile, default, allowed) = match platform {
            Platform::Macos => (
                mdm.timeout_seconds.map(Duration::from_secs),
                Duration::from_secs(2),
                false,
            ),
            Platform::Windows => (
                mdm.timeout_millis.map(Duration::from_millis),
                Duration::from_secs(5),
                true,
            ),
        };
        Self {
            allowed_domains: fixed
                .allowed_domains
                .clone()
                .or_else(|| mdm.allowed_domains.as_deref().map(AllowedDomains::parse))
                .unwrap_or_default(),
            custom_checks: fixed.custom_checks.or(mdm.custom_checks).unwrap_or(allowed),
            check_timeout: fixed.check_timeout.or(profile).unwrap_or(default),
        }
    }
}

/// Settings given at the start of the program, which go before the profile.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// Which organizations are answered.
    pub allowed_domains: Option<AllowedDomains>,
    /// Whether custom checks may run.
    pub custom_checks: Option<bool>,
    /// The longest wait for one check.
    pub check_timeout: Option<Duration>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_whole_hosts_in_any_case() {
        let domains =
            AllowedDomains::parse("Login.Example.com; localhost:8080 ;;other.example:443");
        for allowed in [
            "https://login.example.com",
            "http://localhost:8080",
            "https://other.example",
        ] {
            assert!(domains.allows_origin(allowed), "{allowed}");
        }
        for refused in [
            "https://example.com",
            "https://a.login.example.com",
            "https://login.example.com.evil.example",
            "https://login.example.com:8443",
            "http://login.example.com",
            "http://localhost:8081",
            "http://localhost",
            "https://login.example.com/",
            "null",
            "",
        ] {
            assert!(!domains.allows_origin(refused), "{refused}");
        }
    }

    #[test]
    fn nobody_is_allowed_where_the_setting_is_missing_or_empty() {
        for platform in [Platform::Macos, Platform::Windows] {
            let settings = Settings::new(platform, &Mdm::default(), &Overrides::default());
            assert!(settings.allowed_domains.is_empty());
        }
        assert!(AllowedDomains::parse(" ; ").is_empty());
    }

    #[test]
    fn each_platform_has_its_own_defaults_and_its_own_timeout_setting() {
        let mdm = Mdm {
            timeout_seconds: Some(3),
            timeout_millis: Some(700),
            ..Mdm::default()
        };
        let none = Overrides::default();
        let macos = Settings::new(Platform::Macos, &Mdm::default(), &none);
        assert_eq!(
            (macos.custom_checks, macos.check_timeout),
            (false, Duration::from_secs(2))
        );
        let windows = Settings::new(Platform::Windows, &Mdm::default(), &none);
        assert_eq!(
            (windows.custom_checks, windows.check_timeout),
            (true, Duration::from_secs(5))
        );
        assert_eq!(
            Settings::new(Platform::Macos, &mdm, &none).check_timeout,
            Duration::from_secs(3)
        );
        assert_eq!(
            Settings::new(Platform::Windows, &mdm, &none).check_timeout,
            Duration::from_millis(700)
        );
    }

    #[test]
    fn the_command_line_goes_before_the_profile() {
        let mdm = Mdm {
            custom_checks: Some(true),
            allowed_domains: Some(String::from("profile.example")),
            ..Mdm::default()
        };
        let fixed = Overrides {
            allowed_domains: Some(AllowedDomains::parse("line.example")),
            custom_checks: Some(false),
            check_timeout: None,
        };
        let settings = Settings::new(Platform::Macos, &mdm, &fixed);
        assert!(!settings.custom_checks);
        assert!(settings.allowed_domains.allows_host("line.example"));
        assert!(!settings.allowed_domains.allows_host("profile.example"));
    }
}

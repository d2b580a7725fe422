//! Origins: scheme, host and port of an address (RFC 6454).

use std::{fmt, str::FromStr};

use url::{Host, Url};

/// An http or https origin, written without a path: `https://sign-in.example`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin(Url);

impl Origin {
    /// As a URL, with the path `/`.
    pub fn url(&self) -> &Url {
        &self.0
    }

    /// Whether it is https.
    pub fn is_secure(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Host, and port where it is not the scheme's own.
    pub fn authority(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        self.0
            .port()
            .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    fn is_loopback(&self) -> bool {
        match self.0.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.origin().ascii_serialization())
    }
}

impl FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| format!("not a URL ({error})"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(String::from(
                "the URL must begin with https:// (or http://)",
            ));
        }
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !bare || !url.username().is_empty() || url.password().is_some() {
            return Err(String::from(
                "only scheme, host and port are allowed, as in https://sign-in.example",
            ));
        }
        Ok(Self(url))
    }
}

/// An origin that carries credentials: https, or plain http to this same machine.
pub(super) fn confidential(text: &str) -> Result<Origin, String> {
    let origin: Origin = text.parse()?;
    if origin.is_secure() || origin.is_loopback() {
        Ok(origin)
    } else {
        Err(String::from("plain http is for localhost only: use https"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_without_a_slash_or_the_schemes_own_port() {
        let origin: Origin = "https://Sign-In.example:443/".parse().expect("an origin");
        assert_eq!(origin.to_string(), "https://sign-in.example");
        assert_eq!(origin.authority(), "sign-in.example");
        assert_eq!(
            "http://localhost:8080"
                .parse::<Origin>()
                .expect("an origin")
                .authority(),
            "localhost:8080"
        );
    }

    #[test]
    fn an_origin_has_no_path_query_or_credentials() {
        for wrong in [
            "https://a.example/b",
            "https://a.example?c",
            "https://me@a.example",
            "ftp://a.example",
            "a.example",
        ] {
            assert!(wrong.parse::<Origin>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn passwords_travel_by_https_or_stay_on_the_machine() {
        assert!(confidential("http://127.0.0.1:8080").is_ok());
        assert!(confidential("http://app.localhost:8080").is_ok());
        assert!(confidential("https://sign-in.example").is_ok());
        assert!(confidential("http://sign-in.example").is_err());
        assert!(confidential("http://localhost.example").is_err());
    }
}

//! Addresses of programs on this machine.
//!
//! The page asks the browser to call these addresses and names them in its security policy, so the rule is narrow
//! (docs/decisions.md): by `http` only what a browser itself takes for this machine (Secure Contexts section 3.1), by
//! `https` also the names below [`DEVELOPMENT_NAMES`], which Okta keeps pointing at `127.0.0.1`.

use url::{Host, Url};

/// Okta's names for this machine: `{organization}.authenticatorlocaldev.com`, with certificates of their own.
const DEVELOPMENT_NAMES: &str = ".authenticatorlocaldev.com";

/// `domain:port` as an origin; `None` for everything that does not lead to this machine.
pub(super) fn base(domain: &str, port: &str) -> Option<String> {
    let port: u16 = port.parse().ok().filter(|port| *port != 0)?;
    let mut url = Url::parse(domain).ok()?;
    let local = match (url.scheme(), url.host()?) {
        ("http" | "https", Host::Ipv4(address)) => address.is_loopback(),
        ("http" | "https", Host::Ipv6(address)) => address.is_loopback(),
        ("http" | "https", Host::Domain(name)) => {
            name == "localhost"
                || name.ends_with(".localhost")
                || (url.scheme() == "https" && name.ends_with(DEVELOPMENT_NAMES))
        }
        _ => false,
    };
    if !local {
        return None;
    }
    url.set_port(Some(port)).ok()?;
    Some(url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_machine_are_called() {
        let cases = [
            ("http://localhost", Some("http://localhost:6511")),
            ("https://localhost", Some("https://localhost:6511")),
            ("http://127.0.0.1", Some("http://127.0.0.1:6511")),
            ("http://127.8.9.1", Some("http://127.8.9.1:6511")),
            ("http://[::1]", Some("http://[::1]:6511")),
            (
                "http://agent.localhost",
                Some("http://agent.localhost:6511"),
            ),
            // What else stands in the address is not part of an origin.
            (
                "http://a:b@localhost/path?x#y",
                Some("http://localhost:6511"),
            ),
            (
                "https://org1.authenticatorlocaldev.com",
                Some("https://org1.authenticatorlocaldev.com:6511"),
            ),
            ("http://org1.authenticatorlocaldev.com", None),
            ("https://authenticatorlocaldev.com.evil.example", None),
            ("https://xauthenticatorlocaldev.com", None),
            ("http://192.168.0.1", None),
            ("http://localhost.evil.example", None),
            ("http://notlocalhost", None),
            ("https://intranet.example.com", None),
            ("http://2130706433", Some("http://127.0.0.1:6511")),
            ("ftp://localhost", None),
            ("localhost", None),
            ("http://localhost; script-src *", None),
            ("", None),
        ];
        for (domain, expected) in cases {
            assert_eq!(base(domain, "6511").as_deref(), expected, "{domain}");
        }
    }

    #[test]
    fn a_port_is_a_number_and_nothing_else() {
        for port in ["", "0", "65536", "-1", "80 *", "6511;", "http"] {
            assert_eq!(base("http://localhost", port), None, "{port}");
        }
        // The scheme's own port is not written in an origin.
        assert_eq!(
            base("http://localhost", "80").as_deref(),
            Some("http://localhost")
        );
    }
}

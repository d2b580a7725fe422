//! Addresses: where they lead, and whether a page may open them.

use url::{Host, Url};

use super::{
    Rule,
    pattern::SECRET,
    text::{excerpt, invisible},
};

/// Hosts that only forward: nobody sees where to.
const SHORTENERS: [&str; 10] = [
    "bit.ly",
    "buff.ly",
    "cutt.ly",
    "goo.gl",
    "is.gd",
    "ow.ly",
    "rebrand.ly",
    "t.co",
    "tiny.cc",
    "tinyurl.com",
];

/// Parameters of an address that carry secrets.
const SECRET_PARAMETERS: [&str; 12] = [
    "access_token",
    "api_key",
    "apikey",
    "auth",
    "client_secret",
    "id_token",
    "password",
    "secret",
    "sig",
    "signature",
    "state_handle",
    "token",
];

/// The shortest value of such a parameter that is one, in characters.
const SECRET_LENGTH: usize = 8;

/// What a settings address may start with, as in the management API.
const SETTINGS: [&str; 3] = ["x-apple.systempreferences:", "ms-settings:", "https://"];

/// What is wrong with the address of a web page.
pub(super) fn problems(address: &str) -> Vec<(Rule, String)> {
    let address = address.trim();
    if address.is_empty() {
        return Vec::new();
    }
    if let Some(name) = address.chars().find_map(|it| invisible(it, false)) {
        let advice = format!("the address has {name}: write it again without");
        return vec![(Rule::InvisibleCharacter, advice)];
    }
    if address
        .chars()
        .any(|it| it.is_whitespace() || "\"<>\\^`{|}".contains(it))
    {
        let advice = "the address has blanks or characters that no address has, so it is not shown: encode or remove them";
        return vec![(Rule::UnsafeLink, advice.to_owned())];
    }
    let (scheme, rest) = split(address);
    let mut problems = Vec::new();
    let whole = match scheme.as_deref() {
        Some("https") => address.to_owned(),
        Some("http") => {
            let advice =
                "the address is http: people could be sent to another page on the way; use https";
            problems.push((Rule::InsecureLink, advice.to_owned()));
            address.to_owned()
        }
        Some(scheme) => {
            let advice = format!(
                "the address starts with {}:, which no page opens: use an https address",
                excerpt(scheme)
            );
            return vec![(Rule::UnsafeLink, advice)];
        }
        None if is_host(rest) => {
            let advice = "the address has no scheme: write https:// before it";
            problems.push((Rule::LinkWithoutScheme, advice.to_owned()));
            format!("https://{address}")
        }
        None => {
            let advice = "the address has no host, and the page is not yours to be relative to: write the whole address, https://…";
            return vec![(Rule::RelativeLink, advice.to_owned())];
        }
    };
    if let Ok(url) = Url::parse(&whole) {
        problems.extend(host_and_query(&url, address));
    } else {
        let advice = "this is not an address: write a whole one, https://…";
        problems.push((Rule::RelativeLink, advice.to_owned()));
    }
    problems
}

/// What is wrong with the address of a place in a device's settings.
pub(super) fn settings_problems(address: &str) -> Vec<(Rule, String)> {
    let lower = address.trim().to_ascii_lowercase();
    if lower.is_empty() || SETTINGS.iter().any(|scheme| lower.starts_with(scheme)) {
        return Vec::new();
    }
    let advice = format!(
        "the address opens no settings: it must start with one of {}",
        SETTINGS.join(", ")
    );
    vec![(Rule::UnsafeLink, advice)]
}

/// The scheme in lower case, and what follows. `host:8080/path` has none.
fn split(address: &str) -> (Option<String>, &str) {
    let Some((scheme, rest)) = address.split_once(':') else {
        return (None, address);
    };
    let named = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let port = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_port = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    if named && !(scheme.contains('.') && is_port) {
        (Some(scheme.to_ascii_lowercase()), rest)
    } else {
        (None, address)
    }
}

fn is_host(address: &str) -> bool {
    let host = address
        .split(['/', '?', '#', ':'])
        .next()
        .unwrap_or_default();
    host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
}

fn host_and_query(url: &Url, address: &str) -> Vec<(Rule, String)> {
    let mut problems = Vec::new();
    if !url.username().is_empty() || url.password().is_some() {
        let advice =
            "the address has a user name before the host, which hides where it leads: remove it";
        problems.push((Rule::UnsafeLink, advice.to_owned()));
    }
    let misleading = match url.host() {
        None => {
            let advice = "the address has no host: write the whole address, https://…";
            return vec![(Rule::RelativeLink, advice.to_owned())];
        }
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => {
            Some("the host is a number, which tells people nothing: use a name")
        }
        Some(Host::Domain(host)) => {
            let host = host.trim_end_matches('.');
            let encoded = host.split('.').any(|label| label.starts_with("xn--"));
            if host == "localhost" || host.ends_with(".localhost") {
                Some("the host is the person's own device: use that of your help page")
            } else if encoded {
                Some(
                    "the host has letters beyond a to z, which can imitate others and is shown encoded: use a host without",
                )
            } else if SHORTENERS.contains(&host) {
                Some(
                    "the host only forwards, so people cannot see where the link leads: use the address of the page itself",
                )
            } else {
                None
            }
        }
    };
    problems.extend(misleading.map(|advice| (Rule::MisleadingHost, advice.to_owned())));
    let parameter = url.query_pairs().find(|(name, value)| {
        SECRET_PARAMETERS.contains(&name.to_ascii_lowercase().as_str())
            && value.chars().count() >= SECRET_LENGTH
    });
    if let Some((name, _)) = parameter {
        let advice = format!(
            "the parameter {} looks like a secret, and everybody whose device fails gets the address: remove it",
            excerpt(&name)
        );
        problems.push((Rule::Secret, advice));
    } else if SECRET.find(address).is_some() {
        let advice = "the address looks as if it had a key or token, and everybody whose device fails gets it: remove it";
        problems.push((Rule::Secret, advice.to_owned()));
    }
    problems
}

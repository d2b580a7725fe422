//! The device is asked about itself: `docs/spec/idx.md` section 2.4.

use serde_json::Value;
use url::{Url, form_urlencoded};

use super::{Setting, about, action};
use crate::{
    flow::{
        screen::{Action, AgentAddress, DeviceChallenge, DeviceMethod, Link, Poll},
        wording,
    },
    idx::{AuthenticatorChallenge, ChallengeMethod, Form, Transaction},
};

/// Milliseconds between two polls where the server names none.
const DEFAULT_REFRESH: u64 = 4000;
/// Milliseconds that a probe may take where the server names none.
const DEFAULT_PROBE_TIMEOUT: u64 = 100;
/// Schemes of which an address runs code in the page or reads local files instead of opening a program.
const NEVER_OPENED: [&str; 7] = [
    "javascript",
    "data",
    "vbscript",
    "file",
    "blob",
    "about",
    "filesystem",
];

/// The challenge that `form` waits for; `None` where there is none, for instance for a push notification.
pub(super) fn challenge(
    transaction: &Transaction,
    form: &Form,
    setting: &Setting,
) -> Option<DeviceChallenge> {
    let (challenge, stop) = match &transaction.authenticator_challenge {
        Some(wrapped) => (wrapped.value.clone(), "authenticatorChallenge-cancel"),
        None => (
            of_authenticator(transaction)?,
            "currentAuthenticator-cancel",
        ),
    };
    let has_stop = match stop {
        "authenticatorChallenge-cancel" => challenge.cancel.is_some(),
        _ => super::super::answer::find(transaction, stop).is_some(),
    };
    let mut about = about(transaction);
    // Giving the device check up is the way back here.
    about.cancel = about.cancel.filter(|_| !has_stop);
    Some(DeviceChallenge {
        about,
        title: wording::device_title(challenge.challenge_method),
        method: method(&challenge, form, setting),
        poll: Poll {
            action: Action {
                form: form.name.clone(),
                label: wording::submit(&form.name, false),
            },
            refresh: form.refresh.unwrap_or(DEFAULT_REFRESH),
        },
        stop: has_stop.then(|| action(stop)),
    })
}

/// The same views serve an authenticator of the person's own.
fn of_authenticator(transaction: &Transaction) -> Option<AuthenticatorChallenge> {
    let value = super::actors(transaction)
        .find_map(|(_, value)| value.pointer("/contextualData/challenge/value"))
        .filter(|value| value.get("challengeMethod").is_some_and(Value::is_string))?;
    serde_json::from_value(value.clone()).ok()
}

fn method(challenge: &AuthenticatorChallenge, form: &Form, setting: &Setting) -> DeviceMethod {
    // A relative address is relative to the server, not to this page.
    let href = challenge.href.as_deref().unwrap_or_default();
    let absolute = Url::parse(&form.href)
        .and_then(|server| server.join(href))
        .map(String::from);
    let href = if href.is_empty() {
        ""
    } else {
        absolute.as_deref().unwrap_or_default()
    };
    let web = || {
        Link::parse(href, None)
            .filter(|link| link.origin().is_some())
            .map(|link| link.url)
    };
    let launch = |href: Option<String>| {
        href.map_or(DeviceMethod::Unsupported, |href| DeviceMethod::Launch {
            href,
            download: challenge
                .download_href
                .as_deref()
                .and_then(|url| Link::parse(url, None)),
        })
    };
    match challenge.challenge_method {
        ChallengeMethod::Loopback => {
            let request = challenge.challenge_request.clone().unwrap_or_default();
            let addresses = addresses(challenge, &request, setting);
            if request.is_empty() || addresses.is_empty() {
                return DeviceMethod::Unsupported;
            }
            DeviceMethod::Loopback {
                addresses,
                probe_timeout: challenge
                    .probe_timeout_millis
                    .unwrap_or(DEFAULT_PROBE_TIMEOUT),
                challenge_request: request,
                permission_help: challenge
                    .chrome_local_network_access_details
                    .get("chromeLNAHelpLink")
                    .and_then(|url| Link::parse(url.as_str()?, None)),
            }
        }
        ChallengeMethod::CustomUri => {
            let opens = Url::parse(href).is_ok_and(|url| !NEVER_OPENED.contains(&url.scheme()));
            launch(opens.then(|| href.to_owned()))
        }
        ChallengeMethod::UniversalLink | ChallengeMethod::AppLink => launch(web()),
        ChallengeMethod::ChromeDtc => web().map_or(DeviceMethod::Unsupported, |href| {
            DeviceMethod::ChromeDeviceTrust { href }
        }),
        ChallengeMethod::Unknown => DeviceMethod::Unsupported,
    }
}

/// All https addresses first, then the others, each on every port.
fn addresses(
    challenge: &AuthenticatorChallenge,
    request: &str,
    setting: &Setting,
) -> Vec<AgentAddress> {
    let domains = [
        challenge.https_domain.as_deref(),
        challenge.domain.as_deref(),
    ];
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("challengeRequest", request)
        .append_pair("returnTo", &setting.page)
        .finish();
    domains
        .into_iter()
        .flatten()
        .flat_map(|domain| challenge.ports.iter().filter_map(|port| base(domain, port)))
        .map(|base| AgentAddress {
            link: format!("{base}/challenge?{query}"),
            base,
        })
        .collect()
}

/// `domain:port` as an origin; nothing that is not exactly one may get into a security policy.
pub(super) fn base(domain: &str, port: &str) -> Option<String> {
    let port: u16 = port.parse().ok()?;
    let mut url = Url::parse(domain)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))?;
    url.set_port(Some(port)).ok()?;
    Some(url.origin().ascii_serialization())
}

//! The device is asked about itself: `docs/spec/idx.md` section 2.4.

use serde_json::Value;
use url::{Url, form_urlencoded};

use super::{Setting, about, action, loopback};
use crate::{
    flow::{
        screen::{Action, AgentAddress, DeviceChallenge, DeviceMethod, FormPage, Link, Poll},
        wording,
    },
    idx::{AuthenticatorChallenge, ChallengeMethod, Form, Transaction},
};

/// Milliseconds that a probe may take where the server names none.
const DEFAULT_PROBE_TIMEOUT: u64 = 100;
/// First labels of the reverse domain names that programs register as schemes (RFC 7595 section 3.8, RFC 8252 section
/// 7.1). Other schemes run code in the page, read files, or open what is no device agent.
const REVERSE_DOMAINS: [&str; 8] = ["app", "com", "dev", "edu", "gov", "io", "net", "org"];

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
    let has_stop = super::super::answer::find(transaction, stop).is_some();
    let mut about = about(transaction);
    // Giving the device check up is the way back here.
    about.cancel = about
        .cancel
        .or_else(|| Some(super::back()))
        .filter(|_| !has_stop);
    Some(DeviceChallenge {
        title: wording::device_title(challenge.challenge_method),
        method: method(&challenge, form, setting, about.identifier.as_deref()),
        poll: Poll {
            action: Action {
                form: form.name.clone(),
                label: wording::check_again(),
            },
            refresh: super::refresh(form.refresh),
        },
        stop: has_stop.then(|| action(stop)),
        silent: about.identifier.is_none() && !setting.launched,
        beside: beside(transaction),
        about,
    })
}

/// A sign-in extension of the system would answer `form` on the way.
pub(super) fn extension(transaction: &Transaction, form: &Form) -> DeviceChallenge {
    let mut about = about(transaction);
    about.cancel.get_or_insert_with(super::back);
    DeviceChallenge {
        about,
        title: wording::device_title(ChallengeMethod::Unknown),
        method: DeviceMethod::Extension,
        poll: Poll {
            action: Action {
                form: form.name.clone(),
                label: wording::check_again(),
            },
            refresh: super::refresh(form.refresh),
        },
        stop: None,
        beside: beside(transaction),
        silent: false,
    }
}

/// What leads on beside the challenge.
fn beside(transaction: &Transaction) -> FormPage {
    let page = super::form::page(transaction);
    FormPage {
        alternatives: page.alternatives,
        actions: page.actions,
        providers: page.providers,
        ..FormPage::default()
    }
}

/// The same views serve an authenticator of the person's own.
fn of_authenticator(transaction: &Transaction) -> Option<AuthenticatorChallenge> {
    let value = super::actors(transaction)
        .find_map(|(_, value)| value.pointer("/contextualData/challenge/value"))
        .filter(|value| value.get("challengeMethod").is_some_and(Value::is_string))?;
    serde_json::from_value(value.clone()).ok()
}

fn method(
    challenge: &AuthenticatorChallenge,
    form: &Form,
    setting: &Setting,
    identifier: Option<&str>,
) -> DeviceMethod {
    // A relative address is relative to the server, not to this page.
    let href = challenge.href.as_deref().unwrap_or_default();
    let server = setting
        .server
        .clone()
        .or_else(|| Url::parse(&form.href).ok());
    let absolute = server
        .filter(|_| !href.is_empty())
        .and_then(|server| server.join(href).ok());
    let href = absolute.as_ref().map_or("", Url::as_str);
    let hint = identifier.unwrap_or(&setting.login_hint);
    let web = || {
        Link::parse(href, None)
            .filter(|link| link.origin().is_some())
            .map(|link| link.url)
    };
    let launch = |href: Option<String>, at_once: bool| {
        href.map_or(DeviceMethod::Unsupported, |href| DeviceMethod::Launch {
            href: with_hint(href, hint),
            at_once,
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
            let program = absolute
                .as_ref()
                .filter(|url| is_of_a_program(url.scheme()));
            match program {
                Some(program) => launch(Some(program.to_string()), true),
                None => launch(web(), false),
            }
        }
        ChallengeMethod::UniversalLink | ChallengeMethod::AppLink => launch(web(), false),
        ChallengeMethod::ChromeDtc => web().map_or(DeviceMethod::Unsupported, |href| {
            DeviceMethod::ChromeDeviceTrust { href }
        }),
        ChallengeMethod::Unknown => DeviceMethod::Unsupported,
    }
}

/// Whether `address` opens a program of the organization's and nothing else.
pub(super) fn opens_a_program(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| is_of_a_program(url.scheme()))
}

/// Whether `scheme` is a reverse domain name, as programs register them: `com-okta-authenticator`, `com.example.agent`.
fn is_of_a_program(scheme: &str) -> bool {
    let mut labels = scheme.split(['.', '-']);
    labels
        .next()
        .is_some_and(|first| REVERSE_DOMAINS.contains(&first))
        && labels.clone().count() >= 2
        && labels.all(|label| !label.is_empty())
}

/// `href` with the name that the person gave, so that the program need not ask for it.
fn with_hint(href: String, hint: &str) -> String {
    let Ok(mut url) = Url::parse(&href) else {
        return href;
    };
    if hint.is_empty() || url.query_pairs().any(|(name, _)| name == "login_hint") {
        return href;
    }
    url.query_pairs_mut().append_pair("login_hint", hint);
    url.into()
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
        .flat_map(|domain| {
            challenge
                .ports
                .iter()
                .filter_map(|port| loopback::base(domain, port))
        })
        .map(|base| AgentAddress {
            link: format!("{base}/challenge?{query}"),
            base,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_schemes_of_programs_are_opened() {
        for (scheme, opens) in [
            ("com-okta-authenticator", true),
            ("com.example.agent", true),
            ("org.example.agent", true),
            ("javascript", false),
            ("data", false),
            ("file", false),
            ("view-source", false),
            ("ms-settings", false),
            ("ms-word-edit", false),
            ("com", false),
            ("com-", false),
            ("com..x", false),
            ("", false),
        ] {
            assert_eq!(is_of_a_program(scheme), opens, "{scheme}");
        }
    }

    #[test]
    fn a_name_is_given_to_the_program_once_and_encoded() {
        let hinted = |href: &str, hint| with_hint(href.to_owned(), hint);
        assert_eq!(
            hinted(
                "com-okta-authenticator:/deviceChallenge?id=1",
                "ana&x=y@example.com"
            ),
            "com-okta-authenticator:/deviceChallenge?id=1&login_hint=ana%26x%3Dy%40example.com"
        );
        assert_eq!(
            hinted("https://a.example/open", "ana"),
            "https://a.example/open?login_hint=ana"
        );
        for (href, hint) in [
            ("https://a.example/open?login_hint=b", "ana"),
            ("https://a.example/open", ""),
        ] {
            assert_eq!(hinted(href, hint), href);
        }
    }
}

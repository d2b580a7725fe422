//! Addresses in a transaction that no page shows, for the log: somebody has to correct them.

use crate::{
    flow::screen::{Link, OpenSettings},
    idx::{Message, Transaction},
};

/// An address that is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Where it stood: a message key, or the check whose settings it should open.
    pub of: String,
    /// Its scheme; empty where it has none. The rest may hold anything and is not told.
    pub scheme: String,
}

/// What [`super::read`] leaves out of `transaction`. Android's settings addresses are no mistake: browsers just cannot open
/// them.
pub fn dropped(transaction: &Transaction) -> Vec<Dropped> {
    let links = transaction.messages().iter().flat_map(|message| {
        let addresses = message.links.iter().map(|link| link.url.as_str());
        addresses
            .filter(|address| Link::parse(address, None).is_none())
            .map(|address| entry(Message::key(message), address))
    });
    let checks = transaction
        .device_assurance
        .iter()
        .flat_map(|wrapped| &wrapped.value.checks);
    let settings = checks.filter_map(|check| {
        let address = check.fix.as_ref()?.settings_url.as_deref()?;
        let known = OpenSettings::parse(address).is_some()
            || scheme(address).eq_ignore_ascii_case("intent");
        (!known).then(|| entry(&check.id, address))
    });
    links.chain(settings).collect()
}

fn entry(of: &str, address: &str) -> Dropped {
    Dropped {
        of: of.to_owned(),
        scheme: scheme(address),
    }
}

/// RFC 3986 section 3.1; nothing else, however long it is.
fn scheme(address: &str) -> String {
    let allowed = |character: char| character.is_ascii_alphanumeric() || "+-.".contains(character);
    address
        .trim()
        .split_once(':')
        .map(|(scheme, _)| scheme)
        .filter(|scheme| scheme.len() <= 32 && scheme.chars().all(allowed))
        .unwrap_or_default()
        .to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::samples::Sample;

    #[test]
    fn what_no_page_shows_is_told_without_the_rest_of_the_address() {
        let mut reply = Sample::find("denied-two")
            .expect("the sample")
            .reply()
            .expect("a reply");
        assert_eq!(dropped(&reply.transaction), []);
        let assurance = &mut reply
            .transaction
            .device_assurance
            .as_mut()
            .expect("checks")
            .value;
        for (index, address) in [
            "javascript:steal('secret')",
            "intent:#Intent;action=android.settings.WIFI_SETTINGS;end",
            "ms-settings://windowsupdate",
        ]
        .into_iter()
        .enumerate()
        {
            assurance.checks[index].fix = Some(crate::idx::Fix {
                settings_url: Some(address.to_owned()),
                ..crate::idx::Fix::default()
            });
        }
        let told = dropped(&reply.transaction);
        let schemes: Vec<&str> = told.iter().map(|dropped| dropped.scheme.as_str()).collect();
        assert_eq!(schemes, ["javascript", "ms-settings"]);
        assert!(!format!("{told:?}").contains("secret"));
    }
}

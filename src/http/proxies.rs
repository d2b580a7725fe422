//! Whose request it is where proxies stand before the server: the address of the connection is the last proxy's, and the
//! proxies tell the client's in `X-Forwarded-For`. Anybody can write that header, so that it is read only as far as it was
//! written by proxies that the configuration names: from its end, up to the first address that is none of theirs.
//!
//! `Forwarded` (RFC 7239) is not read: a proxy that writes the one header hands the other on as the client wrote it.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::{
    Router,
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderName},
    middleware::{self, Next},
    response::Response,
};

use crate::config::Network;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// `router` behind `proxies`: everything in it sees the client's address as the address of the connection, with port 0
/// where a proxy told it. Whatever is called in process, past this, cannot be told another address by a header.
pub fn behind(proxies: Vec<Network>, router: Router) -> Router {
    if proxies.is_empty() {
        return router;
    }
    let proxies: Arc<[Network]> = proxies.into();
    router.layer(middleware::from_fn_with_state(proxies, tell))
}

async fn tell(State(proxies): State<Arc<[Network]>>, mut request: Request, next: Next) -> Response {
    let connection = request.extensions().get::<ConnectInfo<SocketAddr>>();
    if let Some(ConnectInfo(peer)) = connection.copied()
        && let client = client(peer.ip(), request.headers(), &proxies)
        && client != peer.ip()
    {
        let told = ConnectInfo(SocketAddr::new(client, 0));
        request.extensions_mut().insert(told);
    }
    next.run(request).await
}

/// The client behind `peer`: the last address on the way that is not a proxy's. Where what a proxy wrote is no address, the
/// one before it on the way counts.
fn client(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> IpAddr {
    let is_proxy = |address: IpAddr| proxies.iter().any(|network| network.contains(address));
    let values = headers.get_all(FORWARDED_FOR).iter().rev();
    let mut entries = values.flat_map(|value| value.to_str().unwrap_or_default().rsplit(','));
    let mut client = peer;
    while is_proxy(client)
        && let Some(before) = entries.next().and_then(address)
    {
        client = before;
    }
    client
}

/// An address, also with its port: some proxies write both.
fn address(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim();
    let bare = entry
        .strip_prefix('[')
        .and_then(|entry| entry.strip_suffix(']'))
        .unwrap_or(entry);
    let parsed = bare.parse::<IpAddr>().ok();
    let parsed = parsed.or_else(|| entry.parse::<SocketAddr>().ok().map(|address| address.ip()));
    parsed.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The client of a request from `peer` with these headers, behind proxies in `10.0.0.0/8` and `fd00::/8`.
    fn client_of(peer: &str, values: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(FORWARDED_FOR, value.parse().expect("a value"));
        }
        let proxies = ["10.0.0.0/8", "fd00::/8"].map(|network| network.parse().expect("a network"));
        client(peer.parse().expect("an address"), &headers, &proxies).to_string()
    }

    #[test]
    fn the_client_is_the_last_address_that_is_not_a_proxys() {
        assert_eq!(client_of("10.0.0.1", &["192.0.2.7"]), "192.0.2.7");
        assert_eq!(
            client_of("10.0.0.1", &["203.0.113.9, 192.0.2.7, 10.0.0.2"]),
            "192.0.2.7",
            "what the client itself wrote comes before"
        );
        assert_eq!(
            client_of(
                "fd00::1",
                &["203.0.113.9", "192.0.2.7, fd00::2", "10.0.0.3"]
            ),
            "192.0.2.7",
            "several headers are one list"
        );
    }

    #[test]
    fn nobody_but_a_proxy_is_believed() {
        assert_eq!(client_of("192.0.2.7", &["203.0.113.9"]), "192.0.2.7");
        assert_eq!(
            client_of("::ffff:10.0.0.1", &["203.0.113.9"]),
            "203.0.113.9"
        );
    }

    #[test]
    fn where_proxies_are_all_there_is_the_first_of_them_counts() {
        assert_eq!(client_of("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(client_of("10.0.0.1", &["10.0.0.3, 10.0.0.2"]), "10.0.0.3");
    }

    #[test]
    fn what_is_no_address_ends_the_way() {
        for odd in [
            "unknown",
            "",
            "192.0.2.7.1",
            "_hidden",
            "192.0.2.7 203.0.113.9",
        ] {
            let before = format!("203.0.113.9, {odd}");
            assert_eq!(client_of("10.0.0.1", &[&before]), "10.0.0.1", "{odd}");
            let between = format!("203.0.113.9, {odd}, 10.0.0.2");
            assert_eq!(client_of("10.0.0.1", &[&between]), "10.0.0.2", "{odd}");
        }
    }

    #[test]
    fn ports_and_brackets_are_no_part_of_the_address() {
        assert_eq!(client_of("10.0.0.1", &["192.0.2.7:4711"]), "192.0.2.7");
        assert_eq!(
            client_of("10.0.0.1", &["[2001:db8::7]:4711"]),
            "2001:db8::7"
        );
        assert_eq!(client_of("10.0.0.1", &["[2001:db8::7]"]), "2001:db8::7");
        assert_eq!(client_of("10.0.0.1", &["::ffff:192.0.2.7"]), "192.0.2.7");
    }
}

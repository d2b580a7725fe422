//! Networks: an address and the length of its prefix (RFC 4632; RFC 4291 section 2.3).

use std::{
    net::{IpAddr, Ipv6Addr},
    str::FromStr,
};

/// Bits of an IPv6 address before the IPv4 address that is mapped into it (RFC 4291 section 2.5.5.2).
const MAPPED: u8 = 96;

/// The addresses that share a prefix: `10.0.0.0/8`, `fd00::/8`, or one address alone. IPv4 addresses are the same however
/// they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    start: u128,
    mask: u128,
}

impl Network {
    /// Whether `address` is one of them.
    pub fn contains(&self, address: IpAddr) -> bool {
        bits(address) & self.mask == self.start
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text, None),
        };
        let address: IpAddr = address
            .parse()
            .map_err(|_| String::from("not an address or network, as in 192.0.2.1 or fd00::/8"))?;
        let (longest, before) = if address.is_ipv4() {
            (32, MAPPED)
        } else {
            (128, 0)
        };
        let length = length.map_or(Ok(longest), str::parse::<u8>);
        let length = length
            .ok()
            .filter(|length| *length <= longest)
            .ok_or_else(|| format!("the length of the prefix is a number up to {longest}"))?;
        if length == 0 {
            return Err(String::from(
                "a network of all addresses would trust everybody",
            ));
        }
        let free = u32::from(128 - before - length);
        let mask = u128::MAX.checked_shl(free).unwrap_or_default();
        let start = bits(address) & mask;
        if start != bits(address) {
            let first = Ipv6Addr::from_bits(start).to_canonical();
            return Err(format!("the network begins with {first}: {first}/{length}"));
        }
        Ok(Self { start, mask })
    }
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Network {
        text.parse().expect("a network")
    }

    fn holds(network_text: &str, address: &str) -> bool {
        network(network_text).contains(address.parse().expect("an address"))
    }

    #[test]
    fn a_network_has_the_addresses_of_its_prefix() {
        assert!(holds("10.0.0.0/8", "10.255.0.1"));
        assert!(!holds("10.0.0.0/8", "11.0.0.0"));
        assert!(holds("192.0.2.128/25", "192.0.2.200"));
        assert!(!holds("192.0.2.128/25", "192.0.2.127"));
        assert!(holds("fd00::/8", "fdff::1"));
        assert!(!holds("fd00::/8", "fe80::1"));
        assert!(!holds("10.0.0.0/8", "::1"));
    }

    #[test]
    fn one_address_is_a_network_however_it_is_written() {
        assert!(holds("192.0.2.1", "192.0.2.1"));
        assert!(!holds("192.0.2.1", "192.0.2.2"));
        assert!(holds("192.0.2.1", "::ffff:192.0.2.1"));
        assert!(holds("::ffff:192.0.2.1", "192.0.2.1"));
        assert!(holds("::1", "::1"));
    }

    #[test]
    fn what_is_no_network_is_refused_with_a_hint() {
        for wrong in [
            "",
            "proxy",
            "10.0.0.0/33",
            "10.0.0.0/",
            "::1/129",
            "10.0.0.0/-1",
        ] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
        let error = "10.1.2.3/8".parse::<Network>().expect_err("inside of it");
        assert!(error.contains("10.0.0.0/8"), "{error}");
        for everybody in ["0.0.0.0/0", "::/0"] {
            let error = everybody.parse::<Network>().expect_err("too wide");
            assert!(error.contains("everybody"), "{error}");
        }
    }
}

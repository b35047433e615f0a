//! Which addresses are on the public internet. Pure.
//!
//! IPv4 is public unless a registry entry says otherwise; IPv6 only where it is assigned for global
//! use and does not stand for an IPv4 address that is not public.
//! Source: the IANA special-purpose address registries (RFC 6890 and its updates).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// IPv4 networks that are not public: first address, prefix length, what they are.
const NOT_PUBLIC_V4: [([u8; 4], u32, &str); 17] = [
    ([0, 0, 0, 0], 8, "this very network"),
    ([10, 0, 0, 0], 8, "a private network"),
    ([100, 64, 0, 0], 10, "a provider's inner network"),
    ([127, 0, 0, 0], 8, "this very machine"),
    ([168, 63, 129, 16], 32, "a cloud's inner service"), // Azure's; public by its number only
    ([169, 254, 0, 0], 16, "link-local, as cloud metadata is"),
    ([172, 16, 0, 0], 12, "a private network"),
    ([192, 0, 0, 0], 24, "protocol assignments"),
    ([192, 0, 2, 0], 24, "documentation"),
    ([192, 88, 99, 0], 24, "a relay of IPv6"),
    ([192, 168, 0, 0], 16, "a private network"),
    ([198, 18, 0, 0], 15, "benchmarks"),
    ([198, 51, 100, 0], 24, "documentation"),
    ([203, 0, 113, 0], 24, "documentation"),
    ([224, 0, 0, 0], 4, "multicast"),
    ([255, 255, 255, 255], 32, "broadcast"),
    ([240, 0, 0, 0], 4, "reserved"),
];

/// IPv6 networks inside `2000::/3` that are not public.
const NOT_PUBLIC_V6: [([u16; 2], u32, &str); 4] = [
    ([0x2001, 0], 23, "protocol assignments, as Teredo is"),
    ([0x2001, 0xdb8], 32, "documentation"),
    ([0x2620, 0x4f], 32, "a name service's own"),
    ([0x3fff, 0], 20, "documentation"),
];

/// What `address` is, unless it is on the public internet.
pub(super) fn not_public(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => not_public_v4(address),
        IpAddr::V6(address) => not_public_v6(address),
    }
}

fn not_public_v4(address: Ipv4Addr) -> Option<&'static str> {
    let found = NOT_PUBLIC_V4.iter().find(|(network, prefix, _)| {
        let differing = address.to_bits() ^ Ipv4Addr::from(*network).to_bits();
        differing >> (32 - prefix) == 0
    });
    found.map(|(_, _, kind)| *kind)
}

fn not_public_v6(address: Ipv6Addr) -> Option<&'static str> {
    let segments = address.segments();
    let high = u32::from(segments[0]) << 16 | u32::from(segments[1]);
    let last_v4 = || {
        let low = u32::from(segments[6]) << 16 | u32::from(segments[7]);
        not_public_v4(Ipv4Addr::from_bits(low))
    };
    match segments {
        [0, 0, 0, 0, 0, 0, 0, 0] => return Some("no address at all"),
        [0, 0, 0, 0, 0, 0, 0, 1] => return Some("this very machine"),
        // IPv4 in IPv6's clothes reaches the IPv4 host, and no site is to be reached this way only.
        [0, 0, 0, 0, 0, 0 | 0xffff, ..] => return last_v4().or(Some("IPv4 in disguise")),
        // NAT64: the only way to IPv4 sites on some networks, so what is behind it counts.
        [0x64, 0xff9b, 0, 0, 0, 0, ..] => return last_v4(),
        // 6to4, and ISATAP, which hides an IPv4 address behind any prefix.
        [0x2002, ..] | [_, _, _, _, 0 | 0x0200, 0x5efe, ..] => return Some("a tunnel of IPv6"),
        [0xfc00..=0xfdff, ..] => return Some("a private network"),
        [0xfe80..=0xfeff, ..] => return Some("link-local"),
        [0xff00..=0xffff, ..] => return Some("multicast"),
        [0x2000..=0x3fff, ..] => {}
        _ => return Some("not assigned for global use"),
    }
    let found = NOT_PUBLIC_V6.iter().find(|([first, second], prefix, _)| {
        let network = u32::from(*first) << 16 | u32::from(*second);
        (high ^ network) >> (32 - prefix) == 0
    });
    found.map(|(_, _, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_are_not_public_are_known() {
        for address in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.100.100.200",
            "100.127.255.255",
            "127.0.0.1",
            "127.8.9.10",
            "168.63.129.16",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.7",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:8.8.8.8",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::808:808",
            "100::1",
            "2001::1",
            "2001:0:4136:e378:8000:63bf:3fff:fdd2",
            "2001:10::1",
            "2001:20::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "2002:808:808::1",
            "2606:4700::5efe:10.0.0.1",
            "2606:4700::200:5efe:127.0.0.1",
            "3fff::1",
            "4000::1",
            "5f00::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            let parsed: IpAddr = address.parse().unwrap();
            assert!(not_public(parsed).is_some(), "{address}");
        }
    }

    #[test]
    fn public_addresses_are_let_through() {
        for address in [
            "1.1.1.1",
            "8.8.8.8",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "168.63.129.17",
            "169.253.255.255",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.167.255.255",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "64:ff9b::808:808",
            "2001:200::1",
            "2001:4860:4860::8888",
            "2606:4700:4700::1111",
            "2a00:1450:4001::1",
        ] {
            let parsed: IpAddr = address.parse().unwrap();
            assert_eq!(not_public(parsed), None, "{address}");
        }
    }
}

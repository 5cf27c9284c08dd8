//! Where a request comes from, and whether nobody could listen on the way: asked in one place.
//!
//! What a header says of that is believed only where a proxy of the list sent it (`--trusted-proxy`).

mod forwarded;
mod net;

pub use net::Net;

use axum::{
    extract::FromRequestParts,
    http::{Extensions, HeaderMap, request::Parts},
};
use core::convert::Infallible;
use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

/// Digits of an IPv6 address that one subscriber has: the rest is theirs to choose.
const SUBSCRIBER_BITS: u8 = 64;

/// The connection a request came on. The listener puts it beside each request.
#[derive(Clone, Debug)]
pub struct Connection {
    /// The address at its other end.
    pub peer: IpAddr,
    /// Whether it is TLS.
    pub tls: bool,
    /// The proxies whose headers are believed.
    pub proxies: Arc<[Net]>,
}

impl Default for Connection {
    fn default() -> Self {
        Self { peer: Ipv4Addr::LOCALHOST.into(), tls: false, proxies: Arc::default() }
    }
}

/// Who asks, as far as the network tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Caller {
    /// The client's address.
    pub address: IpAddr,
    /// Whether the client speaks TLS, with this server or with a trusted proxy.
    pub secure: bool,
}

impl Caller {
    /// The caller behind a request with these extensions and headers.
    pub fn of(extensions: &Extensions, headers: &HeaderMap) -> Self {
        let ours = Connection::default();
        let connection = extensions.get().unwrap_or(&ours);
        let peer = connection.peer.to_canonical();
        let trusted = |address: IpAddr| connection.proxies.iter().any(|net| net.contains(address));
        let told = if trusted(peer) { forwarded::read(headers, trusted) } else { forwarded::Told::default() };
        Self { address: told.address.unwrap_or(peer), secure: told.secure.unwrap_or(connection.tls) }
    }

    /// What a limit for an address is counted under: the address, of IPv6 the subscriber's part.
    pub fn subscriber(&self) -> IpAddr {
        match self.address {
            IpAddr::V4(_) => self.address,
            IpAddr::V6(_) => net::cut(self.address, SUBSCRIBER_BITS),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.extensions, &parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderName;

    fn caller(peer: &str, headers: &[(&'static str, &str)]) -> (String, bool) {
        let proxies: Vec<Net> = ["10.0.0.0/8", "::1"].iter().map(|net| net.parse().unwrap()).collect();
        let connection = Connection { peer: peer.parse().unwrap(), tls: false, proxies: proxies.into() };
        let mut extensions = Extensions::new();
        extensions.insert(connection);
        let headers = headers.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()));
        let caller = Caller::of(&extensions, &headers.collect());
        (caller.address.to_string(), caller.secure)
    }

    fn at(address: &str, secure: bool) -> (String, bool) {
        (address.to_owned(), secure)
    }

    #[test]
    fn guessing_forged_x_forwarded_for_changes_nothing() {
        for header in ["x-forwarded-for", "forwarded"] {
            let value = if header == "forwarded" { "for=198.51.100.9;proto=https" } else { "198.51.100.9" };
            let forged = [(header, value), ("x-forwarded-proto", "https")];
            assert_eq!(caller("192.0.2.1", &forged), at("192.0.2.1", false), "from no proxy");
        }
        let through = [("x-forwarded-for", "198.51.100.9, 192.0.2.1, 10.0.0.7"), ("x-forwarded-proto", "https")];
        assert_eq!(
            caller("10.0.0.8", &through),
            at("192.0.2.1", true),
            "what stands left of the client, it wrote itself"
        );
        let both = [("x-forwarded-for", "192.0.2.1"), ("forwarded", "for=198.51.100.9;proto=https")];
        assert_eq!(caller("10.0.0.8", &both), at("10.0.0.8", false), "two headers that disagree: one is forged");
    }

    #[test]
    fn a_trusted_proxy_is_believed() {
        assert_eq!(caller("10.0.0.8", &[]), at("10.0.0.8", false));
        assert_eq!(caller("::ffff:10.0.0.8", &[("x-forwarded-for", "192.0.2.1")]), at("192.0.2.1", false));
        assert_eq!(caller("::1", &[("x-forwarded-for", "[2001:db8::5]:4711")]), at("2001:db8::5", false));
        assert_eq!(caller("::1", &[("x-forwarded-for", "192.0.2.1:4711, rubbish")]), at("::1", false));
        let forwarded = r#"for=192.0.2.60;proto=http, For="[2001:db8::5]:80";by=10.0.0.1;Proto=https"#;
        assert_eq!(caller("::1", &[("forwarded", forwarded)]), at("2001:db8::5", true));
        assert_eq!(caller("::1", &[("forwarded", "for=unknown;proto=https")]), at("::1", true));
        assert_eq!(
            caller("::1", &[("x-forwarded-proto", "https, http")]),
            at("::1", false),
            "the nearest proxy's word"
        );
    }

    #[test]
    fn a_subscriber_is_an_address_or_the_first_half_of_one() {
        let of = |address: &str| Caller { address: address.parse().unwrap(), secure: false }.subscriber().to_string();
        assert_eq!(of("192.0.2.1"), "192.0.2.1");
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
    }
}

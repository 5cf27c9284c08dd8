//! What proxies say of the client: `X-Forwarded-For` and `-Proto`, or `Forwarded` (RFC 7239).
//!
//! Each proxy appends the address it was asked from, so the list is read from its end: past the trusted ones stands the
//! client, and whatever stands before that the client may have written itself.

use axum::http::{HeaderMap, HeaderName, header::FORWARDED};
use std::net::{IpAddr, SocketAddr};

const FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// What is told of the client; what is not told is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Its address.
    pub address: Option<IpAddr>,
    /// Whether it speaks TLS.
    pub secure: Option<bool>,
}

/// Reads the headers of a trusted proxy. Where both kinds are there and do not name the same client, the proxy wrote one
/// and passed on the other: neither is believed.
pub fn read(headers: &HeaderMap, trusted: impl Fn(IpAddr) -> bool) -> Told {
    let (common, standard) = (common(headers, &trusted), standard(headers, &trusted));
    match (common, standard) {
        (told, None) | (None, told) => told.unwrap_or_default(),
        (Some(common), Some(standard)) if common == standard => common,
        _ => Told::default(),
    }
}

fn common(headers: &HeaderMap, trusted: impl Fn(IpAddr) -> bool) -> Option<Told> {
    let hops = list(headers, &FOR, ',');
    let protocols = list(headers, &PROTO, ',');
    if hops.is_empty() && protocols.is_empty() {
        return None;
    }
    let secure = protocols.last().map(|proto| proto.eq_ignore_ascii_case("https"));
    Some(Told { address: client(hops.iter().map(|hop| address(hop)), trusted), secure })
}

fn standard(headers: &HeaderMap, trusted: impl Fn(IpAddr) -> bool) -> Option<Told> {
    let hops = list(headers, &FORWARDED, ',');
    let nearest = hops.last()?;
    let secure = field(nearest, "proto").map(|proto| proto.eq_ignore_ascii_case("https"));
    Some(Told { address: client(hops.iter().map(|hop| field(hop, "for").and_then(address)), trusted), secure })
}

/// The first address from the end that is no proxy's; none where something unreadable comes first.
fn client(hops: impl DoubleEndedIterator<Item = Option<IpAddr>>, trusted: impl Fn(IpAddr) -> bool) -> Option<IpAddr> {
    let mut farthest = None;
    for hop in hops.rev() {
        let address = hop?;
        farthest = Some(address);
        if !trusted(address) {
            break;
        }
    }
    farthest
}

/// The items of all headers of that name, in order. Addresses hold no separator, also between quotation marks.
fn list<'a>(headers: &'a HeaderMap, name: &HeaderName, separator: char) -> Vec<&'a str> {
    let values = headers.get_all(name).iter().map(|value| value.to_str().unwrap_or("?"));
    values.flat_map(|value| value.split(separator)).map(str::trim).filter(|item| !item.is_empty()).collect()
}

/// A field of one hop in `Forwarded`.
fn field<'a>(hop: &'a str, name: &str) -> Option<&'a str> {
    hop.split(';')
        .filter_map(|pair| pair.split_once('='))
        .find_map(|(key, value)| key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"')))
}

/// An address as proxies write it: alone, with a port, in brackets.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let found = bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|at| at.ip()));
    found.map(|address: IpAddr| address.to_canonical())
}

//! QUALITY, "slow clients": many that ask half and many that listen and do not read.

use crate::{folder::fill, server::Server};
use std::{
    io::{Read, Write},
    net::TcpStream,
    thread::sleep,
    time::{Duration, Instant},
};

const CLIENTS: usize = 2_000;
/// A connection with its buffers, and nothing that grows.
const A_CLIENT_KB_MAX: u64 = 40;
const SLOWEST: Duration = Duration::from_secs(2);

fn open(port: u16, said: &str) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.write_all(said.as_bytes()).unwrap();
    stream
}

/// Asks again and again, each time on a connection of its own: how long the slowest took.
fn slowest(port: u16, times: usize) -> Duration {
    let one = |_| {
        let began = Instant::now();
        let mut stream = open(port, "GET /ready HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        began.elapsed()
    };
    (0..times).map(one).max().unwrap()
}

#[test]
fn slow_clients_two_thousand_half_open_leave_memory_flat_and_the_api_answering() {
    let dir = tempfile::tempdir().unwrap();
    fill(dir.path(), &["steward".to_owned()]);
    let server = Server::start(dir.path());
    slowest(server.port, 50);
    for said in [
        "GET /api/status HTTP/1.1\r\nhost: ",
        "POST /api/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 60000\r\n\r\n{\"name\":",
        "GET /screen/c1/live HTTP/1.1\r\nhost: x\r\n\r\n",
    ] {
        let before = server.memory_kb();
        let held: Vec<TcpStream> = (0..CLIENTS).map(|_| open(server.port, said)).collect();
        let slow = slowest(server.port, 100);
        let opened = server.memory_kb();
        assert!(slow < SLOWEST, "{said}: {slow:?}");
        assert!(opened.saturating_sub(before) < A_CLIENT_KB_MAX * CLIENTS as u64, "{said}: {before} kB, then {opened}");
        sleep(Duration::from_secs(2));
        slowest(server.port, 100);
        let later = server.memory_kb();
        assert!(later < opened + opened / 10, "{said}: {opened} kB, then {later}");
        eprintln!(
            "{CLIENTS} × {said:?}: {} B each, slowest {slow:?}",
            opened.saturating_sub(before) * 1_024 / CLIENTS as u64
        );
        drop(held);
    }
}

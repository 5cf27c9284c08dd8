//! The listening socket itself: TLS, its certificate, slow clients.

use crate::world::{PASSPHRASE, World};
use jiefang_server::{
    identity::offer,
    listen::{Certificates, Limits, Listener},
};
use rcgen::CertifiedKey;
use std::{fs, net::SocketAddr, path::Path, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{
        ClientConfig, RootCertStore,
        crypto::ring::default_provider,
        pki_types::{CertificateDer, ServerName},
    },
};

const SOON: Duration = Duration::from_secs(10);
const QUICK: Limits =
    Limits { connections: 64, head_time: Duration::from_millis(300), handshake_time: Duration::from_millis(300) };

struct Open {
    at: SocketAddr,
    stop: oneshot::Sender<()>,
    done: JoinHandle<()>,
}

async fn open(world: &World, certificates: Option<Arc<Certificates>>, limits: Limits) -> Open {
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (at, (stop, stopped)) = (socket.local_addr().unwrap(), oneshot::channel());
    let listener = Listener { socket, certificates, proxies: Arc::default(), limits };
    let router = world.router.clone();
    let done = tokio::spawn(async move { listener.serve(router, async { drop(stopped.await) }).await });
    Open { at, stop, done }
}

/// Writes a certificate of its own into the folder.
fn issue(dir: &Path) -> CertificateDer<'static> {
    let CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(["jiefang.example".to_owned()]).unwrap();
    fs::write(dir.join("cert.pem"), cert.pem()).unwrap();
    fs::write(dir.join("key.pem"), signing_key.serialize_pem()).unwrap();
    cert.der().clone()
}

fn read(dir: &Path) -> Arc<Certificates> {
    Arc::new(Certificates::read(&dir.join("cert.pem"), &dir.join("key.pem")).unwrap())
}

/// Shakes hands with a server that must show this certificate.
async fn trusting(at: SocketAddr, certificate: &CertificateDer<'static>) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(certificate.clone()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("jiefang.example").unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, TcpStream::connect(at).await?).await
}

/// Sends one request and reads until the other side closes.
async fn exchange(mut stream: impl AsyncRead + AsyncWrite + Unpin, request: &str) -> String {
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    timeout(SOON, stream.read_to_end(&mut answer)).await.unwrap().unwrap();
    String::from_utf8_lossy(&answer).to_lowercase()
}

const STATUS: &str = "GET /api/status HTTP/1.1\r\nhost: jiefang.example\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn stolen_session_over_tls_the_cookie_is_secure_and_browsers_come_back_with_tls() {
    let world = World::new().await;
    let (dir, now) = (tempfile::tempdir().unwrap(), crate::world::NOW);
    let certificate = issue(dir.path());
    let (open_tls, open) =
        (open(&world, Some(read(dir.path())), Limits::default()), open(&world, None, Limits::default()));
    let (tls, plain) = (open_tls.await, open.await);
    for secure in [true, false] {
        let (book, person) = (crate::world::id("c"), crate::world::id("steward"));
        let made = offer(&world.app.accounts, (&book, &person), &jiefang_domain::Id::none(), now).await.unwrap();
        let with = format!("{{\"code\":\"{}\",\"passphrase\":\"{PASSPHRASE}\"}}", made.code.reveal());
        let request = format!(
            "POST /api/enrolment/use HTTP/1.1\r\nhost: jiefang.example\r\nconnection: close\r\ncontent-type: \
             application/json\r\nx-forwarded-proto: https\r\ncontent-length: {}\r\n\r\n{with}",
            with.len()
        );
        let said = if secure {
            exchange(trusting(tls.at, &certificate).await.unwrap(), &request).await
        } else {
            exchange(TcpStream::connect(plain.at).await.unwrap(), &request).await
        };
        assert!(said.starts_with("http/1.1 200"), "{said}");
        assert_eq!(said.contains("strict-transport-security: max-age=31536000"), secure, "{said}");
        let cookie = said.lines().find(|line| line.starts_with("set-cookie")).unwrap();
        assert_eq!(cookie.contains("; secure"), secure, "{cookie}");
        assert!(cookie.contains("httponly") && cookie.contains("samesite=lax"), "{cookie}");
    }
}

#[tokio::test]
async fn a_new_certificate_is_taken_and_a_bad_one_is_not() {
    let world = World::empty().await;
    let dir = tempfile::tempdir().unwrap();
    let first = issue(dir.path());
    let certificates = read(dir.path());
    let open = open(&world, Some(Arc::clone(&certificates)), Limits::default()).await;
    assert!(exchange(trusting(open.at, &first).await.unwrap(), STATUS).await.starts_with("http/1.1 200"));
    assert!(!certificates.renew().unwrap(), "nothing has changed");
    let second = issue(dir.path());
    assert!(certificates.renew().unwrap());
    assert!(trusting(open.at, &first).await.is_err());
    assert!(trusting(open.at, &second).await.is_ok());
    // The key of another certificate, as between the two writes of a renewal.
    let other = tempfile::tempdir().unwrap();
    issue(other.path());
    fs::copy(other.path().join("key.pem"), dir.path().join("key.pem")).unwrap();
    assert!(certificates.renew().is_err());
    assert!(trusting(open.at, &second).await.is_ok(), "the one before stays");
}

#[tokio::test]
async fn a_stop_lets_a_request_end_and_takes_no_new_one() {
    let world = World::empty().await;
    let open = open(&world, None, Limits::default()).await;
    let mut under_way = TcpStream::connect(open.at).await.unwrap();
    under_way.write_all(&STATUS.as_bytes()[..30]).await.unwrap();
    assert!(exchange(TcpStream::connect(open.at).await.unwrap(), STATUS).await.starts_with("http/1.1 200"));
    open.stop.send(()).unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(TcpStream::connect(open.at).await.is_err(), "nobody listens any more");
    assert!(exchange(under_way, &STATUS[30..]).await.starts_with("http/1.1 200"));
    timeout(SOON, open.done).await.unwrap().unwrap();
}

#[tokio::test]
async fn slow_clients_are_let_go() {
    let world = World::empty().await;
    let dir = tempfile::tempdir().unwrap();
    issue(dir.path());
    let (tls, plain) = (open(&world, Some(read(dir.path())), QUICK).await, open(&world, None, QUICK).await);
    // More of each than there may be connections: the first have to go before the last are heard.
    for (at, begun) in [(tls.at, ""), (plain.at, ""), (plain.at, "GET /api/status HTTP/1.1\r\nhost: ")] {
        let mut held = Vec::new();
        for _ in 0..QUICK.connections * 2 {
            let mut stream = TcpStream::connect(at).await.unwrap();
            stream.write_all(begun.as_bytes()).await.unwrap();
            held.push(stream);
        }
        for mut stream in held {
            let mut rest = Vec::new();
            // The end may come as a reset: what counts is that it comes.
            drop(timeout(SOON, stream.read_to_end(&mut rest)).await.expect("a slow client was kept"));
        }
        if at == plain.at {
            assert!(exchange(TcpStream::connect(at).await.unwrap(), STATUS).await.starts_with("http/1.1 200"));
        }
    }
}

#[tokio::test]
async fn heads_are_limited_in_bytes_and_lines() {
    let world = World::empty().await;
    let open = open(&world, None, Limits::default()).await;
    let many = |count: usize, value: &str| {
        let lines: Vec<String> = (0..count).map(|i| format!("x-{i}: {value}\r\n")).collect();
        STATUS.replace("\r\n\r\n", &format!("\r\n{}\r\n", lines.concat()))
    };
    let status = async |request: String| {
        exchange(TcpStream::connect(open.at).await.unwrap(), &request).await.split(' ').nth(1).unwrap().to_owned()
    };
    assert_eq!(status(many(90, "v")).await, "200");
    assert_eq!(status(many(120, "v")).await, "431");
    assert_eq!(status(many(1, &"v".repeat(80_000))).await, "431");
}

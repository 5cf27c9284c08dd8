//! The listening socket: connections with or without TLS, how many there may be and how long they may take.

mod tls;

pub use tls::Certificates;

use crate::caller::{Connection, Net};
use axum::{Router, body::Body, http::Request};
use core::convert::Infallible;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{sleep, timeout},
};
use tower::Service;

/// Most connections at a time; there is room beside all streams ([`crate::app::STREAMS_MAX`]).
pub const CONNECTIONS_MAX: usize = 24_000;
/// How long the head of a request may take to arrive; a connection on which nothing is asked is closed after it.
pub const HEAD_TIME_MAX: Duration = Duration::from_secs(20);
/// How long a handshake may take.
pub const HANDSHAKE_TIME_MAX: Duration = Duration::from_secs(10);
/// Most bytes of a request's head.
pub const HEAD_BYTES_MAX: usize = 32 * 1024;
/// Most headers of a request.
pub const HEADERS_MAX: usize = 100;
/// How long what was sent may stay without an answer of the network at the other end.
#[cfg(target_os = "linux")]
const UNHEARD_TIME_MAX: Duration = Duration::from_mins(1);
/// How long to wait where the machine takes no more connections.
const BREATH: Duration = Duration::from_millis(200);
/// How often certificates are looked at.
const LOOK_EVERY: Duration = Duration::from_mins(1);

/// How many, and how long.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Most connections at a time.
    pub connections: usize,
    /// How long the head of a request may take.
    pub head_time: Duration,
    /// How long a handshake may take.
    pub handshake_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connections: CONNECTIONS_MAX, head_time: HEAD_TIME_MAX, handshake_time: HANDSHAKE_TIME_MAX }
    }
}

/// Where to listen, and what is believed there.
#[derive(Debug)]
pub struct Listener {
    /// The socket.
    pub socket: TcpListener,
    /// The certificate, where TLS is spoken.
    pub certificates: Option<Arc<Certificates>>,
    /// The proxies whose headers are believed.
    pub proxies: Arc<[Net]>,
    /// How many connections, and how long they may take.
    pub limits: Limits,
}

impl Listener {
    /// Answers requests until `stop`; then those under way may end, and it is done.
    pub async fn serve(self, router: Router, stop: impl Future<Output = ()>) {
        let places = Arc::new(Semaphore::new(self.limits.connections));
        let graceful = GracefulShutdown::new();
        let mut stop = core::pin::pin!(stop);
        loop {
            let accepted = async {
                let place = Arc::clone(&places).acquire_owned().await;
                (place, self.socket.accept().await)
            };
            let (place, accepted) = tokio::select! {
                () = &mut stop => break,
                accepted = accepted => accepted,
            };
            let Ok((stream, peer)) = accepted else {
                sleep(BREATH).await;
                continue;
            };
            let served = self.connection(stream, peer, router.clone(), graceful.watcher());
            tokio::spawn(async move {
                served.await;
                drop(place);
            });
        }
        drop(self);
        graceful.shutdown().await;
    }

    fn connection(
        &self,
        stream: TcpStream,
        peer: SocketAddr,
        router: Router,
        watcher: Watcher,
    ) -> impl Future<Output = ()> + Send + use<> {
        let acceptor = self.certificates.as_ref().map(|certificates| certificates.acceptor());
        let connection = Connection { peer: peer.ip(), tls: acceptor.is_some(), proxies: Arc::clone(&self.proxies) };
        let Limits { head_time, handshake_time, .. } = self.limits;
        async move {
            prepare(&stream);
            match acceptor {
                None => talk(stream, connection, router, watcher, head_time).await,
                Some(acceptor) => match timeout(handshake_time, acceptor.accept(stream)).await {
                    Ok(Ok(stream)) => talk(stream, connection, router, watcher, head_time).await,
                    Ok(Err(error)) => tracing::debug!(%error, "a handshake failed"),
                    Err(_) => tracing::debug!("a handshake took too long"),
                },
            }
        }
    }
}

fn prepare(stream: &TcpStream) {
    // Small events go out at once.
    drop(stream.set_nodelay(true));
    // A peer that is gone without a word is noticed at the next beat, not after the quarter of an hour of the default.
    #[cfg(target_os = "linux")]
    drop(socket2::SockRef::from(stream).set_tcp_user_timeout(Some(UNHEARD_TIME_MAX)));
}

/// One connection, request by request.
async fn talk<S>(stream: S, connection: Connection, router: Router, watcher: Watcher, head_time: Duration)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(connection.clone());
        let answer = router.clone().call(request.map(Body::new));
        async { Ok::<_, Infallible>(answer.await.unwrap_or_else(|never| match never {})) }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(head_time).max_buf_size(HEAD_BYTES_MAX).max_headers(HEADERS_MAX);
    let served = http.serve_connection(TokioIo::new(stream), service);
    if let Err(error) = watcher.watch(served).await {
        tracing::debug!(%error, "a connection ended");
    }
}

/// Reads the certificate again and again, and at SIGHUP.
pub async fn keep_current(certificates: Arc<Certificates>) {
    let mut hangup = Hangup::new();
    loop {
        tokio::select! {
            () = sleep(LOOK_EVERY) => {}
            () = hangup.heard() => {}
        }
        match certificates.renew() {
            Ok(false) => {}
            Ok(true) => tracing::info!("the certificate was renewed"),
            Err(problem) => tracing::error!(%problem, "the certificate could not be renewed; the old one stays"),
        }
    }
}

/// SIGHUP, where there is such a thing.
struct Hangup {
    #[cfg(unix)]
    signal: Option<tokio::signal::unix::Signal>,
}

impl Hangup {
    fn new() -> Self {
        Self {
            #[cfg(unix)]
            signal: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()).ok(),
        }
    }

    async fn heard(&mut self) {
        #[cfg(unix)]
        if let Some(signal) = &mut self.signal {
            signal.recv().await;
            return;
        }
        core::future::pending::<()>().await;
    }
}

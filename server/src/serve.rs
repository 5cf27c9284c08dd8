//! `jiefang serve`: from an address to a clean stop.

use crate::{
    app::App,
    assets::Dist,
    clock::Clock,
    config::Serve,
    erase,
    identity::Settings,
    key,
    listen::{Certificates, Limits, Listener, keep_current},
    photo::KEPT_MS,
    problem::Problem,
    router::router,
    sync::Writer,
};
use jiefang_domain::{
    Millis,
    calendar::{HOUR_MS, MINUTE_MS},
};
use std::{io::ErrorKind, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::TcpListener,
    time::{MissedTickBehavior, interval, sleep},
};

/// How long open requests may go on after the stop was asked for.
const DRAIN: Duration = Duration::from_secs(5);
/// How often photos are pruned.
const PRUNE_EVERY: Duration = Duration::from_hours(1);

/// Serves until Ctrl-C or SIGTERM, then stops taking requests, drains the writer and closes the database.
///
/// # Errors
/// The port is busy, the certificate is no good, or the data folder cannot be used.
pub async fn serve(config: &Serve) -> Result<(), Problem> {
    let at = SocketAddr::new(config.host, config.port);
    let certificates = match config.tls.as_deref() {
        Some([chain, key]) => Some(Arc::new(Certificates::read(chain, key)?)),
        _ => None,
    };
    let socket = TcpListener::bind(at).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => Problem::PortInUse(at),
        _ => Problem::CannotListen(at, error),
    })?;
    let at = socket.local_addr().unwrap_or(at);
    let store = key::open(&config.data.dir, &config.data.key_file()).await?;
    store.settle_imports().await?;
    let writer = Writer::start(&store).await?;
    let settings = Settings { passphrases: config.passphrases, idle_ms: Millis::from(config.idle_minutes) * MINUTE_MS };
    let app = App::with(store.clone(), writer.clone(), Dist::embedded(), Clock::System, settings).await?;
    let asked = stop_signal();
    tracing::info!(address = %at, tls = certificates.is_some(), demo = app.demo, "listening");
    announce(&app, at, certificates.is_some()).await?;
    let renewing = certificates.clone().map(|certificates| tokio::spawn(keep_current(certificates)));
    let ticking = tokio::spawn(tick(app.clone(), Duration::from_millis(config.tick_ms), config.door_days));
    let (accounts, photos, door) = (app.accounts.clone(), app.photos.clone(), app.door.clone());
    let listener =
        Listener { socket, certificates, proxies: config.trusted_proxies.clone().into(), limits: Limits::default() };
    until_stopped(listener, app, asked).await;
    ticking.abort();
    if let Some(renewing) = renewing {
        renewing.abort();
    }
    writer.stop().await;
    accounts.close().await;
    photos.close().await;
    door.close().await;
    store.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Where nothing is set up yet, prints the one link that lets somebody set it up: for whoever stands at the machine, not
/// for the log.
async fn announce(app: &App, at: SocketAddr, tls: bool) -> Result<(), Problem> {
    let code = app.start.open(app).await.map_err(|_| Problem::Machine("no code could be made".to_owned()))?;
    if let Some(code) = code {
        let (code, scheme) = (code.reveal(), if tls { "https" } else { "http" });
        println!("第一次启动，请打开（只能用一次）· first start, open this (works once): {scheme}://{at}/start/{code}");
        println!("或在 /start 输入编码 · or type this code at /start: {code}");
    }
    Ok(())
}

async fn until_stopped(listener: Listener, app: App, stop: impl Future<Output = ()> + Send + 'static) {
    let asked = {
        let app = app.clone();
        async move {
            stop.await;
            tracing::info!("stopping");
            app.stop_streams();
        }
    };
    // A client that never ends its request does not keep the server from stopping.
    let overdue = {
        let stopping = app.stopping();
        async move {
            stopping.await;
            sleep(DRAIN).await;
        }
    };
    tokio::select! {
        () = listener.serve(router(app), asked) => {}
        () = overdue => {}
    }
}

/// What time does by itself, looked for again and again; doing it twice changes nothing.
async fn tick(app: App, every: Duration, door_days: u32) {
    let mut ticks = interval(every);
    let mut prune_at_ms = 0;
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut prunes = interval(PRUNE_EVERY);
    prunes.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = prunes.tick() => {
                prune(&app, door_days).await;
                continue;
            }
        }
        erase::due(&app).await;
        match app.writer.tick(app.now_ms()).await {
            Ok(0) => {}
            Ok(acts) => tracing::info!(acts, "the clock acted"),
            Err(error) => tracing::error!(%error, "the clock could not act"),
        }
        if app.now_ms() < prune_at_ms {
            continue;
        }
        prune_at_ms = app.now_ms() + HOUR_MS;
        match app.store.prune(app.now_ms()).await {
            Ok(0) => {}
            Ok(tombstones) => tracing::info!(tombstones, "old tombstones are gone"),
            Err(error) => tracing::error!(%error, "old tombstones could not be dropped"),
        }
    }
}

/// Drops photos that nobody finished and those that no record names, and entries of the door that are old enough.
async fn prune(app: &App, door_days: u32) {
    match app.door.log.prune(app.now_ms(), door_days).await {
        Ok(0) => {}
        Ok(entries) => tracing::info!(entries, "old entries of the door are gone"),
        Err(error) => tracing::error!(%error, "the door log could not be pruned"),
    }
    match app.store.prune_imports(app.now_ms()).await {
        Ok(0) => {}
        Ok(acts) => tracing::info!(acts, "imports that are too old to be taken back"),
        Err(error) => tracing::error!(%error, "imports could not be pruned"),
    }
    match app.photos.prune(app.now_ms() - KEPT_MS).await {
        Ok(0) => {}
        Ok(photos) => tracing::info!(photos, "photos that no record names are gone"),
        Err(error) => tracing::error!(%error, "photos could not be pruned"),
    }
}

/// Answers when the process is asked to stop. It listens from the call on: before the first await, too, a signal does not
/// end the process in the middle of something.
pub(crate) fn stop_signal() -> impl Future<Output = ()> {
    #[cfg(unix)]
    let signals = {
        use tokio::signal::unix::{SignalKind, signal};
        [SignalKind::interrupt(), SignalKind::terminate()].map(signal)
    };
    async move {
        #[cfg(unix)]
        if let [Ok(mut interrupt), Ok(mut terminate)] = signals {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
        drop(tokio::signal::ctrl_c().await);
    }
}

//! `jiefang serve`: from an address to a clean stop.

use crate::{
    app::App, assets::Dist, clock::Clock, config::Serve, erase, photo::KEPT_MS, problem::Problem, router::router,
    store::Store, sync::Writer,
};
use jiefang_domain::calendar::HOUR_MS;
use std::{io::ErrorKind, net::SocketAddr, time::Duration};
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
/// The port is busy, or the data folder cannot be used.
pub async fn serve(config: &Serve) -> Result<(), Problem> {
    let at = SocketAddr::new(config.host, config.port);
    let listener = TcpListener::bind(at).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => Problem::PortInUse(at),
        _ => Problem::CannotListen(at, error),
    })?;
    let at = listener.local_addr().unwrap_or(at);
    let store = Store::open(&config.data.dir).await?;
    let writer = Writer::start(&store).await?;
    let app = App::new(store.clone(), writer.clone(), Dist::embedded(), Clock::System).await?;
    tracing::info!(address = %at, demo = app.demo, "listening");
    announce(&app, at).await?;
    let ticking = tokio::spawn(tick(app.clone(), Duration::from_millis(config.tick_ms)));
    let (accounts, photos) = (app.accounts.clone(), app.photos.clone());
    let served = until_stopped(listener, app).await;
    ticking.abort();
    writer.stop().await;
    accounts.close().await;
    photos.close().await;
    store.close().await;
    tracing::info!("stopped");
    served.map_err(|error| Problem::Machine(error.to_string()))
}

/// Where nothing is set up yet, prints the one link that lets somebody set it up: for whoever stands at the machine, not
/// for the log.
async fn announce(app: &App, at: SocketAddr) -> Result<(), Problem> {
    let code = app.start.open(app).await.map_err(|_| Problem::Machine("no code could be made".to_owned()))?;
    if let Some(code) = code {
        let code = code.reveal();
        println!("第一次启动，请打开（只能用一次）· first start, open this (works once): http://{at}/start/{code}");
        println!("或在 /start 输入编码 · or type this code at /start: {code}");
    }
    Ok(())
}

async fn until_stopped(listener: TcpListener, app: App) -> std::io::Result<()> {
    let asked = {
        let app = app.clone();
        async move {
            stop_signal().await;
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
    let serving = axum::serve(listener, router(app)).with_graceful_shutdown(asked);
    tokio::select! {
        served = serving.into_future() => served,
        () = overdue => Ok(()),
    }
}

/// What time does by itself, looked for again and again; doing it twice changes nothing.
async fn tick(app: App, every: Duration) {
    let mut ticks = interval(every);
    let mut prune_at_ms = 0;
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut prunes = interval(PRUNE_EVERY);
    prunes.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = prunes.tick() => {
                prune(&app).await;
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

/// Drops photos that nobody finished and those that no record names.
async fn prune(app: &App) {
    match app.photos.prune(app.now_ms() - KEPT_MS).await {
        Ok(0) => {}
        Ok(photos) => tracing::info!(photos, "photos that no record names are gone"),
        Err(error) => tracing::error!(%error, "photos could not be pruned"),
    }
}

pub(crate) async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            },
            Err(_) => drop(interrupt.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
}

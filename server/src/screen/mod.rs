//! The wall in the lobby: server-rendered, no wasm, no personal data. By construction it knows nothing but the public
//! projections of places, settings, figures and reported figures.

mod figures;
mod frame;
mod page;
mod panel;
mod room;
mod words;

pub use room::Walls;

use crate::{app::App, error::ApiError};
use axum::{
    body::Body,
    extract::{Path, Query, State},
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use frame::Frame;
use futures_util::StreamExt;
use jiefang_domain::{Id, Lang};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::sync::{Arc, LazyLock};
use tokio_stream::wrappers::WatchStream;
use utoipa::IntoParams;

const STYLE: &str = include_str!("../../../style/wall.css");
const SCRIPT: &str = include_str!("wall.js");
/// Changes with the two files, so that a browser may keep them for ever.
static VERSION: LazyLock<String> =
    LazyLock::new(|| hex::encode(&Sha256::new_with_prefix(STYLE).chain_update(SCRIPT).finalize()[..5]));
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'",
);

/// What a wall may ask for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// `zh-Hans` or `en`.
    lang: Option<String>,
}

impl Asked {
    fn lang(&self) -> Lang {
        self.lang.as_deref().map_or(Lang::Zh, Lang::asked)
    }
}

fn kept(content_type: &'static str, text: &'static str) -> Response {
    ([(CONTENT_TYPE, content_type), (CACHE_CONTROL, "public, max-age=31536000, immutable")], text).into_response()
}

/// A wall's style.
#[utoipa::path(get, path = "/screen/wall.css", tag = "screen", responses(
    (status = 200, body = String, content_type = "text/css"),
))]
pub async fn style() -> Response {
    kept("text/css; charset=utf-8", STYLE)
}

/// A wall's script.
#[utoipa::path(get, path = "/screen/wall.js", tag = "screen", responses(
    (status = 200, body = String, content_type = "text/javascript"),
))]
pub async fn script() -> Response {
    kept("text/javascript; charset=utf-8", SCRIPT)
}

/// A community's wall.
#[utoipa::path(get, path = "/screen/{community}", tag = "screen",
    params(("community" = String, Path, description = "a community"), Asked),
    responses(
        (status = 200, body = String, content_type = "text/html"),
        (status = 404, body = String, content_type = "text/html", description = "no such community"),
    ))]
pub async fn wall(State(app): State<App>, Path(community): Path<String>, Query(asked): Query<Asked>) -> Response {
    let lang = asked.lang();
    let (status, html) = match seen(&app, &community).await {
        Ok((community, frame)) => (StatusCode::OK, page::wall(&community, &frame, lang, app.demo, app.now_ms())),
        Err(error) => (error.status(), page::nothing(error, lang)),
    };
    let headers = [(CACHE_CONTROL, HeaderValue::from_static("no-store")), (CONTENT_SECURITY_POLICY, POLICY)];
    (status, headers, html).into_response()
}

async fn seen(app: &App, community: &str) -> Result<(Id, Arc<Frame>), ApiError> {
    let community = Id::parse(community).ok_or(ApiError::NotFound)?;
    let frames = app.walls.enter(app, &community).await?;
    let frame = Arc::clone(&frames.borrow());
    Ok((community, frame))
}

/// The panel as server-sent events: `panel` whenever it changes, made once for all walls; `beat` in between with the
/// moment the data was computed.
#[utoipa::path(get, path = "/screen/{community}/live", tag = "screen",
    params(("community" = String, Path, description = "a community"), Asked),
    responses(
        (status = 200, body = String, content_type = "text/event-stream"),
        (status = 404, description = "no such community"),
        (status = 503, description = "too many streams"),
    ))]
pub async fn live(
    State(app): State<App>,
    Path(community): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, ApiError> {
    let community = Id::parse(&community).ok_or(ApiError::NotFound)?;
    let frames = app.walls.enter(&app, &community).await?;
    let lang = asked.lang();
    let mut sent = None;
    let events = WatchStream::new(frames).map(move |frame| {
        let known = sent.replace(frame.version) == Some(frame.version);
        Ok::<_, core::convert::Infallible>(if known { frame.beat.clone() } else { frame.event(lang) })
    });
    let body = Body::from_stream(app.streamed(events)?);
    Ok(([(CONTENT_TYPE, "text/event-stream"), (CACHE_CONTROL, "no-store")], body).into_response())
}

//! The edge of the server: a request's id, its one line in the log, the error envelope, the headers every answer has.

use crate::{
    api::{
        Asked,
        openapi::{Envelope, EnvelopeError},
    },
    app::App,
    caller::Caller,
    door::{Entry, What},
    error::ApiError,
    visit::Visit,
};
use axum::{
    Json,
    extract::{MatchedPath, RawPathParams, Request, State},
    http::{
        HeaderMap, HeaderValue,
        header::{
            CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, HeaderName, RETRY_AFTER, SET_COOKIE,
            STRICT_TRANSPORT_SECURITY,
        },
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use jiefang_domain::Id;
use std::time::Instant;

/// Names a request in an answer's headers.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

const FIXED: [(HeaderName, HeaderValue); 4] = [
    (HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff")),
    (HeaderName::from_static("referrer-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];
/// What a page may ask the device for.
pub const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");
const NO_PERMISSION: HeaderValue =
    HeaderValue::from_static("camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()");
/// The same but for the camera, with which the app's page reads codes.
pub const CAMERA_ALONE: HeaderValue =
    HeaderValue::from_static("camera=(self), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()");
/// For what is no page: nothing may be loaded, nobody may frame it.
const NO_PAGE: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// A year of TLS only, for this very host.
const TLS_ONLY: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// The outermost layer. One line in the log for each request, with the route as it is declared: an id in a path, a
/// name, an address or a body never gets there.
pub async fn boundary(mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = request_id();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let asked = Asked::of(request.headers());
    let caller = Caller::of(request.extensions(), request.headers());
    request.extensions_mut().insert(Visit::new(id.clone(), caller));
    let is_api = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    let mut response = if is_api { enveloped(response, asked, &id) } else { response };
    headers(response.headers_mut(), is_api, &id);
    if caller.secure {
        secure(response.headers_mut());
    }
    let status = response.status();
    let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    let route = route.as_ref().map_or("-", MatchedPath::as_str);
    if status.is_server_error() {
        tracing::error!(%method, route, status = status.as_u16(), ms, request_id = %id, "request");
    } else {
        tracing::info!(%method, route, status = status.as_u16(), ms, request_id = %id, "request");
    }
    response
}

/// Where nothing is found for whoever may not know that it is there: such an answer is taken down in one's own book, too.
const PROBED: [&str; 3] = ["/api/reveal/", "/api/looks/", "/api/sealed/"];

/// Takes down when somebody signed in asks for what is not theirs: a book they have nothing in, more than their role, or what
/// stands of a neighbour.
pub async fn refused(State(app): State<App>, params: RawPathParams, request: Request, next: Next) -> Response {
    let visit = request.extensions().get::<Visit>().cloned();
    let book = params.iter().find(|(name, _)| *name == "book").and_then(|(_, book)| Id::parse(book));
    let probed = PROBED.iter().any(|route| request.uri().path().starts_with(route));
    let response = next.run(request).await;
    let error = response.extensions().get::<ApiError>().copied();
    let (Some(visit), Some(error)) = (visit, error) else { return response };
    if let (Some(person), ApiError::NotFound | ApiError::NotYours) = (visit.person(), error) {
        let theirs = match &book {
            _ if probed || error == ApiError::NotYours => false,
            Some(book) => app.store.may_open(person, book).await.unwrap_or(false),
            None => true,
        };
        if !theirs {
            let entry = Entry::new(What::Refused, &visit, app.now_ms()).failed(error);
            app.door.note(book.iter().fold(entry, Entry::within));
        }
    }
    response
}

/// Turns an error of any layer beneath into the envelope.
fn enveloped(response: Response, Asked(lang): Asked, id: &Id) -> Response {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let error = response.extensions().get::<ApiError>().copied().unwrap_or_else(|| ApiError::of_status(status));
    let error_body = EnvelopeError { code: error.code(), words: error.words(lang), request_id: id.to_string() };
    let mut answer = (error.status(), Json(Envelope { error: error_body })).into_response();
    answer.headers_mut().insert(CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag()));
    if matches!(error, ApiError::SlowDown | ApiError::Busy) {
        answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("60"));
    }
    if let Some(allow) = response.headers().get(axum::http::header::ALLOW) {
        answer.headers_mut().insert(axum::http::header::ALLOW, allow.clone());
    }
    answer
}

fn headers(headers: &mut HeaderMap, is_api: bool, id: &Id) {
    for (name, value) in FIXED {
        headers.insert(name, value);
    }
    if let Ok(id) = HeaderValue::from_str(id.as_str()) {
        headers.insert(REQUEST_ID, id);
    }
    headers.entry(PERMISSIONS).or_insert(NO_PERMISSION);
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(NO_PAGE);
    if is_api {
        headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
}

/// What is right only where nobody can listen: a browser comes back with TLS, and no cookie goes out without it.
fn secure(headers: &mut HeaderMap) {
    headers.insert(STRICT_TRANSPORT_SECURITY, TLS_ONLY);
    let cookies: Vec<HeaderValue> = headers.get_all(SET_COOKIE).iter().map(sealed).collect();
    headers.remove(SET_COOKIE);
    for cookie in cookies {
        headers.append(SET_COOKIE, cookie);
    }
}

fn sealed(cookie: &HeaderValue) -> HeaderValue {
    let text = cookie.to_str().unwrap_or_default();
    if text.split(';').any(|part| part.trim().eq_ignore_ascii_case("secure")) {
        return cookie.clone();
    }
    HeaderValue::try_from([text, "; Secure"].concat()).unwrap_or_else(|_| cookie.clone())
}

/// 22 random characters. Never the caller's: what a stranger writes does not get into the log.
fn request_id() -> Id {
    let mut bytes = [0; 16];
    if getrandom::fill(&mut bytes).is_err() {
        return Id::none();
    }
    Id::from_bytes(bytes)
}

/// What a panic in a handler becomes.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands the panic over")]
pub fn panicked(panic: Box<dyn core::any::Any + Send>) -> Response {
    let what = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(what = what.unwrap_or("unknown"), "a handler panicked");
    ApiError::Internal.into_response()
}

/// What a write from another origin gets.
pub fn cross_origin(_: tower_http::csrf::ProtectionError) -> Response {
    ApiError::CrossOrigin.into_response()
}

/// What a path under `/api` that no route has gets.
pub async fn no_route() -> ApiError {
    ApiError::NotFound
}

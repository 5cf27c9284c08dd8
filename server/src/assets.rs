//! The browser side as files: embedded in the release binary, read from `dist/` by a debug build.

use crate::{
    app::App,
    boundary::{CAMERA_ALONE, PERMISSIONS},
};
use axum::{
    body::Body,
    extract::State,
    http::{
        HeaderMap, HeaderValue, Method, StatusCode, Uri,
        header::{
            ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
            IF_NONE_MATCH, VARY,
        },
    },
    response::{IntoResponse, Response},
};
use rust_embed::Embed;
use serde::Deserialize;
use std::{borrow::Cow, collections::HashMap};

const PAGE: &str = "index.html";
const POLICY: &str = "csp.json";
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");
/// Hexadecimal digits of the content's hash in the name of a file that never changes.
const HASH_DIGITS: usize = 10;

#[derive(Embed)]
#[folder = "../dist/"]
#[allow_missing = true]
struct Embedded;

/// The hashes of what the build left inline in the page.
#[derive(Debug, Default, Deserialize)]
struct Inline {
    script: Vec<String>,
    style: Vec<String>,
}

#[derive(Debug)]
struct File {
    bytes: Cow<'static, [u8]>,
    etag: HeaderValue,
}

/// The files of the browser side, and the policy its page runs under.
#[derive(Debug)]
pub struct Dist {
    files: HashMap<String, File>,
    policy: HeaderValue,
}

impl Dist {
    /// Those the binary carries; none where it was built before the browser side.
    pub fn embedded() -> Self {
        let files = Embedded::iter().filter_map(|name| {
            let file = Embedded::get(&name)?;
            Some((name.into_owned(), file.data))
        });
        Self::of(files)
    }

    /// These files, by name.
    pub fn of(files: impl IntoIterator<Item = (String, Cow<'static, [u8]>)>) -> Self {
        use sha2::{Digest, Sha256};
        let files: HashMap<String, File> = files
            .into_iter()
            .filter_map(|(name, bytes)| {
                let etag = HeaderValue::from_str(&format!("W/\"{:.16}\"", hex::encode(Sha256::digest(&bytes)))).ok()?;
                Some((name, File { bytes, etag }))
            })
            .collect();
        let inline = files.get(POLICY).and_then(|file| serde_json::from_slice(&file.bytes).ok()).unwrap_or_default();
        Self { policy: policy(&inline), files }
    }

    /// The file for a path: itself; the page, where the path is one of the app's own; nothing otherwise.
    fn find(&self, path: &str) -> Option<(&str, &File)> {
        let name = path.trim_start_matches('/');
        let hidden = name == POLICY || name.rsplit_once('.').is_some_and(|(_, extension)| extension == "br");
        let name = match name {
            "" => PAGE,
            app_path if !app_path.contains('.') => PAGE,
            file => file,
        };
        if hidden {
            return None;
        }
        self.files.get_key_value(name).map(|(name, file)| (name.as_str(), file))
    }
}

/// Wasm may run, nothing inline may but what the build left there; nothing comes from elsewhere.
fn policy(inline: &Inline) -> HeaderValue {
    let hashes = |list: &[String]| list.iter().flat_map(|hash| [" '", hash, "'"]).collect::<String>();
    let text = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{}; style-src 'self'{}; connect-src 'self'; \
         img-src 'self' data: blob:; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'",
        hashes(&inline.script),
        hashes(&inline.style),
    );
    // A hash that is no header text would be a broken build: then nothing inline runs.
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("default-src 'self'; frame-ancestors 'none'"))
}

/// Answers every path that no other route has.
pub async fn serve(State(app): State<App>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    answer(&app.dist, &method, uri.path(), &headers)
}

fn answer(dist: &Dist, method: &Method, path: &str, headers: &HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")]).into_response();
    }
    if dist.files.is_empty() {
        return words(
            StatusCode::SERVICE_UNAVAILABLE,
            "网页端还没有构建：请先运行 ./x dist。\nThe browser side has not been built: run ./x dist first.\n",
        );
    }
    let Some((name, file)) = dist.find(path) else {
        return words(StatusCode::NOT_FOUND, "没有这个文件。\nThere is no such file.\n");
    };
    let mut response = if headers.get(IF_NONE_MATCH) == Some(&file.etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        content(dist, name, file, headers)
    };
    let out = response.headers_mut();
    out.insert(ETAG, file.etag.clone());
    out.insert(VARY, HeaderValue::from_static("accept-encoding"));
    out.insert(CACHE_CONTROL, if is_hashed(name) { FOR_EVER } else { ASK_AGAIN });
    out.insert(CONTENT_SECURITY_POLICY, dist.policy.clone());
    if name == PAGE {
        out.insert(PERMISSIONS, CAMERA_ALONE);
    }
    response
}

fn content(dist: &Dist, name: &str, file: &File, headers: &HeaderMap) -> Response {
    let packed = if takes_brotli(headers) { dist.files.get(&format!("{name}.br")) } else { None };
    let body = match &packed.unwrap_or(file).bytes {
        Cow::Borrowed(bytes) => Body::from(*bytes),
        Cow::Owned(bytes) => Body::from(bytes.clone()),
    };
    let mut response = body.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
    if packed.is_some() {
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    response
}

fn words(status: StatusCode, text: &'static str) -> Response {
    (status, [(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "no-store")], text).into_response()
}

/// Whether the browser says it takes brotli; `br;q=0` says it does not.
fn takes_brotli(headers: &HeaderMap) -> bool {
    let lists = headers.get_all(ACCEPT_ENCODING);
    lists.iter().filter_map(|list| list.to_str().ok()).flat_map(|list| list.split(',')).any(|item| {
        let (coding, weight) = item.split_once(';').unwrap_or((item, ""));
        let refused = weight.trim().trim_start_matches("q=").trim_matches(['0', '.']).is_empty() && !weight.is_empty();
        coding.trim().eq_ignore_ascii_case("br") && !refused
    })
}

/// Whether the name carries the content's own hash: `app-0123456789.css`.
fn is_hashed(name: &str) -> bool {
    let stem = name.rsplit('/').next().and_then(|file| file.split('.').next()).unwrap_or_default();
    stem.rsplit_once('-').is_some_and(|(_, hash)| {
        hash.len() == HASH_DIGITS && hash.bytes().all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase())
    })
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests;

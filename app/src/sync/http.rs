//! One call to the server: language, time limit, envelope.

use super::CallError;
use crate::json::{self, map};
use gloo_net::http::{Method, Request, RequestBuilder};
use leptos::prelude::{document, set_timeout_with_handle};
use std::time::Duration;
use wasm_bindgen::JsValue;

/// A half-open socket must not hold up the queue for ever. A full push over a village's signal fits well within.
const LIMIT: Duration = Duration::from_secs(45);

#[derive(Clone)]
struct Envelope {
    error: Told,
}

#[derive(Clone)]
struct Told {
    code: String,
    words: String,
    request_id: String,
}

map!(Envelope { error });
map!(Told { code, words, request_id });

/// `GET`
pub async fn get(path: &str) -> Result<String, CallError> {
    call(Method::GET, path, None).await
}

/// `POST` of a JSON text.
pub async fn post(path: &str, body: String) -> Result<String, CallError> {
    call(Method::POST, path, Some(body.into())).await
}

/// Bytes.
pub async fn send(method: Method, path: &str, body: &[u8]) -> Result<String, CallError> {
    call(method, path, Some(js_sys::Uint8Array::from(body).into())).await
}

/// `DELETE`
pub async fn delete(path: &str) -> Result<String, CallError> {
    call(Method::DELETE, path, None).await
}

async fn call(method: Method, path: &str, body: Option<JsValue>) -> Result<String, CallError> {
    let abort = web_sys::AbortController::new().map_err(|_| CallError::Unreadable)?;
    let builder = RequestBuilder::new(path)
        .method(method)
        .header("Accept", "application/json")
        .header("Accept-Language", &language())
        .abort_signal(Some(&abort.signal()));
    let request = match body {
        Some(body) => builder.header("Content-Type", "application/json").body(body),
        None => builder.build(),
    };
    let request = request.map_err(|_| CallError::Unreadable)?;
    let cut = abort.clone();
    let limit = set_timeout_with_handle(move || cut.abort(), LIMIT);
    let answer = answer(request).await;
    if let Ok(limit) = limit {
        limit.clear();
    }
    let (status, text) = answer?;
    if (200..300).contains(&status) { Ok(text) } else { Err(refused(status, &text)) }
}

async fn answer(request: Request) -> Result<(u16, String), CallError> {
    let response = request.send().await.map_err(|_| CallError::Offline)?;
    let text = response.text().await.map_err(|_| CallError::Offline)?;
    Ok((response.status(), text))
}

fn refused(status: u16, text: &str) -> CallError {
    match json::read(text) {
        Some(Envelope { error: Told { code, words, request_id } }) => {
            CallError::Refused { status, code, words, request_id }
        }
        // A gateway in between speaks for a server that is away.
        None if matches!(status, 502..=504) => CallError::Offline,
        None => CallError::Unreadable,
    }
}

/// The language the page has; the shell keeps it on the root element.
fn language() -> String {
    document().document_element().and_then(|root| root.get_attribute("lang")).unwrap_or_else(|| "zh-Hans".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn a_refusal_keeps_code_words_and_request() {
        let text = r#"{"error":{"code":"sign_in_failed","words":"不对","request_id":"r1"}}"#;
        let CallError::Refused { status, code, words, request_id } = refused(401, text) else { panic!() };
        assert_eq!((status, &*code, &*words, &*request_id), (401, "sign_in_failed", "不对", "r1"));
    }

    #[wasm_bindgen_test]
    fn a_gateways_page_is_not_the_servers_word() {
        assert_eq!(refused(502, "<html>"), CallError::Offline);
        assert_eq!(refused(500, "<html>"), CallError::Unreadable);
    }
}

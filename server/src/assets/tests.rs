use super::*;

fn dist() -> Dist {
    let file = |name: &str, text: &'static str| (name.to_owned(), Cow::Borrowed(text.as_bytes()));
    Dist::of([
        file("index.html", "<!doctype html>"),
        file("index.html.br", "packed"),
        file("app-0123456789.js", "js"),
        file("sw.js", "sw"),
        file("csp.json", r#"{"script":["sha256-AAA="],"style":["sha256-BBB="]}"#),
    ])
}

fn get(path: &str, headers: &[(axum::http::HeaderName, &'static str)]) -> Response {
    let headers = headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect();
    answer(&dist(), &Method::GET, path, &headers)
}

fn header(response: &Response, name: axum::http::HeaderName) -> String {
    response.headers().get(name).map_or(String::new(), |value| value.to_str().unwrap().to_owned())
}

#[test]
fn the_apps_own_paths_get_the_page_and_unknown_files_do_not() {
    for path in ["/", "/council", "/stewards/abc", "/enrol/0123"] {
        let response = get(path, &[]);
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(header(&response, CONTENT_TYPE), "text/html; charset=utf-8");
        assert_eq!(header(&response, CACHE_CONTROL), "no-cache");
    }
    for path in ["/missing.js", "/csp.json", "/index.html.br", "/../Cargo.toml"] {
        assert_eq!(get(path, &[]).status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn hashed_names_never_change_and_the_worker_is_asked_for_again() {
    assert_eq!(header(&get("/app-0123456789.js", &[]), CACHE_CONTROL), FOR_EVER.to_str().unwrap());
    assert_eq!(header(&get("/sw.js", &[]), CACHE_CONTROL), "no-cache");
    for (name, hashed) in [("a-0123456789_bg.wasm", false), ("icons/icon-192.png", false), ("b-abcdef0123.wasm", true)]
    {
        assert_eq!(is_hashed(name), hashed, "{name}");
    }
}

#[test]
fn brotli_goes_to_those_who_take_it() {
    assert_eq!(header(&get("/", &[(ACCEPT_ENCODING, "gzip, deflate, br")]), CONTENT_ENCODING), "br");
    for without in ["gzip", "br;q=0", "br;q=0.0", ""] {
        assert_eq!(header(&get("/", &[(ACCEPT_ENCODING, without)]), CONTENT_ENCODING), "", "{without}");
    }
    assert_eq!(header(&get("/", &[(ACCEPT_ENCODING, "br;q=0.5")]), CONTENT_ENCODING), "br");
    assert_eq!(header(&get("/sw.js", &[(ACCEPT_ENCODING, "br")]), CONTENT_ENCODING), "");
}

#[test]
fn what_is_unchanged_is_not_sent_again() {
    let etag = get("/", &[]).headers()[ETAG].clone();
    let headers = HeaderMap::from_iter([(IF_NONE_MATCH, etag.clone())]);
    let response = answer(&dist(), &Method::GET, "/", &headers);
    assert_eq!((response.status(), &response.headers()[ETAG]), (StatusCode::NOT_MODIFIED, &etag));
}

#[test]
fn the_policy_lists_the_inline_hashes_and_nothing_unsafe() {
    let policy = header(&get("/", &[]), CONTENT_SECURITY_POLICY);
    assert!(
        policy.contains("script-src 'self' 'wasm-unsafe-eval' 'sha256-AAA='; style-src 'self' 'sha256-BBB=';"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe-inline") && policy.contains("frame-ancestors 'none'"), "{policy}");
}

#[test]
fn the_camera_is_for_the_apps_own_page_alone() {
    let allowed = |path: &str| header(&get(path, &[]), PERMISSIONS);
    for path in ["/", "/enrol", "/entries/e1"] {
        assert!(allowed(path).starts_with("camera=(self), display-capture=(), geolocation=()"), "{path}");
    }
    assert_eq!(allowed("/app-0123456789.js"), "");
}

#[test]
fn a_server_without_the_browser_side_says_so() {
    let none = Dist::of([]);
    assert_eq!(answer(&none, &Method::GET, "/", &HeaderMap::new()).status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer(&none, &Method::POST, "/", &HeaderMap::new()).status(), StatusCode::METHOD_NOT_ALLOWED);
}

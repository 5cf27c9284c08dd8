//! All routes, and the layers around them.

use crate::{
    api,
    app::App,
    assets,
    boundary::{boundary, cross_origin, no_route, panicked, refused},
};
use axum::{Router, extract::DefaultBodyLimit, middleware, routing::any};
use tower::ServiceBuilder;
use tower_http::{CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer, csrf::CsrfLayer};

/// Most bytes of a body, but for a push, which has a limit of its own.
const BODY_BYTES_MAX: usize = 64 * 1024;

/// The server as one service.
pub fn router(app: App) -> Router {
    // Files are compressed when they are built; streams are left alone. Of a first copy 6 makes 5 % less than 5 in a third
    // more time, and 7 takes twice as long as 5 for 3 % less again.
    let compression = CompressionLayer::new().quality(CompressionLevel::Precise(6));
    let answered = Router::from(api::declared())
        .route("/api", any(no_route))
        .route("/api/", any(no_route))
        .route("/api/{*path}", any(no_route))
        .layer(compression)
        .layer(middleware::from_fn_with_state(app.clone(), refused));
    bounded(answered.fallback(assets::serve)).with_state(app)
}

/// The layers around every route.
fn bounded<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    let layers = ServiceBuilder::new()
        .layer(middleware::from_fn(boundary))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CsrfLayer::new().with_rejection_response(cross_origin))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX));
    routes.layer(layers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{body::Body, extract::Request, http::StatusCode, routing::get};
    use tower::ServiceExt;

    #[tokio::test]
    async fn a_panic_is_a_500_in_the_envelope() {
        async fn slip() -> &'static str {
            panic!("a slip")
        }
        let router = bounded(Router::new().route("/api/slip", get(slip)));
        let request = Request::builder().uri("/api/slip").header("accept-language", "en").body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = axum::body::to_bytes(response.into_body(), 4096).await.unwrap();
        let json: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(json["error"]["code"], "internal");
        assert!(!json.to_string().contains("slip"));
    }
}

//! What a request brings: a JSON body, the asked language.

use crate::{error::ApiError, import::read::FILE_BYTES_MAX};
use axum::{
    Json,
    body::Bytes,
    extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Request},
    http::{HeaderMap, header::ACCEPT_LANGUAGE, request::Parts},
    response::IntoResponse,
};
use core::convert::Infallible;
use jiefang_domain::{Lang, photo::PIECE_BYTES};
use serde::de::DeserializeOwned;
use std::time::Duration;
use tokio::time::timeout;

/// How long a body may take to arrive.
pub const BODY_TIME_MAX: Duration = Duration::from_mins(1);
/// How long a list may take: eight megabytes over an old line.
const LIST_TIME_MAX: Duration = Duration::from_mins(5);

/// A JSON body; what cannot be read is refused in the envelope.
#[derive(Clone, Copy, Debug)]
pub struct JsonBody<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        match timeout(BODY_TIME_MAX, Json::from_request(request, state)).await {
            Ok(Ok(Json(body))) => Ok(Self(body)),
            Ok(Err(rejection)) => Err(ApiError::of_status(rejection.into_response().status())),
            Err(_) => Err(ApiError::TooSlow),
        }
    }
}

/// A list, as it is.
#[derive(Clone, Debug)]
pub struct ListBody(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for ListBody {
    type Rejection = ApiError;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, ApiError> {
        DefaultBodyLimit::max(FILE_BYTES_MAX).apply(&mut request);
        match timeout(LIST_TIME_MAX, Bytes::from_request(request, state)).await {
            Ok(Ok(bytes)) => Ok(Self(bytes)),
            Ok(Err(rejection)) => Err(ApiError::of_status(rejection.into_response().status())),
            Err(_) => Err(ApiError::TooSlow),
        }
    }
}

/// A piece of a photo, as it is.
#[derive(Clone, Debug)]
pub struct PieceBody(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for PieceBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        match timeout(BODY_TIME_MAX, Bytes::from_request(request, state)).await {
            Ok(Ok(bytes)) if bytes.len() <= PIECE_BYTES => Ok(Self(bytes)),
            Ok(Ok(_)) => Err(ApiError::BodyTooLarge),
            Ok(Err(rejection)) => Err(ApiError::of_status(rejection.into_response().status())),
            Err(_) => Err(ApiError::TooSlow),
        }
    }
}

/// The language that `Accept-Language` asks for; Chinese otherwise.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked(pub Lang);

impl Asked {
    /// The language that these headers ask for.
    pub fn of(headers: &HeaderMap) -> Self {
        let header = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Self(header.map_or_else(Lang::default, Lang::asked))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}

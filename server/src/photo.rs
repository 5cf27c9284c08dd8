//! Taking photos: in pieces, looked at when they are whole (SYNC, "Photos"). The act that names a photo is accepted
//! before the photo arrives; a photo is shown only to those who see a record that names it.

use crate::{
    app::App,
    error::ApiError,
    store::photo::{Upload, UploadKey},
    sync::entitled,
};
use jiefang_domain::{
    Id, Millis,
    calendar::DAY_MS,
    photo::{BYTES_MAX, Fault, PIECE_BYTES, examine, id_of},
};
use sha2::{Digest, Sha256};

/// Most photos one person has on their way at a time.
const UPLOADS_MAX: i64 = 8;
/// An upload that has not moved for so long makes room for another of the same person.
const STALE_MS: Millis = DAY_MS;
/// Most bytes of one person's photos that no record names.
const UNNAMED_BYTES_MAX: u64 = 8 * 1024 * 1024;
/// What is on its way and does not move, and what no record names, is kept so long.
pub const KEPT_MS: Millis = 7 * DAY_MS;

/// Begins a photo, or tells how many of its bytes are here. All of them are here only after the server has looked at it.
///
/// # Errors
/// It is larger than a photo may be, or the person has too many on their way.
pub async fn begin(app: &App, key: &UploadKey, size: u64) -> Result<u64, ApiError> {
    if size == 0 || size > limit(BYTES_MAX) {
        return Err(ApiError::PhotoTooLarge);
    }
    if app.photos.is_whole(&key.book, &key.id).await? {
        return Ok(size);
    }
    let now_ms = app.now_ms();
    if app.photos.unnamed_bytes_of(&key.person, now_ms - KEPT_MS).await? > UNNAMED_BYTES_MAX {
        return Err(ApiError::TooManyPhotos);
    }
    let upload = app.photos.begin(key, size, (now_ms, now_ms - STALE_MS), UPLOADS_MAX).await?;
    settle(app, key, upload.ok_or(ApiError::TooManyPhotos)?).await
}

/// Takes a piece that begins at `start`, and tells how many bytes are here then; a piece that begins elsewhere is not taken.
///
/// # Errors
/// The piece has another length, there is no such upload, or the whole is no photo that may be taken.
pub async fn piece(app: &App, key: &UploadKey, start: u64, bytes: &[u8]) -> Result<u64, ApiError> {
    let there = app.photos.upload(key).await?.ok_or(ApiError::NotFound)?;
    if there.reached == start {
        let wanted = (there.size - there.reached).min(limit(PIECE_BYTES));
        if limit(bytes.len()) != wanted {
            return Err(ApiError::Malformed);
        }
    }
    let upload = app.photos.piece(key, start, bytes, app.now_ms()).await?.ok_or(ApiError::NotFound)?;
    settle(app, key, upload).await
}

/// A photo, for somebody who sees a record that names it.
///
/// # Errors
/// There is none, or none for this person: the same.
pub async fn seen(app: &App, key: &UploadKey) -> Result<Vec<u8>, ApiError> {
    let mut snapshot = app.store.snapshot().await?;
    let scopes = entitled(&mut snapshot, &key.person, &key.book).await?;
    snapshot.photo(&key.book, &key.id, &scopes).await?.ok_or(ApiError::NotFound)
}

/// Looks at what is whole; what may not be taken is deleted.
async fn settle(app: &App, key: &UploadKey, upload: Upload) -> Result<u64, ApiError> {
    if upload.reached < upload.size {
        return Ok(upload.reached);
    }
    let bytes = app.photos.together(key).await?;
    if let Err(error) = look(&key.id, &bytes) {
        app.photos.refuse(key).await?;
        return Err(error);
    }
    app.photos.keep(key, &bytes, app.now_ms()).await?;
    Ok(upload.size)
}

/// The id of a photo with these bytes.
pub fn named(bytes: &[u8]) -> Id {
    id_of(Sha256::digest(bytes).into())
}

fn look(id: &Id, bytes: &[u8]) -> Result<(), ApiError> {
    if named(bytes) != *id {
        return Err(ApiError::PhotoDiffers);
    }
    examine(bytes).map(drop).map_err(|fault| match fault {
        Fault::NoPhoto => ApiError::NoPhoto,
        Fault::Metadata => ApiError::PhotoMetadata,
        Fault::TooLarge => ApiError::PhotoTooLarge,
    })
}

fn limit(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

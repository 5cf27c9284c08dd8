//! Photos: sent in pieces, looked at when whole, shown only to who sees a record that names them.

use crate::{
    sync::push,
    world::{Ask, NOW, World, get, id, post, send},
};
use axum::http::Method;
use jiefang_domain::{
    Id,
    calendar::DAY_MS,
    photo::{BYTES_MAX, PIECE_BYTES, id_of},
};
use jiefang_server::store::photo::UploadKey;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker], &length[..], body].concat()
}

/// A photo of so many pixels with these segments in it, and about so many bytes.
fn photo((width, height): (u16, u16), told: &[u8], bytes: usize) -> Vec<u8> {
    let (w, h) = (width.to_be_bytes(), height.to_be_bytes());
    let frame = segment(0xc0, &[8, h[0], h[1], w[0], w[1], 1, 1, 0x11, 0]);
    let scan = [segment(0xda, &[1, 1, 0, 0, 63, 0]), vec![0x5a; bytes]].concat();
    [&[0xff, 0xd8], told, &frame, &scan, &[0xff, 0xd9]].concat()
}

/// Two and a half pieces.
pub fn plain() -> Vec<u8> {
    photo((1_600, 1_200), &segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"), 80_000)
}

pub fn name(photo: &[u8]) -> Id {
    id_of(Sha256::digest(photo).into())
}

fn begin(photo: &Id, size: usize, session: &str) -> Ask {
    send(Method::POST, &format!("/api/photos/c/{photo}?size={size}")).by(session)
}

fn piece(photo: &Id, at: usize, bytes: &[u8], session: &str) -> Ask {
    send(Method::PUT, &format!("/api/photos/c/{photo}?at={at}")).body(bytes.to_vec()).by(session)
}

pub fn show(photo: &Id, session: &str) -> Ask {
    get(&format!("/api/photos/c/{photo}")).by(session)
}

pub fn reached(bytes: usize) -> Value {
    json!({ "reached": bytes })
}

/// Sends a photo whole; the last answer.
pub async fn send_all(world: &World, photo: &[u8], named: &Id, session: &str) -> crate::world::Reply {
    let mut last = world.ask(begin(named, photo.len(), session)).await;
    for (n, bytes) in photo.chunks(PIECE_BYTES).enumerate() {
        last = world.ask(piece(named, n * PIECE_BYTES, bytes, session)).await;
    }
    last
}

async fn find(world: &World, hazard: &str, photos: &[&Id], session: &str) {
    let find = json!({ "kind": "hazard.find@2", "body": {
        "id": hazard, "place": "estate", "spot": "3", "category": "clutter", "grade": "ordinary", "note": "",
        "found_at_ms": NOW - 60_000, "photos": photos,
    } });
    let reply = world.ask(post("/api/sync/c/push", &push(hazard, 1, &[find])).by(session)).await;
    assert!(reply.text.contains("applied"), "{}", reply.text);
}

#[tokio::test]
async fn a_photo_goes_on_where_it_was_cut_and_the_same_one_is_sent_once() {
    let world = World::new().await;
    let (steward, worker) = (world.enrol("c", "steward").await, world.enrol("c", "worker").await);
    let photo = plain();
    let named = name(&photo);
    let pieces: Vec<&[u8]> = photo.chunks(PIECE_BYTES).collect();
    assert_eq!(world.ask(begin(&named, photo.len(), &steward)).await.json(), reached(0));
    assert_eq!(world.ask(piece(&named, 0, pieces[0], &steward)).await.json(), reached(PIECE_BYTES));
    // Cut: the answer was lost, the device asks again.
    assert_eq!(world.ask(begin(&named, photo.len(), &steward)).await.json(), reached(PIECE_BYTES));
    for wrong in [0, 2 * PIECE_BYTES, 7, usize::MAX / 4] {
        let answer = world.ask(piece(&named, wrong, pieces[1], &steward)).await;
        assert_eq!(answer.json(), reached(PIECE_BYTES), "a piece at {wrong} is not taken, and the right offset told");
    }
    // Somebody else who sends the same photo does not go on with another's pieces.
    assert_eq!(world.ask(begin(&named, photo.len(), &worker)).await.json(), reached(0));
    assert_eq!(world.ask(piece(&named, PIECE_BYTES, pieces[1], &steward)).await.json(), reached(2 * PIECE_BYTES));
    let complete = reached(photo.len());
    assert_eq!(world.ask(piece(&named, 2 * PIECE_BYTES, pieces[2], &steward)).await.json(), complete);
    for session in [&steward, &worker] {
        assert_eq!(world.ask(begin(&named, photo.len(), session)).await.json(), complete, "it is there already");
    }
    find(&world, "h1", &[&named], &steward).await;
    let shown = world.response(show(&named, &worker)).await;
    assert_eq!(shown.headers()["content-type"], "image/jpeg");
    assert_eq!(shown.headers()["cache-control"], "no-store");
    let bytes = axum::body::to_bytes(shown.into_body(), 1 << 20).await.unwrap();
    assert_eq!(bytes, photo);
}

#[tokio::test]
async fn a_photo_is_shown_only_to_who_sees_a_record_that_names_it() {
    let world = World::new().await;
    let steward = world.enrol("c", "steward").await;
    let (other, photo) = (photo((64, 48), &[], 9), plain());
    for photo in [&photo, &other] {
        assert_eq!(send_all(&world, photo, &name(photo), &steward).await.json(), reached(photo.len()));
    }
    let status = async |photo: &[u8], session: &str| world.ask(show(&name(photo), session)).await.status.as_u16();
    assert_eq!(status(&photo, &steward).await, 404, "no record names it yet");
    find(&world, "h1", &[&name(&photo)], &steward).await;
    for (book, person, sees) in [
        ("c", "steward", 200),
        ("c", "worker", 200),
        ("c", "secretary", 200),
        ("c", "resident", 404),
        ("d", "officer", 404),
        ("x", "x-worker", 404),
        ("x", "x-steward", 404),
    ] {
        let session = world.enrol(book, person).await;
        assert_eq!(status(&photo, &session).await, sees, "{person}");
        assert_eq!(status(&other, &session).await, 404, "{person}: nothing names that one");
        let path = format!("/api/photos/{}/{}", if book == "x" { "x" } else { "c" }, name(&photo));
        let elsewhere = world.ask(get(&path).by(&session)).await;
        assert_eq!(elsewhere.status.as_u16(), sees, "{person}: a photo belongs to its book");
    }
    assert_eq!(world.ask(get(&format!("/api/photos/c/{}", name(&photo)))).await.status.as_u16(), 401);
}

#[tokio::test]
async fn what_is_no_bare_photo_is_refused_with_its_reason_and_deleted() {
    let world = World::new().await;
    let steward = world.enrol("c", "steward").await;
    let exif = segment(0xe1, b"Exif\0\0MM\0*\0\0\0\x08\0\0");
    let trailing = [&plain()[..], b"PK\x03\x04"].concat();
    let short = &plain()[..70_000];
    for (photo, code) in [
        (photo((64, 48), &exif, 40_000), "photo_metadata"),
        (photo((64, 48), &segment(0xfe, b"by me"), 9), "photo_metadata"),
        (photo((1_601, 48), &[], 9), "photo_too_large"),
        (photo((1_600, 100), &[], 9), "photo_too_large"),
        (trailing, "no_photo"),
        (short.to_vec(), "no_photo"),
        (b"GIF89a".to_vec(), "no_photo"),
    ] {
        let refused = send_all(&world, &photo, &name(&photo), &steward).await;
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (422, code));
        let key = UploadKey { book: id("c"), person: id("steward"), id: name(&photo) };
        assert_eq!(world.app.photos.upload(&key).await.unwrap(), None, "{code}: nothing of it stays");
        assert!(world.app.photos.together(&key).await.unwrap().is_empty(), "{code}: no piece stays");
        assert!(!world.app.photos.is_whole(&key.book, &key.id).await.unwrap());
    }
    let wrong = name(b"another");
    let refused = send_all(&world, &plain(), &wrong, &steward).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (409, "photo_differs"));
    assert_eq!(world.ask(begin(&wrong, 9, &steward)).await.json(), reached(0));
}

#[tokio::test]
async fn sizes_and_pieces_have_their_limits() {
    let world = World::new().await;
    let steward = world.enrol("c", "steward").await;
    let photo = plain();
    let named = name(&photo);
    let code = async |ask| world.ask(ask).await.code();
    for size in [0, BYTES_MAX + 1] {
        assert_eq!(code(begin(&named, size, &steward)).await, "photo_too_large");
    }
    assert_eq!(code(begin(&id("short"), 9, &steward)).await, "not_found");
    assert_eq!(code(piece(&named, 0, &photo[..PIECE_BYTES], &steward)).await, "not_found", "nothing begun");
    world.ask(begin(&named, photo.len(), &steward)).await;
    assert_eq!(code(piece(&named, 0, &photo[..PIECE_BYTES - 1], &steward)).await, "malformed");
    assert_eq!(code(piece(&named, 0, &[], &steward)).await, "malformed");
    assert_eq!(code(piece(&named, 0, &photo[..=PIECE_BYTES], &steward)).await, "body_too_large");
    assert_eq!(world.ask(begin(&named, photo.len(), &steward)).await.json(), reached(0));
}

#[tokio::test]
async fn one_person_fills_nobodys_disk() {
    let world = World::new().await;
    let (steward, worker) = (world.enrol("c", "steward").await, world.enrol("c", "worker").await);
    let any = |n: usize| name(format!("photo {n}").as_bytes());
    for n in 0..8 {
        assert_eq!(world.ask(begin(&any(n), 9, &steward)).await.json(), reached(0));
    }
    let ninth = world.ask(begin(&any(9), 9, &steward)).await;
    assert_eq!((ninth.status.as_u16(), ninth.code().as_str()), (429, "too_many_photos"));
    assert_eq!(world.ask(begin(&any(3), 9, &steward)).await.json(), reached(0), "one of the eight may be asked for");
    assert_eq!(world.ask(begin(&any(9), 9, &worker)).await.json(), reached(0), "others are not kept waiting");
    // Sign in anew: what has not moved for a day makes room.
    world.pass(DAY_MS + 1);
    let steward = world.enrol("c", "steward").await;
    assert_eq!(world.ask(begin(&any(9), 9, &steward)).await.json(), reached(0));
    // Whole ones that no record names count, too.
    let now = NOW + DAY_MS + 1;
    for n in 0..42 {
        let key = UploadKey { book: id("c"), person: id("steward"), id: any(100 + n) };
        world.app.photos.keep(&key, &vec![0; BYTES_MAX], now).await.unwrap();
    }
    assert_eq!(world.ask(begin(&any(10), 9, &steward)).await.code(), "too_many_photos");
    let named: Vec<Id> = (0..4).map(|n| any(100 + n)).collect();
    find(&world, "h1", &named.iter().collect::<Vec<_>>(), &steward).await;
    assert_eq!(world.ask(begin(&any(10), 9, &steward)).await.json(), reached(0));
}

#[tokio::test]
async fn what_no_record_names_and_what_is_never_finished_goes_after_a_week() {
    let world = World::new().await;
    let steward = world.enrol("c", "steward").await;
    let (named, unnamed) = (plain(), photo((64, 48), &[], 9));
    for photo in [&named, &unnamed] {
        send_all(&world, photo, &name(photo), &steward).await;
    }
    find(&world, "h1", &[&name(&named)], &steward).await;
    let cut = name(b"cut");
    world.ask(begin(&cut, 90_000, &steward)).await;
    world.ask(piece(&cut, 0, &vec![0; PIECE_BYTES], &steward)).await;
    assert_eq!(world.app.photos.prune(NOW).await.unwrap(), 0, "not before their time");
    assert_eq!(world.app.photos.prune(NOW + 1).await.unwrap(), 2);
    let book = id("c");
    assert!(world.app.photos.is_whole(&book, &name(&named)).await.unwrap());
    assert!(!world.app.photos.is_whole(&book, &name(&unnamed)).await.unwrap());
    let key = UploadKey { book, person: id("steward"), id: cut };
    assert!(world.app.photos.together(&key).await.unwrap().is_empty());
}

#[tokio::test]
async fn photos_and_acts_do_not_keep_one_another_from_being_written() {
    let world = World::new().await;
    let steward = world.enrol("c", "steward").await;
    let photos: Vec<Vec<u8>> = (0..6).map(|n| photo((64, 48 + n), &[], 100_000)).collect();
    let sent = async {
        for photo in &photos {
            assert_eq!(send_all(&world, photo, &name(photo), &steward).await.json(), reached(photo.len()));
        }
    };
    let acted = async {
        for n in 0..40 {
            find(&world, &format!("h{n}"), &[&name(&photos[n % 6])], &steward).await;
        }
    };
    tokio::join!(sent, acted);
    let report = jiefang_server::verify::verify(world.dir()).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

//! Photos: looked at, stripped, and sent in pieces that begin anywhere.

use super::{
    mutate,
    run::fuzz,
    town::{Town, id},
};
use jiefang_domain::photo::{BYTES_MAX, Fault, PIECE_BYTES, RATIO_MAX, SIDE_MAX, examine, id_of, stripped};
use jiefang_server::{error::ApiError, photo, store::photo::UploadKey};
use jiefang_tests::sim::Rng;
use sha2::{Digest, Sha256};

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker], &length[..], body].concat()
}

fn frame(marker: u8, width: u16, height: u16) -> Vec<u8> {
    let (w, h) = (width.to_be_bytes(), height.to_be_bytes());
    segment(marker, &[8, h[0], h[1], w[0], w[1], 1, 1, 0x11, 0])
}

fn scan(bytes: usize) -> Vec<u8> {
    [segment(0xda, &[1, 1, 0, 0, 63, 0]), vec![0x12, 0xff, 0, 0x34, 0xff, 0xd0, 0x56], vec![0x5a; bytes]].concat()
}

/// What a picture is made of, and what does not belong into one.
fn parts() -> Vec<Vec<u8>> {
    vec![
        segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01abc"),
        segment(0xe0, b"JFXX\0\x10"),
        segment(0xe1, b"Exif\0\0MM\0*\0\0\0\x08"),
        segment(0xe2, b"ICC_PROFILE\0\x01\x01"),
        segment(0xe2, b"MPF\0MM\0*"),
        segment(0xed, b"Photoshop 3.0\08BIM"),
        segment(0xee, b"Adobe\0d\0\0\0\0\0"),
        segment(0xfe, b"taken by"),
        segment(0xdb, &[0; 65]),
        segment(0xc4, &[0; 20]),
        segment(0xdd, &[0, 4]),
        frame(0xc0, 1_600, 1_200),
        frame(0xc2, 64, 48),
        frame(0xc9, 64, 48),
        frame(0xc0, 1_600, 200),
        scan(9),
        scan(70_000),
        scan(BYTES_MAX - 300),
        vec![0xff, 0xd8],
        vec![0xff, 0xd9],
        vec![0xff, 0xff, 0xff],
        vec![0xff, 0xe1, 0, 0],
        vec![0xff, 0xe1, 0xff, 0xff],
    ]
}

/// A good picture, changed: parts put in, taken out, exchanged; bytes changed.
fn changed(rng: &mut Rng, parts: &[Vec<u8>]) -> Vec<u8> {
    let size = frame(*rng.pick(&[0xc0, 0xc1, 0xc2]), 1 + u16::try_from(rng.below(1_700)).unwrap(), 800);
    let mut picture = vec![vec![0xff, 0xd8], parts[0].clone(), parts[9].clone(), size, parts[10].clone(), scan(9)];
    picture.push(vec![0xff, 0xd9]);
    for _ in 0..rng.below(4) {
        let at = rng.below(picture.len());
        match rng.below(4) {
            0 => drop(picture.remove(at)),
            1 => picture[at].clone_from(rng.pick(parts)),
            2 => {
                let other = rng.pick(parts).clone();
                mutate::bytes(rng, &mut picture[at], &other);
            }
            _ => picture.insert(at, rng.pick(parts).clone()),
        }
        if picture.is_empty() {
            break;
        }
    }
    let mut bytes = picture.concat();
    if rng.once_in(4) {
        mutate::bytes(rng, &mut bytes, &parts.concat());
    }
    bytes
}

/// What stands in a picture that was taken, read once more and by itself.
fn is_bare(photo: &[u8]) {
    assert!(photo.len() <= BYTES_MAX && photo.starts_with(&[0xff, 0xd8]));
    let (mut at, mut frames) = (2, 0);
    while photo[at..] != [0xff, 0xd9] {
        let (marker, length) = (photo[at + 1], usize::from(photo[at + 2]) * 256 + usize::from(photo[at + 3]));
        assert_eq!(photo[at], 0xff, "a segment begins at {at}");
        let body = &photo[at + 4..at + 2 + length];
        match marker {
            0xe0 => assert!(body.len() == 14 && body.starts_with(b"JFIF\0") && body[12..] == [0, 0]),
            0xe1..=0xfe => panic!("segment {marker:x} at {at}"),
            0xc0..=0xc2 => {
                let side = |at: usize| u32::from(body[at]) * 256 + u32::from(body[at + 1]);
                let (long, short) = (side(1).max(side(3)), side(1).min(side(3)));
                assert!(short > 0 && long <= SIDE_MAX && long <= short * RATIO_MAX);
                frames += 1;
            }
            _ => {}
        }
        at += 2 + length;
        // A scan goes on to the next marker that is neither a zero nor a restart.
        while marker == 0xda && !(photo[at] == 0xff && photo[at + 1] != 0 && !(0xd0..=0xd7).contains(&photo[at + 1])) {
            at += 1;
        }
    }
    assert_eq!(frames, 1);
}

#[test]
fn photo_bytes() {
    let parts = parts();
    fuzz("photo_bytes", 10, |rng| {
        let photo = changed(rng, &parts);
        if examine(&photo).is_ok() {
            is_bare(&photo);
            assert_eq!(stripped(&photo), photo);
        }
        let bare = stripped(&photo);
        assert_ne!(examine(&bare), Err(Fault::Metadata));
        assert_eq!(stripped(&bare), bare);
    });
}

/// Where a piece may say that it begins.
fn start(rng: &mut Rng, right: u64) -> u64 {
    match rng.below(8) {
        0 => *rng.pick(&[0, 1, u64::MAX, u64::MAX - 1, u64::MAX - 32_767, 1 << 63, (1 << 63) - 1]),
        1 => right.wrapping_add(1),
        2 => right.wrapping_sub(1),
        _ => right,
    }
}

fn long(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap()
}

/// Sends a photo; where the server says that it has it, it is one.
async fn send(town: &Town, rng: &mut Rng, photo: &[u8]) {
    let named = if rng.once_in(8) { Sha256::digest(b"another") } else { Sha256::digest(photo) };
    let key = UploadKey { book: id("jinbu"), person: id("p1"), id: id_of(named.into()) };
    let size = if rng.once_in(8) { *rng.pick(&[0, 1, u64::MAX, 1 << 63, 204_800]) } else { long(photo) };
    let fine = |error: ApiError| assert!(error.status().is_client_error(), "{error:?}");
    let mut reached = match photo::begin(&town.app, &key, size).await {
        Ok(reached) => reached,
        Err(error) => return fine(error),
    };
    for _ in 0..12 {
        let at = start(rng, reached);
        let from = usize::try_from(at).unwrap_or(usize::MAX).min(photo.len());
        let most = if rng.once_in(8) { rng.below(PIECE_BYTES) } else { PIECE_BYTES };
        let piece = &photo[from..photo.len().min(from.saturating_add(most))];
        match photo::piece(&town.app, &key, at, piece).await {
            Ok(now) => reached = now,
            Err(error) => fine(error),
        }
        // What only the store sees: it must hold by itself.
        let kept = town.app.photos.piece(&key, start(rng, u64::MAX), piece, 0).await;
        assert!(kept.is_ok());
        if town.app.photos.is_whole(&key.book, &key.id).await.unwrap() {
            assert_eq!((long(photo), key.id.clone()), (size, id_of(Sha256::digest(photo).into())));
            return is_bare(photo);
        }
    }
    town.app.photos.refuse(&key).await.unwrap();
}

#[test]
fn photo_pieces() {
    let (parts, runtime) = (parts(), tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap());
    fuzz("photo_pieces", 10, |rng| {
        runtime.block_on(async {
            let town = Town::build().await;
            for _ in 0..20 {
                let photo = changed(rng, &parts);
                send(&town, rng, &photo).await;
            }
            town.stands().await;
        });
    });
}

//! What is a photo and what is not.

use super::{BYTES_MAX, Fault, RATIO_MAX, SIDE_MAX, examine, from_base64, id_of, names_a_photo, stripped, to_base64};
use proptest::prelude::*;

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker], &length[..], body].concat()
}

fn jfif() -> Vec<u8> {
    segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
}

fn frame(width: u32, height: u32) -> Vec<u8> {
    let side = |side: u32| u16::try_from(side).unwrap().to_be_bytes();
    segment(0xc0, &[&[8], &side(height)[..], &side(width)[..], &[1, 1, 0x11, 0]].concat())
}

fn scan() -> Vec<u8> {
    [segment(0xda, &[1, 1, 0, 0, 63, 0]), vec![0x12, 0xff, 0, 0x34, 0xff, 0xd0, 0x56]].concat()
}

/// A picture of these segments between its start and its end.
fn photo(segments: &[Vec<u8>]) -> Vec<u8> {
    [vec![0xff, 0xd8], segments.concat(), vec![0xff, 0xd9]].concat()
}

#[test]
fn a_plain_picture_is_taken_and_measured() {
    let plain = photo(&[jfif(), segment(0xdb, &[0; 65]), frame(1_600, 1_200), segment(0xc4, &[0; 20]), scan()]);
    assert_eq!(examine(&plain), Ok((1_600, 1_200)));
    assert_eq!(stripped(&plain), plain);
    let progressive = photo(&[frame(64, 64), scan(), segment(0xc4, &[0; 20]), scan()]);
    assert_eq!(examine(&progressive), Ok((64, 64)), "several scans, and no JFIF");
}

#[test]
fn whatever_tells_more_than_the_picture_is_refused_and_can_be_stripped() {
    let exif = segment(0xe1, b"Exif\0\0MM\0*\0\0\0\x08");
    let xmp = segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>");
    let profile = segment(0xe2, b"ICC_PROFILE\0\x01\x01");
    let iptc = segment(0xed, b"Photoshop 3.0\08BIM");
    let comment = segment(0xfe, b"taken by");
    let thumbnail = segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01abc");
    let extension = segment(0xe0, b"JFXX\0\x10");
    for told in [exif, xmp, profile, iptc, comment, thumbnail, extension] {
        let before = photo(&[jfif(), told.clone(), frame(64, 48), scan()]);
        let behind = photo(&[jfif(), frame(64, 48), scan(), told]);
        for bad in [before, behind] {
            assert_eq!(examine(&bad), Err(Fault::Metadata));
            assert_eq!(examine(&stripped(&bad)), Ok((64, 48)));
        }
    }
}

#[test]
fn too_many_bytes_or_pixels_and_ribbons_are_refused() {
    let of = |width, height| examine(&photo(&[frame(width, height), scan()]));
    assert_eq!(of(SIDE_MAX, SIDE_MAX), Ok((SIDE_MAX, SIDE_MAX)));
    assert_eq!(of(SIDE_MAX + 1, 900), Err(Fault::TooLarge));
    assert_eq!(of(900, SIDE_MAX + 1), Err(Fault::TooLarge));
    assert_eq!(of(100 * RATIO_MAX, 100), Ok((800, 100)));
    assert_eq!(of(100 * RATIO_MAX + 1, 100), Err(Fault::TooLarge));
    let filler = vec![0x11; BYTES_MAX];
    let huge = photo(&[frame(64, 64), [scan(), filler].concat()]);
    assert_eq!(examine(&huge), Err(Fault::TooLarge));
}

#[test]
fn what_is_no_picture_or_not_all_of_one_is_refused() {
    let good = photo(&[jfif(), frame(64, 48), scan()]);
    for end in 0..good.len() {
        assert_eq!(examine(&good[..end]), Err(Fault::NoPhoto), "cut at {end}");
    }
    let trailing = [&good[..], b"\xff\xd8and another"].concat();
    assert_eq!(examine(&trailing), Err(Fault::NoPhoto), "something stands behind its end");
    let none = [
        b"\x89PNG\r\n".to_vec(),
        b"RIFF\0\0\0\0WEBP".to_vec(),
        photo(&[jfif(), frame(64, 48)]),
        photo(&[jfif(), scan()]),
        photo(&[frame(64, 48), frame(64, 48), scan()]),
        photo(&[frame(0, 48), scan()]),
        // Lossless, and four colours: not what a canvas draws.
        photo(&[segment(0xc3, &[8, 0, 48, 0, 64, 1]), scan()]),
        photo(&[segment(0xc0, &[8, 0, 48, 0, 64, 4]), scan()]),
        photo(&[segment(0x01, &[]), frame(64, 48), scan()]),
    ];
    for bad in none {
        assert_eq!(examine(&bad), Err(Fault::NoPhoto), "{bad:02x?}");
    }
}

#[test]
fn an_id_is_the_hash_in_base64url() {
    assert_eq!(id_of([0; 32]).as_str(), "A".repeat(43));
    assert_eq!(id_of([0xff; 32]).as_str(), ["_".repeat(42), "8".into()].concat());
    let mut hash = [0; 32];
    hash[31] = 1;
    assert_eq!(id_of(hash).as_str(), ["A".repeat(42), "E".into()].concat());
    assert!(names_a_photo(&id_of(hash)));
    for bad in ["A".repeat(42), "A".repeat(44), ["~".into(), "A".repeat(42)].concat()] {
        assert!(!names_a_photo(&crate::Id::parse(&bad).unwrap()), "{bad}");
    }
}

#[test]
fn base64_is_what_a_browser_takes_it_for() {
    for (bytes, text) in [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
        assert_eq!(to_base64(bytes.as_bytes()), text);
    }
    assert_eq!(to_base64(&[0xfb, 0xff, 0xbf]), "+/+/");
    assert_eq!(from_base64("Zm8="), Some(b"fo".to_vec()));
    assert_eq!(from_base64("Zm-8"), None);
}

proptest! {
    #[test]
    fn base64_reads_back(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(from_base64(&to_base64(&bytes)), Some(bytes));
    }

    /// Bytes of strangers: no answer but an answer, and stripping twice is stripping once.
    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..400), cut in 0..400_usize, put in any::<u8>()) {
        let _ = examine(&bytes);
        let mut damaged = photo(&[jfif(), segment(0xe1, &bytes), frame(64, 48), scan(), segment(0xfe, &bytes)]);
        prop_assert_eq!(examine(&stripped(&damaged)), Ok((64, 48)));
        let at = cut % damaged.len();
        damaged[at] = put;
        let bare = stripped(&damaged);
        prop_assert_ne!(examine(&bare), Err(Fault::Metadata));
        prop_assert_eq!(stripped(&bare), bare);
    }
}

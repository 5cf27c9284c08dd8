//! A JPEG, looked at segment by segment: a picture and nothing beside it.

use super::{BYTES_MAX, RATIO_MAX, SIDE_MAX};

/// Why a photo is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is no JPEG, or a damaged one, or something stands behind its end.
    NoPhoto,
    /// It says more than a picture: where, when or with what it was taken, a comment, a profile.
    Metadata,
    /// It has more bytes or pixels than a photo may have, or is a ribbon.
    TooLarge,
}

const START: u8 = 0xd8;
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;
const APP0: u8 = 0xe0;
/// `JFIF`, a version, a density, and no thumbnail.
const JFIF: &[u8] = b"JFIF\0";
const JFIF_BYTES: usize = 14;

/// A segment: its marker, all of its bytes, and what is in it.
struct Segment<'p> {
    marker: u8,
    whole: &'p [u8],
    body: &'p [u8],
}

impl Segment<'_> {
    /// Whether a picture can be shown without it. Plain JFIF is the one application segment that tells nothing.
    fn tells_more(&self) -> bool {
        let jfif = self.marker == APP0
            && self.body.len() == JFIF_BYTES
            && self.body.starts_with(JFIF)
            && self.body.ends_with(&[0, 0]);
        matches!(self.marker, APP0..=0xfe) && !jfif
    }

    /// Width and height, where it is a frame of a kind that every browser shows.
    fn frame(&self) -> Option<(u32, u32)> {
        let [8, h1, h0, w1, w0, 1 | 3, ..] = *self.body else { return None };
        let side = |high: u8, low: u8| u32::from(high) << 8 | u32::from(low);
        matches!(self.marker, 0xc0..=0xc2).then(|| (side(w1, w0), side(h1, h0)))
    }
}

/// The segments of a picture; a scan's bytes belong to its segment. `None` stands for what is no JPEG.
struct Segments<'p> {
    rest: &'p [u8],
    ended: bool,
}

impl<'p> Segments<'p> {
    fn of(photo: &'p [u8]) -> Option<Self> {
        Some(Self { rest: photo.strip_prefix(&[0xff, START])?, ended: false })
    }

    fn take(&mut self) -> Option<Segment<'p>> {
        let [0xff, marker, ref after @ ..] = *self.rest else { return None };
        if marker == END {
            // Nothing may follow.
            self.ended = true;
            return after.is_empty().then_some(Segment { marker, whole: self.rest, body: after });
        }
        let [high, low, ..] = *after else { return None };
        let length = usize::from(high) << 8 | usize::from(low);
        let known = matches!(marker, 0xc0..=0xcf | SCAN..=0xdd | 0xe0..=0xfe);
        let body = after.get(2..length).filter(|_| known)?;
        let mut end = 2 + length;
        if marker == SCAN {
            // In a scan 0xff stands before a zero, or before the mark of a restart; any other ends it.
            while !matches!(self.rest.get(end..end + 2)?, [0xff, next] if !matches!(next, 0 | 0xd0..=0xd7)) {
                end += 1;
            }
        }
        let (whole, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        Some(Segment { marker, whole, body })
    }
}

impl<'p> Iterator for Segments<'p> {
    type Item = Option<Segment<'p>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let segment = self.take();
        self.ended |= segment.is_none();
        Some(segment)
    }
}

/// Width and height of a photo that may be taken.
///
/// # Errors
/// Why it may not.
pub fn examine(photo: &[u8]) -> Result<(u32, u32), Fault> {
    if photo.len() > BYTES_MAX {
        return Err(Fault::TooLarge);
    }
    let mut size = None;
    let mut scans = 0;
    for segment in Segments::of(photo).ok_or(Fault::NoPhoto)? {
        let segment = segment.ok_or(Fault::NoPhoto)?;
        if segment.tells_more() {
            return Err(Fault::Metadata);
        }
        match segment.marker {
            // Huffman tables and arithmetic conditioning stand among the frames' numbers.
            0xc4 | 0xcc => {}
            0xc0..=0xcf if size.is_none() => size = Some(segment.frame().ok_or(Fault::NoPhoto)?),
            0xc0..=0xcf => return Err(Fault::NoPhoto),
            SCAN if size.is_none() => return Err(Fault::NoPhoto),
            SCAN => scans += 1,
            _ => {}
        }
    }
    let (width, height) = size.filter(|_| scans > 0).ok_or(Fault::NoPhoto)?;
    let (short, long) = (width.min(height), width.max(height));
    if short == 0 {
        return Err(Fault::NoPhoto);
    }
    if long > SIDE_MAX || long > short * RATIO_MAX { Err(Fault::TooLarge) } else { Ok((width, height)) }
}

/// The picture without what is no picture: some browsers write a profile, or the size of the canvas as EXIF, into what
/// they have just drawn. What is no JPEG comes back empty.
pub fn stripped(photo: &[u8]) -> Vec<u8> {
    let mut bare = vec![0xff, START];
    let Some(segments) = Segments::of(photo) else { return Vec::new() };
    for segment in segments {
        match segment {
            Some(segment) if segment.tells_more() => {}
            Some(segment) => bare.extend_from_slice(segment.whole),
            None => return Vec::new(),
        }
    }
    bare
}

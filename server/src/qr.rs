//! QR codes as data: the page that shows one draws it itself.

use qrcode::{EcLevel, QrCode, types::Color};
use serde::Serialize;
use std::fmt::Write;
use utoipa::ToSchema;

/// A QR code of square modules.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Qr {
    /// Modules a side, without the white margin of four that has to stand around them.
    size: usize,
    /// The black ones, as the `d` of an SVG path.
    path: String,
}

impl Qr {
    /// The QR code of a text; none where the text is too long for one.
    pub fn of(text: &str) -> Option<Self> {
        // A sheet is folded and carried in a pocket: a quarter of it may be lost.
        let code = QrCode::with_error_correction_level(text, EcLevel::Q).ok()?;
        let size = code.width();
        let mut path = String::new();
        for (y, row) in code.to_colors().chunks(size).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|a, b| a == b) {
                if run[0] == Color::Dark {
                    // Writing into a text cannot fail.
                    let _ = write!(path, "M{x} {y}h{0}v1h-{0}z", run.len());
                }
                x += run.len();
            }
        }
        Some(Self { size, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The modules of a path, drawn again.
    fn drawn(qr: &Qr) -> Vec<Vec<bool>> {
        let mut drawn = vec![vec![false; qr.size]; qr.size];
        for run in qr.path.split('M').skip(1) {
            let (at, rest) = run.split_once('h').unwrap();
            let (x, y) = at.split_once(' ').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let length: usize = rest.split_once('v').unwrap().0.parse().unwrap();
            drawn[y][x..x + length].fill(true);
        }
        drawn
    }

    #[test]
    fn what_is_drawn_reads_back() {
        let address = "https://jiefang.example/enrol/ABCD-EFGH-JKLM-NP29";
        let drawn = drawn(&Qr::of(address).unwrap());
        let grid = rqrr::SimpleGrid::from_func(drawn.len(), |x, y| drawn[y][x]);
        let (_, read) = rqrr::Grid::new(grid).decode().unwrap();
        assert_eq!(read, address);
        assert!(Qr::of(&"x".repeat(5_000)).is_none());
    }
}

//! Text with separators: UTF-8 with or without its mark, UTF-16 with it, GB18030.

use super::{CELL_BYTES, CELLS_BYTES_MAX, COLUMNS_MAX, LINES_MAX, Line, Sheet, Unread, tidy};
use encoding_rs::{Encoding, GB18030, UTF_8};
use std::borrow::Cow;

const SEPARATORS: [u8; 3] = [b',', b'\t', b';'];

/// The one sheet of such a file.
pub fn sheet(name: &str, bytes: &[u8]) -> Result<Sheet, Unread> {
    let text = decoded(bytes)?;
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let mut lines = Vec::new();
    let (mut number, mut counted, mut left) = (1, 0, CELLS_BYTES_MAX);
    for record in reader.records() {
        let record = record.map_err(|_| Unread::Damaged)?;
        // Its place may be still before the end of the line above it, and before blank lines.
        let at = record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0));
        let start = text.as_bytes()[at..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count() + at;
        number += text[counted..start].matches('\n').count();
        counted = start;
        let mut cells: Vec<String> = record.iter().take(COLUMNS_MAX).map(tidy).collect();
        cells.truncate(cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1));
        let weight = cells.iter().map(|cell| cell.len() + CELL_BYTES).sum();
        left = left.checked_sub(weight).ok_or(Unread::Bomb)?;
        let line = Line { number: u32::try_from(number).unwrap_or(u32::MAX), cells };
        if !line.is_blank() {
            lines.push(line);
        }
        if lines.len() > LINES_MAX {
            return Err(Unread::TooManyLines);
        }
    }
    Ok(Sheet { name: name.to_owned(), hidden: false, lines })
}

/// GB18030 is what a text is that says no coding and is no UTF-8.
fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, Unread> {
    let coding = Encoding::for_bom(bytes)
        .map_or_else(|| if core::str::from_utf8(bytes).is_ok() { UTF_8 } else { GB18030 }, |(coding, _)| coding);
    let (text, _, damaged) = coding.decode(bytes);
    if damaged || text.contains('\0') { Err(Unread::Damaged) } else { Ok(text) }
}

/// The sign that parts the first lines into the most cells.
fn separator(text: &str) -> u8 {
    let count =
        |sign: &u8| text.lines().take(5).map(|line| line.bytes().filter(|byte| byte == sign).count()).sum::<usize>();
    SEPARATORS.into_iter().rev().max_by_key(count).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
        sheet("a.csv", bytes).unwrap().lines.into_iter().map(|line| (line.number, line.cells)).collect()
    }

    #[test]
    fn every_coding_gives_the_same_cells() {
        let text = "姓名,备注\r\n𠅤志䶮,\"说\"\"好\"\"，\r\n再来\"\r\n\r\n,\r\n买买提·艾力,x\r\n";
        let (gb, _, damaged) = GB18030.encode(text);
        assert!(!damaged);
        let mut marked = vec![0xEF, 0xBB, 0xBF];
        marked.extend(text.as_bytes());
        let wide: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let expected = cells(text.as_bytes());
        assert_eq!(expected[1], (2, vec!["𠅤志䶮".to_owned(), "说\"好\"， 再来".to_owned()]));
        // Blank lines are left out, and lines keep their numbers in the file.
        assert_eq!(expected[2].0, 6);
        for bytes in [&*gb, &marked, &wide] {
            assert_eq!(cells(bytes), expected);
        }
    }

    #[test]
    fn a_file_of_separators_takes_no_more_room_than_a_workbook() {
        let far = format!("x{}y\n", ",".repeat(COLUMNS_MAX - 1));
        assert_eq!(sheet("a", far.repeat(60_000).as_bytes()).unwrap_err(), Unread::Bomb);
        let none = format!("x{}\n", ",".repeat(COLUMNS_MAX - 1));
        assert_eq!(sheet("a", none.repeat(60_000).as_bytes()).unwrap().weight(), 60_000 * (1 + CELL_BYTES));
    }

    #[test]
    fn other_separators_and_damage() {
        assert_eq!(cells("姓名\t楼栋\n张三\t1栋".as_bytes())[1].1, ["张三", "1栋"]);
        assert_eq!(cells("姓名;楼栋\n张三;1栋".as_bytes())[1].1, ["张三", "1栋"]);
        assert_eq!(cells("姓名\n张三".as_bytes())[1].1, ["张三"]);
        assert_eq!(sheet("a", &[0xFF, 0xFF, 0x00]).unwrap_err(), Unread::Damaged);
        assert_eq!(super::super::read("a", b"").unwrap_err(), Unread::Empty);
        assert_eq!(super::super::read("a", "\u{FEFF}\r\n".as_bytes()).unwrap_err(), Unread::Empty);
    }
}

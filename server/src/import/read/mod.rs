//! Bytes become sheets of lines. Everything is bounded before it is unpacked, and nothing is guessed about meaning.

mod csv;
mod text;
mod unpack;
mod xlsx;

pub use text::tidy;

use jiefang_domain::Lang;

/// Longest file, in bytes.
pub const FILE_BYTES_MAX: usize = 8 << 20;
/// Most files that are read together.
pub const FILES_MAX: usize = 12;
/// Most lines of all sheets of a file.
pub const LINES_MAX: usize = 60_000;
/// Most columns that are looked at; what stands further right is not read.
pub const COLUMNS_MAX: usize = 120;
/// Most memory that the cells of the files that are read together take, in bytes: a cell can be named a million times.
pub const CELLS_BYTES_MAX: usize = 32 << 20;
/// Longest cell, in characters; what is longer is cut, as no field is that long.
const CELL_CHARS_MAX: usize = 2_000;

/// A sheet as it stands in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name; the file's where the file has no sheets.
    pub name: String,
    /// Hidden in the workbook: listed, not read.
    pub hidden: bool,
    /// Its lines that are not blank.
    pub lines: Vec<Line>,
}

/// A line of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file, from 1.
    pub number: u32,
    /// Its cells, tidied, from the left.
    pub cells: Vec<String>,
}

/// What a cell takes beside its text.
const CELL_BYTES: usize = size_of::<String>();

impl Sheet {
    /// What its cells take, in bytes.
    pub fn weight(&self) -> usize {
        self.lines.iter().flat_map(|line| &line.cells).map(|cell| cell.len() + CELL_BYTES).sum()
    }
}

impl Line {
    /// A cell, empty where there is none.
    pub fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", String::as_str)
    }

    fn is_blank(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }
}

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// More than [`FILE_BYTES_MAX`].
    TooLarge,
    /// More than [`LINES_MAX`].
    TooManyLines,
    /// It unpacks to far more than it is: refused before that.
    Bomb,
    /// It holds nothing.
    Empty,
    /// An older or another kind of workbook.
    OtherKind,
    /// It is damaged.
    Damaged,
}

impl Unread {
    /// What is wrong and what to do.
    pub const fn words(&self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::TooLarge => ("文件超过 8 MB，请分成几份。", "The file is larger than 8 MB: split it."),
            Self::TooManyLines => ("表格超过 60,000 行，请分成几份。", "More than 60,000 lines: split the file."),
            Self::Bomb => (
                "表格解开后大得不正常，没有读。请另存为一份新的 xlsx 再试。",
                "The workbook unpacks to far more than is usual and was not read. Save it anew as xlsx.",
            ),
            Self::Empty => ("文件里没有内容。", "The file is empty."),
            Self::OtherKind => {
                ("只能读 xlsx 和 csv。请在表格软件里另存为 xlsx。", "Only xlsx and csv are read. Save it as xlsx.")
            }
            Self::Damaged => {
                ("文件打不开，可能损坏了。请另存一份再试。", "The file cannot be opened. Save it anew and try again.")
            }
        };
        lang.pick(zh, en)
    }
}

/// The sheets of a file; its kind follows from what it holds, not from its name.
///
/// # Errors
/// Why it was not read.
pub fn read(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, Unread> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(Unread::TooLarge);
    }
    let sheets = match bytes {
        [b'P', b'K', 3, 4, ..] => xlsx::sheets(bytes)?,
        // The old binary workbook, and what is a picture or a document.
        [0xD0, 0xCF, 0x11, 0xE0, ..] | [b'%', b'P', b'D', b'F', ..] | [0x89, b'P', b'N', b'G', ..] => {
            return Err(Unread::OtherKind);
        }
        _ => vec![csv::sheet(name, bytes)?],
    };
    if sheets.iter().all(|sheet| sheet.lines.is_empty()) { Err(Unread::Empty) } else { Ok(sheets) }
}

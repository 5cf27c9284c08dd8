//! Workbooks, cell by cell: a sheet that names a cell at its far corner takes no more room than its cells.

use super::{CELL_BYTES, CELLS_BYTES_MAX, COLUMNS_MAX, LINES_MAX, Line, Sheet, Unread, tidy, unpack};
use calamine::{DataRef, Dimensions, Reader, SheetType, SheetVisible, Xlsx, open_workbook_from_rs};
use std::{collections::BTreeMap, io::Cursor};

type Book<'b> = Xlsx<Cursor<&'b [u8]>>;

/// The sheets of a workbook.
pub fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, Unread> {
    unpack::bounded(bytes)?;
    let mut book: Book = open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| Unread::OtherKind)?;
    let listed: Vec<calamine::Sheet> = book.sheets_metadata().to_vec();
    let mut all = Vec::new();
    let (mut lines, mut left) = (0, CELLS_BYTES_MAX);
    for listed in listed.into_iter().filter(|listed| listed.typ == SheetType::WorkSheet) {
        let hidden = listed.visible != SheetVisible::Visible;
        let sheet = sheet(&mut book, &listed.name, hidden, &mut left)?;
        lines += sheet.lines.len();
        if lines > LINES_MAX {
            return Err(Unread::TooManyLines);
        }
        all.push(sheet);
    }
    Ok(all)
}

fn sheet(book: &mut Book, name: &str, hidden: bool, left: &mut usize) -> Result<Sheet, Unread> {
    let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
    let mut reader = book.worksheet_cells_reader(name).map_err(|_| Unread::Damaged)?;
    let mut lines: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    while let Some(cell) = reader.next_cell().map_err(|_| Unread::Damaged)? {
        let (line, column) = cell.get_position();
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        let text = written(cell.get_value());
        if text.is_empty() || column >= COLUMNS_MAX {
            continue;
        }
        put(lines.entry(line).or_default(), column, text, left)?;
        if lines.len() > LINES_MAX {
            return Err(Unread::TooManyLines);
        }
    }
    for region in &merged {
        fill(&mut lines, region, left)?;
    }
    let lines = lines.into_iter().map(|(line, cells)| Line { number: line + 1, cells });
    Ok(Sheet { name: tidy(name), hidden, lines: lines.collect() })
}

/// Puts a text where it stands, as long as there is room for it.
fn put(cells: &mut Vec<String>, column: usize, text: String, left: &mut usize) -> Result<(), Unread> {
    let more = (column + 1).saturating_sub(cells.len());
    *left = left.checked_sub(text.len() + more * CELL_BYTES).ok_or(Unread::Bomb)?;
    if more > 0 {
        cells.resize(column + 1, String::new());
    }
    cells[column] = text;
    Ok(())
}

/// What stands in a cell that was merged downwards stands in each line that is there.
fn fill(lines: &mut BTreeMap<u32, Vec<String>>, region: &Dimensions, left: &mut usize) -> Result<(), Unread> {
    let ((top, first), (bottom, last)) = (region.start, region.end);
    let column = usize::try_from(first).unwrap_or(usize::MAX);
    if first != last || top >= bottom || column >= COLUMNS_MAX {
        return Ok(());
    }
    let text = lines.get(&top).and_then(|cells| cells.get(column)).filter(|text| !text.is_empty()).cloned();
    let Some(text) = text else { return Ok(()) };
    for (_, cells) in lines.range_mut(top + 1..=bottom) {
        if cells.get(column).is_none_or(String::is_empty) {
            put(cells, column, text.clone(), left)?;
        }
    }
    Ok(())
}

/// What a cell shows. Of a formula it is the value that was kept with it, never the formula; without one, nothing.
fn written(value: &DataRef) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        // Whole numbers come without a point, and no number with an exponent: 1.39e10 is 13900000000.
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => tidy(text),
        DataRef::SharedString(text) => tidy(text),
        DataRef::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::Error(error) => error.to_string(),
    }
}

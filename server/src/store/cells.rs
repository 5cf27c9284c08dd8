//! Cells as they are kept: those of a place in 32 days together in one row, each with its value and the number of its last
//! change. One row a cell took two writes into two tables for each of the twenty cells that an act moves.

use super::{
    CellRow, Snapshot, StoreError, Window, WriteTx,
    json::{int, number, read, set, text},
    set as sets, sql,
};
use jiefang_domain::{
    Day, Id,
    indicator::{Cell, Indicator},
};
use std::collections::BTreeMap;

/// Which row: book, place, and day / 32.
type At = (Id, Id, i32);

/// One row: what is counted, on which day, with value and number.
#[derive(Debug, Default)]
struct Packed(BTreeMap<(Indicator, Day), (i64, u64)>);

/// A row as `verify` reads it: place, day / 32, number, body.
pub type CellColumns = (String, i64, i64, String);

fn span(day: Day) -> i32 {
    day.0 >> 5
}

impl Packed {
    fn read(body: &str, what: impl Fn() -> String) -> Result<Self, StoreError> {
        let mut packed = Self::default();
        let corrupt = || StoreError::corrupt(what());
        for (indicator, numbers) in read::<BTreeMap<String, Vec<i64>>>(body, &what)? {
            let indicator = Indicator::parse(&indicator).ok_or_else(corrupt)?;
            for triple in numbers.chunks(3) {
                let [day, value, seq] = triple else { return Err(corrupt()) };
                let day = Day(i32::try_from(*day).map_err(|_| corrupt())?);
                packed.0.insert((indicator, day), (*value, number(*seq)));
            }
        }
        Ok(packed)
    }

    fn text(&self) -> Result<String, StoreError> {
        let mut indicators: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        for ((indicator, day), (value, seq)) in &self.0 {
            indicators.entry(indicator.as_str()).or_default().extend([i64::from(day.0), *value, int(*seq)]);
        }
        text(&indicators)
    }

    fn seq(&self) -> u64 {
        self.0.values().map(|(_, seq)| *seq).max().unwrap_or(0)
    }
}

/// The cells of a row as `verify` reads it, if it is as it should be.
pub fn unpacked((_, at, seq, body): &CellColumns) -> Option<Vec<(Indicator, Day, i64)>> {
    let packed = Packed::read(body, String::new).ok()?;
    let fits = packed.0.keys().all(|(_, day)| i64::from(span(*day)) == *at) && int(packed.seq()) == *seq;
    fits.then(|| packed.0.into_iter().map(|((indicator, day), (value, _))| (indicator, day, value)).collect())
}

/// What a group adds, by the rows it adds to.
#[derive(Debug, Default)]
pub(super) struct Cells(BTreeMap<At, Packed>);

impl Cells {
    pub(super) fn of(added: BTreeMap<(Id, Indicator, Id, Day), (i64, u64)>) -> Self {
        let mut cells = Self::default();
        for ((book, indicator, place, day), cell) in added {
            let row = cells.0.entry((book, place, span(day))).or_default();
            row.0.insert((indicator, day), cell);
        }
        cells
    }
}

impl WriteTx {
    /// Adds what a group adds.
    pub(super) async fn write_cells(&mut self, Cells(mut rows): Cells) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let found: Vec<(String, String, i32, String)> =
            sqlx::query_as(sql::LOAD_CELLS).bind(set(rows.keys())?).fetch_all(&mut *self.tx).await?;
        for (book, place, span, body) in found {
            let what = || format!("cell {book} {place} {span}");
            let at = Id::parse(&book).zip(Id::parse(&place)).map(|(book, place)| (book, place, span));
            let row = at.and_then(|at| rows.get_mut(&at)).ok_or_else(|| StoreError::corrupt(what()))?;
            for (cell, (value, seq)) in Packed::read(&body, what)?.0 {
                row.0.entry(cell).and_modify(|(added, _)| *added += value).or_insert((value, seq));
            }
        }
        let rows: Vec<(At, Packed)> = rows.into_iter().collect();
        let mut statements = Vec::new();
        sets::CELLS.fill(&mut statements, rows, |values, ((book, place, span), row)| {
            let values = values.bind(book.shared()).bind(place.shared()).bind(span);
            Ok(values.bind(int(row.seq())).bind(row.text()?))
        })?;
        for statement in statements {
            statement.execute(&mut *self.tx).await?;
        }
        Ok(())
    }
}

impl Snapshot {
    /// Cells that changed after `after`, about `cells_max` of them.
    pub async fn cells_after(
        &mut self,
        book: &Id,
        after: u64,
        cells_max: usize,
    ) -> Result<Window<CellRow>, StoreError> {
        let found: Vec<(String, String)> =
            sqlx::query_as(sql::CELLS_AFTER).bind(book.as_str()).bind(int(after)).fetch_all(&mut *self.tx).await?;
        let mut cells = Vec::new();
        for (place, body) in found {
            let what = || format!("cell {book} {place}");
            let place = Id::parse(&place).ok_or_else(|| StoreError::corrupt(what()))?;
            for ((indicator, day), (value, seq)) in Packed::read(&body, what)?.0 {
                if seq > after {
                    cells.push(CellRow { cell: Cell { indicator, place: place.clone(), day, value }, seq });
                }
            }
        }
        cells.sort_unstable_by_key(|row| row.seq);
        let mut limit = cells_max + 1;
        loop {
            match Window::cut(cells.iter().take(limit).cloned().collect(), limit, |row: &CellRow| row.seq) {
                Some(window) => return Ok(window),
                None => limit *= 2,
            }
        }
    }

    /// The cells of a book, row by row.
    pub async fn cells(&mut self, book: &str) -> Result<Vec<CellColumns>, StoreError> {
        Ok(sqlx::query_as(sql::AUDIT_CELLS).bind(book).fetch_all(&mut *self.tx).await?)
    }
}

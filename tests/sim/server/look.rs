//! One look at the tables in memory, for a pull.

use super::tables::Memory;
use jiefang_domain::{Audience, Id, Key, Kind, Row, grid::Place, identity::Grant, indicator::Cell, record::Record};
use jiefang_server::store::{BookRow, CellRow, Look, Marks, ProjectionRow, Seen, StoreError, Window};
use std::{cell::Ref, collections::HashMap, fmt::Write};

/// The tables as they stand, with pages of `rows_max` rows, so that there are several.
pub struct Glance<'m> {
    pub tables: Ref<'m, Memory>,
    pub rows_max: usize,
}

pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn windowed<T: Clone>(all: &[T], rows_max: usize, seq: impl Fn(&T) -> u64 + Copy) -> Window<T> {
    let mut limit = rows_max + 1;
    loop {
        let found = all.iter().take(limit).cloned().collect();
        match Window::cut(found, limit, seq) {
            Some(window) => return window,
            None => limit *= 2,
        }
    }
}

impl Look for Glance<'_> {
    async fn book(&mut self, book: &Id) -> Result<Option<BookRow>, StoreError> {
        Ok(self.tables.books.get(book).cloned())
    }

    async fn marks(&mut self, book: &Id) -> Result<Marks, StoreError> {
        Ok(self.tables.marks.get(book).copied().unwrap_or_default())
    }

    async fn grants_of(&mut self, person: &Id) -> Result<Vec<Grant>, StoreError> {
        Ok(self.tables.grants(person).map(|(_, grant)| grant.clone()).collect())
    }

    async fn places_within(&mut self, book: &Id, places: &[Id]) -> Result<HashMap<Id, Vec<Id>>, StoreError> {
        let mut within: HashMap<Id, Vec<Id>> = HashMap::new();
        for ((_, key), stored) in
            self.tables.records.iter().filter(|((b, key), _)| b == book && key.kind == Kind::Place)
        {
            let Some(place) = Place::of(&stored.row) else { continue };
            for outer in places.iter().filter(|outer| place.path.contains(outer)) {
                within.entry(outer.clone()).or_default().push(key.id.clone());
            }
        }
        Ok(within)
    }

    async fn chain_at(&mut self, book: &Id, seq: u64) -> Result<Option<String>, StoreError> {
        if seq == 0 {
            return Ok(Some(String::new()));
        }
        Ok(self.tables.at(book, seq).map(|row| hex(&row.chain)))
    }

    async fn last_n(&mut self, book: &Id, client_id: &Id, person: &Id) -> Result<u64, StoreError> {
        let client = self.tables.clients.get(&(book.clone(), client_id.clone()));
        Ok(client.filter(|client| client.person == *person).map_or(0, |client| client.last_n))
    }

    async fn rows_after(
        &mut self,
        book: &Id,
        audiences: &[Audience],
        after: u64,
        _: (usize, usize),
    ) -> Result<Window<ProjectionRow>, StoreError> {
        let mut found: Vec<(u64, &Audience, &Key, Option<&Row>)> = Vec::new();
        for audience in audiences {
            let from = (book.clone(), audience.clone(), Key { kind: Kind::Place, id: Id::join(&[""]) });
            for ((_, _, key), (seq, row)) in
                self.tables.projections.range(from..).take_while(|((b, a, _), _)| b == book && a == audience)
            {
                if *seq > after {
                    found.push((*seq, audience, key, row.as_deref()));
                }
            }
        }
        found.sort_by(|one, other| (one.0, one.1, one.2).cmp(&(other.0, other.1, other.2)));
        let window = windowed(&found, self.rows_max, |row| row.0);
        let rows = window.rows.into_iter().map(|(seq, audience, key, row)| ProjectionRow {
            audience: audience.clone(),
            key: key.clone(),
            seq,
            seen: row.cloned().map(Box::new).map(Seen::Row),
            bytes: 0,
        });
        Ok(Window { rows: rows.collect(), cut: window.cut })
    }

    async fn cells_after(&mut self, book: &Id, after: u64, _: usize) -> Result<Window<CellRow>, StoreError> {
        let cells = self.tables.cells.iter().filter(|((b, ..), (_, seq))| b == book && *seq > after);
        let mut found: Vec<CellRow> = cells
            .map(|((_, indicator, place, day), (value, seq))| CellRow {
                cell: Cell { indicator: *indicator, place: place.clone(), day: *day, value: *value },
                seq: *seq,
            })
            .collect();
        found.sort_by_key(|row| row.seq);
        Ok(windowed(&found, self.rows_max * 8, |row| row.seq))
    }
}

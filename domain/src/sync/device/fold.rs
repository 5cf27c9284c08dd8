//! Many small pages into few larger ones. They are folded as trees, without looking at what they mean: what this build
//! does not know of a row stays as it came, for a later build that does.

use super::{
    Batch, Disk, Find, Keep, StorageError, Store, Write,
    keep::{Head, first, head_key, segment_key},
    readable, written,
};
use crate::{
    Id,
    tree::{Branches, Tree, take},
};
use std::borrow::Cow;

/// So many small segments are worth the work.
const SEGMENTS_MIN: u64 = 16;
/// A segment of so many bytes is as large as it should be.
const LARGE_BYTES: usize = 48 * 1024;
/// What a folded segment holds at most: rows, tombstones and cells together.
const HELD_MAX: usize = 500;

impl<D: Disk> Keep<D> {
    /// Folds the segments behind those that are large enough, once there are many: tells the head before and after.
    /// Nothing where there was nothing to do, or where another tab has written meanwhile: then nothing is written.
    pub(super) async fn compact(&self, book: &Id) -> Result<Option<(Head, Head)>, StorageError> {
        let there = first(self.disk.read(&[Find::At(Store::Meta, head_key(book))]).await?);
        let Some(before) = there.as_deref().and_then(readable::<D, Head>) else { return Ok(None) };
        if before.next_segment < before.folded + SEGMENTS_MIN {
            return Ok(None);
        }
        let numbers = before.folded..before.next_segment;
        let key = |number: u64| segment_key(book, number);
        let finds: Vec<Find> = numbers.clone().map(|number| Find::At(Store::Segment, key(number))).collect();
        let texts: Vec<String> = self.disk.read(&finds).await?.into_iter().flatten().collect();
        if texts.len() != finds.len() {
            return Ok(None);
        }
        let large = texts.iter().take_while(|text| text.len() >= LARGE_BYTES).count();
        let small = texts[large..].iter().map(|text| D::tree(text)).collect::<Option<Vec<_>>>();
        let pages = small.and_then(folded).filter(|pages| pages.len() < texts.len() - large);
        let mut head = before.clone();
        let mut writes = Vec::new();
        if let Some(pages) = pages {
            let from = before.folded + large as u64;
            head.next_segment = from + pages.len() as u64;
            // The last one may still grow.
            head.folded = head.next_segment - 1;
            head.folds += 1;
            writes.extend((from..).zip(&pages).map(|(at, page)| Write::Put(Store::Segment, key(at), D::text(page))));
            writes.extend((head.next_segment..numbers.end).map(|at| Write::Delete(Store::Segment, key(at))));
        } else {
            // What cannot be made less stays as it is, and is not looked at again.
            head.folded = numbers.end;
        }
        writes.push(Write::Put(Store::Meta, head_key(book), written::<D>(&head)));
        let expect = vec![(Store::Meta, head_key(book), there)];
        let done = self.disk.commit(&Batch { expect, writes, strict: false }).await?;
        Ok(done.then_some((before, head)))
    }
}

type Text = Cow<'static, str>;

/// The last word on one row in one scope, or on one cell.
struct Last {
    /// Names the row in its scope, or the cell.
    key: String,
    /// Names the row in whatever scope; empty for a cell.
    row: String,
    scope: Text,
    kind: Text,
    /// Its fields; a tombstone or a cell as it came.
    said: Said,
}

enum Said {
    Row(Branches),
    Gone(Tree),
    Cell(Tree),
}

/// Last words, in the order in which they were said.
#[derive(Default)]
struct Words {
    said: Vec<Option<Last>>,
    /// Where each key stands, in the order of the keys.
    places: Vec<usize>,
}

impl Words {
    fn say(&mut self, last: Last) {
        let key = |at: &usize| self.said.get(*at).and_then(Option::as_ref).map_or("", |said| &said.key);
        let at = self.places.partition_point(|place| key(place) < last.key.as_str());
        let next = self.said.len();
        match self.places.get(at).copied() {
            Some(place) if key(&place) == last.key => {
                self.said[place] = None;
                self.places[at] = next;
            }
            _ => self.places.insert(at, next),
        }
        self.said.push(Some(last));
    }

    fn retain(&mut self, stays: impl Fn(&Last) -> bool) {
        let all = std::mem::take(self);
        for last in all.said.into_iter().flatten().filter(stays) {
            self.say(last);
        }
    }
}

fn text(branches: &Branches, name: &str) -> Option<Text> {
    branches.iter().find(|(there, _)| there == name).and_then(|(_, tree)| match tree {
        Tree::Text(text) => Some(text.clone()),
        _ => None,
    })
}

fn list(tree: Option<Tree>) -> Option<Vec<Tree>> {
    match tree {
        Some(Tree::List(list)) => Some(list),
        None => Some(Vec::new()),
        Some(_) => None,
    }
}

fn said(scope: &Text, kind: Text, id: &str, said: Said) -> Last {
    let row = [&*kind, "/", id].concat();
    Last { key: [&**scope, "/", &row].concat(), row, scope: scope.clone(), kind, said }
}

/// Columns of one kind to records, whatever fields they have.
fn records(columns: Tree) -> Option<Vec<Branches>> {
    let mut records: Vec<Branches> = Vec::new();
    for (at, (field, values)) in columns.branches()?.into_iter().enumerate() {
        let values = list(Some(values))?;
        if at == 0 {
            records.resize(values.len(), Branches::new());
        }
        if records.len() != values.len() {
            return None;
        }
        for (record, value) in records.iter_mut().zip(values) {
            record.push((field.clone(), value));
        }
    }
    Some(records)
}

/// Takes one page in; `None` where it has another shape.
fn take_in(words: &mut Words, page: &mut Branches, scopes: &[Text]) -> Option<()> {
    for part in list(take(page, "parts"))? {
        let mut part = part.branches()?;
        let Tree::Int(scope) = take(&mut part, "scope")? else { return None };
        let scope = scopes.get(usize::try_from(scope).ok()?)?;
        for gone in list(take(&mut part, "gone"))? {
            let Tree::Map(named) = &gone else { return None };
            let (kind, id) = (text(named, "kind")?, text(named, "id")?);
            words.say(said(scope, kind, &id, Said::Gone(gone)));
        }
        let columns = take(&mut part, "columns").map_or_else(|| Some(Branches::new()), Tree::branches)?;
        for (kind, columns) in columns {
            for record in records(columns)? {
                let id = text(&record, "id")?;
                words.say(said(scope, kind.clone(), &id, Said::Row(record)));
            }
        }
    }
    for cell in list(take(page, "cells"))? {
        let Tree::Map(named) = &cell else { return None };
        let day = named.iter().find_map(|(name, day)| match day {
            Tree::Int(day) if name == "day" => Some(day.to_string()),
            _ => None,
        });
        let key = ["//", &text(named, "indicator")?, "/", &text(named, "place")?, "/", &day?].concat();
        let (scope, kind) = (Cow::Borrowed(""), Cow::Borrowed(""));
        words.say(Last { key, row: String::new(), scope, kind, said: Said::Cell(cell) });
    }
    Some(())
}

/// A group of what can stand in one part: `(how many scopes of the same rows came before, scope, kind, names of fields)`.
fn same_part(a: &(usize, Last), b: &(usize, Last)) -> bool {
    let fields = |last: &Last| match &last.said {
        Said::Row(record) => Some(record.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>()),
        Said::Gone(_) | Said::Cell(_) => None,
    };
    a.0 == b.0 && a.1.scope == b.1.scope && a.1.kind == b.1.kind && fields(&a.1) == fields(&b.1)
}

fn part(scopes: &[Text], group: Vec<(usize, Last)>) -> Option<Tree> {
    let (_, first) = group.first()?;
    let scope = i64::try_from(scopes.iter().position(|scope| *scope == first.scope)?).ok()?;
    let kind = first.kind.clone();
    let mut columns: Vec<(Text, Vec<Tree>)> = Vec::new();
    let mut gone = Vec::new();
    for (_, last) in group {
        match last.said {
            Said::Row(record) => {
                for (at, (name, value)) in record.into_iter().enumerate() {
                    match columns.get_mut(at) {
                        Some((_, values)) => values.push(value),
                        None => columns.push((name, vec![value])),
                    }
                }
            }
            Said::Gone(tree) => gone.push(tree),
            Said::Cell(_) => {}
        }
    }
    let mut part = vec![("scope".into(), Tree::Int(scope))];
    if gone.is_empty() {
        let columns = columns.into_iter().map(|(name, values)| (name, Tree::List(values))).collect();
        part.push(("columns".into(), Tree::Map(vec![(kind, Tree::Map(columns))])));
    } else {
        part.push(("gone".into(), Tree::List(gone)));
    }
    Some(Tree::Map(part))
}

/// One folded page's parts and cells. A row that several scopes hold keeps the order in which they told of it, because
/// the newest word on a field wins.
fn page(scopes: &[Text], held: Vec<Last>) -> Option<(Tree, Tree)> {
    let mut groups: Vec<Vec<(usize, Last)>> = Vec::new();
    let (mut cells, mut before) = (Vec::new(), Vec::new());
    for last in held {
        if let Said::Cell(cell) = last.said {
            cells.push(cell);
            continue;
        }
        let turn = before.iter().filter(|row| **row == last.row).count();
        before.push(last.row.clone());
        let one = (turn, last);
        if let Some(group) = groups.iter_mut().find(|group| group.first().is_some_and(|first| same_part(first, &one))) {
            group.push(one);
        } else {
            // After those of earlier turns, before those of later ones.
            let at = groups.iter().position(|group| group.first().is_some_and(|first| first.0 > turn));
            groups.insert(at.unwrap_or(groups.len()), vec![one]);
        }
    }
    let parts = groups.into_iter().map(|group| part(scopes, group)).collect::<Option<Vec<_>>>()?;
    Some((Tree::List(parts), Tree::List(cells)))
}

/// The pages that say the same as `pages`, one after the other; `None` where one has a shape that is not known here.
fn folded(pages: Vec<Tree>) -> Option<Vec<Tree>> {
    let (mut words, mut restart) = (Words::default(), false);
    let (mut scopes, mut frame): (Vec<Text>, Branches) = (Vec::new(), Branches::new());
    for page in pages {
        let mut page = page.branches()?;
        if take(&mut page, "restart")? == Tree::Bool(true) {
            (words, restart) = (Words::default(), true);
        }
        let held = list(page.iter().find(|(name, _)| name == "scopes").map(|(_, tree)| tree.clone()))?;
        let named = held.into_iter().map(|scope| if let Tree::Text(scope) = scope { Some(scope) } else { None });
        let now: Vec<Text> = named.collect::<Option<_>>()?;
        take_in(&mut words, &mut page, &now)?;
        if now != scopes {
            let staff = now.iter().any(|scope| scope == "staff");
            words.retain(|last| if last.row.is_empty() { staff } else { now.contains(&last.scope) });
            scopes = now;
        }
        frame = page;
    }
    let mut said = words.said.into_iter().flatten();
    let mut pages = Vec::new();
    loop {
        let held: Vec<Last> = said.by_ref().take(HELD_MAX).collect();
        if held.is_empty() && !pages.is_empty() {
            return Some(pages);
        }
        let (parts, cells) = page(&scopes, held)?;
        let first = pages.is_empty();
        let own = [("restart", Tree::Bool(restart && first)), ("parts", parts), ("cells", cells)];
        let own = own.into_iter().map(|(name, tree)| (Cow::Borrowed(name), tree));
        pages.push(Tree::Map(frame.iter().cloned().chain(own).collect()));
    }
}

//! Many small pages into few larger ones. They are put together as trees, without looking at what they mean: what this
//! build does not know of a row stays as it came, for a later build that does. Of each row in a scope the newest word
//! stays, in the place where it was said.

use super::{
    Batch, Disk, Find, Keep, StorageError, Store, Write,
    keep::{Head, first, head_key, segment_key},
    readable, written,
};
use crate::{
    Audience, Id,
    indicator::{Cell, Cells},
    record::coding,
    tree::{Branches, Tree, Wood, take},
};

/// So many small segments are worth the work.
const SEGMENTS_MIN: u64 = 16;
/// A segment of so many bytes is as large as it should be.
const LARGE_BYTES: usize = 48 * 1024;

impl<D: Disk> Keep<D> {
    /// Folds the segments behind those that are large enough, once there are many: tells the head before and after.
    /// Nothing where there was nothing to do, or where another tab has written meanwhile: then nothing is written.
    pub(super) async fn compact(&self, book: &Id) -> Result<Option<(Head, Head)>, StorageError> {
        let there = first(self.disk.read(&[Find::At(Store::Meta, head_key(book))]).await?);
        let Some(before) = there.as_deref().and_then(readable::<D, Head>) else { return Ok(None) };
        if !before.purge && before.next_segment < before.folded + SEGMENTS_MIN {
            return Ok(None);
        }
        // What a scope held that was taken away is looked for in all of them.
        let first_number = if before.purge { before.first_segment } else { before.folded };
        let numbers = first_number..before.next_segment;
        let key = |number: u64| segment_key(book, number);
        let finds: Vec<Find> = numbers.clone().map(|number| Find::At(Store::Segment, key(number))).collect();
        let (mut pages, mut whole, mut large) = (Vec::new(), true, 0);
        for texts in self.disk.read(&finds).await? {
            // One that is missing belongs to a copy that is going.
            let Some(text) = texts.into_iter().next() else { return Ok(None) };
            if !before.purge && pages.is_empty() && text.len() >= LARGE_BYTES {
                large += 1;
                continue;
            }
            let page = D::tree(&text).and_then(Tree::branches);
            whole &= page.is_some();
            pages.extend(page.map(|page| (text.len(), page)));
        }
        let mut head = before.clone();
        let mut writes = Vec::new();
        let count = pages.len();
        let kept: Vec<Tree> = if before.purge { before.scopes.iter().map(Wood::tree).collect() } else { Vec::new() };
        match folded(pages, &kept).filter(|pages| whole && (before.purge || pages.len() < count)) {
            Some(pages) => {
                head.purge = false;
                let mut at = first_number + large;
                for page in &pages {
                    writes.push(Write::Put(Store::Segment, key(at), D::text(page)));
                    at += 1;
                }
                writes.extend((at..numbers.end).map(|at| Write::Delete(Store::Segment, key(at))));
                // The last one may still grow.
                (head.next_segment, head.folds) = (at, head.folds + 1);
                head.folded = at.saturating_sub(1).max(head.first_segment);
            }
            // What may not stay and cannot be taken out goes with the whole copy.
            None if before.purge => {
                self.drop_copy(book).await?;
                return Ok(None);
            }
            // What cannot be made less stays as it is, and is not looked at again.
            None => head.folded = numbers.end,
        }
        writes.push(Write::Put(Store::Meta, head_key(book), written::<D>(&head)));
        let expect = vec![(Store::Meta, head_key(book), there)];
        let done = self.disk.commit(&Batch { expect, writes, strict: false }).await?;
        Ok(done.then_some((before, head)))
    }
}

/// What newer pages have said already, each by its scope, kind and id; in order.
type Seen = Vec<String>;

fn of<'t>(branches: &'t Branches, name: &str) -> Option<&'t Tree> {
    branches.iter().find(|(there, _)| there == name).map(|(_, tree)| tree)
}

/// The list of that name, the last first; an empty one where it was left out.
fn last_first(branches: &mut Branches, name: &str) -> Vec<Tree> {
    let Some(Tree::List(mut list)) = take(branches, name) else { return Vec::new() };
    list.reverse();
    list
}

/// Whether nothing newer has been said of it; from now on it has.
#[inline(never)]
fn is_news(seen: &mut Seen, about: String) -> bool {
    let at = seen.binary_search(&about);
    if let Err(at) = at {
        seen.insert(at, about);
    }
    at.is_err()
}

/// Leaves of tombstones what is news.
fn thin_gone(list: &mut Vec<Tree>, scope: &str, seen: &mut Seen) {
    list.retain(|tree| {
        let mut about = scope.to_owned();
        for name in ["kind", "id"] {
            about.push('/');
            if let Tree::Map(branches) = tree
                && let Some(Tree::Text(text)) = of(branches, name)
            {
                about.push_str(text);
            }
        }
        is_news(seen, about)
    });
}

/// Leaves of cells what is news.
fn thin_cells(cells: &mut Vec<Cell>, seen: &mut Seen) {
    cells.retain(|cell| {
        let day = cell.day.0.to_string();
        is_news(seen, ["", cell.indicator.as_str(), cell.place.as_str(), &day].join("/"))
    });
}

/// Leaves of one kind's columns what is news.
fn thin_rows(columns: &mut Branches, scope: &str, kind: &str, seen: &mut Seen) {
    let Some(Tree::List(ids)) = of(columns, "id") else { return };
    let mut news = Vec::with_capacity(ids.len());
    for id in ids {
        let id = if let Tree::Text(id) = id { id } else { "" };
        news.push(is_news(seen, [scope, kind, id].join("/")));
    }
    for (_, values) in columns {
        if let Tree::List(values) = values {
            let mut stays = news.iter();
            values.retain(|_| stays.next().copied().unwrap_or(true));
        }
    }
}

/// Leaves of a part what is news; whether that is anything. `kept` are the scopes that may stay, where not all may.
fn thin_part(part: &mut Tree, scopes: &[Tree], kept: &[Tree], seen: &mut Seen) -> bool {
    let Tree::Map(part) = part else { return true };
    let Some(Tree::Int(scope)) = of(part, "scope") else { return true };
    let scope = usize::try_from(*scope).ok().and_then(|scope| scopes.get(scope));
    if !kept.is_empty() && scope.is_none_or(|scope| !kept.contains(scope)) {
        return false;
    }
    let Some(Tree::Text(scope)) = scope else { return true };
    let mut says = false;
    for (name, said) in part {
        match said {
            Tree::List(gone) if name == "gone" => thin_gone(gone, scope, seen),
            Tree::Map(kinds) if name == "columns" => {
                for (kind, columns) in &mut *kinds {
                    if let Tree::Map(columns) = columns {
                        thin_rows(columns, scope, kind, seen);
                    }
                }
                kinds.retain(|(_, columns)| !columns.is_empty());
            }
            _ => continue,
        }
        says |= !said.is_empty();
    }
    says
}

/// Columns that are written by what their values have in common are written out; `None` where one cannot be read.
fn written_out(part: &mut Tree) -> Option<()> {
    let Tree::Map(part) = part else { return Some(()) };
    let columns = part.iter_mut().filter(|(name, _)| name == "columns");
    for kinds in columns.filter_map(|(_, columns)| if let Tree::Map(kinds) = columns { Some(kinds) } else { None }) {
        for (_, columns) in kinds {
            let is_coded = |columns: &Branches| columns.iter().any(|(_, column)| !matches!(column, Tree::List(_)));
            if matches!(columns, Tree::Map(columns) if is_coded(columns)) {
                *columns = Tree::Map(coding::plain(std::mem::replace(columns, Tree::Null))?);
            }
        }
    }
    Some(())
}

/// Several pages as one, the newest first.
struct Folded {
    bytes: usize,
    page: Branches,
    parts: Vec<Tree>,
    cells: Vec<Cell>,
}

/// The pages that say the same as `pages`, each with its length, of the scopes that are `kept` where not all are; `None`
/// where one has a shape that is not known here.
fn folded(mut pages: Vec<(usize, Branches)>, kept: &[Tree]) -> Option<Vec<Tree>> {
    let mut seen = Seen::new();
    let mut all: Vec<Folded> = Vec::new();
    while let Some((bytes, mut page)) = pages.pop() {
        let mut parts = last_first(&mut page, "parts");
        let mut cells = take(&mut page, "cells").map_or_else(|| Some(Cells::default()), Cells::read)?.0;
        cells.reverse();
        let scopes = of(&page, "scopes");
        let Some(Tree::List(named)) = scopes else { return None };
        parts.iter_mut().try_for_each(written_out)?;
        parts.retain_mut(|part| thin_part(part, named, kept, &mut seen));
        if !kept.is_empty() && !kept.contains(&Audience::Staff.tree()) {
            cells.clear();
        }
        thin_cells(&mut cells, &mut seen);
        match all.last_mut().filter(|newer| newer.bytes + bytes <= LARGE_BYTES && of(&newer.page, "scopes") == scopes) {
            Some(newer) => {
                newer.bytes += bytes;
                newer.parts.append(&mut parts);
                newer.cells.append(&mut cells);
                // Where one begins anew, so does what it is folded into.
                if let (Some(begins), Some(_)) = (take(&mut page, "restart"), take(&mut newer.page, "restart")) {
                    newer.page.push(("restart".into(), begins));
                }
            }
            None => all.push(Folded { bytes, page, parts, cells }),
        }
    }
    let mut pages = Vec::with_capacity(all.len());
    while let Some(Folded { mut page, mut parts, mut cells, .. }) = all.pop() {
        parts.reverse();
        cells.reverse();
        page.push(("parts".into(), Tree::List(parts)));
        page.push(("cells".into(), Cells(cells).tree()));
        pages.push(Tree::Map(page));
    }
    Some(pages)
}

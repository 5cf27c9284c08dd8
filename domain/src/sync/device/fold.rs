//! Many small pages into few larger ones. They are put together as trees, without looking at what they mean: what this
//! build does not know of a row stays as it came, for a later build that does. Of each row in a scope the newest word
//! stays, in the place where it was said.

use super::{
    Batch, Disk, Find, Keep, StorageError, Store, Write,
    keep::{Head, first, head_key, segment_key},
    readable, written,
};
use crate::{
    Id,
    tree::{Branches, Tree, take},
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
        let small = texts[large..].iter().map(|text| Some((text.len(), D::tree(text)?.branches()?)));
        let pages = small.collect::<Option<_>>().and_then(folded).filter(|pages| pages.len() < texts.len() - large);
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

/// What newer pages have said already, each by its scope, kind and id.
type Seen = Vec<String>;

fn of<'t>(branches: &'t Branches, name: &str) -> Option<&'t Tree> {
    branches.iter().find(|(there, _)| there == name).map(|(_, tree)| tree)
}

fn text<'t>(tree: &'t Tree, name: &str) -> &'t str {
    match tree {
        Tree::Map(branches) => match of(branches, name) {
            Some(Tree::Text(text)) => text,
            _ => "",
        },
        _ => "",
    }
}

/// The list of that name; an empty one where it was left out.
fn list(branches: &mut Branches, name: &str) -> Option<Vec<Tree>> {
    match take(branches, name) {
        Some(Tree::List(list)) => Some(list),
        None => Some(Vec::new()),
        Some(_) => None,
    }
}

/// Whether nothing newer has been said of it; from now on it has.
fn is_news(seen: &mut Seen, about: &[&str]) -> bool {
    let key = about.join("/");
    let news = !seen.contains(&key);
    if news {
        seen.push(key);
    }
    news
}

/// Leaves what is news of one kind's columns; `None` where they have another shape.
fn thin(columns: &mut Tree, scope: &str, kind: &str, seen: &mut Seen) -> Option<()> {
    let Tree::Map(columns) = columns else { return None };
    let Some(Tree::List(ids)) = of(columns, "id") else { return None };
    let mut news = Vec::with_capacity(ids.len());
    for id in ids {
        let Tree::Text(id) = id else { return None };
        news.push(is_news(seen, &[scope, kind, id]));
    }
    for (_, values) in columns {
        let Tree::List(values) = values else { return None };
        let mut stays = news.iter();
        values.retain(|_| stays.next().copied().unwrap_or_default());
    }
    Some(())
}

/// Leaves what is news of a part; `None` where it has another shape.
fn part(part: &mut Tree, scopes: &Tree, seen: &mut Seen) -> Option<()> {
    let (Tree::Map(part), Tree::List(scopes)) = (part, scopes) else { return None };
    let Some(Tree::Int(scope)) = of(part, "scope") else { return None };
    let Tree::Text(scope) = scopes.get(usize::try_from(*scope).ok()?)? else { return None };
    for (name, said) in part {
        match (&**name, said) {
            ("gone", Tree::List(gone)) => {
                gone.retain(|gone| is_news(seen, &[scope, text(gone, "kind"), text(gone, "id")]));
            }
            ("columns", Tree::Map(kinds)) => {
                for (kind, columns) in &mut *kinds {
                    thin(columns, scope, kind, seen)?;
                }
                kinds.retain(|(_, columns)| !columns.is_empty());
            }
            _ => {}
        }
    }
    Some(())
}

/// Whether anything is left of a part.
fn says(part: &Tree) -> bool {
    matches!(part, Tree::Map(branches) if branches.iter().any(|(name, tree)| name != "scope" && !tree.is_empty()))
}

/// Several pages as one, the newest first.
struct Folded {
    bytes: usize,
    page: Branches,
    parts: Vec<Tree>,
    cells: Vec<Tree>,
}

impl Folded {
    fn page(mut self) -> Tree {
        self.parts.reverse();
        self.cells.reverse();
        self.page.push(("parts".into(), Tree::List(self.parts)));
        self.page.push(("cells".into(), Tree::List(self.cells)));
        Tree::Map(self.page)
    }
}

/// The pages that say the same as `pages`, each with its length; `None` where one has a shape that is not known here.
fn folded(mut pages: Vec<(usize, Branches)>) -> Option<Vec<Tree>> {
    let mut seen = Seen::new();
    let mut all: Vec<Folded> = Vec::new();
    while let Some((bytes, mut page)) = pages.pop() {
        let (mut parts, mut cells) = (list(&mut page, "parts")?, list(&mut page, "cells")?);
        let scopes = of(&page, "scopes")?;
        parts.reverse();
        for one in &mut parts {
            part(one, scopes, &mut seen)?;
        }
        parts.retain(says);
        cells.reverse();
        cells.retain(|cell| {
            let day = match cell {
                Tree::Map(named) => of(named, "day"),
                _ => None,
            };
            let day = if let Some(Tree::Int(day)) = day { day.to_string() } else { String::new() };
            is_news(&mut seen, &["", text(cell, "indicator"), text(cell, "place"), &day])
        });
        let newer = all.last_mut().filter(|newer| newer.bytes + bytes <= LARGE_BYTES);
        match newer.filter(|newer| of(&newer.page, "scopes") == Some(scopes)) {
            Some(newer) => {
                newer.bytes += bytes;
                newer.parts.append(&mut parts);
                newer.cells.append(&mut cells);
                // Where one begins anew, so does what it is folded into.
                let begins = take(&mut page, "restart")?;
                take(&mut newer.page, "restart");
                newer.page.push(("restart".into(), begins));
            }
            None => all.push(Folded { bytes, page, parts, cells }),
        }
    }
    all.reverse();
    Some(all.into_iter().map(Folded::page).collect())
}

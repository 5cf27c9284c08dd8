//! One person's outbox and copy on a disk: what is written together, and how it is read back.
//!
//! Rows as pending acts leave them are not written: they follow from the outbox by replay, and the replay is what the
//! app runs after every page anyway. What is not there twice cannot differ.

use super::{Batch, Disk, Find, StorageError, Store, Write, photo};
use crate::json::{self, map};
use jiefang_domain::{
    Audience, Id,
    identity::Actor,
    sync::{Book, Entry, EntryState, Page, PullRequest},
};

/// An entry of the outbox with the book it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The book.
    pub book: Id,
    /// The entry.
    pub entry: Entry,
}

map!(Kept { book, entry });

/// How far the copy of a book has come; written in the transaction of the page that brought it there.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Head {
    epoch: Id,
    cursor: u64,
    chain: String,
    scopes: Vec<Audience>,
    complete: bool,
    /// The number of the next segment.
    next_segment: u64,
}

map!(Head { epoch, cursor, chain, scopes, complete, next_segment });

/// One person's outbox and copy.
#[derive(Clone, Debug)]
pub struct Keep<D> {
    disk: D,
}

const CLIENT: &str = "client";

impl<D: Disk> Keep<D> {
    /// On that disk.
    pub fn new(disk: D) -> Self {
        Self { disk }
    }

    /// The disk below.
    pub fn disk(&self) -> &D {
        &self.disk
    }

    /// This person's client id in this browser profile; `fresh` becomes it where there was none.
    pub async fn client_id(&self, fresh: Id) -> Result<Id, StorageError> {
        let put = Write::Put(Store::Meta, CLIENT.into(), fresh.to_string());
        let batch = Batch { expect: vec![(Store::Meta, CLIENT.into(), None)], writes: vec![put], strict: true };
        if self.disk.commit(&batch).await? {
            return Ok(fresh);
        }
        let found = self.disk.read(&[Find::At(Store::Meta, CLIENT.into())]).await?;
        first(found).and_then(|text| Id::parse(&text)).ok_or(StorageError::Corrupt)
    }

    /// Every entry of the outbox. One that this build cannot read stays on the disk for a build that can.
    pub async fn outbox(&self) -> Result<Vec<Kept>, StorageError> {
        let found = self.disk.read(&[Find::Under(Store::Outbox, String::new())]).await?;
        Ok(found.iter().flatten().filter_map(|text| json::read(text)).collect())
    }

    /// Reads a book back: the copy page by page, and the outbox over it.
    pub async fn book(&self, id: &Id, client_id: &Id, actor: &Actor) -> Result<Book, StorageError> {
        let finds = [
            Find::Under(Store::Outbox, under(id)),
            Find::Under(Store::Segment, under(id)),
            Find::At(Store::Meta, head_key(id)),
            Find::At(Store::Meta, counter_key(id)),
        ];
        let [outbox, segments, head, counter] =
            <[Vec<String>; 4]>::try_from(self.disk.read(&finds).await?).map_err(|_| StorageError::Corrupt)?;
        let entries = outbox.iter().filter_map(|text| json::read::<Kept>(text)).map(|kept| kept.entry);
        let entries: Vec<Entry> = entries.collect();
        let empty = || Book::new(id.clone(), client_id.clone());
        let copy = copied(empty(), &segments, head.first(), entries.clone(), actor);
        let mut book = if let Some(book) = copy {
            book
        } else {
            // A copy that cannot be read is thrown away and pulled anew; the outbox is not touched.
            self.drop_copy(id).await?;
            let mut book = empty();
            book.reopen(entries, actor);
            book
        };
        let next_n = counter.first().and_then(|text| text.parse().ok()).unwrap_or(1);
        book.next_n = book.next_n.max(next_n);
        Ok(book)
    }

    /// Writes a new entry with the next counter of its book, in one strict transaction. S1: after this it survives
    /// the tab being killed. The counter is the disk's, not the memory's: another tab may have taken the next one.
    /// `extra` is what the entry names and must not be without, written with it.
    pub async fn append(&self, book: &Id, entry: &mut Entry, extra: &[Write]) -> Result<(), StorageError> {
        loop {
            let there = first(self.disk.read(&[Find::At(Store::Meta, counter_key(book))]).await?);
            let n = there.as_ref().map_or(Some(1), |text| text.parse().ok()).ok_or(StorageError::Corrupt)?;
            entry.op.n = n;
            let value = text(book, entry);
            let put = |key: String, text: String| Write::Put(Store::Outbox, key, text);
            let mut writes = extra.to_vec();
            writes.push(put(entry_key(book, n), value.clone()));
            writes.push(Write::Put(Store::Meta, counter_key(book), (n + 1).to_string()));
            let batch = Batch { expect: vec![(Store::Meta, counter_key(book), there)], writes, strict: true };
            match self.disk.commit(&batch).await {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(error) => {
                    // The connection may have been cut after the commit: then it stands, and saying otherwise would
                    // make the person record it twice.
                    let found = self.disk.read(&[Find::At(Store::Outbox, entry_key(book, n))]).await;
                    return if found.ok().and_then(first).as_deref() == Some(&value) { Ok(()) } else { Err(error) };
                }
            }
        }
    }

    /// Writes how far entries have come. Relaxed: should it be lost, the server gives the same answers again.
    pub async fn answered(&self, book: &Id, entries: &[Entry]) -> Result<(), StorageError> {
        let put = |entry: &Entry| Write::Put(Store::Outbox, entry_key(book, entry.op.n), text(book, entry));
        let writes = entries.iter().map(put).collect();
        self.disk.commit(&Batch { expect: Vec::new(), writes, strict: false }).await.map(drop)
    }

    /// Removes entries whose effect is in the copy, or that the person has discarded.
    pub async fn remove(&self, book: &Id, ns: &[u64]) -> Result<(), StorageError> {
        if ns.is_empty() {
            return Ok(());
        }
        let writes = ns.iter().map(|n| Write::Delete(Store::Outbox, entry_key(book, *n))).collect();
        self.disk.commit(&Batch { expect: Vec::new(), writes, strict: false }).await.map(drop)
    }

    /// Writes a page and the cursor it leads to in one transaction, provided the copy on the disk stands where the
    /// request for it did. S7: `false`, and nothing written, where another tab has moved it.
    pub async fn page(&self, book: &Id, asked: &PullRequest, page: &Page, text: &str) -> Result<bool, StorageError> {
        let there = first(self.disk.read(&[Find::At(Store::Meta, head_key(book))]).await?);
        let old: Option<Head> = there.as_deref().and_then(json::read);
        let stands = match &old {
            Some(head) => head.epoch == asked.epoch && head.cursor == asked.cursor,
            None => asked.epoch.is_none(),
        };
        if !stands {
            return Ok(false);
        }
        let mut next_segment = old.as_ref().map_or(0, |head| head.next_segment);
        let mut writes = Vec::new();
        if page.restart {
            writes.push(Write::DeleteUnder(Store::Segment, under(book)));
        }
        if Self::tells(page, asked) {
            writes.push(Write::Put(Store::Segment, segment_key(book, next_segment), text.to_owned()));
            next_segment += 1;
        }
        let head = Head {
            epoch: page.epoch.clone(),
            cursor: page.cursor,
            chain: page.chain.clone(),
            scopes: page.scopes.clone(),
            complete: !page.more,
            next_segment,
        };
        if old.as_ref() == Some(&head) && writes.is_empty() {
            return Ok(true);
        }
        writes.push(Write::Put(Store::Meta, head_key(book), json::write(&head)));
        let expect = vec![(Store::Meta, head_key(book), there)];
        self.disk.commit(&Batch { expect, writes, strict: false }).await
    }

    /// Whether a page brought anything that must be read back.
    pub fn tells(page: &Page, asked: &PullRequest) -> bool {
        page.restart || !page.parts.is_empty() || !page.cells.is_empty() || page.scopes != asked.scopes
    }

    /// Throws the copy of a book away; its outbox stays.
    pub async fn drop_copy(&self, book: &Id) -> Result<(), StorageError> {
        let writes = vec![Write::DeleteUnder(Store::Segment, under(book)), Write::Delete(Store::Meta, head_key(book))];
        self.disk.commit(&Batch { expect: Vec::new(), writes, strict: false }).await.map(drop)
    }

    /// Forgets the person, after signing out: everything, unless there are entries that the server has not got or has
    /// refused, or photos on their way. Those stay, with the counters they need. Tells how many.
    pub async fn forget(&self) -> Result<usize, StorageError> {
        let outbox = self.outbox().await?;
        let kept = outbox.iter().filter(|kept| !matches!(kept.entry.state, EntryState::Applied { .. })).count();
        let kept = if kept == 0 { photo::waiting(&self.disk).await? } else { kept };
        let all = |store: Store, prefix: &str| Write::DeleteUnder(store, prefix.to_owned());
        let writes = if kept == 0 {
            vec![all(Store::Segment, ""), all(Store::Meta, ""), all(Store::Outbox, ""), all(Store::Photo, "")]
        } else {
            vec![all(Store::Segment, ""), all(Store::Meta, HEAD)]
        };
        self.disk.commit(&Batch { expect: Vec::new(), writes, strict: true }).await?;
        Ok(kept)
    }
}

fn text(book: &Id, entry: &Entry) -> String {
    json::write(&Kept { book: book.clone(), entry: entry.clone() })
}

/// Applies the pages of a copy and lays the outbox over it; `None` where something does not fit.
fn copied(
    mut book: Book,
    segments: &[String],
    head: Option<&String>,
    entries: Vec<Entry>,
    actor: &Actor,
) -> Option<Book> {
    let Some(head) = head else {
        book.reopen(entries, actor);
        return segments.is_empty().then_some(book);
    };
    let head: Head = json::read(head)?;
    let last = segments.len().checked_sub(1)?;
    let mut entries = Some(entries);
    for (at, text) in segments.iter().enumerate() {
        let page: Page = json::read(text)?;
        // Before the last page there is nothing that the outbox would have to be laid over again and again.
        if at == last {
            book.reopen(entries.take().unwrap_or_default(), actor);
        }
        book.apply(page, actor)?;
    }
    if book.scopes != head.scopes {
        return None;
    }
    // Pages that told nothing were not kept; what they said of the cursor stands in the head.
    book.epoch = head.epoch;
    book.cursor = head.cursor;
    book.chain = head.chain;
    book.complete = head.complete;
    Some(book)
}

const HEAD: &str = "head/";

fn first(found: Vec<Vec<String>>) -> Option<String> {
    found.into_iter().flatten().next()
}

fn under(book: &Id) -> String {
    format!("{book}/")
}

fn head_key(book: &Id) -> String {
    format!("{HEAD}{book}")
}

fn counter_key(book: &Id) -> String {
    format!("counter/{book}")
}

/// Padded, so that the order of the texts is the order of the numbers.
fn entry_key(book: &Id, n: u64) -> String {
    format!("{book}/{n:016}")
}

fn segment_key(book: &Id, number: u64) -> String {
    format!("{book}/{number:016}")
}

//! One person's outbox and copy on a disk: what is written together, and how it is read back.
//!
//! Rows as pending acts leave them are not written: they follow from the outbox by replay, and the replay is what the
//! app runs after every page anyway. What is not there twice cannot differ.

use super::{
    Batch, Disk, Find, StorageError, Store, Write,
    photo::{self, DISCARDED},
    readable, written,
};
use crate::{
    Audience, Id,
    identity::Actor,
    sync::{Asked, Book, Counter, Entry, Page, Turn},
    tree::map,
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
const HEAD: &str = "head/";

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
        Ok(found.iter().flatten().filter_map(|text| readable::<D, _>(text)).collect())
    }

    /// Reads a book back: the copy page by page, and the outbox over it. `client_id` is the person's, for a book that
    /// nothing was ever recorded in.
    pub async fn book(&self, id: &Id, client_id: &Id, actor: &Actor) -> Result<Book, StorageError> {
        let finds = [
            Find::Under(Store::Outbox, under(id)),
            Find::Under(Store::Segment, under(id)),
            Find::At(Store::Meta, head_key(id)),
            Find::At(Store::Meta, counter_key(id)),
        ];
        let [outbox, segments, head, counter] =
            <[Vec<String>; 4]>::try_from(self.disk.read(&finds).await?).map_err(|_| StorageError::Corrupt)?;
        let entries = outbox.iter().filter_map(|text| readable::<D, Kept>(text)).map(|kept| kept.entry);
        let entries: Vec<Entry> = entries.collect();
        let counter = match counter.first() {
            Some(text) => readable::<D, _>(text).ok_or(StorageError::Corrupt)?,
            None => Counter::first(client_id.clone()),
        };
        let empty = || Book::new(id.clone(), counter.clone());
        let copy = copied::<D>(empty(), &segments, head.first(), entries.clone(), actor);
        if let Some(book) = copy {
            return Ok(book);
        }
        // A copy that cannot be read is thrown away and pulled anew; the outbox is not touched.
        self.drop_copy(id).await?;
        let mut book = empty();
        book.reopen(entries, actor);
        Ok(book)
    }

    /// Writes a new entry with the next counter of its book, in one strict transaction together with `beside`. S1: after
    /// this it survives the tab being killed. The counter is the disk's, not the memory's: another tab may have taken the
    /// next one, or a new client.
    pub async fn append(
        &self,
        book: &Id,
        client_id: &Id,
        entry: &mut Entry,
        beside: &[Write],
    ) -> Result<(), StorageError> {
        loop {
            let there = first(self.disk.read(&[Find::At(Store::Meta, counter_key(book))]).await?);
            let mut counter = match &there {
                Some(text) => readable::<D, _>(text).ok_or(StorageError::Corrupt)?,
                None => Counter::first(client_id.clone()),
            };
            counter.take(entry);
            let value = text::<D>(book, entry);
            let key = entry_key(book, entry.serial);
            let mut writes = vec![
                Write::Put(Store::Outbox, key.clone(), value.clone()),
                Write::Put(Store::Meta, counter_key(book), written::<D>(&counter)),
            ];
            writes.extend_from_slice(beside);
            let batch = Batch { expect: vec![(Store::Meta, counter_key(book), there)], writes, strict: true };
            match self.disk.commit(&batch).await {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(error) => {
                    // The connection may have been cut after the commit: then it stands, and saying otherwise would
                    // make the person record it twice.
                    let found = self.disk.read(&[Find::At(Store::Outbox, key)]).await;
                    return if found.ok().and_then(first).as_deref() == Some(&value) { Ok(()) } else { Err(error) };
                }
            }
        }
    }

    /// Writes what an answer changed in the outbox; `false`, and nothing written, where another tab has moved the counter
    /// that it is about to renew. Relaxed unless a client is renewed: should it be lost, the server gives the same
    /// answers again.
    pub async fn turn(&self, book: &Id, before: &Counter, turn: &Turn) -> Result<bool, StorageError> {
        if turn.is_empty() {
            return Ok(true);
        }
        let (expect, writes) = self.turned(book, before, turn).await?;
        self.disk.commit(&Batch { expect, writes, strict: turn.renewed.is_some() }).await
    }

    /// Writes a page, the cursor it leads to and what it changes in the outbox, in one transaction, provided the copy on
    /// the disk stands where the request for it did. S7: `false`, and nothing written, where another tab has moved it.
    pub async fn page(
        &self,
        book: &Id,
        asked: &Asked,
        (page, text): (&Page, &str),
        (before, turn): (&Counter, &Turn),
    ) -> Result<bool, StorageError> {
        let there = first(self.disk.read(&[Find::At(Store::Meta, head_key(book))]).await?);
        let old: Option<Head> = there.as_deref().and_then(readable::<D, _>);
        let request = &asked.request;
        let stands = match &old {
            Some(head) => head.epoch == request.epoch && head.cursor == request.cursor,
            None => request.epoch.is_none(),
        };
        if !stands {
            return Ok(false);
        }
        let mut next_segment = old.as_ref().map_or(0, |head| head.next_segment);
        let (mut expect, mut writes) = self.turned(book, before, turn).await?;
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
        writes.push(Write::Put(Store::Meta, head_key(book), written::<D>(&head)));
        expect.push((Store::Meta, head_key(book), there));
        self.disk.commit(&Batch { expect, writes, strict: turn.renewed.is_some() }).await
    }

    /// The writes of a turn, and what must still be so for them.
    async fn turned(&self, book: &Id, before: &Counter, turn: &Turn) -> Result<(Expected, Vec<Write>), StorageError> {
        let put = |entry: &Entry| Write::Put(Store::Outbox, entry_key(book, entry.serial), text::<D>(book, entry));
        let mut writes: Vec<Write> = turn.changed.iter().map(put).collect();
        writes.extend(turn.gone.iter().map(|serial| Write::Delete(Store::Outbox, entry_key(book, *serial))));
        let mut expect = Vec::new();
        if let Some(counter) = &turn.renewed {
            let there = first(self.disk.read(&[Find::At(Store::Meta, counter_key(book))]).await?);
            let as_read = there.as_deref().and_then(readable::<D, Counter>);
            // What stands there is not what this was made from: let it not hold, and be made again.
            let same = as_read.as_ref().is_none_or(|read| read == before);
            expect.push((Store::Meta, counter_key(book), if same { there } else { Some(String::new()) }));
            writes.push(Write::Put(Store::Meta, counter_key(book), written::<D>(counter)));
        }
        Ok((expect, writes))
    }

    /// Removes an entry that the person has discarded; the photos it named go unless another names them.
    pub async fn remove(&self, book: &Id, serial: u64, photos: &[Id]) -> Result<(), StorageError> {
        let mut writes = vec![Write::Delete(Store::Outbox, entry_key(book, serial))];
        writes.extend(photos.iter().map(|id| photo::noting(book, id, DISCARDED)));
        self.disk.commit(&Batch { expect: Vec::new(), writes, strict: false }).await.map(drop)
    }

    /// Whether a page brought anything that must be read back.
    pub fn tells(page: &Page, asked: &Asked) -> bool {
        page.restart || !page.parts.is_empty() || !page.cells.is_empty() || page.scopes != asked.request.scopes
    }

    /// Throws the copy of a book away; its outbox stays.
    pub async fn drop_copy(&self, book: &Id) -> Result<(), StorageError> {
        let writes = vec![Write::DeleteUnder(Store::Segment, under(book)), Write::Delete(Store::Meta, head_key(book))];
        self.disk.commit(&Batch { expect: Vec::new(), writes, strict: false }).await.map(drop)
    }

    /// Forgets the person, after signing out: everything, unless there are entries that the server has not got or has
    /// turned away, or photos on their way. Those stay, with the counters they need. Tells how many.
    pub async fn forget(&self) -> Result<usize, StorageError> {
        let outbox = self.outbox().await?;
        let (had, kept): (Vec<Kept>, Vec<Kept>) = outbox.into_iter().partition(|kept| kept.entry.state.seq().is_some());
        let all = |store: Store, prefix: &str| Write::DeleteUnder(store, prefix.to_owned());
        let mut writes = vec![all(Store::Segment, ""), all(Store::Meta, HEAD)];
        let mut left = kept.len();
        for mark in photo::marks(&self.disk).await? {
            if !mark.waits() {
                writes.extend(photo::letting_go(&mark.book, &mark.id));
            } else if kept.is_empty() {
                left += 1;
            }
        }
        if left == 0 {
            writes = [Store::Segment, Store::Meta, Store::Outbox, Store::Photo].map(|store| all(store, "")).into();
        } else {
            let gone = |kept: &Kept| Write::Delete(Store::Outbox, entry_key(&kept.book, kept.entry.serial));
            writes.extend(had.iter().map(gone));
        }
        self.disk.commit(&Batch { expect: Vec::new(), writes, strict: true }).await?;
        Ok(left)
    }
}

/// Values that must still be so.
type Expected = Vec<(Store, String, Option<String>)>;

fn text<D: Disk>(book: &Id, entry: &Entry) -> String {
    written::<D>(&Kept { book: book.clone(), entry: entry.clone() })
}

/// Applies the pages of a copy and lays the outbox over it; `None` where something does not fit.
fn copied<D: Disk>(
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
    let head: Head = readable::<D, _>(head)?;
    for text in segments {
        let page: Page = readable::<D, _>(text)?;
        if !book.apply(page, Turn::default(), actor) {
            return None;
        }
    }
    if book.scopes != head.scopes {
        return None;
    }
    // Pages that told nothing were not kept; what they said of the cursor stands in the head.
    book.epoch = head.epoch;
    book.cursor = head.cursor;
    book.chain = head.chain;
    book.complete = head.complete;
    book.reopen(entries, actor);
    Some(book)
}

fn first(found: Vec<Vec<String>>) -> Option<String> {
    found.into_iter().flatten().next()
}

fn under(book: &Id) -> String {
    [book.as_str(), "/"].concat()
}

fn head_key(book: &Id) -> String {
    [HEAD, book.as_str()].concat()
}

fn counter_key(book: &Id) -> String {
    ["counter/", book.as_str()].concat()
}

/// Padded, so that the order of the texts is the order of the numbers.
fn entry_key(book: &Id, serial: u64) -> String {
    format!("{book}/{serial:016}")
}

fn segment_key(book: &Id, number: u64) -> String {
    format!("{book}/{number:016}")
}

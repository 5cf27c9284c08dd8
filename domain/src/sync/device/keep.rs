//! One person's outbox and copy on a disk: what is written together, and how it is read back.
//!
//! Rows as pending acts leave them are not written: they follow from the outbox by replay, and the replay is what the
//! app runs after every page anyway. What is not there twice cannot differ.

use super::{
    Batch, Disk, Find, Read, StorageError, Store, Write,
    photo::{self, DISCARDED, Mark},
    readable, written,
};
use crate::{
    Audience, Id,
    sync::{Asked, Before, Book, Counter, Entry, Page, Turn},
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
pub(super) struct Head {
    pub epoch: Id,
    pub cursor: u64,
    pub chain: String,
    pub scopes: Vec<Audience>,
    pub complete: bool,
    /// The number of the first segment there is.
    pub first_segment: u64,
    /// The number of the next segment.
    pub next_segment: u64,
    /// Segments before this number are as large as they should be.
    pub folded: u64,
    /// How often segments were folded: their numbers mean something else each time.
    pub folds: u64,
    /// A scope was taken away: what it held is still in the segments.
    pub purge: bool,
}

map!(Head { epoch, cursor, chain, scopes, complete, first_segment, next_segment, folded, folds, purge });

/// One person's outbox and copy.
#[derive(Clone, Debug)]
pub struct Keep<D> {
    pub(super) disk: D,
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

    /// Writes what an answer changed in the outbox; `false`, and nothing written, where another tab has changed what it
    /// was made from. Relaxed unless a client is renewed: should it be lost, the server gives the same
    /// answers again.
    pub async fn turn(&self, book: &Id, before: &Before, turn: &Turn) -> Result<bool, StorageError> {
        if turn.is_empty() {
            return Ok(true);
        }
        let (expect, writes) = self.turned(book, before, turn).await?;
        self.disk.commit(&Batch { expect, writes, strict: turn.renewed.is_some() }).await
    }

    /// What the next entry of a book takes, as the disk has it.
    pub async fn counter(&self, book: &Id) -> Result<Option<Counter>, StorageError> {
        let there = first(self.disk.read(&[Find::At(Store::Meta, counter_key(book))]).await?);
        Ok(there.as_deref().and_then(readable::<D, _>))
    }

    /// Writes that an entry was undone, so that it stays undone: strict. The photos it named go with it. `false`, and
    /// nothing written, where another tab has gone on meanwhile.
    pub async fn undo(&self, book: &Id, before: &Before, turn: &Turn, photos: &[Id]) -> Result<bool, StorageError> {
        let (expect, mut writes) = self.turned(book, before, turn).await?;
        writes.extend(photos.iter().map(|id| photo::noting(book, id, DISCARDED)));
        match self.disk.commit(&Batch { expect, writes, strict: true }).await {
            Ok(written) => Ok(written),
            Err(error) => {
                // Cut after the commit it is undone, and whoever was told otherwise would think that it stands.
                let finds: Vec<Find> =
                    turn.gone.iter().map(|serial| Find::At(Store::Outbox, entry_key(book, *serial))).collect();
                let gone = self.disk.read(&finds).await.is_ok_and(|found| found.iter().all(Vec::is_empty));
                if gone { Ok(true) } else { Err(error) }
            }
        }
    }

    /// Writes a page, the cursor it leads to and what it changes in the outbox, in one transaction, provided the copy on
    /// the disk stands where the request for it did. S7: `false`, and nothing written, where another tab has moved it.
    pub async fn page(
        &self,
        book: &Id,
        asked: &Asked,
        (page, text): (&Page, &str),
        (before, turn): (&Before, &Turn),
        read: &mut Read,
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
        let mut first_segment = old.as_ref().map_or(0, |head| head.first_segment);
        let (mut folded, folds) = old.as_ref().map_or((0, 0), |head| (head.folded, head.folds));
        let (mut expect, mut writes) = self.turned(book, before, turn).await?;
        if page.restart {
            writes.push(Write::DeleteUnder(Store::Segment, under(book)));
            (first_segment, folded) = (next_segment, next_segment);
        }
        if Self::tells(page, asked) {
            writes.push(Write::Put(Store::Segment, segment_key(book, next_segment), text.to_owned()));
            next_segment += 1;
        }
        // What only a scope that was taken away held leaves the disk at the next folding (S8).
        let taken = |old: &Head| old.scopes.iter().any(|scope| !page.scopes.contains(scope));
        let purge = !page.restart && old.as_ref().is_some_and(|old| old.purge || taken(old));
        let head = Head {
            epoch: page.epoch.clone(),
            cursor: page.cursor,
            chain: page.chain.clone(),
            scopes: page.scopes.clone(),
            complete: !page.more,
            first_segment,
            next_segment,
            folded,
            folds,
            purge,
        };
        if old.as_ref() == Some(&head) && writes.is_empty() {
            return Ok(true);
        }
        writes.push(Write::Put(Store::Meta, head_key(book), written::<D>(&head)));
        expect.push((Store::Meta, head_key(book), there));
        let written = self.disk.commit(&Batch { expect, writes, strict: turn.renewed.is_some() }).await?;
        if written {
            read.moved(head, page.restart);
        }
        Ok(written)
    }

    /// The writes of a turn, and what must still be so for them.
    async fn turned(&self, book: &Id, before: &Before, turn: &Turn) -> Result<(Expected, Vec<Write>), StorageError> {
        if turn.is_empty() {
            return Ok((Vec::new(), Vec::new()));
        }
        let put = |entry: &Entry| Write::Put(Store::Outbox, entry_key(book, entry.serial), text::<D>(book, entry));
        let mut writes: Vec<Write> = turn.changed.iter().map(put).collect();
        writes.extend(turn.gone.iter().map(|serial| Write::Delete(Store::Outbox, entry_key(book, *serial))));
        let entries = before.entries.iter().map(|entry| Find::At(Store::Outbox, entry_key(book, entry.serial)));
        let finds: Vec<Find> = [Find::At(Store::Meta, counter_key(book))].into_iter().chain(entries).collect();
        let mut found = self.disk.read(&finds).await?.into_iter().map(|texts| texts.into_iter().next());
        let counter = found.next().flatten();
        // Where what stands there is not what this was made from: let it not hold, and be made again.
        let only_if = |same: bool, there| if same { there } else { Some(String::new()) };
        let mut expect = Vec::new();
        for (entry, there) in before.entries.iter().zip(found) {
            let as_read = there.as_deref().and_then(readable::<D, Kept>);
            let same = as_read.is_some_and(|read| read.entry == *entry);
            expect.push((Store::Outbox, entry_key(book, entry.serial), only_if(same, there)));
        }
        if let Some(renewed) = &turn.renewed {
            let as_read = counter.as_deref().and_then(readable::<D, Counter>);
            let same = as_read.is_none_or(|read| read == before.counter);
            expect.push((Store::Meta, counter_key(book), only_if(same, counter)));
            writes.push(Write::Put(Store::Meta, counter_key(book), written::<D>(renewed)));
        }
        Ok((expect, writes))
    }

    /// What removes an entry.
    pub(super) fn removal(book: &Id, serial: u64) -> Write {
        Write::Delete(Store::Outbox, entry_key(book, serial))
    }

    /// Removes an entry that the person has discarded; the photos it named go unless another names them.
    pub async fn remove(&self, book: &Id, serial: u64, photos: &[Id]) -> Result<(), StorageError> {
        let mut writes = vec![Self::removal(book, serial)];
        writes.extend(photos.iter().map(|id| photo::noting(book, id, DISCARDED)));
        self.disk.commit(&Batch { expect: Vec::new(), writes, strict: false }).await.map(drop)
    }

    /// Whether a page brought anything that must be read back.
    pub fn tells(page: &Page, asked: &Asked) -> bool {
        page.restart || !page.parts.is_empty() || !page.cells.0.is_empty() || page.scopes != asked.request.scopes
    }

    /// Whether nothing of the person was ever written here, or the browser has thrown it away.
    pub async fn is_fresh(&self) -> Result<bool, StorageError> {
        Ok(first(self.disk.read(&[Find::At(Store::Meta, CLIENT.into())]).await?).is_none())
    }

    /// The writes of a book's outbox, what only awaits a backup included (S4).
    pub(super) fn write_down(book: &Book, writes: &mut Vec<Write>) {
        for entry in book.entries() {
            let key = entry_key(&book.id, entry.serial);
            writes.push(Write::Put(Store::Outbox, key, text::<D>(&book.id, entry)));
        }
        writes.push(Write::Put(Store::Meta, counter_key(&book.id), written::<D>(book.counter())));
    }

    /// Writes that down once more where the browser has thrown everything away; `false` where another tab has done it.
    pub(super) async fn rescue(&self, client_id: &Id, mut writes: Vec<Write>) -> Result<bool, StorageError> {
        writes.push(Write::Put(Store::Meta, CLIENT.into(), client_id.to_string()));
        let expect = vec![(Store::Meta, CLIENT.into(), None)];
        self.disk.commit(&Batch { expect, writes, strict: true }).await
    }

    /// Throws the copy of a book away; its outbox stays.
    pub async fn drop_copy(&self, book: &Id) -> Result<(), StorageError> {
        let writes = vec![Write::DeleteUnder(Store::Segment, under(book)), Write::Delete(Store::Meta, head_key(book))];
        self.disk.commit(&Batch { expect: Vec::new(), writes, strict: false }).await.map(drop)
    }

    /// Throws every copy away; the outbox and its counters stay. Nothing has to be read for it.
    pub async fn drop_copies(&self) -> Result<(), StorageError> {
        let batch = Batch { expect: Vec::new(), writes: Self::copies().into(), strict: true };
        self.disk.commit(&batch).await.map(drop)
    }

    fn copies() -> [Write; 2] {
        [Write::DeleteUnder(Store::Segment, String::new()), Write::DeleteUnder(Store::Meta, HEAD.into())]
    }

    /// Forgets the person, after signing out: everything but the counters, unless there are entries that the server has
    /// not got or has turned away, or photos on their way. Those stay. Tells how many. Entry by entry, and only as it was read: another tab may
    /// record something meanwhile, or learn that the server has forgotten what it once had.
    pub async fn forget(&self) -> Result<usize, StorageError> {
        loop {
            let found = self.disk.read(&[Find::Under(Store::Outbox, String::new())]).await?;
            let entries = found.into_iter().flatten().filter_map(|text| Some((readable::<D, Kept>(&text)?, text)));
            let (had, kept): (Vec<_>, Vec<_>) = entries.partition(|(kept, _)| kept.entry.state.seq().is_some());
            let key = |kept: &Kept| entry_key(&kept.book, kept.entry.serial);
            let expect = had.iter().map(|(kept, text)| (Store::Outbox, key(kept), Some(text.clone()))).collect();
            let gone = had.iter().map(|(kept, _)| Write::Delete(Store::Outbox, key(kept)));
            let mut writes: Vec<Write> = Self::copies().into_iter().chain(gone).collect();
            let (waiting, there): (Vec<_>, Vec<_>) = photo::marks(&self.disk).await?.into_iter().partition(Mark::waits);
            writes.extend(there.iter().flat_map(|mark| photo::letting_go(&mark.book, &mark.id)));
            if self.disk.commit(&Batch { expect, writes, strict: true }).await? {
                return Ok(if kept.is_empty() { waiting.len() } else { kept.len() });
            }
        }
    }
}

/// Values that must still be so.
type Expected = Vec<(Store, String, Option<String>)>;

fn text<D: Disk>(book: &Id, entry: &Entry) -> String {
    written::<D>(&Kept { book: book.clone(), entry: entry.clone() })
}

pub(super) fn first(found: Vec<Vec<String>>) -> Option<String> {
    found.into_iter().flatten().next()
}

pub(super) fn under(book: &Id) -> String {
    [book.as_str(), "/"].concat()
}

pub(super) fn head_key(book: &Id) -> String {
    [HEAD, book.as_str()].concat()
}

pub(super) fn counter_key(book: &Id) -> String {
    ["counter/", book.as_str()].concat()
}

/// Padded, so that the order of the texts is the order of the numbers.
fn entry_key(book: &Id, serial: u64) -> String {
    format!("{book}/{serial:016}")
}

pub(super) fn segment_key(book: &Id, number: u64) -> String {
    format!("{book}/{number:016}")
}

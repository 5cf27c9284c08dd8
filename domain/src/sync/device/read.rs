//! Reading a book back: the outbox and the newest rows at once, the rest of the copy behind them, and what another tab has
//! written since.

use super::{
    Disk, Find, Keep, Kept, StorageError, Store,
    keep::{Head, counter_key, head_key, segment_key, under},
    readable,
};
use crate::{
    Id,
    identity::Actor,
    sync::{Book, Counter, Entry, Page, PullRequest, Turn},
};
use std::ops::Range;

/// Rows that a screen shows at first; the rest is read behind them.
const ROWS_FIRST: usize = 400;
/// Segments read in one look. A page of a first copy is a tenth of a second's work on a slow phone: taps come in between.
const SEGMENTS_MAX: u64 = 1;

/// How much of a copy has been read from the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    head: Option<Head>,
    /// All segments from this number on have been read.
    from: u64,
}

impl Read {
    /// The copy has been written on: a page more, or anew from it on.
    pub(super) fn moved(&mut self, head: Head, anew: bool) {
        if anew || self.head.is_none() {
            self.from = head.first_segment;
        }
        // Folded meanwhile by another tab: what is still to be read has other numbers now.
        let folds = self.head.as_ref().filter(|_| !self.older().is_empty()).map_or(head.folds, |old| old.folds);
        self.head = Some(Head { folds, ..head });
    }

    /// The segments were folded; what they say is the same. `before` is the head they were folded from.
    pub(super) fn folded(&mut self, before: &Head, head: Head) {
        if self.head.as_ref() == Some(before) {
            self.from = head.first_segment;
            self.head = Some(head);
        }
    }

    /// The next older segments.
    fn older(&self) -> Range<u64> {
        let first = self.head.as_ref().map_or(0, |head| head.first_segment);
        self.from.saturating_sub(SEGMENTS_MAX).max(first)..self.from
    }

    /// Takes pages, the newest first, into a book that is being read back; `false` where they do not fit.
    pub(super) fn take(&mut self, pages: Vec<Page>, book: &mut Book, actor: &Actor) -> bool {
        self.from = self.older().start;
        let fit = pages.into_iter().all(|page| book.under(page));
        if fit && self.older().is_empty() {
            book.read_whole(actor);
        }
        fit
    }
}

/// Why a copy cannot be read on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halt {
    /// Another tab has replaced it: read it from the start.
    Moved,
    /// It cannot be read.
    Unreadable,
}

/// What another tab has written since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// Where the copy stands; nothing where there is still none.
    head: Option<Head>,
    pages: Vec<Page>,
    entries: Vec<Entry>,
    counter: Option<Counter>,
}

impl News {
    /// Takes it into a book; `false` where it does not fit.
    pub(super) fn take(self, book: &mut Book, read: &mut Read, actor: &Actor) -> bool {
        let there = |serial: u64| self.entries.iter().any(|entry| entry.serial == serial);
        let gone = book.entries().iter().map(|entry| entry.serial).filter(|serial| !there(*serial)).collect();
        let mut pages = self.pages.into_iter();
        if !pages.all(|page| !page.restart && book.apply(page, Turn::default(), actor)) {
            return false;
        }
        if let Some(head) = &self.head {
            book.stands(request(head), head.complete);
        }
        book.turn(Turn { changed: self.entries, gone, renewed: self.counter }, actor);
        if let Some(head) = self.head {
            read.moved(head, false);
        }
        true
    }
}

/// What stands on the disk beside the segments.
struct Stood {
    entries: Vec<Entry>,
    counter: Option<Counter>,
    head: Option<Head>,
}

impl<D: Disk> Keep<D> {
    /// Opens a book: the outbox, and of the copy the newest rows; the rest follows by [`Self::older`]. `client_id` is the
    /// person's, for a book that nothing was ever recorded in.
    pub async fn open(&self, id: &Id, client_id: &Id, actor: &Actor) -> Result<(Book, Read), StorageError> {
        loop {
            let Stood { entries, counter, head } = self.stood(id).await?;
            let mut book = Book::new(id.clone(), counter.unwrap_or_else(|| Counter::first(client_id.clone())));
            let mut read = Read { from: head.as_ref().map_or(0, |head| head.next_segment), head };
            if let Some(head) = &read.head {
                book.read_back(request(head), head.complete);
            }
            let mut halt = None;
            while halt.is_none() && book.is_reading() && book.len() < ROWS_FIRST {
                halt = match self.older(id, &read).await? {
                    Ok(pages) => (!read.take(pages, &mut book, actor)).then_some(Halt::Unreadable),
                    Err(halt) => Some(halt),
                };
            }
            match halt {
                None => {
                    book.reopen(entries, actor);
                    return Ok((book, read));
                }
                Some(Halt::Moved) => {}
                // A copy that cannot be read is thrown away and pulled anew; the outbox is not touched.
                Some(Halt::Unreadable) => self.drop_copy(id).await?,
            }
        }
    }

    /// The next older pages of a copy, the newest first.
    pub async fn older(&self, id: &Id, read: &Read) -> Result<Result<Vec<Page>, Halt>, StorageError> {
        let Some(head) = &read.head else { return Ok(Ok(Vec::new())) };
        let pages = self.segments(id, head, read.older()).await?;
        Ok(pages.map(|mut pages| {
            pages.reverse();
            pages
        }))
    }

    /// What another tab has written since `read`, where it has gone on from there with the same client.
    pub async fn newer(&self, id: &Id, client_id: &Id, read: &Read) -> Result<Result<News, Halt>, StorageError> {
        let Stood { entries, counter, head } = self.stood(id).await?;
        let same_client = counter.as_ref().is_none_or(|counter| counter.client_id == *client_id);
        let (old, head) = match (&read.head, head) {
            (None, None) if same_client => return Ok(Ok(News { head: None, pages: Vec::new(), entries, counter })),
            (Some(old), Some(head)) if same_client => (old, head),
            _ => return Ok(Err(Halt::Moved)),
        };
        if head.next_segment < old.next_segment || !same_copy(old, &head) {
            return Ok(Err(Halt::Moved));
        }
        let pages = self.segments(id, &head, old.next_segment..head.next_segment).await?;
        Ok(pages.map(|pages| News { head: Some(head), pages, entries, counter }))
    }

    async fn stood(&self, id: &Id) -> Result<Stood, StorageError> {
        let finds = [
            Find::Under(Store::Outbox, under(id)),
            Find::At(Store::Meta, head_key(id)),
            Find::At(Store::Meta, counter_key(id)),
        ];
        let [outbox, head, counter] =
            <[Vec<String>; 3]>::try_from(self.disk.read(&finds).await?).map_err(|_| StorageError::Corrupt)?;
        let entries = outbox.iter().filter_map(|text| readable::<D, Kept>(text)).map(|kept| kept.entry).collect();
        let counter = match counter.first() {
            Some(text) => Some(readable::<D, _>(text).ok_or(StorageError::Corrupt)?),
            None => None,
        };
        Ok(Stood { entries, counter, head: head.first().and_then(|text| readable::<D, _>(text)) })
    }

    /// The pages of segments, as long as the copy they belong to still stands.
    async fn segments(&self, id: &Id, head: &Head, which: Range<u64>) -> Result<Result<Vec<Page>, Halt>, StorageError> {
        if which.is_empty() {
            return Ok(Ok(Vec::new()));
        }
        let segments = which.map(|number| Find::At(Store::Segment, segment_key(id, number)));
        let finds: Vec<Find> = [Find::At(Store::Meta, head_key(id))].into_iter().chain(segments).collect();
        let mut found = self.disk.read(&finds).await?.into_iter().map(|texts| texts.into_iter().next());
        let now: Option<Head> = found.next().flatten().and_then(|text| readable::<D, _>(&text));
        if !now.is_some_and(|now| same_copy(head, &now)) {
            return Ok(Err(Halt::Moved));
        }
        let pages: Option<Vec<Page>> = found.map(|text| readable::<D, _>(&text?)).collect();
        Ok(pages.ok_or(Halt::Unreadable))
    }
}

fn same_copy(one: &Head, other: &Head) -> bool {
    let of = |head: &Head| (head.first_segment, head.folds);
    one.epoch == other.epoch && of(one) == of(other)
}

/// Where the copy stands, as a pull would ask from there.
fn request(head: &Head) -> PullRequest {
    PullRequest {
        epoch: head.epoch.clone(),
        client_id: Id::none(),
        scopes: head.scopes.clone(),
        cursor: head.cursor,
        chain: head.chain.clone(),
        drop: Vec::new(),
    }
}

//! What is left as it is when an import is taken back, and who.

use crate::store::{
    Store, StoreError,
    import::{Back, Import},
};
use jiefang_domain::{Id, Key, Kind, Row, command::Command, identity::Person, stewards::is_open_work};
use std::collections::{HashMap, HashSet};

/// Rows, each in its book.
pub(super) type Left = HashSet<(Id, Key)>;

/// The rows that were changed after the import's last act; who has something in hand by now, as it would hang in the air;
/// and of those who would leave whoever has been active since, or is something in another book: their door stands there, and
/// whoever may undo here need not be who may stop them (docs/adr/0023).
pub(super) async fn left(store: &Store, import: &Import, back: &[Back]) -> Result<Left, StoreError> {
    let leaves = |step: &Back| match &step.command {
        Command::LeavePerson(leave) => Some((leave.person.clone(), step.book.clone())),
        _ => None,
    };
    let leaving: HashMap<Id, Id> = back.iter().filter_map(leaves).collect();
    let people: HashSet<Id> = leaving.keys().cloned().collect();
    let (mut left, mut stay) = (Left::new(), HashSet::new());
    for (book, head) in &import.heads {
        let Some(book) = Id::parse(book) else { continue };
        let changed = store.changed_after(&book, *head, &[Kind::Place, Kind::Person, Kind::Grant]).await?;
        left.extend(changed.into_iter().map(|key| (book.clone(), key)));
        let busy = keepers(store, &book).await?;
        left.extend(busy.iter().map(|keeper| (book.clone(), Key::of::<Person>(keeper))));
        stay.extend(store.named_after(&book, *head, &people).await?);
    }
    let people: Vec<Id> = people.into_iter().collect();
    for (person, held) in store.held_by(&people).await? {
        if held.iter().any(|held| held.grant.until_ms == 0 && leaving.get(&person) != Some(&held.book)) {
            stay.insert(person);
        }
    }
    left.extend(leaving.into_iter().filter(|(person, _)| stay.contains(person)).map(|(person, book)| {
        let key = Key::of::<Person>(&person);
        (book, key)
    }));
    Ok(left)
}

/// Everybody who has something in hand in a book.
async fn keepers(store: &Store, book: &Id) -> Result<HashSet<Id>, StoreError> {
    let mut rows = store.records(book, Kind::Hazard).await?;
    rows.extend(store.records(book, Kind::Entry).await?);
    let keeper = |row: &Row| {
        let keeper = match row {
            Row::Hazard(hazard) => hazard.keeper()?,
            Row::Entry(entry) => &entry.keeper,
            _ => return None,
        };
        is_open_work(row, keeper, book).then(|| keeper.clone())
    };
    Ok(rows.iter().filter_map(keeper).collect())
}

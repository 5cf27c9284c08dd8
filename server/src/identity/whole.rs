//! What the desk puts to an act that somebody's leaving, merging or handing over needs: all that they hold, for whom they
//! act, and what they have in hand. A rule reads rows by their ids and can look for none.

use crate::{app::App, error::ApiError};
use jiefang_domain::{
    Id, Key, Kind, Row,
    command::Command,
    grid::Place,
    identity::Grant,
    privacy::{Guardian, tells_guardian},
    record::Record,
    stewards::is_open_work,
};

/// The rows of these kinds in a book that name a person or a place.
async fn naming(app: &App, book: &Id, kinds: &[Kind], named: &Id) -> Result<Vec<Row>, ApiError> {
    let mut rows = Vec::new();
    for key in app.store.naming(book, kinds, named).await? {
        rows.extend(app.store.record(book, &key).await?);
    }
    Ok(rows)
}

async fn held(app: &App, book: &Id, person: &Id) -> Result<Vec<Id>, ApiError> {
    let rows = naming(app, book, &[Kind::Grant], person).await?;
    let lasts = |grant: &&Grant| grant.person == *person && grant.until_ms == 0;
    Ok(rows.iter().filter_map(Grant::of).filter(lasts).map(|grant| grant.id.clone()).collect())
}

/// The roles that anybody holds at a place.
async fn held_at(app: &App, book: &Id, place: &Id) -> Result<Vec<Id>, ApiError> {
    let rows = naming(app, book, &[Kind::Grant], place).await?;
    let lasts = |grant: &&Grant| grant.place == *place && grant.until_ms == 0;
    Ok(rows.iter().filter_map(Grant::of).filter(lasts).map(|grant| grant.id.clone()).collect())
}

async fn wards(app: &App, book: &Id, person: &Id) -> Result<Vec<Id>, ApiError> {
    let rows = naming(app, book, &[Kind::Guardian], person).await?;
    let acts = |row: &&Guardian| row.guardian == *person && row.lasts();
    Ok(rows.iter().filter_map(Guardian::of).filter(acts).map(|row| row.person.clone()).collect())
}

/// What tells who acts for one of these people.
async fn told(app: &App, book: &Id, wards: &[Id]) -> Result<Vec<Key>, ApiError> {
    let mut all = Vec::new();
    for ward in wards {
        for key in app.store.naming(book, &[Kind::Entry, Kind::Look], ward).await? {
            if !all.contains(&key) {
                all.push(key);
            }
        }
    }
    Ok(all)
}

/// What is open and concerns somebody.
async fn open(app: &App, book: &Id, ward: &Id) -> Result<Vec<Key>, ApiError> {
    let (rows, now) = (naming(app, book, &[Kind::Entry], ward).await?, app.now_ms());
    Ok(rows.iter().filter(|row| tells_guardian(row, ward, now)).map(Row::key).collect())
}

/// What somebody has in hand at a place, in the book's whole at the book's own place.
async fn work(app: &App, book: &Id, person: &Id, place: &Id) -> Result<Vec<Key>, ApiError> {
    let rows = naming(app, book, &[Kind::Hazard, Kind::Entry], person).await?;
    Ok(rows.iter().filter(|row| is_open_work(row, person, place)).map(Row::key).collect())
}

fn with(wards: &[Id], person: &Id) -> Vec<Id> {
    wards.iter().chain([person]).cloned().collect()
}

/// The act with all that belongs to it; what was put there by whoever sent it does not count.
///
/// # Errors
/// What the database says.
pub async fn whole(app: &App, book: &Id, mut act: Command) -> Result<Command, ApiError> {
    match &mut act {
        Command::ChangePerson(c) => {
            let named = c.name.known().is_some();
            c.grants = if named { held(app, book, &c.person).await? } else { Vec::new() };
        }
        Command::ChangePlace(c) => {
            let moves = c.lies_in.known().is_some();
            c.grants = if moves { held_at(app, book, &c.place).await? } else { Vec::new() };
        }
        Command::LeavePerson(c) => {
            c.grants = held(app, book, &c.person).await?;
            c.wards = wards(app, book, &c.person).await?;
            c.told = told(app, book, &with(&c.wards, &c.person)).await?;
        }
        Command::MergePerson(c) => {
            c.grants = held(app, book, &c.person).await?;
            c.kept = held(app, book, &c.into).await?;
            c.wards = wards(app, book, &c.person).await?;
            c.work = work(app, book, &c.person, book).await?;
            c.told = told(app, book, &with(&c.wards, &c.person)).await?;
        }
        Command::NameGuardian(c) => c.told = open(app, book, &c.person).await?,
        Command::EndGuardian(c) => c.told = told(app, book, std::slice::from_ref(&c.person)).await?,
        Command::ReplaceSteward(c) => {
            c.work = match app.store.record(book, &Key::of::<Grant>(&c.grant)).await? {
                Some(Row::Grant(grant)) => work(app, book, &grant.person, &grant.place).await?,
                _ => Vec::new(),
            };
        }
        _ => {}
    }
    Ok(act)
}

/// Whether something stands in a place that is still open: it would hang in the air.
///
/// # Errors
/// What the database says.
pub async fn holds_open(app: &App, book: &Id, place: &Id) -> Result<bool, ApiError> {
    let rows = naming(app, book, &[Kind::Place], place).await?;
    let within = |inner: &Place| inner.id != *place && inner.path.contains(place) && inner.stands();
    Ok(rows.iter().filter_map(Place::of).any(within))
}

//! Looking things up in the current book. All tracked.

use super::{Ui, order::named};
use crate::{state::Me, text::shell};
use jiefang_domain::{
    Field, Id, Lang,
    grid::{Brand, Place, PlaceKind, Policy},
    identity::{Grant, Person, Role, is_at, sounds_like},
    privacy::{Contact, ERASED},
    record::{Key, Record},
    sync::Book,
};

/// Shows each record of a kind to `see`, in no order.
pub fn each<R: Record>(ui: Ui, see: &mut dyn FnMut(&R)) {
    ui.hood.read(|book| book.rows().filter_map(R::of).for_each(see));
}

/// One record, and whether only this device knows how it stands.
pub fn record<R: Record + Clone>(ui: Ui, id: &Id) -> Option<(R, bool)> {
    let key = Key::of::<R>(id);
    ui.hood.read(|book| Some((R::of(book.row(&key)?)?.clone(), book.is_waiting(&key)))).flatten()
}

/// Whether only this device knows how a record stands.
pub fn is_waiting<R: Record>(ui: Ui, record: &R) -> bool {
    ui.hood.read(|book| book.is_waiting(&Key::of::<R>(record.id()))).unwrap_or_default()
}

fn name_in(book: &Book, place: &Id) -> Option<String> {
    Some(Place::of(book.row(&Key::of::<Place>(place))?)?.name.clone())
}

/// What a place is called.
pub fn place_name(ui: Ui, place: &Id) -> String {
    ui.hood.read(|book| name_in(book, place)).flatten().unwrap_or_default()
}

/// What a building or estate is called, with the estate it lies in: `秦苑小区 5号楼`.
pub fn long_place_name(ui: Ui, place: &Id) -> String {
    let looked = |book: &Book| {
        let place = Place::of(book.row(&Key::of::<Place>(place))?)?;
        let estate = place.path.iter().skip(1).find_map(|above| {
            let above = Place::of(book.row(&Key::of::<Place>(above))?)?;
            (above.place_kind == PlaceKind::Estate).then(|| above.name.clone())
        });
        Some(match estate {
            Some(estate) if place.place_kind == PlaceKind::Building => [&estate, " ", &place.name].concat(),
            _ => place.name.clone(),
        })
    };
    ui.hood.read(looked).flatten().unwrap_or_default()
}

/// What a book is called; empty where this person has nothing in it.
pub fn name_of_book(ui: Ui, book: &Id) -> String {
    let named = |me: &Me| me.books.iter().find(|known| known.id == *book).map(|known| known.name.clone());
    ui.hood.me().with(|me| me.as_ref().and_then(named)).unwrap_or_default()
}

/// What the current book is called.
pub fn book_name(ui: Ui) -> String {
    ui.hood.book().get().map_or_else(String::new, |book| name_of_book(ui, &book))
}

/// The person's id; `-` while nobody is signed in.
pub fn my_id(ui: Ui) -> Id {
    ui.hood.me().with(|me| me.as_ref().map_or_else(Id::none, |me| me.person.id.clone()))
}

/// Whether somebody was let in before they were given a role: nothing is on its way.
pub fn has_no_role(ui: Ui) -> bool {
    ui.hood.me().with(|me| me.as_ref().is_some_and(|me| me.books.is_empty()))
}

/// The grants held that reach into the current book.
pub fn my_grants(ui: Ui) -> Vec<Grant> {
    let book = ui.hood.book().get();
    let all = ui.hood.actor().map_or_else(Vec::new, |actor| actor.grants);
    let here = ui.hood.read(|b| b.row(&Key::of::<Place>(&b.id)).and_then(Place::of).map(|place| place.path.clone()));
    let above = here.flatten().unwrap_or_default();
    let reaches = |grant: &Grant| {
        grant.until_ms == 0
            && (above.contains(&grant.place) || book.as_ref().is_some_and(|book| grant.path.contains(book)))
    };
    all.into_iter().filter(reaches).collect()
}

/// Whether one of these roles is held here.
pub fn i_am(ui: Ui, roles: &[Role]) -> bool {
    my_grants(ui).iter().any(|grant| roles.contains(&grant.role))
}

/// The buildings and estates this person looks after as a steward.
pub fn looked_after(ui: Ui) -> Vec<Id> {
    my_grants(ui).into_iter().filter(|grant| grant.role == Role::Steward).map(|grant| grant.place).collect()
}

/// What this person looks after, an area, an estate or a building: less than the whole of the current book.
pub fn my_area(ui: Ui) -> Vec<Id> {
    let book = ui.hood.book().get();
    let looks_after = |grant: &Grant| grant.role != Role::Resident && grant.role != Role::Enterprise;
    let within = |grant: &Grant| grant.path.iter().skip(1).any(|above| Some(above) == book.as_ref());
    my_grants(ui).into_iter().filter(|grant| looks_after(grant) && within(grant)).map(|grant| grant.place).collect()
}

/// The grants of `roles` over the place whose path this is, each with its holder's name; without those of `but`.
pub fn holders(ui: Ui, roles: &[Role], path: &[Id], but: Option<&Id>) -> Vec<(Id, String)> {
    let mut all = Vec::new();
    each(ui, &mut |grant: &Grant| {
        let there = grant.until_ms == 0 && roles.contains(&grant.role) && path.contains(&grant.place);
        if there && but != Some(&grant.person) {
            all.push((grant.id.clone(), grant.name.clone()));
        }
    });
    all
}

/// What a person is called here.
pub fn person_name(ui: Ui, person: &Id) -> String {
    if *person == my_id(ui) {
        return ui.t(shell::I).into();
    }
    if person.as_str() == "system" {
        return ui.t(shell::SYSTEM).into();
    }
    let looked = |book: &Book| {
        let known = book.row(&Key::of::<Person>(person)).and_then(Person::of).and_then(|p| p.name.known().cloned());
        known.or_else(|| book.rows().filter_map(Grant::of).find(|g| g.person == *person).map(|g| g.name.clone()))
    };
    let name = ui.hood.read(looked).flatten().filter(|name| !name.is_empty());
    if name.as_deref() == Some(ERASED) {
        return ui.t(crate::text::privacy::ERASED_NAME).into();
    }
    name.unwrap_or_else(|| ui.t(shell::SOMEONE).into())
}

/// What a person is called here, also one of the contacts of a steward's building.
pub fn person_called(ui: Ui, person: &Id) -> String {
    match record::<Contact>(ui, &Contact::row_id(person)) {
        Some((contact, _)) if !contact.place.is_none() => shown(&contact.name).into(),
        _ => person_name(ui, person),
    }
}

/// People of the community by name, where this device may know them.
pub fn people(ui: Ui) -> Vec<(Id, String)> {
    let mut all = Vec::new();
    each(ui, &mut |person: &Person| {
        if let (true, Some(name)) = (person.active, person.name.known()) {
            all.push((0, name.clone(), person.id.clone()));
        }
    });
    named(all)
}

/// The residents whose building, unit and room were typed.
pub fn at_door(ui: Ui, typed: &str) -> Vec<(Id, String)> {
    let mut all = Vec::new();
    if !typed.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    each(ui, &mut |grant: &Grant| {
        if grant.role != Role::Resident || grant.until_ms != 0 {
            return;
        }
        let Some((person, _)) = record::<Person>(ui, &grant.person) else { return };
        if person.active && is_at(&place_name(ui, &grant.place), shown(&person.door), typed) {
            all.push((0, shown(&person.name).to_owned(), grant.person.clone()));
        }
    });
    named(all)
}

/// Whether what was typed is a part of the name, how it sounds, or the last four digits of the person's number.
pub fn is_called(ui: Ui, person: &Id, name: &str, typed: &str) -> bool {
    let ends = |person: &Person| person.tails.known().is_some_and(|tails| tails.iter().any(|tail| tail == typed));
    let sounds = |person: &Person| sounds_like(shown(&person.sounds), typed);
    name.contains(typed) || record::<Person>(ui, person).is_some_and(|(person, _)| ends(&person) || sounds(&person))
}

/// Buildings and estates where something may be done, one's own first and with their names. `own` ones come first,
/// and of the same standing those of `first` kind.
pub fn places(ui: Ui, own: &[Id], first: PlaceKind, may: &dyn Fn(&Id) -> bool) -> Vec<(Id, String)> {
    let mut all = Vec::new();
    each(ui, &mut |place: &Place| {
        let asked = place.stands() && place.place_kind.is_looked_after();
        if asked && may(&place.id) {
            let standing = i64::from(!own.contains(&place.id)) * 2 + i64::from(place.place_kind != first);
            all.push((standing, long_place_name(ui, &place.id), place.id.clone()));
        }
    });
    told_apart(ui, &named(all))
}

/// Where several are called the same, each with what it lies in: two yards of one name lie in two areas.
pub fn told_apart(ui: Ui, all: &[(Id, String)]) -> Vec<(Id, String)> {
    let lies_in = |place: &Id| {
        let (place, _) = record::<Place>(ui, place)?;
        let above = place.path.iter().skip(1).find_map(|above| {
            let (above, _) = record::<Place>(ui, above)?;
            (above.place_kind != PlaceKind::Estate).then_some(above.name)
        });
        above.map(|above| ["（", &above, "）"].concat())
    };
    let twice = |name: &str| all.iter().filter(|(_, other)| other == name).nth(1).is_some();
    let named = all.iter().map(|(place, name)| {
        let more = if twice(name) { lies_in(place).unwrap_or_default() } else { String::new() };
        (place.clone(), [name, more.as_str()].concat())
    });
    named.collect()
}

/// Whether there is no building and no estate here yet.
pub fn has_no_buildings(ui: Ui) -> bool {
    let mut none = true;
    each(ui, &mut |place: &Place| none &= !(place.stands() && place.place_kind.is_looked_after()));
    none
}

/// What the deployment calls a brand; in English only where it keeps the report's name.
pub fn brand_name(ui: Ui, brand: Brand, short: bool) -> String {
    let given = ui.hood.read(|book| {
        let policy = Policy::of(book.row(&Key::of::<Policy>(&Policy::row_id()))?)?;
        Some(policy.name(brand).to_owned())
    });
    let (long_words, short_words) = match brand {
        Brand::Council => (shell::COUNCIL, shell::COUNCIL_SHORT),
        Brand::Timebank => (shell::TIMEBANK, shell::TIMEBANK_SHORT),
        Brand::Stewards => (shell::STEWARDS, shell::STEWARDS_SHORT),
    };
    match given.flatten() {
        Some(given) if given != long_words.of(Lang::Zh) => given,
        _ => ui.t(if short { short_words } else { long_words }).into(),
    }
}

/// What a field says, or nothing where it is hidden.
pub fn shown(field: &Field<String>) -> &str {
    field.known().map_or("", String::as_str)
}

//! The way of a hazard, told in the grid's words (DOMAIN, "Stewards").

mod control;
mod settings;

use super::{
    ClearHazard, CorrectHazard, FindHazard, FindHazard1, Grade, Hazard, HazardCategory, HazardState, RecheckHazard,
    RectifyHazard, Review, ReviewHazard, ReviewOutcome,
};
use crate::{
    Audience, Field, Key, Refusal, Row,
    calendar::{DAY_MS, HOUR_MS},
    command::Command,
    indicator::Indicator,
    testing::{MONDAY_9_MS, Yard, id},
};

fn find(place: &str) -> Command {
    Command::FindHazard(FindHazard {
        id: id("h1"),
        place: id(place),
        spot: "3".into(),
        category: HazardCategory::Clutter,
        grade: Grade::Today,
        note: "楼道堆物".into(),
        found_at_ms: MONDAY_9_MS - HOUR_MS,
        photos: Vec::new(),
    })
}

fn review(grade: Grade) -> Command {
    Command::ReviewHazard(ReviewHazard { hazard: id("h1"), outcome: ReviewOutcome::Reviewed { grade } })
}

fn send_back(reason: &str) -> Command {
    let outcome = ReviewOutcome::Returned { reason: reason.into() };
    Command::ReviewHazard(ReviewHazard { hazard: id("h1"), outcome })
}

fn rectify() -> Command {
    Command::RectifyHazard(RectifyHazard { hazard: id("h1"), note: "已清走".into() })
}

fn recheck(passed: bool, note: &str) -> Command {
    Command::RecheckHazard(RecheckHazard { hazard: id("h1"), passed, note: note.into() })
}

fn clear() -> Command {
    Command::ClearHazard(ClearHazard { hazard: id("h1") })
}

fn correct() -> Command {
    Command::CorrectHazard(CorrectHazard {
        hazard: id("h1"),
        spot: "1".into(),
        category: HazardCategory::Leak,
        grade: Grade::Ordinary,
        note: "水管".into(),
    })
}

fn found() -> Yard {
    let mut yard = Yard::new();
    yard.act("steward", find("b5")).unwrap();
    yard
}

#[test]
fn a_hazard_goes_from_the_stairwell_to_its_clearance_and_every_count_follows() {
    let mut yard = found();
    assert_eq!(yard.total(Indicator::HazardsOpen), 1);
    yard.act("secretary", review(Grade::Today)).unwrap();
    yard.act("steward", rectify()).unwrap();
    yard.act("secretary", recheck(true, "")).unwrap();
    yard.act("general", clear()).unwrap();
    let hazard: Hazard = yard.get("h1");
    assert_eq!((hazard.state, hazard.review), (HazardState::Cleared, Review::Counted));
    assert_eq!(hazard.steps.known().unwrap().len(), 5);
    let counts = [
        (Indicator::HazardsFound, 1),
        (Indicator::HazardsOpen, 0),
        (Indicator::HazardsCleared, 1),
        (Indicator::HazardsDue, 1),
        (Indicator::HazardsClearedInTime, 1),
        (Indicator::HazardsOverdue, 0),
    ];
    for (indicator, count) in counts {
        assert_eq!(yard.total(indicator), count, "{indicator:?}");
    }
}

/// Every transition of DOMAIN's row is allowed for its roles and refused, with its reason, for every other role.
#[test]
fn each_step_is_open_to_its_roles_and_to_no_other() {
    let people = ["steward", "steward4", "secretary", "general", "worker", "resident", "property"];
    let steps: [(&str, Command, &[&str]); 5] = [
        ("find", find("b5"), &["steward", "secretary", "general", "worker"]),
        ("review", review(Grade::Today), &["secretary", "general"]),
        ("rectify", rectify(), &["steward", "worker", "property"]),
        ("recheck", recheck(true, ""), &["steward", "secretary", "general"]),
        ("clear", clear(), &["general"]),
    ];
    for person in people {
        let mut yard = Yard::new();
        for (n, (name, command, allowed)) in steps.iter().enumerate() {
            let answer = yard.act(person, command.clone());
            let may = allowed.contains(&person);
            let undone = match answer {
                Ok(settled) => settled.rows,
                Err(refusal) => {
                    let known = [Refusal::NotYours, Refusal::OwnEntry, Refusal::OwnWork];
                    assert!(!may && known.contains(&refusal), "{person} {name}: {refusal:?}");
                    Vec::new()
                }
            };
            assert_eq!(may, !undone.is_empty(), "{person} {name}");
            for (old, new) in undone {
                let _: Option<Row> = match old {
                    Some(old) => yard.rows.insert(old.key(), old),
                    None => yard.rows.remove(&new.key()),
                };
            }
            // Whatever this person did is undone; the step is then taken by those it belongs to.
            let by = ["steward", "secretary", "worker", "secretary", "general"][n];
            yard.act(by, command.clone()).unwrap();
        }
    }
}

#[test]
fn nobody_reviews_or_clears_their_own_entry_whatever_their_role() {
    let mut yard = Yard::new();
    yard.act("secretary", find("b5")).unwrap();
    assert_eq!(yard.act("secretary", review(Grade::Today)), Err(Refusal::OwnEntry));
}

#[test]
fn rechecker_is_never_the_rectifier() {
    let mut yard = found();
    yard.act("worker", rectify()).unwrap();
    assert_eq!(yard.act("worker", recheck(true, "")), Err(Refusal::OwnWork));
    assert_eq!(yard.act("steward", recheck(false, " ")), Err(Refusal::TextMissing));
    yard.act("steward", recheck(false, "还在")).unwrap();
    assert_eq!(yard.get::<Hazard>("h1").state, HazardState::Found);
}

#[test]
fn what_is_returned_counts_nowhere_until_its_author_corrects_it() {
    let mut yard = found();
    assert_eq!(yard.act("secretary", send_back("")), Err(Refusal::TextMissing));
    yard.act("secretary", send_back("写清楚在哪里")).unwrap();
    assert_eq!(yard.total(Indicator::HazardsFound), 0);
    assert_eq!(yard.act("steward", rectify()), Err(Refusal::WrongState));
    assert_eq!(yard.act("worker", correct()), Err(Refusal::NotYours));
    yard.act("steward", correct()).unwrap();
    assert_eq!(yard.get::<Hazard>("h1").review, Review::Submitted);
    assert_eq!(yard.total(Indicator::HazardsFound), 1);
}

#[test]
fn what_was_written_at_first_stays_in_the_history_of_what_is_corrected() {
    let mut yard = found();
    let notes = |yard: &Yard| -> Vec<String> {
        yard.get::<Hazard>("h1").steps.known().unwrap().iter().map(|step| step.note.clone()).collect()
    };
    assert_eq!(notes(&yard), [""], "it stands in the record, once");
    yard.act("secretary", send_back("写清楚在哪里")).unwrap();
    yard.act("steward", correct()).unwrap();
    assert_eq!(notes(&yard), ["楼道堆物", "写清楚在哪里", "水管"]);
}

#[test]
fn danger_does_not_wait_for_paper_but_nothing_is_cleared_unreviewed() {
    let mut yard = found();
    yard.act("steward", rectify()).unwrap();
    yard.act("secretary", recheck(true, "")).unwrap();
    assert_eq!(yard.act("general", clear()), Err(Refusal::WrongState));
    yard.act("secretary", review(Grade::Immediate)).unwrap();
    assert_eq!(yard.get::<Hazard>("h1").state, HazardState::Rechecked);
    yard.act("general", clear()).unwrap();
}

#[test]
fn a_late_recheck_is_overdue_from_the_day_after_and_stops_when_done() {
    let mut yard = found();
    assert_eq!(yard.total(Indicator::HazardsOverdue), 1, "it lies on tomorrow already");
    let tomorrow = crate::Day::at(MONDAY_9_MS).plus(1);
    assert!(yard.cells.contains_key(&(Indicator::HazardsOverdue, id("b5"), tomorrow)));
    yard.act("steward", rectify()).unwrap();
    yard.now += 3 * DAY_MS;
    yard.act("secretary", recheck(true, "")).unwrap();
    assert_eq!(yard.total(Indicator::HazardsOverdue), 0);
    assert_eq!(yard.total(Indicator::HazardsClearedInTime), 0);
}

#[test]
fn bad_input_is_refused_with_its_reason() {
    let base = |change: fn(&mut FindHazard)| {
        let Command::FindHazard(mut c) = find("b5") else { unreachable!() };
        change(&mut c);
        Yard::new().act("steward", Command::FindHazard(c)).unwrap_err()
    };
    assert_eq!(base(|c| c.place = id("elsewhere")), Refusal::PlaceNotHere);
    assert_eq!(base(|c| c.place = id("b4")), Refusal::NotYours);
    assert_eq!(base(|c| c.found_at_ms = MONDAY_9_MS + 1), Refusal::InFuture);
    assert_eq!(base(|c| c.found_at_ms = i64::MIN / 2), Refusal::TooOld);
    assert_eq!(base(|c| c.note = "楼".repeat(1_001)), Refusal::TextTooLong);
    let mut yard = found();
    assert_eq!(yard.act("steward", find("b5")), Err(Refusal::IdTaken));
}

fn photographed(photos: &[&str]) -> Command {
    let Command::FindHazard(mut c) = find("b5") else { unreachable!() };
    c.photos = photos.iter().map(|photo| id(photo)).collect();
    Command::FindHazard(c)
}

#[test]
fn a_hazard_carries_up_to_four_photos_named_by_their_hashes() {
    let (a, b) = ("a".repeat(43), "b".repeat(43));
    let mut yard = Yard::new();
    yard.act("steward", photographed(&[&a, &b])).unwrap();
    let hazard: Hazard = yard.get("h1");
    assert_eq!(hazard.photos, Field::Known(vec![id(&a), id(&b)]));
    assert_eq!(photographed(&[&a]).photos(), [id(&a)]);
    let refused = |photos: &[&str]| Yard::new().act("steward", photographed(photos)).unwrap_err();
    assert_eq!(refused(&[a.as_str(); 5]), Refusal::TooManyPhotos);
    assert_eq!(refused(&["h1"]), Refusal::Malformed);
}

#[test]
fn a_find_from_before_there_were_photos_holds_as_it_did() {
    let Command::FindHazard(new) = find("b5") else { unreachable!() };
    let old = Command::FindHazard1(FindHazard1(new.clone()));
    let (mut one, mut two) = (Yard::new(), Yard::new());
    one.act("steward", old).unwrap();
    two.act("steward", Command::FindHazard(new)).unwrap();
    assert_eq!(one.get::<Hazard>("h1"), two.get::<Hazard>("h1"));
    let text = serde_json::to_string(&Row::from(one.get::<Hazard>("h1"))).unwrap();
    assert!(!text.contains("photos"), "the record stands as it was written before: {text}");
}

#[test]
fn nothing_of_a_single_hazard_is_public() {
    let yard = found();
    let key = Key::of::<Hazard>(&id("h1"));
    assert_eq!(yard.seen_by(&key, &Audience::Public), None);
    assert_eq!(yard.seen_by(&key, &Audience::Place(id("b4"))), None);
    let Some(Row::Hazard(seen)) = yard.seen_by(&key, &Audience::Place(id("b5"))) else { panic!() };
    assert_eq!(seen.note, Field::Known("楼道堆物".into()));
}

//! Rights of the person: correction, and erasure by two while chain, ledger and cells stay.

use super::*;
use crate::{
    council::{Issue, IssueCategory, RaiseIssue},
    identity::{EnterPerson, Grant, LeavePerson, Left, MergePerson, ReturnPerson},
    record::Record,
    timebank::{Activity, CaptureHour, ConfirmHour, Recipient},
};
use proptest::prelude::*;

fn wish(what: WishWhat, text: &str, how: Given) -> Command {
    Command::AskWish(AskWish { id: id("w1"), person: id("resident"), what, text: text.into(), how })
}

fn answer(done: bool, answer: &str) -> Command {
    Command::AnswerWish(AnswerWish { wish: id("w1"), done, answer: answer.into(), grants: Vec::new() })
}

fn erase() -> Command {
    Command::ErasePerson(ErasePerson { wish: id("w1") })
}

/// The clock forgets all that names the resident, as the server would.
fn forget(yard: &mut Yard) {
    let named = |row: &&Row| serde_json::to_string(row).unwrap().contains("\"resident\"");
    let mut keys: Vec<Key> = yard.rows.values().filter(named).map(Row::key).collect();
    keys.sort();
    for key in keys {
        yard.clock(Command::ForgetRows(ForgetRows { wish: id("w1"), rows: vec![key], also: Vec::new() }));
    }
    yard.clock(Command::ForgetRows(ForgetRows { wish: id("w1"), rows: Vec::new(), also: Vec::new() }));
}

#[test]
fn a_correction_is_asked_for_by_the_person_and_made_by_a_worker_who_answers() {
    let mut yard = agreed();
    yard.act("resident", wish(WishWhat::Phone, " 139 0000-1234 ", Given::Themself)).unwrap();
    assert_eq!(audiences(yard.get::<Wish>("w1")), ["staff", "person:resident"]);
    // Of the number staff see what a mask tells, here as everywhere.
    for (audience, text) in [(Audience::Staff, "****1234"), (Audience::Person(id("resident")), "139 0000-1234")] {
        let seen = yard.seen_by(&Key::of::<Wish>(&id("w1")), &audience);
        assert_eq!(seen.as_ref().and_then(Wish::of).map(|wish| wish.text.as_str()), Some(text));
    }
    assert_eq!(refused(&mut yard, "steward", &answer(true, "")), "not_yours");
    yard.act("worker", answer(true, "")).unwrap();
    // As its digits, which is how it is typed at the door.
    assert_eq!(yard.get::<Person>("resident").phone.known().map(String::as_str), Some("13900001234"));
    // The stewards' copy follows.
    assert_eq!(yard.get::<Contact>("c~resident").phone.known().map(String::as_str), Some("13900001234"));
    assert_eq!(refused(&mut yard, "worker2", &answer(true, "")), "wrong_state");
}

#[test]
fn a_name_that_is_put_right_is_put_right_on_the_roles_and_how_it_sounds() {
    let mut yard = agreed();
    yard.act("resident", wish(WishWhat::Name, "周桂芳", Given::Themself)).unwrap();
    let of = |grants: &[&str]| {
        let grants = grants.iter().map(|grant| id(grant)).collect();
        Command::AnswerWish(AnswerWish { wish: id("w1"), done: true, answer: String::new(), grants })
    };
    assert_eq!(refused(&mut yard, "worker", &of(&["g~steward"])), "wrong_state", "somebody else's role");
    assert_eq!(refused(&mut yard, "worker", &of(&["g~nobody"])), "not_found");
    yard.act("worker", of(&["g~resident"])).unwrap();
    let person: Person = yard.get("resident");
    assert_eq!(person.name.known().map(String::as_str), Some("周桂芳"));
    assert_eq!(person.sounds.known().map(String::as_str), Some("zhou gui fang"));
    assert_eq!(yard.get::<Grant>("g~resident").name, "周桂芳");
    assert_eq!(yard.get::<Contact>("c~resident").name.known().map(String::as_str), Some("周桂芳"));
}

#[test]
fn a_correction_answered_before_is_read_as_it_was() {
    let mut yard = agreed();
    yard.act("resident", wish(WishWhat::Phone, "139 0000-1234", Given::Themself)).unwrap();
    let Command::AnswerWish(now) = answer(true, "") else { unreachable!() };
    yard.act("worker", Command::AnswerWish1(AnswerWish1(now))).unwrap();
    assert_eq!(yard.get::<Person>("resident").phone.known().map(String::as_str), Some("139 0000-1234"));
}

#[test]
fn a_correction_declined_says_why_and_changes_nothing() {
    let mut yard = agreed();
    yard.act("resident", wish(WishWhat::Name, "周桂芳", Given::Themself)).unwrap();
    assert_eq!(refused(&mut yard, "worker", &answer(false, " ")), "text_missing");
    yard.act("worker", answer(false, "请带身份证来")).unwrap();
    let row: Wish = yard.get("w1");
    assert_eq!(
        (row.state, row.answer.as_str(), row.answered_by.as_str()),
        (WishState::Declined, "请带身份证来", "worker")
    );
    assert_eq!(yard.get::<Person>("resident").name.known().map(String::as_str), Some("resident"));
}

#[test]
fn a_wish_is_refused_where_nobody_may_speak_for_the_person_or_it_says_nothing() {
    let mut yard = Yard::new();
    for (by, what, text, how, code) in [
        ("kin", WishWhat::Other, "x", Given::Themself, "not_yours"),
        ("kin", WishWhat::Other, "x", Given::Guardian, "not_yours"),
        ("steward", WishWhat::Other, "x", Given::Paper, "not_yours"),
        ("resident", WishWhat::Other, "", Given::Themself, "text_missing"),
        ("resident", WishWhat::Phone, "call me", Given::Themself, "no_phone"),
        ("resident", WishWhat::Phone, "<img onerror=1>", Given::Themself, "no_phone"),
    ] {
        assert_eq!(refused(&mut yard, by, &wish(what, text, how)), code, "{by} {text}");
    }
    let long = "长".repeat(WISH_CHARS_MAX + 1);
    assert_eq!(refused(&mut yard, "resident", &wish(WishWhat::Other, &long, Given::Themself)), "text_too_long");
}

#[test]
fn nobody_erases_alone_nor_approves_their_own() {
    let mut yard = Yard::new();
    yard.act("resident", wish(WishWhat::Erase, "", Given::Themself)).unwrap();
    assert_eq!(refused(&mut yard, "worker", &erase()), "wrong_state");
    yard.act("worker", answer(true, "")).unwrap();
    assert_eq!(refused(&mut yard, "worker", &erase()), "own_entry");
    for nobody in ["steward", "resident", "secretary"] {
        assert_ne!(refused(&mut yard, nobody, &erase()), "taken", "{nobody}");
    }
    yard.act("worker2", erase()).unwrap();
    assert_eq!(refused(&mut yard, "worker2", &erase()), "wrong_state");
    // On paper the worker who takes it down is the first of the two.
    let mut yard = Yard::new();
    yard.act("worker", wish(WishWhat::Erase, "", Given::Paper)).unwrap();
    assert_eq!(refused(&mut yard, "worker", &erase()), "own_entry");
    yard.act("worker2", erase()).unwrap();
}

#[test]
fn a_correction_never_erases() {
    let mut yard = Yard::new();
    yard.act("resident", wish(WishWhat::Other, "x", Given::Themself)).unwrap();
    yard.act("worker", answer(true, "改好了")).unwrap();
    assert_eq!(refused(&mut yard, "worker2", &erase()), "wrong_state");
    let forget = Command::ForgetRows(ForgetRows { wish: id("w1"), rows: Vec::new(), also: Vec::new() });
    assert_eq!(refused(&mut yard, "worker", &forget), "not_yours");
}

fn hour(n: u32, minutes: i64) -> Command {
    Command::CaptureHour(CaptureHour {
        id: Id::join(&["o", &n.to_string()]),
        provider: id("volunteer"),
        recipient: Recipient::Person(id("resident")),
        place: id("qinyuan"),
        activity: Activity::Company,
        started_at_ms: crate::testing::MONDAY_9_MS - i64::from(n + 1) * 24 * 3_600_000,
        minutes,
    })
}

fn issue(n: u32) -> Command {
    Command::RaiseIssue(RaiseIssue {
        id: Id::join(&["i", &n.to_string()]),
        place: id("b5"),
        category: IssueCategory::Other,
        title: format!("秘密 {n}"),
        detail: "秘密".into(),
        raiser: id("resident"),
        consent: true,
    })
}

/// One of the things that leave something of the resident behind.
fn live(yard: &mut Yard, what: u32, n: u32) {
    // What does not hold at the moment leaves nothing.
    let _ = match what {
        0 => yard.act("resident", issue(n)),
        1 => yard.act("volunteer", hour(n, 30 + i64::from(n))),
        2 => yard.act("resident", Command::ConfirmHour(ConfirmHour { hour: Id::join(&["o", &n.to_string()]) })),
        3 => yard.act("resident", give("resident", Purpose::Contact, Given::Themself)),
        4 => yard.act("worker", guard("resident", "kin")),
        5 => yard.act("worker", guard("kin", "resident")),
        _ => {
            let mut command = look_with("resident", LookReason::Other, "秘密");
            if let Command::LookAtPerson(look) = &mut command {
                look.id = Id::join(&["l", &n.to_string()]);
            }
            yard.act("worker", command)
        }
    };
}

proptest! {
    #[test]
    fn erasure_leaves_cells_and_ledger_as_they_were_and_no_word_of_the_person(
        acts in proptest::collection::vec((0..7_u32, 0..6_u32), 0..40)
    ) {
        let mut yard = Yard::new();
        for (what, n) in acts {
            live(&mut yard, what, n);
        }
        yard.act("worker", wish(WishWhat::Erase, "秘密", Given::Paper)).unwrap();
        let (cells, transfers) = (yard.cells.clone(), yard.transfers.clone());
        let account = Row::from(crate::timebank::Account::empty(&id("m~volunteer"))).key();
        let before = yard.rows.get(&account).cloned();
        yard.act("worker2", erase()).unwrap();
        forget(&mut yard);
        prop_assert_eq!(yard.get::<Wish>("w1").state, WishState::Done);
        let moved = |cells: &std::collections::BTreeMap<_, i64>| cells.values().filter(|value| **value != 0).count();
        prop_assert_eq!(moved(&yard.cells), moved(&cells));
        prop_assert_eq!(&yard.cells, &cells);
        prop_assert_eq!(&yard.transfers, &transfers);
        prop_assert_eq!(yard.rows.get(&account), before.as_ref());
        let person: Person = yard.get("resident");
        prop_assert_eq!((person.name.known().map(String::as_str), person.active), (Some(ERASED), false));
        prop_assert!(!yard.actor("resident").grants.iter().any(|grant| grant.until_ms == 0));
        for row in yard.rows.values() {
            let text = serde_json::to_string(row).unwrap();
            let own = text.contains("\"resident\"") || text.contains("~resident");
            prop_assert!(!text.contains("秘密") && !text.contains("name\":\"resident\""), "{}", text);
            prop_assert!(!own || !text.contains("13800000000"), "{}", text);
        }
    }
}

#[test]
fn erasure_of_a_steward_ends_the_office_and_the_building_says_so() {
    let mut yard = Yard::new();
    let of = AskWish {
        id: id("w1"),
        person: id("steward"),
        what: WishWhat::Erase,
        text: String::new(),
        how: Given::Themself,
    };
    yard.act("steward", Command::AskWish(of)).unwrap();
    yard.act("worker", answer(true, "")).unwrap();
    yard.act("worker2", erase()).unwrap();
    let key = Key::of::<Grant>(&id("g~steward"));
    yard.clock(Command::ForgetRows(ForgetRows { wish: id("w1"), rows: vec![key.clone()], also: Vec::new() }));
    let grant: Grant = yard.get("g~steward");
    assert_eq!((grant.name.as_str(), grant.until_ms), (ERASED, yard.now));
    assert_eq!(yard.get::<crate::grid::Place>("b5").stewards, 0);
    // Again changes nothing.
    assert!(
        yard.clock(Command::ForgetRows(ForgetRows { wish: id("w1"), rows: vec![key], also: Vec::new() }))
            .rows
            .is_empty()
    );
}

fn erased(yard: &mut Yard, wish: &str, person: &str) {
    let (text, how) = (String::new(), Given::Paper);
    let ask = AskWish { id: id(wish), person: id(person), what: WishWhat::Erase, text, how };
    yard.act("worker", Command::AskWish(ask)).unwrap();
    yard.act("worker2", Command::ErasePerson(ErasePerson { wish: id(wish) })).unwrap();
}

#[test]
fn whose_two_entries_were_merged_is_erased_in_both_and_neither_points_to_the_other() {
    let mut yard = Yard::new();
    yard.act(
        "worker",
        Command::EnterPerson(EnterPerson {
            id: id("twin"),
            name: "秘密".into(),
            phone: String::new(),
            household: id("hh~twin"),
            invented: true,
            door: String::new(),
            skills: Vec::new(),
            volunteer: false,
        }),
    )
    .unwrap();
    let (person, into, kept) = (id("twin"), id("resident"), vec![id("g~resident")]);
    let merge =
        MergePerson { person, into, kept, grants: Vec::new(), wards: Vec::new(), work: Vec::new(), told: Vec::new() };
    yard.act("worker", Command::MergePerson(merge)).unwrap();
    erased(&mut yard, "w1", "twin");
    erased(&mut yard, "w2", "resident");
    for person in ["twin", "resident"] {
        let gone: Person = yard.get(person);
        assert_eq!(gone.name.known().map(String::as_str), Some(ERASED));
        assert_eq!((gone.active, gone.left, gone.same_as), (false, Left::Here.into(), Vec::new().into()));
    }
}

#[test]
fn what_is_said_to_be_the_erased_person_too_and_is_not_is_left() {
    let mut yard = Yard::new();
    yard.act("resident", wish(WishWhat::Erase, "", Given::Themself)).unwrap();
    yard.act("worker", answer(true, "")).unwrap();
    yard.act("worker2", erase()).unwrap();
    let forget = ForgetRows { wish: id("w1"), rows: vec![Key::of::<Person>(&id("kin"))], also: vec![id("kin")] };
    assert_eq!(
        yard.decide(&crate::identity::Actor::system(), &Command::ForgetRows(forget)).err(),
        Some(Refusal::Malformed)
    );
}

#[test]
fn who_moved_away_is_erased_and_then_comes_back_no_more() {
    let mut yard = Yard::new();
    let (grants, wards) = (vec![id("g~resident")], Vec::new());
    let leave = LeavePerson { person: id("resident"), why: Left::Moved, grants, wards, told: Vec::new() };
    yard.act("worker", Command::LeavePerson(leave)).unwrap();
    assert_eq!(refused(&mut yard, "worker", &wish(WishWhat::Phone, "139 0000", Given::Paper)), "not_found");
    erased(&mut yard, "w1", "resident");
    let back = Command::ReturnPerson(ReturnPerson { person: id("resident") });
    assert_eq!(refused(&mut yard, "worker", &back), "wrong_state");
    assert_eq!(refused(&mut yard, "worker", &wish(WishWhat::Erase, "", Given::Paper)), "id_taken");
    let again =
        AskWish { id: id("w2"), person: id("resident"), what: WishWhat::Erase, text: String::new(), how: Given::Paper };
    assert_eq!(refused(&mut yard, "worker", &Command::AskWish(again)), "not_found");
}

#[test]
fn erasure_keeps_that_an_issue_stood_and_not_what_was_written() {
    let mut yard = Yard::new();
    yard.act("resident", issue(1)).unwrap();
    yard.act("worker", wish(WishWhat::Erase, "", Given::Paper)).unwrap();
    yard.act("worker2", erase()).unwrap();
    forget(&mut yard);
    let issue: Issue = yard.get("i~1");
    assert_eq!((issue.title.as_str(), issue.detail.known().map(String::as_str)), (ERASED, Some("")));
    assert!(audiences(yard.get::<Wish>("w1")).contains(&"staff".to_owned()));
}

/// Acts whose bodies stay: of places, of what a steward saw, of the ledger, and those that name somebody by an id alone.
const STAYS: &[&str] = &["place", "policy", "grant", "reported", "book", "hazard", "card"];
const STAY_BY_ID: &[&str] = &[
    "entry.count@1",
    "entry.hand@1",
    "person.erase@1",
    "person.forget@1",
    "person.return@1",
    "steward.replace@1",
    "issue.accept@1",
    "issue.escalate@1",
    "hour.capture@1",
    "hour.confirm@1",
];

#[test]
fn of_every_act_it_was_decided_whether_its_body_goes_with_the_person() {
    for kind in Command::KINDS {
        let stays = STAY_BY_ID.contains(kind) || STAYS.iter().any(|what| kind.split('.').next() == Some(what));
        assert_ne!(SAID.contains(kind), stays, "{kind}: decide in SAID, or here, what becomes of it");
    }
    for kind in SAID {
        assert!(Command::KINDS.contains(kind), "{kind} is no act");
    }
}

//! What can be done with an entry now, asked of the rulebook; and how it stands in a list.

use super::super::spot::in_words;
use crate::{
    routes::{Route, Show},
    text::{entry as words, stewards},
    ui::{
        Ui,
        act::may,
        dates,
        list::{self, Row},
        order::{Items, Top},
        query,
    },
};
use jiefang_domain::{
    Id, Key,
    calendar::DAY_MS,
    command::Command,
    grid::{Place, PlaceKind},
    identity::Role,
    privacy::{Given, LookReason},
    stewards::{
        AdvanceEntry, AnswerEntry, BreachEntry, CorrectEntry, CountEntry, Entry, EntryContent, EntryKind, EntryState,
        HandOver, LookAtEntry, MoveEntry, Named, Need, Party, PartyAnswer, RecordEntry, Review, ReviewEntry, SeenAt,
        VoidEntry, Way, ends,
    },
};

/// Who puts a wrong place or kind right: nobody else need be looked up for.
const OFFICE: &[Role] = &[Role::CommunityWorker, Role::BranchSecretary];

/// A step somebody can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// On its way.
    On(&'static Way),
    /// What that party says, and by whom.
    Answer(u32, PartyAnswer, Given),
    Correct,
    Review,
    Return,
    Count,
    Void,
    Breach,
    Hand,
    Move,
    Open,
    /// After the review: a new entry that corrects it.
    Again,
}

/// The entry goes on; with nothing written in it, this asks whether it may.
pub fn advance(ui: Ui, entry: &Entry, way: &Way) -> AdvanceEntry {
    let seen = || SeenAt { at: point(entry), at_ms: ui.hood.now_ms() };
    AdvanceEntry {
        entry: entry.id.clone(),
        to: way.to,
        note: if way.needs.contains(&Need::Note) { "…".into() } else { String::new() },
        agreement: String::new(),
        report: String::new(),
        remedies_told: way.needs.contains(&Need::Remedies),
        seen: way.needs.contains(&Need::Seen).then(seen).into_iter().collect(),
        photos: Vec::new(),
    }
}

fn point(entry: &Entry) -> Id {
    entry.checkpoints.known().and_then(|all| all.first()).map_or_else(|| entry.place.clone(), |first| first.at.clone())
}

/// What is written down of it now.
pub fn content(entry: &Entry) -> EntryContent {
    let named = |party: &Party| Named { person: party.person.clone(), name: party.name.clone() };
    EntryContent {
        category: entry.category.known().copied().unwrap_or(jiefang_domain::stewards::EntryCategory::Other),
        spot: query::shown(&entry.spot).into(),
        note: query::shown(&entry.note).into(),
        happened_at_ms: entry.happened_at_ms,
        parties: entry.parties.known().into_iter().flatten().map(named).collect(),
        checkpoints: entry.checkpoints.known().into_iter().flatten().map(|point| point.at.clone()).collect(),
        photos: entry.photos.known().cloned().unwrap_or_default(),
    }
}

/// A new entry that says the same and takes its place.
pub fn correction(entry: &Entry, id: Id) -> RecordEntry {
    RecordEntry {
        id,
        entry_kind: entry.entry_kind,
        place: entry.place.clone(),
        replaces: entry.id.clone(),
        content: content(entry),
    }
}

/// What corrects it, void or not.
pub fn corrections(ui: Ui, of: &Id) -> Vec<Entry> {
    let mut all = Vec::new();
    query::each(ui, &mut |entry: &Entry| {
        if entry.replaces == *of {
            all.push(entry.clone());
        }
    });
    all
}

/// The stewards to whom it may be handed, by their grants.
pub fn takers(ui: Ui, entry: &Entry) -> Vec<(Id, String)> {
    let mut all = query::holders(ui, &[Role::Steward], &entry.path, Some(&entry.keeper));
    // Nobody hands to themselves what they could open then.
    if entry.entry_kind.has_sealed() {
        let own: Vec<Id> = query::my_grants(ui).into_iter().map(|grant| grant.id).collect();
        all.retain(|(grant, _)| !own.contains(grant));
    }
    all
}

/// It belongs to that place, or is of that kind.
pub fn move_to(entry: &Entry, place: Id, entry_kind: EntryKind, note: String) -> Command {
    Command::MoveEntry(MoveEntry { entry: entry.id.clone(), place, entry_kind, note })
}

/// Where else it may belong.
pub fn elsewhere(ui: Ui, entry: &Entry) -> Vec<(Id, String)> {
    let to = |place: &Id| move_to(entry, place.clone(), entry.entry_kind, String::new());
    query::places(ui, &[], PlaceKind::Building, &|place| may(ui, &to(place)))
}

/// Which other kinds it may be of.
pub fn other_kinds(ui: Ui, entry: &Entry) -> Vec<EntryKind> {
    let to = |kind: &EntryKind| may(ui, &move_to(entry, entry.place.clone(), *kind, String::new()));
    EntryKind::ALL.iter().copied().filter(to).collect()
}

fn sample(entry: &Entry, step: Step, to: Option<&Id>) -> Option<Command> {
    let id = entry.id.clone();
    Some(match step {
        // Each is asked with what it leads to.
        Step::On(_) | Step::Move => return None,
        Step::Again => Command::RecordEntry(correction(entry, Id::join(&["sample"]))),
        Step::Answer(party, answer, how) => {
            Command::AnswerEntry(AnswerEntry { entry: id, party, answer, how, note: "…".into() })
        }
        Step::Correct => Command::CorrectEntry(CorrectEntry { entry: id, content: content(entry) }),
        Step::Review | Step::Return => {
            Command::ReviewEntry(ReviewEntry { entry: id, passed: step == Step::Review, reason: "…".into() })
        }
        Step::Count => Command::CountEntry(CountEntry { entry: id }),
        Step::Void => Command::VoidEntry(VoidEntry { entry: id, reason: "…".into() }),
        Step::Breach => Command::BreachEntry(BreachEntry { entry: id, note: "…".into() }),
        Step::Hand => Command::HandOver(HandOver { of: Key::of::<Entry>(&id), grant: to?.clone() }),
        Step::Open => Command::LookAtEntry(LookAtEntry {
            id: Id::join(&["sample"]),
            entry: id,
            reason: LookReason::Check,
            note: String::new(),
        }),
    })
}

/// What each party can say now, in the one way that is open to this person; on `paper` too, or for oneself and one's wards.
fn answers(ui: Ui, entry: &Entry, paper: bool) -> Vec<Step> {
    let mut said: Vec<PartyAnswer> = entry.ways().filter_map(|way| way.party).collect();
    if entry.state == EntryState::Mediating && !query::shown(&entry.agreement).is_empty() {
        said.push(PartyAnswer::Denies);
    }
    let mut all = Vec::new();
    for (at, party) in (0..).zip(entry.parties.known().into_iter().flatten()) {
        let done = |answer| match answer {
            PartyAnswer::Consents => party.consented_at_ms != 0,
            PartyAnswer::Confirms => party.confirmed_at_ms != 0,
            _ => false,
        };
        let how = match &query::my_id(ui) {
            me if *me == party.person => Given::Themself,
            me if *me == party.guardian => Given::Guardian,
            _ if paper => Given::Paper,
            _ => continue,
        };
        let said = said.iter().copied().filter(|answer| !done(*answer));
        all.extend(said.map(|answer| Step::Answer(at, answer, how)).filter(|step| allowed(ui, entry, *step)));
    }
    all
}

fn allowed(ui: Ui, entry: &Entry, step: Step) -> bool {
    if step == Step::Move {
        return query::i_am(ui, OFFICE) && !(other_kinds(ui, entry).is_empty() && elsewhere(ui, entry).is_empty());
    }
    // One correction at a time.
    if step == Step::Again && corrections(ui, &entry.id).iter().any(|other| other.review != Review::Void) {
        return false;
    }
    let to = (step == Step::Hand).then(|| takers(ui, entry).into_iter().next()).flatten();
    let command = match step {
        Step::On(way) => Some(Command::AdvanceEntry(advance(ui, entry, way))),
        step => sample(entry, step, to.as_ref().map(|(grant, _)| grant)),
    };
    command.is_some_and(|command| may(ui, &command))
}

/// Whether it leads on as everybody hopes.
pub fn is_hoped(step: Step) -> bool {
    match step {
        Step::On(way) => !matches!(way.to, EntryState::Failed | EntryState::Referred | EntryState::Unconfirmed),
        Step::Answer(_, answer, _) => matches!(answer, PartyAnswer::Consents | PartyAnswer::Confirms),
        Step::Correct | Step::Review | Step::Count | Step::Open => true,
        Step::Return | Step::Void | Step::Breach | Step::Hand | Step::Move | Step::Again => false,
    }
}

/// The steps this person can take now, those first that lead on.
pub fn open_to_me(ui: Ui, entry: &Entry) -> Vec<Step> {
    let on = entry.ways().filter(|way| way.party.is_none()).map(Step::On);
    let mut ways: Vec<Step> = on.filter(|step| allowed(ui, entry, *step)).collect();
    ways.extend(answers(ui, entry, true));
    let (mut all, turning): (Vec<Step>, Vec<Step>) = ways.into_iter().partition(|step| is_hoped(*step));
    all.extend(turning);
    let sealed = entry.entry_kind.has_sealed() && entry.note.known().is_none();
    let mut others =
        vec![Step::Correct, Step::Review, Step::Return, Step::Count, Step::Breach, Step::Hand, Step::Move, Step::Void];
    // Whose it is not need not be looked for.
    others.extend((entry.author == query::my_id(ui)).then_some(Step::Again));
    all.extend(others.into_iter().filter(|step| allowed(ui, entry, *step)));
    all.extend((sealed && allowed(ui, entry, Step::Open)).then_some(Step::Open));
    all
}

/// Whether it waits for this person: to be done by who has it, to be said by who is asked, to be reviewed.
pub fn waits(ui: Ui, entry: &Entry) -> bool {
    if !entry.may_change() {
        return false;
    }
    let mine = entry.keeper == query::my_id(ui);
    let asked = |way: &&'static Way| way.party.is_none() && !ends(entry.state) && (mine || way.takes() || way.another);
    let on = entry.ways().filter(asked).map(Step::On);
    let others = [Step::Correct, Step::Review, Step::Count];
    // What is offered and never asked for (handing over, voiding, paper) is not even looked at: this runs for each record.
    on.chain(others).any(|step| allowed(ui, entry, step)) || !answers(ui, entry, false).is_empty()
}

/// Whether a list shows it.
pub fn shown(ui: Ui, show: Show, area: &[Id], entry: &Entry) -> bool {
    match show {
        Show::All => true,
        Show::Mine => [&entry.author, &entry.keeper].contains(&&query::my_id(ui)),
        Show::Waiting => waits(ui, entry),
        Show::Area => area.iter().any(|place| entry.path.contains(place)),
        Show::Overdue => entry.due_at_ms().is_some_and(|due| ui.hood.now_ms() >= due),
    }
}

/// `矛盾纠纷 · 漏水`
pub fn title(ui: Ui, entry: &Entry) -> String {
    let kind = ui.t(stewards::kind(entry.entry_kind));
    match entry.category.known() {
        Some(category) if entry.entry_kind != EntryKind::Patrol => {
            [kind, " · ", ui.t(words::category(*category))].concat()
        }
        _ => kind.into(),
    }
}

/// `秦苑小区 5号楼 3单元`
pub fn place(ui: Ui, entry: &Entry) -> String {
    let place = query::long_place_name(ui, &entry.place);
    match in_words(ui, query::shown(&entry.spot)) {
        spot if spot.is_empty() => place,
        spot => [&place, " ", &spot].concat(),
    }
}

/// Where it stands, in words.
pub fn stands(ui: Ui, entry: &Entry) -> String {
    let state = ui.t(words::state(entry.entry_kind, entry.state));
    match entry.review {
        Review::Submitted if !ends(entry.state) => state.into(),
        review => [state, " · ", ui.t(words::review(review))].concat(),
    }
}

/// The sign of a kind.
pub const fn sign(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Dispute => "纠",
        EntryKind::Errand => "代",
        EntryKind::Patrol => "巡",
        EntryKind::Theft => "盗",
        EntryKind::Fight => "斗",
        EntryKind::Visit => "访",
        EntryKind::StudyVisit => "学",
    }
}

/// A row of a list.
pub fn row(ui: Ui, entry: &Entry) -> Row {
    let place = query::record::<Place>(ui, &entry.place).map(|_| place(ui, entry));
    Row {
        to: Route::Entry(entry.id.clone()),
        seal: ("seal s sm", sign(entry.entry_kind)),
        title: title(ui, entry),
        sub: [&stands(ui, entry), " · ", &place.unwrap_or_default()].concat(),
        waiting: query::is_waiting(ui, entry),
        end: entry
            .due_at_ms()
            .map_or_else(|| (dates::day(ui, entry.happened_at_ms), false), |due| dates::limit(ui, due)),
    }
}

/// Where it stands among what is to be done. What has no limit stands as if it had a week, so that nothing is left behind.
pub fn pressing(ui: Ui, entry: &Entry) -> (i64, i64) {
    match entry.due_at_ms() {
        Some(due) => dates::pressing(ui, due),
        None => (2, entry.happened_at_ms + 7 * DAY_MS),
    }
}

/// What waits for this person.
pub fn waiting(ui: Ui, all: &mut Items) {
    query::each(ui, &mut |entry: &Entry| {
        if waits(ui, entry) {
            all.push((pressing(ui, entry), list::row(ui, row(ui, entry))));
        }
    });
}

/// What is not done yet at a place and in what lies in it.
pub fn open_at(ui: Ui, place: &Id, all: &mut Top) {
    query::each(ui, &mut |entry: &Entry| {
        if entry.path.contains(place) && entry.may_change() {
            all.offer(pressing(ui, entry), &mut || list::row(ui, row(ui, entry)));
        }
    });
}

//! What people do: the commands of the three brands, chosen from what they see, and now and then nonsense.

use super::{prng::Rng, town};
use jiefang_domain::{
    Id, Millis, Row,
    calendar::{DAY_MS, HOUR_MS},
    command::Command,
    council::{AcceptIssue, DeclineIssue, Issue, IssueCategory, IssueState, PutOnAgenda, RaiseIssue},
    identity::{EndGrant, EnterPerson, GiveGrant, Role},
    privacy::Given,
    stewards::{
        AdvanceEntry, AnswerEntry, ClearHazard, ControlHazard, CorrectHazard, CountEntry, Entry, EntryCategory,
        EntryContent, EntryKind, FindHazard, Grade, Hazard, HazardCategory, HazardState, Named, Need, RecheckHazard,
        RecordEntry, RectifyHazard, Review, ReviewEntry, ReviewHazard, ReviewOutcome, SeenAt, Way,
    },
    sync::Book,
    timebank::{Activity, CaptureHour, ConfirmHour, Hour, HourState, Recipient, RejectHour},
};

/// An act of `person` at what a book shows. `now_ms` is the device's best guess.
pub fn choose(rng: &mut Rng, book: &Book, person: &Id, now_ms: Millis) -> Command {
    let mut rows: Vec<&Row> = book.rows().filter(|row| is_work(row)).collect();
    rows.sort_by_key(|row| row.key());
    if !rng.once_in(3)
        && let Some(row) = rng.pick_of(&rows)
        && let Some(command) = on(rng, row, now_ms)
    {
        return command;
    }
    anew(rng, &book.id, person, now_ms)
}

fn is_work(row: &Row) -> bool {
    matches!(row, Row::Hazard(_) | Row::Entry(_) | Row::Issue(_) | Row::Hour(_))
        || matches!(row, Row::Grant(grant) if grant.until_ms == 0 && grant.role != Role::CommunityWorker)
}

/// The next step of a record.
fn on(rng: &mut Rng, row: &Row, now_ms: Millis) -> Option<Command> {
    match row {
        Row::Hazard(hazard) => Some(on_hazard(rng, hazard)),
        Row::Entry(entry) => Some(on_entry(rng, entry, now_ms)),
        Row::Issue(issue) => Some(on_issue(rng, issue, now_ms)),
        Row::Hour(hour) if hour.state == HourState::Pending => Some(on_hour(rng, hour)),
        // Rights end rarely, or nobody could do anything.
        Row::Grant(grant) if rng.once_in(3) => Some(Command::EndGrant(EndGrant { grant: grant.id.clone() })),
        _ => None,
    }
}

fn on_hazard(rng: &mut Rng, hazard: &Hazard) -> Command {
    let (id, note) = (hazard.id.clone(), "看过了".to_owned());
    if hazard.review == Review::Returned {
        let (spot, category, grade) = ("3".to_owned(), HazardCategory::Leak, Grade::Today);
        return Command::CorrectHazard(CorrectHazard { hazard: id, spot, category, grade, note });
    }
    let review = |rng: &mut Rng, id| {
        let outcome = if rng.once_in(4) {
            ReviewOutcome::Returned { reason: "写清楚".into() }
        } else {
            ReviewOutcome::Reviewed { grade: Grade::Ordinary }
        };
        Command::ReviewHazard(ReviewHazard { hazard: id, outcome })
    };
    match hazard.state {
        HazardState::Found if rng.once_in(2) => review(rng, id),
        HazardState::Found if rng.once_in(3) => {
            Command::ControlHazard(ControlHazard { hazard: id, called: rng.once_in(2), note })
        }
        HazardState::Found | HazardState::Graded | HazardState::Controlled | HazardState::Assigned => {
            Command::RectifyHazard(RectifyHazard { hazard: id, note })
        }
        HazardState::Rectified => Command::RecheckHazard(RecheckHazard { hazard: id, passed: !rng.once_in(4), note }),
        HazardState::Rechecked if hazard.review == Review::Submitted => review(rng, id),
        HazardState::Rechecked | HazardState::Cleared => Command::ClearHazard(ClearHazard { hazard: id }),
    }
}

/// One of the ways that lead on, or what the grid says; not always by somebody who may.
fn on_entry(rng: &mut Rng, entry: &Entry, now_ms: Millis) -> Command {
    let (id, note) = (entry.id.clone(), "办了".to_owned());
    let ways: Vec<&Way> = entry.ways().collect();
    if rng.once_in(4) {
        return Command::ReviewEntry(ReviewEntry { entry: id, passed: !rng.once_in(4), reason: note });
    }
    let Some(way) = rng.pick_of(&ways) else { return Command::CountEntry(CountEntry { entry: id }) };
    if let Some(answer) = way.party {
        let how = *rng.pick(&[Given::Themself, Given::Paper]);
        return Command::AnswerEntry(AnswerEntry { entry: id, party: u32::from(rng.once_in(2)), answer, how, note });
    }
    let points = entry.checkpoints.known().into_iter().flatten();
    let seen = points.map(|point| SeenAt { at: point.at.clone(), at_ms: now_ms }).collect();
    let (agreement, report) = (String::new(), String::new());
    Command::AdvanceEntry(AdvanceEntry {
        entry: id,
        to: way.to,
        note,
        agreement,
        report,
        remedies_told: true,
        seen: if way.needs.contains(&Need::Seen) { seen } else { Vec::new() },
        photos: Vec::new(),
    })
}

fn record_entry(rng: &mut Rng, place: Id, person: &Id, now_ms: Millis) -> Command {
    let entry_kind = *rng.pick(EntryKind::ALL);
    let named = |person: Id, name: &str| Named { person, name: name.into() };
    let parties = match entry_kind {
        EntryKind::Dispute => vec![named(town::id(rng.pick(&town::PEOPLE).0), ""), named(Id::none(), "楼上的")],
        EntryKind::Errand => {
            vec![named(if rng.once_in(3) { town::id(rng.pick(&town::PEOPLE).0) } else { person.clone() }, "")]
        }
        _ => Vec::new(),
    };
    let checkpoints = if entry_kind == EntryKind::Patrol { vec![place.clone()] } else { Vec::new() };
    let happened_at_ms = now_ms - rng.span_ms(3 * HOUR_MS);
    let (category, spot, note, photos) = (EntryCategory::Other, "yard".into(), "三楼".into(), Vec::new());
    let content = EntryContent { category, spot, note, happened_at_ms, parties, checkpoints, photos };
    Command::RecordEntry(RecordEntry { id: rng.id(), entry_kind, place, replaces: Id::none(), content })
}

fn on_issue(rng: &mut Rng, issue: &Issue, now_ms: Millis) -> Command {
    let id = issue.id.clone();
    match issue.state {
        IssueState::Accepted => {
            Command::PutOnAgenda(PutOnAgenda {
                issue: id, meets_at_ms: now_ms + 10 * DAY_MS, topic: "充电桩".into()
            })
        }
        _ if rng.once_in(2) => Command::DeclineIssue(DeclineIssue { issue: id, reason: "不归社区管".into() }),
        _ => Command::AcceptIssue(AcceptIssue { issue: id, category: IssueCategory::Parking }),
    }
}

fn on_hour(rng: &mut Rng, hour: &Hour) -> Command {
    let hour = hour.id.clone();
    if rng.once_in(3) {
        Command::RejectHour(RejectHour { hour, reason: "没来".into() })
    } else {
        Command::ConfirmHour(ConfirmHour { hour })
    }
}

/// Something new; not always something that person may do.
fn anew(rng: &mut Rng, book: &Id, person: &Id, now_ms: Millis) -> Command {
    let place = rng.pick(&town::places(book)).clone();
    let somebody = || town::id(town::PEOPLE[0].0);
    match rng.below(18) {
        14.. => record_entry(rng, place, person, now_ms),
        0..5 => Command::FindHazard(FindHazard {
            id: rng.id(),
            place,
            spot: "yard".into(),
            category: *rng.pick(HazardCategory::ALL),
            grade: *rng.pick(Grade::ALL),
            note: "三楼楼道堆了纸箱".into(),
            found_at_ms: now_ms - rng.span_ms(3 * HOUR_MS),
            photos: Vec::new(),
        }),
        5..8 => Command::RaiseIssue(RaiseIssue {
            id: rng.id(),
            place,
            category: *rng.pick(IssueCategory::ALL),
            title: "充电桩不够".into(),
            detail: "晚上排队到十点".into(),
            raiser: if rng.once_in(8) { somebody() } else { person.clone() },
            consent: true,
        }),
        8..11 => Command::CaptureHour(CaptureHour {
            id: rng.id(),
            provider: if rng.once_in(4) { town::id(rng.pick(&town::PEOPLE).0) } else { person.clone() },
            recipient: recipient(rng),
            place,
            activity: *rng.pick(Activity::ALL),
            started_at_ms: now_ms - rng.span_ms(2 * DAY_MS),
            minutes: 1 + rng.span_ms(180),
        }),
        11 => Command::GiveGrant(GiveGrant {
            id: rng.id(),
            person: town::id(rng.pick(&town::PEOPLE).0),
            role: *rng.pick(&[Role::Steward, Role::Resident, Role::PropertyManager, Role::ResidentRepresentative]),
            place,
            since_ms: 0,
        }),
        12 => Command::EnterPerson(EnterPerson {
            id: rng.id(),
            name: "新来的".into(),
            phone: String::new(),
            household: rng.id(),
            invented: true,
            door: String::new(),
            skills: Vec::new(),
            volunteer: false,
        }),
        // Something that is not there.
        _ => Command::ClearHazard(ClearHazard { hazard: rng.id() }),
    }
}

fn recipient(rng: &mut Rng) -> Recipient {
    let person = rng.pick(&town::PEOPLE).0;
    match rng.below(3) {
        0 => Recipient::Person(town::id(person)),
        1 => Recipient::Card(town::card(person)),
        _ => Recipient::Community,
    }
}

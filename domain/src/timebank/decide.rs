//! Rules on hours (DOMAIN, T1…T15; the ones met here are named where they are).

use super::{
    Account, CaptureHour, Card, ConfirmHour, Evidence, Hour, HourState, OpenCard, Phase, Recipient, RejectHour,
    ServiceDay, ServiceMonth, Transfer, TransferKind,
};
use crate::{
    Day, Field, Id, Millis, Refusal, Row,
    calendar::{DAY_MS, MINUTE_MS},
    grid::{Place, policy},
    identity::{Person, Role},
    rule::{Case, Changes, Guards, Seen, Tri, Verdict, short},
};

/// An hour can be captured up to this long after it was given.
const LATE_MAX_MS: Millis = 30 * DAY_MS;
const REASON_CHARS_MAX: usize = 500;
const WORKER: &[Role] = &[Role::CommunityWorker];

/// A worker opens a card; the account begins with nothing on it.
pub fn open_card(c: &OpenCard, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    guards.fresh(&case.get::<Card>(&c.number));
    let account = Account::member_id(&c.person);
    guards.fresh(&case.get::<Account>(&account));
    guards.need(case.get::<Person>(&c.person), Refusal::NotFound);
    let community = guards.need(case.get::<Place>(case.book), Refusal::PlaceNotHere);
    if let Some(community) = community {
        guards.check(case.actor.system || case.actor.holds(WORKER, &community.path), Refusal::NotYours);
        guards.check(c.person != case.actor.person, Refusal::OwnEntry);
    }
    guards.verdict(|| {
        let card = Card {
            id: c.number.clone(),
            person: c.person.clone(),
            path: community.map_or_else(Vec::new, |place| place.path.clone()),
            opened_at_ms: case.now,
        };
        Changes::rows([card.into(), Account::empty(&account).into()])
    })
}

/// Who the recipient is: a person, the person of a card, or nobody in particular.
fn recipient(c: &CaptureHour, case: &Case, guards: &mut Guards) -> Field<Id> {
    match &c.recipient {
        Recipient::Community => Id::none().into(),
        Recipient::Person(person) => person.clone().into(),
        Recipient::Card(number) => match guards.need(case.get::<Card>(number), Refusal::NoCard) {
            Some(card) => card.person.clone().into(),
            None => Field::Hidden,
        },
    }
}

fn name_of(person: &Field<Id>, case: &Case) -> String {
    let Some(person) = person.known() else { return String::new() };
    match case.get::<Person>(person) {
        Seen::Known(person) => person.name.known().cloned().unwrap_or_default(),
        Seen::Absent | Seen::Unknown => String::new(),
    }
}

/// T8: whether two people are of different households.
fn apart(one: &Id, other: &Id, case: &Case) -> Tri {
    if one == other {
        return Tri::No;
    }
    let household = |person: &Id| case.get::<Person>(person).map(|p| p.household.clone());
    match (household(one), household(other)) {
        (Seen::Known(Field::Known(a)), Seen::Known(Field::Known(b))) => (a != b).into(),
        (Seen::Absent, _) | (_, Seen::Absent) => Tri::No,
        _ => Tri::Unknown,
    }
}

/// A volunteer captures an hour; it waits for somebody else.
pub fn capture(c: &CaptureHour, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    guards.fresh(&case.get::<Hour>(&c.id));
    let place = guards.need(case.get::<Place>(&c.place), Refusal::PlaceNotHere);
    let own = c.provider == case.actor.person;
    if let Some(place) = place {
        guards.check(own || case.actor.holds(WORKER, &place.path), Refusal::NotYours);
        guards.check(place.stood_at(case.now), Refusal::PlaceClosed);
    }
    guards.need(case.get::<Account>(&Account::member_id(&c.provider)), Refusal::NoCard);
    let cap = policy(case).known().map(|p| p.daily_cap_minutes);
    guards.check(c.minutes >= 1 && c.minutes <= cap.unwrap_or(24 * 60), Refusal::OutOfRange);
    // Bounded before it is multiplied: a minute count from the wire must not overflow.
    let ended = c.started_at_ms.saturating_add(c.minutes.clamp(0, 24 * 60) * MINUTE_MS);
    guards.check(ended <= case.now, Refusal::InFuture);
    guards.check(c.started_at_ms >= case.now - LATE_MAX_MS, Refusal::TooOld);
    let recipient = recipient(c, case, &mut guards);
    if let Some(person) = recipient.known().filter(|person| !person.is_none()) {
        guards.check(apart(&c.provider, person, case), Refusal::SamePerson);
    }
    guards.verdict(|| {
        let hour = Hour {
            id: c.id.clone(),
            provider: c.provider.clone(),
            place: c.place.clone(),
            path: place.map_or_else(Vec::new, |place| place.path.clone()),
            activity: c.activity,
            started_at_ms: c.started_at_ms,
            minutes: c.minutes,
            state: HourState::Pending,
            evidence: Evidence::None,
            resolved_at_ms: 0,
            provider_name: name_of(&c.provider.clone().into(), case).into(),
            recipient_name: name_of(&recipient, case).into(),
            recipient,
            captured_by: case.actor.person.clone().into(),
            resolved_by: Id::none().into(),
            reason: String::new().into(),
        };
        let pending = deposit(&hour, Phase::Pending, case.now);
        Changes { rows: vec![hour.into()], transfers: vec![pending] }
    })
}

/// The line of a deposit in one of its phases; the same hour always makes the same line.
fn deposit(hour: &Hour, phase: Phase, at_ms: Millis) -> Transfer {
    let (id, resolves) = match phase {
        Phase::Pending => (hour.pending_id(), Id::none()),
        // One id for both: the database itself refuses a second resolution (T6).
        Phase::Posted | Phase::Voided => (Id::join(&[hour.id.as_str(), "resolved"]), hour.pending_id()),
    };
    Transfer {
        id,
        group: hour.id.clone(),
        kind: TransferKind::Deposit,
        phase,
        resolves,
        debit: Account::issuance_service_id(),
        credit: Account::member_id(&hour.provider),
        minutes: hour.minutes,
        at_ms,
    }
}

/// The guards that confirming and rejecting share: T6, T8, and who may.
fn resolving(hour: &Hour, case: &Case, guards: &mut Guards) {
    guards.check(hour.state == HourState::Pending, Refusal::WrongState);
    let recipient = Tri::of(&hour.recipient, |person| *person == case.actor.person);
    let worker = Tri::from(case.actor.holds(WORKER, &hour.path));
    guards.check(recipient.or(worker), Refusal::NotYours);
    guards.check(hour.provider != case.actor.person, Refusal::OwnEntry);
    guards.check(Tri::of(&hour.captured_by, |by| *by != case.actor.person), Refusal::OwnEntry);
}

/// The days a service touches, each with its part of the interval.
fn parts(hour: &Hour) -> Vec<(Day, Millis, Millis)> {
    let (from, to) = (hour.started_at_ms, hour.ended_at_ms());
    let (first, last) = (Day::at(from), Day::at(to - 1));
    (first.0..=last.0).map(Day).map(|day| (day, from.max(day.start_ms()), to.min(day.end_ms()))).collect()
}

/// T9: the provider's days with this hour's intervals in them.
fn served_days(hour: &Hour, case: &Case, guards: &mut Guards) -> Vec<ServiceDay> {
    let cap = policy(case);
    let mut days = Vec::new();
    for (day, from, to) in parts(hour) {
        let id = ServiceDay::row_id(&hour.provider, day);
        let mut served = match case.get::<ServiceDay>(&id) {
            Seen::Known(served) => served.clone(),
            Seen::Absent => ServiceDay { id, provider: hour.provider.clone(), day, intervals: Vec::new() },
            Seen::Unknown => {
                guards.check(Tri::Unknown, Refusal::Overlap);
                continue;
            }
        };
        guards.check(!served.overlaps(from, to), Refusal::Overlap);
        served.intervals.push((from, to));
        served.intervals.sort_unstable();
        guards.check(Tri::of(&cap, |p| served.minutes() <= p.daily_cap_minutes), Refusal::DailyCap);
        days.push(served);
    }
    days
}

/// The provider's months with this hour in them.
fn served_month(hour: &Hour, case: &Case, account: &Account) -> ServiceMonth {
    let month = Day::at(hour.started_at_ms).month();
    let id = ServiceMonth::row_id(&hour.provider, month);
    match case.get::<ServiceMonth>(&id) {
        Seen::Known(known) => ServiceMonth { minutes: known.minutes + hour.minutes, ..known.clone() },
        Seen::Absent | Seen::Unknown => ServiceMonth {
            id,
            provider: hour.provider.clone(),
            month,
            minutes: hour.minutes,
            first: account.posted_credits_minutes == 0,
            path: hour.path.clone(),
        },
    }
}

/// T10: what goes above the cap goes to the pool, in the same group.
fn overflow(hour: &Hour, account: &Account, case: &Case) -> Option<Transfer> {
    let cap = policy(case).known()?.balance_cap_minutes;
    let above = (account.balance_minutes() + hour.minutes - cap).min(hour.minutes);
    (above > 0).then(|| Transfer {
        id: Id::join(&[hour.id.as_str(), "overflow"]),
        group: hour.id.clone(),
        kind: TransferKind::Overflow,
        phase: Phase::Posted,
        resolves: Id::none(),
        debit: Account::member_id(&hour.provider),
        credit: Account::pool_id(),
        minutes: above,
        at_ms: case.now,
    })
}

/// The recipient or a worker confirms it; it is posted.
pub fn confirm(c: &ConfirmHour, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let Some(hour) = guards.need(case.get::<Hour>(&c.hour), Refusal::NotFound) else {
        return guards.verdict(Changes::default);
    };
    resolving(hour, case, &mut guards);
    guards.check(apart(&hour.provider, &case.actor.person, case), Refusal::SamePerson);
    let account = guards.need(case.get::<Account>(&Account::member_id(&hour.provider)), Refusal::NoCard);
    let days = served_days(hour, case, &mut guards);
    let month = account.map(|account| served_month(hour, case, account));
    guards.verdict(|| {
        let by_recipient = hour.recipient.known() == Some(&case.actor.person);
        let after = Hour {
            state: HourState::Posted,
            evidence: if by_recipient { Evidence::Recipient } else { Evidence::Organiser },
            resolved_at_ms: case.now,
            resolved_by: case.actor.person.clone().into(),
            ..hour.clone()
        };
        let mut rows: Vec<Row> = vec![after.into()];
        rows.extend(days.into_iter().map(Row::from));
        rows.extend(month.map(Row::from));
        let mut transfers = vec![deposit(hour, Phase::Posted, case.now)];
        transfers.extend(account.and_then(|account| overflow(hour, account, case)));
        Changes { rows, transfers }
    })
}

/// The recipient or a worker says it was not so; the announcement is taken back.
pub fn reject(c: &RejectHour, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let hour = guards.need(case.get::<Hour>(&c.hour), Refusal::NotFound);
    if let Some(hour) = hour {
        resolving(hour, case, &mut guards);
    }
    guards.check(!c.reason.trim().is_empty(), Refusal::TextMissing);
    guards.check(short(&c.reason, REASON_CHARS_MAX), Refusal::TextTooLong);
    guards.verdict(|| {
        let Some(hour) = hour else { return Changes::default() };
        let after = Hour {
            state: HourState::Voided,
            resolved_at_ms: case.now,
            resolved_by: case.actor.person.clone().into(),
            reason: c.reason.clone().into(),
            ..hour.clone()
        };
        Changes { rows: vec![after.into()], transfers: vec![deposit(hour, Phase::Voided, case.now)] }
    })
}

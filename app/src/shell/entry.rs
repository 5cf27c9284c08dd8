//! An entry of the outbox in words: what was done, what was typed, and where it leads.

use crate::{
    routes::Route,
    state::{Pending, PendingState},
    stewards::spot,
    text::{Words, council, entry as entries, privacy, stewards, sync as words, timebank},
    ui::{Ui, dates, query},
};
use jiefang_domain::{
    Id, Kind, Millis,
    command::Command,
    council::Issue,
    privacy::AnswerWish1,
    stewards::{Entry, EntryContent, FindHazard1, Grade, Hazard, HazardCategory, ReviewOutcome},
    timebank::Recipient,
};

/// What was done, in one line.
pub fn title(ui: Ui, command: &Command) -> String {
    let with = |words: Words, what: &str| ui.fill(words, &[what]);
    let plain = match command {
        Command::FindHazard1(FindHazard1(c)) | Command::FindHazard(c) => {
            return with(words::DO_FIND_HAZARD, ui.t(stewards::category(c.category)));
        }
        Command::CorrectHazard(c) => return with(words::DO_CORRECT_HAZARD, ui.t(stewards::category(c.category))),
        Command::RaiseIssue(c) => return with(words::DO_RAISE_ISSUE, &c.title),
        Command::CaptureHour(c) => return with(words::DO_CAPTURE_HOUR, ui.t(timebank::activity(c.activity))),
        Command::RecordEntry(c) => return with(words::DO_RECORD_ENTRY, ui.t(stewards::kind(c.entry_kind))),
        Command::RaiseFrom(c) => return with(words::DO_RAISE_ISSUE, &c.issue.title),
        Command::AdvanceEntry(_) => words::DO_ADVANCE_ENTRY,
        Command::AnswerEntry(_) => words::DO_ANSWER_ENTRY,
        Command::BreachEntry(_) => words::DO_BREACH_ENTRY,
        Command::ReviewEntry(_) => words::DO_REVIEW_ENTRY,
        Command::CorrectEntry(_) => words::DO_CORRECT_ENTRY,
        Command::CountEntry(_) => words::DO_COUNT_ENTRY,
        Command::VoidEntry(_) => words::DO_VOID_ENTRY,
        Command::MoveEntry(_) | Command::MoveHazard(_) => words::DO_MOVE,
        Command::HandOver(_) => words::DO_HAND_OVER,
        Command::LookAtEntry(_) => words::DO_LOOK_AT_ENTRY,
        Command::ControlHazard(_) => words::DO_CONTROL_HAZARD,
        Command::AssignHazard(_) => words::DO_ASSIGN_HAZARD,
        Command::VoidHazard(_) => words::DO_VOID_HAZARD,
        Command::LookAtPerson(c) => return with(privacy::LOOKED, &query::person_called(ui, &c.person)),
        Command::GiveConsent(c) => return with(privacy::GIVEN, ui.t(privacy::purpose(c.purpose))),
        Command::WithdrawConsent(c) => return with(privacy::WITHDRAWN, ui.t(privacy::purpose(c.purpose))),
        Command::AskWish(c) => return with(privacy::ASK_TOLD, ui.t(privacy::wish(c.what))),
        Command::AnswerWish1(_) | Command::AnswerWish(_) => privacy::ANSWER_TOLD,
        Command::ErasePerson(_) => privacy::ERASE_TOLD,
        Command::ReviewHazard(_) => words::DO_REVIEW_HAZARD,
        Command::RectifyHazard(_) => words::DO_RECTIFY_HAZARD,
        Command::RecheckHazard(_) => words::DO_RECHECK_HAZARD,
        Command::ClearHazard(_) => words::DO_CLEAR_HAZARD,
        Command::AcceptIssue(_) => words::DO_ACCEPT_ISSUE,
        Command::DeclineIssue(_) => words::DO_DECLINE_ISSUE,
        Command::PutOnAgenda(_) => words::DO_PUT_ON_AGENDA,
        Command::ConfirmHour(_) => words::DO_CONFIRM_HOUR,
        Command::RejectHour(_) => words::DO_REJECT_HOUR,
    };
    ui.t(plain).into()
}

/// What was recorded, all of it: what was asked, and what was answered.
pub type Said = Vec<(&'static str, String)>;

struct Telling {
    ui: Ui,
    said: Said,
}

impl Telling {
    #[inline(never)]
    fn add(&mut self, label: Words, text: &str) {
        if !text.trim().is_empty() {
            self.said.push((self.ui.t(label), text.trim().to_owned()));
        }
    }

    fn words(&mut self, label: Words, text: Words) {
        self.add(label, self.ui.t(text));
    }

    fn text(&mut self, text: &str) {
        self.add(words::YOUR_WORDS, text);
    }

    fn when(&mut self, at_ms: Millis) {
        self.add(words::WHEN, &dates::moment(self.ui, at_ms));
    }

    fn at(&mut self, place: &Id, at: &str) {
        let name = query::long_place_name(self.ui, place);
        self.add(words::WHERE, &[&name, " ", &spot(self.ui, at)].concat());
    }

    fn person(&mut self, label: Words, person: &Id) {
        self.add(label, &query::person_name(self.ui, person));
    }

    fn hazard(&mut self, id: &Id) {
        if let Some((hazard, _)) = query::record::<Hazard>(self.ui, id) {
            self.words(words::ABOUT, stewards::category(hazard.category));
            self.at(&hazard.place, query::shown(&hazard.spot));
        }
    }

    fn hazard_with(&mut self, id: &Id, text: &str) {
        self.hazard(id);
        self.text(text);
    }

    fn issue(&mut self, id: &Id) {
        if let Some((issue, _)) = query::record::<Issue>(self.ui, id) {
            self.add(words::ABOUT, &issue.title);
        }
    }

    fn draft(&mut self, category: HazardCategory, grade: Grade, note: &str) {
        self.words(words::WHAT, stewards::category(category));
        self.words(stewards::GRADE, stewards::grade(grade));
        self.text(note);
    }

    fn entry(&mut self, id: &Id) {
        if let Some((entry, _)) = query::record::<Entry>(self.ui, id) {
            self.words(words::ABOUT, stewards::kind(entry.entry_kind));
            self.at(&entry.place, query::shown(&entry.spot));
        }
    }

    fn entry_with(&mut self, id: &Id, text: &str) {
        self.entry(id);
        self.text(text);
    }

    fn content(&mut self, content: &EntryContent) {
        self.when(content.happened_at_ms);
        self.words(words::WHAT, entries::category(content.category));
        for party in &content.parties {
            let known = (!party.person.is_none()).then(|| query::person_called(self.ui, &party.person));
            self.add(entries::PEOPLE, known.as_deref().unwrap_or(&party.name));
        }
        self.text(&content.note);
    }

    /// What a steward's entry or hazard says beside those of the first day.
    fn tell_of_entry(&mut self, command: &Command) {
        match command {
            Command::RecordEntry(c) => {
                self.at(&c.place, &c.content.spot);
                self.content(&c.content);
            }
            Command::CorrectEntry(c) => {
                self.entry(&c.entry);
                self.content(&c.content);
            }
            Command::AdvanceEntry(c) => {
                self.entry(&c.entry);
                self.add(entries::AGREED_ON, &c.agreement);
                self.add(entries::REPORT_NO, &c.report);
                self.text(&c.note);
            }
            Command::AnswerEntry(c) => self.entry_with(&c.entry, &c.note),
            Command::ReviewEntry(c) => self.entry_with(&c.entry, &c.reason),
            Command::VoidEntry(c) => self.entry_with(&c.entry, &c.reason),
            Command::BreachEntry(c) => self.entry_with(&c.entry, &c.note),
            Command::CountEntry(c) => self.entry(&c.entry),
            Command::MoveEntry(c) => {
                self.words(words::WHAT, stewards::kind(c.entry_kind));
                self.at(&c.place, "");
                self.text(&c.note);
            }
            Command::MoveHazard(c) => self.at(&c.place, &c.spot),
            Command::HandOver(c) => {
                self.entry(&c.of.id);
                self.hazard(&c.of.id);
            }
            Command::LookAtEntry(c) => {
                self.entry(&c.entry);
                self.words(privacy::WHY, privacy::reason(c.reason));
                self.text(&c.note);
            }
            Command::ControlHazard(c) => self.hazard_with(&c.hazard, &c.note),
            Command::AssignHazard(c) => self.hazard_with(&c.hazard, &c.note),
            Command::VoidHazard(c) => self.hazard_with(&c.hazard, &c.reason),
            Command::RaiseFrom(c) => {
                self.at(&c.issue.place, "");
                self.text(&c.issue.title);
            }
            other => self.tell_of_person(other),
        }
    }

    /// What concerns somebody's data.
    fn tell_of_person(&mut self, command: &Command) {
        match command {
            Command::LookAtPerson(c) => {
                self.words(privacy::WHY, privacy::reason(c.reason));
                self.text(&c.note);
            }
            Command::GiveConsent(c) => self.person(words::FOR, &c.person),
            Command::WithdrawConsent(c) => self.person(words::FOR, &c.person),
            Command::AskWish(c) => {
                self.person(words::FOR, &c.person);
                self.text(&c.text);
            }
            Command::AnswerWish1(AnswerWish1(c)) | Command::AnswerWish(c) => self.text(&c.answer),
            _ => {}
        }
    }

    fn tell(&mut self, command: &Command) {
        match command {
            Command::FindHazard1(FindHazard1(c)) | Command::FindHazard(c) => {
                self.at(&c.place, &c.spot);
                self.when(c.found_at_ms);
                self.draft(c.category, c.grade, &c.note);
            }
            Command::CorrectHazard(c) => {
                self.add(words::WHERE, &spot(self.ui, &c.spot));
                self.draft(c.category, c.grade, &c.note);
            }
            Command::RectifyHazard(c) => self.hazard_with(&c.hazard, &c.note),
            Command::RecheckHazard(c) => {
                self.hazard(&c.hazard);
                self.words(stewards::RESULT, if c.passed { stewards::PASSED } else { stewards::FAILED });
                self.text(&c.note);
            }
            Command::ReviewHazard(c) => {
                self.hazard(&c.hazard);
                match &c.outcome {
                    ReviewOutcome::Returned { reason } => self.text(reason),
                    ReviewOutcome::Reviewed { grade } => self.words(stewards::GRADE, stewards::grade(*grade)),
                }
            }
            Command::ClearHazard(c) => self.hazard(&c.hazard),
            Command::RaiseIssue(c) => {
                self.words(words::WHAT, council::category(c.category));
                self.at(&c.place, "");
                self.text(&c.title);
                self.text(&c.detail);
                self.person(words::FOR, &c.raiser);
            }
            Command::AcceptIssue(c) => self.issue(&c.issue),
            Command::DeclineIssue(c) => {
                self.issue(&c.issue);
                self.text(&c.reason);
            }
            Command::PutOnAgenda(c) => {
                self.issue(&c.issue);
                self.when(c.meets_at_ms);
                self.text(&c.topic);
            }
            Command::CaptureHour(c) => {
                self.words(words::WHAT, timebank::activity(c.activity));
                self.when(c.started_at_ms);
                self.add(words::HOW_LONG, &dates::length(self.ui, c.minutes));
                match &c.recipient {
                    Recipient::Person(person) => self.person(words::FOR, person),
                    Recipient::Card(number) => {
                        self.add(words::FOR, &self.ui.fill(timebank::NUMBER, &[number.as_str()]));
                    }
                    Recipient::Community => self.words(words::FOR, timebank::EVERYONE),
                }
                self.person(words::BY, &c.provider);
            }
            Command::RejectHour(c) => self.text(&c.reason),
            Command::ConfirmHour(_) => {}
            other => self.tell_of_entry(other),
        }
    }
}

/// What was typed and chosen, so that it can be read, used again, or handed on. Names are looked up in the current book.
pub fn said(ui: Ui, command: &Command) -> Said {
    let mut telling = Telling { ui, said: Said::new() };
    telling.tell(command);
    telling.said
}

/// The record it is about.
pub fn leads_to(command: &Command) -> Option<Route> {
    let hazard = |id: &Id| Some(Route::Hazard(id.clone()));
    let entry = |id: &Id| Some(Route::Entry(id.clone()));
    match command {
        Command::ControlHazard(c) => hazard(&c.hazard),
        Command::AssignHazard(c) => hazard(&c.hazard),
        Command::VoidHazard(c) => hazard(&c.hazard),
        Command::AdvanceEntry(c) => entry(&c.entry),
        Command::AnswerEntry(c) => entry(&c.entry),
        Command::ReviewEntry(c) => entry(&c.entry),
        Command::CorrectEntry(c) => entry(&c.entry),
        Command::CountEntry(c) => entry(&c.entry),
        Command::VoidEntry(c) => entry(&c.entry),
        Command::BreachEntry(c) => entry(&c.entry),
        Command::LookAtEntry(c) => entry(&c.entry),
        Command::MoveEntry(c) => entry(&c.entry),
        Command::MoveHazard(c) => hazard(&c.hazard),
        Command::HandOver(c) if c.of.kind == Kind::Hazard => hazard(&c.of.id),
        Command::HandOver(c) => entry(&c.of.id),
        Command::ReviewHazard(c) => hazard(&c.hazard),
        Command::CorrectHazard(c) => hazard(&c.hazard),
        Command::RectifyHazard(c) => hazard(&c.hazard),
        Command::RecheckHazard(c) => hazard(&c.hazard),
        Command::ClearHazard(c) => hazard(&c.hazard),
        Command::AcceptIssue(c) => Some(Route::Issue(c.issue.clone())),
        Command::DeclineIssue(c) => Some(Route::Issue(c.issue.clone())),
        Command::PutOnAgenda(c) => Some(Route::Issue(c.issue.clone())),
        Command::ConfirmHour(c) => Some(Route::Hour(c.hour.clone())),
        Command::RejectHour(c) => Some(Route::Hour(c.hour.clone())),
        _ => None,
    }
}

/// The sign of the brand it belongs to.
pub fn seal(command: &Command) -> (&'static str, &'static str) {
    match command.kind().split('.').next() {
        Some("hazard") => ("seal s sm", "隐"),
        Some("entry") => ("seal s sm", "楼"),
        Some("issue") => ("seal c sm", "议"),
        Some("hour" | "card") => ("seal t sm", "时"),
        _ => ("seal sm", "记"),
    }
}

/// How far it has come: a tag's class and its words.
pub fn state(pending: &Pending) -> (&'static str, Words) {
    match pending.state {
        PendingState::Waiting | PendingState::TakenBack => ("tag wait", words::STATE_WAITING),
        PendingState::Arrived => ("tag ok", words::STATE_ARRIVED),
        PendingState::NoLongerHolds(_) => ("tag bad", words::STATE_STUCK),
        PendingState::Refused(_) => ("tag bad", words::STATE_REFUSED),
        PendingState::Held(_) => ("tag bad", words::STATE_HELD),
    }
}

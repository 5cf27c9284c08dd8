//! A line that is being planned: its cells, what is wrong with it, and the acts it leads to.

use super::{
    At, Outcome, Planner, Step,
    report::{Bad, Note, Said, Why},
    undo,
};
use crate::import::{
    books::Community,
    heading::{Field, Table},
    read::Line,
    value::{Fault, compared},
};
use jiefang_domain::{Id, Key, command::Command, record::Record};

/// A line and what has come of it so far.
pub(super) struct Work<'w, 'b> {
    pub planner: &'w mut Planner<'b>,
    file: &'w str,
    table: &'w Table<'w>,
    line: &'w Line,
    nth: usize,
    community: usize,
    steps: Vec<Step>,
    bad: Vec<Bad>,
    notes: Vec<Note>,
    outcome: Outcome,
    again: Option<u32>,
    said: Vec<(Id, Id)>,
    of_place: Vec<(Id, Field)>,
}

impl<'w, 'b> Work<'w, 'b> {
    pub fn new(planner: &'w mut Planner<'b>, file: &'w str, table: &'w Table<'w>, line: &'w Line, nth: usize) -> Self {
        let (steps, bad, notes) = (Vec::new(), Vec::new(), Vec::new());
        let (outcome, said, of_place) = (Outcome::Same, Vec::new(), Vec::new());
        Self { planner, file, table, line, nth, community: 0, steps, bad, notes, outcome, again: None, said, of_place }
    }

    fn column(&self, field: Field) -> Option<usize> {
        self.table.columns.iter().position(|column| column.field == Some(field))
    }

    /// Whether the sheet has such a column.
    pub fn has(&self, field: Field) -> bool {
        self.column(field).is_some()
    }

    /// What the line says there.
    pub fn cell(&self, field: Field) -> &'w str {
        self.column(field).map_or("", |at| self.line.cell(at))
    }

    fn said(&self, field: Field) -> Said {
        let heading = self.column(field).map_or_else(
            || field.words(jiefang_domain::Lang::Zh).to_owned(),
            |at| self.table.columns[at].heading.clone(),
        );
        Said {
            file: self.file.to_owned(),
            sheet: self.table.sheet.to_owned(),
            line: self.line.number,
            column: heading,
            value: self.cell(field).to_owned(),
        }
    }

    /// The line is left out.
    pub fn fault(&mut self, field: Field, fault: Fault) {
        self.fault_after(field, fault, 0);
    }

    /// The line is left out because of an earlier one.
    pub fn fault_after(&mut self, field: Field, fault: Fault, earlier: u32) {
        let at = self.said(field);
        self.bad.push(Bad { at, why: Why::Fault(fault), earlier });
    }

    /// There is something to look at.
    pub fn note(&mut self, field: Field, code: &'static str, words: (String, String)) {
        let at = self.said(field);
        self.notes.push(Note { at, code, words });
    }

    /// The value of a cell; the line is left out where it has none.
    pub fn value<T>(&mut self, field: Field, read: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        match read(self.cell(field)) {
            Ok(value) => Some(value),
            Err(fault) => {
                self.fault(field, fault);
                None
            }
        }
    }

    /// The text of a cell that must be filled in and is not too long.
    pub fn name(&mut self, field: Field, chars_max: usize) -> Option<String> {
        self.value(field, |text| match text.chars().count() {
            0 => Err(Fault::Missing),
            count if count > chars_max => Err(Fault::TooLong),
            _ => Ok(text.to_owned()),
        })
    }

    /// Whether nothing is wrong so far.
    pub fn is_sound(&self) -> bool {
        self.bad.is_empty()
    }

    /// Finds the community of the line.
    pub fn enter(&mut self) {
        let name = self.cell(Field::Community);
        let books = &self.planner.books;
        let called = books.called(name);
        let mine: Vec<usize> = called.iter().copied().filter(|at| books.communities[*at].may).collect();
        let found = match (name.is_empty(), mine.as_slice()) {
            (true, _) if self.has(Field::Community) => Err(Fault::Missing),
            (true, _) => books.sole().ok_or(Fault::NoCommunityColumn),
            (false, [at]) => Ok(*at),
            (false, [_, ..]) => Err(Fault::WhichCommunity),
            (false, []) if called.is_empty() => Err(Fault::NoCommunity),
            (false, []) => Err(Fault::NotYours),
        };
        match found {
            Ok(at) => self.community = at,
            Err(fault) => self.fault(Field::Community, fault),
        }
    }

    /// The community of the line.
    pub fn community(&self) -> &Community {
        &self.planner.books.communities[self.community]
    }

    /// The community's book.
    pub fn book(&self) -> Id {
        self.community().book.clone().unwrap_or_else(Id::none)
    }

    /// An id that nothing has yet.
    pub fn new_id(&self) -> Id {
        let nth = self.planner.plan.steps.len() + self.steps.len();
        Id::join(&[self.planner.id.as_str(), "r", &nth.to_string()])
    }

    /// Does something to a row; the line is left out where the rules say no.
    pub fn act<R: Record>(&mut self, row: &Id, command: Command, field: Field) -> bool {
        let (key, book) = (Key::of::<R>(row), self.book());
        let undo = undo::of(&command, self.community());
        let books = &mut *self.planner.books;
        match books.communities[self.community].act(&command, &books.actor, books.now) {
            Ok(()) => {
                self.steps.push(Step { book, command, key, undo });
                true
            }
            Err(refusal) => {
                let at = self.said(field);
                self.bad.push(Bad { at, why: Why::Refused(refusal), earlier: 0 });
                false
            }
        }
    }

    /// At least this came of the line.
    pub fn came(&mut self, outcome: Outcome) {
        self.outcome = self.outcome.max(outcome);
    }

    fn at(&self) -> At {
        (self.nth, self.line.number)
    }

    /// Notes that this line says what a row is; the number of an earlier line that did.
    pub fn says(&mut self, row: &Id) -> Option<u32> {
        let (at, key) = (self.at(), (self.book(), row.clone()));
        let earlier = *self.planner.said.entry(key.clone()).or_insert(at);
        if earlier == at {
            self.said.push(key);
        }
        self.again = (earlier != at).then_some(earlier.1);
        self.again
    }

    /// Notes what this line says of a place beside its row; the number of an earlier line that says otherwise.
    pub fn says_of(&mut self, place: &Id, field: Field, value: &str) -> Option<u32> {
        let at = self.at();
        let key = (place.clone(), field);
        let (said, earlier) = self.planner.of_place.entry(key.clone()).or_insert_with(|| (compared(value), at)).clone();
        if earlier == at {
            self.of_place.push(key);
        }
        (said != compared(value)).then_some(earlier.1)
    }

    /// Whether it may hold once the others are known; what it has done so far is as if it had not been.
    pub fn waits(&mut self) -> bool {
        let waits = self.bad.iter().any(|bad| bad.why == Why::Fault(Fault::PhoneKnown));
        if waits {
            self.forget();
        }
        waits
    }

    /// A line that is left out says nothing.
    fn forget(&mut self) {
        self.planner.books.communities[self.community].forget();
        for key in self.said.drain(..) {
            self.planner.said.remove(&key);
        }
        for key in self.of_place.drain(..) {
            self.planner.of_place.remove(&key);
        }
    }

    /// Takes the line, or leaves it out whole.
    pub fn end(mut self) {
        if !self.bad.is_empty() {
            self.forget();
        }
        let said = self.again.map(|earlier| (self.said_line(), earlier));
        let community = &mut self.planner.books.communities[self.community];
        let report = &mut self.planner.plan.report;
        if !self.bad.is_empty() {
            report.bad_lines += 1;
            report.bad.extend(self.bad);
            return;
        }
        community.keep();
        report.notes.extend(self.notes);
        match self.outcome {
            Outcome::Add => report.add += 1,
            Outcome::Change => report.change += 1,
            Outcome::Same => {
                report.same += 1;
                report.duplicates.extend(said);
            }
        }
        self.planner.plan.steps.extend(self.steps);
    }

    fn said_line(&self) -> Said {
        let (column, value) = (String::new(), String::new());
        Said { file: self.file.into(), sheet: self.table.sheet.into(), line: self.line.number, column, value }
    }
}

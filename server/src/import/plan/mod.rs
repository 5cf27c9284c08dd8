//! What lists would do to the books: line by line, places first, then stewards, then residents, in whatever order they came.

mod fault;
mod grid;
mod line;
mod people;
mod report;
mod undo;
mod whom;

pub use report::{Bad, Note, Report, Said, Skipped, Written};

use super::{
    books::Books,
    heading::{About, Field, Map, Table, table},
    read::{Line, Sheet},
};
use jiefang_domain::{Day, Id, Key, command::Command, identity::Role};
use line::Work;
use std::{collections::HashMap, sync::Arc};

/// How often a line is looked at whose number somebody else has: a later line may say that they have another one by now.
const ROUNDS_MAX: u32 = 8;

/// An act of a plan.
#[derive(Clone, Debug)]
pub struct Step {
    /// In which book.
    pub book: Id,
    /// What.
    pub command: Command,
    /// The row that it is about.
    pub key: Key,
    /// What takes it back; none where nothing does.
    pub undo: Option<Command>,
}

/// What lists would do.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// In this order.
    pub steps: Vec<Step>,
    /// What is told of it.
    pub report: Report,
}

impl Plan {
    /// What is written of which kind, told before it is.
    fn tell_what(&mut self) {
        let mut written = Written::default();
        for step in &self.steps {
            match &step.command {
                Command::AddPlace(_) | Command::ReopenPlace(_) => written.places += 1,
                Command::EnterPerson(_) | Command::ReturnPerson(_) => written.people += 1,
                Command::GiveGrant(give) if give.role == Role::Steward => written.stewards += 1,
                Command::OpenCard(_) => written.cards += 1,
                _ => {}
            }
        }
        self.report.written = written;
    }
}

/// A file with its sheets.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its name.
    pub file: String,
    /// Its sheets.
    pub sheets: Arc<[Sheet]>,
}

/// What came of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// All of it is so already.
    Same,
    /// Something that is known changes.
    Change,
    /// Something new comes.
    Add,
}

/// Where a line stands: file and place in the list of tables, and its number.
type At = (usize, u32);

/// A plan that is being made.
struct Planner<'b> {
    books: &'b mut Books,
    plan: Plan,
    /// The import's id, from which the ids of new rows and acts follow.
    id: &'b Id,
    today: Day,
    /// Where it was first said what a row is.
    said: HashMap<(Id, Id), At>,
    /// What sheets said of the Party body of an area and of an estate's being unmanaged, and where.
    of_place: HashMap<(Id, Field), (String, At)>,
}

/// Plans what `sources` would do. `told` hears how many lines of how many are done, and says whether to go on.
///
/// `None` where it was not to go on.
pub fn plan(
    sources: &[Source],
    map: &Map,
    books: &mut Books,
    id: &Id,
    mut told: impl FnMut(usize, usize) -> bool,
) -> Option<Plan> {
    let mut report = Report::default();
    let mut tables: Vec<(&str, Table)> = Vec::new();
    for source in sources {
        for sheet in &*source.sheets {
            match if sheet.hidden { None } else { table(sheet, map) } {
                Some(table) => {
                    report.columns(&source.file, &table);
                    tables.push((&source.file, table));
                }
                None => report.skip(&source.file, sheet),
            }
        }
    }
    tables.sort_by_key(|(_, table)| table.about);
    let lines = in_order(&tables);
    let today = Day::at(books.now);
    let plan = Plan { steps: Vec::new(), report };
    let mut planner = Planner { books, plan, id, today, said: HashMap::new(), of_place: HashMap::new() };
    let (mut waiting, mut done, mut round) = (lines.iter().collect::<Vec<_>>(), 0, 1);
    while !waiting.is_empty() {
        let (mut again, before) = (Vec::new(), done);
        for at in waiting {
            if !told(done, lines.len()) {
                return None;
            }
            let (nth, line) = at;
            let (file, table) = &tables[*nth];
            let mut work = Work::new(&mut planner, file, table, line, *nth);
            match table.about {
                About::Grid => grid::line(&mut work),
                About::Stewards => people::steward(&mut work),
                About::Residents => people::resident(&mut work),
            }
            if round < ROUNDS_MAX && work.waits() {
                again.push(at);
            } else {
                work.end();
                done += 1;
            }
        }
        // Where nothing came of it, it is the last time.
        round = if done == before { ROUNDS_MAX } else { round + 1 };
        waiting = again;
    }
    told(lines.len(), lines.len());
    let nth = |said: &Said| tables.iter().position(|(file, table)| *file == said.file && table.sheet == said.sheet);
    planner.plan.report.sort(nth);
    planner.plan.tell_what();
    Some(planner.plan)
}

/// Every line with the number of its table: within what a table is about, those first that say whom they mean by a phone
/// number or a door. Somebody of whom nothing but the name is said can only be told once all others are known.
fn in_order<'t>(tables: &'t [(&str, Table)]) -> Vec<(usize, &'t Line)> {
    let mut lines: Vec<(About, bool, usize, &Line)> = Vec::new();
    for (nth, (_, table)) in tables.iter().enumerate() {
        let column = |field| table.columns.iter().position(|column| column.field == Some(field));
        let says = [Field::Phone, Field::Room].map(column);
        let bare = |line: &Line| says.iter().flatten().all(|at| line.cell(*at).is_empty());
        let people = table.about != About::Grid;
        lines.extend(table.lines.iter().map(|line| (table.about, people && bare(line), nth, line)));
    }
    lines.sort_by_key(|(about, bare, nth, line)| (*about, *bare, *nth, line.number));
    lines.into_iter().map(|(_, _, nth, line)| (nth, line)).collect()
}

//! What is told of a plan.

use crate::import::{
    heading::{Field, HEADING_WITHIN, Table},
    read::{Line, Sheet},
    value::Fault,
};
use jiefang_domain::{Lang, Refusal};
use serde_json::{Value, json};

/// Why a line is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// What is written there.
    Fault(Fault),
    /// What the rules say of it.
    Refused(Refusal),
}

impl Why {
    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fault(fault) => fault.code(),
            Self::Refused(refusal) => refusal.code(),
        }
    }

    /// In words.
    pub fn words(self, lang: Lang) -> &'static str {
        match self {
            Self::Fault(fault) => fault.words(lang),
            Self::Refused(refusal) => refusal.words(lang),
        }
    }
}

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The file.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// The line, from 1.
    pub line: u32,
    /// The column's heading; the usual one where the sheet has no such column.
    pub column: String,
    /// What stands there.
    pub value: String,
}

/// A cell for which its line is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bad {
    /// Where.
    pub at: Said,
    /// Why.
    pub why: Why,
    /// The earlier line it contradicts; 0 where none.
    pub earlier: u32,
}

/// Something to look at in a line that is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where.
    pub at: Said,
    /// What, by its code.
    pub code: &'static str,
    /// What, in Chinese and English.
    pub words: (String, String),
}

/// A sheet that was not read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The file.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// Because it is hidden; otherwise because no heading was recognised.
    pub hidden: bool,
    /// What may be its headings: the first line of several cells.
    pub headings: Vec<String>,
}

/// A column as it was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Understood {
    /// The file.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// The heading.
    pub heading: String,
    /// As what; none where it is not recognised.
    pub field: Option<Field>,
}

/// What comes new, by what it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Areas, estates and buildings.
    pub places: usize,
    /// People.
    pub people: usize,
    /// Stewards of a place.
    pub stewards: usize,
    /// Cards.
    pub cards: usize,
}

/// What is told of a plan. A line is counted once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Lines that add something.
    pub add: usize,
    /// Lines that change something.
    pub change: usize,
    /// Lines that say what is so already.
    pub same: usize,
    /// Lines that are left out.
    pub bad_lines: usize,
    /// What comes new.
    pub written: Written,
    /// Why.
    pub bad: Vec<Bad>,
    /// What to look at.
    pub notes: Vec<Note>,
    /// Lines that say again what an earlier one said, with that one's number. They count as the same.
    pub duplicates: Vec<(Said, u32)>,
    /// The columns.
    pub columns: Vec<Understood>,
    /// The sheets that were not read.
    pub skipped: Vec<Skipped>,
}

impl Report {
    pub(super) fn columns(&mut self, file: &str, table: &Table) {
        for (at, column) in table.columns.iter().enumerate().filter(|(_, column)| !column.heading.is_empty()) {
            // The second of a heading is called so in a map.
            let nth = 1 + table.columns[..at].iter().filter(|before| before.heading == column.heading).count();
            let heading = if nth > 1 { format!("{}#{nth}", column.heading) } else { column.heading.clone() };
            let (file, sheet) = (file.to_owned(), table.sheet.to_owned());
            self.columns.push(Understood { file, sheet, heading, field: column.field });
        }
    }

    pub(super) fn skip(&mut self, file: &str, sheet: &Sheet) {
        if sheet.hidden || !sheet.lines.is_empty() {
            let several = |line: &&Line| line.cells.iter().filter(|cell| !cell.is_empty()).count() > 1;
            let first = sheet.lines.iter().take(HEADING_WITHIN).find(several).filter(|_| !sheet.hidden);
            let headings = first
                .map_or_else(Vec::new, |line| line.cells.iter().filter(|cell| !cell.is_empty()).cloned().collect());
            let (file, name) = (file.to_owned(), sheet.name.clone());
            self.skipped.push(Skipped { file, sheet: name, hidden: sheet.hidden, headings });
        }
    }

    /// Puts everything into the order of the lists, lines of other communities last.
    pub(super) fn sort(&mut self, nth: impl Fn(&Said) -> Option<usize>) {
        let at = |said: &Said| (nth(said), said.line);
        // What can be put right stands before what is another community's.
        let anothers = |bad: &Bad| bad.why == Why::Fault(Fault::NotYours);
        self.bad.sort_by_cached_key(|bad| (anothers(bad), at(&bad.at)));
        self.notes.sort_by_cached_key(|note| at(&note.at));
        self.duplicates.sort_by_cached_key(|(said, _)| at(said));
    }

    /// As one JSON object, with reasons in the words of `say`.
    pub fn json(&self, say: impl Fn(&dyn Fn(Lang) -> String) -> String) -> Value {
        let at = |said: &Said| {
            let Said { file, sheet, line, column, value } = said;
            json!({ "file": file, "sheet": sheet, "line": line, "column": column, "value": value })
        };
        let bad = self.bad.iter().map(|bad| {
            let mut value = at(&bad.at);
            value["reason"] = say(&|lang| bad.words(lang)).into();
            value["code"] = bad.why.code().into();
            value
        });
        let notes = self.notes.iter().map(|note| {
            let mut value = at(&note.at);
            let pick = |lang| if lang == Lang::Zh { note.words.0.clone() } else { note.words.1.clone() };
            value["note"] = say(&pick).into();
            value["code"] = note.code.into();
            value
        });
        let duplicates = self.duplicates.iter().map(|(said, earlier)| {
            json!({ "file": said.file, "sheet": said.sheet, "line": said.line, "earlier_line": earlier })
        });
        json!({
            "add": self.add,
            "change": self.change,
            "same": self.same,
            "bad": bad.collect::<Vec<_>>(),
            "bad_lines": self.bad_lines,
            "written": self.written.json(),
            "notes": notes.collect::<Vec<_>>(),
            "duplicates": duplicates.collect::<Vec<_>>(),
            "columns": self.columns_json(),
            "unrecognised": self.unrecognised(),
            "skipped": self.skipped_json(),
        })
    }

    /// The columns as they were understood.
    pub fn columns_json(&self) -> Vec<Value> {
        let one = |column: &Understood| {
            let field = column.field.map_or("", Field::code);
            json!({ "file": column.file, "sheet": column.sheet, "column": column.heading, "field": field })
        };
        self.columns.iter().map(one).collect()
    }

    /// The sheets that were not read.
    pub fn skipped_json(&self) -> Vec<Value> {
        let one = |skipped: &Skipped| {
            let why = if skipped.hidden { "hidden" } else { "no_heading" };
            json!({ "file": skipped.file, "sheet": skipped.sheet, "why": why, "headings": skipped.headings })
        };
        self.skipped.iter().map(one).collect()
    }

    /// The bad lines as text with separators that a spreadsheet opens as it is: what begins like a formula is text.
    ///
    /// # Errors
    /// It could not be written.
    pub fn bad_csv(&self, lang: Lang) -> Result<String, csv::Error> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        let heads = [
            ("文件", "file"),
            ("工作表", "sheet"),
            ("行", "line"),
            ("列", "column"),
            ("内容", "value"),
            ("原因", "reason"),
        ];
        writer.write_record(heads.map(|(zh, en)| lang.pick(zh, en)))?;
        for bad in &self.bad {
            let Said { file, sheet, line, column, value } = &bad.at;
            let line = line.to_string();
            let cells = [file, sheet, &line, column, value, &bad.words(lang)].map(|text| as_text(text));
            writer.write_record(cells)?;
        }
        let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
        Ok(format!("\u{FEFF}{}", String::from_utf8_lossy(&bytes)))
    }

    /// The headings that mean nothing here, each once.
    pub fn unrecognised(&self) -> Vec<&str> {
        let unknown = self.columns.iter().filter(|column| column.field.is_none());
        let mut headings: Vec<&str> = Vec::new();
        for column in unknown {
            if !headings.contains(&column.heading.as_str()) {
                headings.push(&column.heading);
            }
        }
        headings
    }
}

impl Written {
    /// As one JSON object.
    pub fn json(self) -> Value {
        json!({ "places": self.places, "people": self.people, "stewards": self.stewards, "cards": self.cards })
    }
}

/// What begins like a formula and is no number, as text.
fn as_text(text: &str) -> String {
    let number = text.strip_prefix(['-', '+']).unwrap_or(text).parse::<f64>().is_ok_and(f64::is_finite);
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !number { format!("'{text}") } else { text.to_owned() }
}

impl Bad {
    /// Why, with the earlier line.
    pub fn words(&self, lang: Lang) -> String {
        let words = self.why.words(lang);
        match (self.earlier, lang) {
            (0, _) => words.to_owned(),
            (line, Lang::Zh) => format!("{words}（第 {line} 行）"),
            (line, Lang::En) => format!("{words} (line {line})"),
        }
    }
}

//! What is told of cells together: a list of a whole subdistrict has hundreds of lines with the same fault.

use super::report::{Report, Said};
use jiefang_domain::Lang;
use serde_json::{Value, json};

/// How many runs of lines one fault names.
const RUNS_MAX: usize = 5;

/// Cells of which the same is said, and the runs of lines they stand in.
struct Together<'r> {
    at: &'r Said,
    words: String,
    runs: Vec<(u32, u32)>,
    lines: usize,
}

fn together<'r>(cells: impl Iterator<Item = (&'r Said, String)>, by_value: bool) -> Vec<Together<'r>> {
    let mut all: Vec<Together> = Vec::new();
    for (at, words) in cells {
        let same = |one: &&mut Together| {
            (&one.at.file, &one.at.sheet, &one.at.column) == (&at.file, &at.sheet, &at.column)
                && one.words == words
                && (!by_value || one.at.value == at.value)
        };
        match all.iter_mut().find(same) {
            None => all.push(Together { at, words, runs: vec![(at.line, at.line)], lines: 1 }),
            Some(one) => {
                one.lines += 1;
                match one.runs.last_mut() {
                    Some((_, last)) if *last + 1 == at.line => *last = at.line,
                    _ => one.runs.push((at.line, at.line)),
                }
            }
        }
    }
    all
}

impl Together<'_> {
    /// Its lines in words: `2、7–9`, `2、7–9、11、13、20 等 31`.
    fn lines(&self, lang: Lang) -> String {
        let run =
            |(first, last): &(u32, u32)| if first == last { first.to_string() } else { format!("{first}–{last}") };
        let named: Vec<String> = self.runs.iter().take(RUNS_MAX).map(run).collect();
        let named = named.join(lang.pick("、", ", "));
        match (self.runs.len() > RUNS_MAX, lang) {
            (false, _) => named,
            (true, Lang::Zh) => format!("{named} 等 {}", self.lines),
            (true, Lang::En) => format!("{named} … {} in all", self.lines),
        }
    }

    fn json(&self, lang: Lang) -> Value {
        let Said { file, sheet, column, value, .. } = self.at;
        json!({ "file": file, "sheet": sheet, "lines": self.lines(lang), "count": self.lines, "column": column,
            "value": value, "words": self.words })
    }
}

impl Report {
    /// The first so many faults, each with all its lines, and how many faults there are.
    pub fn faults(&self, lang: Lang, most: usize) -> (Vec<Value>, usize) {
        let all = together(self.bad.iter().map(|bad| (&bad.at, bad.words(lang))), true);
        (all.iter().take(most).map(|one| one.json(lang)).collect(), all.len())
    }

    /// The same of what is to be looked at.
    pub fn remarks(&self, lang: Lang, most: usize) -> (Vec<Value>, usize) {
        let pick = |(zh, en): &(String, String)| if lang == Lang::Zh { zh.clone() } else { en.clone() };
        let all = together(self.notes.iter().map(|note| (&note.at, pick(&note.words))), false);
        (all.iter().take(most).map(|one| one.json(lang)).collect(), all.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{
        plan::{Bad, report::Why},
        value::Fault,
    };

    #[test]
    fn cells_with_the_same_fault_are_told_together_with_every_line() {
        let bad = |line, value: &str| Bad {
            at: Said { file: "a.csv".into(), sheet: "a".into(), line, column: "社区".into(), value: value.into() },
            why: Why::Fault(Fault::NotYours),
            earlier: 0,
        };
        let lines = (0..300).map(|n| bad(2 * n, "甲")).chain([bad(7, "乙"), bad(8, "乙"), bad(10, "乙")]);
        let report = Report { bad: lines.collect(), ..Report::default() };
        let (faults, all) = report.faults(Lang::Zh, 50);
        assert_eq!((faults.len(), all), (2, 2));
        assert_eq!((&faults[0]["count"], &faults[0]["lines"]), (&json!(300), &json!("0、2、4、6、8 等 300")));
        assert_eq!((&faults[1]["count"], &faults[1]["lines"]), (&json!(3), &json!("7–8、10")));
    }
}

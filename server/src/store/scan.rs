//! From the text of a stored record into columns, without making the record: what is sent stands there already.

use jiefang_domain::{
    record::coding::{Column, Table},
    tree::Tree,
};
use std::borrow::Cow;

/// Adds the record in `body`, `{"kind":{…}}` as [`super::write`] wrote it, to the columns of its kind; `None` where it is
/// written otherwise, and then these columns are of no use any more.
pub fn scan(body: &str, columns: &mut Table) -> Option<()> {
    let mut scan = Scan { text: body, at: 1 };
    scan.string()?;
    scan.take(b':')?;
    scan.fields(columns)?;
    columns.end();
    scan.take(b'}')?;
    (body.starts_with('{') && scan.at == body.len()).then_some(())
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scan<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// Whether another item follows, or the end.
    fn goes_on(&mut self, end: u8) -> Option<bool> {
        let byte = self.peek()?;
        self.at += 1;
        (byte == b',' || byte == end).then_some(byte == b',')
    }

    /// What stands between quotation marks, as it is written.
    fn quoted(&mut self) -> Option<&'t str> {
        self.take(b'"')?;
        let from = self.at;
        loop {
            let bytes = self.text.as_bytes().get(self.at..)?;
            self.at += bytes.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
            if self.peek()? == b'"' {
                break;
            }
            self.at += 2;
        }
        self.at += 1;
        self.text.get(from..self.at - 1)
    }

    fn string(&mut self) -> Option<Cow<'t, str>> {
        let from = self.at;
        let quoted = self.quoted()?;
        if quoted.contains('\\') {
            return serde_json::from_str(self.text.get(from..self.at)?).ok().map(Cow::Owned);
        }
        Some(Cow::Borrowed(quoted))
    }

    /// Passes over a value.
    fn skip(&mut self) -> Option<&'t str> {
        let (from, mut depth) = (self.at, 0_u32);
        loop {
            match self.peek()? {
                b'"' => drop(self.quoted()?),
                b'[' | b'{' => (depth, self.at) = (depth + 1, self.at + 1),
                b']' | b'}' => (depth, self.at) = (depth.checked_sub(1)?, self.at + 1),
                b',' | b':' if depth > 0 => self.at += 1,
                _ => self.at += self.text.as_bytes().get(self.at..)?.iter().position(|byte| b",]}".contains(byte))?,
            }
            if depth == 0 {
                return self.text.get(from..self.at);
            }
        }
    }

    fn tree(&mut self) -> Option<Tree> {
        serde_json::from_str(self.skip()?).ok()
    }

    fn value(&mut self, to: &mut Column) -> Option<()> {
        match self.peek()? {
            b'"' => to.text(&self.string()?),
            b'-' | b'0'..=b'9' => to.int(self.skip()?.parse().ok()?),
            b'[' => match to.lists() {
                Some((counts, items)) => counts.push(self.list(items)?),
                None => to.any(self.tree()?),
            },
            b'{' => {
                let from = self.at;
                let names = self.names()?;
                self.at = from;
                match to.structs(names.iter().map(|name| &**name)) {
                    Some(table) => {
                        self.fields(table)?;
                        table.end();
                    }
                    None => to.any(self.tree()?),
                }
            }
            _ => to.any(self.tree()?),
        }
        Some(())
    }

    /// The items of a list; tells how many.
    fn list(&mut self, items: &mut Column) -> Option<i64> {
        self.take(b'[')?;
        if self.take(b']').is_some() {
            return Some(0);
        }
        let mut count = 0;
        loop {
            self.value(items)?;
            count += 1;
            if !self.goes_on(b']')? {
                return Some(count);
            }
        }
    }

    fn names(&mut self) -> Option<Vec<Cow<'t, str>>> {
        let mut names = Vec::new();
        self.take(b'{')?;
        loop {
            names.push(self.string()?);
            self.take(b':')?;
            self.skip()?;
            if !self.goes_on(b'}')? {
                return Some(names);
            }
        }
    }

    fn fields(&mut self, to: &mut Table) -> Option<()> {
        self.take(b'{')?;
        loop {
            let name = self.string()?;
            self.take(b':')?;
            self.value(to.field(&name))?;
            if !self.goes_on(b'}')? {
                return Some(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiefang_domain::{Kind, Row, record::Columns};

    const HAZARD: &str = r#"{"hazard":{"id":"h1","place":"b5","path":["b5","e1"],"category":"leak","grade":"today","state":"found","review":"submitted","found_at_ms":1,"due_at_ms":2,"rechecked_at_ms":0,"cleared_at_ms":0,"spot":null,"note":"a \"b\" [}\\","author":"p","rectifiers":[],"steps":[{"state":"found","review":"submitted","by":"p","at_ms":-1,"note":"\n"}]}}"#;

    fn hazard(id: usize) -> String {
        let text = HAZARD.replace(r#""id":"h1""#, &format!(r#""id":"h{id}""#));
        match id % 3 {
            0 => text.replace("]}}", r#"],"photos":["x"]}}"#),
            1 => text.replace(
                r#""steps":["#,
                r#""steps":[{"state":"found","review":"submitted","by":"q","at_ms":7,"note":""},"#,
            ),
            _ => text.replace(r#""note":"a \"b\" [}\\""#, r#""note":null"#),
        }
    }

    #[test]
    fn what_is_scanned_is_what_the_record_says() {
        for count in [1, 3, 100] {
            let texts: Vec<String> = (0..count).map(hazard).collect();
            let rows: Vec<Row> = texts.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
            let (mut scanned, mut made) = (Columns::default(), Columns::default());
            for (text, row) in texts.iter().zip(&rows) {
                scan(text, scanned.of_kind(Kind::Hazard)).unwrap();
                made.push(row.clone());
            }
            assert_eq!(scanned.len(), count);
            assert_eq!(serde_json::to_string(&scanned).unwrap(), serde_json::to_string(&made).unwrap());
            assert_eq!(scanned.into_rows(), rows);
        }
    }

    #[test]
    fn what_was_not_written_here_is_turned_away() {
        for cut in 0..HAZARD.len() {
            if let Some(text) = HAZARD.get(..cut) {
                assert!(scan(text, &mut Table::default()).is_none(), "{text}");
            }
        }
        for bad in ["{\"hazard\":{}}", "{\"hazard\":{\"a\":1.5}}", "{\"hazard\":{\"a\":1}}}", "[\"hazard\":{\"a\":1}}"]
        {
            assert!(scan(bad, &mut Table::default()).is_none(), "{bad}");
        }
    }
}

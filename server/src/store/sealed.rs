//! What stands sealed in the tables: bodies of the log whole, and of three kinds of rows the text that holds a number. All
//! else of a row stays readable to the database, which finds it by name, by id and by state.

use super::{Salt, StoreError, json, keys::Keys};
use jiefang_domain::{Id, Kind, identity::phone};
use std::borrow::Cow;

/// How a sealed text begins where it stands in a body; what a person typed is sealed itself, whatever it begins with.
const SEALED: &str = "~1.";
/// Of a mark, as hex.
const MARK_CHARS: usize = 32;
/// What `0036_at_rest.sql` indexes: the beginning and the mark.
#[cfg(test)]
const FOUND_BY_CHARS: usize = SEALED.len() + MARK_CHARS;

/// What a text of a column of its own is; it opens as nothing else.
#[derive(Clone, Copy, Debug)]
pub(super) enum About {
    /// What takes an act of an import back: it may say what number stood there before.
    Undo,
    /// What was asked for at the door: a number, or what somebody typed.
    Detail,
    /// A key of the folder's own: with it what was typed at the door could be guessed back.
    Secret,
}

impl About {
    const fn name(self) -> &'static str {
        match self {
            Self::Undo => "import_step",
            Self::Detail => "door",
            Self::Secret => "meta",
        }
    }
}

/// What comes before the text that is sealed in rows of a kind. Within a text a quotation mark is written `\"`: nothing that
/// somebody typed reads like it.
fn before(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Person | Kind::Contact => Some(r#""phone":""#),
        // A correction of a number is the number.
        Kind::Wish => Some(r#""text":""#),
        _ => None,
    }
}

/// The kinds of rows of which something is sealed.
pub(super) const KINDS: [Kind; 3] = [Kind::Person, Kind::Contact, Kind::Wish];

/// Where the text stands in a body, as it is written.
fn place(kind: Kind, body: &str) -> Option<core::ops::Range<usize>> {
    let before = before(kind)?;
    let from = body.find(before)? + before.len();
    let bytes = body.as_bytes();
    let mut to = from;
    while *bytes.get(to)? != b'"' {
        to += if bytes[to] == b'\\' { 2 } else { 1 };
    }
    (to > from).then_some(from..to)
}

fn about(kind: Kind) -> &'static [u8] {
    kind.as_str().as_bytes()
}

fn body_about(book: &str, seq: u64) -> Vec<u8> {
    [book.as_bytes(), b"/", &seq.to_be_bytes()].concat()
}

impl Keys {
    /// A row's body as it is stored.
    ///
    /// # Errors
    /// The system gives no random numbers.
    pub(super) fn seal_row(&self, kind: Kind, mut body: String) -> Result<String, StoreError> {
        let Some(place) = place(kind, &body) else { return Ok(body) };
        let text = body.get(place.clone()).unwrap_or_default();
        let sealed = hex::encode(self.seal(about(kind), &[text.as_bytes()])?);
        let token = [SEALED, &self.found_as(text), ".", &sealed].concat();
        body.replace_range(place, &token);
        Ok(body)
    }

    /// A row's body as it was before it was stored.
    ///
    /// # Errors
    /// It is damaged, or was sealed by another key.
    pub(super) fn open_row<'t>(&self, kind: Kind, body: impl Into<Cow<'t, str>>) -> Result<Cow<'t, str>, StoreError> {
        let body = body.into();
        let Some(place) = place(kind, &body) else { return Ok(body) };
        let damaged = || StoreError::corrupt(format!("a sealed text of a {} cannot be opened", kind.as_str()));
        let token = body.get(place.clone()).and_then(|text| text.strip_prefix(SEALED)).ok_or_else(damaged)?;
        let sealed = token.get(MARK_CHARS + 1..).and_then(|hex| hex::decode(hex).ok()).ok_or_else(damaged)?;
        let text = self.open(about(kind), &sealed).and_then(|text| String::from_utf8(text).ok()).ok_or_else(damaged)?;
        let mut body = body.into_owned();
        body.replace_range(place, &text);
        Ok(body.into())
    }

    /// How the number of a person begins where it stands sealed, so that it is found.
    ///
    /// # Errors
    /// What was typed cannot be written as JSON.
    pub(super) fn found_by(&self, typed: &str) -> Result<String, StoreError> {
        let written = json::text(&typed)?;
        Ok([SEALED, &self.found_as(written.get(1..written.len() - 1).unwrap_or_default())].concat())
    }

    /// The mark of a number by its digits, however it was typed.
    fn found_as(&self, text: &str) -> String {
        let digits = phone(text).filter(|digits| !digits.is_empty());
        self.mark(digits.as_deref().unwrap_or(text))
    }

    /// A text of a column of its own, as it is stored; `about` says of which.
    ///
    /// # Errors
    /// The system gives no random numbers.
    pub(super) fn seal_text(&self, about: About, text: &str) -> Result<String, StoreError> {
        Ok(hex::encode(self.seal(about.name().as_bytes(), &[text.as_bytes()])?))
    }

    /// The same again.
    ///
    /// # Errors
    /// It is damaged, or was sealed by another key.
    pub(super) fn open_text(&self, about: About, sealed: &str) -> Result<String, StoreError> {
        let opened = hex::decode(sealed).ok().and_then(|sealed| self.open(about.name().as_bytes(), &sealed));
        let text = opened.and_then(|text| String::from_utf8(text).ok());
        text.ok_or_else(|| StoreError::corrupt(format!("{}: cannot be opened", about.name())))
    }

    /// Salt and body of an entry of the log, sealed for its place there.
    ///
    /// # Errors
    /// The system gives no random numbers.
    pub(super) fn seal_body(&self, book: &str, seq: u64, (salt, body): (&[u8], &str)) -> Result<Vec<u8>, StoreError> {
        self.seal(&body_about(book, seq), &[salt, body.as_bytes()])
    }

    /// Salt and body again; none where they are damaged, or are another entry's.
    pub(super) fn open_body(&self, book: &str, seq: u64, sealed: &[u8]) -> Option<(Vec<u8>, String)> {
        let mut salt = self.open(&body_about(book, seq), sealed)?;
        let body = salt.split_off(size_of::<Salt>().min(salt.len()));
        Some((salt, String::from_utf8(body).ok()?))
    }

    /// The salt of an entry of the log.
    ///
    /// # Errors
    /// It is damaged, or is another entry's.
    pub(super) fn salt(&self, book: &str, seq: u64, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        let opened = self.open_body(book, seq, sealed);
        opened.map(|(salt, _)| salt).ok_or_else(|| StoreError::corrupt(format!("log_body {book} {seq}")))
    }
}

/// An id as it stands in a body.
pub(super) fn quoted(id: &Id) -> String {
    format!("\"{id}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn the_number_of_a_row_is_sealed_and_all_else_stays_and_comes_back() {
        let keys = Keys::of(&BTreeMap::from([(0, [9; 32]), (1, [1; 32])])).unwrap();
        let person = r#"{"person":{"id":"p","name":"a\",\"phone\":\"~1.x\\","phone":"138 0\"0","household":"h"}}"#;
        let stored = keys.seal_row(Kind::Person, person.to_owned()).unwrap();
        let found_by = keys.found_by("138 0\"0").unwrap();
        let mark = |text| keys.found_by(text).unwrap();
        assert_eq!(mark("139-1234 5678"), mark("13912345678"), "however it is typed");
        assert!(!stored.contains("138 0") && stored.contains(&found_by) && found_by.len() == FOUND_BY_CHARS);
        assert_eq!(keys.open_row(Kind::Person, stored.as_str()).unwrap(), person);
        assert!(keys.open_row(Kind::Contact, stored.as_str()).is_err(), "of another kind");
        assert!(keys.open_row(Kind::Person, person).is_err(), "nothing stands there unsealed");
        for same in [r#"{"person":{"phone":"","name":"n"}}"#, r#"{"person":{"phone":null}}"#] {
            assert_eq!(keys.seal_row(Kind::Person, same.to_owned()).unwrap(), same);
            assert_eq!(keys.open_row(Kind::Person, same).unwrap(), same);
        }
        let typed = r#"{"wish":{"text":"~1.00"}}"#;
        let stored = keys.seal_row(Kind::Wish, typed.to_owned()).unwrap();
        assert_eq!(keys.open_row(Kind::Wish, stored).unwrap(), typed);
        assert_eq!(keys.seal_row(Kind::Place, typed.to_owned()).unwrap(), typed);
    }
}

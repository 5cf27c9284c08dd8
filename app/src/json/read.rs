//! Reading JSON straight into the domain's tree. A first copy is megabytes of small values: fetched one by one from what
//! the browser's own parser makes of them, they cost three times as much (docs/adr/0011).

use jiefang_domain::tree::{Branches, Tree};
use std::borrow::Cow;

/// Deeper than anything that is ever sent; a text nested deeper is not read.
const DEPTH_MAX: u32 = 64;

/// Reads a text; `None` where it is no JSON, or holds a number that is not whole.
pub fn read(text: &str) -> Option<Tree> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    let tree = reader.value()?;
    reader.space();
    (reader.at == text.len()).then_some(tree)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: u32,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\t' | b'\r')) {
            self.at += 1;
        }
    }

    /// Goes on where `byte` comes next.
    fn take(&mut self, byte: u8) -> bool {
        self.space();
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn value(&mut self) -> Option<Tree> {
        self.space();
        match self.peek()? {
            b'"' => self.string().map(|text| Tree::Text(Cow::Owned(text))),
            b'[' => self.nested(Self::list),
            b'{' => self.nested(Self::map),
            b't' => self.word("true", Tree::Bool(true)),
            b'f' => self.word("false", Tree::Bool(false)),
            b'n' => self.word("null", Tree::Null),
            _ => self.number(),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Option<Tree>) -> Option<Tree> {
        self.at += 1;
        self.depth += 1;
        let tree = if self.depth > DEPTH_MAX { None } else { read(self) };
        self.depth -= 1;
        tree
    }

    fn list(&mut self) -> Option<Tree> {
        let mut list = Vec::new();
        if self.take(b']') {
            return Some(Tree::List(list));
        }
        loop {
            list.push(self.value()?);
            if self.take(b']') {
                return Some(Tree::List(list));
            }
            self.take(b',').then_some(())?;
        }
    }

    fn map(&mut self) -> Option<Tree> {
        let mut branches = Branches::new();
        if self.take(b'}') {
            return Some(Tree::Map(branches));
        }
        loop {
            self.space();
            let name = self.string()?;
            self.take(b':').then_some(())?;
            branches.push((Cow::Owned(name), self.value()?));
            if self.take(b'}') {
                return Some(Tree::Map(branches));
            }
            self.take(b',').then_some(())?;
        }
    }

    fn word(&mut self, word: &str, tree: Tree) -> Option<Tree> {
        let there = self.text[self.at..].starts_with(word);
        self.at += word.len();
        there.then_some(tree)
    }

    fn number(&mut self) -> Option<Tree> {
        let from = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        let digits = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        // A fraction or an exponent makes no whole number: what comes behind does not fit then.
        let leading_zero = self.text[digits..self.at].len() > 1 && self.text[digits..].starts_with('0');
        if leading_zero { None } else { self.text[from..self.at].parse().ok().map(Tree::Int) }
    }

    fn string(&mut self) -> Option<String> {
        if self.peek()? != b'"' {
            return None;
        }
        self.at += 1;
        let mut from = self.at;
        let mut read = String::new();
        loop {
            // Most of a text is text: passed over in one go.
            let rest = self.text.as_bytes().get(self.at..)?;
            self.at += rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))?;
            match self.peek()? {
                b'"' => {
                    read.push_str(&self.text[from..self.at]);
                    self.at += 1;
                    return Some(read);
                }
                b'\\' => {
                    read.push_str(&self.text[from..self.at]);
                    self.at += 1;
                    read.push(self.escaped()?);
                    from = self.at;
                }
                _ => return None,
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let byte = self.peek()?;
        self.at += 1;
        Some(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'u' => {
                let unit = self.unit()?;
                if !(0xd800..0xdc00).contains(&unit) {
                    return char::from_u32(unit);
                }
                (self.text[self.at..].starts_with("\\u")).then_some(())?;
                self.at += 2;
                let low = self.unit()?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
                char::from_u32(0x1_0000 + ((unit - 0xd800) << 10 | low))?
            }
            _ => return None,
        })
    }

    fn unit(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn it_reads_what_the_standard_reader_reads() {
        for text in [
            r#"{"a":[1,-2,0,true,false,null],"b":{},"c":[],"":"字“太”少🏮"}"#,
            " [ 1 , { \"a\" : \"\" } ]\n",
            r#""\"\\\/\b\f\n\r\t\u00e9\ud83c\udfee\u697c""#,
            "9007199254740993",
            "-9223372036854775808",
        ] {
            assert_eq!(read(text), serde_json::from_str(text).ok(), "{text}");
            assert!(read(text).is_some(), "{text}");
        }
    }

    #[wasm_bindgen_test]
    fn what_is_no_json_is_nothing() {
        for text in [
            "",
            " ",
            "{",
            "[",
            "[1",
            "[1,",
            "[1,]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{a:1}",
            "tru",
            "nul",
            "\"",
            "\"\\",
            "\"\\x\"",
            "\"\\ud800\"",
            "\"\\ud800\\u0041\"",
            "\"\\udc00\"",
            "\"\\u12\"",
            "\"\\u+123\"",
            "\"a\nb\"",
            "01",
            "-",
            "1.5",
            "1e3",
            "9223372036854775808",
            "1 2",
            "[1]]",
            "楼",
            "\"\\u楼\"",
        ] {
            assert_eq!(read(text), None, "{text}");
            assert!(serde_json::from_str::<Tree>(text).is_err(), "{text}");
        }
        assert_eq!(read(&"[".repeat(100_000)), None);
    }
}

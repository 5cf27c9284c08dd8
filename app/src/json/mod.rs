//! JSON in few bytes of code: every type goes by way of the domain's [`Tree`]. A parser and a writer made for each type
//! would be half of what a phone downloads at first.

mod read;

use jiefang_domain::tree::{Branches, Tree, Wood};
use std::fmt::Write;

/// Reads a text; `None` where it is no JSON or not of that shape.
pub fn read<T: Wood>(text: &str) -> Option<T> {
    T::read(read::read(text)?)
}

/// Writes a value.
pub fn write<T: Wood>(value: &T) -> String {
    text(&value.tree())
}

pub use read::read as parse;

/// Writes a tree.
#[inline(never)]
pub fn text(tree: &Tree) -> String {
    let mut to = String::new();
    put(tree, &mut to);
    to
}

fn put(tree: &Tree, to: &mut String) {
    match tree {
        Tree::Null => to.push_str("null"),
        Tree::Bool(yes) => to.push_str(if *yes { "true" } else { "false" }),
        Tree::Int(number) => to.push_str(&number.to_string()),
        Tree::Text(text) => quote(text, to),
        Tree::List(list) => {
            let mut before = '[';
            for item in list {
                to.push(before);
                put(item, to);
                before = ',';
            }
            to.push_str(if list.is_empty() { "[]" } else { "]" });
        }
        Tree::Map(branches) => {
            let mut before = '{';
            for (name, item) in branches {
                to.push(before);
                quote(name, to);
                to.push(':');
                put(item, to);
                before = ',';
            }
            to.push_str(if branches.is_empty() { "{}" } else { "}" });
        }
    }
}

/// A text between quotation marks, with what may not stand in one written by its number.
fn quote(text: &str, to: &mut String) {
    to.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => to.extend(['\\', letter]),
            // Writing to a text cannot fail.
            '\0'..='\x1f' => drop(write!(to, "\\u{:04x}", u32::from(letter))),
            _ => to.push(letter),
        }
    }
    to.push('"');
}

/// Takes the value of that name out of a map and reads it.
pub fn take<T: Wood>(branches: &mut Branches, name: &str) -> Option<T> {
    let at = branches.iter().position(|(there, _)| there == name)?;
    T::read(branches.swap_remove(at).1)
}

/// A struct of the app as a map of its fields. What it does not know was sent by a later build and is passed over.
macro_rules! map {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl ::jiefang_domain::tree::Wood for $name {
            fn tree(&self) -> ::jiefang_domain::tree::Tree {
                let branches = vec![
                    $( (stringify!($field).into(), ::jiefang_domain::tree::Wood::tree(&self.$field)), )*
                ];
                ::jiefang_domain::tree::Tree::Map(branches)
            }

            fn read(tree: ::jiefang_domain::tree::Tree) -> Option<Self> {
                let mut branches = tree.branches()?;
                Some(Self { $( $field: $crate::json::take(&mut branches, stringify!($field))?, )* })
            }
        }
    };
}

pub(crate) use map;

#[cfg(test)]
mod tests {
    use super::*;
    use jiefang_domain::{
        command::Command,
        sync::{Answer, EntryState},
    };
    use std::fmt::Debug;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[derive(Clone, Debug, PartialEq)]
    struct Small {
        n: u32,
        text: String,
    }

    map!(Small { n, text });

    fn same<T: Wood + PartialEq + Debug>(value: &T) {
        let text = write(value);
        assert_eq!(read::<T>(&text).as_ref(), Some(value), "{text}");
    }

    #[wasm_bindgen_test]
    fn what_was_written_reads_back() {
        same(&Small { n: 7, text: "字“太”少\n\u{2028}🏮".into() });
        same(&EntryState::Waiting);
        same(&vec![Answer::Retry, Answer::Gap { expected: 1 }]);
        let command = r#"{"kind":"hazard.clear@1","body":{"hazard":"h1"}}"#;
        assert_eq!(write(&read::<Command>(command).unwrap()), command);
    }

    #[wasm_bindgen_test]
    fn what_does_not_fit_is_nothing() {
        for bad in ["", "{", "[]", r#"{"n":1}"#, r#"{"n":-1,"text":""}"#, r#"{"n":1.5,"text":""}"#, "null"] {
            assert_eq!(read::<Small>(bad), None, "{bad}");
        }
        assert!(read::<Small>(r#"{"later":{"a":[]},"text":"","n":1}"#).is_some());
    }
}

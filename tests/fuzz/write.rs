//! A tree as text that may say what no tree can: a name twice, numbers beyond all bounds, what is no JSON.

use jiefang_domain::tree::Tree;

/// A text that begins so is written as it is.
const RAW: &str = "\u{0}raw\u{0}";

/// What is written as it is.
pub fn raw(text: &str) -> Tree {
    Tree::Text([RAW, text].concat().into())
}

/// The text of a tree.
pub fn written(tree: &Tree) -> Vec<u8> {
    let mut text = String::new();
    put(tree, &mut text);
    text.into_bytes()
}

fn put(tree: &Tree, to: &mut String) {
    let comma = |at: usize, to: &mut String| {
        if at > 0 {
            to.push(',');
        }
    };
    match tree {
        Tree::Text(text) => match text.strip_prefix(RAW) {
            Some(as_it_is) => to.push_str(as_it_is),
            None => to.push_str(&serde_json::to_string(text).unwrap()),
        },
        Tree::List(list) => {
            to.push('[');
            for (at, item) in list.iter().enumerate() {
                comma(at, to);
                put(item, to);
            }
            to.push(']');
        }
        Tree::Map(branches) => {
            to.push('{');
            for (at, (name, item)) in branches.iter().enumerate() {
                comma(at, to);
                to.push_str(&serde_json::to_string(name).unwrap());
                to.push(':');
                put(item, to);
            }
            to.push('}');
        }
        tip => to.push_str(&serde_json::to_string(tip).unwrap()),
    }
}

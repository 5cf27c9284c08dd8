//! Changes at random: of the fields of a tree, of the bytes of its text.

use super::write::{raw, written};
use jiefang_domain::tree::Tree;
use jiefang_tests::sim::Rng;
use std::borrow::Cow;

/// Names the town knows, and some that nobody should have.
const NAMES: &[&str] = &[
    "p1",
    "p2",
    "w1",
    "s1",
    "b5",
    "qinyuan",
    "area1",
    "jinbu",
    "dacheng",
    "h1",
    "h2",
    "i1",
    "i2",
    "o1",
    "o2",
    "00041",
    "00042",
    "policy",
    "m~p1",
    "phone~p1",
    "system",
    "-",
    "",
    "none",
    "a/b",
    "楼",
    "community",
    "today",
    "leak",
];
/// What stands for a number, written as it is: some are too large, some are none.
const NUMBERS: &[&str] = &[
    "0",
    "1",
    "-1",
    "2147483647",
    "-2147483648",
    "2147483648",
    "4294967296",
    "9007199254740993",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "1795398000000",
    "1795311600000",
    "1e3",
    "1.5",
    "-0",
    "1e999",
    "NaN",
    "0x10",
];
/// What stands for a text, written as it is.
const TEXTS: &[&str] = &[
    r#""\u0000""#,
    r#""\ud800""#,
    r#""\udc00\ud800""#,
    r#""\u202e""#,
    r#""\/\b\f""#,
    r#""\x""#,
    "\"\u{7f}\"",
    "\"\u{1}\"",
    "'p1'",
    r#""'); DROP TABLE log; --""#,
    r#""𝕏👩‍👩‍👧""#,
];
const OTHER: &[&str] = &["null", "true", "false", "[]", "{}", "[[]]", r#"{"":{}}"#, r#"{"community":null}"#, "", ","];

/// One of these words.
pub fn one<'w>(rng: &mut Rng, words: &[&'w str]) -> &'w str {
    words[rng.below(words.len())]
}

/// Changes `tree` in one to four places; `others` lend their branches.
pub fn tree(rng: &mut Rng, tree: &mut Tree, others: &[Tree]) {
    for _ in 0..=rng.below(4) {
        let at = rng.below(count(tree));
        let lent = rng.pick_of(others).map(|other| node(other, rng.below(count(other))).clone());
        change(rng, node_mut(tree, at), lent);
    }
}

/// Its text, now and then with bytes changed.
pub fn text(rng: &mut Rng, tree: &Tree, others: &[Tree]) -> Vec<u8> {
    let mut text = written(tree);
    if rng.once_in(4) {
        let other = rng.pick_of(others).map(written).unwrap_or_default();
        bytes(rng, &mut text, &other);
    }
    text
}

/// Flips, puts in, takes out, doubles; goes on as `other` does.
pub fn bytes(rng: &mut Rng, bytes: &mut Vec<u8>, other: &[u8]) {
    for _ in 0..=rng.below(3) {
        let at = rng.below(bytes.len() + 1);
        let end = bytes.len().min(at + 1 + rng.below(40));
        match rng.below(7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << rng.below(8),
            1 if at < bytes.len() => bytes[at] = *rng.pick(&[0, 0xff, 0x80, 0xc0, 0xed, b'"', b'{', b']', b'\\']),
            2 => bytes.insert(at, rng.bytes()[0]),
            3 => drop(bytes.drain(at..end)),
            4 => {
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again);
            }
            5 => bytes.truncate(at),
            _ => {
                bytes.truncate(at);
                bytes.extend_from_slice(&other[rng.below(other.len() + 1)..]);
            }
        }
    }
}

fn change(rng: &mut Rng, node: &mut Tree, lent: Option<Tree>) {
    match node {
        Tree::Map(branches) if !branches.is_empty() && !rng.once_in(3) => {
            let at = rng.below(branches.len());
            match rng.below(5) {
                0 => drop(branches.remove(at)),
                1 => {
                    let mut again = branches[at].clone();
                    if rng.once_in(2) {
                        change(rng, &mut again.1, lent);
                    }
                    branches.insert(rng.below(branches.len() + 1), again);
                }
                2 => branches[at].0 = Cow::Borrowed(one(rng, NAMES)),
                3 => branches.insert(at, (Cow::Borrowed(one(rng, NAMES)), lent.unwrap_or(Tree::Null))),
                _ => branches[at].1 = lent.unwrap_or(Tree::Null),
            }
        }
        Tree::List(list) if !list.is_empty() && !rng.once_in(4) => {
            let at = rng.below(list.len());
            match rng.below(4) {
                0 => drop(list.remove(at)),
                1 => list.extend(vec![list[at].clone(); 1 + rng.below(120)]),
                2 => list.swap(0, at),
                _ => list.insert(at, lent.unwrap_or(Tree::Null)),
            }
        }
        node => *node = another(rng, node, lent),
    }
}

fn another(rng: &mut Rng, node: &Tree, lent: Option<Tree>) -> Tree {
    match rng.below(9) {
        0..=2 if matches!(node, Tree::Text(_)) => Tree::Text(Cow::Borrowed(one(rng, NAMES))),
        3 if matches!(node, Tree::Text(_)) => {
            let length = *rng.pick(&[95, 96, 97, 200, 500, 501, 2_000, 33_000]);
            Tree::Text((*rng.pick(&["x", "楼", "\u{0}"])).repeat(length).into())
        }
        0..=3 if matches!(node, Tree::Int(_)) => raw(one(rng, NUMBERS)),
        4 => raw(one(rng, TEXTS)),
        5 => raw(one(rng, OTHER)),
        6 => {
            let deep = *rng.pick(&[3, 126, 127, 128, 129, 3_000]);
            let (open, close) = *rng.pick(&[("[", "]"), (r#"{"person":"#, "}")]);
            raw(&[open.repeat(deep).as_str(), "0", &close.repeat(deep)].concat())
        }
        7 => raw(one(rng, NUMBERS)),
        _ => lent.unwrap_or(Tree::Null),
    }
}

fn children(tree: &Tree) -> Vec<&Tree> {
    match tree {
        Tree::List(list) => list.iter().collect(),
        Tree::Map(branches) => branches.iter().map(|(_, tree)| tree).collect(),
        _ => Vec::new(),
    }
}

fn count(tree: &Tree) -> usize {
    1 + children(tree).into_iter().map(count).sum::<usize>()
}

fn node(tree: &Tree, mut at: usize) -> &Tree {
    if at == 0 {
        return tree;
    }
    at -= 1;
    for child in children(tree) {
        let inside = count(child);
        if at < inside {
            return node(child, at);
        }
        at -= inside;
    }
    tree
}

fn node_mut(tree: &mut Tree, mut at: usize) -> &mut Tree {
    if at == 0 {
        return tree;
    }
    at -= 1;
    let sizes: Vec<usize> = children(tree).into_iter().map(count).collect();
    let mut child = 0;
    while at >= sizes[child] {
        at -= sizes[child];
        child += 1;
    }
    match tree {
        Tree::List(list) => node_mut(&mut list[child], at),
        Tree::Map(branches) => node_mut(&mut branches[child].1, at),
        tip => tip,
    }
}

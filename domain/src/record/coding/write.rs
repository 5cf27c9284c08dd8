//! Making columns: values come one after the other, and are looked at once all are there.

use super::{DAY_MS, ID_DIGITS, MOMENTS_MS, TIME_DIGITS, ZONE_MS, packed, read::Near, table::Table};
use crate::tree::{Tree, Wood};
use std::{
    borrow::Cow,
    collections::{HashMap, hash_map::Entry},
    hash::Hash,
};

/// So many words are kept apart before it is asked whether they come again.
const WORDS_FREE: usize = 256;

/// Values of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// Whole numbers.
    Ints(Vec<i64>),
    /// Texts that come again and again: each once, and which each is.
    Words(Words),
    /// Texts of which most come once.
    Texts(Vec<String>),
    /// Lists: how long each is, and all items.
    Lists(Vec<i64>, Box<Column>),
    /// Structs.
    Structs(Table),
    /// Whatever they are; nothing is known of an empty column.
    Trees(Vec<Tree>),
}

/// Texts, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    each: Vec<String>,
    places: HashMap<String, usize>,
    which: Vec<usize>,
}

impl Default for Column {
    fn default() -> Self {
        Self::Trees(Vec::new())
    }
}

impl Column {
    fn len(&self) -> usize {
        match self {
            Self::Ints(values) => values.len(),
            Self::Words(words) => words.which.len(),
            Self::Texts(texts) => texts.len(),
            Self::Lists(counts, _) => counts.len(),
            Self::Structs(table) => table.len(),
            Self::Trees(trees) => trees.len(),
        }
    }

    fn is_new(&self) -> bool {
        matches!(self, Self::Trees(trees) if trees.is_empty())
    }

    /// Fills up with what stands for a missing field.
    pub(super) fn fill(&mut self, count: usize) {
        while self.len() < count {
            self.push(Tree::List(Vec::new()));
        }
    }

    /// Adds a number.
    pub fn int(&mut self, value: i64) {
        if self.is_new() {
            *self = Self::Ints(Vec::new());
        }
        match self {
            Self::Ints(values) => values.push(value),
            other => other.any(Tree::Int(value)),
        }
    }

    /// Adds a text.
    pub fn text(&mut self, text: &str) {
        if self.is_new() {
            *self = Self::Words(Words::default());
        }
        match self {
            Self::Words(words) => {
                if let Some(at) = words.places.get(text) {
                    words.which.push(*at);
                    return;
                }
                if words.each.len() >= WORDS_FREE && words.each.len() * 2 > words.which.len() {
                    let mut texts = words.texts();
                    texts.push(text.to_owned());
                    *self = Self::Texts(texts);
                    return;
                }
                let at = words.each.len();
                words.each.push(text.to_owned());
                words.places.insert(text.to_owned(), at);
                words.which.push(at);
            }
            Self::Texts(texts) => texts.push(text.to_owned()),
            other => other.any(Tree::Text(Cow::Owned(text.to_owned()))),
        }
    }

    /// Begins a list: the lengths, to which its own is added once its items are in the column beside them. `None` where
    /// the values so far are no lists.
    pub fn lists(&mut self) -> Option<(&mut Vec<i64>, &mut Self)> {
        if self.is_new() {
            *self = Self::Lists(Vec::new(), Box::default());
        }
        match self {
            Self::Lists(counts, items) => Some((counts, items)),
            _ => None,
        }
    }

    /// Begins a struct of these fields, to be [ended](Table::end). `None` where the values so far are no such structs; nor
    /// is one of a single field: an enum is written so, and the next one may have another.
    pub fn structs<'f>(&mut self, fields: impl ExactSizeIterator<Item = &'f str>) -> Option<&mut Table> {
        if self.is_new() && fields.len() > 1 {
            *self = Self::Structs(Table::default());
        }
        match self {
            Self::Structs(table) if table.is_of(fields) => Some(table),
            _ => None,
        }
    }

    /// Adds whatever it is.
    pub fn push(&mut self, value: Tree) {
        match value {
            Tree::Int(value) => self.int(value),
            Tree::Text(text) => self.text(&text),
            Tree::List(list) => match self.lists() {
                Some((counts, items)) => {
                    counts.push(i64::try_from(list.len()).unwrap_or(i64::MAX));
                    for item in list {
                        items.push(item);
                    }
                }
                None => self.any(Tree::List(list)),
            },
            Tree::Map(branches) => match self.structs(branches.iter().map(|(name, _)| &**name)) {
                Some(table) => table.push(branches),
                None => self.any(Tree::Map(branches)),
            },
            value => self.any(value),
        }
    }

    /// Adds what is of another kind than those before: from now on nothing is known of them.
    pub fn any(&mut self, value: Tree) {
        let mut trees = std::mem::take(self).into_trees();
        trees.push(value);
        *self = Self::Trees(trees);
    }

    pub(super) fn into_trees(self) -> Vec<Tree> {
        let texts = |texts: Vec<String>| texts.into_iter().map(|text| Tree::Text(Cow::Owned(text))).collect();
        match self {
            Self::Ints(values) => values.into_iter().map(Tree::Int).collect(),
            Self::Words(words) => texts(words.texts()),
            Self::Texts(all) => texts(all),
            Self::Lists(counts, items) => {
                let mut items = items.into_trees().into_iter();
                let count = |count: i64| usize::try_from(count).unwrap_or(0);
                counts.into_iter().map(|n| Tree::List(items.by_ref().take(count(n)).collect())).collect()
            }
            Self::Structs(table) => table.into_trees(),
            Self::Trees(trees) => trees,
        }
    }

    /// The column as it is sent.
    pub(super) fn written(&self, near: Near<'_>) -> Tree {
        match self {
            Self::Ints(values) => ints(values, near),
            Self::Words(words) => words.written(near),
            Self::Texts(texts) => of_texts(texts, near),
            Self::Lists(counts, items) => lists(counts, items, near),
            Self::Structs(table) => Tree::branch("fields", Tree::Map(table.written(near))),
            Self::Trees(trees) => match trees.split_first() {
                Some((first, rest)) if rest.iter().all(|tree| tree == first) => Tree::branch("all", first.clone()),
                _ => Tree::List(trees.clone()),
            },
        }
    }
}

fn text(text: &str) -> Tree {
    Tree::Text(Cow::Owned(text.to_owned()))
}

fn of_texts(texts: &[String], near: Near<'_>) -> Tree {
    ids(texts, near).unwrap_or_else(|| Tree::List(texts.iter().map(|word| text(word)).collect()))
}

impl Words {
    fn texts(&self) -> Vec<String> {
        self.which.iter().map(|at| self.each[*at].clone()).collect()
    }

    fn written(&self, near: Near<'_>) -> Tree {
        if self.each.len() * 2 > self.which.len() {
            return of_texts(&self.texts(), near);
        }
        chosen(self.each.iter().map(|word| text(word)).collect(), &self.which)
    }
}

/// Which of a few each is.
fn chosen(mut words: Vec<Tree>, which: &[usize]) -> Tree {
    if words.len() == 1 {
        return Tree::branch("all", words.swap_remove(0));
    }
    let width = packed::width(words.len() as u64 - 1);
    let mut at = String::with_capacity(which.len() * width);
    for place in which {
        packed::pack(*place as u64, width, &mut at);
    }
    Tree::Map(vec![("words".into(), Tree::List(words)), ("at".into(), Tree::Text(Cow::Owned(at)))])
}

/// Each once in the order they came, and which each is; `None` where there are more than half as many as all.
fn distinct<K: Hash + Eq + Clone>(all: impl ExactSizeIterator<Item = K>) -> Option<(Vec<K>, Vec<usize>)> {
    let most = all.len() / 2;
    let (mut words, mut places) = (Vec::new(), HashMap::new());
    let mut which = Vec::with_capacity(all.len());
    for key in all {
        which.push(match places.entry(key) {
            Entry::Occupied(there) => *there.get(),
            Entry::Vacant(new) => {
                words.push(new.key().clone());
                *new.insert(words.len() - 1)
            }
        });
        if words.len() > most {
            return None;
        }
    }
    Some((words, which))
}

fn ints(values: &[i64], near: Near<'_>) -> Tree {
    let (Some(least), Some(most)) = (values.iter().min(), values.iter().max()) else { return Tree::List(Vec::new()) };
    if least == most {
        return Tree::branch("all", Tree::Int(*least));
    }
    let apart = most.checked_sub(*least);
    if apart.is_none_or(|apart| apart >= MOMENTS_MS)
        && let Some(by) = by(values, near)
    {
        return Tree::branch("by", by);
    }
    let Some(apart) = apart.and_then(|apart| u64::try_from(apart).ok()) else { return plain(values) };
    let width = packed::width(apart);
    let mut digits = String::with_capacity(values.len() * width);
    for value in values {
        packed::pack(value.abs_diff(*least), width, &mut digits);
    }
    Tree::Map(vec![("least".into(), Tree::Int(*least)), ("packed".into(), Tree::Text(Cow::Owned(digits)))])
}

fn plain(values: &[i64]) -> Tree {
    Tree::List(values.iter().copied().map(Tree::Int).collect())
}

/// How far a moment is from another.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Step {
    Ms(i64),
    Midnight(i64),
    Never,
}

/// Moments by their distance from those they are counted from; `None` where there are none, or a distance is beyond all
/// bounds.
fn by(values: &[i64], near: Near<'_>) -> Option<Tree> {
    near.is_there().then_some(())?;
    let day = |moment: i64| moment.checked_add(ZONE_MS).map(|moment| moment.div_euclid(DAY_MS));
    let mut steps = Vec::with_capacity(values.len());
    near.each(values.len(), |at, base| {
        let value = *values.get(at)?;
        steps.push(if value == 0 {
            Step::Never
        } else if value.checked_add(ZONE_MS)? % DAY_MS == 0 {
            Step::Midnight(day(value)? - day(base)?)
        } else {
            Step::Ms(value.checked_sub(base)?)
        });
        Some(value)
    })?;
    let tree = |step: &Step| match step {
        Step::Ms(ms) => Tree::Int(*ms),
        Step::Midnight(days) => Tree::List(vec![days.tree()]),
        Step::Never => Tree::Null,
    };
    Some(match distinct(steps.iter().copied()) {
        Some((words, which)) => chosen(words.iter().map(tree).collect(), &which),
        None => Tree::List(steps.iter().map(tree).collect()),
    })
}

/// Ids by the moment they were made; `None` where they are not all of 16 bytes.
fn ids(texts: &[String], near: Near<'_>) -> Option<Tree> {
    let mut times = Vec::with_capacity(texts.len());
    let mut tails = String::with_capacity(texts.len() * (ID_DIGITS - TIME_DIGITS));
    for text in texts {
        (text.len() == ID_DIGITS).then_some(())?;
        packed::unpack(text.as_bytes())?;
        let (time, tail) = text.split_at_checked(TIME_DIGITS)?;
        times.push(i64::try_from(packed::unpack(time.as_bytes())?).ok()?);
        tails.push_str(tail);
    }
    Some(Tree::Map(vec![("by".into(), by(&times, near)?), ("tails".into(), Tree::Text(Cow::Owned(tails)))]))
}

fn lists(counts: &[i64], items: &Column, near: Near<'_>) -> Tree {
    if let Column::Words(inner) = items
        && let Some(tree) = alike(counts, inner)
    {
        return tree;
    }
    let of = items.written(near.within(counts));
    Tree::Map(vec![("counts".into(), ints(counts, Near::default())), ("of".into(), of)])
}

/// Whole lists of words that come again and again.
fn alike(counts: &[i64], items: &Words) -> Option<Tree> {
    let mut rest = &items.which[..];
    let mut keys = Vec::with_capacity(counts.len());
    for count in counts {
        let (key, after) = rest.split_at_checked(usize::try_from(*count).ok()?)?;
        keys.push(key);
        rest = after;
    }
    let (words, which) = distinct(keys.into_iter())?;
    let word = |at: &usize| text(&items.each[*at]);
    Some(chosen(words.iter().map(|list| Tree::List(list.iter().map(word).collect())).collect(), &which))
}

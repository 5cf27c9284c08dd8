//! What is written down or sent, as one plain tree.
//!
//! Everything the domain knows turns into a [`Tree`] and back; only the tree meets serde. Deriving serde on each of the
//! hundred types instead put 360 KB of machine code into the app, a quarter of it. The tree has no floats (T12).

mod edge;
mod leaf;
mod macros;

pub(crate) use macros::{by_tree, map, name};

use crate::record::coding::{self, Coded, Near};
use std::borrow::Cow;

/// A value without a type of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// Nothing, or hidden.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A text.
    Text(Cow<'static, str>),
    /// Several, in order.
    List(Vec<Tree>),
    /// Several, by name.
    Map(Branches),
}

/// Values by name, in the order they were written.
pub type Branches = Vec<(Cow<'static, str>, Tree)>;

/// Turns into a tree, and back.
pub trait Wood: Sized + Clone {
    /// The value as a tree.
    fn tree(&self) -> Tree;
    /// The value in a tree; `None` where it does not fit.
    fn read(tree: Tree) -> Option<Self>;

    /// Many values in a column that is written by what they have in common; `None` where it does not fit. What comes often
    /// does without a tree for each.
    #[doc(hidden)]
    fn coded(coded: Coded, count: usize, near: Near<'_>) -> Option<Vec<Self>> {
        Tree::coded(coded, count, near)?.into_iter().map(Self::read).collect()
    }
}

impl Tree {
    /// A text known when the program was written.
    pub const fn word(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// One value under a name: how an enum writes a variant with content.
    pub fn branch(name: &'static str, tree: Self) -> Self {
        Self::Map(vec![(Cow::Borrowed(name), tree)])
    }

    /// Values under their names; those of `spare` names, the last ones, only where they say something.
    #[inline(never)]
    pub fn named(names: &[&'static str], spare: &[&'static str], values: Vec<Self>) -> Self {
        let branches = names.iter().chain(spare).zip(values).enumerate();
        let kept = branches.filter(|(at, (_, tree))| *at < names.len() || !tree.is_default());
        Self::Map(kept.map(|(_, (name, tree))| (Cow::Borrowed(*name), tree)).collect())
    }

    /// The branches of a map.
    pub fn branches(self) -> Option<Branches> {
        match self {
            Self::Map(branches) => Some(branches),
            _ => None,
        }
    }

    /// Whether it is what a missing field is read as: nothing, 0, no, an empty text. Null is not: that is hidden.
    fn is_default(&self) -> bool {
        match self {
            Self::Bool(value) => !value,
            Self::Int(value) => *value == 0,
            Self::Text(text) => text.is_empty(),
            tree => tree.is_empty(),
        }
    }

    /// Whether nothing hangs on it: no item in any list.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::List(list) => list.is_empty(),
            Self::Map(branches) => branches.iter().all(|(_, tree)| tree.is_empty()),
            _ => false,
        }
    }

    /// A variant's name, and its content or nothing. Nothing written out, `{"name":null}`, is no variant: it would be read as
    /// one and written back otherwise.
    pub fn variant(self) -> Option<(Cow<'static, str>, Self)> {
        match self {
            Self::Text(name) => Some((name, Self::Null)),
            Self::Map(mut branches) if branches.len() == 1 => {
                branches.pop().filter(|(_, content)| *content != Self::Null)
            }
            _ => None,
        }
    }
}

/// Takes the value of that name out of a map.
#[inline(never)]
pub(crate) fn take(branches: &mut Branches, name: &str) -> Option<Tree> {
    // Usually it is the last: see `record::Columns`.
    let at = branches.iter().rposition(|(there, _)| there == name)?;
    Some(branches.remove(at).1)
}

/// The value of that name, read. One copy of it for each type, not for each field.
#[inline(never)]
pub(crate) fn field<T: Wood>(branches: &mut Branches, name: &str) -> Option<T> {
    T::read(take(branches, name)?)
}

/// The value of a field that may be left out. In a column where others have it an empty list stands for it.
pub(crate) fn spare<T: Wood + Default>(branches: &mut Branches, name: &str) -> Option<T> {
    match take(branches, name) {
        None => Some(T::default()),
        Some(Tree::List(list)) if list.is_empty() => Some(T::default()),
        Some(tree) => T::read(tree),
    }
}

/// The column of that name; `None` where it does not fit. Where it is not there, `none` says what it is.
#[inline(never)]
pub(crate) fn column_of<T: Wood>(
    branches: &mut Branches,
    name: &str,
    count: usize,
    near: Near<'_>,
    none: fn(usize) -> Option<Vec<T>>,
) -> Option<Vec<T>> {
    take(branches, name).map_or_else(|| none(count), |column| coding::column(column, count, near))
}

#[cfg(test)]
mod tests {
    use super::{Tree, Wood};
    use crate::{command::Command, record::Columns, testing::Yard};

    #[test]
    fn t12_a_float_does_not_fit_anywhere() {
        assert!(serde_json::from_str::<Tree>("[1, 2.5]").is_err());
        assert!(serde_json::from_str::<Tree>("18446744073709551615").is_err());
        assert_eq!(serde_json::from_str::<i32>("7").ok().map(|n| n.tree()), Some(Tree::Int(7)));
        assert_eq!(u32::read(Tree::Int(-1)), None);
    }

    #[test]
    fn whatever_a_yard_holds_reads_back_as_it_was_written() {
        let yard = Yard::new();
        let mut columns = Columns::default();
        for row in yard.rows.values() {
            let text = serde_json::to_string(row).unwrap();
            assert_eq!(&serde_json::from_str::<crate::Row>(&text).unwrap(), row);
            for (_, projected) in row.projections() {
                columns.push(projected);
            }
        }
        let text = serde_json::to_string(&columns).unwrap();
        let back: Columns = serde_json::from_str(&text).unwrap();
        assert_eq!(back.len(), columns.len());
        assert!(columns.into_rows().iter().all(|row| back.clone().into_rows().contains(row)));
        assert_eq!(serde_json::to_string(&back).unwrap(), text);
    }

    #[test]
    fn a_command_with_a_field_too_many_or_too_few_or_of_another_kind_does_not_fit() {
        let good = r#"{"kind":"hazard.clear@1","body":{"hazard":"h1"}}"#;
        assert!(serde_json::from_str::<Command>(good).is_ok());
        for bad in [
            r#"{"kind":"hazard.clear@1","body":{"hazard":"h1","extra":1}}"#,
            r#"{"kind":"hazard.clear@1","body":{}}"#,
            r#"{"kind":"hazard.clear@1","body":{"hazard":7}}"#,
            r#"{"kind":"hazard.clear@1","body":{"hazard":"a/b"}}"#,
            r#"{"kind":"hazard.clear@9","body":{"hazard":"h1"}}"#,
            r#"{"kind":"hazard.clear@1","body":{"hazard":"h1"},"more":1}"#,
            r#"{"body":{"hazard":"h1"}}"#,
            r#"{"kind":"hour.capture@1","body":{"id":"o","provider":"p","recipient":{"community":null},"place":"b5","activity":"company","started_at_ms":1,"minutes":9}}"#,
            r#"["hazard.clear@1",{"hazard":"h1"}]"#,
        ] {
            assert!(serde_json::from_str::<Command>(bad).is_err(), "{bad}");
        }
    }
}

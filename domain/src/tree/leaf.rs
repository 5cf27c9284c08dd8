//! Numbers, texts, lists and what else stands at the tips of a tree.

use super::{Tree, Wood};
use crate::record::coding::{self, Coded, Near};
use crate::{
    calendar::{Day, Month},
    record::{Audience, Field, Id},
};
use std::borrow::Cow;

macro_rules! numbers {
    ($($number:ty),*) => { $(
        impl Wood for $number {
            fn tree(&self) -> Tree {
                // Counters and moments stay far below 2^63.
                Tree::Int(i64::try_from(*self).unwrap_or(i64::MAX))
            }

            fn read(tree: Tree) -> Option<Self> {
                match tree {
                    Tree::Int(value) => Self::try_from(value).ok(),
                    _ => None,
                }
            }

            fn coded(coded: Coded, count: usize, near: Near<'_>) -> Option<Vec<Self>> {
                coding::numbers(coded, count, near)?.into_iter().map(|value| Self::try_from(value).ok()).collect()
            }
        }
    )* };
}

numbers!(i64, i32, u32, u64, usize);

impl Wood for bool {
    fn tree(&self) -> Tree {
        Tree::Bool(*self)
    }

    fn read(tree: Tree) -> Option<Self> {
        match tree {
            Tree::Bool(value) => Some(value),
            _ => None,
        }
    }
}

impl Wood for String {
    fn tree(&self) -> Tree {
        Tree::Text(Cow::Owned(self.clone()))
    }

    fn read(tree: Tree) -> Option<Self> {
        match tree {
            Tree::Text(text) => Some(text.into_owned()),
            _ => None,
        }
    }
}

impl Wood for Id {
    fn tree(&self) -> Tree {
        Tree::Text(Cow::Owned(self.as_str().to_owned()))
    }

    fn read(tree: Tree) -> Option<Self> {
        match tree {
            Tree::Text(text) => Self::parse(&text),
            _ => None,
        }
    }

    fn coded(coded: Coded, count: usize, near: Near<'_>) -> Option<Vec<Self>> {
        coding::ids(coded, count, near)
    }
}

impl Wood for Audience {
    fn tree(&self) -> Tree {
        Tree::Text(Cow::Owned(self.to_string()))
    }

    fn read(tree: Tree) -> Option<Self> {
        match tree {
            Tree::Text(text) => Self::parse(&text),
            _ => None,
        }
    }
}

impl<T: Wood> Wood for Field<T> {
    fn tree(&self) -> Tree {
        self.known().map_or(Tree::Null, T::tree)
    }

    fn read(tree: Tree) -> Option<Self> {
        match tree {
            Tree::Null => Some(Self::Hidden),
            tree => T::read(tree).map(Self::Known),
        }
    }

    fn coded(coded: Coded, count: usize, near: Near<'_>) -> Option<Vec<Self>> {
        Some(T::coded(coded, count, near)?.into_iter().map(Self::Known).collect())
    }
}

impl<T: Wood> Wood for Vec<T> {
    fn tree(&self) -> Tree {
        Tree::List(self.iter().map(T::tree).collect())
    }

    fn read(tree: Tree) -> Option<Self> {
        let Tree::List(list) = tree else { return None };
        let mut values = Self::with_capacity(list.len());
        for item in list {
            values.push(T::read(item)?);
        }
        Some(values)
    }

    fn coded(coded: Coded, count: usize, near: Near<'_>) -> Option<Vec<Self>> {
        coding::lists(coded, count, near)
    }
}

impl<A: Wood, B: Wood> Wood for (A, B) {
    fn tree(&self) -> Tree {
        Tree::List(vec![self.0.tree(), self.1.tree()])
    }

    fn read(tree: Tree) -> Option<Self> {
        let Tree::List(list) = tree else { return None };
        let [a, b] = <[Tree; 2]>::try_from(list).ok()?;
        Some((A::read(a)?, B::read(b)?))
    }
}

impl Wood for Day {
    fn tree(&self) -> Tree {
        self.0.tree()
    }

    fn read(tree: Tree) -> Option<Self> {
        i32::read(tree).map(Self)
    }
}

impl Wood for Month {
    fn tree(&self) -> Tree {
        self.0.tree()
    }

    fn read(tree: Tree) -> Option<Self> {
        i32::read(tree).map(Self)
    }
}

super::by_tree!(Id);
super::by_tree!(Audience);
super::by_tree!(Day);
super::by_tree!(Month);

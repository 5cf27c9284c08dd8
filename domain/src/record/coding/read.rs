//! Reading columns, however they are written, straight into values of their type.

use super::{DAY_MS, FROM, ID_DIGITS, TIME_DIGITS, ZONE_MS, packed};
use crate::{
    Id,
    tree::{Branches, Tree, Wood, take},
};
use std::borrow::Cow;

/// A column as it stands.
pub enum Coded {
    /// The values.
    List(Vec<Tree>),
    /// One value for all.
    All(Tree),
    /// Words, and which of them each is, in digits.
    Words(Vec<Tree>, Cow<'static, str>),
    /// Numbers above the least, in digits.
    Packed(i64, Cow<'static, str>),
    /// Moments by their distance.
    By(Tree),
    /// Ids: when they were made, and their other digits.
    Tails(Tree, Cow<'static, str>),
    /// Lists: how long each is, and all items.
    Counts(Tree, Tree),
    /// Structs: a column for each field.
    Fields(Branches),
}

impl Coded {
    fn of(tree: Tree) -> Option<Self> {
        let mut named = match tree {
            Tree::List(list) => return Some(Self::List(list)),
            tree => tree.branches()?,
        };
        if let Some(value) = take(&mut named, "all") {
            return Some(Self::All(value));
        }
        if let Some(Tree::List(words)) = take(&mut named, "words") {
            return Some(Self::Words(words, text(&mut named, "at")?));
        }
        if let Some(Tree::Int(least)) = take(&mut named, "least") {
            return Some(Self::Packed(least, text(&mut named, "packed")?));
        }
        if let Some(by) = take(&mut named, "by") {
            let tails = text(&mut named, "tails");
            return Some(match tails {
                Some(tails) => Self::Tails(by, tails),
                None => Self::By(by),
            });
        }
        if let Some(counts) = take(&mut named, "counts") {
            return Some(Self::Counts(counts, take(&mut named, "of")?));
        }
        take(&mut named, "fields")?.branches().map(Self::Fields)
    }
}

fn text(named: &mut Branches, name: &str) -> Option<Cow<'static, str>> {
    match take(named, name) {
        Some(Tree::Text(text)) => Some(text),
        _ => None,
    }
}

/// What moments are counted from: the record's own, or in a list of the record the one before.
#[derive(Clone, Copy, Default)]
pub struct Near<'n> {
    base: &'n [i64],
    counts: Option<&'n [i64]>,
}

impl<'n> Near<'n> {
    /// Values of the records themselves, whose own moments these are; none where nothing is counted from them.
    pub const fn records(base: &'n [i64]) -> Self {
        Self { base, counts: None }
    }

    /// Items of lists of such lengths.
    #[must_use]
    pub const fn within(self, counts: &'n [i64]) -> Self {
        match self.counts {
            None => Self { counts: Some(counts), ..self },
            // Deeper nothing is counted.
            Some(_) => Self { base: &[], counts: None },
        }
    }

    /// Whether there is something to count from.
    pub const fn is_there(self) -> bool {
        !self.base.is_empty()
    }

    /// Goes through `count` values in their order, each of which `turn` makes out of the one it counts from; `None` where
    /// there are more or fewer, or one cannot be made.
    pub fn each(self, count: usize, mut turn: impl FnMut(usize, i64) -> Option<i64>) -> Option<()> {
        let Some(counts) = self.counts else {
            (self.base.len() == count).then_some(())?;
            return self.base.iter().enumerate().try_for_each(|(at, base)| turn(at, *base).map(drop));
        };
        let mut at = 0;
        for (base, items) in self.base.iter().zip(counts) {
            let mut before = *base;
            for _ in 0..*items {
                before = turn(at, before)?;
                at += 1;
            }
        }
        (at == count && self.base.len() == counts.len()).then_some(())
    }
}

/// A distance from a moment.
#[derive(Clone, Copy)]
enum Step {
    Ms(i64),
    /// Midnight, so many days on.
    Midnight(i64),
    /// Not yet: 0.
    Never,
}

impl Wood for Step {
    fn tree(&self) -> Tree {
        match self {
            Self::Ms(ms) => Tree::Int(*ms),
            Self::Midnight(days) => Tree::List(vec![Tree::Int(*days)]),
            Self::Never => Tree::Null,
        }
    }

    fn read(tree: Tree) -> Option<Self> {
        match tree {
            Tree::Int(ms) => Some(Self::Ms(ms)),
            Tree::Null => Some(Self::Never),
            Tree::List(days) => match days[..] {
                [Tree::Int(days)] => Some(Self::Midnight(days)),
                _ => None,
            },
            _ => None,
        }
    }
}

impl Step {
    fn from(self, moment: i64) -> Option<i64> {
        match self {
            Self::Ms(ms) => moment.checked_add(ms),
            Self::Midnight(days) => {
                let day = moment.checked_add(ZONE_MS)?.div_euclid(DAY_MS).checked_add(days)?;
                day.checked_mul(DAY_MS)?.checked_sub(ZONE_MS)
            }
            Self::Never => Some(0),
        }
    }
}

/// A column of `count` values; `None` where it does not fit.
pub fn column<T: Wood>(tree: Tree, count: usize, near: Near<'_>) -> Option<Vec<T>> {
    match Coded::of(tree)? {
        Coded::List(list) => (list.len() == count).then(|| each(list))?,
        Coded::All(value) => Some(vec![T::read(value)?; count]),
        Coded::Words(words, at) => {
            let words: Vec<T> = each(words)?;
            let mut values = Vec::with_capacity(count);
            for at in packed::numbers(&at, count)? {
                values.push(words.get(usize::try_from(at?).ok()?)?.clone());
            }
            Some(values)
        }
        coded => T::coded(coded, count, near),
    }
}

fn each<T: Wood>(list: Vec<Tree>) -> Option<Vec<T>> {
    let mut values = Vec::with_capacity(list.len());
    for tree in list {
        values.push(T::read(tree)?);
    }
    Some(values)
}

/// A column of numbers.
pub fn numbers(coded: Coded, count: usize, near: Near<'_>) -> Option<Vec<i64>> {
    let mut values = Vec::with_capacity(count);
    match coded {
        Coded::Packed(least, digits) => {
            for above in packed::numbers(&digits, count)? {
                values.push(least.checked_add(i64::try_from(above?).ok()?)?);
            }
        }
        Coded::By(steps) => {
            let steps: Vec<Step> = column(steps, count, Near::default())?;
            near.each(count, |at, base| {
                values.push(steps.get(at)?.from(base)?);
                values.last().copied()
            })?;
        }
        _ => return None,
    }
    Some(values)
}

/// A column of ids.
pub fn ids(coded: Coded, count: usize, near: Near<'_>) -> Option<Vec<Id>> {
    const TAIL: usize = ID_DIGITS - TIME_DIGITS;
    let Coded::Tails(times, tails) = coded else { return None };
    let times = numbers(Coded::By(times), count, near)?;
    (tails.len() == count * TAIL && tails.is_ascii()).then_some(())?;
    let mut values = Vec::with_capacity(count);
    let mut digits = String::with_capacity(ID_DIGITS);
    for (at, time) in times.into_iter().enumerate() {
        digits.clear();
        packed::pack(u64::try_from(time).ok()?, TIME_DIGITS, &mut digits);
        digits.push_str(tails.get(at * TAIL..(at + 1) * TAIL)?);
        values.push(Id::parse(&digits)?);
    }
    Some(values)
}

/// A column of lists.
pub fn lists<T: Wood>(coded: Coded, count: usize, near: Near<'_>) -> Option<Vec<Vec<T>>> {
    let Coded::Counts(counts, of) = coded else { return None };
    let counts: Vec<i64> = column(counts, count, Near::default())?;
    let mut all = 0_usize;
    for items in &counts {
        all = all.checked_add(usize::try_from(*items).ok()?)?;
    }
    // Nobody sends more items than bytes: a page of a confused server must not take all memory.
    (all <= ITEMS_MAX).then_some(())?;
    let mut items = column::<T>(of, all, near.within(&counts))?.into_iter();
    Some(counts.iter().map(|count| items.by_ref().take(usize::try_from(*count).unwrap_or(0)).collect()).collect())
}

/// More items than a page's lists hold together.
const ITEMS_MAX: usize = 1 << 20;

impl Wood for Tree {
    fn tree(&self) -> Tree {
        self.clone()
    }

    fn read(tree: Tree) -> Option<Self> {
        Some(tree)
    }

    fn coded(coded: Coded, count: usize, near: Near<'_>) -> Option<Vec<Self>> {
        match coded {
            Coded::Tails(..) => ids(coded, count, near).map(|ids| ids.iter().map(Id::tree).collect()),
            Coded::Counts(..) => lists(coded, count, near).map(|lists| lists.into_iter().map(Tree::List).collect()),
            Coded::Fields(fields) => {
                let mut structs: Vec<Branches> = vec![Branches::with_capacity(fields.len()); count];
                for (name, values) in fields {
                    for (branches, value) in structs.iter_mut().zip(column(values, count, near)?) {
                        branches.push((name.clone(), value));
                    }
                }
                Some(structs.into_iter().map(Tree::Map).collect())
            }
            coded => numbers(coded, count, near).map(|numbers| numbers.into_iter().map(Tree::Int).collect()),
        }
    }
}

/// A kind's columns as they were sent: how many rows there are, what moments are counted from, the columns.
pub fn table_of(tree: Tree) -> Option<(usize, Vec<i64>, Branches)> {
    let mut columns = tree.branches()?;
    let named = |columns: &Branches, name: &str| columns.iter().position(|(there, _)| there == name);
    let from = text(&mut columns, FROM);
    // A record has an id of its own: no two are alike, so that its column is a list or has tails.
    let count = match &columns.get(named(&columns, "id")?)?.1 {
        Tree::List(ids) => ids.len(),
        Tree::Map(coded) => match &coded.get(named(coded, "tails")?)?.1 {
            Tree::Text(tails) => tails.len() / (ID_DIGITS - TIME_DIGITS),
            _ => return None,
        },
        _ => return None,
    };
    let base = match from {
        Some(from) => column(columns.get(named(&columns, &from)?)?.1.clone(), count, Near::default())?,
        None => Vec::new(),
    };
    Some((count, base, columns))
}

/// A kind's columns, each as a plain list of its values.
pub fn plain(tree: Tree) -> Option<Branches> {
    let (count, base, columns) = table_of(tree)?;
    let plain = |(name, values)| Some((name, Tree::List(column(values, count, Near::records(&base))?)));
    columns.into_iter().map(plain).collect()
}

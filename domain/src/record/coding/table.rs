//! The columns of one kind, as they are being made.

use super::{FROM, MOMENTS_MS, ROWS_MIN, read::Near, write::Column};
use crate::tree::{Branches, Tree};
use std::borrow::Cow;

/// The columns of structs of one shape. A field that comes later was empty before; one that is missing is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    rows: usize,
    fields: Vec<(Cow<'static, str>, Column)>,
    /// Where the next field is looked for: they come in one order.
    next: usize,
}

impl Table {
    /// How many structs there are.
    pub const fn len(&self) -> usize {
        self.rows
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Whether the structs so far have these very fields.
    pub(super) fn is_of<'f>(&self, mut fields: impl Iterator<Item = &'f str>) -> bool {
        self.is_empty() || self.fields.iter().all(|(there, _)| fields.next() == Some(there)) && fields.next().is_none()
    }

    /// The column that takes the value of this field of the struct at hand.
    pub fn field(&mut self, name: &str) -> &mut Column {
        let at = match self.fields.get(self.next) {
            Some((there, _)) if there == name => self.next,
            _ => self.fields.iter().position(|(there, _)| there == name).unwrap_or_else(|| {
                let mut column = Column::default();
                column.fill(self.rows);
                self.fields.push((Cow::Owned(name.to_owned()), column));
                self.fields.len() - 1
            }),
        };
        self.next = at + 1;
        &mut self.fields[at].1
    }

    /// The struct at hand is whole.
    pub fn end(&mut self) {
        self.rows += 1;
        self.next = 0;
        for (_, column) in &mut self.fields {
            column.fill(self.rows);
        }
    }

    /// Adds a struct.
    pub fn push(&mut self, branches: Branches) {
        for (name, value) in branches {
            self.field(&name).push(value);
        }
        self.end();
    }

    /// Each struct as it was.
    pub(super) fn into_trees(self) -> Vec<Tree> {
        let mut structs = vec![Branches::with_capacity(self.fields.len()); self.rows];
        for (name, column) in self.fields {
            for (branches, value) in structs.iter_mut().zip(column.into_trees()) {
                branches.push((name.clone(), value));
            }
        }
        structs.into_iter().map(Tree::Map).collect()
    }

    /// A column for each field.
    pub(super) fn written(&self, near: Near<'_>) -> Branches {
        self.fields.iter().map(|(name, column)| (name.clone(), column.written(near))).collect()
    }

    /// The columns of records. Where there are many, moments are counted from the first column of moments that are known
    /// of every record.
    pub fn records(&self) -> Tree {
        // A device keeps what came as it came: it writes none, and does without the code that does.
        if self.rows < ROWS_MIN || cfg!(not(feature = "office")) {
            let plain =
                |(name, column): &(Cow<'static, str>, Column)| (name.clone(), Tree::List(column.clone().into_trees()));
            return Tree::Map(self.fields.iter().map(plain).collect());
        }
        let base = self.fields.iter().enumerate().find_map(|(at, (_, column))| Some((at, moments(column)?)));
        let Some((from, base)) = base else { return Tree::Map(self.written(Near::default())) };
        let column = |(at, (name, column)): (usize, &(Cow<'static, str>, Column))| {
            let near = if at == from { Near::default() } else { Near::records(base) };
            (name.clone(), column.written(near))
        };
        let named = (Cow::Borrowed(FROM), Tree::Text(self.fields[from].0.clone()));
        Tree::Map([named].into_iter().chain(self.fields.iter().enumerate().map(column)).collect())
    }
}

/// The values, where they are moments known of every record.
fn moments(column: &Column) -> Option<&[i64]> {
    match column {
        Column::Ints(values) => {
            let (least, most) = (*values.iter().min()?, *values.iter().max()?);
            (least > 0 && most - least >= MOMENTS_MS).then_some(&values[..])
        }
        _ => None,
    }
}

//! One declaration gives a record, its fields for the wire, and how two projections of it join.

/// Declares a record. `shown` fields are in every projection; `hidden` ones may be left out of
/// some, so their type is [`Field`](crate::record::Field). `added` ones are hidden ones that came after the first
/// release: empty ones are not written, so that what was written before they existed reads and compares as it stands.
macro_rules! record {
    (
        $(#[$meta:meta])*
        $name:ident $( by $how:ident )? {
            shown { $( $(#[$smeta:meta])* $shown:ident : $sty:ty ),* $(,)? }
            hidden { $( $(#[$hmeta:meta])* $hidden:ident : $hty:ty ),* $(,)? }
            $( added { $( $(#[$ameta:meta])* $added:ident : $aty:ty ),* $(,)? } )?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name {
            /// The row's id in its book.
            pub id: $crate::record::Id,
            $( $(#[$smeta])* pub $shown: $sty, )*
            $( $(#[$hmeta])* pub $hidden: $crate::record::Field<$hty>, )*
            $( $( $(#[$ameta])* pub $added: $crate::record::Field<$aty>, )* )?
        }

        $crate::tree::map!($( $how )? $name { id, $( $shown, )* $( $hidden, )* } or { $( $( $added, )* )? });

        impl $crate::record::Record for $name {
            const KIND: $crate::record::Kind = $crate::record::Kind::$name;
            const FIELDS: &'static [&'static str] =
                &["id", $( stringify!($shown), )* $( stringify!($hidden), )* $( $( stringify!($added), )* )?];

            fn id(&self) -> &$crate::record::Id {
                &self.id
            }

            fn of(row: &$crate::record::Row) -> Option<&Self> {
                match row {
                    $crate::record::Row::$name(record) => Some(record),
                    _ => None,
                }
            }

            fn fill(&mut self, other: &Self) {
                let _ = other; // a record may have no hidden field
                $( if self.$hidden == $crate::record::Field::Hidden {
                    self.$hidden = other.$hidden.clone();
                } )*
                $( $( if self.$added == $crate::record::Field::Hidden {
                    self.$added = other.$added.clone();
                } )* )?
            }
        }

        impl From<$name> for $crate::record::Row {
            fn from(record: $name) -> Self {
                Self::$name(record)
            }
        }
    };
}

/// Lists every kind of record once: the kinds, the row that may be any of them, and their columns.
macro_rules! rows {
    ($( $name:ident = $text:literal : $path:path ),* $(,)?) => {
        /// The kinds of record there are.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $( #[doc = concat!("[`", stringify!($path), "`]")] $name, )*
        }

        impl Kind {
            /// Every kind, in the order they are declared.
            pub const ALL: &'static [Self] = &[$( Self::$name, )*];

            /// The kind's name on the wire and in the database.
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$name => $text, )* }
            }

            /// The fields its records have, in their order.
            pub const fn fields(self) -> &'static [&'static str] {
                match self { $( Self::$name => <$path as Record>::FIELDS, )* }
            }

            /// The kind of that name.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $( $text => Some(Self::$name), )* _ => None }
            }
        }

        impl Wood for Kind {
            fn tree(&self) -> Tree {
                Tree::word(self.as_str())
            }

            fn read(tree: Tree) -> Option<Self> {
                match tree {
                    Tree::Text(word) => Self::parse(&word),
                    _ => None,
                }
            }
        }

        impl Row {
            /// The record without its kind.
            pub(crate) fn record(&self) -> Tree {
                match self { $( Self::$name(record) => record.tree(), )* }
            }

            /// The records of that kind in columns.
            pub(crate) fn of_columns(kind: Kind, columns: Coded, count: usize, near: Near<'_>) -> Option<Vec<Self>> {
                match kind {
                    $( Kind::$name => {
                        Some(<$path>::coded(columns, count, near)?.into_iter().map(Self::$name).collect())
                    } )*
                }
            }

            /// The record of that kind in a tree.
            pub(crate) fn of_kind(kind: Kind, record: Tree) -> Option<Self> {
                match kind { $( Kind::$name => Wood::read(record).map(Self::$name), )* }
            }
        }

        impl Wood for Row {
            fn tree(&self) -> Tree {
                Tree::branch(self.kind().as_str(), self.record())
            }

            fn read(tree: Tree) -> Option<Self> {
                let (kind, record) = tree.variant()?;
                Self::of_kind(Kind::parse(&kind)?, record)
            }
        }

        $crate::tree::by_tree!(Kind);
        $crate::tree::by_tree!(Row);

        /// A record of any kind.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each is the record of its name")]
        pub enum Row {
            $( $name($path), )*
        }

        impl Row {
            /// Which kind it is.
            pub const fn kind(&self) -> Kind {
                match self { $( Self::$name(_) => Kind::$name, )* }
            }

            /// Its id.
            pub fn id(&self) -> &Id {
                match self { $( Self::$name(record) => &record.id, )* }
            }

            /// Takes from `other`, another projection of the same record, what is hidden here.
            pub fn fill(&mut self, other: &Self) {
                match (self, other) {
                    $( (Self::$name(mine), Self::$name(other)) => mine.fill(other), )*
                    _ => {}
                }
            }
        }
    };
}

pub(crate) use {record, rows};

//! One declaration gives a record, its columns for the wire, and how two projections of it join.

/// Declares a record. `shown` fields are in every projection; `hidden` ones may be left out of
/// some, so their type is [`Field`](crate::record::Field).
macro_rules! record {
    (
        $(#[$meta:meta])*
        $name:ident as $columns:ident {
            shown { $( $(#[$smeta:meta])* $shown:ident : $sty:ty ),* $(,)? }
            hidden { $( $(#[$hmeta:meta])* $hidden:ident : $hty:ty ),* $(,)? }
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name {
            /// The row's id in its book.
            pub id: $crate::record::Id,
            $( $(#[$smeta])* pub $shown: $sty, )*
            $( $(#[$hmeta])* pub $hidden: $crate::record::Field<$hty>, )*
        }

        #[doc = concat!("Many [`", stringify!($name), "`]s, a field's values together.")]
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the fields are the record's own")]
        pub struct $columns {
            pub id: Vec<$crate::record::Id>,
            $( pub $shown: Vec<$sty>, )*
            $( pub $hidden: Vec<$crate::record::Field<$hty>>, )*
        }

        $crate::tree::map!($name { id, $( $shown, )* $( $hidden, )* });
        $crate::tree::columns!($columns { id, $( $shown, )* $( $hidden, )* });

        impl $crate::record::Record for $name {
            type Columns = $columns;
            const KIND: $crate::record::Kind = $crate::record::Kind::$name;

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
            }
        }

        impl $crate::record::Columnar<$name> for $columns {
            fn len(&self) -> usize {
                self.id.len()
            }

            fn push(&mut self, row: $name) {
                self.id.push(row.id);
                $( self.$shown.push(row.$shown); )*
                $( self.$hidden.push(row.$hidden); )*
            }

            #[inline(never)]
            fn into_rows(self) -> Option<Vec<$name>> {
                let len = self.id.len();
                if false $( || self.$shown.len() != len )* $( || self.$hidden.len() != len )* {
                    return None;
                }
                $( let mut $shown = self.$shown.into_iter(); )*
                $( let mut $hidden = self.$hidden.into_iter(); )*
                self.id.into_iter().map(|id| Some($name {
                    id,
                    $( $shown: $shown.next()?, )*
                    $( $hidden: $hidden.next()?, )*
                })).collect()
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
    ($( $name:ident = $text:literal in $field:ident : $path:path ),* $(,)?) => {
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

        impl Wood for Row {
            fn tree(&self) -> Tree {
                match self { $( Self::$name(record) => Tree::branch($text, record.tree()), )* }
            }

            fn read(tree: Tree) -> Option<Self> {
                let (kind, record) = tree.variant()?;
                match &*kind {
                    $( $text => Wood::read(record).map(Self::$name), )*
                    _ => None,
                }
            }
        }

        $crate::tree::by_tree!(Kind);
        $crate::tree::by_tree!(Row);
        $crate::tree::map!(Columns {} or { $( $field, )* });

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

        /// Rows of all kinds, kind by kind and field by field (SYNC, "Pull").
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each holds the records of its name")]
        pub struct Columns {
            $( pub $field: <$path as Record>::Columns, )*
        }

        impl Columns {
            /// Adds a row.
            pub fn push(&mut self, row: Row) {
                match row { $( Row::$name(record) => self.$field.push(record), )* }
            }

            /// How many rows there are.
            pub fn len(&self) -> usize {
                0 $( + self.$field.len() )*
            }

            /// Whether there are none.
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }

            /// The rows; `None` where the columns of a kind differ in length.
            pub fn into_rows(self) -> Option<Vec<Row>> {
                let mut rows = Vec::with_capacity(self.len());
                $( rows.extend(self.$field.into_rows()?.into_iter().map(Row::$name)); )*
                Some(rows)
            }
        }
    };
}

pub(crate) use {record, rows};

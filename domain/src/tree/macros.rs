//! One line makes a type part of the tree.

/// A struct as a map of its fields. A field too many does not fit: a typo is told, not swallowed. Fields after `or` are
/// left out where they say nothing. After `columns` its columns are read straight into it, for what comes by the thousand: a few
/// KB of code each.
macro_rules! map {
    (columns $name:ident { $($field:ident),* $(,)? } $( or { $($spare:ident),* $(,)? } )?) => {
        $crate::tree::map!(@with {
            fn coded(
                coded: $crate::record::coding::Coded,
                count: usize,
                near: $crate::record::coding::Near<'_>,
            ) -> Option<Vec<Self>> {
                let _ = near; // there may be no field
                let $crate::record::coding::Coded::Fields(mut branches) = coded else { return None };
                $( let mut $field =
                    $crate::tree::column_of(&mut branches, stringify!($field), count, near, |_| None)?.into_iter(); )*
                $( $( let mut $spare = $crate::tree::column_of(&mut branches, stringify!($spare), count, near, |count| {
                    Some(vec![Default::default(); count])
                })?
                .into_iter(); )* )?
                let mut values = Vec::with_capacity(count);
                for _ in 0..count {
                    values.push(Self { $( $field: $field.next()?, )* $( $( $spare: $spare.next()?, )* )? });
                }
                Some(values)
            }
        } $name { $($field),* } $( or { $($spare),* } )?);
    };
    ($name:ident $($rest:tt)*) => {
        $crate::tree::map!(@with {} $name $($rest)*);
    };
    (@with { $($more:tt)* } $name:ident { $($field:ident),* $(,)? } $( or { $($spare:ident),* $(,)? } )?) => {
        impl $crate::tree::Wood for $name {
            fn tree(&self) -> $crate::tree::Tree {
                $crate::tree::Tree::named(
                    &[$( stringify!($field) ),*],
                    &[$( $( stringify!($spare) ),* )?],
                    vec![$( $crate::tree::Wood::tree(&self.$field), )* $( $( $crate::tree::Wood::tree(&self.$spare) ),* )?],
                )
            }

            fn read(tree: $crate::tree::Tree) -> Option<Self> {
                let mut branches = tree.branches()?;
                let value = Self {
                    $( $field: $crate::tree::field(&mut branches, stringify!($field))?, )*
                    $( $( $spare: $crate::tree::spare(&mut branches, stringify!($spare))?, )* )?
                };
                branches.is_empty().then_some(value)
            }

            $($more)*
        }

        $crate::tree::by_tree!($name);
    };
}

/// An enum without content as a word; with `word` before it, one that can be asked for it.
macro_rules! name {
    (word $name:ident { $($variant:ident = $word:literal),* $(,)? }) => {
        impl $name {
            /// Its name on the wire.
            pub const fn word(self) -> &'static str {
                match self { $( Self::$variant => $word, )* }
            }
        }

        $crate::tree::name!($name { $($variant = $word),* });
    };
    ($name:ident { $($variant:ident = $word:literal),* $(,)? }) => {
        impl $crate::tree::Wood for $name {
            fn tree(&self) -> $crate::tree::Tree {
                $crate::tree::Tree::word(match self { $( Self::$variant => $word, )* })
            }

            fn read(tree: $crate::tree::Tree) -> Option<Self> {
                match tree {
                    $crate::tree::Tree::Text(word) => match &*word {
                        $( $word => Some(Self::$variant), )*
                        _ => None,
                    },
                    _ => None,
                }
            }
        }

        $crate::tree::by_tree!($name);
    };
}

/// Serde by way of the tree.
macro_rules! by_tree {
    ($name:ident) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $crate::tree::Wood::tree(self).serialize(to)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let tree = <$crate::tree::Tree as ::serde::Deserialize>::deserialize(from)?;
                <Self as $crate::tree::Wood>::read(tree)
                    .ok_or_else(|| ::serde::de::Error::custom(concat!("not a ", stringify!($name))))
            }
        }
    };
}

pub(crate) use {by_tree, map, name};

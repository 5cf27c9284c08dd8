//! A field that a projection may leave out.

/// A value, or the fact that this audience may not see it.
///
/// On the wire and in the database `Hidden` is `null`. `T` must therefore never be written as
/// `null` itself: an empty text says "nothing was written", never `Option`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field<T> {
    /// Seen by this audience.
    Known(T),
    /// Left out of this projection.
    Hidden,
}

impl<T> Field<T> {
    /// The value, where it is seen.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Hidden => None,
        }
    }
}

/// A field that came after the first release, in a record written before.
impl<T: Default> Default for Field<T> {
    fn default() -> Self {
        Self::Known(T::default())
    }
}

impl<T> From<T> for Field<T> {
    fn from(value: T) -> Self {
        Self::Known(value)
    }
}

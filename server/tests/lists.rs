//! A worker's own lists: the two of the subdistrict, nastier ones, and what is promised of all of them.

#[cfg(test)]
mod lists {
    pub mod binary;
    pub mod nasty;
    pub mod promises;
    pub mod yard;
}

//! A worker's own lists: the two of the subdistrict, nastier ones, and what is promised of all of them.

#[cfg(test)]
mod lists {
    pub mod back;
    pub mod binary;
    pub mod meant;
    pub mod nasty;
    pub mod promises;
    pub mod yard;
}

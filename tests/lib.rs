//! Tests that look at the product from outside.
#![expect(clippy::unwrap_used, reason = "tests: a panic is the message")]

pub mod sbom;
pub mod sim;

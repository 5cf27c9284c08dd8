//! Tests that look at the product from outside.

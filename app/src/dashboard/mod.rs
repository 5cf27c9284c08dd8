//! The indicators of the three brands, each with what it is made of and when.

mod kpi;
mod months;
mod page;
mod reported;
mod source;
mod window;

pub use kpi::this_month;
pub use page::page;

//! 党员楼长: recording a hazard in three taps, and what becomes of it.

mod detail;
mod draft;
mod list;
mod map;
mod new;
mod sheet;
mod steps;
mod way;

pub use detail::page as detail;
pub use list::page as list;
pub use new::may_record;
pub use new::page as new;
pub use steps::waiting;

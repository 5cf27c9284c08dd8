//! 四方议事会: an issue from complaint to agenda.

mod detail;
mod list;
mod may;
mod new;
mod sheet;
mod steps;
mod way;

pub use detail::page as detail;
pub use list::page as list;
pub use may::may_raise;
pub use new::page as new;
pub use steps::waiting;

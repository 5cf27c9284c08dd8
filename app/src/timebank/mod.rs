//! 时间银行: a card, a passbook, and hours that wait for somebody's word.

mod card;
mod detail;
mod draft;
mod may;
mod new;
mod page;
mod steps;

pub use detail::page as detail;
pub use may::may_capture;
pub use new::page as new;
pub use page::page;
pub use steps::waiting;

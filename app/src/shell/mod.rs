//! The frame around every screen: heading, sync in words, tabs, notices.

mod attention;
mod badge;
mod banners;
mod entry;
mod frame;
mod hand;
mod panel;
mod screen;
mod second;
mod switch;
mod tabs;

pub use attention::page as attention;
pub use frame::frame;
pub use panel::standing;
pub use switch::choice as switch_choice;

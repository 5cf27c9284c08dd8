//! 时间银行: hours given, confirmed by somebody else, and posted in a double-entry ledger of integer minutes.

mod account;
mod command;
mod decide;
mod hour;
mod ledger;
#[cfg(test)]
mod tests;

pub use account::{Account, AccountKind, Card};
pub use command::{CaptureHour, ConfirmHour, OpenCard, Recipient, RejectHour};
pub use decide::{capture, confirm, open_card, reject};
pub use hour::{Activity, Evidence, Hour, HourState, ServiceDay, ServiceMonth};
pub use ledger::{Phase, Transfer, TransferKind, apply, touched};

//! Outbox, push, pull, live: the only code that touches the network.

mod api;
mod backoff;
mod clock;
mod desk;
mod exchange;
mod http;
mod lists;
mod live;
mod office;
mod photos;
mod tabs;
#[cfg(test)]
mod tests;
mod wire;

pub use api::{
    AuditEntry, AuditPage, BookName, DemoPerson, Enrolment, Me, Qr, Sign, audit, demo_people, end_session, enrol,
    export, looks, open_sealed, reveal, seal, sign_in, sign_in_demo, signs, who_am_i,
};
pub use backoff::Backoff;
pub use clock::{Offset, device_ms};
pub use desk::Desk;
pub use exchange::{Pulled, Step};
pub use lists::{Draft, Fault, Import, Skipped, act_list, bad_lines, imports, look_list, upload_list};
pub use live::Live;
pub use office::{
    DeskPerson, Living, People, SignedDevice, StartCode, Started, desk_act, devices, end_device, living_enrolments,
    look_start, make_enrolment, people, revoke_enrolment, start,
};
pub use photos::{address as photo_address, opened_address};
pub use tabs::{Note, Tabs, lead};
pub use wire::{CallError, Server, Wire};

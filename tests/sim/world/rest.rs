//! The network heals, the clocks stay wrong, and everything comes to rest within a bound (S12).

use super::World;
use crate::sim::{
    check,
    device::{Note, open, reload, sign_in},
    told::entry,
};
use jiefang_domain::{
    Id,
    calendar::MINUTE_MS,
    command::Command,
    sync::{EntryState, Op},
};

/// In so many turns of every device everything has to be where it belongs.
const TURNS_MAX: usize = 14;
/// So many steps a turn, or something runs in a circle.
const STEPS_MAX: usize = 40_000;

impl World {
    /// Comes to rest and looks at everything.
    pub fn come_to_rest(&mut self) {
        self.shared.calm.set(true);
        self.server.rolled_back = false;
        self.server.unavailable = false;
        self.drain();
        let mut before = None;
        for turn in 0.. {
            if self.shared.broken.borrow().is_some() {
                return;
            }
            if turn == TURNS_MAX {
                let open = self.open_entries();
                return self.shared.broke("S12", || format!("not at rest after {TURNS_MAX} turns: {open:?}"));
            }
            // Whatever is asked for now and then is asked for in each turn.
            self.shared.now_ms.set(self.shared.now_ms.get() + 6 * MINUTE_MS);
            (0..self.devices.len()).for_each(|device| self.turn(device));
            if !self.old.is_empty() && !self.old.under_way {
                self.old_sends();
                self.drain();
            }
            let now = self.stand();
            if before.as_ref() == Some(&now) && self.open_entries().is_empty() && self.old.is_empty() {
                break;
            }
            before = Some(now);
        }
        check::at_rest(self);
        self.old_at_rest();
    }

    /// Once more from the disks: what is written says the same as what is shown.
    pub fn reopen(&mut self) {
        for device in 0..self.devices.len() {
            while let Some(at) = self.tabs.iter().position(|running| running.tab.device.id == self.devices[device].id) {
                self.close(at);
            }
            self.open_tab(device);
        }
        self.drain();
        check::at_rest(self);
    }

    /// A device has its turn: everybody with something unfinished there, and last whoever is signed in.
    fn turn(&mut self, device: usize) {
        let device = self.devices[device].clone();
        let here = device.who.borrow().as_ref().map(|who| who.person.clone());
        let mut people: Vec<Id> =
            Self::unfinished(&device).into_iter().filter(|person| Some(person) != here.as_ref()).collect();
        people.extend(here);
        for person in people {
            let Some(at) = self.tabs.iter().position(|running| running.tab.device.id == device.id) else { continue };
            let signed_in = device.cookie.borrow().as_ref() == Some(&person)
                && self.tabs[at].tab.desk().is_some_and(|desk| desk.person == person);
            if !signed_in {
                self.start(at, |tab| Box::pin(sign_in(tab, person)));
                self.drain();
            }
            for at in 0..self.tabs.len() {
                if self.tabs[at].tab.device.id == device.id && device.leads(self.tabs[at].tab.id) {
                    self.begin_round(at);
                    self.drain();
                }
            }
        }
    }

    /// Whoever has something on a device that is neither turned away nor done.
    fn unfinished(device: &super::Device) -> Vec<Id> {
        let platters = device.platters.borrow();
        let open = platters.values().filter(|platter| {
            platter.outbox().iter().filter_map(|text| entry(text)).any(|kept| !kept.entry.state.is_turned_away())
        });
        open.map(|platter| platter.person.clone()).collect()
    }

    /// Entries that are still on their way.
    fn open_entries(&self) -> Vec<String> {
        let mut open = Vec::new();
        for device in &self.devices {
            for platter in device.platters.borrow().values() {
                let kept = platter.outbox().into_iter().filter_map(|text| entry(&text));
                // One that nobody was told of, because the disk failed around it, comes with the next start.
                let told = self.shared.told.borrow();
                let kept = kept.filter(|kept| told.acts.contains_key(&kept.entry.op.op_id));
                let listed = self.server.books_of(&platter.person);
                let waiting = kept.filter(|kept| match kept.entry.state {
                    EntryState::Waiting => true,
                    EntryState::Applied { .. } => listed.contains(&kept.book),
                    _ => false,
                });
                let named = |op: &Op<Command>, state| {
                    format!("{} {} {} n {}: {state:?}", device.id, platter.person, op.op_id, op.n)
                };
                open.extend(waiting.map(|kept| named(&kept.entry.op, kept.entry.state)));
            }
        }
        open
    }

    /// Where everything stands: heads and cursors.
    fn stand(&self) -> Vec<(Id, u64)> {
        let mut stand: Vec<(Id, u64)> =
            self.server.tables.borrow().books.values().map(|book| (book.book.clone(), book.head)).collect();
        for desk in self.tabs.iter().filter_map(|running| running.tab.desk()) {
            stand.extend(desk.core.books().values().map(|book| (book.id.clone(), book.cursor)));
        }
        stand
    }

    /// Everything that hangs goes on, and every note is heard.
    fn drain(&mut self) {
        for _ in 0..STEPS_MAX {
            if self.shared.broken.borrow().is_some() {
                return;
            }
            if !self.go_on_somewhere() && !self.hear_any() {
                return;
            }
        }
        self.shared.broke("S12", || "something runs in a circle".into());
    }

    fn hear_any(&mut self) -> bool {
        for at in 0..self.tabs.len() {
            let tab = self.tabs[at].tab.clone();
            let note = {
                let mut notes = tab.device.notes.borrow_mut();
                let first = notes.iter().position(|(to, _)| *to == tab.id);
                first.map(|first| notes.remove(first).1)
            };
            match note {
                Some(Note::Book(book)) => self.start(at, |tab| Box::pin(reload(tab, book))),
                Some(Note::Session) => self.start(at, |tab| Box::pin(open(tab))),
                None => continue,
            }
            return true;
        }
        false
    }

    /// The old client's words were understood, and stand in the log where the log was not put back since.
    fn old_at_rest(&self) {
        for (op, understood) in &self.old.answered {
            self.shared.holds("S9", *understood, || format!("{op} of a client three releases old was not understood"));
        }
    }
}

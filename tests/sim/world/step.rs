//! One step: something that hangs goes on, or somebody begins something.

use super::World;
use crate::sim::{
    acts,
    device::{Note, act, discard, open, reload, take_again, take_back},
    fault::Fault,
    net::{Ask, Flight, Reply, Stage},
    shared::Owner,
};
use jiefang_domain::Id;
use std::rc::Rc;

impl World {
    /// One step.
    pub fn step(&mut self) {
        let passed = self.shared.rng.borrow_mut().span_ms(2_500);
        self.shared.now_ms.set(self.shared.now_ms.get() + passed);
        let chance = self.shared.rng.borrow_mut().below(100);
        match chance {
            0..72 => drop(self.go_on_somewhere()),
            72..95 => self.begin_something(),
            95..96 => self.old_client(),
            _ => self.mishap(),
        }
    }

    /// Something that waits goes on; `false` where nothing waits.
    pub fn go_on_somewhere(&mut self) -> bool {
        let hanging = self.shared.hanging();
        let flights: Vec<u64> =
            self.net.flights.borrow().values().filter(|f| !matches!(f.stage, Stage::AtServer)).map(|f| f.id).collect();
        let server = usize::from(self.server.is_busy());
        let all = hanging.len() + flights.len() + server;
        if all == 0 {
            return false;
        }
        let at = self.shared.rng.borrow_mut().below(all);
        if let Some((id, owner, _)) = hanging.get(at) {
            self.shared.let_go(*id);
            match owner {
                Owner::Tab(tab) => self.go_on(*tab),
                Owner::Server => self.server.work(),
            }
        } else if let Some(id) = flights.get(at - hanging.len()) {
            self.fly(*id);
        } else {
            self.server.work();
        }
        true
    }

    fn fly(&mut self, id: u64) {
        let Some(flight) = self.net.flights.borrow().get(&id).cloned() else { return };
        match &flight.stage {
            Stage::Going => self.arrive(&flight),
            Stage::AtServer => {}
            Stage::Coming(_) if flight.echo => drop(self.net.flights.borrow_mut().remove(&id)),
            Stage::Coming(reply) => self.return_to(&flight, reply),
        }
    }

    fn arrive(&mut self, flight: &Flight) {
        if self.shared.unlucky(25) {
            if !flight.echo {
                self.shared.fired(Fault::RequestDropped);
            }
            return self.net.answer(flight.id, Reply::Cut, false);
        }
        let push = matches!(flight.ask, Ask::Push(..));
        if push && flight.echo {
            self.shared.fired(Fault::RequestDoubled);
        }
        if push && !flight.echo && self.shared.unlucky(12) {
            self.net.echo(&self.shared, flight);
        }
        self.server.arrived(flight);
    }

    fn return_to(&mut self, flight: &Flight, reply: &Reply) {
        let reply = if self.shared.unlucky(15) && !matches!(reply, Reply::Cut) {
            if flight.done {
                self.shared.fired(Fault::AnswerDropped);
            }
            Reply::Cut
        } else {
            reply.clone()
        };
        if flight.tab == 0 {
            self.net.flights.borrow_mut().remove(&flight.id);
            let decided = self.old.heard(&mut self.shared.rng.borrow_mut(), &reply);
            (0..decided).for_each(|_| self.shared.fired(Fault::OldClient));
            return;
        }
        self.net.answer(flight.id, reply, false);
        if let Some(tab) = self.net.land(flight.id) {
            self.go_on(tab);
        }
    }

    /// Somebody begins something in a tab.
    fn begin_something(&mut self) {
        if self.tabs.is_empty() {
            return;
        }
        let at = self.shared.rng.borrow_mut().below(self.tabs.len());
        let chance = self.shared.rng.borrow_mut().below(20);
        match chance {
            0..8 => self.somebody_acts(at),
            8..15 if self.leads(at) => self.begin_round(at),
            15..17 => self.hear_note(at),
            17 => self.answer_again(at),
            18 => self.let_go_of_something(at),
            _ => self.take_something_back(at),
        }
    }

    fn leads(&self, at: usize) -> bool {
        let tab = &self.tabs[at].tab;
        tab.device.leads(tab.id)
    }

    fn somebody_acts(&mut self, at: usize) {
        let tab = self.tabs[at].tab.clone();
        let Some(desk) = tab.desk() else { return };
        let chosen = {
            let books = desk.core.books();
            let mut rng = self.shared.rng.borrow_mut();
            let ids: Vec<&Id> = books.keys().collect();
            let Some(id) = rng.pick_of(&ids) else { return };
            let now_ms = tab.device.clock_ms() + tab.device.offset_ms.get();
            ((*id).clone(), acts::choose(&mut rng, &books[*id], &desk.person, now_ms))
        };
        self.start(at, |tab| Box::pin(act(tab, chosen.0, chosen.1)));
    }

    /// A tab hears what another told it.
    fn hear_note(&mut self, at: usize) {
        let tab = self.tabs[at].tab.clone();
        let note = {
            let mut notes = tab.device.notes.borrow_mut();
            let Some(first) = notes.iter().position(|(to, _)| *to == tab.id) else { return };
            notes.remove(first).1
        };
        match note {
            Note::Book(book) => self.start(at, |tab| Box::pin(reload(tab, book))),
            Note::Session => self.start(at, |tab| Box::pin(open(tab))),
        }
    }

    fn answer_again(&mut self, at: usize) {
        let tab = self.tabs[at].tab.clone();
        let late = {
            let kept = tab.late.borrow();
            if kept.is_empty() {
                return;
            }
            let which = self.shared.rng.borrow_mut().below(kept.len());
            (kept[which].clone(), which + 1 == kept.len())
        };
        self.start(at, |tab| Box::pin(take_again(tab, late.0, late.1)));
    }

    /// Somebody discards what was turned away.
    fn let_go_of_something(&mut self, at: usize) {
        let Some(desk) = self.tabs[at].tab.desk() else { return };
        let found = {
            let books = desk.core.books();
            books.iter().find_map(|(id, book)| {
                book.entries().iter().find(|entry| entry.state.is_turned_away()).map(|entry| (id.clone(), entry.serial))
            })
        };
        if let Some((book, serial)) = found {
            self.start(at, |tab| Box::pin(discard(tab, book, serial)));
        }
    }

    /// Somebody takes back what was just done.
    fn take_something_back(&mut self, at: usize) {
        let tab = self.tabs[at].tab.clone();
        let Some(desk) = tab.desk() else { return };
        let held = {
            let books = desk.core.books();
            let pause = tab.device.pause();
            books.iter().find_map(|(id, book)| book.held(pause).map(|(entry, _)| (id.clone(), entry.serial)))
        };
        if let Some((book, serial)) = held {
            self.start(at, |tab| Box::pin(take_back(tab, book, serial)));
        }
    }

    /// The old phone records something, or sends.
    pub(super) fn old_client(&mut self) {
        if self.old.under_way {
            return;
        }
        let acts = self.shared.rng.borrow_mut().once_in(2);
        if acts || self.old.is_empty() {
            let now_ms = self.shared.now_ms.get();
            self.old.act(&mut self.shared.rng.borrow_mut(), now_ms);
            return;
        }
        self.old_sends();
    }

    pub(super) fn old_sends(&mut self) {
        self.old.under_way = true;
        let flight = Flight {
            id: 0,
            tab: 0,
            device: u32::MAX,
            cookie: Some(self.old.person.clone()),
            newer: false,
            ask: Ask::Push(self.old.book.clone(), self.old.body()),
            stage: Stage::Going,
            echo: false,
            done: false,
        };
        // Nobody polls for its answer: it is told when it lands.
        drop(self.net.call(&self.shared, flight));
    }

    /// Whether two tabs are of one device.
    pub(super) fn same_device(&self, one: usize, other: usize) -> bool {
        Rc::ptr_eq(&self.tabs[one].tab.device, &self.tabs[other].tab.device)
    }
}

//! What goes wrong.

use super::World;
use crate::sim::{
    device::{sign_in, sign_out},
    fault::Fault,
    shared::{On, Owner},
};
use jiefang_domain::{Id, Millis, calendar::DAY_MS};
use std::rc::Rc;

impl World {
    /// One of them.
    pub(super) fn mishap(&mut self) {
        let chance = self.shared.rng.borrow_mut().below(30);
        match chance {
            0..4 => self.kill_a_tab(),
            4..6 => self.power_fails(),
            6 => self.wipe(),
            7..10 => self.server.killed(),
            10 => self.restore(),
            11..13 => self.server.back_up(),
            13..15 => self.somebody_signs_in(),
            15 => self.somebody_signs_out(),
            16 => self.copy_a_profile(),
            17..20 => self.clock_moves(),
            20..22 => self.server.rolled_back = !self.server.rolled_back,
            22 => self.server.unavailable = !self.server.unavailable,
            23..26 => self.revoke(),
            26 => self.time_passes(),
            27 => self.server.tick(self.shared.now_ms.get()),
            _ => self.another_tab(),
        }
    }

    fn some_device(&self) -> usize {
        self.shared.rng.borrow_mut().below(self.devices.len())
    }

    fn some_tab(&self) -> Option<usize> {
        let all: Vec<usize> = (0..self.tabs.len()).collect();
        self.shared.rng.borrow_mut().pick_of(&all).copied()
    }

    /// Closes a tab; everything in it stops where it is.
    pub(super) fn close(&mut self, at: usize) {
        let running = self.tabs.remove(at);
        let tab = &running.tab;
        tab.device.open.borrow_mut().retain(|open| *open != tab.id);
        tab.device.notes.borrow_mut().retain(|(to, _)| *to != tab.id);
    }

    fn kill_a_tab(&mut self) {
        let Some(at) = self.some_tab() else { return };
        let running = &self.tabs[at];
        let (tab, device) = (running.tab.clone(), running.tab.device.clone());
        let owner = Owner::Tab(tab.id);
        if self.shared.hanging().iter().any(|(_, of, on)| *of == owner && *on == On::Written) {
            self.shared.fired(Fault::KilledAfterWrite);
        }
        let others = (0..self.tabs.len()).any(|other| other != at && self.same_device(at, other));
        if others && !device.lockless && device.leads(tab.id) && running.in_round.get() {
            self.shared.fired(Fault::LeaderKilled);
        }
        self.shared.note(|| format!("tab {} of device {} is killed", tab.id, device.id));
        self.close(at);
        if !others {
            let at = self.devices.iter().position(|there| Rc::ptr_eq(there, &device)).unwrap();
            self.open_tab(at);
        }
    }

    fn close_all(&mut self, device: usize) {
        let device = self.devices[device].clone();
        while let Some(at) = self.tabs.iter().position(|running| Rc::ptr_eq(&running.tab.device, &device)) {
            self.close(at);
        }
    }

    fn power_fails(&mut self) {
        let at = self.some_device();
        self.shared.note(|| format!("device {at} loses power"));
        self.close_all(at);
        let platters: Vec<_> = self.devices[at].platters.borrow().values().cloned().collect();
        for platter in platters {
            platter.power_lost();
        }
        self.open_tab(at);
    }

    fn wipe(&mut self) {
        let at = self.some_device();
        self.close_all(at);
        let device = &self.devices[at];
        if device.platters.borrow().values().any(|platter| !platter.outbox().is_empty()) {
            self.shared.fired(Fault::DeviceWiped);
        }
        device.platters.borrow_mut().clear();
        device.who.replace(None);
        device.cookie.replace(None);
        self.shared.told.borrow_mut().wiped(device.id);
        self.open_tab(at);
    }

    fn restore(&mut self) {
        let new_epoch = self.shared.rng.borrow_mut().once_in(2);
        if self.server.restore(new_epoch) {
            self.shared.fired(if new_epoch { Fault::RestoredNewEpoch } else { Fault::RestoredSameEpoch });
        }
    }

    fn somebody_signs_in(&mut self) {
        let Some(at) = self.some_tab() else { return };
        let person = self.somebody();
        self.start(at, |tab| Box::pin(sign_in(tab, person)));
    }

    fn somebody_signs_out(&mut self) {
        let Some(at) = self.some_tab() else { return };
        self.start(at, |tab| Box::pin(sign_out(tab)));
    }

    /// Somebody moves a profile to another computer, and the old one goes on living.
    fn copy_a_profile(&mut self) {
        if self.devices.len() > 5 {
            return;
        }
        let at = self.some_device();
        let id = u32::try_from(self.devices.len()).unwrap();
        let copy = self.devices[at].copy(id);
        self.shared.told.borrow_mut().copied(self.devices[at].id, id);
        self.shared.note(|| format!("device {at} is copied to {id}"));
        self.devices.push(copy);
        self.open_tab(self.devices.len() - 1);
    }

    fn clock_moves(&mut self) {
        let device = &self.devices[self.some_device()];
        let mut rng = self.shared.rng.borrow_mut();
        let year: Millis = 365 * DAY_MS;
        device.skew_ms.set(*rng.pick(&[0, year, -year, -40 * DAY_MS, 3 * DAY_MS]));
        device.clock_sets.set(device.clock_sets.get() + 1);
        self.shared.note(|| format!("device {} has its clock at {}", device.id, device.skew_ms.get()));
    }

    /// A right ends, at the office's desk; or somebody takes one up again.
    fn revoke(&mut self) {
        let Some(desk) = self.some_tab().and_then(|at| self.tabs[at].tab.desk()) else { return };
        let person: Id = desk.person.clone();
        self.server.regrant(&person);
    }

    fn time_passes(&mut self) {
        let days = *self.shared.rng.borrow_mut().pick(&[1, 1, 3, 31]);
        self.shared.now_ms.set(self.shared.now_ms.get() + days * DAY_MS);
    }

    fn another_tab(&mut self) {
        let at = self.some_device();
        let open = self.devices[at].open.borrow().len();
        if open < 3 {
            self.open_tab(at);
        }
    }
}

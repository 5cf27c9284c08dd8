//! A run: everything there is, and one step after the other.

mod mishap;
mod rest;
mod step;

use super::{
    device::{Device, Tab, open, sign_in},
    executor::{Task, poll_all},
    net::Net,
    old::OldClient,
    server::Server,
    shared::Shared,
    town,
};
use jiefang_domain::Id;
use std::{cell::Cell, rc::Rc};

/// A tab and what goes on in it.
pub struct Running {
    pub tab: Rc<Tab>,
    tasks: Vec<Task<()>>,
    in_round: Rc<Cell<bool>>,
}

/// Everything there is.
pub struct World {
    pub shared: Rc<Shared>,
    pub net: Rc<Net>,
    pub server: Server,
    pub devices: Vec<Rc<Device>>,
    pub tabs: Vec<Running>,
    old: OldClient,
}

impl World {
    pub fn new(seed: u64, trace: bool) -> Self {
        let shared = Shared::new(seed, town::MONDAY_9_MS, trace);
        let net = Rc::new(Net::default());
        let server = Server::new(&shared, &net);
        let old = OldClient::new(&mut shared.rng.borrow_mut());
        let mut world = Self { shared, net, server, devices: Vec::new(), tabs: Vec::new(), old };
        let count = 2 + world.shared.rng.borrow_mut().below(3);
        for n in 0..count {
            let id = u32::try_from(n).unwrap();
            world.devices.push(Device::new(id, &world.shared, &world.net));
            let tabs = 1 + world.shared.rng.borrow_mut().below(2);
            for _ in 0..tabs {
                world.open_tab(n);
            }
            let person = world.somebody();
            let tab = world.tabs.len() - 1;
            world.start(tab, |tab| Box::pin(sign_in(tab, person)));
        }
        world
    }

    /// Somebody; more often those with much to do.
    fn somebody(&self) -> Id {
        let busy: &[&str] = &["worker", "secretary", "steward", "lin"];
        let mut rng = self.shared.rng.borrow_mut();
        let anyone = town::PEOPLE.map(|(person, ..)| person);
        let among: &[&str] = if rng.once_in(2) { busy } else { &anyone };
        town::id(rng.pick::<&str>(among))
    }

    fn open_tab(&mut self, device: usize) -> usize {
        let id = u32::try_from(self.shared.number()).unwrap();
        let tab = Tab::new(id, &self.devices[device]);
        self.tabs.push(Running { tab, tasks: Vec::new(), in_round: Rc::default() });
        let at = self.tabs.len() - 1;
        self.start(at, |tab| Box::pin(open(tab)));
        at
    }

    /// Begins something in a tab.
    fn start(&mut self, at: usize, begin: impl FnOnce(Rc<Tab>) -> Task<()>) {
        let running = &mut self.tabs[at];
        running.tasks.push(begin(running.tab.clone()));
        poll_all(&mut running.tasks);
    }

    /// Lets a tab go on.
    fn go_on(&mut self, tab: u32) {
        if let Some(running) = self.tabs.iter_mut().find(|running| running.tab.id == tab) {
            poll_all(&mut running.tasks);
        }
    }

    /// Begins a round in a tab, unless one is under way there.
    fn begin_round(&mut self, at: usize) {
        let running = &self.tabs[at];
        if running.in_round.replace(true) {
            return;
        }
        let (device, tab) = (&running.tab.device, running.tab.id);
        let other = self
            .tabs
            .iter()
            .any(|other| Rc::ptr_eq(&other.tab.device, device) && other.tab.id != tab && other.in_round.get());
        if other {
            self.shared.fired(super::fault::Fault::TwoLeaders);
        }
        let in_round = running.in_round.clone();
        self.start(at, |tab| {
            Box::pin(async move {
                super::device::round(tab).await;
                in_round.set(false);
            })
        });
    }
}

//! A tab: one person's desk, and what can be done at it. One change at a time, as the app does it.

use super::{Device, round::Late};
use crate::sim::{
    disk::SimDisk,
    fault::Fault,
    net::{Ask, Flight, Reply, Stage},
};
use jiefang_domain::{
    Id, Millis,
    calendar::DAY_MS,
    command::Command,
    sync::device::{Desk, Keep, Who},
};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use tokio::sync::Mutex;

/// What one tab tells the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A book has changed on the disk.
    Book(Id),
    /// Somebody has signed in or out.
    Session,
}

/// A desk with its gate: disk and memory change together, one change at a time.
pub struct Gated {
    pub tab: u32,
    pub person: Id,
    /// The server's last word on who this is.
    pub who: RefCell<Who>,
    pub core: Desk<SimDisk>,
    pub gate: Mutex<()>,
    /// When the server last said who this is.
    pub me_asked_ms: Cell<Millis>,
}

/// A tab.
pub struct Tab {
    pub id: u32,
    pub device: Rc<Device>,
    pub desk: RefCell<Option<Rc<Gated>>>,
    /// The server says that somebody else is signed in, or nobody.
    pub signed_out: Cell<bool>,
    /// What changes who is signed in takes turns.
    pub turn: Mutex<()>,
    /// Answers that may come again.
    pub late: RefCell<Vec<Late>>,
}

impl Tab {
    pub fn new(id: u32, device: &Rc<Device>) -> Rc<Self> {
        device.open.borrow_mut().push(id);
        let (desk, late) = (RefCell::default(), RefCell::default());
        Rc::new(Self { id, device: device.clone(), desk, signed_out: Cell::new(false), turn: Mutex::default(), late })
    }

    pub fn desk(&self) -> Option<Rc<Gated>> {
        self.desk.borrow().clone()
    }

    /// Sends a call and waits for what comes back.
    pub async fn call(&self, ask: Ask) -> Reply {
        let flight = Flight {
            id: 0,
            tab: self.id,
            device: self.device.id,
            cookie: self.device.cookie.borrow().clone(),
            newer: self.device.newer,
            ask,
            stage: Stage::Going,
            echo: false,
            done: false,
        };
        self.device.net.call(&self.device.shared, flight).await
    }
}

/// Reads back who is signed in here, and that person's books.
pub async fn open(tab: Rc<Tab>) {
    let _turn = tab.turn.lock().await;
    enter(&tab).await;
}

async fn enter(tab: &Rc<Tab>) {
    let who = tab.device.who.borrow().clone();
    let Some(who) = who else {
        tab.desk.replace(None);
        return;
    };
    let person = who.person.clone();
    // What is being recorded at the desk of before is on the disk before it is read.
    let before = tab.desk();
    let _gate = match &before {
        Some(desk) => Some(desk.gate.lock().await),
        None => None,
    };
    let disk = SimDisk { platter: tab.device.platter(&person), tab: tab.id };
    let shared = tab.device.shared.clone();
    let fresh = move || shared.rng.borrow_mut().id();
    let opened = Desk::open(Keep::new(disk), who.clone(), fresh).await;
    tab.desk.replace(None);
    if let Ok(core) = opened {
        let (who, gate, me_asked_ms) = (RefCell::new(who), Mutex::default(), Cell::new(0));
        tab.signed_out.set(false);
        tab.late.borrow_mut().clear();
        tab.desk.replace(Some(Rc::new(Gated { tab: tab.id, person, who, core, gate, me_asked_ms })));
    }
}

/// A person records something.
pub async fn act(tab: Rc<Tab>, book: Id, command: Command) {
    let Some(desk) = tab.desk() else { return };
    let device = &tab.device;
    let shared = &device.shared;
    let op_id = shared.rng.borrow_mut().id();
    let clock = (device.clock_ms(), device.offset_ms.get());
    let kind = command.kind();
    let acted = {
        let _gate = desk.gate.lock().await;
        desk.core.act(&book, (op_id.clone(), command), clock, &[]).await
    };
    let Ok(acted) = acted else { return };
    shared.note(|| {
        format!("device {} tab {} {} told {op_id} saved: {kind} #{}", device.id, tab.id, desk.person, acted.serial)
    });
    shared.ops.set(shared.ops.get() + 1);
    device.tell(tab.id, &Note::Book(book.clone()));
    let clock_sets = device.clock_sets.get();
    shared.told.borrow_mut().saved(op_id, book.clone(), desk.person.clone(), (device.id, clock_sets));
    if device.skew_ms.get().abs() > 300 * DAY_MS {
        shared.fired(Fault::ClockOff);
    }
    if (device.skew_ms.get() + clock.1).abs() > DAY_MS {
        shared.fired(Fault::ClockJumped);
    }
    // The desk may have been opened anew meanwhile, without this entry.
    if let Some(anew) = tab.desk().filter(|now| !Rc::ptr_eq(now, &desk)) {
        let _gate = anew.gate.lock().await;
        let _ = anew.core.reload(&book).await;
    }
}

/// A person discards what was turned away.
pub async fn discard(tab: Rc<Tab>, book: Id, serial: u64) {
    let Some(desk) = tab.desk() else { return };
    let _gate = desk.gate.lock().await;
    let op = {
        let books = desk.core.books();
        let entries = books.get(&book).map(|book| book.entries().to_vec()).unwrap_or_default();
        entries.into_iter().find(|entry| entry.serial == serial && entry.state.is_turned_away())
    };
    let Some(op) = op.map(|entry| entry.op.op_id) else { return };
    tab.device.shared.told.borrow_mut().discarding.insert(op);
    let _ = desk.core.discard(&book, serial).await;
}

/// A person takes back what was just done on this device, in whichever tab.
pub async fn take_back(tab: Rc<Tab>, book: Id, serial: u64) {
    let Some(desk) = tab.desk() else { return };
    let _gate = desk.gate.lock().await;
    let (device, shared) = (&tab.device, &tab.device.shared);
    let op = {
        let books = desk.core.books();
        let entries = books.get(&book).map(|book| book.entries().to_vec()).unwrap_or_default();
        entries.into_iter().find(|entry| entry.serial == serial).map(|entry| entry.op)
    };
    let Some(op) = op else { return };
    shared.told.borrow_mut().undoing.insert(op.op_id.clone());
    let undone = desk.core.undo(&book, serial, &|| device.pause()).await;
    shared.note(|| format!("device {} tab {} takes {} back: {undone:?}", device.id, tab.id, op.op_id));
    if undone != Ok(true) {
        return;
    }
    // A disk that hangs may be done only after another tab has begun to send.
    let in_time = device.pause().held_ms(op.authored_at_ms).is_some();
    let clock = in_time.then(|| device.clock_sets.get());
    let sent = shared.told.borrow_mut().undone(&op.op_id, device.id, clock);
    shared.holds("undone", !sent, || format!("{} was sent before it was taken back", op.op_id));
    shared.fired(Fault::Undone);
    device.tell(tab.id, &Note::Book(book));
}

/// Another tab has changed a book.
pub async fn reload(tab: Rc<Tab>, book: Id) {
    let Some(desk) = tab.desk() else { return };
    let _gate = desk.gate.lock().await;
    let _ = desk.core.reload(&book).await;
}

/// Somebody signs in, with a network.
pub async fn sign_in(tab: Rc<Tab>, person: Id) {
    let _turn = tab.turn.lock().await;
    let sent_ms = tab.device.clock_ms();
    let Reply::Who(who, now_ms) = tab.call(Ask::SignIn(person.clone())).await else { return };
    tab.device.cookie.replace(Some(person.clone()));
    tab.device.learn(sent_ms, now_ms);
    if tab.desk().is_some_and(|desk| desk.person != person) && !forget(&tab).await {
        return;
    }
    tab.device.who.replace(Some(who));
    enter(&tab).await;
    tab.signed_out.set(false);
    tab.device.tell(tab.id, &Note::Session);
}

/// Signs out; what was not sent stays.
pub async fn sign_out(tab: Rc<Tab>) {
    let _turn = tab.turn.lock().await;
    if !forget(&tab).await {
        return;
    }
    tab.device.who.replace(None);
    tab.device.cookie.replace(None);
    tab.desk.replace(None);
    tab.device.tell(tab.id, &Note::Session);
}

/// Deletes the copy of whoever is at the desk.
async fn forget(tab: &Rc<Tab>) -> bool {
    let Some(desk) = tab.desk() else { return true };
    let _gate = desk.gate.lock().await;
    let shared = &tab.device.shared;
    let whose = (tab.device.id, desk.person.clone());
    *shared.told.borrow_mut().forgetting.entry(whose.clone()).or_default() += 1;
    let forgotten = desk.core.forget().await;
    *shared.told.borrow_mut().forgetting.entry(whose).or_default() -= 1;
    if matches!(forgotten, Ok(kept) if kept > 0) {
        shared.fired(Fault::SharedPhone);
    }
    forgotten.is_ok()
}

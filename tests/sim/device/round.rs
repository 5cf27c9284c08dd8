//! One round with the server, as the app does it: who am I, send what waits, fetch what is new.

use super::tab::{Gated, Note, Tab};
use crate::sim::{
    check,
    fault::Fault,
    net::{Ask, Reply},
    wire,
};
use jiefang_domain::{
    Audience, Id, Millis,
    command::Command,
    sync::{
        Asked, Page, PushAnswer, PushRequest,
        device::{StorageError, Taken, Unfit},
    },
};
use std::{cell::Cell, rc::Rc};

/// Most rounds of one push or pull, as in the app; here a round that never ends breaks S12.
const ROUNDS_MAX: u32 = 200;
/// How old the server's word on who this is may be.
const ME_AGE_MS: Millis = 5 * 60_000;

/// An answer that has been taken, and may come again.
#[derive(Clone, Debug)]
pub enum Late {
    Push(Id, PushRequest<Command>, PushAnswer),
    Page(Id, Asked, Box<Page>, String),
}

/// Why a call gave nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failed {
    Offline,
    SignedOut,
    NotFound,
    /// The server said no to this book.
    Refused,
    Storage(StorageError),
    Unreadable,
}

impl From<StorageError> for Failed {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl From<Unfit> for Failed {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::Storage(error) => Self::Storage(error),
            Unfit::Unreadable => Self::Unreadable,
        }
    }
}

/// One round; `true` where all went well.
pub async fn round(tab: Rc<Tab>) -> bool {
    let Some(desk) = tab.desk() else { return true };
    match exchange(&tab, &desk).await {
        Ok(()) => true,
        Err(failed) => {
            tab.device.shared.note(|| format!("tab {} round: {failed:?}", tab.id));
            if failed == Failed::SignedOut {
                tab.signed_out.set(true);
            }
            false
        }
    }
}

async fn exchange(tab: &Rc<Tab>, desk: &Rc<Gated>) -> Result<(), Failed> {
    let asked_ms = desk.me_asked_ms.get();
    if asked_ms == 0 || (tab.device.clock_ms() - asked_ms).abs() > ME_AGE_MS || tab.signed_out.get() {
        ask_me(tab, desk).await?;
    }
    {
        let _gate = desk.gate.lock().await;
        desk.core.catch_up().await?;
    }
    let mut books = desk.who.borrow().books.clone();
    books.extend(desk.core.left_books());
    let (mut first_error, mut again) = (None, false);
    for book in books {
        match exchange_book(tab, desk, &book).await {
            Ok(scopes_changed) => again |= scopes_changed,
            Err(Failed::NotFound) => again = true,
            Err(failed @ (Failed::Offline | Failed::SignedOut)) => return Err(failed),
            Err(failed) => drop(first_error.get_or_insert(failed)),
        }
    }
    if again {
        ask_me(tab, desk).await?;
    }
    first_error.map_or(Ok(()), Err)
}

async fn ask_me(tab: &Rc<Tab>, desk: &Rc<Gated>) -> Result<(), Failed> {
    let sent_ms = tab.device.clock_ms();
    let (who, now_ms) = match tab.call(Ask::Who).await {
        Reply::Who(who, now_ms) => (who, now_ms),
        reply => return Err(failed(&reply)),
    };
    tab.device.learn(sent_ms, now_ms);
    let _turn = tab.turn.lock().await;
    if who.person != desk.person {
        return Err(Failed::SignedOut);
    }
    if !is_current(tab, desk) {
        return Ok(());
    }
    tab.device.shared.note(|| format!("tab {} {} is told of {:?}", tab.id, desk.person, who.books));
    desk.me_asked_ms.set(tab.device.clock_ms());
    tab.signed_out.set(false);
    if *desk.who.borrow() == who {
        return Ok(());
    }
    {
        let _gate = desk.gate.lock().await;
        desk.core.adopt(who.clone()).await?;
        desk.who.replace(who.clone());
    }
    tab.device.who.replace(Some(who));
    tab.device.tell(tab.id, &Note::Session);
    Ok(())
}

/// Whether the desk is still the one that the tab shows.
fn is_current(tab: &Tab, desk: &Rc<Gated>) -> bool {
    tab.desk().is_some_and(|now| Rc::ptr_eq(&now, desk))
}

async fn exchange_book(tab: &Rc<Tab>, desk: &Rc<Gated>, book: &Id) -> Result<bool, Failed> {
    let changed = Cell::new(false);
    let listed = desk.who.borrow().books.contains(book);
    let pulled = match push(tab, desk, book, &changed).await {
        Ok(()) if listed => pull(tab, desk, book, &changed).await,
        Ok(()) => Ok(false),
        Err(failed) => Err(failed),
    };
    // A disk that failed may have written it all the same.
    if changed.get() || matches!(pulled, Err(Failed::Storage(_))) {
        tab.device.tell(tab.id, &Note::Book(book.clone()));
    }
    pulled
}

async fn ask(tab: &Rc<Tab>, ask: Ask) -> Result<String, Failed> {
    match tab.call(ask).await {
        Reply::Text(text) => Ok(text),
        reply => Err(failed(&reply)),
    }
}

fn failed(reply: &Reply) -> Failed {
    match reply {
        Reply::Status(401) => Failed::SignedOut,
        Reply::Status(404) => Failed::NotFound,
        Reply::Status(502..=504) | Reply::Cut => Failed::Offline,
        Reply::Status(_) => Failed::Refused,
        Reply::Who(..) | Reply::Text(_) => Failed::Unreadable,
    }
}

async fn push(tab: &Rc<Tab>, desk: &Rc<Gated>, book: &Id, changed: &Cell<bool>) -> Result<(), Failed> {
    for round in 0.. {
        let request = {
            let _gate = desk.gate.lock().await;
            desk.core.push_request(book, &|| tab.device.pause()).await?
        };
        let Some(request) = request else { break };
        if round == ROUNDS_MAX {
            tab.device.shared.broke("S12", || format!("tab {}: a push without end", tab.id));
            break;
        }
        let sent_ms = tab.device.clock_ms();
        let text = ask(tab, Ask::Push(book.clone(), wire::body(request.clone(), tab.device.newer))).await?;
        let answer: PushAnswer = serde_json::from_str(&text).map_err(|_| Failed::Unreadable)?;
        tab.device.learn(sent_ms, answer.now_ms);
        let _gate = desk.gate.lock().await;
        if !desk.core.heard(book, &request, &answer).await? {
            break;
        }
        keep_late(tab, Late::Push(book.clone(), request, answer));
        changed.set(true);
    }
    Ok(())
}

/// Pages are asked for ahead: while one is written the next is already under way.
async fn pull(tab: &Rc<Tab>, desk: &Rc<Gated>, book: &Id, changed: &Cell<bool>) -> Result<bool, Failed> {
    let (mut scopes_changed, mut next, mut ahead) = (false, desk.core.asked(book), None);
    for round in 0.. {
        let Some(asked) = next.take().or_else(|| desk.core.asked(book)) else { break };
        if round == ROUNDS_MAX {
            tab.device.shared.broke("S12", || format!("tab {}: a pull without end", tab.id));
            break;
        }
        let text = match ahead.take() {
            Some(text) => text?,
            None => ask_page(tab, book, &asked).await?,
        };
        let page: Page = serde_json::from_str(&text).map_err(|_| Failed::Unreadable)?;
        if !page.scopes.contains(&Audience::Person(desk.person.clone())) {
            return Err(Failed::SignedOut);
        }
        let differ = page.scopes != asked.request.scopes;
        let after = page.more.then(|| asked.after(&page));
        let taking = take_page(tab, desk, book, (&asked, page, &text));
        let (taken, came) = match &after {
            Some(after) => {
                let (taken, came) = tokio::join!(taking, ask_page(tab, book, after));
                (taken, Some(came))
            }
            None => (taking.await, None),
        };
        match taken? {
            Taken::Late => {}
            Taken::Confirm(question) => next = Some(question),
            Taken::Shown(something) => {
                scopes_changed |= differ;
                if something {
                    changed.set(true);
                }
                check::shown(&tab.device.shared, &desk.core, book);
                if after.is_none() {
                    break;
                }
                (next, ahead) = (after, came);
            }
        }
    }
    Ok(scopes_changed)
}

async fn ask_page(tab: &Rc<Tab>, book: &Id, asked: &Asked) -> Result<String, Failed> {
    let sent_ms = tab.device.clock_ms();
    let text = ask(tab, Ask::Pull(book.clone(), serde_json::to_string(&asked.request).unwrap())).await?;
    let page: Page = serde_json::from_str(&text).map_err(|_| Failed::Unreadable)?;
    tab.device.learn(sent_ms, page.now_ms);
    Ok(text)
}

async fn take_page(
    tab: &Rc<Tab>,
    desk: &Rc<Gated>,
    book: &Id,
    (asked, page, text): (&Asked, Page, &str),
) -> Result<Taken, Unfit> {
    let _gate = desk.gate.lock().await;
    tab.device.shared.backed_up(book, page.backed_up);
    let late = Late::Page(book.clone(), asked.clone(), Box::new(page.clone()), text.to_owned());
    let numbers = (page.cursor, page.head);
    let taken = desk.core.take(book, asked, page, text).await;
    tab.device.shared.note(|| {
        format!(
            "tab {} {} {book}: page from {} to {} of {} is {taken:?}",
            tab.id, desk.person, asked.request.cursor, numbers.0, numbers.1
        )
    });
    if let Ok(Taken::Shown(_)) = taken {
        keep_late(tab, late);
    }
    taken
}

fn keep_late(tab: &Tab, late: Late) {
    let mut kept = tab.late.borrow_mut();
    kept.push(late);
    if kept.len() > 3 {
        kept.remove(0);
    }
}

/// An answer comes again, in the same tab.
pub async fn take_again(tab: Rc<Tab>, late: Late, newest: bool) {
    let Some(desk) = tab.desk() else { return };
    let _gate = desk.gate.lock().await;
    tab.device.shared.fired(if newest { Fault::AnswerDoubled } else { Fault::AnswerLate });
    let _ = match late {
        Late::Push(book, request, answer) => {
            desk.core.heard(&book, &request, &answer).await.map(drop).map_err(Unfit::from)
        }
        Late::Page(book, asked, page, text) => desk.core.take(&book, &asked, *page, &text).await.map(drop),
    };
}

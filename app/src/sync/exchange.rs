//! Push and pull of one book.

use super::{CallError, Desk, Wire};
use crate::{
    json,
    replica::{Disk, Keep},
};
use jiefang_domain::{
    Audience, Id, Millis,
    command::Command,
    sync::{Book, Page, PullRequest, PushAnswer, PushRequest},
    tree::{Tree, Wood},
};

/// Most rounds of one push or pull, so that a confused server cannot keep a phone busy for ever.
const ROUNDS_MAX: u32 = 1_000;

/// Told after every answer: when it was asked for, and the server's clock in it.
pub type Told<'t> = &'t dyn Fn(Step);

/// A step of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// About to ask.
    Asking,
    /// The server answered, with its clock.
    Answered(Millis),
    /// What stands in the book has changed.
    Changed,
}

/// What a pull brought beside rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pulled {
    /// The scopes changed: the grants may have, too.
    pub scopes_changed: bool,
}

/// A push as it is sent.
fn pushed(request: &PushRequest<Command>) -> Tree {
    let named = [
        ("epoch", request.epoch.tree()),
        ("client_id", request.client_id.tree()),
        ("build", request.build.tree()),
        ("ops", Tree::List(request.ops.iter().map(Wood::tree).collect())),
    ];
    Tree::Map(named.map(|(name, tree)| (name.into(), tree)).into())
}

impl<D: Disk> Desk<D> {
    /// Sends what waits in a book, batch by batch, in the order it was done.
    pub async fn push(&self, wire: &impl Wire, id: &Id, told: Told<'_>) -> Result<(), CallError> {
        for _ in 0..ROUNDS_MAX {
            let request = self.books.borrow().get(id).and_then(|book| book.push_request(|op| json::write(op).len()));
            let Some(request) = request else { break };
            let body = json::text(&pushed(&request));
            told(Step::Asking);
            let text = wire.push(id, body).await?;
            let answer: PushAnswer = json::read(&text).ok_or(CallError::Unreadable)?;
            told(Step::Answered(answer.now_ms));
            let _gate = self.gate().await;
            let actor = self.actor_in(id);
            let changed = match self.books.borrow_mut().get_mut(id) {
                Some(book) => book.answered(&answer, &actor),
                None => break,
            };
            if changed.is_empty() {
                // `retry` or `gap`: the rest waits for another time.
                break;
            }
            told(Step::Changed);
            self.keep.answered(id, &changed).await?;
        }
        Ok(())
    }

    /// Fetches what is new in a book, page by page; each is written before it is shown (S7).
    pub async fn pull(&self, wire: &impl Wire, id: &Id, told: Told<'_>) -> Result<Pulled, CallError> {
        let mut pulled = Pulled::default();
        for _ in 0..ROUNDS_MAX {
            let Some(request) = self.books.borrow().get(id).map(Book::pull_request) else { break };
            let body = json::write(&request);
            told(Step::Asking);
            let text = wire.pull(id, body).await?;
            let page: Page = json::read(&text).ok_or(CallError::Unreadable)?;
            told(Step::Answered(page.now_ms));
            // S8: a browser has one session for all its tabs. When somebody else has signed in meanwhile, these rows
            // are theirs and must not get into this copy.
            if !page.scopes.contains(&Audience::Person(self.me().person.id.clone())) {
                return Err(CallError::signed_out());
            }
            let _gate = self.gate().await;
            if !self.books.borrow().get(id).is_some_and(|book| book.follows(&request)) {
                continue; // the book has moved on while the answer was under way
            }
            let more = page.more;
            pulled.scopes_changed |= page.scopes != request.scopes;
            if self.take(id, &request, page, &text).await? {
                told(Step::Changed);
            }
            if !more {
                break;
            }
        }
        Ok(pulled)
    }

    /// Writes a page, then shows it, then removes the entries whose effect it brought; `false` where nothing is to be
    /// seen of it.
    async fn take(&self, id: &Id, request: &PullRequest, page: Page, text: &str) -> Result<bool, CallError> {
        if !self.keep.page(id, request, &page, text).await? {
            self.read_back(id).await?;
            return Ok(true);
        }
        let brings = Keep::<D>::tells(&page, request);
        let actor = self.actor_in(id);
        let applied = self.books.borrow_mut().get_mut(id).map(|book| {
            let was_complete = book.complete;
            let outcome = book.apply(page, &actor);
            (outcome, book.complete != was_complete)
        });
        let Some((Some(outcome), completed)) = applied else {
            // Columns that do not fit together: the copy is thrown away and pulled anew next time.
            self.keep.drop_copy(id).await?;
            self.read_back(id).await?;
            return Err(CallError::Unreadable);
        };
        self.keep.remove(id, &outcome.done).await?;
        Ok(brings || completed || !outcome.done.is_empty())
    }
}

//! Push and pull of one book.

use super::{CallError, Desk, Wire};
use crate::{json, replica::Disk};
use jiefang_domain::{
    Audience, Id, Millis,
    command::Command,
    sync::{Page, PushAnswer, PushRequest, device::Taken},
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
            let Some(request) = self.core().push_request(id) else { break };
            let body = json::text(&pushed(&request));
            told(Step::Asking);
            let text = wire.push(id, body).await?;
            let answer: PushAnswer = json::read(&text).ok_or(CallError::Unreadable)?;
            told(Step::Answered(answer.now_ms));
            let _gate = self.gate().await;
            if !self.core().heard(id, &request, &answer).await? {
                // `retry`: the rest waits for another time.
                break;
            }
            told(Step::Changed);
        }
        Ok(())
    }

    /// Fetches what is new in a book, page by page; each is written before it is shown (S7).
    pub async fn pull(&self, wire: &impl Wire, id: &Id, told: Told<'_>) -> Result<Pulled, CallError> {
        let mut pulled = Pulled::default();
        let mut again = None;
        for _ in 0..ROUNDS_MAX {
            let Some(asked) = again.take().or_else(|| self.core().asked(id)) else { break };
            let body = json::write(&asked.request);
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
            let (more, scopes_changed) = (page.more, page.scopes != asked.request.scopes);
            match self.core().take(id, &asked, page, &text).await? {
                Taken::Late => continue,
                Taken::Confirm(question) => {
                    again = Some(question);
                    continue;
                }
                Taken::Shown(something) => {
                    pulled.scopes_changed |= scopes_changed;
                    if something {
                        told(Step::Changed);
                    }
                }
            }
            if !more {
                break;
            }
        }
        Ok(pulled)
    }
}

//! Push and pull of one book.

use super::{CallError, Desk, Wire};
use crate::{json, replica::Disk};
use jiefang_domain::{
    Audience, Id, Millis,
    command::Command,
    sync::{Asked, Page, Pause, PushAnswer, PushRequest, device::Taken},
    tree::{Tree, Wood},
};
use std::{future::poll_fn, pin::pin, task::Poll};

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
        ("person", request.person.tree()),
        ("build", request.build.tree()),
        ("ops", Tree::List(request.ops.iter().map(Wood::tree).collect())),
    ];
    Tree::Map(named.map(|(name, tree)| (name.into(), tree)).into())
}

/// What the server answers, where this build can read it. What is not even written as the server writes is somebody
/// else's: a network that wants a sign-in of its own.
fn read<T: Wood>(text: &str) -> Result<T, CallError> {
    T::read(json::parse(text).ok_or(CallError::Unreadable)?).ok_or(CallError::Later)
}

impl<D: Disk> Desk<D> {
    /// Sends what waits in a book, batch by batch, in the order it was done. `pause` tells what is held back.
    pub async fn push(
        &self,
        wire: &impl Wire,
        id: &Id,
        pause: &dyn Fn() -> Pause,
        told: Told<'_>,
    ) -> Result<(), CallError> {
        {
            let _gate = self.gate().await;
            self.core().catch_up().await?;
        }
        for _ in 0..ROUNDS_MAX {
            let request = {
                let _gate = self.gate().await;
                self.core().push_request(id, pause).await?
            };
            let Some(request) = request else { break };
            let body = json::text(&pushed(&request));
            told(Step::Asking);
            let text = wire.push(id, body).await?;
            let answer: PushAnswer = read(&text)?;
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

    /// Fetches what is new in a book, page by page; each is written before it is shown (S7). While one is written the next
    /// is already under way.
    pub async fn pull(&self, wire: &impl Wire, id: &Id, told: Told<'_>) -> Result<Pulled, CallError> {
        let mut pulled = Pulled::default();
        let mut next = self.core().asked(id);
        let mut ahead = None;
        for _ in 0..ROUNDS_MAX {
            let Some(asked) = next.take().or_else(|| self.core().asked(id)) else { break };
            let text = match ahead.take() {
                Some(text) => text?,
                None => ask(wire, id, &asked, told).await?,
            };
            let page: Page = read(&text)?;
            told(Step::Answered(page.now_ms));
            // S8: a browser has one session for all its tabs. When somebody else has signed in meanwhile, these rows
            // are theirs and must not get into this copy.
            if !page.scopes.contains(&Audience::Person(self.me().person.id.clone())) {
                return Err(CallError::signed_out());
            }
            let scopes_changed = page.scopes != asked.request.scopes;
            let after = page.more.then(|| asked.after(&page));
            let taking = async {
                let _gate = self.gate().await;
                self.core().take(id, &asked, page, &text).await
            };
            let (taken, came) = match &after {
                Some(after) => both(taking, ask(wire, id, after, told)).await,
                None => (taking.await, None),
            };
            match taken? {
                Taken::Late => {}
                Taken::Confirm(question) => next = Some(question),
                Taken::Shown(something) => {
                    pulled.scopes_changed |= scopes_changed;
                    if something {
                        told(Step::Changed);
                    }
                    if after.is_none() {
                        break;
                    }
                    (next, ahead) = (after, came);
                }
            }
        }
        Ok(pulled)
    }
}

async fn ask(wire: &impl Wire, id: &Id, asked: &Asked, told: Told<'_>) -> Result<String, CallError> {
    let body = json::write(&asked.request);
    told(Step::Asking);
    wire.pull(id, body).await
}

/// Waits for two things that go on side by side.
async fn both<A, B>(one: impl Future<Output = A>, other: impl Future<Output = B>) -> (A, Option<B>) {
    let (mut one, mut other) = (pin!(one), pin!(other));
    let (mut a, mut b) = (None, None);
    poll_fn(|cx| {
        if b.is_none()
            && let Poll::Ready(came) = other.as_mut().poll(cx)
        {
            b = Some(came);
        }
        if a.is_none()
            && let Poll::Ready(came) = one.as_mut().poll(cx)
        {
            a = Some(came);
        }
        match a.take() {
            Some(done) if b.is_some() => Poll::Ready((done, b.take())),
            still => {
                a = still;
                Poll::Pending
            }
        }
    })
    .await
}

//! Lists that are being looked at: kept in memory, of one person each, until they are applied, left or too old. The work is
//! done beside the requests; a page asks how far it is.

use super::{
    apply::{Applied, apply},
    back::{Kept, Undone, undo},
    books::Books,
    heading::Map,
    new_id,
    plan::{Plan, Report, Source, plan},
    read::{CELLS_BYTES_MAX, FILES_MAX, Sheet, Unread, read},
};
use crate::{app::App, error::ApiError, sync::WriterError};
use jiefang_domain::{Id, Millis, Refusal, calendar::MINUTE_MS, identity::Actor};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};
use tokio::task::spawn_blocking;

/// Most drafts at a time, of everybody.
const DRAFTS_MAX: usize = 8;
/// How long one is kept that nobody asks for.
const KEPT_MS: Millis = 60 * MINUTE_MS;

/// How far a draft is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// What it would do is being found out.
    #[default]
    Planning,
    /// It can be looked at, and applied.
    Ready,
    /// It is being applied.
    Applying,
    /// It stands: so many acts.
    Applied(usize),
    /// It is being taken back.
    Undoing,
    /// It was taken back, but for these rows.
    Undone(usize, Vec<Kept>),
    /// Nothing was written: something was changed meanwhile.
    Refused(Refusal),
    /// It was stopped; nothing was written.
    Stopped,
    /// The server failed; nothing was written that does not stand whole.
    Failed,
}

#[derive(Debug, Default)]
struct Inner {
    phase: Phase,
    sources: Vec<Source>,
    said: BTreeMap<String, String>,
    report: Arc<Report>,
    /// What it would do has changed since it was looked at.
    moved: bool,
    /// Counts what was asked to be found out: what an earlier question finds is of no use any more.
    turn: u32,
    touched_ms: Millis,
}

/// A draft.
#[derive(Debug)]
pub struct Draft {
    /// Its id, and that of the import it becomes.
    pub id: Id,
    person: Id,
    inner: Mutex<Inner>,
    done: AtomicUsize,
    total: AtomicUsize,
    stop: AtomicBool,
}

/// A draft as it is at a moment.
#[derive(Clone, Debug)]
pub struct Shown {
    /// How far it is.
    pub phase: Phase,
    /// Lines that are done, and all of them.
    pub lines: (usize, usize),
    /// The files.
    pub files: Vec<String>,
    /// What was said of headings.
    pub said: BTreeMap<String, String>,
    /// What it would do, or did.
    pub report: Arc<Report>,
    /// Whether that has changed since it was looked at.
    pub moved: bool,
}

/// Everybody's drafts.
#[derive(Debug, Default)]
pub struct Drafts(Mutex<HashMap<Id, Arc<Draft>>>);

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Drafts {
    fn kept(&self, now: Millis) -> MutexGuard<'_, HashMap<Id, Arc<Draft>>> {
        let mut drafts = locked(&self.0);
        drafts.retain(|_, draft| draft.is_busy() || locked(&draft.inner).touched_ms > now - KEPT_MS);
        drafts
    }

    /// A person's draft.
    ///
    /// # Errors
    /// `NotFound`
    pub fn get(&self, id: &Id, person: &Id, now: Millis) -> Result<Arc<Draft>, ApiError> {
        let draft =
            self.kept(now).get(id).filter(|draft| draft.person == *person).cloned().ok_or(ApiError::NotFound)?;
        locked(&draft.inner).touched_ms = now;
        Ok(draft)
    }

    /// A new draft of a person; an older one of theirs that nothing happens to goes, and where there are as many as may be,
    /// the one that nobody has asked for the longest.
    ///
    /// # Errors
    /// `Busy` where something happens to all of them.
    fn begin(&self, id: Id, person: &Id, now: Millis) -> Result<Arc<Draft>, ApiError> {
        let mut drafts = self.kept(now);
        drafts.retain(|_, draft| draft.person != *person || draft.is_busy());
        if drafts.len() >= DRAFTS_MAX {
            let idle = drafts.values().filter(|draft| !draft.is_busy());
            let oldest = idle.min_by_key(|draft| locked(&draft.inner).touched_ms).ok_or(ApiError::Busy)?.id.clone();
            drafts.remove(&oldest).iter().for_each(|draft| draft.stop());
        }
        let (done, total, stop) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
        let inner = Mutex::new(Inner { touched_ms: now, ..Inner::default() });
        let draft = Arc::new(Draft { id: id.clone(), person: person.clone(), inner, done, total, stop });
        drafts.insert(id, Arc::clone(&draft));
        Ok(draft)
    }

    /// Takes a file: into a draft of theirs, or a new one. What it would do is then found out beside the request.
    ///
    /// # Errors
    /// `NotYours` for who may import nowhere; why the file is not read; `Busy`.
    pub async fn take(
        &self,
        app: &App,
        person: &Id,
        into: Option<&Id>,
        file: String,
        bytes: Vec<u8>,
    ) -> Result<Arc<Draft>, ApiError> {
        let now = app.now_ms();
        let into = into.map(|id| self.get(id, person, now)).transpose()?;
        let name = file.clone();
        let read = spawn_blocking(move || read(&name, &bytes)).await.map_err(|_| ApiError::Internal)?;
        let sheets = read.map_err(|unread| match unread {
            Unread::TooLarge => ApiError::BodyTooLarge,
            Unread::TooManyLines => ApiError::ListTooLong,
            Unread::Bomb => ApiError::ListBomb,
            Unread::Empty => ApiError::ListEmpty,
            Unread::OtherKind => ApiError::NoList,
            Unread::Damaged => ApiError::ListDamaged,
        })?;
        // A file that is not read begins nothing.
        let draft = match into {
            Some(draft) => draft,
            None => self.begin(new_id().map_err(|_| ApiError::Internal)?, person, now)?,
        };
        {
            let mut inner = locked(&draft.inner);
            if inner.sources.len() >= FILES_MAX
                || !matches!(inner.phase, Phase::Planning | Phase::Ready | Phase::Stopped)
            {
                return Err(ApiError::Busy);
            }
            let all = inner.sources.iter().flat_map(|source| &*source.sheets).chain(&sheets);
            if all.map(Sheet::weight).sum::<usize>() > CELLS_BYTES_MAX {
                return Err(ApiError::ListTooLong);
            }
            inner.sources.push(Source { file, sheets: sheets.into() });
        }
        draft.replan(app);
        Ok(draft)
    }

    /// Takes an import back, beside the request.
    ///
    /// # Errors
    /// `NotFound` where it is not theirs, was undone or is too old.
    pub async fn undo(&self, app: &App, id: &Id, person: &Id) -> Result<Arc<Draft>, ApiError> {
        let now = app.now_ms();
        let import = app.store.import(id).await?.filter(|import| import.person == *person && import.can_undo(now));
        let import = import.ok_or(ApiError::NotFound)?;
        let draft = match self.get(id, person, now) {
            Ok(draft) if draft.is_busy() => return Err(ApiError::Busy),
            Ok(draft) => draft,
            Err(_) => self.begin(id.clone(), person, now)?,
        };
        {
            let mut inner = locked(&draft.inner);
            inner.phase = Phase::Undoing;
            inner.sources = import.files.into_iter().map(|file| Source { file, sheets: Arc::default() }).collect();
        }
        let (app, back) = (app.clone(), Arc::clone(&draft));
        tokio::spawn(async move {
            let phase = back.taken_back(&app).await.unwrap_or_else(|error| {
                tracing::error!(%error, "an import could not be taken back");
                Phase::Failed
            });
            locked(&back.inner).phase = phase;
        });
        Ok(draft)
    }
}

impl Draft {
    fn is_busy(&self) -> bool {
        matches!(locked(&self.inner).phase, Phase::Applying | Phase::Undoing)
    }

    /// As it is now.
    pub fn shown(&self) -> Shown {
        let inner = locked(&self.inner);
        Shown {
            phase: inner.phase.clone(),
            lines: (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed)),
            files: inner.sources.iter().map(|source| source.file.clone()).collect(),
            said: inner.said.clone(),
            report: Arc::clone(&inner.report),
            moved: inner.moved,
        }
    }

    /// Ends what can be ended: finding out, but not what is on its way to the disk.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Says what headings mean; what it would do is found out anew.
    ///
    /// # Errors
    /// `Malformed` where a field is none; `Busy`.
    pub fn map(self: &Arc<Self>, app: &App, said: BTreeMap<String, String>) -> Result<(), ApiError> {
        Map::of(said.clone()).map_err(|_| ApiError::Malformed)?;
        {
            let mut inner = locked(&self.inner);
            if !matches!(inner.phase, Phase::Ready | Phase::Stopped | Phase::Refused(_)) {
                return Err(ApiError::Busy);
            }
            inner.said = said;
        }
        self.replan(app);
        Ok(())
    }

    fn replan(self: &Arc<Self>, app: &App) {
        let turn = {
            let mut inner = locked(&self.inner);
            inner.phase = Phase::Planning;
            inner.turn += 1;
            inner.turn
        };
        let (app, draft) = (app.clone(), Arc::clone(self));
        tokio::spawn(async move {
            let planned = draft.planned(&app).await;
            let mut inner = locked(&draft.inner);
            if inner.turn != turn {
                return;
            }
            match planned {
                Ok(Some(plan)) => {
                    (inner.phase, inner.report, inner.moved) = (Phase::Ready, plan.report.into(), false);
                }
                Ok(None) => inner.phase = Phase::Stopped,
                Err(_) => inner.phase = Phase::Failed,
            }
        });
    }

    /// It does something else by now: it is to be looked at once more.
    fn has_moved(&self, report: Report) {
        let mut inner = locked(&self.inner);
        (inner.phase, inner.report, inner.moved) = (Phase::Ready, report.into(), true);
    }

    /// What it does to the books as they are now; none where it was stopped.
    async fn planned(self: &Arc<Self>, app: &App) -> Result<Option<Plan>, ApiError> {
        self.stop.store(false, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
        let actor = Actor::person(self.person.clone(), app.store.grants_of(&self.person).await?);
        let mut books = Books::load(&app.store, actor, app.now_ms()).await?;
        let draft = Arc::clone(self);
        let plan = spawn_blocking(move || {
            let (sources, map) = {
                let inner = locked(&draft.inner);
                (inner.sources.clone(), Map::of(inner.said.clone()).unwrap_or_default())
            };
            plan(&sources, &map, &mut books, &draft.id, |done, total| {
                draft.done.store(done, Ordering::Relaxed);
                draft.total.store(total, Ordering::Relaxed);
                !draft.stop.load(Ordering::Relaxed)
            })
        });
        plan.await.map_err(|_| ApiError::Internal)
    }

    /// Applies it, where it still does what was looked at.
    ///
    /// # Errors
    /// `Busy` where it is not ready.
    pub fn apply(self: &Arc<Self>, app: &App) -> Result<(), ApiError> {
        {
            let mut inner = locked(&self.inner);
            if inner.phase != Phase::Ready {
                return Err(ApiError::Busy);
            }
            inner.turn += 1;
            inner.phase = Phase::Applying;
        }
        let (app, draft) = (app.clone(), Arc::clone(self));
        tokio::spawn(async move {
            let phase = match draft.planned(&app).await {
                Ok(None) => Phase::Stopped,
                Ok(Some(plan)) if plan.report != *locked(&draft.inner).report => {
                    return draft.has_moved(plan.report);
                }
                Ok(Some(plan)) => draft.written(&app, plan).await,
                Err(_) => Phase::Failed,
            };
            locked(&draft.inner).phase = phase;
        });
        Ok(())
    }

    async fn written(&self, app: &App, plan: Plan) -> Phase {
        let files = self.shown().files;
        let applied = apply((&app.store, &app.writer), &self.id, plan, files, Some(&self.person), app.now_ms()).await;
        match applied {
            Ok(Applied::Done(acts)) => {
                // Nobody plans it again.
                locked(&self.inner).sources.iter_mut().for_each(|source| source.sheets = Arc::default());
                Phase::Applied(acts)
            }
            Ok(Applied::Refused(refusal)) => Phase::Refused(refusal),
            Err(error) => {
                tracing::error!(%error, "an import could not be written");
                Phase::Failed
            }
        }
    }

    async fn taken_back(&self, app: &App) -> Result<Phase, WriterError> {
        let failed = |error| WriterError::Store(Arc::new(error));
        let actor = Actor::person(self.person.clone(), app.store.grants_of(&self.person).await.map_err(failed)?);
        let undone =
            undo((&app.store, &app.accounts, &app.writer), &self.id, actor, Some(&self.person), app.now_ms()).await?;
        Ok(match undone {
            Undone::Done(acts, kept) => Phase::Undone(acts, kept.into_iter().collect()),
            Undone::Refused(refusal) => Phase::Refused(refusal),
            Undone::Nothing => Phase::Failed,
        })
    }
}

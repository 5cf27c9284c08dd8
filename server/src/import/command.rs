//! `jiefang import`: lists from the command line, as the clock: whoever has the machine.

use super::{
    apply::{Applied, apply},
    back::{Undone, undo},
    books::Books,
    heading::Map,
    new_id,
    plan::{Plan, Source, plan},
    read::{FILES_MAX, read},
};
use crate::{
    clock::Clock,
    config::{Data, Import},
    key,
    problem::Problem,
    store::{Store, StoreError, account::Accounts},
    sync::{Writer, WriterError},
};
use jiefang_domain::{Id, Lang, Millis, identity::Actor};
use serde_json::{Value, json};
use std::{collections::BTreeMap, fs, path::Path};

/// One JSON object that tells what lists would do, what they did, or what was taken back.
///
/// # Errors
/// A file cannot be read, there is no data, a server uses it, or something was changed meanwhile.
pub async fn import(config: &Import) -> Result<Value, Problem> {
    let now = Clock::System.now_ms();
    if let Some(id) = &config.undo {
        let id = Id::parse(id).ok_or_else(|| Problem::NoImport(id.clone()))?;
        return taken_back(&config.data, &id, now).await;
    }
    let map = config.map.as_deref().map_or(Ok(Map::default()), mapped)?;
    let sources = sources(config)?;
    let id = new_id().map_err(|_| Problem::Machine("no randomness".to_owned()))?;
    if !config.apply {
        let store = Store::read_only_with(&config.data.dir, &config.data.key_file()).await?;
        store.assert_current().await?;
        let report = planned(&store, &sources, &map, &id, now).await?.report;
        store.close().await;
        return Ok(report.json(both));
    }
    if !config.data.dir.exists() {
        return Err(StoreError::Missing { path: config.data.dir.clone() }.into());
    }
    let store = key::open(&config.data.dir, &config.data.key_file()).await?;
    store.settle_imports().await?;
    let writer = Writer::start(&store).await?;
    let plan = planned(&store, &sources, &map, &id, now).await?;
    let mut said = plan.report.json(both);
    let files = sources.into_iter().map(|source| source.file).collect();
    let applied =
        apply((&store, &writer), &id, plan, files, None, now).await.map_err(|error| writer_problem(&error))?;
    writer.stop().await;
    store.close().await;
    match applied {
        Applied::Done(acts) => {
            said["applied"] = true.into();
            said["acts"] = acts.into();
            if acts > 0 {
                said["import"] = id.as_str().into();
            }
            Ok(said)
        }
        Applied::Refused(refusal) => Err(Problem::NotImported(refusal)),
    }
}

async fn planned(store: &Store, sources: &[Source], map: &Map, id: &Id, now: Millis) -> Result<Plan, Problem> {
    let mut books = Books::load(store, Actor::system(), now).await?;
    if books.communities.is_empty() {
        return Err(Problem::NobodyYet);
    }
    plan(sources, map, &mut books, id, |_, _| true).ok_or(Problem::Stopped)
}

async fn taken_back(data: &Data, id: &Id, now: Millis) -> Result<Value, Problem> {
    if !data.dir.exists() {
        return Err(StoreError::Missing { path: data.dir.clone() }.into());
    }
    let store = key::open(&data.dir, &data.key_file()).await?;
    store.settle_imports().await?;
    let writer = Writer::start(&store).await?;
    let accounts = Accounts::open(&store).await?;
    let undone = undo((&store, &accounts, &writer), id, Actor::system(), None, now).await;
    let undone = undone.map_err(|error| writer_problem(&error))?;
    writer.stop().await;
    accounts.close().await;
    store.close().await;
    match undone {
        Undone::Done(acts, kept) => {
            let kept = kept
                .iter()
                .map(|kept| json!({ "kind": kept.kind.as_str(), "name": kept.name, "book": kept.book.as_str() }));
            Ok(json!({ "undone": id.as_str(), "acts": acts, "left": kept.collect::<Vec<_>>() }))
        }
        Undone::Refused(refusal) => Err(Problem::NotImported(refusal)),
        Undone::Nothing => Err(Problem::NoImport(id.to_string())),
    }
}

fn sources(config: &Import) -> Result<Vec<Source>, Problem> {
    if config.files.len() > FILES_MAX {
        return Err(Problem::Machine(format!("more than {FILES_MAX} files")));
    }
    let source = |path: &std::path::PathBuf| {
        let file = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let bytes = fs::read(path).map_err(|error| Problem::NoList(path.clone(), error.to_string()))?;
        let sheets = read(&file, &bytes).map_err(|unread| Problem::Unread(path.clone(), unread))?;
        Ok(Source { file, sheets: sheets.into() })
    };
    config.files.iter().map(source).collect()
}

/// The map of a file: `{"heading": "field"}`.
fn mapped(path: &Path) -> Result<Map, Problem> {
    let no = |what: String| Problem::NoList(path.into(), what);
    let text = fs::read_to_string(path).map_err(|error| no(error.to_string()))?;
    let said: BTreeMap<String, String> = serde_json::from_str(&text).map_err(|error| no(error.to_string()))?;
    Map::of(said).map_err(Problem::NoField)
}

/// In both languages.
fn both(words: &dyn Fn(Lang) -> String) -> String {
    format!("{} · {}", words(Lang::Zh), words(Lang::En))
}

fn writer_problem(error: &WriterError) -> Problem {
    Problem::Store(StoreError::Database(error.to_string().into()))
}

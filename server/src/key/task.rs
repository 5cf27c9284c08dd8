//! `jiefang admin key`.

use super::{KeyFile, groups, typed};
use crate::{
    config::{Data, KeyTask},
    problem::Problem,
    store::{Store, StoreError, backup::database, fresh},
};
use std::{
    io::{IsTerminal, Read},
    path::Path,
};

/// Does it; what is to be said.
///
/// # Errors
/// There is a key already or none, it does not fit the data, or a file cannot be written.
pub async fn key(task: &KeyTask) -> Result<String, Problem> {
    match task {
        KeyTask::Make(data) => make(data).await,
        KeyTask::Rotate(data) => rotate(data).await,
        KeyTask::Recover(data) => recover(data, &asked()?).await,
    }
}

/// Opens a folder to write into it; whoever opens it first is told of the key that was made.
///
/// # Errors
/// As for [`Store::open_with`].
pub async fn open(dir: &Path, file: &KeyFile) -> Result<Store, StoreError> {
    Ok(told(Store::open_with(dir, file).await?, file))
}

/// The same of a copy in a folder to work in ([`Store::open_copy`]).
///
/// # Errors
/// As for [`Store::open_copy`].
pub async fn open_copy(dir: &Path, file: &KeyFile) -> Result<Store, StoreError> {
    Ok(told(Store::open_copy(dir, file).await?, file))
}

fn told(store: Store, file: &KeyFile) -> Store {
    if store.key_made() {
        announce(file);
    }
    store
}

/// What is said once when a key was made: where it is and, to somebody who reads it on a screen, what to write down.
fn announce(file: &KeyFile) {
    let path = file.path().display();
    if let (true, Ok(Some(key))) = (std::io::stderr().is_terminal(), file.read()) {
        eprintln!("{}", written_down(file, &groups(&key)));
    } else {
        eprintln!(
            "数据库的密钥已建在 {path}，请另存一份，不要和备份放在一起 · the database's key was made as {path}; keep a copy of it, apart from the backups"
        );
    }
}

async fn make(data: &Data) -> Result<String, Problem> {
    let file = data.key_file();
    if file.read()?.is_some() {
        return Err(Problem::KeyThere(file.path().into()));
    }
    file.assert_outside(&data.dir)?;
    let key = fresh()?;
    if database(&data.dir).exists() {
        // A key that does not open what is there would only hide that the right one is missing.
        Store::assert_unsealed(&data.dir, &file).await?;
    }
    file.write(&key)?;
    Ok(written_down(&file, &groups(&key)))
}

async fn rotate(data: &Data) -> Result<String, Problem> {
    let file = data.key_file();
    let kept = Store::rotate(&data.dir, &file).await?;
    let key = file.read()?.ok_or_else(|| file.wrong())?;
    let (said, kept) = (written_down(&file, &groups(&key)), kept.path().display());
    Ok(format!(
        "{said}\n以前的备份只能用原来的密钥打开，它留在 {kept}；那些备份不要了再删掉它。\nOlder backups open with the older key alone, kept as {kept}; delete it once they are gone."
    ))
}

async fn recover(data: &Data, text: &str) -> Result<String, Problem> {
    let file = data.key_file();
    let key = typed(text).map_err(|slip| Problem::Mistyped(slip.0))?;
    if file.read()?.is_some() {
        return Err(Problem::KeyThere(file.path().into()));
    }
    file.assert_outside(&data.dir)?;
    if database(&data.dir).exists() {
        Store::assert_opens(&data.dir, &file, &key).await?;
    }
    file.write(&key)?;
    let path = file.path().display();
    Ok(format!("密钥已写回 {path}。\nThe key is back in {path}."))
}

fn asked() -> Result<String, Problem> {
    if std::io::stdin().is_terminal() {
        eprintln!("请输入当时抄下的四行，输完按 Ctrl-D · type the four lines that were written down, then Ctrl-D");
    }
    let mut text = String::new();
    let read = std::io::stdin().take(10_000).read_to_string(&mut text);
    read.map_err(|error| Problem::Machine(error.to_string()))?;
    Ok(text)
}

fn written_down(file: &KeyFile, lines: &[String]) -> String {
    let (path, lines) = (file.path().display(), lines.join("\n  "));
    format!(
        "密钥在 {path}。没有它，数据库和备份都打不开。请把下面四行抄在纸上锁好，不会再显示：\nThe key is in {path}. Without it neither the database nor a backup opens. Write these lines down and lock them away; they are not shown again:\n\n  {lines}\n"
    )
}

//! `jiefang backup`: copied while the server serves, restored on trial, verified, and only then kept.

use super::{
    files::{Part, Workshop, cannot_write, named},
    progress,
    renew::{Before, renew},
};
use crate::{
    clock::Clock,
    config::Backup,
    problem::Problem,
    serve::stop_signal,
    store::{
        Store,
        backup::{close_doors, database},
    },
    verify::verify_with,
};
use core::fmt;
use jiefang_domain::Millis;
use std::{fs, path::Path, time::Duration};
use tokio::time::sleep;

/// How often a long copy says how far it is.
const SAY_EVERY: Duration = Duration::from_secs(2);

/// What a backup holds.
#[derive(Debug)]
pub struct Taken {
    file: std::path::PathBuf,
    bytes: u64,
    books: usize,
    entries: u64,
}

/// Writes a verified backup of the data folder, also while a server uses it. Stopped halfway it leaves nothing.
///
/// # Errors
/// There is no data, the file exists or cannot be written, the disk is full, or the copy does not verify.
pub async fn backup(config: &Backup) -> Result<Taken, Problem> {
    let store = Store::read_only_with(&config.data.dir, &config.data.key_file()).await?;
    let made = tokio::select! {
        made = take(&store, config) => made,
        () = stop_signal() => Err(Problem::Stopped),
    };
    store.close().await;
    made
}

async fn take(store: &Store, config: &Backup) -> Result<Taken, Problem> {
    store.assert_current().await?;
    let (file, now_ms) = (config.file.as_path(), Clock::System.now_ms());
    let key = config.data.key_file();
    let part = Part::beside(file)?;
    copy(store, &database(&config.data.dir), part.path()).await?;
    progress("2/3 试着恢复，并逐项核对", "2/3 restoring it on trial and verifying all of it");
    let trial = Workshop::at(named(file, ".trial"))?;
    let copied = database(trial.path());
    fs::copy(part.path(), &copied).map_err(|error| cannot_write(&copied, error))?;
    let renewed = renew((trial.path(), &key), Before::default(), "trial", now_ms).await?;
    let report = verify_with(trial.path(), &key, &[]).await?;
    if !report.is_clean() {
        return Err(Problem::CopyDiffers(report.count));
    }
    // Without the trial's own entry in each log.
    let entries = renewed.heads.iter().map(|(_, head, _)| head).sum();
    drop(trial);
    progress("3/3 写到磁盘并登记", "3/3 bringing it to the disk and taking it down");
    let bytes = part.path().metadata().map_or(0, |file| file.len());
    part.keep(file)?;
    record(store, &renewed.heads, now_ms).await?;
    Ok(Taken { file: file.into(), bytes, books: renewed.heads.len(), entries })
}

/// Only now do devices hear that they need not keep what stands in it.
async fn record(store: &Store, heads: &[(jiefang_domain::Id, u64, String)], now_ms: Millis) -> Result<(), Problem> {
    Ok(store.set_backed_up(heads, now_ms).await?)
}

async fn copy(store: &Store, from: &Path, to: &Path) -> Result<(), Problem> {
    let size = |path: &Path| path.metadata().map_or(0, |file| file.len() / 1_000_000);
    let whole = size(from);
    progress(&format!("1/3 抄写数据库，约 {whole} MB"), &format!("1/3 copying the database, about {whole} MB"));
    let copying = store.copy_into(to);
    tokio::pin!(copying);
    loop {
        tokio::select! {
            done = &mut copying => {
                done?;
                return Ok(close_doors(to).await?);
            }
            () = sleep(SAY_EVERY) => {
                let done = size(to);
                progress(&format!("1/3 已抄 {done} / {whole} MB"), &format!("1/3 {done} of {whole} MB copied"));
            }
        }
    }
}

impl fmt::Display for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, bytes, books, entries } = self;
        let (file, kb) = (file.display(), bytes / 1_000);
        writeln!(f, "备份已写入 {file}（{kb} KB，{books} 个账本，日志 {entries} 条），恢复并核对过，没有差异。")?;
        write!(
            f,
            "Backed up into {file} ({kb} KB, {books} books, {entries} log entries); restored, verified, 0 differences."
        )
    }
}

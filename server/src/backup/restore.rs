//! `jiefang restore`: a verified backup takes the place of the database. What it replaces is moved aside, never deleted.

use super::{
    files::{Workshop, cannot_write, named, sync_folder_of},
    progress,
    renew::{Before, Renewed, renew},
};
use crate::{
    clock::Clock,
    config::Restore,
    key::{KeyFile, open_copy},
    problem::Problem,
    store::{
        Store, StoreError,
        backup::{REPLACED, RESTORING, beside, database},
    },
    verify::verify_with,
};
use core::fmt;
use jiefang_domain::{Millis, sync::REASON_CHARS_MAX};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

/// What a restore did.
#[derive(Debug)]
pub struct Restored {
    dir: PathBuf,
    file: PathBuf,
    aside: Option<PathBuf>,
    renewed: Renewed,
    lost: u64,
    gone: usize,
}

/// Puts a backup in the place of the database of a stopped server, or into an empty folder: verified first, with a new
/// epoch, and told in the log of every book. Until the last step nothing of the folder changes. That step is two renames, the
/// old database aside and the new one into its place: cut off between them the folder has no database, no server opens it
/// ([`StoreError::HalfRestored`]), and the restore run again goes through.
///
/// # Errors
/// The file is no good backup, a server uses the folder, it holds something else, or the disk is full.
pub async fn restore(config: &Restore) -> Result<Restored, Problem> {
    let (dir, file, reason) = (config.data.dir.as_path(), config.file.as_path(), config.reason.trim());
    if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX {
        return Err(Problem::BadReason);
    }
    if !file.is_file() {
        return Err(Problem::NoFile(file.into()));
    }
    if !is_for_data(dir) {
        return Err(Problem::HoldsOther(dir.into()));
    }
    let key = config.data.key_file();
    key.assert_outside(dir)?;
    let _lock = Store::lock(dir)?;
    let now_ms = Clock::System.now_ms();
    let workshop = Workshop::at(dir.join(RESTORING))?;
    progress("1/3 抄写备份并逐项核对", "1/3 copying the backup and verifying all of it");
    let fresh = database(workshop.path());
    fs::copy(file, &fresh).map_err(|error| cannot_write(&fresh, error))?;
    let bad = || Problem::NotABackup(file.into());
    check((workshop.path(), &key), file).await?;
    progress("2/3 换上新的纪元，写入日志", "2/3 giving it a new epoch and telling it in the log");
    let before = before(dir).await;
    let (heads, replaced) = (before.heads.clone(), database(dir).exists());
    let renewed = renew((workshop.path(), &key), before, reason, now_ms).await?;
    check((workshop.path(), &key), file).await?;
    if beside(&fresh).iter().any(|more| more.metadata().is_ok_and(|more| more.len() > 0)) {
        return Err(bad());
    }
    progress("3/3 换上数据库", "3/3 putting the database in its place");
    let cannot = |error| cannot_write(dir, error);
    File::open(&fresh).and_then(|file| file.sync_all()).map_err(cannot)?;
    let aside = if replaced { Some(aside(dir, now_ms).map_err(cannot)?) } else { None };
    for stale in beside(&database(dir)) {
        drop(fs::remove_file(stale));
    }
    fs::rename(&fresh, database(dir)).and_then(|()| sync_folder_of(&database(dir))).map_err(cannot)?;
    let stands = |book| renewed.heads.iter().find(|(there, ..)| there == book).map(|(_, head, _)| *head);
    let lost = heads.iter().filter_map(|(book, old)| Some(old.saturating_sub(stands(book)?))).sum();
    let gone = heads.keys().filter(|book| stands(book).is_none()).count();
    Ok(Restored { dir: dir.into(), file: file.into(), aside, renewed, lost, gone })
}

/// Whether a folder is empty, missing, or a server's.
fn is_for_data(dir: &Path) -> bool {
    let Ok(entries) = fs::read_dir(dir) else { return true };
    let mut names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).peekable();
    names.peek().is_none() || names.any(|name| name.starts_with("jiefang."))
}

/// Whether the copy of `file` in a folder is a whole database without a difference. Brings an older one up to date.
async fn check((dir, key): (&Path, &KeyFile), file: &Path) -> Result<(), Problem> {
    let bad = |error| match error {
        StoreError::Corrupt { .. } | StoreError::Folder { .. } | StoreError::Database(_) => {
            Problem::NotABackup(file.into())
        }
        other => Problem::Store(other),
    };
    let seen = Store::read_only_with(dir, key).await.map_err(bad)?;
    seen.close().await;
    open_copy(dir, key).await.map_err(bad)?.close().await;
    let report = verify_with(dir, key, &[]).await.map_err(bad)?;
    if report.is_clean() { Ok(()) } else { Err(Problem::BackupDiffers(file.into(), report.count)) }
}

/// What can be read of the database that is replaced; nothing of it is sealed, so its key is not asked for. It may be damaged: that is what one restores for.
async fn before(dir: &Path) -> Before {
    let read = async || -> Result<Before, StoreError> {
        let store = Store::read_only_without_key(dir).await?;
        let heads = store.heads().await?.into_iter().map(|(book, head, _)| (book, head)).collect();
        let before = Before { epoch: Some(store.epoch().clone()), heads, accounts: store.accounts().await? };
        store.close().await;
        Ok(before)
    };
    match read().await {
        Ok(before) => before,
        Err(StoreError::Missing { .. }) => Before::default(),
        Err(_) => {
            progress(
                "原来的数据库读不出来，照样移到一边",
                "the database in the folder cannot be read; it is moved aside as it is",
            );
            Before::default()
        }
    }
}

/// Moves the database aside under a dated name, with its write-ahead log where one is left. The log goes first: a database
/// without its log opens, a log without its database is thrown away by whoever opens the folder next.
fn aside(dir: &Path, now_ms: Millis) -> Result<PathBuf, std::io::Error> {
    let from = database(dir);
    let at = time::OffsetDateTime::from_unix_timestamp(now_ms / 1000).unwrap_or(time::OffsetDateTime::UNIX_EPOCH);
    let (date, (hour, minute, second)) = (at.date(), at.time().as_hms());
    let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
    let stamp = format!("{REPLACED}{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z");
    let free = |to: &PathBuf| !to.exists();
    let numbered = (2..).map(|n| dir.join(format!("{stamp}-{n}.db")));
    let to =
        std::iter::once(dir.join(format!("{stamp}.db"))).chain(numbered).find(free).unwrap_or_else(|| from.clone());
    let [log, _index] = beside(&from);
    if log.exists() {
        fs::rename(&log, named(&to, "-wal"))?;
    }
    fs::rename(&from, &to)?;
    Ok(to)
}

impl fmt::Display for Restored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { dir, file, aside, renewed, lost, gone } = self;
        let (dir, file, epoch, books) = (dir.display(), file.display(), &renewed.epoch, renewed.heads.len());
        writeln!(f, "已用 {file} 恢复 {dir}：{books} 个账本，新的纪元 {epoch}，每个账本的日志里都记了这次恢复。")?;
        writeln!(f, "Restored {dir} from {file}: {books} books, new epoch {epoch}, told in the log of each.")?;
        if let Some(aside) = aside {
            let aside = aside.display();
            writeln!(f, "原来的数据库移到 {aside}，没有删除；日志比备份多 {lost} 条，另有 {gone} 个账本不在备份里。")?;
            writeln!(
                f,
                "The old database is kept as {aside}; it had {lost} log entries more, and {gone} books that are not in the backup."
            )?;
        }
        writeln!(f, "请启动服务并让大家重新登录：手机上已送出而备份里没有的记录会自动再送。发过的登录码都已作废。")?;
        write!(
            f,
            "Start the server and have people sign in again: what their devices had sent since is sent again. Links made before are void."
        )
    }
}

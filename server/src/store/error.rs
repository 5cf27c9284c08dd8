//! What can go wrong with the data folder, as types; words for people at the edge.

use jiefang_domain::Lang;
use std::path::PathBuf;

/// What a database driver says; kept for the log, never shown to people.
type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why the data folder cannot be used as asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder cannot be created or written.
    #[error("data folder {path} cannot be written: {source}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: Source,
    },
    /// There is no database in the folder.
    #[error("no database in {path}")]
    Missing {
        /// The folder.
        path: PathBuf,
    },
    /// A restore was cut off while it exchanged the databases: the old one is aside, the new one not yet in its place.
    #[error("a restore into {path} was cut off")]
    HalfRestored {
        /// The folder.
        path: PathBuf,
    },
    /// Another running server uses the folder.
    #[error("data folder {path} is used by another running server")]
    InUse {
        /// The folder.
        path: PathBuf,
    },
    /// The database, or something in it, cannot be read as what it should be.
    #[error("database damaged: {what}")]
    Corrupt {
        /// Where and what.
        what: String,
    },
    /// The database was written by an earlier version and no server of this one has opened it yet.
    #[error("database of an earlier version")]
    Earlier,
    /// The database was written by a later version.
    #[error("database of a later version: {0}")]
    Later(Source),
    /// The linked `SQLite` is older than 3.51.3, whose older WAL code can corrupt.
    #[error("SQLite {found} is too old, 3.51.3 is needed")]
    SqliteTooOld {
        /// What was found.
        found: String,
    },
    /// What the database holds is sealed, and the file with the key is not there.
    #[error("no key in {path}")]
    NoKey {
        /// Where it should be.
        path: PathBuf,
    },
    /// The file holds no key, or another's.
    #[error("not the key: {path}")]
    WrongKey {
        /// The file.
        path: PathBuf,
    },
    /// The file with the key would lie in the data folder: whoever copies the folder would have both.
    #[error("key {path} in the data folder")]
    KeyInside {
        /// The file.
        path: PathBuf,
    },
    /// The file with the key cannot be read or written.
    #[error("key {path}: {source}")]
    KeyFile {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: Source,
    },
    /// The disk is full, or fails.
    #[error("disk full or failing: {0}")]
    Disk(Source),
    /// Anything else the database says.
    #[error("database: {0}")]
    Database(Source),
}

impl StoreError {
    pub(crate) fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt { what: what.into() }
    }

    /// The system gives no random numbers: nothing can be committed to without them.
    pub(crate) fn no_randomness() -> Self {
        Self::Database("the system gives no random numbers".into())
    }

    /// What is wrong and what to do, in one sentence.
    pub fn words(&self, lang: Lang) -> String {
        let (zh, en) = match self {
            Self::Folder { path, .. } => (
                format!("数据目录 {} 不能写入：请换一个可写的目录，或改一下权限。", path.display()),
                format!(
                    "The data folder {} cannot be written: choose another or change its permissions.",
                    path.display()
                ),
            ),
            Self::Missing { path } => (
                format!("目录 {} 里没有数据：请检查 --data，或先写入数据。", path.display()),
                format!("There is no data in {}: check --data, or write data first.", path.display()),
            ),
            Self::HalfRestored { path } => (
                format!("目录 {} 里的恢复没有做完，还没有数据库：请用备份再运行一次 jiefang restore。", path.display()),
                format!(
                    "A restore into {} was cut off and there is no database yet: run jiefang restore with the backup again.",
                    path.display()
                ),
            ),
            Self::InUse { path } => (
                format!("数据目录 {} 正被另一个服务器使用：请先停掉它，或换一个目录。", path.display()),
                format!(
                    "Another running server uses the data folder {}: stop it first, or choose another.",
                    path.display()
                ),
            ),
            Self::Corrupt { .. } => (
                "数据库已损坏：请停止使用，并从备份恢复。".into(),
                "The database is damaged: stop using it and restore a backup.".into(),
            ),
            Self::Earlier => (
                "数据库来自较早的版本：请先用本程序启动一次服务。".into(),
                "The database comes from an earlier version: start the server of this version once.".into(),
            ),
            Self::Later(_) => (
                "数据库来自更新的版本：请用那个版本或更新的程序打开。".into(),
                "The database comes from a later version: open it with that version or a newer one.".into(),
            ),
            Self::SqliteTooOld { found } => (
                format!("SQLite {found} 太旧，需要 3.51.3 或更新：请重新构建程序。"),
                format!("SQLite {found} is too old, 3.51.3 or newer is needed: rebuild the program."),
            ),
            Self::NoKey { .. } | Self::WrongKey { .. } | Self::KeyInside { .. } | Self::KeyFile { .. } => {
                self.about_keys()
            }
            Self::Disk(_) => (
                "磁盘已满或出错，这次没有保存。请腾出空间后再试。".into(),
                "The disk is full or failing; nothing was saved this time. Make room and try again.".into(),
            ),
            Self::Database(_) => (
                "数据库出错，这次没有保存。请稍后再试。".into(),
                "The database failed; nothing was saved this time. Try again later.".into(),
            ),
        };
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

impl StoreError {
    fn about_keys(&self) -> (String, String) {
        match self {
            Self::NoKey { path } => (
                format!(
                    "找不到密钥 {}，数据库打不开：请把密钥文件放回去、用 --key 指明，或运行 jiefang admin key recover。",
                    path.display()
                ),
                format!(
                    "The key {} is missing and the database does not open without it: put the file back, name it with --key, or run jiefang admin key recover.",
                    path.display()
                ),
            ),
            Self::WrongKey { path } => (
                format!("{} 不是这个数据库的密钥：请换上原来的密钥文件，或用 --key 指明。", path.display()),
                format!(
                    "{} is not this database's key: put the right file there, or name it with --key.",
                    path.display()
                ),
            ),
            Self::KeyInside { path } => (
                format!("密钥 {} 不能放在数据目录里：请用 --key 指明目录外的文件。", path.display()),
                format!(
                    "The key {} must not lie in the data folder: name a file outside of it with --key.",
                    path.display()
                ),
            ),
            Self::KeyFile { path, source } => (
                format!("密钥文件 {} 不能读写（{source}）：请检查路径和权限。", path.display()),
                format!(
                    "The key file {} cannot be read or written ({source}): check path and permissions.",
                    path.display()
                ),
            ),
            other => (other.to_string(), other.to_string()),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        // SQLite's result codes: the low byte is the class, the rest the detail.
        let code = error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .and_then(|code| code.parse::<u32>().ok());
        match code.map(|code| code & 0xff) {
            Some(10 | 13) => Self::Disk(error.into()),
            Some(11 | 26) => Self::corrupt(error.to_string()),
            _ => Self::Database(error.into()),
        }
    }
}

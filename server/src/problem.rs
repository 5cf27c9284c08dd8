//! What a command on the command line may end in: one sentence in both languages.

use crate::{demo::DemoError, store::StoreError};
use core::fmt;
use jiefang_domain::Lang;
use std::{net::SocketAddr, path::PathBuf};

/// Why a command on the command line did not do its work.
#[derive(Debug)]
pub enum Problem {
    /// Something listens there already.
    PortInUse(SocketAddr),
    /// The address cannot be listened on.
    CannotListen(SocketAddr, std::io::Error),
    /// The folder holds data already.
    HasData(PathBuf),
    /// The data folder.
    Store(StoreError),
    /// The demonstration data.
    Demo(DemoError),
    /// Nobody has that id.
    NoPerson(String),
    /// An id has other characters.
    BadId(String),
    /// The first person of an empty folder needs a name and a subdistrict.
    NobodyYet,
    /// The machine itself fails.
    Machine(String),
}

impl Problem {
    /// The sentence in a language.
    pub fn words(&self, lang: Lang) -> String {
        let (zh, en) = match self {
            Self::PortInUse(at) => (
                format!("端口 {} 已被占用：请换一个，例如 --port {}。", at.port(), at.port().wrapping_add(1).max(1024)),
                format!(
                    "Port {} is in use: choose another, e.g. --port {}.",
                    at.port(),
                    at.port().wrapping_add(1).max(1024)
                ),
            ),
            Self::CannotListen(at, error) => (
                format!("不能在 {at} 上监听（{error}）：请换地址或端口。"),
                format!("Cannot listen on {at} ({error}): choose another address or port."),
            ),
            Self::HasData(dir) => (
                format!("目录 {} 里已有数据：演示数据只写入空目录，请换一个。", dir.display()),
                format!("{} already holds data: the demonstration data goes into an empty folder only.", dir.display()),
            ),
            Self::Store(error) | Self::Demo(DemoError::Store(error)) => return error.words(lang),
            Self::Demo(error) => (
                format!("演示数据没有写成（{error}）：请换一个空目录再试。"),
                format!("The demonstration data was not written ({error}): try again with another empty folder."),
            ),
            Self::NoPerson(id) => (
                format!("没有编号为「{id}」的人，或他已不在册：请核对 --person。"),
                format!("Nobody on record has the id \"{id}\": check --person."),
            ),
            Self::BadId(id) => (
                format!("「{id}」不能作编号：只用字母、数字、- 和 _，最多 96 个。"),
                format!("\"{id}\" is no id: use letters, digits, - and _ only, at most 96."),
            ),
            Self::NobodyYet => (
                "数据里还没有人：第一个人请同时给出 --name 姓名 和 --subdistrict 街道名。".into(),
                "There is nobody on record yet: for the first person also give --name and --subdistrict.".into(),
            ),
            Self::Machine(what) => (format!("系统出错：{what}。"), format!("The system failed: {what}.")),
        };
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} · {}", self.words(Lang::Zh), self.words(Lang::En))
    }
}

impl core::error::Error for Problem {}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

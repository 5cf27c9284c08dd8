//! What a command on the command line may end in: one sentence in both languages.

use crate::{
    demo::DemoError,
    import::{heading::Field, read::Unread},
    store::StoreError,
};
use core::fmt;
use jiefang_domain::{Lang, Refusal};
use std::{net::SocketAddr, path::PathBuf};

/// Why a command on the command line did not do its work.
#[derive(Debug)]
pub enum Problem {
    /// Something listens there already.
    PortInUse(SocketAddr),
    /// The address cannot be listened on.
    CannotListen(SocketAddr, std::io::Error),
    /// A certificate or its key is no good.
    BadCertificate(PathBuf, String),
    /// It is neither a head of a log nor a file of them.
    NoHead(String),
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
    /// Somebody of that name is an officer or an administrator already.
    DutiesApart(String),
    /// There is no subdistrict of that name or id.
    NoSubdistrict(String),
    /// A place of that name is there.
    PlaceThere(String),
    /// The first person of an empty folder needs a name and a subdistrict.
    NobodyYet,
    /// A backup does not overwrite.
    FileTaken(PathBuf),
    /// Another backup is being written there.
    BackupUnderWay(PathBuf),
    /// A file or folder cannot be written.
    CannotWrite(PathBuf, std::io::Error),
    /// The copy does not verify: so many differences.
    CopyDiffers(u64),
    /// It was stopped before it was done.
    Stopped,
    /// There is no such backup.
    NoFile(PathBuf),
    /// The file is no backup.
    NotABackup(PathBuf),
    /// The backup does not verify: so many differences.
    BackupDiffers(PathBuf, u64),
    /// The folder holds something else than data.
    HoldsOther(PathBuf),
    /// A restore needs a reason.
    BadReason,
    /// There is a key already.
    KeyThere(PathBuf),
    /// A line of what was written down is mistyped; 0 where there are too few or too many.
    Mistyped(usize),
    /// A list, or a map of headings, cannot be read.
    NoList(PathBuf, String),
    /// A list holds something else.
    Unread(PathBuf, Unread),
    /// A map names a field that there is none of.
    NoField(String),
    /// Something was changed meanwhile; nothing was done.
    NotImported(Refusal),
    /// There is no such import, or it was undone.
    NoImport(String),
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
            Self::BadCertificate(file, error) => (
                format!("证书或私钥 {} 不能用（{error}）：请核对 --tls 后面的两个 PEM 文件。", file.display()),
                format!(
                    "The certificate or key {} is no good ({error}): check the two PEM files after --tls.",
                    file.display()
                ),
            ),
            Self::NoHead(text) => (
                format!("「{text}」不是校验码，也不是存校验码的文件：应是 账本:号:校验码，至少 12 位。"),
                format!(
                    "\"{text}\" is no head and no file of heads: BOOK:SEQ:CHAIN is meant, with at least 12 digits."
                ),
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
            Self::NoPerson(_)
            | Self::BadId(_)
            | Self::DutiesApart(_)
            | Self::NobodyYet
            | Self::NoSubdistrict(_)
            | Self::PlaceThere(_) => self.about_people(),
            Self::FileTaken(_)
            | Self::BackupUnderWay(_)
            | Self::CannotWrite(..)
            | Self::CopyDiffers(_)
            | Self::Stopped
            | Self::NoFile(_)
            | Self::NotABackup(_)
            | Self::BackupDiffers(..)
            | Self::HoldsOther(_)
            | Self::BadReason => self.about_backups(),
            Self::KeyThere(_) | Self::Mistyped(_) => self.about_keys(),
            Self::NoList(..) | Self::Unread(..) | Self::NoField(_) | Self::NotImported(_) | Self::NoImport(_) => {
                self.about_lists()
            }
            Self::Machine(what) => (format!("系统出错：{what}。"), format!("The system failed: {what}.")),
        };
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

impl Problem {
    fn about_people(&self) -> (String, String) {
        match self {
            Self::NoPerson(id) => (
                format!("没有编号或姓名为「{id}」的人，或他已不在册：请核对 --person。"),
                format!("Nobody on record has the id or the name \"{id}\": check --person."),
            ),
            Self::BadId(id) => (
                format!("「{id}」不能作编号：只用字母、数字、- 和 _，最多 96 个。"),
                format!("\"{id}\" is no id: use letters, digits, - and _ only, at most 96."),
            ),
            Self::DutiesApart(name) => (
                format!("「{name}」已是街道干部或管理员：三个管理员和街道干部各是不同的人，请换一个人。"),
                format!(
                    "{name} is an officer or an administrator already: those are different people; name somebody else."
                ),
            ),
            Self::NoSubdistrict(name) => (
                format!("没有名称或编号为「{name}」的街道：请核对 --in。"),
                format!("There is no subdistrict of the name or id \"{name}\": check --in."),
            ),
            Self::PlaceThere(name) => {
                (format!("「{name}」已经有了，没有再加。"), format!("\"{name}\" is there already; nothing was added."))
            }
            _ => (
                "数据里还没有人：第一个人请同时给出 --name 姓名 和 --subdistrict 街道名。".into(),
                "There is nobody on record yet: for the first person also give --name and --subdistrict.".into(),
            ),
        }
    }

    fn about_lists(&self) -> (String, String) {
        match self {
            Self::NoList(path, error) => (
                format!("{} 读不出来（{error}）：请核对路径和内容。", path.display()),
                format!("{} cannot be read ({error}): check the path and what is in it.", path.display()),
            ),
            Self::Unread(path, unread) => (
                format!("{}：{}", path.display(), unread.words(Lang::Zh)),
                format!("{}: {}", path.display(), unread.words(Lang::En)),
            ),
            Self::NoField(field) => {
                let fields = Field::ALL.iter().map(|field| field.code()).collect::<Vec<_>>().join(", ");
                (
                    format!("没有叫「{field}」的字段；有：{fields}。"),
                    format!("There is no field \"{field}\"; there are: {fields}."),
                )
            }
            Self::NotImported(refusal) => (
                format!("数据刚被别人改过，什么都没有写：{}请再试一次。", refusal.words(Lang::Zh)),
                format!(
                    "Something was changed meanwhile and nothing was written: {} Try again.",
                    refusal.words(Lang::En)
                ),
            ),
            Self::NoImport(id) => (
                format!("没有编号为「{id}」的导入，或它已撤销、超过 30 天。"),
                format!("There is no import \"{id}\", or it was undone already or is older than 30 days."),
            ),
            _ => Default::default(),
        }
    }

    fn about_keys(&self) -> (String, String) {
        match self {
            Self::KeyThere(file) => (
                format!("{} 已经有密钥：不覆盖，要换请用 jiefang admin key rotate。", file.display()),
                format!(
                    "{} holds a key already and is not overwritten: use jiefang admin key rotate for another.",
                    file.display()
                ),
            ),
            Self::Mistyped(line @ 1..) => (
                format!("第 {line} 行和抄下的不一样：请核对后再输一遍。"),
                format!("Line {line} is not as it was printed: check it and type it again."),
            ),
            _ => (
                "应是抄下的四行，每行五组：请全部输入。".into(),
                "Four lines of five groups are meant: type all of them.".into(),
            ),
        }
    }

    fn about_backups(&self) -> (String, String) {
        match self {
            Self::FileTaken(file) => (
                format!("{} 已经存在：备份不覆盖任何文件，请换一个名字。", file.display()),
                format!("{} exists: a backup overwrites nothing, choose another name.", file.display()),
            ),
            Self::BackupUnderWay(file) => (
                format!("另一个备份正在写 {}：请等它写完，或换一个名字。", file.display()),
                format!(
                    "Another backup is being written into {}: wait for it, or choose another name.",
                    file.display()
                ),
            ),
            Self::CannotWrite(path, error) => (
                format!("{} 不能写入（{error}）：请换一个可写的地方，或改一下权限。", path.display()),
                format!(
                    "{} cannot be written ({error}): choose another place or change its permissions.",
                    path.display()
                ),
            ),
            Self::CopyDiffers(count) => (
                format!("抄出来的数据有 {count} 处不一致，没有留下备份：请运行 jiefang verify 看是哪里。"),
                format!("The copy has {count} differences and was not kept: run jiefang verify to see where."),
            ),
            Self::Stopped => ("已中止，什么都没有留下。".into(), "Stopped; nothing was left behind.".into()),
            Self::NoFile(file) => (
                format!("没有备份文件 {}：请核对路径。", file.display()),
                format!("There is no backup {}: check the path.", file.display()),
            ),
            Self::NotABackup(file) => (
                format!("{} 不是能用的备份，什么都没有改动：请换一份。", file.display()),
                format!("{} is no usable backup; nothing was changed: take another one.", file.display()),
            ),
            Self::BackupDiffers(file, count) => (
                format!("备份 {} 有 {count} 处不一致，什么都没有改动：请换一份。", file.display()),
                format!(
                    "The backup {} has {count} differences; nothing was changed: take another one.",
                    file.display()
                ),
            ),
            Self::HoldsOther(dir) => (
                format!("目录 {} 里有别的东西：请换一个空目录，或服务器的数据目录。", dir.display()),
                format!("{} holds other things: choose an empty folder, or a server's data folder.", dir.display()),
            ),
            _ => (
                "请用 --reason 写明为什么恢复，最多 500 字。".into(),
                "Say with --reason why you restore, in at most 500 characters.".into(),
            ),
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

//! The command line.

use crate::{caller::Net, identity::Policy, key::KeyFile, store::door::KEPT_DAYS_MIN};
use clap::{Args, Parser, Subcommand};
use std::{net::IpAddr, path::PathBuf};

/// 街坊 · Jiefang: one binary, one data folder.
#[derive(Debug, Parser)]
#[command(name = "jiefang", version, about = "街坊服务器 · the server of Jiefang")]
pub struct Config {
    /// What to do.
    #[command(subcommand)]
    pub task: Task,
}

/// What the binary can do.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// 启动服务 · serves the app, the API and the walls
    Serve(Serve),
    /// 写入演示数据 · fills an empty data folder with the demonstration data
    Demo(Data),
    /// 校验数据 · checks log, records, projections, ledger and cells against one another
    Verify(Verify),
    /// 打印各本日志的校验码，存到别处 · prints where the logs stand, to be kept elsewhere
    Head(Data),
    /// 备份，服务运行时也可以 · writes a verified backup, also while serving
    Backup(Backup),
    /// 从备份恢复 · puts a backup in the place of the data
    Restore(Restore),
    /// 管理服务器本身 · looks after the server itself
    #[command(subcommand)]
    Admin(Admin),
    /// 发一个一次性编码 · prints a single-use code for a person
    Enrol(Enrol),
    /// 导入名单（xlsx、csv）：先预览，再导入 · takes over lists (xlsx, csv): look first, then apply
    Import(Import),
}

/// Where the data is.
#[derive(Debug, Args)]
pub struct Data {
    /// 数据目录 · the data folder
    #[arg(long = "data", value_name = "DIR")]
    pub dir: PathBuf,
    /// 密钥文件；默认在数据目录旁边，例如 data.key · the file with the key; beside the data folder by default, e.g. data.key
    #[arg(long, value_name = "FILE", env = "JIEFANG_KEY", hide_env_values = true)]
    pub key: Option<PathBuf>,
}

impl Data {
    /// Where the key is.
    pub fn key_file(&self) -> KeyFile {
        self.key.as_ref().map_or_else(|| KeyFile::beside(&self.dir), KeyFile::at)
    }
}

/// What to look after.
#[derive(Debug, Subcommand)]
pub enum Admin {
    /// 数据库的密钥 · the database's key
    #[command(subcommand)]
    Key(KeyTask),
    /// 安全管理员找不回来了：换一个人，服务器要先停下 · another security administrator where the one before is gone; stop the server first
    Security(Security),
    /// 加一个社区或街道，服务器要先停下 · another community or subdistrict; stop the server first
    Place(NewPlace),
}

/// What is to be there.
#[derive(Debug, Args)]
pub struct NewPlace {
    /// Where the data is.
    #[command(flatten)]
    pub data: Data,
    /// 社区或街道的名称 · the name of the community or subdistrict
    #[arg(long, value_name = "NAME")]
    pub name: String,
    /// 社区在哪个街道；不写就是加一个街道 · the subdistrict of the community; without one, a subdistrict is added
    #[arg(long = "in", value_name = "SUBDISTRICT")]
    pub subdistrict: Option<String>,
}

/// Who is to be the security administrator.
#[derive(Debug, Args)]
pub struct Security {
    /// Where the data is.
    #[command(flatten)]
    pub data: Data,
    /// 新的安全管理员的姓名 · the name of the new security administrator
    #[arg(long, value_name = "NAME")]
    pub name: String,
}

/// What to do with the key.
#[derive(Debug, Subcommand)]
pub enum KeyTask {
    /// 建一把，显示一次要抄下的四行 · makes one and shows once what to write down
    Make(Data),
    /// 换一把；服务器要先停下 · another one; stop the server first
    Rotate(Data),
    /// 用抄下的四行找回 · brings it back from what was written down
    Recover(Data),
}

/// What to check, and against what.
#[derive(Debug, Args)]
pub struct Verify {
    /// Where the data is.
    #[command(flatten)]
    pub data: Data,
    /// 存在别处的校验码，或存它们的文件 · a head kept elsewhere, or a file of them; may be repeated
    #[arg(long = "head", value_name = "FILE|BOOK:SEQ:CHAIN")]
    pub heads: Vec<String>,
}

/// How to serve.
#[derive(Debug, Args)]
pub struct Serve {
    /// Where the data is.
    #[command(flatten)]
    pub data: Data,
    /// 端口 · the port
    #[arg(long, value_name = "N", default_value_t = 8080)]
    pub port: u16,
    /// 监听地址 · the address to listen on
    #[arg(long, default_value = "127.0.0.1")]
    pub host: IpAddr,
    /// 证书链和私钥（PEM）；给了就只接受 HTTPS，文件换了会自动重读 · certificate chain and key (PEM): speaks TLS only, and reads them again when they change
    #[arg(long, num_args = 2, value_names = ["CERT", "KEY"])]
    pub tls: Option<Vec<PathBuf>>,
    /// 可信的反向代理；只有它们的 X-Forwarded-For、-Proto 和 Forwarded 算数 · a reverse proxy whose X-Forwarded-For, -Proto and Forwarded are believed; may be repeated
    #[arg(long = "trusted-proxy", value_name = "ADDR[/BITS]")]
    pub trusted_proxies: Vec<Net>,
    /// 口令规则：plain 只看长短（ASVS），graded 要三种字符、90 天一换（等保） · plain asks for length alone (ASVS), graded for three kinds of character and another after 90 days (GB/T 22239)
    #[arg(long, value_enum, default_value_t)]
    pub passphrases: Policy,
    /// 多少分钟不用就要重新登录 · after how many minutes without use one has to sign in again
    #[arg(long, value_name = "N", default_value_t = 10_080, value_parser = clap::value_parser!(u32).range(10..=10_080))]
    pub idle_minutes: u32,
    /// 登录等记录保存的天数 · for how many days sign-ins and refused access are kept
    #[arg(long, value_name = "DAYS", default_value_t = KEPT_DAYS_MIN, value_parser = clap::value_parser!(u32).range(i64::from(KEPT_DAYS_MIN)..))]
    pub door_days: u32,
    /// 定时器间隔（毫秒） · how often what the clock does by itself is looked for, in milliseconds
    #[arg(long, value_name = "MS", env = "JIEFANG_TICK_MS", default_value_t = 30_000, value_parser = clap::value_parser!(u64).range(10..))]
    pub tick_ms: u64,
}

/// What to back up, and where to.
#[derive(Debug, Args)]
pub struct Backup {
    /// Where the data is.
    #[command(flatten)]
    pub data: Data,
    /// 备份文件；不能已经存在 · the backup; it must not exist yet
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// What to restore, where to, and why.
#[derive(Debug, Args)]
pub struct Restore {
    /// Where the data is, or will be.
    #[command(flatten)]
    pub data: Data,
    /// 备份文件 · the backup
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// 恢复的原因，写进日志 · why; it goes into the log
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

/// Whom to let in.
#[derive(Debug, Args)]
pub struct Enrol {
    /// Where the data is.
    #[command(flatten)]
    pub data: Data,
    /// 此人的编号或姓名 · the person's id or name
    #[arg(long, value_name = "WHO")]
    pub person: String,
    /// 姓名；空数据目录的第一个人（街道干部） · the name, for the first person of an empty data folder
    #[arg(long, value_name = "NAME", requires = "subdistrict")]
    pub name: Option<String>,
    /// 街道名；空数据目录用 · the subdistrict's name, for an empty data folder
    #[arg(long, value_name = "NAME", requires = "name")]
    pub subdistrict: Option<String>,
}

/// What to take over.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["preview", "apply", "undo"]))]
pub struct Import {
    /// Where the data is.
    #[command(flatten)]
    pub data: Data,
    /// 名单文件，可以几份一起 · the lists; several at a time
    #[arg(value_name = "FILE", required_unless_present = "undo")]
    pub files: Vec<PathBuf>,
    /// 只看会怎样，什么都不写；服务运行时也可以 · tells what would happen and writes nothing; also while serving
    #[arg(long)]
    pub preview: bool,
    /// 导入：全部或一点也不 · does it: all or nothing
    #[arg(long)]
    pub apply: bool,
    /// 撤销一次导入 · takes an import back
    #[arg(long, value_name = "IMPORT", conflicts_with = "files")]
    pub undo: Option<String>,
    /// 认不出的列名是什么：{"列名": "字段"} · what headings mean that are not recognised, as JSON
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
}

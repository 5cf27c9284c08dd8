//! The binary `jiefang`.

use clap::Parser;
use jiefang_server::{
    admin, backup,
    clock::Clock,
    config::{Admin, Config, Data, Task, Verify},
    demo, enrol, head,
    import::command as import,
    key,
    problem::Problem,
    serve, verify,
};
use std::{
    io::{IsTerminal, Write},
    process::ExitCode,
};
use tracing_subscriber::EnvFilter;

/// What one thread makes another throws away, thousands of times for each group: the system's allocator made them wait for
/// each other.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Config::parse().task {
        Task::Serve(config) => {
            log();
            serve::serve(&config).await.map(|()| ExitCode::SUCCESS)
        }
        Task::Demo(data) => write_demo(&data).await.map(|()| ExitCode::SUCCESS),
        Task::Verify(config) => check(&config).await,
        Task::Head(data) => head::heads(&data, Clock::System.now_ms()).await.map(|heads| said(&heads)),
        Task::Backup(config) => backup::backup(&config).await.map(|taken| said(&taken)),
        Task::Restore(config) => backup::restore(&config).await.map(|restored| said(&restored)),
        Task::Admin(Admin::Key(task)) => key::key(&task).await.map(|told| said(&told)),
        Task::Import(config) => import::import(&config).await.map(|done| said(&done)),
        Task::Admin(Admin::Security(config)) => admin::security(&config).await.map(|path| link(&path)),
        Task::Admin(Admin::Place(config)) => admin::place(&config).await.map(|told| said(&told)),
        Task::Enrol(config) => enrol::enrol(&config).await.map(|path| link(&path)),
    };
    done.unwrap_or_else(|problem| {
        eprintln!("{problem}");
        ExitCode::FAILURE
    })
}

/// A line on standard output; whoever closes it, as `head` does, has read enough.
fn print(line: &impl core::fmt::Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn said(done: &impl core::fmt::Display) -> ExitCode {
    print(done);
    ExitCode::SUCCESS
}

/// A code's path, and to somebody who reads it on a screen what to do with it.
fn link(path: &str) -> ExitCode {
    print(&path);
    if std::io::stdout().is_terminal() {
        print(
            &"接在服务器网址后打开，或在登录页输入编码；七天内有效，只能用一次 · append it to the server's address or type the code on the sign-in page; valid once, for seven days",
        );
    }
    ExitCode::SUCCESS
}

async fn write_demo(data: &Data) -> Result<(), Problem> {
    let dir = &data.dir;
    let taken = std::fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some());
    if taken {
        return Err(Problem::HasData(dir.clone()));
    }
    demo::write_with(dir, &data.key_file(), Clock::System.now_ms()).await.map_err(Problem::Demo)
}

async fn check(Verify { data, heads }: &Verify) -> Result<ExitCode, Problem> {
    let report = verify::verify_with(&data.dir, &data.key_file(), &head::kept(heads)?).await?;
    print(&report);
    Ok(if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// JSON lines on standard error; `JIEFANG_LOG` chooses what, `info` by default.
fn log() {
    let filter = EnvFilter::try_from_env("JIEFANG_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_target(false)
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}

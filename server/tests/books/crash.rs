//! `kill -9` in the middle of writing, again and again: what was answered is on disk, nothing is doubled.

use super::town::{Device, NOW, Town, applied, find, id};
use jiefang_domain::{Lang, sync::Answer};
use jiefang_server::{
    store::Store,
    sync::{Push, Writer},
    verify::verify,
};
use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
};

const DIR: &str = "JIEFANG_TEST_CRASH_DIR";

/// Pushes without end and says each counter that took effect, as soon as it is answered.
async fn pushes_until_it_is_killed(dir: &Path) {
    let store = Store::open(dir).await.unwrap();
    let writer = Writer::start(&store).await.unwrap();
    let mut phone = Device::of("steward");
    for batch in 0_u64.. {
        let ops = (0..7).map(|i| phone.op("c1", &find(&format!("h{batch}-{i}"), "b1"))).collect();
        let request = phone.request(ops);
        let push = Push { book: id("c1"), person: id("steward"), lang: Lang::Zh, request, received_at_ms: NOW };
        let answer = writer.push(push).await.unwrap();
        let mut out = std::io::stdout().lock();
        for answered in answer.answers {
            // After the first round the folder knows the first ones already.
            if matches!(answered.answer, Answer::Applied { .. }) {
                writeln!(out, "answered {}", answered.n).unwrap();
            }
        }
    }
}

/// Starts the process, kills it after `lines` answers, and tells the last counter it was answered for.
fn killed_after(dir: &Path, lines: usize) -> u64 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["books::crash::kill_9_loses_nothing_answered_and_doubles_nothing", "--exact", "--nocapture"])
        .env(DIR, dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let mut answered =
        out.lines().map_while(Result::ok).filter_map(|line| line.strip_prefix("answered ")?.parse().ok());
    let last = answered.by_ref().nth(lines);
    child.kill().unwrap();
    // Answers that were on their way when it died were answers too.
    let last = answered.last().or(last).unwrap();
    child.wait().unwrap();
    last
}

#[tokio::test]
async fn kill_9_loses_nothing_answered_and_doubles_nothing() {
    // The same test, started as a process of its own, is the one that gets killed.
    if let Some(dir) = std::env::var_os(DIR) {
        return pushes_until_it_is_killed(Path::new(&dir)).await;
    }
    let Town { dir, store, writer, .. } = Town::build().await;
    writer.stop().await;
    store.close().await;
    drop((store, writer));
    for round in 0..4 {
        let last = killed_after(dir.path(), 20 + 31 * round);
        let store = Store::open(dir.path()).await.unwrap();
        let writer = Writer::start(&store).await.unwrap();
        // The same device starts from its first counter again, as one whose every answer was lost.
        let mut phone = Device::of("steward");
        let (mut n, mut first_new) = (0, None);
        'all: for batch in 0.. {
            let ops = (0..7).map(|i| phone.op("c1", &find(&format!("h{batch}-{i}"), "b1"))).collect();
            let request = phone.request(ops);
            let push = Push { book: id("c1"), person: id("steward"), lang: Lang::Zh, request, received_at_ms: NOW };
            for answered in writer.push(push).await.unwrap().answers {
                n = answered.n;
                match answered.answer {
                    Answer::Duplicate { first } => drop(applied(&first)),
                    Answer::Applied { .. } => {
                        first_new.get_or_insert(n);
                        break 'all;
                    }
                    answer => panic!("{answer:?}"),
                }
            }
        }
        assert!(first_new.unwrap() > last, "answered {last}, but {first_new:?} was new");
        writer.stop().await;
        store.close().await;
        drop((store, writer));
        let report = verify(dir.path()).await.unwrap();
        assert!(report.is_clean(), "round {round}, {n}: {report}");
    }
}

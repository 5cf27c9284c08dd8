//! `jiefang head`: where the logs stand today, to be kept where nobody who runs the server can change it.

use crate::{
    config::Data,
    problem::Problem,
    store::Store,
    verify::head::{self, Head},
};
use jiefang_domain::{
    Day, Millis,
    calendar::{HOUR_MS, MINUTE_MS, SHANGHAI_OFFSET_MS},
};
use std::fs;

/// The heads of all books, a line each, as `verify --head` reads them; it works beside a running server.
///
/// # Errors
/// There is no data.
pub async fn heads(data: &Data, now_ms: Millis) -> Result<String, Problem> {
    let store = Store::read_only_with(&data.dir, &data.key_file()).await?;
    store.assert_current().await?;
    let mut lines =
        vec![format!("# 日志校验码，请存到别处 · heads of the logs, to be kept elsewhere · {}", moment(now_ms))];
    for (book, seq, chain) in store.heads().await? {
        if seq > 0 {
            let at_ms = store.logged_at(&book, seq).await?;
            lines.push(format!("{} {}", Head { book, seq, chain }, moment(at_ms)));
        }
    }
    store.close().await;
    Ok(lines.join("\n"))
}

/// What `--head` names: heads themselves, or files of them.
///
/// # Errors
/// A file cannot be read, or holds something else.
pub fn kept(named: &[String]) -> Result<Vec<Head>, Problem> {
    let mut heads = Vec::new();
    for name in named {
        match name.parse() {
            Ok(head) => heads.push(head),
            Err(none) => match fs::read_to_string(name) {
                Ok(text) => heads.extend(head::read(&text).map_err(|none| Problem::NoHead(none.0))?),
                Err(_) => return Err(Problem::NoHead(none.0)),
            },
        }
    }
    Ok(heads)
}

/// `2026-11-25 10:26`, in the neighbourhood's time.
fn moment(at_ms: Millis) -> String {
    let (year, month, day) = Day::at(at_ms).civil();
    let of_day = (at_ms + SHANGHAI_OFFSET_MS).rem_euclid(24 * HOUR_MS);
    format!("{year}-{month:02}-{day:02} {:02}:{:02}", of_day / HOUR_MS, of_day % HOUR_MS / MINUTE_MS)
}

//! The rules of the house: who may know whom, and how long things may get (docs/ARCHITECTURE.md).

mod parts;
mod secure;
mod sources;
mod supply;

use sources::{Source, all, manifest, under};

/// Fails with every place where one of `words` stands in one of `sources`.
fn absent(rule: &str, sources: &[Source], words: &[&str]) {
    let found: Vec<String> = sources
        .iter()
        .flat_map(|source| source.code().map(move |(n, line)| (source, n, line)))
        .filter(|(_, _, line)| words.iter().any(|word| line.contains(word)))
        .map(|(source, n, line)| format!("  {}:{n}: {}", source.path, line.trim()))
        .collect();
    assert!(found.is_empty(), "{rule}:\n{}", found.join("\n"));
}

#[test]
fn the_domain_knows_serde_and_nothing_else() {
    assert_eq!(manifest("domain", "[dependencies]"), ["serde"]);
}

#[test]
fn the_domain_has_no_clock_no_chance_no_input_no_floats_and_no_json() {
    let words = [
        "std::time",
        "SystemTime",
        "Instant::",
        "std::fs",
        "std::net",
        "std::env",
        "use rand",
        "getrandom",
        "f32",
        "f64",
        "serde_json",
    ];
    absent("domain is pure", &under("domain/src"), &words);
}

#[test]
fn app_and_server_know_the_domain_and_never_each_other() {
    let app = manifest("app", "[dependencies]");
    let server = manifest("server", "[dependencies]");
    assert!(app.iter().any(|name| name == "jiefang-domain") && !app.iter().any(|name| name == "jiefang-server"));
    assert!(server.iter().any(|name| name == "jiefang-domain") && !server.iter().any(|name| name == "jiefang-app"));
}

#[test]
fn brands_never_import_one_another() {
    let brands = ["council", "timebank", "stewards"];
    for side in ["domain", "app"] {
        for brand in brands {
            let others: Vec<String> = brands
                .iter()
                .filter(|other| **other != brand)
                .flat_map(|other| [format!("crate::{other}"), format!("jiefang_domain::{other}")])
                .collect();
            let words: Vec<&str> = others.iter().map(String::as_str).collect();
            absent("brands meet in a command that names both", &under(&format!("{side}/src/{brand}")), &words);
        }
    }
}

/// The build moves their functions into a file that may not be here yet. Nothing but the gate may reach them, and what the
/// first part makes of their closures would be out of its reach without anybody noticing.
#[test]
fn only_the_store_knows_sql() {
    let elsewhere: Vec<Source> =
        under("server/src").into_iter().filter(|source| !source.path.starts_with("server/src/store/")).collect();
    absent("SQL lives in server/src/store", &elsewhere, &["sqlx", "SELECT ", "INSERT ", "DELETE FROM", "PRAGMA"]);
}

#[test]
fn only_the_replica_touches_browser_storage() {
    let elsewhere: Vec<Source> =
        under("app/src").into_iter().filter(|source| !source.path.starts_with("app/src/replica/")).collect();
    let words = ["indexed_db", "gloo_storage", "IdbFactory", "local_storage()", "session_storage()"];
    absent("storage lives in app/src/replica", &elsewhere, &words);
}

#[test]
fn only_sync_touches_the_network() {
    let elsewhere: Vec<Source> =
        under("app/src").into_iter().filter(|source| !source.path.starts_with("app/src/sync/")).collect();
    absent(
        "the network lives in app/src/sync",
        &elsewhere,
        &["gloo_net", "EventSource", "fetch_with", "XmlHttpRequest"],
    );
}

#[test]
fn a_handler_holds_no_rule() {
    absent(
        "handlers call the writer or a read",
        &under("server/src/api"),
        &["decide::", "Verdict", "Guards", "settle("],
    );
}

#[test]
fn a_route_is_declared_with_its_document() {
    let elsewhere: Vec<Source> =
        under("server/src").into_iter().filter(|source| source.path != "server/src/router.rs").collect();
    let words = [".route(", ".nest(", "route_service(", ".fallback(", "Router::new"];
    absent("routes stand in server/src/api/mod.rs, with their document and a row in the matrix", &elsewhere, &words);
}

#[test]
fn nothing_is_styled_in_attributes() {
    let sources: Vec<Source> = under("app/src").into_iter().chain(under("server/src/screen")).collect();
    absent("the content security policy forbids style attributes", &sources, &["style=\"", "style=("]);
}

#[test]
fn lints_are_silenced_one_by_one_with_a_reason() {
    let words = ["[allow(", "![allow(", "[ignore"].map(|word| format!("#{word}"));
    absent("#[expect(…, reason)] instead", &all(), &words.each_ref().map(String::as_str));
}

#[test]
fn modules_are_small() {
    let mut lengths: Vec<(usize, String)> =
        all().into_iter().map(|source| (source.text.lines().count(), source.path)).collect();
    lengths.sort();
    let (median, _) = &lengths[lengths.len() / 2];
    assert!(*median <= 120, "the median module has {median} lines");
    let long: Vec<_> = lengths.iter().filter(|(lines, _)| *lines > 400).collect();
    assert!(long.is_empty(), "split by reason to change: {long:?}");
}

#[test]
fn the_project_speaks_of_itself_alone() {
    // Put together here, so that this file does not hold what it forbids.
    let words =
        [["/ro", "ot/"].concat(), ["/wo", "rk/"].concat(), ["crates", ".io"].concat(), ["registry.", "npmjs"].concat()];
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    absent("no paths of a machine, no registry's host", &sources::texts(), &words);
}

#[test]
fn the_tests_are_where_the_rules_can_see_them() {
    assert!(all().len() > 40, "the rules would pass on an empty house");
    assert!(all().iter().any(|source| source.path == "domain/src/decide.rs"));
}

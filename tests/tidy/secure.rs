//! What docs/SECURITY.md promises to try, it names, and what it names is there.

use crate::sources::{all, texts};

/// The threats of the requirements, one line each (QUALITY, "Secure").
const THREATS: [&str; 17] = [
    "seeing another community's data",
    "path tricks",
    "forged hours",
    "rewritten history",
    "insider browsing",
    "bulk export",
    "shared or lost phone",
    "stolen session",
    "XSS through offline content",
    "CSRF · SQL injection",
    "guessing",
    "telling which phones exist",
    "photos",
    "small counts",
    "supply chain",
    "backups that do not restore",
    "slow clients",
];

fn page() -> String {
    texts().into_iter().find(|source| source.path.ends_with("docs/SECURITY.md")).map_or_else(String::new, |s| s.text)
}

/// What stands between two `marks`.
fn between(text: &str, mark: char) -> impl Iterator<Item = &str> {
    text.split(mark).skip(1).step_by(2)
}

fn is_name(word: &&str) -> bool {
    word.matches('_').count() > 2 && !word.contains(['.', '/', ' '])
}

#[test]
fn the_tests_that_security_names_are_there() {
    let (page, sources) = (page(), all());
    let named: Vec<&str> = between(&page, '`').filter(is_name).collect();
    assert!(named.len() > 15, "{named:?}");
    let there = |name: &str| {
        let (whole, open) = name.strip_suffix('…').map_or((name, false), |start| (start, true));
        let declared = format!("fn {whole}{}", if open { "" } else { "(" });
        sources.iter().any(|source| source.text.contains(&declared))
    };
    let missing: Vec<&&str> = named.iter().filter(|name| !there(name)).collect();
    assert!(missing.is_empty(), "docs/SECURITY.md names tests that are not there: {missing:?}");
}

#[test]
fn every_threat_of_the_list_names_its_tests_or_says_that_it_has_none() {
    let (page, sources) = (page(), texts());
    for threat in THREATS {
        let start = format!("| {threat} | ");
        let line = page.lines().find_map(|line| line.strip_prefix(&start));
        let Some(line) = line else { panic!("docs/SECURITY.md has no line for {threat}") };
        let browser: Vec<&str> = between(line, '"').collect();
        let named = between(line, '`').filter(is_name).count() + browser.len();
        assert!(named > 0 || line.contains("none yet: "), "{threat} names no test");
        for name in browser {
            let declared = format!("test(\"{name}\"");
            let specs = || sources.iter().filter(|source| source.path.ends_with(".spec.mjs"));
            assert!(specs().any(|source| source.text.contains(&declared)), "{threat}: no browser test \"{name}\"");
        }
    }
}

//! The app comes in two parts; the first knows the second through its gate alone (docs/adr/0033). A call from the first
//! would draw a page's functions over to it and leave behind what they hand out.

use super::sources::{self, Source, under};

/// `app/src/stewards/entry/mod.rs` as `stewards`, `entry`.
fn module_of(path: &str) -> Vec<String> {
    let inner = path.trim_start_matches("app/src/").trim_end_matches(".rs");
    inner.split('/').filter(|part| *part != "mod" && *part != "main").map(str::to_owned).collect()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The words and signs of what is code, `::` as one.
fn tokens(source: &Source) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut within = false;
    for c in source.code().flat_map(|(_, line)| line.chars().chain(['\n'])) {
        match all.last_mut() {
            Some(last) if within && is_word(c) => last.push(c),
            Some(last) if c == ':' && last == ":" => last.push(c),
            _ if c.is_whitespace() => {}
            _ => all.push(c.to_string()),
        }
        within = is_word(c);
    }
    all
}

/// Reads one path, or all that its braces hold, from `at` on; where it ends.
fn path(tokens: &[String], mut at: usize, mut base: Vec<String>, found: &mut Vec<Vec<String>>) -> usize {
    loop {
        match tokens.get(at).map(String::as_str) {
            Some("{") => {
                while !matches!(tokens.get(at).map(String::as_str), None | Some("}")) {
                    at = path(tokens, at + 1, base.clone(), found);
                }
                return at + 1;
            }
            Some("super") => drop(base.pop()),
            Some("self") => {}
            Some(word) if word.chars().all(is_word) => base.push(word.to_owned()),
            _ => {
                found.push(base);
                return at;
            }
        }
        at += 1;
        if tokens.get(at).is_none_or(|sign| sign != "::") {
            found.push(base);
            return at;
        }
        at += 1;
    }
}

/// Every path of the app that a source names. What a folder hands on from its own files is named where it is used.
fn named(source: &Source) -> Vec<Vec<String>> {
    let (tokens, own) = (tokens(source), module_of(&source.path));
    let mut found = Vec::new();
    let (mut at, mut handed_on) = (0, false);
    while let Some(token) = tokens.get(at) {
        if token == "use" && at > 0 && (tokens[at - 1] == "pub" || tokens[at - 1] == ")") {
            handed_on = source.path.ends_with("/mod.rs");
        }
        handed_on &= token != ";";
        let leads_on = token.chars().all(is_word) && tokens.get(at + 1).is_some_and(|sign| sign == "::");
        at = match token.as_str() {
            _ if handed_on || !leads_on => at + 1,
            "crate" => path(&tokens, at + 2, Vec::new(), &mut found),
            // What is named from a folder's own module may be a module in it.
            _ => path(&tokens, at, own.clone(), &mut found),
        };
    }
    found
}

#[test]
fn the_second_part_is_known_to_its_gate_alone() {
    let told: serde_json::Value = serde_json::from_str(&sources::text("app/second.json")).unwrap();
    let modules = told["modules"].as_array().unwrap().iter().filter_map(|module| module.as_str());
    let second: Vec<Vec<String>> = modules.map(|module| module.split("::").map(str::to_owned).collect()).collect();
    let is_second = |path: &[String]| second.iter().any(|module| path.starts_with(module));
    assert!(second.len() > 10 && is_second(&["shell".into(), "second".into()]), "{second:?}");
    let all = under("app/src");
    for module in &second {
        // A module, or one function of a module whose others are first.
        let function = format!("fn {}(", module.last().unwrap());
        let there = |source: &Source| {
            let path = module_of(&source.path);
            path.starts_with(module) || (path == module[..module.len() - 1] && source.text.contains(&function))
        };
        assert!(all.iter().any(there), "there is no {module:?}");
    }
    let gate = ["shell", "second", "page"].map(str::to_owned);
    let known: Vec<String> = all
        .iter()
        .filter(|source| !is_second(&module_of(&source.path)))
        .flat_map(|source| named(source).into_iter().map(move |path| (source, path)))
        .filter(|(_, path)| is_second(path) && !gate.starts_with(path))
        .map(|(source, path)| format!("  {} knows {}", source.path, path.join("::")))
        .collect();
    assert!(known.is_empty(), "these are first and know what is second:\n{}", known.join("\n"));
}

#[test]
fn a_path_is_found_however_it_is_written() {
    let text =
        "use crate::{ui::Ui, privacy::{self, calling}};\nuse super::{super::grid, map};\nfn f() { detail::page() }";
    let source = Source { path: "app/src/stewards/entry/mod.rs".into(), text: text.into() };
    let found: Vec<String> = named(&source).iter().map(|path| path.join("::")).collect();
    let expected = ["ui::Ui", "privacy", "privacy::calling", "grid", "stewards::map", "stewards::entry::detail::page"];
    for path in expected {
        assert!(found.iter().any(|one| one == path), "{path} in {found:?}");
    }
}

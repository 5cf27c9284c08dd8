//! What the codes on a page say, in both languages: whoever reads it switches without another search, which would be an
//! entry of its own.

use crate::{door::What, error::ApiError};
use jiefang_domain::{Lang, Refusal, act_words::act_words};
use serde::Serialize;
use utoipa::ToSchema;

/// A code and its words.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CodeWords {
    /// As in `what` or `result`.
    code: String,
    zh: String,
    en: String,
}

/// What is wrong, without what to do: that was for whoever did it.
fn first_sentence(words: &'static str, end: &str) -> &'static str {
    words.split_once(end).map_or(words, |(first, _)| first).trim_end_matches(['。', '.'])
}

fn of_result(code: &str) -> Option<(&'static str, &'static str)> {
    let refused = Refusal::parse(code).map(|refusal| (refusal.words(Lang::Zh), refusal.words(Lang::En)));
    let failed = || ApiError::ALL.iter().find(|error| error.code() == code);
    let (zh, en) = refused.or_else(|| failed().map(|error| (error.words(Lang::Zh), error.words(Lang::En))))?;
    Some((first_sentence(zh, "。"), first_sentence(en, ". ")))
}

/// The words of each of these codes that has some, once.
pub fn words_of<'a>(codes: impl Iterator<Item = &'a str>) -> Vec<CodeWords> {
    let mut codes: Vec<&str> = codes.filter(|code| !code.is_empty()).collect();
    codes.sort_unstable();
    codes.dedup();
    let words = |code: &str| {
        let (zh, en) = What::words(code).or_else(|| act_words(code)).or_else(|| of_result(code))?;
        Some(CodeWords { code: code.into(), zh: zh.into(), en: en.into() })
    };
    codes.into_iter().filter_map(words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiefang_domain::command::Command;

    #[test]
    fn whatever_a_log_can_hold_has_words_of_both_languages() {
        let results = Refusal::ALL.iter().map(|refusal| refusal.code()).chain(ApiError::ALL.iter().map(|e| e.code()));
        for code in Command::KINDS.iter().copied().chain(results) {
            let words = words_of([code].into_iter());
            assert_eq!(words.len(), 1, "{code}");
            assert!(words[0].zh.chars().any(|c| c > '\u{4e00}') && words[0].en.is_ascii(), "{words:?}");
            assert!(!words[0].zh.ends_with('。') && !words[0].en.contains(". "), "{words:?}");
        }
        assert_eq!(words_of(["sign_in", "", "sign_in", "made.up@1"].into_iter()).len(), 1);
    }
}

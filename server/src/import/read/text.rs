//! What a cell says, without what cannot be seen.

use super::CELL_CHARS_MAX;

/// The same text without zero-width signs and control characters, with plain blanks, and without blanks around it. What
/// can be seen stays, every rare character and `·` included.
pub fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    for c in text.chars().take(CELL_CHARS_MAX) {
        match c {
            // Zero width, marks of direction, soft hyphen, byte order mark.
            '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{00AD}'
            | '\u{FEFF}' => {}
            c if c.is_whitespace() || c.is_control() => {
                if !tidied.ends_with(' ') {
                    tidied.push(' ');
                }
            }
            c => tidied.push(c),
        }
    }
    tidied.truncate(tidied.trim_end().len());
    if tidied.starts_with(' ') {
        tidied.remove(0);
    }
    tidied
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_goes_and_what_can_be_seen_stays() {
        assert_eq!(tidy("\u{FEFF} 张\u{200B}三\u{00A0}\u{3000}"), "张三");
        assert_eq!(tidy("买买提·艾力"), "买买提·艾力");
        assert_eq!(tidy("𠅤\u{2060}志䶮"), "𠅤志䶮");
        assert_eq!(tidy("一\r\n 二\t三"), "一 二 三");
        assert_eq!(tidy(" \u{200E}\u{00A0} "), "");
    }
}

//! A phone number, however it was typed.

/// A character as it is compared: of full width as of half, every dash a hyphen.
fn folded(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '—' | '–' | '―' | '‐' | '−' => '-',
        c => c,
    }
}

/// The digits of a mobile number, or of a landline with its area code; empty where nothing was typed, `None` where it is
/// no such number. The country's own code falls off.
pub fn phone(text: &str) -> Option<String> {
    let text: String = text.trim().chars().map(folded).collect();
    let text = text.strip_prefix('+').unwrap_or(&text);
    let signs = |c: char| matches!(c, ' ' | '-' | '(' | ')' | '.');
    if text.chars().any(|c| !c.is_ascii_digit() && !signs(c)) {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let home = ["0086", "86"].iter().find_map(|code| digits.strip_prefix(code).filter(|rest| rest.len() == 11));
    let digits = home.unwrap_or(&digits);
    let mobile = digits.len() == 11 && digits.starts_with('1') && digits.as_bytes().get(1) >= Some(&b'3');
    let landline = (10..=12).contains(&digits.len()) && digits.starts_with('0');
    (mobile || landline || digits.is_empty()).then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::phone;

    #[test]
    fn a_number_is_the_same_however_it_is_typed() {
        for text in [
            "13912345678",
            " 139-1234-5678",
            "１３９１２３４５６７８",
            "139　1234　5678",
            "+86 139 1234 5678",
            "0086-13912345678",
            "(139)1234.5678",
        ] {
            assert_eq!(phone(text).as_deref(), Some("13912345678"), "{text}");
        }
        assert_eq!(phone("0938－8212345").as_deref(), Some("09388212345"));
        assert_eq!(phone(" ").as_deref(), Some(""));
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["1380013", "139123456789", "12012345678", "8212345", "没有", "13912345678/13812345678", "1"] {
            assert_eq!(phone(text), None, "{text}");
        }
    }
}

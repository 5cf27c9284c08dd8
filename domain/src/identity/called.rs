//! Whether what was typed means somebody: by how the name sounds, and by the door.

/// Whether `typed` (letters, blanks left out) goes over syllables that follow one another, each whole, by its first letters
/// or by its first alone: `ouyang`, `oyg`, `guox` for `ou yang guo xiu`.
pub fn sounds_like(sounds: &str, typed: &str) -> bool {
    fn follows(syllables: &[&str], typed: &str) -> bool {
        let Some((first, rest)) = syllables.split_first() else { return typed.is_empty() };
        typed.is_empty()
            || (1..=first.len()).any(|long| typed.strip_prefix(&first[..long]).is_some_and(|t| follows(rest, t)))
    }
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    let syllables: Vec<&str> = sounds.split(' ').collect();
    let plain = !typed.is_empty() && typed.bytes().all(|letter| letter.is_ascii_lowercase());
    plain && (0..syllables.len()).any(|at| follows(&syllables[at..], &typed))
}

/// The numbers in a text, in their order: `4号楼`, `3-502` and `四` give `4`, `3 502` and nothing.
fn numbers(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect()
}

/// Whether `typed` is a part of building, unit and room: `4-3-502`, `3-502`, `4号楼3单元502`, `502`.
pub fn is_at(building: &str, door: &str, typed: &str) -> bool {
    // A number alone is a room: everybody of building 4 is asked for by its name.
    if door.is_empty() {
        return false;
    }
    let (all, asked) = ([numbers(building), numbers(door)].concat(), numbers(typed));
    !asked.is_empty() && all.ends_with(&asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_by_pinyin_and_initials() {
        let said = "ou yang guo xiu";
        for typed in
            ["o", "oy", "oyg", "oygx", "ouyang", "ou yang", "OuYangGuoXiu", "guoxiu", "guox", "gx", "yguo", "xiu"]
        {
            assert!(sounds_like(said, typed), "{typed}");
        }
        for typed in ["", " ", "og", "ouyangd", "xiug", "1234", "欧", "ang"] {
            assert!(!sounds_like(said, typed), "{typed}");
        }
        assert!(!sounds_like("", "a"));
    }

    #[test]
    fn search_by_building_unit_and_room() {
        for typed in ["4-3-502", "3-502", "502", "4号楼3单元502", "4 3 502", "3单元502室"] {
            assert!(is_at("4号楼", "3-502", typed), "{typed}");
        }
        for typed in ["", "4-3", "5-3-502", "02", "4-2-502", "号楼"] {
            assert!(!is_at("4号楼", "3-502", typed), "{typed}");
        }
        assert!(!is_at("4号楼", "", "4"));
    }
}

//! How a name sounds: the table is the server's alone, what comes of it stands in the row (docs/adr/0031).

use std::sync::OnceLock;

/// A syllable a line, without tones, and the characters that are read so first (Unihan, by way of pypinyin's table). `ü` is
/// written `v`, as people type it.
const TABLE: &str = include_str!("pinyin.txt");
/// Characters that are read otherwise where they begin a name.
const SURNAMES: &[(char, &str)] = &[
    ('单', "shan"),
    ('曾', "zeng"),
    ('解', "xie"),
    ('仇', "qiu"),
    ('区', "ou"),
    ('查', "zha"),
    ('盖', "ge"),
    ('朴', "piao"),
    ('翟', "zhai"),
    ('缪', "miao"),
    ('乐', "yue"),
    ('种', "chong"),
    ('秘', "bi"),
    ('员', "yun"),
    ('折', "she"),
    ('召', "shao"),
    ('黑', "he"),
    ('繁', "po"),
    ('覃', "qin"),
    ('能', "nai"),
    ('祭', "zhai"),
    ('牟', "mu"),
    ('佴', "nai"),
    ('洗', "xian"),
    ('句', "gou"),
    ('都', "du"),
    ('沉', "shen"),
    ('会', "gui"),
    ('阚', "kan"),
    ('隗', "wei"),
    ('澹', "tan"),
];

/// Characters, each with the number of its syllable; and the syllables.
type Read = (Vec<(char, u16)>, Vec<&'static str>);

/// The table by its characters: each with the number of its line.
fn table() -> &'static Read {
    static READ: OnceLock<Read> = OnceLock::new();
    READ.get_or_init(|| {
        let (mut characters, mut syllables) = (Vec::new(), Vec::new());
        for (line, (syllable, all)) in (0..).zip(TABLE.lines().filter_map(|line| line.split_once(' '))) {
            syllables.push(syllable);
            characters.extend(all.chars().map(|character| (character, line)));
        }
        characters.sort_unstable();
        (characters, syllables)
    })
}

fn read(character: char) -> Option<&'static str> {
    let (characters, syllables) = table();
    let at = characters.binary_search_by_key(&character, |(there, _)| *there).ok()?;
    syllables.get(usize::from(characters[at].1)).copied()
}

/// The syllables of a name, `ou yang guo xiu`; letters stand as they are, small, and what is neither falls out.
pub fn sounds(name: &str) -> String {
    let mut all: Vec<String> = Vec::new();
    let mut in_word = false;
    for (at, character) in name.trim().chars().enumerate() {
        let surname = SURNAMES.iter().find(|(known, _)| at == 0 && *known == character).map(|(_, syllable)| *syllable);
        let word = character.is_ascii_alphabetic();
        if let Some(syllable) = surname.or_else(|| read(character)) {
            all.push(syllable.to_owned());
        } else if word {
            let letter = character.to_ascii_lowercase();
            match all.last_mut().filter(|_| in_word) {
                Some(last) => last.push(letter),
                None => all.push(letter.to_string()),
            }
        }
        in_word = word;
    }
    all.join(" ")
}

#[cfg(test)]
mod tests {
    use super::sounds;

    #[test]
    fn names_sound_as_they_are_read() {
        for (name, said) in [
            ("欧阳国秀", "ou yang guo xiu"),
            ("买买提·艾力", "mai mai ti ai li"),
            ("曾国藩", "zeng guo fan"),
            ("单田芳", "shan tian fang"),
            ("叶𨱏䶮", "ye da yan"),
            ("吕布", "lv bu"),
            ("Li Wei", "li wei"),
            ("王Anna", "wang anna"),
            ("", ""),
            ("·1", ""),
        ] {
            assert_eq!(sounds(name), said, "{name}");
        }
    }
}

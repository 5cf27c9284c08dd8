//! Cells become values, or say why not.

use jiefang_domain::{Day, Lang};

macro_rules! faults {
    ($( $(#[$meta:meta])* $name:ident $code:literal $zh:literal $en:literal ),* $(,)?) => {
        /// What is wrong with a line.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Fault { $( $(#[$meta])* $name, )* }

        impl Fault {
            /// Its code.
            pub const fn code(self) -> &'static str {
                match self { $( Self::$name => $code, )* }
            }

            /// What is wrong, in words.
            pub const fn words(self, lang: Lang) -> &'static str {
                match self { $( Self::$name => lang.pick($zh, $en), )* }
            }
        }
    };
}

faults! {
    /// Nothing stands there.
    Missing "missing" "这一格要填。" "This cell must be filled in.",
    /// Longer than the field.
    TooLong "too_long" "太长了。" "This is too long.",
    /// Too few or too many digits, or other signs.
    BadPhone "bad_phone" "电话位数不对：手机 11 位，座机带区号。" "Not a phone number: 11 digits, or a landline with its area code.",
    /// Two numbers in one cell.
    TwoPhones "two_phones" "一格里有两个电话，请只留一个。" "Two phone numbers in one cell: keep one.",
    /// The digits were lost.
    RoundedPhone "rounded_phone" "电话被表格软件改成了科学计数，后几位丢了，请重新填。" "The spreadsheet has rounded the number; its last digits are lost. Fill it in again.",
    /// No such day.
    NoSuchDay "no_such_day" "没有这一天。" "There is no such day.",
    /// It is no date.
    NoDate "no_date" "看不出是哪一天，请写成 2026-11-25 这样。" "Not a date: write it like 2026-11-25.",
    /// It has not come yet.
    InFuture "in_future" "日期在将来。" "The date lies in the future.",
    /// It is no number.
    NoNumber "no_number" "应是数字。" "A number is meant.",
    /// More than there can be.
    OutOfRange "out_of_range" "数字太大。" "The number is too large.",
    /// Neither yes nor no.
    NoYesNo "no_yes_no" "应填是或否。" "Yes or no is meant.",
    /// A card's number has other signs.
    BadCard "bad_card" "卡号只能有字母、数字和短横。" "A card's number has letters, digits and hyphens only.",
    /// The list says of no line which community it is in, and it could be several.
    NoCommunityColumn "no_community_column" "名单里没有社区这一列，而您管着几个社区：请加一列，写明每一行是哪个社区。" "The list has no column for the community, and you have several: add one that names each line's community.",
    /// No such community.
    NoCommunity "no_community" "没有这个社区。" "There is no such community.",
    /// Several communities have that name.
    WhichCommunity "which_community" "有几个社区叫这个名字，分不清是哪一个：请由那个社区的工作人员来导入。" "Several communities have this name: let a worker of the one that is meant import the line.",
    /// A community of others.
    NotYours "not_yours" "这个社区不归您管，这一行不导入。" "This community is not yours; the line is left out.",
    /// No such area.
    NoArea "no_area" "这个社区里没有这个片区。" "There is no such area in this community.",
    /// No such estate.
    NoEstate "no_estate" "这个社区里没有这个小区。" "There is no such estate in this community.",
    /// No such building.
    NoBuilding "no_building" "这个小区里没有这栋楼。" "There is no such building in this estate.",
    /// Several buildings could be meant.
    WhichBuilding "which_building" "几个片区都有这个小区的这栋楼，请加一列写明片区。" "Several areas have this building of this estate: add a column that names the area.",
    /// Another line of the list says otherwise.
    Contradicts "contradicts" "和另一行说的不一样。" "Another line says otherwise.",
    /// The number belongs to another name.
    PhoneOfAnother "phone_of_another" "另一行是同一个电话、另一个姓名。" "Another line has this number under another name.",
    /// The number is known under another name, at another door.
    PhoneKnown "phone_known" "这个电话已记在另一个姓名下：请核对；两个人共用一个电话，就只给一位填。" "This number is known under another name: check it. Where two people share one, fill it in for one of them.",
    /// Several people of that name.
    WhichPerson "which_person" "同名的有几位，请填电话。" "Several people have this name: fill in the phone number.",
    /// Somebody else has that card.
    CardOfAnother "card_of_another" "这个卡号是别人的。" "Somebody else has this card.",
    /// The person has another card.
    AnotherCard "another_card" "这个人已有另一张卡。" "This person has another card.",
    /// Opening a card is for a worker of the community.
    CardNotYours "card_not_yours" "储蓄卡由社区工作人员来开。" "Cards are opened by a community worker.",
}

/// Digits, letters and signs of full width become plain ones; everything else stays.
pub fn folded(text: &str) -> String {
    let fold = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '—' | '–' | '―' | '‐' | '−' => '-',
        c => c,
    };
    text.chars().map(fold).collect()
}

/// A name of a place or person as it is compared: folded, without blanks, small.
pub fn compared(text: &str) -> String {
    folded(text).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// A building's name: `１栋`, `1幢`, `1#`, `一号楼` and `1` are `1号楼`; another name stays.
pub fn building(text: &str) -> String {
    let text: String = folded(text).chars().filter(|c| !c.is_whitespace()).collect();
    let bare = text.trim_end_matches(['号', '楼', '栋', '幢', '座', '#']).trim_start_matches(['第', '#']);
    match bare.parse::<u32>().ok().or_else(|| spelled(bare)) {
        Some(number) => format!("{number}号楼"),
        None => text,
    }
}

/// A number up to 99 in Chinese.
fn spelled(text: &str) -> Option<u32> {
    let digit = |c: char| "一二三四五六七八九".chars().position(|d| d == c).and_then(|at| u32::try_from(at + 1).ok());
    let Some((tens, ones)) = text.split_once('十') else {
        return digit(text.chars().next()?).filter(|_| text.chars().count() == 1);
    };
    let one = |text: &str, none: u32| match text.chars().count() {
        0 => Some(none),
        1 => digit(text.chars().next()?),
        _ => None,
    };
    Some(one(tens, 1)? * 10 + one(ones, 0)?)
}

/// A phone number without the signs between its digits; empty where nothing stands there.
pub fn phone(text: &str) -> Result<String, Fault> {
    let text = folded(text);
    let text = text.trim().trim_start_matches('\'');
    if let Some((digits, power)) = exponent(text) {
        // A digit that is not there was rounded away.
        return if digits.len() == power + 1 { phone(&digits) } else { Err(Fault::RoundedPhone) };
    }
    if text.contains(['/', '、', '，', ',', ';', '；']) {
        return Err(Fault::TwoPhones);
    }
    let text = text.strip_suffix(".0").unwrap_or(text);
    jiefang_domain::identity::phone(text).ok_or(Fault::BadPhone)
}

/// A number as it is compared: one that was typed with blanks or hyphens is the same one.
pub fn number(text: &str) -> String {
    phone(text).unwrap_or_else(|_| compared(text))
}

/// The digits of `1.3912345678E+10`, and its power.
fn exponent(text: &str) -> Option<(String, usize)> {
    let (digits, power) = text.split_once(['e', 'E'])?;
    let power = power.trim_start_matches('+').parse().ok()?;
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let digits = format!("{whole}{rest}");
    (whole.len() == 1 && digits.bytes().all(|b| b.is_ascii_digit())).then_some((digits, power))
}

/// A day, written in one of the usual ways or as the number a spreadsheet keeps; none where nothing stands there.
pub fn day(text: &str, today: Day) -> Result<Option<Day>, Fault> {
    let text = folded(text);
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let date = text.split_once([' ', 'T']).map_or(text, |(date, _)| date);
    let numbers: Vec<&str> = date.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let signs = date.chars().filter(|c| !c.is_ascii_digit()).all(|c| "-/.年月日".contains(c));
    let found = match numbers[..] {
        [year, month, day] if signs && year.len() == 4 => civil(year, month, day),
        [whole] if signs && whole.len() == 8 && whole.len() == date.len() => {
            civil(&whole[..4], &whole[4..6], &whole[6..])
        }
        // Days since 1899-12-30, as spreadsheets count.
        [serial, ..] if serial.len() == 5 && date.starts_with(serial) && numbers.len() <= 2 => {
            serial.parse::<i32>().ok().map(|serial| Day(serial - 25_569))
        }
        _ => return Err(Fault::NoDate),
    };
    match found {
        None => Err(Fault::NoSuchDay),
        Some(day) if day > today => Err(Fault::InFuture),
        day => Ok(day),
    }
}

fn civil(year: &str, month: &str, day: &str) -> Option<Day> {
    Day::from_civil(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// A count up to `most`; none where nothing stands there.
pub fn count(text: &str, most: u32) -> Result<Option<u32>, Fault> {
    let text = folded(text);
    let text = text.trim().trim_end_matches(['个', '户']).trim();
    if text.is_empty() {
        return Ok(None);
    }
    let text = text.strip_suffix(".0").unwrap_or(text);
    if !text.chars().all(|c| c.is_ascii_digit()) {
        return Err(Fault::NoNumber);
    }
    text.parse().ok().filter(|count| *count <= most).map_or(Err(Fault::OutOfRange), |count| Ok(Some(count)))
}

/// Yes or no; none where nothing stands there.
pub fn yes(text: &str) -> Result<Option<bool>, Fault> {
    match compared(text).as_str() {
        "" => Ok(None),
        "是" | "有" | "√" | "✓" | "对" | "y" | "yes" | "1" | "true" => Ok(Some(true)),
        "否" | "无" | "×" | "不是" | "没有" | "n" | "no" | "0" | "false" => Ok(Some(false)),
        _ => Err(Fault::NoYesNo),
    }
}

/// What somebody can do, each once.
pub fn skills(text: &str) -> Vec<String> {
    let mut skills: Vec<String> = Vec::new();
    for skill in text.split(['、', '；', ';', '，', ',', '/']).map(str::trim).filter(|skill| !skill.is_empty()) {
        if !skills.iter().any(|there| there == skill) {
            skills.push(skill.to_owned());
        }
    }
    skills
}

/// Unit and room as `3-502`; empty where there is no room.
pub fn door(unit: &str, room: &str) -> String {
    let plain = |text: &str| {
        let text = compared(text);
        let text = text.strip_suffix(".0").map_or(text.as_str(), |text| text);
        text.trim_end_matches("单元").trim_end_matches('室').trim_end_matches('号').to_owned()
    };
    match (plain(unit).as_str(), plain(room).as_str()) {
        (_, "") => String::new(),
        ("", room) => room.to_owned(),
        (unit, room) if room.starts_with(&format!("{unit}-")) => room.to_owned(),
        (unit, room) => format!("{unit}-{room}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Day {
        Day::from_civil(2026, 11, 25).unwrap()
    }

    #[test]
    fn phones_in_every_writing() {
        for text in [
            "13912345678",
            "139-1234-5678",
            "１３９１２３４５６７８",
            "+86 139 1234 5678",
            "0086-13912345678",
            "13912345678.0",
            "1.3912345678E+10",
            "'13912345678",
        ] {
            assert_eq!(phone(text).as_deref(), Ok("13912345678"), "{text}");
        }
        assert_eq!(phone("0938-8212345").as_deref(), Ok("09388212345"));
        assert_eq!(phone("").as_deref(), Ok(""));
        for (text, fault) in [
            ("1380013", Fault::BadPhone),
            ("139123456789", Fault::BadPhone),
            ("12012345678", Fault::BadPhone),
            ("8212345", Fault::BadPhone),
            ("没有", Fault::BadPhone),
            ("13912345678/13812345678", Fault::TwoPhones),
            ("1.39E+10", Fault::RoundedPhone),
        ] {
            assert_eq!(phone(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn days_in_every_writing() {
        let may = Day::from_civil(2019, 5, 3);
        for text in [
            "2019-05-03",
            "2019/5/3",
            "2019.05.03",
            "2019年5月3日",
            "２０１９年５月３日",
            "20190503",
            "43588",
            "43588.5",
            "2019-05-03 08:30:00",
            "2019-05-03T00:00:00",
        ] {
            assert_eq!(day(text, today()), Ok(may), "{text}");
        }
        assert_eq!(day(" ", today()), Ok(None));
        for (text, fault) in [
            ("2031-02-30", Fault::NoSuchDay),
            ("2023-02-29", Fault::NoSuchDay),
            ("2023-13-01", Fault::NoSuchDay),
            ("2031-02-03", Fault::InFuture),
            ("2020年5月", Fault::NoDate),
            ("去年", Fault::NoDate),
            ("19-05-03", Fault::NoDate),
        ] {
            assert_eq!(day(text, today()), Err(fault), "{text}");
        }
    }

    #[test]
    fn buildings_doors_counts_and_the_rest() {
        for text in
            ["１栋", "1号楼", " 1 幢", "1#", "1", "一号楼", "第一栋", "1座", "1#楼", "１#栋", "1#幢", "1号栋楼", "#1"]
        {
            assert_eq!(building(text), "1号楼", "{text}");
        }
        assert_eq!(
            [building("十二栋"), building("二十楼"), building("A座"), building("老年公寓")],
            ["12号楼", "20号楼", "A座", "老年公寓"]
        );
        assert_eq!(
            [door("3", "502"), door("３单元", "502室"), door("", "502"), door("3", ""), door("3", "3-502")],
            ["3-502", "3-502", "502", "", "3-502"]
        );
        assert_eq!(
            [count("60", 200), count("４", 200), count("", 200), count("12户", 200)],
            [Ok(Some(60)), Ok(Some(4)), Ok(None), Ok(Some(12))]
        );
        assert_eq!(
            [count("六十", 200), count("-1", 200), count("201", 200)],
            [Err(Fault::NoNumber), Err(Fault::NoNumber), Err(Fault::OutOfRange)]
        );
        assert_eq!(
            [yes("是"), yes("否"), yes(""), yes("也许")],
            [Ok(Some(true)), Ok(Some(false)), Ok(None), Err(Fault::NoYesNo)]
        );
        assert_eq!(skills("助老、家电维修；助老 ，"), ["助老", "家电维修"]);
    }
}

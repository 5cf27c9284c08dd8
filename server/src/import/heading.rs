//! Headings become fields. What is not recognised is listed, and a map says what it is.

use super::read::{Line, Sheet};
use jiefang_domain::Lang;
use std::collections::BTreeMap;

/// How far down a heading may stand, in lines that are not blank.
pub const HEADING_WITHIN: usize = 15;

macro_rules! fields {
    ($( $(#[$meta:meta])* $name:ident = $code:literal $en:literal [$($heading:literal),+] ),* $(,)?) => {
        /// What a column can hold.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field { $( $(#[$meta])* $name, )* }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Self] = &[$( Self::$name, )*];

            /// Its name in a map.
            pub const fn code(self) -> &'static str {
                match self { $( Self::$name => $code, )* }
            }

            /// Its headings, the usual one first.
            const fn headings(self) -> &'static [&'static str] {
                match self { $( Self::$name => &[$($heading),+], )* }
            }

            /// What it is called.
            pub const fn words(self, lang: Lang) -> &'static str {
                match self { $( Self::$name => lang.pick(self.headings()[0], $en), )* }
            }
        }
    };
}

fields! {
    /// The community.
    Community = "community" "community" ["社区", "所属社区", "社区名称", "所在社区", "社区居委会", "community"],
    /// The area.
    Area = "area" "area" ["片区", "所属片区", "片区名称", "网格", "所属网格", "片区网格", "area"],
    /// The estate.
    Estate = "estate" "estate" ["小区", "小区名称", "所属小区", "居住小区", "院落", "小区院落", "estate"],
    /// The building.
    Building = "building" "building" ["楼栋", "楼号", "楼栋号", "栋号", "幢号", "楼幢", "楼", "栋", "building"],
    /// 单元数.
    Units = "units" "units of the building" ["单元数", "单元总数", "单元个数", "units"],
    /// 户数.
    Households = "households" "households" ["户数", "总户数", "住户数", "households"],
    /// 三无小区.
    Unmanaged = "unmanaged" "unmanaged" ["是否三无", "三无", "三无小区", "是否三无小区", "unmanaged"],
    /// The person's name.
    Name = "name" "name" ["姓名", "名字", "居民姓名", "楼长姓名", "楼长", "党员楼长", "户主姓名", "name"],
    /// The phone number.
    Phone = "phone" "phone" ["手机号", "手机", "手机号码", "电话", "联系电话", "联系方式", "电话号码", "phone"],
    /// Since when a steward is one.
    Since = "since" "since" ["任职日期", "任职时间", "上任日期", "聘任日期", "到任日期", "since"],
    /// The branch of the steward's area.
    Branch = "branch" "Party branch" ["党支部", "所属党支部", "所在党支部", "支部", "branch"],
    /// The unit of a door.
    Unit = "unit" "unit" ["单元", "单元号", "unit"],
    /// The room of a door.
    Room = "room" "room" ["房号", "房间号", "门牌号", "室", "门牌", "户号", "room"],
    /// Whether somebody is a volunteer.
    Volunteer = "volunteer" "volunteer" ["是否志愿者", "志愿者", "volunteer"],
    /// What somebody can do.
    Skills = "skills" "skills" ["技能", "特长", "专长", "服务技能", "skills"],
    /// The number of a savings card.
    Card = "card" "card" ["储蓄卡号", "卡号", "储蓄卡", "爱心卡号", "时间银行卡号", "card"],
    /// Known, and not kept.
    NotKept = "not_kept" "not kept" ["不导入", "性别", "备注", "序号", "编号", "说明", "sex", "remark", "no"],
}

impl Field {
    /// The field that a map or a heading names.
    pub fn named(text: &str) -> Option<Self> {
        let text = key(text);
        Self::ALL.iter().copied().find(|field| field.code() == text || field.headings().contains(&text.as_str()))
    }
}

/// A heading as it is compared: without blanks, signs and what stands in brackets.
fn key(heading: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::new();
    for c in heading.chars() {
        match c {
            '(' | '（' | '[' | '【' => depth += 1,
            ')' | '）' | ']' | '】' => depth = depth.saturating_sub(1),
            ' ' | '\u{3000}' | '*' | ':' | '：' | '＊' | '/' => {}
            c if depth == 0 => kept.extend(c.to_lowercase()),
            _ => {}
        }
    }
    kept
}

/// What a person says of headings: a heading, or `heading#2` for the second of that name, and the field it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map(BTreeMap<String, Field>);

impl Map {
    /// Reads `{"heading": "field"}`; a field by its code or one of its usual headings.
    ///
    /// # Errors
    /// The name that is no field.
    pub fn of(said: impl IntoIterator<Item = (String, String)>) -> Result<Self, String> {
        let field = |(heading, field): (String, String)| match Field::named(&field) {
            Some(field) => Ok((key(&heading), field)),
            None => Err(field),
        };
        said.into_iter().map(field).collect::<Result<_, _>>().map(Self)
    }

    fn field(&self, heading: &str, nth: usize) -> Option<Field> {
        let nth = (nth > 1).then(|| format!("{}#{nth}", key(heading)));
        match nth {
            Some(nth) => self.0.get(&nth).copied(),
            None => self.0.get(&key(heading)).copied().or_else(|| Field::named(heading)),
        }
    }
}

/// What a sheet is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// Places, a building a line.
    Grid,
    /// Stewards, one a line.
    Stewards,
    /// Residents, one a line.
    Residents,
}

/// A column of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The heading as it stands there.
    pub heading: String,
    /// What it is; none where it is not recognised, or another column of that heading came before.
    pub field: Option<Field>,
}

/// A sheet of which it is known what it is about.
#[derive(Clone, Debug)]
pub struct Table<'s> {
    /// What it is about.
    pub about: About,
    /// The sheet's name.
    pub sheet: &'s str,
    /// Its columns, from the left.
    pub columns: Vec<Column>,
    /// Its lines below the heading.
    pub lines: &'s [Line],
}

/// The same sheet as a table; none where no heading is found.
pub fn table<'s>(sheet: &'s Sheet, map: &Map) -> Option<Table<'s>> {
    let one = |at: usize| (columns(&sheet.lines[at].cells, map), at + 1);
    // A heading over two lines: what stands below says it more exactly.
    let two = |at: usize| {
        let (upper, lower) = (&sheet.lines[at], &sheet.lines[at + 1]);
        let width = upper.cells.len().max(lower.cells.len());
        let exact = |column: usize| if lower.cell(column).is_empty() { upper.cell(column) } else { lower.cell(column) };
        let cells: Vec<String> = (0..width).map(|column| exact(column).to_owned()).collect();
        (columns(&cells, map), at + 2)
    };
    let lines = sheet.lines.len();
    let ones = (0..lines.min(HEADING_WITHIN)).map(one);
    let twos = (0..lines.saturating_sub(1).min(HEADING_WITHIN)).map(two);
    let found = |(columns, _): &(Vec<Column>, usize)| columns.iter().filter(|column| column.field.is_some()).count();
    // Of equals the first: a heading of one line before one of two.
    let (columns, below) = ones.chain(twos).rev().max_by_key(found)?;
    let about = about(&columns, &sheet.name)?;
    Some(Table { about, sheet: &sheet.name, columns, lines: &sheet.lines[below..] })
}

fn columns(cells: &[String], map: &Map) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for (at, heading) in cells.iter().enumerate() {
        let nth = 1 + cells[..at].iter().filter(|before| key(before) == key(heading)).count();
        let field = if heading.is_empty() { None } else { map.field(heading, nth) };
        let again =
            |field: &Field| *field != Field::NotKept && columns.iter().any(|before| before.field == Some(*field));
        columns.push(Column { heading: heading.clone(), field: field.filter(|field| !again(field)) });
    }
    columns
}

fn about(columns: &[Column], name: &str) -> Option<About> {
    let has = |field| columns.iter().any(|column| column.field == Some(field));
    if has(Field::Name) {
        let stewards = has(Field::Since) || has(Field::Branch) || name.contains("楼长");
        let door = has(Field::Unit) || has(Field::Room) || has(Field::Card);
        return Some(if stewards && !door { About::Stewards } else { About::Residents });
    }
    (has(Field::Building) && has(Field::Estate)).then_some(About::Grid)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(name: &str, lines: &[&str]) -> Sheet {
        let line =
            |(number, cells): (u32, &&str)| Line { number, cells: cells.split('|').map(str::to_owned).collect() };
        Sheet { name: name.into(), hidden: false, lines: (1..).zip(lines).map(line).collect() }
    }

    fn fields(table: &Table) -> Vec<Option<Field>> {
        table.columns.iter().map(|column| column.field).collect()
    }

    #[test]
    fn a_heading_is_found_below_titles_in_any_order() {
        let sheet = sheet(
            "x",
            &["大城街道居民台账", "制表：张三", "房 号|联系电话（手机）|姓名*|民族|所属社区", "502|139|李四|汉|罗玉"],
        );
        let table = table(&sheet, &Map::default()).unwrap();
        assert_eq!(table.about, About::Residents);
        assert_eq!(
            fields(&table),
            [Some(Field::Room), Some(Field::Phone), Some(Field::Name), None, Some(Field::Community)]
        );
        assert_eq!(table.lines[0].number, 4);
    }

    #[test]
    fn a_heading_over_two_lines_is_one() {
        let sheet = sheet("x", &["台账", "姓名|住址||||电话", "|小区|楼栋|单元|房号|", "李四|东院|1|2|502|139"]);
        let table = table(&sheet, &Map::default()).unwrap();
        let expected = [Field::Name, Field::Estate, Field::Building, Field::Unit, Field::Room, Field::Phone];
        assert_eq!(fields(&table), expected.map(Some));
        assert_eq!(table.lines.len(), 1);
    }

    #[test]
    fn a_map_says_what_is_not_recognised_and_which_of_two() {
        let sheet = sheet("楼长", &["姓名|电话|电话|何时", "李四|139|138|2020-01-01"]);
        let plain = table(&sheet, &Map::default()).unwrap();
        assert_eq!(fields(&plain), [Some(Field::Name), Some(Field::Phone), None, None]);
        assert_eq!(plain.about, About::Stewards);
        let said = [("电话", "not_kept"), ("电话#2", "手机号"), ("何时", "since")];
        let map = Map::of(said.map(|(heading, field)| (heading.to_owned(), field.to_owned()))).unwrap();
        let mapped = table(&sheet, &map).unwrap();
        assert_eq!(fields(&mapped), [Field::Name, Field::NotKept, Field::Phone, Field::Since].map(Some));
        assert_eq!(Map::of([("x".to_owned(), "nothing".to_owned())]), Err("nothing".to_owned()));
    }

    #[test]
    fn a_sheet_without_a_heading_is_no_table() {
        assert!(table(&sheet("x", &["说明", "请填写"]), &Map::default()).is_none());
        assert!(table(&sheet("x", &[]), &Map::default()).is_none());
    }
}

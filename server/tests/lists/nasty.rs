//! Lists as they come, and as nobody should send them.

use super::yard::{Yard, bad, counts, id, row, workbook};
use jiefang_domain::{
    Kind, Row,
    grid::Place,
    identity::{Actor, Grant, Person, Role},
    record::Record,
};
use jiefang_server::import::{
    heading::Map,
    plan::Plan,
    read::{Unread, read},
};
use std::io::{Cursor, Write};
use zip::{ZipWriter, write::SimpleFileOptions};

const GRID: &str = "社区,片区,小区,楼栋,单元数,户数,是否三无\r\n甲社区,一片区,东院,１栋,3,40,是\r\n甲社区,一片区,东院,2号楼,2,30,是\r\n";

fn people(rows: &[Row]) -> Vec<&Person> {
    rows.iter().filter_map(Person::of).collect()
}

async fn planned(list: &str) -> Plan {
    let yard = Yard::new().await;
    yard.apply(&[("grid.csv", GRID.as_bytes())]).await;
    yard.plan(&[("a.csv", list.as_bytes())]).await
}

#[tokio::test]
async fn a_line_of_the_grid_adds_area_estate_and_building() {
    let yard = Yard::new().await;
    let plan = yard.plan(&[("grid.csv", GRID.as_bytes())]).await;
    assert_eq!((counts(&plan), plan.steps.len()), ([2, 0, 0, 0], 5));
    yard.apply(&[("grid.csv", GRID.as_bytes())]).await;
    let rows = yard.rows("jia", Kind::Place).await;
    let place = |name: &str| rows.iter().filter_map(Place::of).find(|place| place.name == name).unwrap();
    let building = place("1号楼");
    assert_eq!((building.units.known(), building.households.known()), (Some(&3), Some(&40)));
    assert!(
        place("东院").unmanaged
            && building.path.contains(&place("东院").id)
            && building.path.contains(&place("一片区").id)
    );
    // Said otherwise it changes; of two that contradict each other the first counts.
    let more = "社区,片区,小区,楼栋,户数,是否三无\n甲,一片区,东院,1栋,41,\n甲社区,一片区,东院,一号楼,42,\n甲社区,一片区,东院,2栋,,否\n甲社区,一片区,东院,1#,41,是\n";
    let plan = yard.plan(&[("more.csv", more.as_bytes())]).await;
    assert_eq!((counts(&plan), bad(&plan)), ([0, 2, 0, 2], vec![(3, "contradicts"), (5, "contradicts")]));
}

#[tokio::test]
async fn what_a_workbook_can_be() {
    let yard = Yard::new().await;
    yard.apply(&[("grid.csv", GRID.as_bytes())]).await;
    // A title merged over all, a heading over two lines, a community merged downwards, a phone kept as a float, a day as a
    // number with a date's style, a formula with its value and one without, a column that means nothing.
    let rows = [
        row(1, &["东街道居民台账"]),
        row(3, &["姓名", "所属社区", "住址", "", "", "", "联系电话（手机）", "备注", "民族"]),
        row(4, &["", "", "小区", "楼号", "单元", "房号"]),
        row(
            5,
            &[
                "买买提·艾力",
                "甲社区",
                "东院",
                "<raw>><v>1</v>",
                "<raw>><v>3</v>",
                "<raw>><v>502</v>",
                "<raw>><v>1.3912345678E10</v>",
                "<raw> t=\"str\"><f>HYPERLINK(\"http://x\",\"y\")</f><v>y</v>",
                "汉",
            ],
        ),
        row(6, &["𠅤志\u{200B}䶮\u{A0}", "", "东院", "<raw> t=\"str\"><f>\"2\"&amp;\"栋\"</f><v>2栋</v>", "", "101"]),
        row(9, &["=cmd", "", "东院", "2栋", "", "<raw>><f>1+1</f>"]),
    ];
    let merged = r#"<mergeCells count="2"><mergeCell ref="A1:I1"/><mergeCell ref="B5:B9"/></mergeCells>"#;
    let hidden = row(1, &["姓名", "社区"]) + &row(2, &["张三", "甲社区"]);
    let book = workbook(&[
        ("居民", false, &rows.concat(), merged),
        ("旧", true, &hidden, ""),
        ("说明", false, &row(1, &["请填写"]), ""),
    ]);
    let plan = yard.plan(&[("a.xlsx", &book)]).await;
    assert_eq!((counts(&plan), bad(&plan)), ([3, 0, 0, 0], Vec::new()));
    assert_eq!(plan.report.unrecognised(), ["民族"]);
    let skipped: Vec<(&str, bool)> = plan.report.skipped.iter().map(|s| (s.sheet.as_str(), s.hidden)).collect();
    assert_eq!(skipped, [("旧", true), ("说明", false)]);
    yard.apply(&[("a.xlsx", &book)]).await;
    let rows = yard.rows("jia", Kind::Person).await;
    let people = people(&rows);
    let find = |name: &str| people.iter().find(|p| p.name.known().is_some_and(|n| n == name)).unwrap();
    assert_eq!(find("买买提·艾力").phone.known().unwrap(), "13912345678");
    assert_eq!(find("买买提·艾力").door.known().unwrap(), "3-502");
    assert_eq!(find("𠅤志䶮").door.known().unwrap(), "101");
    // A formula that was never calculated has no value; a name that looks like one is a name.
    assert_eq!(find("=cmd").door.known().unwrap(), "");
}

#[tokio::test]
async fn a_steward_since_a_day_however_it_is_written() {
    let yard = Yard::new().await;
    yard.apply(&[("grid.csv", GRID.as_bytes())]).await;
    let days = ["<raw> s=\"1\"><v>43588</v>", "2019/5/3", "２０１９年５月３日", "2019.05.03"];
    let head = row(1, &["姓名", "手机号", "社区", "小区", "楼栋", "任职日期", "党支部"]);
    let line = |(n, day): (u32, &&str)| {
        row(n, &[&format!("楼长{n}"), &format!("1391234567{n}"), "甲社区", "东院", "1栋", day, "一党支部"])
    };
    let rows: String = (2..).zip(&days).map(line).collect();
    yard.apply(&[("a.xlsx", &workbook(&[("名单", false, &(head + &rows), "")]))]).await;
    let rows = yard.rows("jia", Kind::Grant).await;
    let stewards: Vec<&Grant> = rows.iter().filter_map(Grant::of).filter(|grant| grant.role == Role::Steward).collect();
    assert_eq!(stewards.len(), 4);
    let may = jiefang_domain::Day::from_civil(2019, 5, 3).unwrap().start_ms();
    assert!(stewards.iter().all(|grant| grant.from_ms == may), "{stewards:?}");
    let places = yard.rows("jia", Kind::Place).await;
    let area = places.iter().filter_map(Place::of).find(|place| place.name == "一片区").unwrap();
    assert_eq!(area.body.known().unwrap(), "一党支部");
}

#[tokio::test]
async fn bad_cells_say_where_and_why() {
    let list = "姓名,手机号,社区,小区,楼栋,是否志愿者,储蓄卡号\n,13912345671,甲社区,东院,1栋,,\n乙,123,丙社区,东院,1栋,也许,\n丙,,甲社区,西院,1栋,,\n丁,,甲社区,东院,9栋,,\n戊,,甲社区,,1栋,,\n己,,甲社区,东院,1栋,,卡 号\n庚,13912345672,甲社区,东院,1栋,,\n辛,13912345672,甲社区,东院,1栋,,\n";
    let plan = planned(list).await;
    let expected = [
        (2, "missing"),
        (3, "no_community"),
        (3, "bad_phone"),
        (3, "no_yes_no"),
        (4, "no_estate"),
        (5, "no_building"),
        (6, "missing"),
        (7, "bad_card"),
        (9, "phone_of_another"),
    ];
    assert_eq!((counts(&plan), bad(&plan)), ([1, 0, 0, 7], expected.to_vec()));
    let said = &plan.report.bad[1].at;
    assert_eq!((&*said.file, &*said.sheet, &*said.column, &*said.value), ("a.csv", "a.csv", "社区", "丙社区"));
    assert_eq!(plan.report.bad[8].earlier, 8);
    let csv = plan.report.bad_csv(jiefang_domain::Lang::Zh).unwrap();
    assert!(
        csv.starts_with("\u{FEFF}文件,工作表,行,列,内容,原因\r\n")
            && csv.contains("a.csv,a.csv,3,社区,丙社区,没有这个社区。\r\n"),
        "{csv}"
    );
}

#[tokio::test]
async fn what_begins_like_a_formula_is_text_in_the_file_of_bad_lines() {
    let plan = planned("姓名,手机号,社区\n甲,=1+1,甲社区\n乙,-2.5,甲社区\n丙,@x,甲社区\n").await;
    let csv = plan.report.bad_csv(jiefang_domain::Lang::En).unwrap();
    assert!(csv.contains(",'=1+1,") && csv.contains(",-2.5,") && csv.contains(",'@x,"), "{csv}");
}

#[tokio::test]
async fn who_lives_in_one_of_several_buildings_is_entered_for_the_community() {
    let yard = Yard::new().await;
    let grid = format!("{GRID}甲社区,二片区,东院,1号楼,1,10,否\r\n");
    yard.apply(&[("grid.csv", grid.as_bytes())]).await;
    let unsure = "姓名,社区,小区,楼栋,单元,房号\n张三,甲社区,东院,1栋,1,101\n";
    let plan = yard.plan(&[("a.csv", unsure.as_bytes())]).await;
    assert_eq!((counts(&plan), plan.report.notes[0].code), ([1, 0, 0, 0], "which_building"));
    yard.apply(&[("a.csv", unsure.as_bytes())]).await;
    assert_eq!(counts(&yard.plan(&[("a.csv", unsure.as_bytes())]).await), [0, 0, 1, 0]);
    // With the area the same person moves into the building, and the list without it changes nothing any more.
    let sure = "姓名,社区,片区,小区,楼栋,单元,房号\n张三,甲社区,二片区,东院,1栋,1,101\n";
    assert_eq!(counts(&yard.plan(&[("a.csv", sure.as_bytes())]).await), [0, 1, 0, 0]);
    yard.apply(&[("a.csv", sure.as_bytes())]).await;
    for list in [unsure, sure] {
        assert_eq!(counts(&yard.plan(&[("a.csv", list.as_bytes())]).await), [0, 0, 1, 0]);
    }
    let rows = yard.rows("jia", Kind::Grant).await;
    let living = rows.iter().filter_map(Grant::of).filter(|grant| grant.role == Role::Resident && grant.until_ms == 0);
    assert_eq!(living.count(), 1);
}

#[tokio::test]
async fn a_workers_list_with_lines_of_another_community() {
    let yard = Yard::new().await;
    let grants = yard.store.grants_of(&id("worker")).await.unwrap();
    let list = "姓名,手机号,社区\n张三,13912345671,甲社区\n李四,13912345672,乙社区\n赵敏,13800000001,甲社区\n";
    let plan = yard.plan_as(Actor::person(id("worker"), grants), &[("a.csv", list.as_bytes())], &Map::default()).await;
    assert_eq!((counts(&plan), bad(&plan)), ([1, 0, 0, 2], vec![(3, "not_yours"), (4, "own_entry")]));
    assert!(plan.steps.iter().all(|step| step.book == id("jia")));
}

#[tokio::test]
async fn a_file_that_is_no_list_is_refused_in_words() {
    let unread = |bytes: &[u8]| read("a", bytes).unwrap_err();
    assert_eq!(unread(b""), Unread::Empty);
    assert_eq!(unread(b"\xD0\xCF\x11\xE0\xA1\xB1"), Unread::OtherKind);
    assert_eq!(unread(b"PK\x03\x04 and then nothing"), Unread::Damaged);
    assert_eq!(unread(&vec![b'a'; (8 << 20) + 1]), Unread::TooLarge);
    assert_eq!(unread("x\n".repeat(60_002).as_bytes()), Unread::TooManyLines);
    let plan = planned("只有一列\n张三\n").await;
    assert_eq!((counts(&plan), plan.report.skipped.len()), ([0; 4], 1));
}

#[tokio::test]
async fn a_bomb_is_refused_before_it_has_gone_off() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default()).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..300 {
        zip.write_all(&zeros).unwrap();
    }
    let mut bomb = zip.finish().unwrap().into_inner();
    assert!(bomb.len() < 1 << 20);
    assert_eq!(read("a", &bomb).unwrap_err(), Unread::Bomb);
    // One that says it is small is one all the same.
    let size = u32::try_from(300_u64 << 20).unwrap().to_le_bytes();
    let at: Vec<usize> = bomb.windows(4).enumerate().filter(|(_, four)| *four == size).map(|(at, _)| at).collect();
    assert!(!at.is_empty());
    for at in at {
        bomb[at..at + 4].copy_from_slice(&1_000_u32.to_le_bytes());
    }
    assert!(matches!(read("a", &bomb).unwrap_err(), Unread::Bomb | Unread::Damaged));
    // A long text that is named in every cell, and one merged over every line, are worth no more than they take.
    let long = "长".repeat(2_000);
    let named: String = (1..=9_000).map(|n| row(n, &[&long])).collect();
    assert_eq!(read("a", &workbook(&[("s", false, &named, "")])).unwrap_err(), Unread::Bomb);
    let thin: String = (2..=9_000).map(|n| row(n, &["", "x"])).collect();
    let merged = r#"<mergeCells count="1"><mergeCell ref="A1:A9000"/></mergeCells>"#;
    let tall = row(1, &[&long]) + &thin;
    assert_eq!(read("a", &workbook(&[("s", false, &tall, merged)])).unwrap_err(), Unread::Bomb);
    // A cell at the far corner takes no room.
    let far = r#"<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>"#;
    assert_eq!(read("a", &workbook(&[("s", false, far, "")])).unwrap_err(), Unread::Empty);
}

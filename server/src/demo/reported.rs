//! The figures of the report, with their source and period (DOMAIN, "Facts of the report").

use super::places::id;
use jiefang_domain::{
    Id,
    grid::Brand,
    indicator::{PublishReported, Reported},
};

/// A figure: the books it is shown in, place, brand, what it counts in both languages, how many, whether "over".
type Row = (&'static [&'static str], &'static str, Brand, &'static str, &'static str, i64, bool);

const TIANSHUIJUN: &[&str] = &["tianshuijun", "jieshuibei"];
const DACHENG: &[&str] = &["dacheng", "luoyu", "jinbu", "guangming"];

const FACTS: &[Row] = &[
    (
        TIANSHUIJUN,
        "tianshuijun",
        Brand::Council,
        "3000 户以上的社区",
        "Communities with over 3,000 households",
        5,
        false,
    ),
    (
        &["jieshuibei"],
        "shanshui",
        Brand::Council,
        "议事会后新装的充电桩",
        "Chargers installed after a council",
        20,
        true,
    ),
    (DACHENG, "dacheng", Brand::Timebank, "建立储蓄卡", "Savings cards opened", 40, true),
    (DACHENG, "dacheng", Brand::Timebank, "资助企业", "Sponsoring enterprises", 3, false),
    (DACHENG, "dacheng", Brand::Timebank, "受助大学生", "Students sponsored", 3, false),
    (DACHENG, "dacheng", Brand::Stewards, "社区", "Communities", 6, false),
    (DACHENG, "dacheng", Brand::Stewards, "选派楼长的三无小区", "Unmanaged estates given a steward", 37, false),
    (DACHENG, "dacheng", Brand::Stewards, "选派楼长的老党员楼院", "Yards of older members given a steward", 4, false),
    (DACHENG, "dacheng", Brand::Stewards, "排查矛盾纠纷", "Disputes found and handled", 60, true),
    (DACHENG, "dacheng", Brand::Stewards, "开展代办事项", "Errands done", 60, true),
    (DACHENG, "dacheng", Brand::Stewards, "制止偷盗", "Thefts stopped", 5, false),
    (DACHENG, "dacheng", Brand::Stewards, "制止打架斗殴", "Fights stopped", 3, false),
    (DACHENG, "dacheng", Brand::Stewards, "排查安全隐患", "Hazards found", 12, false),
];

/// The commands that publish them, each with the book it goes to.
pub fn publish() -> impl Iterator<Item = (Id, PublishReported)> {
    FACTS.iter().zip(1_u32..).flat_map(|((books, place, brand, label_zh, label_en, value, over), position)| {
        books.iter().map(move |book| {
            let reported = Reported {
                id: Id::join(&["report2019", &position.to_string()]),
                brand: *brand,
                place: id(place),
                label_zh: (*label_zh).to_owned(),
                label_en: (*label_en).to_owned(),
                value: *value,
                over: *over,
                source: "天水在线报道".to_owned(),
                period: "2019 年主题教育期间".to_owned(),
                position,
            };
            (id(book), PublishReported { reported })
        })
    })
}

//! The places the report names, with an invented division into areas and buildings.

use jiefang_domain::{
    Id,
    grid::{AddPlace, PlaceKind},
};

/// A place: id, kind, name, what it lies in (smallest first), whether it is an unmanaged estate.
type Row = (&'static str, PlaceKind, &'static str, &'static [&'static str], bool);

/// Books, each with the places it holds; a community's book begins with the community itself.
pub const BOOKS: &[(&str, &[Row])] = &[
    ("server", &[("server", PlaceKind::Server, "系统管理", &[], false)]),
    ("tianshuijun", &[("tianshuijun", PlaceKind::Subdistrict, "天水郡街道", &[], false)]),
    ("dacheng", &[("dacheng", PlaceKind::Subdistrict, "大城街道", &[], false)]),
    (
        "jieshuibei",
        &[
            ("jieshuibei", PlaceKind::Community, "藉水北路社区", &["tianshuijun"], false),
            ("jieshuibei-1", PlaceKind::Area, "第一片区", &["jieshuibei", "tianshuijun"], false),
            ("shanshui", PlaceKind::Estate, "山水嘉园", &["jieshuibei-1", "jieshuibei", "tianshuijun"], false),
            (
                "shanshui-1",
                PlaceKind::Building,
                "1号楼",
                &["shanshui", "jieshuibei-1", "jieshuibei", "tianshuijun"],
                false,
            ),
            (
                "shanshui-2",
                PlaceKind::Building,
                "2号楼",
                &["shanshui", "jieshuibei-1", "jieshuibei", "tianshuijun"],
                false,
            ),
            (
                "shanshui-3",
                PlaceKind::Building,
                "3号楼",
                &["shanshui", "jieshuibei-1", "jieshuibei", "tianshuijun"],
                false,
            ),
        ],
    ),
    (
        "luoyu",
        &[
            ("luoyu", PlaceKind::Community, "罗玉新村社区", &["dacheng"], false),
            ("luoyu-1", PlaceKind::Area, "第一片区", &["luoyu", "dacheng"], false),
        ],
    ),
    (
        "jinbu",
        &[
            ("jinbu", PlaceKind::Community, "进步巷社区", &["dacheng"], false),
            ("jinbu-1", PlaceKind::Area, "第一片区", &["jinbu", "dacheng"], false),
            ("qinyuan", PlaceKind::Estate, "秦苑小区", &["jinbu-1", "jinbu", "dacheng"], true),
            ("qinyuan-1", PlaceKind::Building, "1号楼", &["qinyuan", "jinbu-1", "jinbu", "dacheng"], false),
            ("qinyuan-2", PlaceKind::Building, "2号楼", &["qinyuan", "jinbu-1", "jinbu", "dacheng"], false),
            ("qinyuan-3", PlaceKind::Building, "3号楼", &["qinyuan", "jinbu-1", "jinbu", "dacheng"], false),
            ("qinyuan-4", PlaceKind::Building, "4号楼", &["qinyuan", "jinbu-1", "jinbu", "dacheng"], false),
            ("qinyuan-5", PlaceKind::Building, "5号楼", &["qinyuan", "jinbu-1", "jinbu", "dacheng"], false),
            ("qinyuan-6", PlaceKind::Building, "6号楼", &["qinyuan", "jinbu-1", "jinbu", "dacheng"], false),
            // A yard that nobody looks after yet.
            ("nanyuan", PlaceKind::Estate, "南院", &["jinbu-1", "jinbu", "dacheng"], true),
            ("nanyuan-1", PlaceKind::Building, "1号楼", &["nanyuan", "jinbu-1", "jinbu", "dacheng"], false),
            ("nanyuan-2", PlaceKind::Building, "2号楼", &["nanyuan", "jinbu-1", "jinbu", "dacheng"], false),
        ],
    ),
    (
        "guangming",
        &[
            ("guangming", PlaceKind::Community, "光明巷社区", &["dacheng"], false),
            ("guangming-1", PlaceKind::Area, "第一片区", &["guangming", "dacheng"], false),
        ],
    ),
];

/// The command that adds a place.
pub fn add((place, kind, name, lies_in, unmanaged): &Row) -> AddPlace {
    AddPlace {
        id: id(place),
        kind: *kind,
        name: (*name).to_owned(),
        lies_in: lies_in.iter().map(|place| id(place)).collect(),
        unmanaged: *unmanaged,
        units: 0,
        households: 0,
        body: String::new(),
    }
}

/// An id of these tables.
pub fn id(text: &str) -> Id {
    Id::join(&[text])
}

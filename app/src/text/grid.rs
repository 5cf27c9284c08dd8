//! The grid: places, who looks after them, and their history.

use super::Words;
use jiefang_domain::grid::PlaceKind;

super::words! {
    TITLE = "网格", "The grid";
    MAP = "楼栋图", "Map of the buildings";
    ALL = "全部网格", "The whole grid";
    MY_BUILDING = "我的楼", "My building";
    FINE = "无事", "fine";
    COUNT = "{} 件", "{} open";
    LATE = "过期 {}", "{} overdue";
    NO_STEWARD = "缺楼长", "no steward";
    LEGEND = "图例", "Legend";
    HAS_OPEN = "有未办结", "something open";
    HAS_LATE = "有过期", "something overdue";
    UNMANAGED = "三无小区", "unmanaged estate";
    CLOSED = "已撤销", "closed";
    SUMMARY = "{} 栋楼 · {} 栋缺楼长", "{} buildings · {} without a steward";
    NO_PLACE = "这里还没有小区和楼栋。", "No estate or building here yet.";
    SUBDISTRICT = "街道", "Subdistrict";
    COMMUNITY = "社区", "Community";
    AREA = "片区", "Area";
    ESTATE = "小区", "Estate";
    BUILDING = "楼栋", "Building";
    BODY = "党组织", "Party body";
    UNITS = "单元数", "Stairwells";
    HOUSEHOLDS = "户数", "Households";
    LIES_IN = "所属", "Lies in";
    OPEN = "未办结", "Open here";
    NOTHING_OPEN = "没有未办结的事。", "Nothing is open here.";
    STEWARDS = "党员楼长", "Stewards";
    NOBODY = "还没有楼长", "No steward yet";
    SINCE = "{} 起", "since {}";
    FROM_TO = "{} – {}", "{} – {}";
    HISTORY = "历史", "History";
    WAS_CALLED = "名称：{}", "Name: {}";
    WAS_BODY = "党组织：{}", "Party body: {}";
    WAS_IN = "所属：{}", "Lay in: {}";
    UNTIL = "到 {}", "until {}";
    GIVE = "任命楼长", "Appoint a steward";
    REPLACE = "换人", "Replace";
    REPLACE_TITLE = "由谁接替{}", "Who takes over from {}";
    REPLACE_TEXT = "没办完的事一起交给接手的人。", "What is open goes to whoever takes over.";
    REPLACED = "换好了，没办完的事已经交接", "Replaced; open work was handed over";
    WHO = "谁", "Who";
    WHO_MISSING = "请选一个人", "Choose somebody";
    FROM = "任职日期（可以不写）", "Since (may stay empty)";
    FROM_BAD = "日期不对，或在将来", "No date, or one in the future";
    EDIT = "修改", "Change";
    SAVE = "保存", "Save";
    SAVED = "改好了", "Changed";
    NAME = "名称", "Name";
    NAME_MISSING = "请写名称", "Write the name";
    NUMBER_BAD = "请写数字", "Write a number";
    ADD = "在这里添加", "Add inside";
    ADD_WHAT = "添加什么", "What is added";
    ADD_WHAT_MISSING = "请选添加什么", "Choose what is added";
    ADD_DO = "添加", "Add";
    ADDED = "添加了", "Added";
    CLOSE = "撤销", "Close";
    CLOSE_TITLE = "撤销「{}」？", "Close \"{}\"?";
    CLOSE_TEXT = "楼长要先结束，里面的小区、楼栋要先撤销。历史都留着。", "Its stewards end first, and what lies in it closes first. History stays.";
    CLOSED_DONE = "撤销了", "Closed";
    REOPEN = "恢复", "Reopen";
    REOPENED = "恢复了", "Reopened";
}

/// What kind of place.
pub const fn kind(kind: PlaceKind) -> Words {
    match kind {
        PlaceKind::Server | PlaceKind::Subdistrict => SUBDISTRICT,
        PlaceKind::Community => COMMUNITY,
        PlaceKind::Area => AREA,
        PlaceKind::Estate => ESTATE,
        PlaceKind::Building => BUILDING,
    }
}

//! Places of the grid.

use super::Words;
use jiefang_domain::grid::PlaceKind;

super::words! {
    TITLE = "网格", "The grid";
    SUBDISTRICT = "街道", "Subdistrict";
    COMMUNITY = "社区", "Community";
    AREA = "片区", "Area";
    ESTATE = "小区", "Estate";
    BUILDING = "楼栋", "Building";
    STEWARDS = "楼长", "Stewards";
    NO_STEWARD = "这里还没有楼长。", "Nobody looks after it yet.";
    ABOVE = "上一级的楼长", "Of the place around it";
    SINCE = "{} 起", "since {}";
    FROM_TO = "{} 至 {}", "{} to {}";
    EARLIER = "以前的楼长", "Earlier stewards";
    ABOUT = "情况", "About";
    BODY = "党组织", "Party body";
    UNITS = "单元", "Stairwells";
    HOUSEHOLDS = "户数", "Households";
    OPEN = "没办完的", "Open work";
    OPEN_NONE = "现在没有没办完的事。", "Nothing is open here.";
    INSIDE = "下面有", "What lies in it";
    INSIDE_NONE = "下面还没有登记。", "Nothing is entered in it yet.";
    ADD = "加一个", "Add one";
    ADD_KIND = "加什么", "What";
    ADD_KIND_MISSING = "请选加什么", "Choose what to add";
    NAME = "名称", "Name";
    NAME_MISSING = "请写名称", "Write its name";
    ADD_DO = "加上", "Add it";
    ADDED = "已加上", "Added";
    CHANGE = "改一改", "Change it";
    CHANGE_DO = "保存", "Save";
    CHANGED = "已保存", "Saved";
    NUMBER_BAD = "要写数字", "Write a number";
    CLOSE = "撤销这里", "Close it";
    CLOSED = "已撤销", "Closed";
    CLOSED_TAG = "已撤销", "closed";
    MAKE_STEWARD = "任楼长", "Make somebody its steward";
    WHO = "谁来当", "Who";
    WHO_MISSING = "请选一位", "Choose somebody";
    MADE = "已任命", "Done";
    MADE_DO = "任命", "Make it so";
    END = "不再担任", "End it";
    ENDED = "已结束", "Ended";
    REPLACE = "换人", "Replace";
    REPLACES = "接替{}，没办完的事一起交接。", "Takes over from {}, with what is open.";
    SINCE_WHEN = "任职日期（可以不写）", "Since when (may stay empty)";
    SINCE_BAD = "日期不对，或在将来", "No date, or one in the future";
    CLOSE_TEXT = "撤销「{}」：楼长要先结束，里面的小区、楼栋要先撤销。历史都留着。",
        "Close \"{}\": its stewards end first, and what lies in it closes first. History stays.";
    REOPEN = "恢复", "Reopen";
    LIES_IN = "所属", "Lies in";
    IN_NONE = "不属于", "In none";
    MANAGED = "管理", "Management";
    PAST = "以前的样子", "What it was before";
    WAS_CALLED = "叫{}", "called {}";
    WAS_BODY = "党组织：{}", "Party body: {}";
    WAS_IN = "属于{}", "lay in {}";
    UNTIL = "到 {}", "until {}";
    MY_BUILDING = "我的楼", "My building";
    SIGNS = "巡逻标牌", "Signs for patrols";
    SIGNS_TEXT = "每处一张，贴在巡逻要到的地方，楼长到了扫一下。", "One for each place: put it up where patrols pass, and the steward scans it there.";
    SIGNS_DO = "做标牌", "Draw the signs";
    SIGNS_CLOSE = "收起标牌", "Put the signs away";
    SIGN_QR = "这一处的二维码", "QR code of this place";
    SIGN_HOW = "楼长巡到这里：打开巡逻，点「扫码」，对准二维码。", "On patrol: open the patrol, tap Scan, point at the code.";
    NEEDS_NETWORK = "改网格要连网。", "Changing the grid needs a network.";
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

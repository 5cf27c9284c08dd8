//! Hazards and what becomes of them.

use super::Words;
use jiefang_domain::stewards::{EntryKind, Grade, HazardCategory, HazardState, Review};

super::words! {
    NEW = "安全隐患", "Safety hazard";
    NEW_SHORT = "记一处隐患", "Record a hazard";
    WHERE_NOW = "{} · 现在", "{} · now";
    MINE = "我记的", "Mine";
    AREA = "我这一片", "My area's";
    FIND = "找一条", "Find one";
    FIND_HINT = "写一句里的字、人名、拼音、首字母，或 4-3-502", "Words of it, a name, its pinyin or initials, or 4-3-502";
    FOUND_NONE = "没有找到", "Nothing found";
    FOUND_NONE_TEXT = "换几个字试试，或看“全部”。", "Try other words, or look under All.";
    WAITING = "等我办", "Waiting for me";
    OVERDUE = "已过期", "Overdue";
    FILTER = "看哪些", "Show";
    LIST = "记录", "Records";
    EMPTY_TITLE = "这里没有记录", "Nothing here";
    EMPTY = "看到隐患，点三下就能记下来。", "When you see one, three taps record it.";
    EMPTY_RESIDENT = "您能看到自己那一片的隐患。看到了请告诉楼长。", "You see the hazards of your own place. Tell your steward when you notice one.";
    PLACE = "哪栋楼", "Which building";
    WHAT = "是什么", "What is it";
    SPOT = "在哪里（可以不选）", "Where (optional)";
    GRADE = "急不急", "How urgent";
    NOTE_OPEN = "补充一句（可以不写）", "Add a note (optional)";
    NOTE = "补充一句", "Add a note";
    RECORD = "记下来", "Record it";
    WHAT_MISSING = "请选一下是什么", "Choose what it is";
    PLACE_MISSING = "请选在哪栋楼", "Choose the building";
    CALL_119 = "马上有危险，先打 119", "Immediate danger: call 119 first";
    CALL_119_MORE = "人先离开，再记。", "Get people away, then record it.";
    NO_PLACES_TITLE = "这里还没有小区和楼栋", "There are no estates and buildings yet";
    NO_PLACES = "社区工作人员在网格里添加，或者导入名单，添好就能记了。", "A community worker adds them to the grid or imports a list; recording works from then on.";
    NOT_YOURS_TITLE = "您的身份不能记隐患", "Your role does not record hazards";
    NOT_YOURS = "看到隐患请告诉楼长，或在议事会提出来。", "Tell your steward, or raise it with the council.";
    UNIT = "{}单元", "Stairwell {}";
    YARD = "院内", "Yard";
    FOUND = "发现", "Found";
    REVIEWED = "支部审核", "Reviewed by the branch";
    CONTROLLED = "控制", "Held off";
    ASSIGNED = "交办", "Given out";
    RECTIFIED = "整改", "Put right";
    RECHECKED = "复查", "Rechecked";
    CLEARED = "销号", "Cleared";
    OTHERS_RECHECK = "整改的人不能自己复查", "Not by whoever put it right";
    RETURNED_TAG = "退回", "Returned";
    NOW = "现在", "Now";
    DUE_ALL = "整改、复查都要在 {} 前办完 · {}", "To be put right and rechecked by {} · {}";
    DUE = "最晚 {} 复查 · {}", "To be rechecked by {} · {}";
    HISTORY = "经过", "History";
    FACTS = "情况", "Details";
    FOUND_BY = "谁记的", "Recorded by";
    FOUND_AT = "什么时候", "Found";
    REVIEW_OK = "属实，通过", "It stands";
    RETURN = "退回补充", "Return it";
    RETURN_REASON = "为什么退回", "Why it goes back";
    REASON_MISSING = "请写一句原因", "Write why";
    CORRECT = "改正后再交", "Correct and submit";
    RECTIFY = "已经整改", "It is put right";
    RECTIFY_NOTE = "怎么整改的", "What was done";
    RECHECK = "复查", "Recheck";
    PASSED = "合格", "It is right";
    FAILED = "不合格", "It is not";
    RECHECK_NOTE = "看到了什么", "What you saw";
    FAILED_NOTE_MISSING = "不合格要写一句看到了什么", "Write what you saw when it is not right";
    RESULT = "结果", "Result";
    RESULT_MISSING = "请选合格还是不合格", "Choose the result";
    CLEAR = "销号", "Clear it";
    CONTROL = "已经控制住", "It is held off";
    CONTROL_NOTE = "怎么控制的", "What was done";
    CALLED_119 = "已经打过 119", "119 was called";
    ASSIGN = "交办", "Give it out";
    MOVE = "改地方", "Change the place";
    ASSIGN_NOTE = "要做什么", "What is to be done";
    SEND = "确定", "Confirm";
    GRID = "整个网格", "The whole grid";
    MAP = "楼栋图", "Map of the buildings";
    BUILDING_FINE = "✓ 无事", "✓ fine";
    BUILDING_COUNT = "● {} 件", "● {} open";
    BUILDING_OVERDUE = "! 过期 {} 件", "! {} overdue";
    BUILDING_NO_STEWARD = "○ 缺楼长", "○ no steward";
    LEGEND = "图例", "Legend";
    LEGEND_FINE = "无事", "fine";
    LEGEND_OPEN = "有没办完的隐患", "hazards open";
    LEGEND_OVERDUE = "有过期的", "overdue";
    LEGEND_NO_STEWARD = "缺楼长", "no steward";
    YARD_SAYS = "{} 栋楼 · {} 栋缺楼长", "{} buildings · {} without a steward";
    UNMANAGED = "三无小区", "unmanaged estate";
    CLUTTER = "楼道堆物", "Clutter in the stairwell";
    WIRING = "电线私拉", "Private wiring";
    LEAK = "漏水", "Leak";
    FIRE = "消防", "Fire equipment";
    DOOR = "门禁", "Entrance door";
    MANHOLE = "井盖", "Manhole cover";
    OTHER = "其他", "Other";
    ORDINARY = "一般", "Ordinary";
    TODAY = "今天要办", "Today";
    IMMEDIATE = "马上有危险", "Immediate danger";
    STATE_FOUND = "待审核", "waiting for review";
    STATE_GRADED = "待整改", "to be put right";
    STATE_CONTROLLED = "已控制，待整改", "held off, to be put right";
    STATE_ASSIGNED = "已交办，待整改", "given out, to be put right";
    STATE_VOID = "已作废", "void";
    STATE_RECTIFIED = "待复查", "to be rechecked";
    STATE_RECHECKED = "待销号", "to be cleared";
    STATE_RECHECKED_UNREVIEWED = "已复查，待审核", "rechecked, waiting for review";
    STATE_CLEARED = "已销号", "cleared";
    STATE_RETURNED = "退回补充", "returned";
    DISPUTE = "矛盾纠纷", "Dispute";
    ERRAND = "代办", "Errand";
    PATROL = "巡逻", "Patrol";
    THEFT = "偷盗", "Theft";
    FIGHT = "打架", "Fight";
    VISIT = "走访", "Visit";
    STUDY_VISIT = "送学", "Study visit";
}

/// What kind of entry.
pub const fn kind(kind: EntryKind) -> Words {
    match kind {
        EntryKind::Dispute => DISPUTE,
        EntryKind::Errand => ERRAND,
        EntryKind::Patrol => PATROL,
        EntryKind::Theft => THEFT,
        EntryKind::Fight => FIGHT,
        EntryKind::Visit => VISIT,
        EntryKind::StudyVisit => STUDY_VISIT,
    }
}

/// What is wrong.
pub const fn category(category: HazardCategory) -> Words {
    match category {
        HazardCategory::Clutter => CLUTTER,
        HazardCategory::Wiring => WIRING,
        HazardCategory::Leak => LEAK,
        HazardCategory::Fire => FIRE,
        HazardCategory::Door => DOOR,
        HazardCategory::Manhole => MANHOLE,
        HazardCategory::Other => OTHER,
    }
}

/// How urgent.
pub const fn grade(grade: Grade) -> Words {
    match grade {
        Grade::Ordinary => ORDINARY,
        Grade::Today => TODAY,
        Grade::Immediate => IMMEDIATE,
    }
}

/// Where it stands.
pub const fn state(state: HazardState, review: Review) -> Words {
    match (review, state) {
        (Review::Returned, _) => STATE_RETURNED,
        (Review::Void, _) => STATE_VOID,
        (_, HazardState::Controlled) => STATE_CONTROLLED,
        (_, HazardState::Assigned) => STATE_ASSIGNED,
        (Review::Submitted, HazardState::Rechecked) => STATE_RECHECKED_UNREVIEWED,
        (_, HazardState::Found) => STATE_FOUND,
        (_, HazardState::Graded) => STATE_GRADED,
        (_, HazardState::Rectified) => STATE_RECTIFIED,
        (_, HazardState::Rechecked) => STATE_RECHECKED,
        (_, HazardState::Cleared) => STATE_CLEARED,
    }
}

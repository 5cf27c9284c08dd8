//! Issues on their way.

use super::Words;
use jiefang_domain::council::{IssueCategory, IssueState, Level};

super::words! {
    NEW = "提个议题", "Raise an issue";
    NEW_SUB = "大家的事，坐下来商量", "What concerns all is talked over together";
    MINE = "我提的", "Mine";
    WAITING = "等我办", "Waiting for me";
    FILTER = "看哪些", "Show";
    LIST = "议题", "Issues";
    EMPTY_TITLE = "这里还没有议题", "No issues here yet";
    EMPTY = "小区里有什么要商量的，提出来，两个工作日内有答复。", "Raise what should be talked over; there is an answer within two working days.";
    PLACE = "哪个小区、哪栋楼", "Which estate or building";
    PLACE_MISSING = "请选是哪里的事", "Choose where it is";
    WHAT = "是哪方面的", "What it is about";
    WHAT_MISSING = "请选是哪方面的", "Choose what it is about";
    LINE = "一句话说清楚", "In one line";
    LINE_HINT = "例如：电动车没有地方充电", "For example: nowhere to charge scooters";
    LINE_MISSING = "请写一句话", "Write one line";
    DETAIL = "细说说", "Tell more";
    FOR_OTHER = "替别人提", "For someone else";
    FOR_WHOM = "替谁提", "For whom";
    WHOM_MISSING = "请选替谁提", "Choose for whom";
    CONSENT = "本人同意我来提，也同意收到答复", "That person agreed to it, and to being told the answer";
    SEND = "提出来", "Raise it";
    NOT_YOURS_TITLE = "您的身份不能提议题", "Your role does not raise issues";
    NOT_YOURS = "居民、楼长、居民代表和社区工作人员可以提。", "Residents, stewards, representatives and community workers can.";
    RAISED = "居民提出", "Raised";
    ACCEPTED = "社区受理", "Accepted by the community";
    DECLINED = "没有受理", "Declined";
    AGENDA = "列入议程", "On the agenda";
    MEETING = "四方议事会商议", "The council meets";
    MEETS_ON = "{} 开会", "Meets {}";
    CLOCK = "从提出起已过 {} 天", "Days since it was raised: {}";
    CLOCK_NOTE = "这只钟从提出起一直走，不会重来", "This clock runs from the day it was raised and never starts again";
    DUE = "最晚 {} · {}", "By {} · {}";
    AT_BRANCH = "已转到党支部", "Gone up to the branch";
    AT_SUBDISTRICT = "已转到街道", "Gone up to the subdistrict";
    DETAILS = "情况", "Details";
    ABOUT = "方面", "About";
    WHERE = "地方", "Where";
    BY = "谁提的", "Raised by";
    WORDS = "怎么说的", "In their words";
    HISTORY = "经过", "History";
    ESCALATED = "超过期限，自动上报", "Limit passed; gone up by the clock";
    ACCEPT = "受理", "Accept";
    DECLINE = "不受理", "Decline";
    REASON = "为什么，给提的人看", "Why, for the raiser to read";
    REASON_MISSING = "请写一句原因", "Write why";
    PUT_ON_AGENDA = "列入议程", "Put on the agenda";
    DAY = "哪天开会", "Day of the meeting";
    DAY_HINT = "要提前三天通知", "Three days' notice is needed";
    DAY_MISSING = "请选日子", "Choose a day";
    TOPIC = "议什么、看什么材料", "Topic and papers";
    CONFIRM = "确定", "Confirm";
    NOW = "现在", "Now";
    PARKING = "充电停车", "Charging and parking";
    HYGIENE = "环境卫生", "Cleanliness";
    FACILITIES = "公共设施", "Shared facilities";
    SAFETY = "治安监控", "Safety and cameras";
    NUISANCE = "噪音宠物", "Noise and pets";
    OTHER = "其他", "Other";
    STATE_RAISED = "待受理", "waiting for an answer";
    STATE_ACCEPTED = "已受理，待上会", "accepted, waiting for the agenda";
    STATE_DECLINED = "没有受理", "declined";
    STATE_AGENDA = "已列入议程", "on the agenda";
}

/// What it is about.
pub const fn category(category: IssueCategory) -> Words {
    match category {
        IssueCategory::Parking => PARKING,
        IssueCategory::Hygiene => HYGIENE,
        IssueCategory::Facilities => FACILITIES,
        IssueCategory::Safety => SAFETY,
        IssueCategory::Nuisance => NUISANCE,
        IssueCategory::Other => OTHER,
    }
}

/// Where it stands.
pub const fn state(state: IssueState) -> Words {
    match state {
        IssueState::Raised => STATE_RAISED,
        IssueState::Accepted => STATE_ACCEPTED,
        IssueState::Declined => STATE_DECLINED,
        IssueState::Agenda => STATE_AGENDA,
    }
}

/// Where it has gone up to; nothing while it is with those it began with.
pub const fn level(level: Level) -> Option<Words> {
    match level {
        Level::Worker => None,
        Level::Branch => Some(AT_BRANCH),
        Level::Subdistrict => Some(AT_SUBDISTRICT),
    }
}

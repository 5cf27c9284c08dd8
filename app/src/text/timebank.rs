//! Hours given and received.

use super::Words;
use jiefang_domain::timebank::{Activity, Evidence, HourState};

super::words! {
    CARD = "储蓄卡", "Savings card";
    CREDIT = "爱心工时", "Hours given";
    NUMBER = "№ {}", "No. {}";
    HOURS = "小时", "h";
    MINUTES = "分", "min";
    PENDING = "另有 {} 等人确认", "{} more waiting to be confirmed";
    PENDING_NONE = "没有等确认的", "Nothing waits to be confirmed";
    NO_CARD_TITLE = "您还没有储蓄卡", "You have no savings card yet";
    NO_CARD = "请社区工作人员开一张，就能存工时了。", "Ask a community worker to open one; then hours can be banked.";
    NEW = "记一次服务", "Record a service";
    NEW_SUB = "做完了就记，对方或社区确认后入账", "Record it when done; it is posted once confirmed";
    PASSBOOK = "存折", "Passbook";
    RECEIVED = "别人帮过我的", "Help I received";
    TO_CONFIRM = "等我确认", "Waiting for me to confirm";
    ALL_HOURS = "全部工时", "All hours";
    EMPTY_TITLE = "存折还是空的", "The passbook is empty";
    EMPTY = "帮了邻居，记一次，就会出现在这里。", "Help a neighbour, record it, and it appears here.";
    NOTHING_TO_CONFIRM = "现在没有要确认的。", "Nothing to confirm right now.";
    POSTED = "已入账", "posted";
    WAITING = "待确认", "to be confirmed";
    VOIDED = "已作废", "taken back";
    BY_RECIPIENT = "对方已确认", "confirmed by the recipient";
    BY_ORGANISER = "社区已确认", "confirmed by the community";
    WHO = "谁做的", "Who gave it";
    WHO_MISSING = "请选是谁做的", "Choose who gave it";
    WHAT = "做了什么", "What was done";
    WHAT_MISSING = "请选做了什么", "Choose what was done";
    LENGTH = "做了多久", "How long";
    LENGTH_MISSING = "请选做了多久", "Choose how long";
    WHEN = "什么时候", "When";
    JUST_NOW = "刚做完", "Just finished";
    OTHER_TIME = "别的时间", "Another time";
    STARTED = "几点开始的", "When it began";
    STARTED_MISSING = "请选开始的时间", "Choose when it began";
    FOR_WHOM = "帮的是谁", "For whom";
    FOR_WHOM_MISSING = "请选帮的是谁", "Choose for whom";
    BY_CARD = "报卡号", "By card number";
    COMMUNITY = "大家（院子、楼道）", "Everyone (yard, stairwell)";
    CARD_NUMBER = "对方的卡号", "The recipient's card number";
    CARD_MISSING = "请填卡号", "Enter the card number";
    SAVE = "记下来", "Record it";
    CONFIRM = "属实，确认", "It is so: confirm";
    REJECT = "不对", "It is not so";
    REJECT_REASON = "哪里不对", "What is wrong";
    REASON_MISSING = "请写一句哪里不对", "Write what is wrong";
    SEND = "确定", "Confirm";
    RECEIVER = "帮的谁", "For";
    GIVER = "谁做的", "Given by";
    EVERYONE = "大家", "everyone";
    STATE = "状态", "State";
    REASON = "原因", "Reason";
    EXPLAIN_PENDING = "对方或社区工作人员确认以后才入账，确认前不能用。",
        "It is posted once the recipient or a worker confirms it; until then it cannot be spent.";
    CLEANING = "打扫卫生", "Cleaning";
    CARE = "生活护理", "Care";
    COMPANY = "陪伴聊天", "Company";
    REPAIRS = "家电维修", "Repairs";
    LESSONS = "辅导课程", "Lessons";
    ERRANDS = "代买代办", "Errands";
    OTHER = "其他", "Other";
}

/// What was done.
pub const fn activity(activity: Activity) -> Words {
    match activity {
        Activity::Cleaning => CLEANING,
        Activity::Care => CARE,
        Activity::Company => COMPANY,
        Activity::Repairs => REPAIRS,
        Activity::Lessons => LESSONS,
        Activity::Errands => ERRANDS,
        Activity::Other => OTHER,
    }
}

/// Where it stands, and on whose word.
pub const fn state(state: HourState, evidence: Evidence) -> Words {
    match (state, evidence) {
        (HourState::Pending, _) => WAITING,
        (HourState::Voided, _) => VOIDED,
        (HourState::Posted, Evidence::Recipient) => BY_RECIPIENT,
        (HourState::Posted, Evidence::Organiser) => BY_ORGANISER,
        (HourState::Posted, Evidence::None) => POSTED,
    }
}

//! What stewards record beside hazards.

use super::Words;
use jiefang_domain::stewards::{EntryCategory, EntryKind, EntryState, PartyAnswer, Review};

super::words! {
    WHAT = "什么事", "What is it";
    CALL_110 = "先打 110", "Call 110 first";
    CALL_110_MORE = "不要上前拦。人安全了再记。", "Do not step in. Record it once everybody is safe.";
    FIRST_SIDE = "一方是谁（可以不选）", "One side (optional)";
    SECOND_SIDE = "另一方是谁（可以不选）", "The other side (optional)";
    SIDE_A = "甲方", "Side A";
    SIDE_B = "乙方", "Side B";
    FOR_WHOM = "替谁办", "For whom";
    WHOM = "有关的人（可以不选）", "Whom it concerns (optional)";
    NAME_THEM = "写名字（可以不写）", "Name (optional)";
    A_RESIDENT = "一位住户", "A resident";
    WHEN = "什么时候", "When";
    NOW = "现在", "Now";
    TOMORROW = "明天", "Tomorrow";
    LATER = "后天", "In two days";
    POINTS = "巡哪几处", "Checkpoints";
    SEEN_POINTS = "看过哪几处", "Which were seen";
    CODE = "或者输入牌子上的编号", "Or type the code on the sign";
    SEEN_NONE = "至少点一处看过的", "Mark at least one that was seen";
    TIME_SEEN = "{} 看过", "seen {}";
    NOT_SEEN = "没看", "not seen";
    NOTE_MISSING = "请写一句", "Write a line";
    NOTE = "写一句", "In your words";
    SAID = "说明", "Note";
    AGREEMENT = "说定了什么（双方要确认）", "What was agreed (both sides confirm)";
    AGREED_ON = "说定的", "Agreement";
    REPORT = "报警回执号（可以不写）", "Report number (optional)";
    REPORT_NO = "报警回执号", "Report number";
    REMEDIES = "已经告诉双方：还可以找人民调解委员会、仲裁或者法院", "Both sides were told: people's mediation, arbitration or the court remain open";
    REMEDIES_MISSING = "要先告诉双方还有哪些办法", "Tell both sides their remedies first";
    PEOPLE = "有关的人", "People";
    PARTY_WAITS = "还没答复", "no answer yet";
    PARTY_CONSENTED = "同意调解", "agreed to be mediated";
    PARTY_CONFIRMED = "已确认", "confirmed";
    KEEPER = "现在谁办", "Who has it";
    AUTHOR = "谁记的", "Recorded by";
    HAPPENED = "时间", "When";
    SEALED = "内容是密封的", "What it says is sealed";
    SEALED_TEXT = "只有记的人、调解员和审计能打开。每次打开都留名留理由，当事人看得到。",
        "Only its author, mediators and the auditor open it. Each opening leaves a name and a reason, which those concerned can see.";
    OPEN = "打开看", "Open it";
    OPEN_WHY = "为什么要看", "Why";
    OPENED_NOTE = "只在这里显示五分钟，不存在这台设备上。", "Shown here only, for five minutes; not kept on this device.";
    CALL = "打电话", "Call";
    REVIEW_OK = "属实，通过", "It stands";
    RETURN = "退回补充", "Return it";
    RETURN_WHY = "为什么退回", "Why it goes back";
    COUNT = "计入", "Count it";
    VOID = "作废", "Void it";
    VOID_WHY = "为什么作废", "Why it is void";
    CORRECT = "改正后再交", "Correct and submit";
    AGAIN = "更正", "Correct it";
    CORRECTS = "更正的是", "Corrects";
    CORRECTED = "已由这条更正", "Corrected by";
    CORRECTING = "更正还在审", "Correction on its way";
    BREACH = "没有兑现", "It was not kept";
    BREACH_WHAT = "哪里没有兑现", "What was not kept";
    HAND = "交给别的楼长", "Hand over";
    HAND_TO = "交给谁", "To whom";
    HAND_MISSING = "请选交给谁", "Choose to whom";
    MOVE = "改地方或类别", "Change place or kind";
    MOVE_KIND = "其实是哪一类", "Which kind it is";
    MOVE_TEXT = "换了类别，就从这一类的第一步重新开始。", "Of another kind it begins anew.";
    ISSUE = "提成议题", "Raise as an issue";
    ISSUE_TITLE = "一句话说清", "In one line";
    ISSUE_SEALED = "议题里只有您在这里写的，别的都不带出去。", "The issue says what you write here and nothing else.";
    ISSUE_CONSENT = "双方都同意提到议事会", "Both sides agree to raise it";
    ISSUE_CONSENT_MISSING = "要双方都同意", "Both sides have to agree";
    ISSUE_LINK = "提成的议题", "The issue made of it";
    ORIGIN = "从哪里来", "Where it came from";
    ORIGIN_LINK = "楼长记的", "What a steward recorded";
    SEND = "确定", "Confirm";
    HISTORY = "经过", "History";
    FACTS = "情况", "Details";
    HANDED = "转交", "Handed over";
    MOVED = "改了地方或类别", "Place or kind changed";
    ANSWERED = "当事人答复", "Somebody concerned answered";
    BREACHED = "有人说没有兑现", "Said not to be kept";
    ON_PAPER = "（纸上签字）", " (on paper)";
    NOT_YOURS_TITLE = "您的身份不能记这个", "Your role does not record this";
    NOT_YOURS = "看到情况请告诉楼长或社区。", "Tell your steward or the community.";
    SUBMITTED = "待审核", "waiting for review";
    REVIEWED = "已审核", "reviewed";
    RETURNED = "退回补充", "returned";
    COUNTED = "已计入", "counted";
    VOIDED = "已作废", "void";
    NOISE = "噪音", "Noise";
    LEAK = "漏水", "Leak";
    PARKING = "停车", "Parking";
    PETS = "养宠", "Pets";
    MONEY = "钱款", "Money";
    FAMILY = "家庭", "Family";
    SHARED = "公共部位", "Common parts";
    PAPERS = "证件材料", "Papers";
    MEDICINE = "买药", "Medicine";
    BILLS = "缴费", "Bills";
    SHOPPING = "买东西", "Shopping";
    REPAIRS = "修东西", "Repairs";
    BICYCLE = "自行车、电动车", "Bicycle";
    HOME = "入户", "A home";
    OLDER = "看望老人", "Older people";
    NEWCOMER = "新住户", "Newcomers";
    FESTIVAL = "节日慰问", "Festival visit";
    LAW = "学法律", "Law";
    RULES = "学政策", "Policies";
    HEALTH = "学健康", "Health";
    PHONE = "学用手机", "Using a phone";
    OTHER = "其他", "Other";
    S_RECORDED = "等双方同意调解", "waiting for both sides";
    S_CONSENTED = "双方同意，待调解", "both agreed, to be mediated";
    S_MEDIATING = "调解中", "in mediation";
    S_AGREED = "调成了", "agreed";
    S_FULFILLED = "已兑现", "fulfilled";
    S_REFUSED = "有一方不同意", "refused";
    S_FAILED_DISPUTE = "没有调成", "not agreed";
    S_REFERRED = "已转公安", "referred to the police";
    S_REQUESTED = "等人接", "nobody has it yet";
    S_ACCEPTED = "有人接了", "accepted";
    S_DOING = "正在办", "being done";
    S_HANDED_BACK = "办好了，等住户确认", "done, to be confirmed";
    S_CONFIRMED_ERRAND = "住户已确认", "confirmed by the resident";
    S_FAILED_ERRAND = "没有办成", "not done";
    S_PLANNED = "已安排", "planned";
    S_STARTED = "巡逻中", "on the way";
    S_DONE = "已完成", "done";
    S_OBSERVED = "刚发现", "observed";
    S_POLICE_CALLED = "已报警", "police called";
    S_HANDED_OVER = "已交给民警", "handed over to the police";
    S_CONFIRMED = "属实", "confirmed";
    S_UNCONFIRMED = "不属实", "not confirmed";
    S_FOLLOW_UP = "有后续", "followed up";
    S_BOOKED = "已约好", "booked";
    S_HELD = "已送到", "held";
    S_FEEDBACK = "有反馈", "with feedback";
    D_REFERRED = "可能违法，转公安", "Likely an offence: to the police";
    D_MEDIATING = "开始调解", "Begin mediation";
    D_SESSION = "记一次调解", "Note a session";
    D_FAILED_DISPUTE = "没有调成", "No agreement";
    D_FULFILLED = "已经兑现", "It was kept";
    D_ACCEPTED = "我来办", "I take it";
    D_DOING = "开始办", "Begin";
    D_HANDED_BACK = "办好了", "It is done";
    D_FAILED_ERRAND = "办不了", "It cannot be done";
    D_STARTED = "出发", "Set out";
    D_DONE_PATROL = "巡完了", "Patrol done";
    D_POLICE_CALLED = "已打 110", "110 was called";
    D_HANDED_OVER = "已交给民警", "Handed over to the police";
    D_CONFIRMED = "属实", "Confirmed";
    D_UNCONFIRMED = "不属实", "Not confirmed";
    D_DONE_VISIT = "走访完了", "Visit done";
    D_FOLLOW_UP = "记后续", "Note what followed";
    D_HELD = "送到了", "It was held";
    D_FEEDBACK = "记反馈", "Note feedback";
    A_SAYS = "{}：{}", "{}: {}";
    A_CONSENTS = "同意调解", "Yes to mediation";
    A_REFUSES = "不同意", "No to it";
    A_CONFIRMS = "确认", "Confirmed";
    A_DENIES = "不认可", "Not confirmed";
    A_CALLED_OFF = "不用办了", "Not needed any more";
}

/// What it is about.
pub const fn category(category: EntryCategory) -> Words {
    use EntryCategory as C;
    match category {
        C::Noise => NOISE,
        C::Leak => LEAK,
        C::Parking => PARKING,
        C::Pets => PETS,
        C::Money => MONEY,
        C::Family => FAMILY,
        C::Shared => SHARED,
        C::Papers => PAPERS,
        C::Medicine => MEDICINE,
        C::Bills => BILLS,
        C::Shopping => SHOPPING,
        C::Repairs => REPAIRS,
        C::Bicycle => BICYCLE,
        C::Home => HOME,
        C::Older => OLDER,
        C::Newcomer => NEWCOMER,
        C::Festival => FESTIVAL,
        C::Law => LAW,
        C::Rules => RULES,
        C::Health => HEALTH,
        C::Phone => PHONE,
        C::Other => OTHER,
    }
}

/// Where it stands by itself.
pub const fn state(kind: EntryKind, state: EntryState) -> Words {
    use EntryState as S;
    match (state, kind) {
        (S::Recorded, _) => S_RECORDED,
        (S::Consented, _) => S_CONSENTED,
        (S::Mediating, _) => S_MEDIATING,
        (S::Agreed, _) => S_AGREED,
        (S::Fulfilled, _) => S_FULFILLED,
        (S::Refused, _) => S_REFUSED,
        (S::Failed, EntryKind::Dispute) => S_FAILED_DISPUTE,
        (S::Failed, _) => S_FAILED_ERRAND,
        (S::Referred, _) => S_REFERRED,
        (S::Requested, _) => S_REQUESTED,
        (S::Accepted, _) => S_ACCEPTED,
        (S::Doing, _) => S_DOING,
        (S::HandedBack, _) => S_HANDED_BACK,
        (S::Confirmed, EntryKind::Errand) => S_CONFIRMED_ERRAND,
        (S::Confirmed, _) => S_CONFIRMED,
        (S::Planned, _) => S_PLANNED,
        (S::Started, _) => S_STARTED,
        (S::Done, _) => S_DONE,
        (S::Observed, _) => S_OBSERVED,
        (S::PoliceCalled, _) => S_POLICE_CALLED,
        (S::HandedOver, _) => S_HANDED_OVER,
        (S::Unconfirmed, _) => S_UNCONFIRMED,
        (S::FollowUp, _) => S_FOLLOW_UP,
        (S::Booked, _) => S_BOOKED,
        (S::Held, _) => S_HELD,
        (S::Feedback, _) => S_FEEDBACK,
    }
}

/// What the grid says of it.
pub const fn review(review: Review) -> Words {
    match review {
        Review::Submitted => SUBMITTED,
        Review::Reviewed => REVIEWED,
        Review::Returned => RETURNED,
        Review::Counted => COUNTED,
        Review::Void => VOIDED,
    }
}

/// What going a way is called.
pub const fn step(kind: EntryKind, from: EntryState, to: EntryState) -> Words {
    use EntryState as S;
    match (to, kind) {
        (S::Referred, _) => D_REFERRED,
        (S::Mediating, _) if matches!(from, S::Mediating) => D_SESSION,
        (S::Mediating, _) => D_MEDIATING,
        (S::Failed, EntryKind::Dispute) => D_FAILED_DISPUTE,
        (S::Failed, _) => D_FAILED_ERRAND,
        (S::Fulfilled, _) => D_FULFILLED,
        (S::Accepted, _) => D_ACCEPTED,
        (S::Doing, _) => D_DOING,
        (S::HandedBack, _) => D_HANDED_BACK,
        (S::Started, _) => D_STARTED,
        (S::Done, EntryKind::Patrol) => D_DONE_PATROL,
        (S::Done, _) => D_DONE_VISIT,
        (S::PoliceCalled, _) => D_POLICE_CALLED,
        (S::HandedOver, _) => D_HANDED_OVER,
        (S::Confirmed, _) => D_CONFIRMED,
        (S::Unconfirmed, _) => D_UNCONFIRMED,
        (S::FollowUp, _) => D_FOLLOW_UP,
        (S::Held, _) => D_HELD,
        (S::Feedback, _) => D_FEEDBACK,
        _ => state(kind, to),
    }
}

/// What somebody says.
pub const fn answer(kind: EntryKind, answer: PartyAnswer) -> Words {
    match answer {
        PartyAnswer::Refuses if matches!(kind, EntryKind::Errand) => A_CALLED_OFF,
        PartyAnswer::Consents => A_CONSENTS,
        PartyAnswer::Refuses => A_REFUSES,
        PartyAnswer::Confirms => A_CONFIRMS,
        PartyAnswer::Denies => A_DENIES,
    }
}

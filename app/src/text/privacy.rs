//! What is known of a person: who looked, what was agreed to, who acts for whom.

use super::Words;
use jiefang_domain::privacy::{LookReason, Purpose};

super::words! {
    MINE = "我的信息", "My data";
    MINE_MORE = "我的信息：谁看过、我同意了什么", "My data: who looked, what I agreed to";
    WHO_LOOKED = "谁看过我的信息", "Who looked at my data";
    WHO_LOOKED_OF = "谁看过{}的信息", "Who looked at the data of {}";
    NOBODY_LOOKED = "还没有人看过", "Nobody has looked";
    NOBODY_LOOKED_TEXT = "有人看您的电话，会写明是谁、什么时候、为什么，都列在这里。",
        "Whoever looks at your phone number has to say why. Who, when and why is listed here.";
    PHONE = "电话", "Phone";
    NO_PHONE = "没有登记", "None";
    SHOW = "看号码", "Show the number";
    SHOW_OF = "看{}的号码", "Show the number of {}";
    WHY = "为什么看", "Why";
    WHY_NOTE = "写一句（本人看得到）", "In your words (the person sees it)";
    WHY_MISSING = "请选为什么看", "Choose why";
    WHY_NOTE_MISSING = "选了其他，请写一句", "Write why where you chose \"other\"";
    TOLD = "您的名字、时间和原因会记下来，本人看得到。", "Your name, the time and the reason are recorded, and the person sees them.";
    NEEDS_NETWORK = "没有信号，号码不在这台手机里，现在看不了。", "There is no network, and the number is not on this device.";
    NOT_TAKEN = "没有被收下，看不了。请看「要您看看的」。", "It was not taken. Look at what needs you.";
    SHOWN_FOR = "三十秒后自动收起", "Hidden again in thirty seconds";
    CALL = "打电话 {}", "Call {}";
    LOOKED = "看号码：{}", "Look at a number: {}";
    URGENT = "有急事", "Urgent";
    VISIT = "上门前", "Before a visit";
    ANSWER = "回复所提的事", "To answer them";
    ERRAND = "办事、代办", "For an errand";
    DISPUTE = "调解", "Mediation";
    CHECK = "核对信息", "To check the data";
    OTHER = "其他", "Other";
    CONTACTS = "楼里的联系人", "Contacts in the building";
    CONTACTS_NONE = "还没有居民同意让楼长知道电话。", "No resident has agreed yet that the steward may know their number.";
    AGREED = "我同意的事", "What I agreed to";
    AGREED_OF = "{}同意的事", "What {} agreed to";
    CONTACT = "楼长可以知道我的电话", "The steward may know my number";
    PHOTO = "照片里可以有我", "I may be in photos";
    RAISE_FOR_ME = "可以替我提议题", "Issues may be raised for me";
    DATA = "可以为我用的服务保存信息", "Data may be kept for the services I use";
    IN_FORCE = "同意 · {}", "Agreed · {}";
    BY_PAPER = "纸质", "on paper";
    BY_GUARDIAN = "由代办人", "by who acts for them";
    NOT_AGREED = "没有同意", "Not agreed";
    AGREE = "同意", "Agree";
    AGREE_PAPER = "有纸质同意", "Agreed on paper";
    WITHDRAW = "撤回", "Withdraw";
    GIVEN = "同意：{}", "Agreed: {}";
    WITHDRAWN = "撤回：{}", "Withdrawn: {}";
    PEOPLE = "居民", "Residents";
    FIND = "找人（姓名，或电话后四位）", "Find by name, or the last four digits of the phone";
    ROLES = "身份", "Roles";
    LIST_LOOKS = "谁看过，列出来", "List who looked";
    NO_LOOKS = "没有人看过。", "Nobody has looked.";
    ONLY_STAFF = "只有社区工作人员能看这一页。", "This page is for community workers.";
    GUARDIAN = "谁代为办理", "Who acts for them";
    GUARDIAN_TEXT = "给没有手机的人：代为同意或撤回，能看到谁看过。两个人都要在纸上同意。",
        "For somebody without a phone: agrees and withdraws for them, and sees who looked. Both agree on paper.";
    GUARDIAN_MISSING = "请选由谁代办", "Choose who acts for them";
    PAPER_MISSING = "要先有两个人的纸质同意", "Both have to agree on paper first";
    BOTH_AGREE = "两个人都在纸上同意了", "Both have agreed on paper";
    NAME_GUARDIAN = "登记代办人", "Record who acts for them";
    END_GUARDIAN = "不再代办", "End it";
    GUARDIAN_NAMED = "登记代办人", "Who acts for somebody";
    GUARDIAN_ENDED = "结束代办", "End acting for somebody";
}

/// Why somebody looks.
pub const fn reason(reason: LookReason) -> Words {
    match reason {
        LookReason::Urgent => URGENT,
        LookReason::Visit => VISIT,
        LookReason::Answer => ANSWER,
        LookReason::Errand => ERRAND,
        LookReason::Dispute => DISPUTE,
        LookReason::Check => CHECK,
        LookReason::Other => OTHER,
    }
}

/// What is agreed to.
pub const fn purpose(purpose: Purpose) -> Words {
    match purpose {
        Purpose::Contact => CONTACT,
        Purpose::Photo => PHOTO,
        Purpose::RaiseForMe => RAISE_FOR_ME,
        Purpose::Data => DATA,
    }
}

//! What is known of a person: who looked, what was agreed to, who acts for whom.

use super::Words;
use jiefang_domain::privacy::{LookReason, Purpose, WishWhat};

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
    AGREE_PAPER = "有纸质同意", "On paper";
    WITHDRAW = "撤回", "Withdraw";
    GIVEN = "同意：{}", "Agreed: {}";
    WITHDRAWN = "撤回：{}", "Withdrawn: {}";
    PEOPLE = "居民和人员", "Residents and people";
    PRINT = "打印", "Print";
    NOBODY = "没有找到。", "Nobody found.";
    FIND = "找人（姓名、拼音、楼栋房号、电话后四位）", "Find by name, pinyin, door (4-3-502) or last four digits";
    ROLES = "身份", "Roles";
    LIST_LOOKS = "谁看过，列出来", "List who looked";
    NO_LOOKS = "没有人看过。", "Nobody has looked.";
    ONLY_STAFF = "只有社区工作人员能看这一页。", "This page is for community workers.";
    GUARDIAN = "谁代为办理", "Who acts for them";
    GUARDIAN_TEXT = "给没有手机的人：代为同意或撤回，能看到谁看过，能看到并答复还没办完的事。两个人都要在纸上同意。",
        "For somebody without a phone: agrees and withdraws for them, sees who looked, and sees and answers what is still open. Both agree on paper.";
    GUARDIAN_MISSING = "请选由谁代办", "Choose who acts for them";
    PAPER_MISSING = "要先有两个人的纸质同意", "Both have to agree on paper first";
    BOTH_AGREE = "两个人都在纸上同意了", "Both have agreed on paper";
    NAME_GUARDIAN = "登记代办人", "Record who acts for them";
    END_GUARDIAN = "不再代办", "End it";
    GUARDIAN_NAMED = "代办人已登记", "Recorded who acts for them";
    GUARDIAN_ENDED = "代办已结束", "Nobody acts for them any more";
    WISHES = "更正与删除", "Corrections and erasure";
    WISH = "提一个要求", "Ask for something";
    WISH_WHOM = "替谁提", "For whom";
    MYSELF = "我自己", "Myself";
    WISH_WHAT = "要什么", "What for";
    WISH_TEXT = "正确的是（或写清楚）", "What is right, or what you ask";
    WISH_SEND = "交给社区", "Send to the community";
    WISH_MISSING = "请选要什么", "Choose what for";
    WISH_TEXT_MISSING = "请写正确的", "Write what is right";
    WISH_PHONE = "改电话", "Phone number";
    PHONE_WRONG = "电话位数不对：手机 11 位，座机带区号", "Not a phone number: 11 digits, or a landline with its area code";
    WISH_NAME = "改姓名", "Name";
    WISH_OTHER = "别的", "Something else";
    WISH_ERASE = "删除我的信息", "Erase my data";
    WISH_OPEN = "等答复", "waiting for an answer";
    WISH_AGREED = "等第二人", "waiting for a second person";
    WISH_ERASING = "正在删", "being erased";
    WISH_DONE = "办好了", "done";
    WISH_DECLINED = "没有办", "declined";
    ERASE_TEXT = "要两位工作人员都同意。姓名、电话、同意、谁看过和写过的话都会删掉，不能恢复；工时留在编号下。以前的备份里还有，备份过期才没有。",
        "Two of the staff have to agree. Name, number, consents, looks and what was written are erased for good; hours stay under a number. Backups made before still hold them until they are gone.";
    ERASE_DO = "同意并删除", "Agree and erase";
    EXPORT = "我的全部信息", "All data about me";
    EXPORT_TEXT = "下载成一个文件：登记的、我记的、提到我的，还有谁看过。", "As one file: what is kept, what I recorded, what names me, and who looked.";
    EXPORT_DO = "下载", "Download";
    ASKED = "居民提的要求", "What residents ask of their data";
    REPLY = "答复", "Answer";
    ANSWER_DONE = "办", "Do it";
    ANSWER_DECLINE = "不办", "Decline";
    ANSWER_TEXT = "写一句（本人看得到）", "In words (the person sees it)";
    ANSWER_MISSING = "请选办还是不办", "Choose";
    ANSWER_TEXT_MISSING = "请写一句原因或结果", "Write why, or what was done";
    ASK_TOLD = "提要求：{}", "Asked: {}";
    ANSWER_TOLD = "答复要求", "Answer a request";
    ERASE_TOLD = "删除信息", "Erase a person's data";
    ERASED_NAME = "已删除", "Erased";
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

/// What is asked for.
pub const fn wish(what: WishWhat) -> Words {
    match what {
        WishWhat::Name => WISH_NAME,
        WishWhat::Phone => WISH_PHONE,
        WishWhat::Other => WISH_OTHER,
        WishWhat::Erase => WISH_ERASE,
    }
}

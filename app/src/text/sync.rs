//! How sync stands, and the entries that need somebody.

super::words! {
    SYNCED = "已同步", "Up to date";
    OFFLINE = "没有信号，照样能记", "No network; recording works";
    WAITING = "{} 条等信号", "{} waiting to send";
    SENDING = "正在送出 {} 条", "Sending {}";
    ATTENTION = "{} 条要您看看", "{} need you";
    SIGN_IN_AGAIN = "登录后才能送出", "Sign in to send";
    CHECKING = "正在联系…", "Connecting…";
    PANEL = "存在这台手机里的", "What is kept on this device";
    UNSENT = "还没送出", "Not sent yet";
    UNSENT_COUNT = "{} 条", "{}";
    OLDEST = "最早的一条", "The oldest";
    ASK_AGAIN = "再请它答应一次", "Ask it again";
    ASK_NOW = "请它答应", "Ask it now";
    PROMISED = "浏览器答应留住了", "The browser has promised to keep it";
    NOT_PROMISED = "没有答应。把街坊加到桌面、常打开，它就更愿意。",
        "Not promised. Adding Jiefang to the home screen helps.";
    LAST_CONTACT = "上次连上社区", "Last contact with the server";
    NEVER = "还没有连上过", "None yet";
    PERSISTED = "浏览器答应留住", "The browser promised to keep it";
    YES = "是", "Yes";
    NO = "没有答应。手机快满时可能被清掉，请常连网", "No. It may be cleared when the device runs full; connect often";
    NOT_KNOWN = "还没有答应", "Not yet";
    TRY_NOW = "现在试试", "Try now";
    ENTRIES = "记下的", "Entries";
    STATE_WAITING = "等信号", "Waiting";
    STATE_ARRIVED = "已送到", "Arrived";
    STATE_STUCK = "可能行不通", "May not hold";
    STATE_REFUSED = "没被收下", "Not taken";
    STATE_HELD = "要人来办", "Held for someone";
    LOOK = "去看看", "Look at them";
    ATTENTION_TITLE = "要您看看的", "What needs you";
    ATTENTION_EMPTY_TITLE = "没有要您看的", "Nothing needs you";
    ATTENTION_EMPTY = "没被收下的记录会出现在这里，写过的字都在。", "Entries that were not taken appear here, with what you typed.";
    REFUSED = "社区的服务器没有收下这一条：", "The server did not take this entry:";
    HELD = "这一条先留着，要由人来办：", "This entry is held for a person to deal with:";
    STUCK = "情况变了，这一条可能行不通，送到时才定：", "Things have changed; this entry may not hold. The server decides when it arrives:";
    YOUR_WORDS = "您写的", "What you typed";
    RECORDED_AT = "什么时候记的", "Recorded";
    DISCARD = "丢掉这一条", "Discard this entry";
    DISCARD_SURE = "10 秒内可以撤销，再往后就找不回来了。",
        "You can undo it for 10 seconds; then it is gone.";
    DISCARD_YES = "丢掉", "Discard";
    DISCARDED = "丢掉了：{}", "Discarded: {}";
    KEPT = "留下了：{}", "Kept: {}";
    CORRECT = "改一改，再交", "Correct and send again";
    SEND_AGAIN = "原样再交一次", "Send again as it is";
    HAND = "请社区工作人员来办", "Hand to a worker";
    HAND_HOW = "给社区工作人员看，或复制、转发给他。办了以后，这一条可以丢掉。",
        "Show this to a community worker, or copy or send it. Once it is taken care of, the entry can be discarded.";
    SHARE = "转发", "Share";
    COPY = "复制", "Copy";
    WHO = "谁记的", "Recorded by";
    WHY = "为什么没收下", "Why it was not taken";
    WAITS_FOR_SERVER = "连上社区后送出，到时才定；没收下的话，在这里改。",
        "It is settled when it arrives; if it is not taken, it can be corrected here.";
    ABOUT = "哪件事", "About";
    WHAT = "是什么", "What";
    WHERE = "在哪里", "Where";
    WHEN = "什么时候的事", "When it was";
    HOW_LONG = "多久", "How long";
    FOR = "帮的谁、替谁", "For whom";
    BY = "谁做的", "Given by";
    OPEN_RECORD = "看看这件事", "Look at the record";
    DO_FIND_HAZARD = "隐患：{}", "Hazard: {}";
    DO_REVIEW_HAZARD = "审核隐患", "Review a hazard";
    DO_CORRECT_HAZARD = "改正隐患：{}", "Correct a hazard: {}";
    DO_RECTIFY_HAZARD = "整改隐患", "Put a hazard right";
    DO_RECHECK_HAZARD = "复查隐患", "Recheck a hazard";
    DO_CLEAR_HAZARD = "隐患销号", "Clear a hazard";
    DO_RAISE_ISSUE = "议题：{}", "Issue: {}";
    DO_ACCEPT_ISSUE = "受理议题", "Accept an issue";
    DO_DECLINE_ISSUE = "不受理议题", "Decline an issue";
    DO_PUT_ON_AGENDA = "列入议程", "Put on the agenda";
    DO_CAPTURE_HOUR = "工时：{}", "Hours: {}";
    DO_CONFIRM_HOUR = "确认工时", "Confirm hours";
    DO_REJECT_HOUR = "工时不对", "Hours not so";
}

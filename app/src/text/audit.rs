//! Looking through the logs. What the codes in them say comes with the answer.

super::words! {
    TITLE = "查记录", "Audit";
    ABOUT = "登录、开通、被拒的访问保存至少 200 天，办过的事永久保存。每查一次，本身也记一条。",
        "Sign-ins, sheets and refused access are kept for at least 200 days, what was done for ever. Each search is recorded, too.";
    NARROW = "再按人、日期、结果查", "By person, day or result";
    WHO = "谁", "Who";
    WHO_HINT = "姓名、电话或编号；办事的人和被办的人都算", "Name, phone or id, of who did it or whom it concerns";
    WHAT = "什么事", "What";
    FROM = "从哪里", "From where";
    FROM_HINT = "网络地址或设备编号", "A network address or a client's id";
    SINCE = "从哪天", "From day";
    UNTIL = "到哪天", "To day";
    RESULT = "结果", "Result";
    ANY = "不限", "Any";
    LOOKS = "谁看过谁的资料", "Who looked at whom";
    SIGN_INS = "登录和退出", "Sign-ins";
    LINKS = "开通单", "Sheets";
    RIGHTS = "身份和停用", "Roles and stops";
    ACTS = "办的事", "What was done";
    EXPORTS = "下载", "Downloads";
    REFUSED = "被拒的", "Refused";
    SEARCHES = "查记录", "Searches";
    DONE = "办成", "Done";
    FAILED = "没成", "Not done";
    LOOK = "查", "Search";
    MORE = "再看更早的", "Earlier ones";
    NONE = "没有查到。", "Nothing found.";
    FOUND = "{} 条，最新的在前", "{}, the newest first";
    WHEN = "时间、地方", "When, where";
    WHAT_WHO = "什么事、谁", "What, who";
    NOBODY = "不知是谁", "Nobody known";
    DEVICE = "从设备 {}", "From device {}";
    ADDRESS = "从 {}", "From {}";
    TOLD = "告诉本人：{}", "They were told: {}";
    SERVER = "服务器", "The server";
    TIMES = "{} 次", "{} times";
    NOTE = "原话", "In their words";
    PAIR = "{}：{}", "{}: {}";
    AND = "；", "; ";
}

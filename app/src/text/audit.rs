//! Looking through the logs.

super::words! {
    TITLE = "查记录", "Audit";
    ABOUT = "登录、开通、被拒的访问保存至少 200 天，办过的事永久保存。每查一次，本身也记一条。",
        "Sign-ins, links and refused access are kept for at least 200 days, what was done for ever. Each search is recorded, too.";
    WHO = "谁", "Who";
    WHO_HINT = "姓名、电话或编号", "Name, phone or id";
    WHAT = "什么事", "What";
    FROM = "从哪里", "From where";
    FROM_HINT = "网络地址或设备编号", "A network address or a client's id";
    SINCE = "从哪天", "From day";
    UNTIL = "到哪天", "To day";
    RESULT = "结果", "Result";
    ANY = "不限", "Any";
    DONE = "办成", "Done";
    FAILED = "没成", "Not done";
    LOOK = "查", "Search";
    MORE = "再看更早的", "Earlier ones";
    NONE = "没有查到。", "Nothing found.";
    WHEN = "时间", "When";
    NOBODY = "不知是谁", "Nobody known";
    TIMES = "{} 次", "{} times";
    SIGN_IN = "登录", "Sign-in";
    SIGN_OUT = "退出", "Sign-out";
    ENROLMENT = "开通单", "Links";
    ENROLMENT_MADE = "做开通单", "Link made";
    ENROLMENT_USED = "用开通单", "Link used";
    ENROLMENT_REVOKED = "收回开通单", "Link taken back";
    FIRST_START = "第一次启动", "First start";
    SESSION_ENDED = "下线设备", "Device signed out";
    REFUSED = "越权被拒", "Refused";
    AUDIT_SEARCH = "查记录", "Audit search";
    EXPORT = "下载自己的信息", "Own data downloaded";
    FLOOD = "同一地址还有", "More from there";
    LOST = "来不及记的", "Lost entries";
}

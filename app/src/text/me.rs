//! Who I am here, and how the app looks.

super::words! {
    ELDER_ALSO = "长辈版（关怀版、关爱版）", "Large text (elder mode)";
    SIZE = "字号", "Text size";
    STANDARD = "标准", "Standard";
    ELDER = "长辈版", "Large";
    LARGEST = "特大", "Largest";
    ELDER_HINT = "长辈版也叫关怀版、关爱版。", "Large text is also called elder or care mode.";
    LANGUAGE = "语言", "Language";
    THEME = "亮暗", "Theme";
    AUTO = "跟手机", "As the device";
    LIGHT = "亮", "Light";
    DARK = "暗", "Dark";
    WHO = "我是谁", "Who I am";
    ROLES = "身份", "Roles";
    COMMUNITY = "看哪个社区", "Community";
    LOOKS = "看着舒服", "How it looks";
    DEVICE = "这台手机", "This device";
    LEDGER = "账本校验码 {} · {}", "Ledger head {} · {}";
    SYNC = "同步的情况", "How sync stands";
    DASHBOARD = "总览：三个品牌的数据", "Overview: figures of the three brands";
    SIGN_OUT = "退出登录", "Sign out";
    SIGN_OUT_TITLE = "退出登录？", "Sign out?";
    SIGN_OUT_PLAIN = "这台手机上您的数据会清掉，下次登录再取。", "Your copy is removed from this device and fetched again next time.";
    SIGN_OUT_WAITING = "还有 {} 条没有送出。它们留在这台手机里，您再登录后送出；别人看不到。",
        "Not sent yet: {}. They stay on this device and are sent when you sign in again; nobody else sees them.";
    SIGNED_OUT_KEPT = "已退出。{} 条留在这台手机里，您再登录后送出。", "Signed out. Kept here until you sign in again: {}.";
    SIGNED_OUT = "已退出", "Signed out";
    ENROL = "给人开通", "Let someone in";
    ENROL_TEXT = "选一位居民，给他一张只能用一次的开通单，七天有效。旧的开通单随即作废。",
        "Choose a resident and hand over a link that works once, for seven days. Older links of that person stop working.";
    ENROL_FIND = "找人（姓名）", "Find by name";
    ENROL_WHO = "给谁", "For whom";
    ENROL_WHO_MISSING = "请选给谁", "Choose for whom";
    ENROL_MAKE = "做一张开通单", "Make a link";
    ENROL_READY = "给{}的开通单", "Link for {}";
    ENROL_UNTIL = "{} 前有效，只能用一次", "Works once, until {}";
    COPY = "复制网址", "Copy the link";
    COPIED = "已复制", "Copied";
    PRINT = "打印", "Print";
    NOBODY = "没有找到。", "Nobody found.";
}

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
    UNDO = "记下后多久可以撤销", "Time to undo what was recorded";
    UNDO_AT_ONCE = "马上送出", "Send at once";
    UNDO_TEN = "10 秒", "10 seconds";
    UNDO_LONG = "1 分钟", "1 minute";
    WHO = "我是谁", "Who I am";
    ROLES = "身份", "Roles";
    COMMUNITY = "看哪个社区", "Community";
    LOOKS = "看着舒服", "How it looks";
    DEVICE = "这台手机", "This device";
    LEDGER = "账本校验码 {} · {}", "Ledger head {} · {}";
    SYNC = "同步的情况", "How sync stands";
    DASHBOARD = "总览：三个品牌的数据", "Overview: figures of the three brands";
    LOCK = "手机锁", "Lock";
    LOCK_TEXT = "设六位数字，别人拿到这台手机也打不开里面的资料。没有信号也能用；七天没联网就要用口令。",
        "Set six digits and nobody who holds this device can open what it keeps. They work without a network; after seven days without one the passphrase is needed.";
    LOCK_IS_SET = "已设六位数字。离开五分钟，或者重新打开，就要输入。", "Six digits are set. They are asked for after five minutes away, and at every start.";
    LOCK_SET = "设六位数字", "Set six digits";
    LOCK_CHANGE = "换六位数字", "Change the digits";
    LOCK_REMOVE = "不再锁", "Remove the lock";
    LOCK_NOW = "现在锁上", "Lock now";
    LOCK_NEW = "新的六位数字", "The new six digits";
    LOCK_AGAIN = "再输一遍", "Once more";
    LOCK_SIX = "要六位数字", "It takes six digits";
    LOCK_EASY = "太容易猜了，请换一个", "Too easy to guess, choose others";
    LOCK_DIFFER = "两遍不一样", "They are not the same";
    LOCK_DONE = "已设好", "Set";
    LOCK_REMOVED = "已取消", "Removed";
    SIGN_OUT = "退出登录", "Sign out";
    SIGN_OUT_TITLE = "退出登录？", "Sign out?";
    SIGN_OUT_PLAIN = "这台手机上您的数据会清掉，下次登录再取。", "Your copy is removed from this device and fetched again next time.";
    SIGN_OUT_WAITING = "还有 {} 条没有送出。它们留在这台手机里，您再登录后送出；别人看不到。",
        "Not sent yet: {}. They stay on this device and are sent when you sign in again; nobody else sees them.";
    SIGNED_OUT_KEPT = "已退出。{} 条留在这台手机里，您再登录后送出。", "Signed out. Kept here until you sign in again: {}.";
    SIGNED_OUT = "已退出", "Signed out";
    PEOPLE = "人员和开通", "People and sign-in sheets";
    NOBODY = "没有找到。", "Nobody found.";
}

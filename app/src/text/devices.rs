//! Devices signed in.

super::words! {
    DEVICES = "我登录着的设备", "Where I am signed in";
    LOST = "丢了哪台，就在这里把它退出。它还没送出的会留在那台上，只有您登录才送得出。",
        "Sign a lost one out here. What it has not sent stays on it and is sent only when you sign in there.";
    PHONE = "手机", "Phone";
    TABLET = "平板", "Tablet";
    COMPUTER = "电脑", "Computer";
    OTHER = "设备", "Device";
    WECHAT = "微信", "WeChat";
    SEEN = "{} 登录，最近用过 {}", "since {}, last used {}";
    HERE = "这一台", "This one";
    END = "退出", "Sign out";
    END_OTHERS = "别的设备都退出", "Sign out everywhere else";
    END_TITLE = "退出那台设备？", "Sign that device out?";
    END_TEXT = "{} 马上就要重新登录才能用。", "{} has to sign in again, at once.";
    END_OTHERS_TEXT = "除了这一台，别的设备都要重新登录。", "Every device but this one has to sign in again.";
    ENDED = "退出了", "Signed out there";
}

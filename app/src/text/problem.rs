//! What went wrong, and what to do.

super::words! {
    SIGNED_OUT = "还没有登录，没有记下。请先登录。", "You are not signed in; nothing was recorded. Please sign in.";
    OFFLINE = "连不上服务器。请看看信号，再试一次。", "The server cannot be reached. Check the network and try again.";
    UNREADABLE = "服务器的回答看不懂。可能网络要先登录，或版本不一样，请刷新页面。",
        "The answer could not be read. The network may want a sign-in of its own, or the versions differ; reload the page.";
    ASK_FOR_HELP = "{}（求助时请报编号 {}）", "{} (when asking for help, name {})";
    MISSING = "这个浏览器不让保存数据，可能是无痕窗口。请换普通窗口打开。",
        "This browser does not let the page keep data; it may be a private window. Open it in an ordinary one.";
    FULL = "手机存满了，没有记下。请删掉一些照片或别的东西再试。",
        "The device is full; nothing was recorded. Free some space and try again.";
    LOST = "和手机存储断开了。请刷新页面，已记下的都还在。",
        "The connection to the device's storage was lost. Reload the page; what was recorded is still there.";
    BLOCKED = "另一个窗口还开着旧版本。请把它关掉，再刷新。",
        "Another window still has an older version open. Close it and reload.";
    CORRUPT = "手机里存的数据读不出来。请刷新；还不行就找社区工作人员。",
        "What is kept on this device cannot be read. Reload; if that does not help, ask a community worker.";
    FAILED_TITLE = "打不开", "It cannot be opened";
    STORAGE_TITLE = "手机存储出了问题", "The device's storage has a problem";
    RELOAD = "刷新页面", "Reload";
}

//! What went wrong, and what to do.

super::words! {
    SIGNED_OUT = "还没有登录，没有记下。请先登录。", "You are not signed in; nothing was recorded. Please sign in.";
    OFFLINE = "连不上服务器。请看看信号，再试一次。", "The server cannot be reached. Check the network and try again.";
    UNREADABLE = "服务器的回答看不懂。可能网络要先登录，或版本不一样，请刷新页面。",
        "The answer could not be read. The network may want a sign-in of its own, or the versions differ; reload the page.";
    ASK_FOR_HELP = "{}（求助时请报编号 {}）", "{} (when asking for help, name {})";
    LATER = "社区的系统更新了，请换上新版本。",
        "The server is newer than this app; take the new version.";
    MISSING = "记下的留不住，什么也不能保证。可能是无痕窗口，请换普通窗口打开。",
        "Nothing recorded here would stay; nothing can be promised. It may be a private window: use an ordinary one.";
    FULL = "没有记下，写的字还在。看和找照常，没送出的都还在。请删些照片或别的，再试一次。",
        "Nothing was recorded; what you typed is still here. Reading works and what waits is safe. Free some space and try again.";
    LOST = "自动重连没有成功。已记下的都还在，请刷新页面。",
        "Opening it again did not work. What was recorded is still there; reload the page.";
    BLOCKED = "另一个窗口开着别的版本。请把它关掉，再刷新这里。",
        "Another window has another version open. Close it and reload here.";
    CORRUPT = "手机里存的数据读不出来。请刷新；还不行就找社区工作人员。",
        "What is kept on this device cannot be read. Reload; if that does not help, ask a community worker.";
    FAILED_TITLE = "打不开", "It cannot be opened";
    MISSING_TITLE = "这个窗口存不住东西", "This window cannot keep anything";
    FULL_TITLE = "手机存满了", "The device is full";
    LOST_TITLE = "和手机存储断开了", "Cut off from the device's storage";
    BLOCKED_TITLE = "另一个窗口没关", "Another window is in the way";
    RELOAD = "刷新页面", "Reload";
}

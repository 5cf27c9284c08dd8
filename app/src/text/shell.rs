//! The frame around every screen.

super::words! {
    APP = "街坊", "Jiefang";
    SKIP = "跳到正文", "Skip to content";
    NAV = "主导航", "Main";
    HOME = "首页", "Home";
    COUNCIL_SHORT = "议事会", "Council";
    TIMEBANK_SHORT = "时间银行", "Time bank";
    STEWARDS_SHORT = "楼长", "Stewards";
    COUNCIL = "四方议事会", "Four-seat council";
    TIMEBANK = "时间银行", "Time bank";
    STEWARDS = "党员楼长", "Building stewards";
    DASHBOARD = "总览", "Overview";
    ME = "我的", "Me";
    BACK = "返回", "Back";
    DEMO_TITLE = "演示数据", "Demonstration data";
    DEMO = "居民都是虚构的。", "The residents are invented.";
    DEMO_TAG = "演示", "Demo";
    INSECURE_TITLE = "这个网址不安全", "This address is not secure";
    INSECURE = "断网后打不开，浏览器也不保证留住数据，因为网址不是 https。请向社区要 https 的网址。",
        "It will not open without a network and the browser may clear what is kept here, because the address is not https. Ask your community for the https address.";
    UPDATE = "有新版本。", "A new version is ready.";
    UPDATE_NOW = "现在换上", "Use it now";
    LATER = "以后再说", "Later";
    SHOWN_OF = "先显示 {} 条，一共 {} 条", "The first {} of {}";
    SHOW_MORE = "再显示一些", "Show more";
    OUTDATED_TITLE = "要换新版本了", "An update is needed";
    OUTDATED = "社区的系统更新了，这里取不到新数据。您记下的照样送得出去。",
        "The server is newer than this app, which cannot fetch what is new. What you record is still sent.";
    LOCKED_TITLE = "七天没连上社区，先锁上了", "Locked: no contact for seven days";
    LOCKED = "别人的记录先不显示，什么也没有丢。照样能记；连上一次网，自动打开。",
        "Other people's records are hidden; nothing is lost. Recording works, and the next contact opens them.";
    OLD_TITLE = "有 {} 条等了 {} 天还没送出", "{} not sent for {} days";
    OLD = "都存在这台手机里，有信号时打开一会儿就会送出。",
        "They are kept on this device and are sent once there is a network.";
    VERY_OLD = "手机丢了就没了。请今天连一次网；连不上就拿给社区工作人员看。",
        "If the device is lost, so are they. Connect today, or show them to a community worker.";
    EVICTED_TITLE = "浏览器清掉了这里的数据", "The browser cleared what was kept here";
    EVICTED = "登录后会重新取来。", "It is fetched again when you are signed in.";
    EVICTED_BACK = "已经重新取来，没有丢东西。", "It has been fetched again; nothing was lost.";
    EVICTED_LOST = "还没送出的 {} 条找不回来了。请想想是哪几条，再记一次。",
        "Entries that had not been sent are gone for good: {}. Please record them once more.";
    UNDERSTOOD = "知道了", "I understand";
    CLOCK_TITLE = "这台手机的时间不准", "This device's clock is off";
    CLOCK_FAST = "快了约 {}。您记的时间已照社区的钟改正。",
        "about {} fast; times you record follow the server.";
    CLOCK_SLOW = "慢了约 {}。您记的时间已照社区的钟改正。",
        "about {} slow; times you record follow the server.";
    UNDO = "撤销", "Undo";
    UNDONE = "已撤销：{}。没有送出去。", "Undone: {}. It was not sent.";
    UNDONE_PHOTOS = "已撤销：{}。没有送出去，照片请重新选。", "Undone: {}. It was not sent; please choose the photos again.";
    UNDO_LATE = "{}已经送出去了，撤不回来。请打开它改。", "It is too late to undo: {} has been sent. Open it to correct it.";
    CORRECTING = "改好一交，原来那一条就去掉", "Once this is kept, the earlier entry goes";
    SIGN_IN_AGAIN = "登录过期了。记下的都还在，重新登录后送出。",
        "Your sign-in has ended. What you recorded is still here and is sent once you sign in again.";
    SIGN_IN = "重新登录", "Sign in";
    CLOSE = "关闭", "Close";
    CANCEL = "取消", "Cancel";
    OPENING = "正在打开…", "Opening…";
    PART_COMING = "正在取这一页", "Fetching this page";
    PART_MISSING_TITLE = "这一页还没有取到手机里", "This page is not on the device yet";
    PART_MISSING = "现在取不到。有信号时会自动来取；首页和记隐患照常能用。",
        "It cannot be fetched now and comes by itself with a network. Home and recording a hazard work meanwhile.";
    PART_AGAIN = "再试一次", "Try again";
    FIRST_COPY_TITLE = "正在取第一份数据", "Fetching the first copy";
    NO_ROLE_TITLE = "您还没有身份", "You have no role yet";
    NO_ROLE = "请社区工作人员给您一个身份，给了以后这里自动打开。", "Ask a community worker to give you one; this opens by itself then.";
    FIRST_COPY_OFFLINE_TITLE = "还没有取到数据", "Nothing has been fetched yet";
    FIRST_COPY_OFFLINE = "现在没有信号。有信号时会自动来取，您先记也行。",
        "There is no network now. It is fetched by itself when there is; you can record meanwhile.";
    UNKNOWN_TITLE = "没有这一页", "There is no such page";
    UNKNOWN = "网址可能写错了，或者这件事已经不在了。", "The address may be mistyped, or the record is gone.";
    GO_HOME = "回首页", "Go to the home page";
    GONE_TITLE = "这里看不到这条记录", "This record cannot be seen here";
    GONE = "可能不在您能看的范围，或者还没有取到。", "It may lie outside of what you can see, or has not been fetched yet.";
    ALL = "全部", "All";
    WAITING_TAG = "待送出", "Waiting to send";
    SAVED = "存在手机里，有信号自动送到社区", "Kept on this phone; sent by itself when there is a network";
    SAVED_SHORT = "已记下：{}。存在手机里，有信号自动送到社区。", "Recorded: {}. Kept on this phone and sent by itself.";
    SAVED_UNSURE = "已记下：{}。存在手机里，送到社区后才算定。", "Recorded: {}. Kept on this phone; it is settled once it has reached the community.";
    SAVING = "正在保存…", "Saving…";
    ERRORS = "有地方要改", "Something needs changing";
    ERROR = "错误：", "Error: ";
    MAYBE = "可以不写", "Optional";
    SOMEONE = "一位邻居", "A neighbour";
    I = "我", "Me";
    SYSTEM = "系统自动", "By the clock";
    NONE = "暂无", "n/a";
    FEW = "少于5人", "Fewer than 5 people";
}

//! Signing in, and the first time.

super::words! {
    TITLE = "登录", "Sign in";
    HELLO = "议事、存时间、找楼长，都在这里。没有信号也能记。",
        "Talk things over, bank hours, find your steward. It works without a network too.";
    DEMO_TITLE = "点一个身份，进去看看", "Choose someone to look around as";
    DEMO = "演示数据，这些人都是虚构的。", "Demonstration data; these people are invented.";
    OWN = "用自己的口令登录", "Sign in with your own passphrase";
    NAME = "姓名或手机号", "Name or phone number";
    NAME_MISSING = "请填姓名或手机号", "Enter your name or phone number";
    PASSPHRASE = "口令", "Passphrase";
    PASSPHRASE_MISSING = "请填口令", "Enter your passphrase";
    SHOW = "显示口令", "Show the passphrase";
    ENTER = "进入", "Sign in";
    NO_PASSPHRASE = "还没有口令，或者忘了？请社区工作人员当面给您一张开通单。",
        "No passphrase yet, or forgotten? A community worker gives you a link in person.";
    ENROL_TITLE = "设一个口令", "Choose a passphrase";
    ENROL = "以后用姓名或手机号，加这个口令登录。", "From now on you sign in with your name or phone number and this passphrase.";
    ENROL_HINT = "至少 8 个字，自己记得住、别人猜不到的一句话最好",
        "At least 8 characters; best a sentence you remember and nobody guesses";
    TOO_SHORT = "口令至少要 8 个字", "The passphrase needs at least 8 characters";
    OPEN = "开通", "Done";
    LOCKED = "这台手机锁着", "This device is locked";
    LOCKED_FOR = "{}，请打开", "Hello {}, please unlock";
    PIN = "六位数字", "Six digits";
    UNLOCK = "打开", "Unlock";
    UNLOCK_PASSPHRASE = "改用口令打开", "Use the passphrase instead";
    UNLOCK_PIN = "改用六位数字", "Use the six digits instead";
    UNLOCK_NEITHER = "太久没有联网，或者试错了十次：请联网，用口令重新登录。没送出的记录还在。",
        "Too long without a network, or ten wrong tries: go online and sign in again. What was not sent is still here.";
    SIGN_IN_INSTEAD = "重新登录，或换一个人", "Sign in again, or as someone else";
    WRONG_PIN = "不对，请再试", "Not right, try again";
    WAIT = "试错太多次，请等 {} 再试", "Too many wrong tries: wait {} and try again";
    WAIT_S = "{} 秒", "{} s";
    WAIT_MIN = "{} 分钟", "{} min";
    WIPED = "试错了十次。这台手机上看得到的资料已清掉，没送出的记录还在。请用口令打开，或联网重新登录。",
        "Ten wrong tries. What this device showed is wiped; what was not sent is still here. Use the passphrase, or sign in again online.";
    SHARED = "这张开通单只能用一次。", "This link works once.";
}

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
    HAVE_CODE = "我有一个编码", "I have a code";
    HELP = "忘了口令、换了手机、丢了手机", "Passphrase or phone lost, or a new phone";
    FORGOTTEN = "忘了口令", "Passphrase forgotten";
    FORGOTTEN_HOW = "请社区工作人员当面做一张新的开通单。用过以后，别的设备上都会退出。",
        "Ask a community worker for a new sheet, in person. Once it is used, your other devices are signed out.";
    NEW_PHONE = "换了手机", "New phone";
    NEW_PHONE_HOW = "在新手机上用同样的姓名和口令登录就行。旧手机上还没送出的，请在旧手机上登录送出。",
        "Sign in on it with the same name and passphrase. What was not sent yet is sent from the old phone, signed in there.";
    LOST_PHONE = "丢了手机", "Phone lost";
    LOST_PHONE_HOW = "在别的设备上登录，到「我的」里把那台手机退出；没有别的设备，就请社区工作人员当面做一张新的开通单。",
        "Sign in on another device and sign the lost one out on your page; without one, ask a community worker for a new sheet.";
    CODE_TITLE = "用编码开通", "Use a code";
    CODE = "纸上的编码", "The code on the sheet";
    CODE_HINT = "16 位，大小写和横线不用管", "16 letters and digits; capitals and hyphens do not matter";
    CODE_WRONG = "编码是 16 位，请对照纸上再看一遍", "A code has 16 letters and digits; compare it with the sheet";
    ENROL_TITLE = "设一个口令", "Choose a passphrase";
    ENROL = "以后用姓名或手机号，加这个口令登录。", "From now on you sign in with your name or phone number and this passphrase.";
    ENROL_HINT = "至少 8 个字，自己记得住、别人猜不到的一句话最好",
        "At least 8 characters; best a sentence you remember and nobody guesses";
    TOO_SHORT = "口令至少要 8 个字", "The passphrase needs at least 8 characters";
    BACK = "已经有口令，去登录", "I have a passphrase; sign in";
    OPEN = "开通", "Done";
    SHARED = "编码只能用一次。", "The code works once.";
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
}

//! The sheet with a code on it.

super::words! {
    FOR = "{}的开通单", "Sign-in sheet for {}";
    UNTIL = "{} 前有效，只能用一次", "Works once, until {}";
    QR = "二维码：用手机相机扫开", "QR code: open it with the phone's camera";
    TYPE_AT = "或者打开 {}，输入上面的编码", "Or open {} and type the code above";
    STEP_1 = "用手机相机扫二维码；扫不了，就打开上面的网址，把编码照着输进去，大小写和横线不用管。",
        "Scan the QR code with the phone's camera. If that does not work, open the address above and type the code; capitals and hyphens do not matter.";
    STEP_2 = "自己想一句口令，至少 8 个字，要别人猜不到，也不要告诉别人。",
        "Choose a passphrase of your own, at least 8 characters and not easily guessed, and tell it to nobody.";
    STEP_3 = "以后用姓名或手机号，加这句口令登录。把街坊放到手机桌面的，请在桌面上的街坊里输编码。",
        "From then on sign in with your name or phone number and that passphrase. If the app is on the home screen, type the code in there.";
    STEP_4 = "用过以后，这张纸就没用了。忘了口令或丢了手机，请再来找社区工作人员，当面换一张。",
        "Once used, this sheet is worth nothing. If you forget the passphrase or lose the phone, come again for a new sheet.";
    ONCE = "编码只显示这一次。离开这一页就看不到了，可以重新做一张。", "The code is shown this once. Leave the page and it is gone; a new one can be made.";
    ONLY_HERE = "这个网址只有这台电脑自己打得开。要让别人用，请用服务器在单位网络里的网址打开街坊，再做这张单子。",
        "Only this machine opens this address. Open the app by the server's address in your network and make the sheet there.";
    BACK = "‹ 返回", "‹ Back";
    COPY = "复制网址", "Copy the link";
    COPIED = "已复制", "Copied";
    PRINT = "打印", "Print";
}

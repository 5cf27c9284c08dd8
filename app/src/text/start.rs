//! The first start of a server.

super::words! {
    TITLE = "第一次启动", "First start";
    HELLO = "这台服务器还是空的。填好下面几项，街坊就能用了；编码只能用一次。",
        "This server is empty. Fill in what follows and it can be used; the code works once.";
    CODE = "启动服务器的地方显示的编码", "The code shown where the server was started";
    NEXT = "下一步", "Continue";
    PLACES = "街道和社区", "Subdistrict and communities";
    SUBDISTRICT = "街道的名称", "Name of the subdistrict";
    COMMUNITIES = "社区的名称", "Names of the communities";
    COMMUNITIES_HINT = "一行一个，请写全", "One a line, all of them";
    YOU = "您自己（街道干部）", "Yourself (subdistrict officer)";
    NAME = "您的姓名", "Your name";
    NAME_HINT = "以后用姓名加口令登录", "You sign in with it and your passphrase";
    ADMINS = "三位管理员", "Three administrators";
    ADMINS_TEXT = "要三位不同的人，也不能是您自己。他们看不到居民的事，各自拿一张开通单。",
        "Three different people, none of them yourself. They see no resident's affairs; each gets a sheet.";
    SYSTEM_HINT = "管机器、备份和升级", "Looks after machine, backups, upgrades";
    AUDIT_HINT = "查日志：谁做过什么", "Reads the log: who did what";
    SECURITY_HINT = "任免街道干部和另外两位管理员，停用登录", "Appoints officers and the other two, stops sign-in";
    MISSING = "请填写：{}", "Fill in: {}";
    DO = "设置好这台服务器", "Set this server up";
    DONE = "设置好了", "The server is set up";
    DONE_TEXT = "请现在把三张开通单打印出来，当面交给三位管理员。这一页离开就看不到了。",
        "Print the three sheets now and hand them over in person. They are not shown again.";
    GO = "三张都印好了，开始用", "All three are printed; begin";
}

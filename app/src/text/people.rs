//! The people of a book, their roles and sheets.

super::words! {
    TITLE = "人员和开通", "People and sign-in sheets";
    FIND = "找人（姓名）", "Find by name";
    FIND_GO = "找", "Find";
    PEOPLE = "这里的人", "People here";
    NOBODY = "没有找到这个人", "Nobody of that name";
    NOBODY_TEXT = "换一个字再找，或者添加。", "Try another part of the name, or add the person.";
    NONE_YET = "这里还没有人", "Nobody is here yet";
    NONE_YET_TEXT = "在下面添加，或者导入名单。", "Add people below, or import a list.";
    MORE = "还有更多人，请写名字来找。", "There are more; look for them by name.";
    OFFLINE = "这一页要有信号才能用。", "This page needs a network.";
    NO_ROLE = "没有身份", "No role";
    NO_ACCOUNT = "还没开通", "No passphrase yet";
    HAS_CODE = "有编码", "Code handed out";
    STOPPED = "已停用", "Stopped";
    BOOK = "哪里的人", "People of";
    ADD = "添加一个人", "Add a person";
    NAME = "姓名", "Name";
    NAME_MISSING = "请写姓名", "Write the name";
    PHONE = "手机号", "Phone number";
    PHONE_HINT = "可以不写；写了，也能用它登录", "May stay empty; it can be used to sign in";
    ADDED = "添加了", "Added";
    ALL = "‹ 所有人", "‹ Everybody";
    SINCE = "{} 起", "since {}";
    END = "结束", "End";
    END_TITLE = "结束这个身份？", "End this role?";
    END_TEXT = "{}不再是「{}」。下一次打开就生效，历史里还看得到。",
        "{} is no longer \"{}\". It takes effect on the next request; history keeps it.";
    ENDED = "身份结束了", "Role ended";
    GIVE = "给一个身份", "Give a role";
    GIVE_WHAT = "什么身份", "Which role";
    GIVE_WHAT_MISSING = "请选身份", "Choose a role";
    GIVE_WHERE = "在哪里", "Where";
    GIVE_WHERE_MISSING = "请选在哪里", "Choose where";
    GIVE_NOWHERE = "这里还没有小区和楼栋，先添加或者导入。", "There are no estates and buildings yet; add or import them first.";
    GIVE_DO = "给这个身份", "Give this role";
    GIVEN = "身份给了", "Role given";
    SHEET = "开通单", "Sign-in sheet";
    SHEET_TEXT = "第一次用、忘了口令、丢了手机，都当面给一张。旧的编码随即作废；用过以后，别的设备上都会退出。",
        "For the first time, a forgotten passphrase or a lost phone; hand it over in person. An older code dies; once used, other devices are signed out.";
    SHEET_NONE = "这位的身份要由上级来开通。", "Somebody above has to let this person in.";
    SHEET_ROLE_FIRST = "先给一个身份，不然登录以后什么也看不到。", "Give a role first; without one nothing is seen after signing in.";
    SHEET_MAKE = "做一张开通单", "Make a sheet";
    LIVING = "发出去还没用的编码", "Codes not used yet";
    LIVING_SUB = "{}发的，{} 前有效", "made by {}, until {}";
    TAKE_BACK = "收回", "Take back";
    TAKE_BACK_TITLE = "收回这个编码？", "Take this code back?";
    TAKE_BACK_TEXT = "{}手里的那张纸就没用了。", "The sheet of {} is then worth nothing.";
    TAKEN_BACK = "收回了", "Taken back";
    COMMAND_LINE = "服务器", "the server";
    STOP = "停用登录", "Stop sign-in";
    STOP_TEXT = "马上在所有设备上退出，不能再登录；身份和记过的事都留着。",
        "Signed out everywhere at once and not let in again; roles and records stay.";
    REASON = "为什么", "Why";
    REASON_MISSING = "请写原因", "Write the reason";
    STOPPED_SINCE = "{} 起停用：{}", "Stopped since {}: {}";
    READMIT = "恢复登录", "Resume sign-in";
    STOPPED_DONE = "停用了", "Stopped";
    READMITTED = "恢复了", "Resumed";
    SURE = "确定", "Confirm";
    CHANGES = "变更", "Changes";
    EDIT = "修改信息", "Correct the data";
    SAVE = "保存", "Save";
    CHANGED = "改好了", "Changed";
    PHONE_KEEP = "不写就不改", "Left empty it stays as it is";
    DOOR = "单元和房号", "Unit and room";
    DOOR_HINT = "例如 3-502", "for example 3-502";
    SKILLS = "会做什么", "Skills";
    SKILLS_HINT = "用顿号隔开", "separated by commas";
    VOLUNTEER = "是志愿者", "Is a volunteer";
    WHY = "为什么离开", "Why they leave";
    MOVED = "迁出", "Moved away";
    DIED = "去世", "Died";
    MISTAKE = "录错了", "Entered by mistake";
    LEAVE = "离开本社区", "Leaves the community";
    LEAVE_TITLE = "确定离开？", "Leaves the community?";
    LEAVE_TEXT = "{}的身份、同意、登录马上结束；记过的事和工时都留着。",
        "Roles, agreements and sign-in of {} end at once. Records and hours stay.";
    RETURN = "又回来了", "Is back";
    MERGE = "和另一条合并", "Is known twice: merge";
    MERGE_NOTE = "同一个人录了两次时用。这一条并到另一条里。",
        "Where one person was entered twice. This entry goes into the other one.";
    MERGE_INTO = "并到谁", "Into whom";
    MERGE_MISSING = "请选并到谁", "Choose the other entry";
    MERGE_TITLE = "合并这两条？", "Merge the two?";
    MERGE_TEXT = "{}的身份、同意和没办完的事转到{}。{}名下的工时留在原账户，历史都看得到。",
        "Roles, agreements and open work of {} go to {}. The hours of {} stay in their own account; history stays.";
    MERGED_INTO = "已并到{}", "merged into {}";
    GONE = "已离开", "no longer here";
}

//! Dates, hours and limits, as each language writes them.

super::words! {
    TODAY = "今天", "today";
    TOMORROW = "明天", "tomorrow";
    YESTERDAY = "昨天", "yesterday";
    DUE_TODAY = "今天到期", "due today";
    LEFT_DAYS = "还有 {} 天", "{} days left";
    LEFT_DAY = "还有 1 天", "1 day left";
    LEFT_HOURS = "还有 {} 小时", "{} h left";
    LATE_DAYS = "已过期 {} 天", "{} days overdue";
    LATE_DAY = "已过期 1 天", "1 day overdue";
    LATE_HOURS = "已过期 {} 小时", "{} h overdue";
    HOURS = "{} 小时", "{} h";
    MINUTES = "{} 分", "{} min";
    HOURS_MINUTES = "{} 小时 {} 分", "{} h {} min";
    AGO_DAYS = "{} 天前", "{} days ago";
    AGO_DAY = "1 天前", "1 day ago";
    AGO_HOURS = "{} 小时前", "{} h ago";
    AGO_NOW = "刚才", "just now";
    AS_OF = "数据截至 {}", "As of {}";
    PROVISIONAL = "（明年的日历还没公布，可能会变）", " (next year's calendar is not published yet; it may move)";
}

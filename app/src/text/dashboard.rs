//! Figures, with what they are made of.

super::words! {
    TITLE = "总览", "Overview";
    WINDOW = "时间", "Window";
    MONTH = "月", "Month";
    QUARTER = "季", "Quarter";
    YEAR = "年", "Year";
    QUARTER_OF = "{}年第{}季度", "{} Q{}";
    YEAR_OF = "{}年", "{}";
    RESPONSE = "响应率", "Answered in time";
    RESPONSE_OF = "{} ÷ {} 件到期应答的", "{} ÷ {} answers due";
    RESPONSE_NONE = "还没有到期应答的", "No answers were due";
    RAISED = "提出议题", "Issues raised";
    RAISED_OF = "受理 {} · 列入议程 {}", "accepted {} · on the agenda {}";
    BANKED = "存入工时", "Hours banked";
    BANKED_OF = "已确认入账的", "confirmed and posted";
    BANKED_STAFF = "{} 位志愿者 · {} 笔待确认", "volunteers {} · to be confirmed {}";
    CARDS = "开出储蓄卡", "Cards opened";
    CARDS_OF = "累计 {} 张", "{} in all";
    CLEARED_RATE = "隐患按期排除", "Hazards cleared in time";
    CLEARED_RATE_OF = "{} ÷ {} 处到期的 · 过期未办 {}", "{} ÷ {} due · overdue and open {}";
    CLEARED_NONE = "还没有到期的 · 过期未办 {}", "None was due · overdue and open {}";
    CLEARED = "排除隐患", "Hazards cleared";
    CLEARED_OF = "发现 {} · 还没销号 {}", "found {} · still open {}";
    COVERAGE = "三无小区有楼长", "Unmanaged estates with a steward";
    COVERAGE_OF = "{} ÷ {} 个小区", "{} ÷ {} estates";
    COVERAGE_NONE = "没有三无小区", "No unmanaged estates";
    ITEMS = "件", "";
    SPOTS = "处", "";
    PIECES = "张", "";
    CHART_ISSUES = "每月提出和受理的议题", "Issues raised and accepted, by month";
    CHART_HOURS = "每月存入的工时", "Hours banked, by month";
    CHART_HAZARDS = "每月发现和排除的隐患", "Hazards found and cleared, by month";
    SERIES_RAISED = "提出", "Raised";
    SERIES_ACCEPTED = "受理", "Accepted";
    SERIES_HOURS = "小时", "Hours";
    SERIES_FOUND = "发现", "Found";
    SERIES_CLEARED = "排除", "Cleared";
    TABLE = "看表格", "See the table";
    COLUMN_MONTH = "月", "Month";
    REPORTED = "上报数", "Reported";
    REPORTED_NOTE = "来源：{}，{}。不与本系统统计相加。", "Source: {}, {}. Not added to what is counted here.";
    OVER = "{} 余", "over {}";
}

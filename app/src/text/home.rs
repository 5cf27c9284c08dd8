//! The neighbourhood today.

super::words! {
    RECORD = "记一件事", "Record something";
    WAITS = "等我处理", "Waiting for me";
    ALL_OF = "{} {} 件", "{}: {}";
    NOTHING_WAITS = "现在没有等您办的事。", "Nothing waits for you now.";
    THIS_MONTH = "这个月的邻里", "The neighbourhood this month";
    MORE = "看总览", "Overview";
    TILE_HAZARD = "安全隐患", "Safety hazard";
    TILE_ISSUE = "提个议题", "Raise an issue";
    TILE_HOUR = "记工时", "Record hours";
}

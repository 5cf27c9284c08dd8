//! What a deployment decides for itself.

super::words! {
    TITLE = "设置", "Settings";
    WHAT = "管全街道的各个社区。新的时限管以后的事，已经告诉人的期限不变。要连网才能保存。",
        "They hold in every community of the subdistrict. New limits are for what comes; a deadline somebody was told stays. Saving needs a network.";
    NOT_YOURS = "设置由街道来改。", "The subdistrict puts settings down.";
    ON_THEIR_WAY = "设置还在取。", "The settings are on their way.";
    NAMES = "叫什么", "What they are called";
    NAME_BAD = "请写 1 到 {} 个字", "Write 1 to {} characters";
    LIMITS = "楼长的时限", "Limits of the stewards";
    HAZARD_DAYS = "一般隐患几天内办完", "Days for an ordinary hazard";
    DANGER_HOURS = "紧急的几小时内办完", "Hours for immediate danger";
    CLIMB_ORDINARY = "一般的过期几小时后上报一级", "Hours overdue before an ordinary one climbs";
    CLIMB_TODAY = "当天的过期几小时后上报一级", "Hours overdue before one of the same day climbs";
    CLIMB_DANGER = "紧急的过期几小时后上报一级", "Hours overdue before immediate danger climbs";
    BREACH_DAYS = "调解后几天没人反悔算办成", "Days after which an agreement counts as kept";
    LIMIT_BAD = "请写 1 到 {} 的整数", "Write a whole number from 1 to {}";
    SAVE = "保存", "Save";
    SAVED = "设置已保存", "The settings are saved";
}

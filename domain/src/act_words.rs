//! What was done, in a few words: for whoever looks through the log of a book.

/// Every kind of command without its version, and what it did, in Chinese and in English.
const WORDS: &[(&str, &str, &str)] = &[
    ("place.add", "增加地方", "Place added"),
    ("place.change", "改地方", "Place changed"),
    ("place.close", "撤销地方", "Place closed"),
    ("place.reopen", "恢复地方", "Place reopened"),
    ("policy.set", "改设置", "Settings changed"),
    ("person.enter", "登记一个人", "Person entered"),
    ("person.change", "改一个人的信息", "Person's data changed"),
    ("person.leave", "登记搬走或去世", "Person moved out or died"),
    ("person.return", "登记搬回来", "Person moved back"),
    ("person.merge", "合并重复的人", "Two entries of a person merged"),
    ("steward.replace", "换楼长", "Steward replaced"),
    ("grant.give", "给身份", "Role given"),
    ("grant.end", "结束身份", "Role ended"),
    ("person.stop", "停用登录", "Sign-in stopped"),
    ("person.readmit", "恢复登录", "Sign-in resumed"),
    ("reported.publish", "发布上报的数字", "Reported figures published"),
    ("book.restored", "从备份恢复", "Restored from a backup"),
    ("person.look", "看号码", "Looked at a number"),
    ("consent.give", "登记同意", "Consent given"),
    ("consent.withdraw", "撤回同意", "Consent withdrawn"),
    ("guardian.name", "登记代办人", "Who acts for somebody named"),
    ("guardian.end", "结束代办", "Acting for somebody ended"),
    ("wish.ask", "提更正或删除", "Correction or erasure asked for"),
    ("wish.answer", "答复更正或删除", "Correction or erasure answered"),
    ("person.erase", "删除一个人的信息", "Person erased"),
    ("person.forget", "删去提到这个人的话", "What named an erased person forgotten"),
    ("hazard.find", "记隐患", "Hazard recorded"),
    ("hazard.review", "审核隐患", "Hazard reviewed"),
    ("hazard.correct", "改隐患", "Hazard corrected"),
    ("hazard.rectify", "隐患整改好了", "Hazard rectified"),
    ("hazard.recheck", "复查隐患", "Hazard rechecked"),
    ("hazard.clear", "销隐患", "Hazard cleared"),
    ("hazard.control", "先控制住隐患", "Hazard controlled"),
    ("hazard.assign", "隐患交给人办", "Hazard assigned"),
    ("hazard.void", "作废隐患", "Hazard voided"),
    ("hazard.move", "改隐患的地点", "Hazard moved to its place"),
    ("hazard.climb", "隐患过期上报", "Overdue hazard climbed"),
    ("entry.record", "楼长记一件事", "Steward's entry recorded"),
    ("entry.advance", "楼长的事进一步", "Steward's entry taken further"),
    ("entry.answer", "当事人答复", "Answered by whom it concerns"),
    ("entry.breach", "记没有履行", "Breach recorded"),
    ("entry.review", "审核楼长的记录", "Steward's entry reviewed"),
    ("entry.correct", "改楼长的记录", "Steward's entry corrected"),
    ("entry.count", "楼长的记录计数", "Steward's entry counted"),
    ("entry.void", "作废楼长的记录", "Steward's entry voided"),
    ("entry.move", "改记录的地点或种类", "Steward's entry moved"),
    ("entry.hand", "交给别人办", "Handed over"),
    ("entry.look", "看保密的记录", "Opened a sealed entry"),
    ("issue.from", "记录转成议题", "Issue raised from a record"),
    ("issue.raise", "提议题", "Issue raised"),
    ("issue.accept", "受理议题", "Issue accepted"),
    ("issue.decline", "不受理议题", "Issue declined"),
    ("issue.agenda", "议题排上议程", "Issue put on the agenda"),
    ("issue.escalate", "议题过期上报", "Overdue issue escalated"),
    ("card.open", "开储蓄卡", "Card opened"),
    ("hour.capture", "记工时", "Hour recorded"),
    ("hour.confirm", "确认工时", "Hour confirmed"),
    ("hour.reject", "不认工时", "Hour rejected"),
];

/// What a command of that kind did, with its version or without, in Chinese and in English; none where the kind is not
/// known.
pub fn act_words(kind: &str) -> Option<(&'static str, &'static str)> {
    let kind = kind.split('@').next()?;
    WORDS.iter().find(|(known, ..)| *known == kind).map(|(_, zh, en)| (*zh, *en))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Command;

    #[test]
    fn every_command_has_words_of_its_own_in_both_languages_and_no_words_are_left_over() {
        let bare = |kind: &'static str| kind.split('@').next().unwrap();
        for kind in Command::KINDS {
            let (zh, en) = act_words(kind).unwrap_or_else(|| panic!("{kind} has no words"));
            assert!(zh.chars().all(|c| c >= '\u{4e00}') && en.is_ascii() && !en.is_empty(), "{kind}: {zh} {en}");
        }
        for (i, (kind, zh, en)) in WORDS.iter().enumerate() {
            assert!(Command::KINDS.iter().any(|known| bare(known) == *kind), "{kind} is no command");
            let twice = WORDS[..i].iter().any(|other| other.0 == *kind || other.1 == *zh || other.2 == *en);
            assert!(!twice, "{kind}");
        }
        assert_eq!(act_words("hazard.blow@1"), None);
    }
}

//! What the stewards recorded beside hazards: some of each kind, in several states.

use super::{acts::Diary, places::id};
use jiefang_domain::{
    Id, Millis,
    calendar::{HOUR_MS, MINUTE_MS},
    command::Command,
    privacy::Given,
    stewards::{
        AdvanceEntry, AnswerEntry, CountEntry, EntryCategory, EntryContent, EntryKind, EntryState, Named, PartyAnswer,
        RecordEntry, ReviewEntry, SeenAt,
    },
};

use EntryCategory as C;
use EntryKind as K;
use EntryState as S;

/// One step after the record.
#[derive(Clone, Copy)]
enum Step {
    /// It goes there, with these words.
    To(S, &'static str),
    /// A party says so: by themselves, or on paper before who is named.
    Says(u32, PartyAnswer, Given),
    /// The area branch says that it stands, or why it does not.
    Review(&'static str),
    /// The general branch counts it.
    Count,
}

/// A record: days ago, kind, building, who, about what, where, in whose words, whom it concerns, then who did what.
struct Told {
    days: i32,
    kind: K,
    place: &'static str,
    by: &'static str,
    category: C,
    spot: &'static str,
    note: &'static str,
    /// Ids of people, or names in words where nobody of that id is known.
    parties: &'static [&'static str],
    steps: &'static [(&'static str, Step)],
}

const HE: &str = "he-jianguo";
const DONG: &str = "dong-xuewen";
const QIN: &str = "qin-shouren";
const MA: &str = "ma-yulan";
const GUO: &str = "guo-fang";
const STANDS: (&str, Step) = (HE, Step::Review(""));
const COUNTS: (&str, Step) = (DONG, Step::Count);
const YES: PartyAnswer = PartyAnswer::Consents;
const DONE: PartyAnswer = PartyAnswer::Confirms;
const OWN: Given = Given::Themself;
const PAPER: Given = Given::Paper;

const TOLD: &[Told] = &[
    Told {
        days: 50,
        kind: K::Dispute,
        place: "qinyuan-5",
        by: QIN,
        category: C::Noise,
        spot: "2",
        note: "楼上楼下为孩子练琴的时间争了几次。",
        parties: &["feng-jing", "zhou-guifang"],
        steps: &[
            ("feng-jing", Step::Says(0, YES, OWN)),
            ("zhou-guifang", Step::Says(1, YES, OWN)),
            (QIN, Step::To(S::Mediating, "请两家坐下来谈。")),
            ("bai-zheng", Step::To(S::Mediating, "练琴到晚上八点，中午不练。")),
            ("feng-jing", Step::Says(0, DONE, OWN)),
            ("zhou-guifang", Step::Says(1, DONE, OWN)),
            STANDS,
            (QIN, Step::To(S::Fulfilled, "")),
            COUNTS,
        ],
    },
    Told {
        days: 18,
        kind: K::Dispute,
        place: "qinyuan-3",
        by: MA,
        category: C::Shared,
        spot: "1",
        note: "楼道里放鞋柜，邻居有意见。",
        parties: &["chen-xiaoyu", "三楼的王先生"],
        steps: &[
            ("chen-xiaoyu", Step::Says(0, YES, OWN)),
            (MA, Step::Says(1, YES, PAPER)),
            (MA, Step::To(S::Mediating, "约好周六再谈。")),
        ],
    },
    Told {
        days: 9,
        kind: K::Dispute,
        place: "qinyuan-6",
        by: GUO,
        category: C::Parking,
        spot: "yard",
        note: "占车位，吵了起来。",
        parties: &["gao-yuan", "外来送货的司机"],
        steps: &[("gao-yuan", Step::Says(0, PartyAnswer::Refuses, OWN)), STANDS],
    },
    Told {
        days: 1,
        kind: K::Dispute,
        place: "qinyuan-5",
        by: QIN,
        category: C::Leak,
        spot: "3",
        note: "楼上漏水，谁来修说不拢。",
        parties: &["zhou-guifang", "楼上的租户"],
        steps: &[],
    },
    Told {
        days: 36,
        kind: K::Errand,
        place: "qinyuan-5",
        by: "zhou-guifang",
        category: C::Medicine,
        spot: "3",
        note: "降压药吃完了，请帮我到社区医院开。",
        parties: &["zhou-guifang"],
        steps: &[
            (QIN, Step::To(S::Accepted, "")),
            (QIN, Step::To(S::Doing, "")),
            (QIN, Step::To(S::HandedBack, "药和票据都交给本人了。")),
            ("zhou-guifang", Step::Says(0, DONE, OWN)),
            STANDS,
            COUNTS,
        ],
    },
    Told {
        days: 24,
        kind: K::Errand,
        place: "qinyuan-4",
        by: "hao-wei",
        category: C::Papers,
        spot: "1",
        note: "高龄津贴认证，老人不会用手机。",
        parties: &["shi-xiulan"],
        steps: &[
            ("hao-wei", Step::To(S::Accepted, "")),
            ("hao-wei", Step::To(S::Doing, "")),
            ("hao-wei", Step::To(S::HandedBack, "已经办好。")),
            ("zhao-min", Step::Says(0, DONE, PAPER)),
            STANDS,
            COUNTS,
        ],
    },
    Told {
        days: 6,
        kind: K::Errand,
        place: "qinyuan-5",
        by: "feng-jing",
        category: C::Repairs,
        spot: "2",
        note: "单元门禁卡坏了，请帮忙换。",
        parties: &["feng-jing"],
        steps: &[(QIN, Step::To(S::Accepted, "")), (QIN, Step::To(S::Doing, "物业说周四有卡。"))],
    },
    Told {
        days: 1,
        kind: K::Errand,
        place: "qinyuan-5",
        by: "zhou-guifang",
        category: C::Bills,
        spot: "3",
        note: "燃气费不会交。",
        parties: &["zhou-guifang"],
        steps: &[],
    },
    Told {
        days: 15,
        kind: K::Patrol,
        place: "qinyuan",
        by: "hao-wei",
        category: C::Other,
        spot: "yard",
        note: "晚上八点，看门禁、路灯和充电棚。",
        parties: &[],
        steps: &[("hao-wei", Step::To(S::Started, "")), ("hao-wei", Step::To(S::Done, "")), STANDS, COUNTS],
    },
    Told {
        days: 1,
        kind: K::Patrol,
        place: "qinyuan",
        by: "hao-wei",
        category: C::Other,
        spot: "yard",
        note: "",
        parties: &[],
        steps: &[("hao-wei", Step::To(S::Started, ""))],
    },
    Told {
        days: 40,
        kind: K::Theft,
        place: "qinyuan-1",
        by: "niu-zhiqiang",
        category: C::Bicycle,
        spot: "yard",
        note: "有人撬电动车电瓶，喊住了。",
        parties: &[],
        steps: &[
            ("niu-zhiqiang", Step::To(S::PoliceCalled, "")),
            ("niu-zhiqiang", Step::To(S::HandedOver, "民警到场带走。")),
            ("zhao-min", Step::To(S::Confirmed, "")),
            STANDS,
            COUNTS,
        ],
    },
    Told {
        days: 5,
        kind: K::Theft,
        place: "qinyuan-6",
        by: GUO,
        category: C::Shared,
        spot: "1",
        note: "消防水带不见了。",
        parties: &[],
        steps: &[(GUO, Step::To(S::PoliceCalled, ""))],
    },
    Told {
        days: 29,
        kind: K::Fight,
        place: "qinyuan-3",
        by: MA,
        category: C::Parking,
        spot: "yard",
        note: "两人为车位动手，拉开了。",
        parties: &[],
        steps: &[(MA, Step::To(S::PoliceCalled, "")), (MA, Step::To(S::HandedOver, "")), STANDS],
    },
    Told {
        days: 20,
        kind: K::Visit,
        place: "qinyuan-4",
        by: "hao-wei",
        category: C::Older,
        spot: "1",
        note: "腿脚不便，说家里灯暗。",
        parties: &["shi-xiulan"],
        steps: &[
            ("hao-wei", Step::To(S::Done, "")),
            ("hao-wei", Step::To(S::FollowUp, "灯已经换好。")),
            STANDS,
            COUNTS,
        ],
    },
    Told {
        days: 3,
        kind: K::Visit,
        place: "qinyuan-5",
        by: QIN,
        category: C::Newcomer,
        spot: "1",
        note: "",
        parties: &["新搬来的一家"],
        steps: &[(QIN, Step::To(S::Done, "")), (HE, Step::Review("写一下住几口人、要不要办居住证。"))],
    },
    Told {
        days: 12,
        kind: K::StudyVisit,
        place: "qinyuan-1",
        by: "niu-zhiqiang",
        category: C::Phone,
        spot: "2",
        note: "教老党员用手机看学习内容。",
        parties: &["wang-fu"],
        steps: &[
            ("niu-zhiqiang", Step::To(S::Held, "")),
            ("niu-zhiqiang", Step::To(S::Feedback, "想再学一次视频通话。")),
            STANDS,
        ],
    },
];

fn content(told: &Told, happened_at_ms: Millis) -> EntryContent {
    let known = |party: &str| super::people::PEOPLE.iter().any(|person| person.id == party);
    let named = |party: &&str| {
        let (person, name) = if known(party) { (id(party), "") } else { (Id::none(), *party) };
        Named { person, name: name.to_owned() }
    };
    let points: &[&str] = if told.kind == K::Patrol { &["qinyuan-1", "qinyuan-3", "qinyuan-5"] } else { &[] };
    EntryContent {
        category: told.category,
        spot: told.spot.to_owned(),
        note: told.note.to_owned(),
        happened_at_ms,
        parties: told.parties.iter().map(named).collect(),
        checkpoints: points.iter().map(|point| id(point)).collect(),
        photos: Vec::new(),
    }
}

fn step(entry: Id, kind: K, step: Step, at_ms: Millis) -> Command {
    match step {
        Step::To(to, words) => {
            // The words of a second session are what both sides are to confirm.
            let agrees = to == S::Mediating && words.contains("不");
            let (note, agreement) = (words.to_owned(), if agrees { words.to_owned() } else { String::new() });
            let seen = ["qinyuan-1", "qinyuan-5"].map(|at| SeenAt { at: id(at), at_ms: at_ms - 10 * MINUTE_MS });
            let seen = if kind == K::Patrol && to == S::Done { seen.into() } else { Vec::new() };
            let report = if to == S::HandedOver { "110-20261".to_owned() } else { String::new() };
            let photos = Vec::new();
            Command::AdvanceEntry(AdvanceEntry {
                entry,
                to,
                note,
                agreement,
                report,
                remedies_told: false,
                seen,
                photos,
            })
        }
        Step::Says(party, answer, how) => {
            Command::AnswerEntry(AnswerEntry { entry, party, answer, how, note: String::new() })
        }
        Step::Review(reason) => {
            Command::ReviewEntry(ReviewEntry { entry, passed: reason.is_empty(), reason: reason.to_owned() })
        }
        Step::Count => Command::CountEntry(CountEntry { entry }),
    }
}

/// Writes them down.
pub fn entries(diary: &mut Diary) {
    for (n, told) in (1..).zip(TOLD) {
        let entry = Id::join(&["demo-e", &format!("{n:03}")]);
        let at_ms = diary.at(told.days, 9, 20 + n);
        let (entry_kind, place, replaces) = (told.kind, id(told.place), Id::none());
        let content = content(told, at_ms);
        let record = RecordEntry { id: entry.clone(), entry_kind, place, replaces, content };
        diary.write(at_ms, "jinbu", told.by, Command::RecordEntry(record));
        for (k, (by, what)) in (1..).zip(told.steps) {
            let step_at_ms = at_ms + k * HOUR_MS;
            diary.write(step_at_ms, "jinbu", by, step(entry.clone(), told.kind, *what, step_at_ms));
        }
    }
}

//! Two and a half months of invented acts, each a command of the person who would do it, in the order of time.

use super::places::id;
use jiefang_domain::{
    Day, Id, Millis,
    calendar::{DAY_MS, HOUR_MS, MINUTE_MS},
    command::Command,
    council::{AcceptIssue, DeclineIssue, IssueCategory, PutOnAgenda, RaiseIssue},
    privacy::{GiveConsent, Given, LookAtPerson, LookReason, NameGuardian, PersonField, Purpose},
    stewards::{
        ClearHazard, FindHazard, Grade, HazardCategory, RecheckHazard, RectifyHazard, ReviewHazard, ReviewOutcome,
    },
    timebank::{Activity, CaptureHour, ConfirmHour, Recipient},
};

/// An act: when, in which book, whose, what.
pub struct Act {
    /// When it was authored and received.
    pub at_ms: Millis,
    /// The book.
    pub book: &'static str,
    /// Who.
    pub person: &'static str,
    /// What.
    pub command: Command,
}

/// The acts as they are written down, not yet in order.
pub(super) struct Diary {
    now_ms: Millis,
    acts: Vec<Act>,
}

impl Diary {
    /// That many days before today, at an hour of the day; never later than an hour ago.
    pub(super) fn at(&self, days_ago: i32, hour: i64, minute: i64) -> Millis {
        let day = Day::at(self.now_ms).plus(-days_ago).start_ms();
        (day + hour * HOUR_MS + minute * MINUTE_MS).min(self.now_ms - HOUR_MS)
    }

    pub(super) fn write(&mut self, at_ms: Millis, book: &'static str, person: &'static str, command: Command) {
        if at_ms <= self.now_ms {
            self.acts.push(Act { at_ms, book, person, command });
        }
    }
}

/// Everything that happened up to `now_ms`.
pub fn acts(now_ms: Millis) -> Vec<Act> {
    let mut diary = Diary { now_ms, acts: Vec::new() };
    hazards(&mut diary);
    issues(&mut diary);
    super::entries::entries(&mut diary);
    hours(&mut diary);
    people(&mut diary);
    diary.acts.sort_by_key(|act| act.at_ms);
    diary.acts
}

/// What was found: days ago, building, who, spot, what, how urgent, in whose words, how far it has come (0 found … 4 cleared).
type Found = (i32, &'static str, &'static str, &'static str, HazardCategory, Grade, &'static str, u8);

const FOUND: &[Found] = &[
    (70, "qinyuan-5", "qin-shouren", "1", HazardCategory::Clutter, Grade::Ordinary, "一楼楼道堆了旧家具", 4),
    (66, "qinyuan-3", "ma-yulan", "2", HazardCategory::Wiring, Grade::Today, "有人从窗户拉线充电", 4),
    (61, "qinyuan-1", "niu-zhiqiang", "yard", HazardCategory::Manhole, Grade::Immediate, "井盖松动，老人容易绊倒", 4),
    (55, "qinyuan-6", "guo-fang", "1", HazardCategory::Leak, Grade::Ordinary, "三楼水管渗水", 4),
    (48, "qinyuan-5", "qin-shouren", "3", HazardCategory::Door, Grade::Ordinary, "单元门关不上", 4),
    (41, "qinyuan-3", "ma-yulan", "1", HazardCategory::Fire, Grade::Today, "灭火器过期", 4),
    (33, "qinyuan-1", "niu-zhiqiang", "2", HazardCategory::Clutter, Grade::Ordinary, "楼梯口停了三轮车", 4),
    (27, "qinyuan-5", "qin-shouren", "2", HazardCategory::Wiring, Grade::Today, "电表箱门掉了", 4),
    (21, "qinyuan-6", "guo-fang", "2", HazardCategory::Leak, Grade::Ordinary, "天台积水", 4),
    (16, "qinyuan-3", "ma-yulan", "3", HazardCategory::Clutter, Grade::Ordinary, "地下室门口堆纸箱", 4),
    (12, "qinyuan-5", "qin-shouren", "1", HazardCategory::Door, Grade::Ordinary, "楼道灯不亮", 4),
    (9, "qinyuan-1", "niu-zhiqiang", "1", HazardCategory::Wiring, Grade::Ordinary, "飞线晾衣服", 2),
    (6, "qinyuan-5", "qin-shouren", "3", HazardCategory::Clutter, Grade::Ordinary, "三单元楼道堆放杂物", 2),
    (4, "qinyuan-6", "guo-fang", "yard", HazardCategory::Other, Grade::Ordinary, "院墙砖松了", 1),
    (1, "qinyuan-3", "ma-yulan", "2", HazardCategory::Leak, Grade::Today, "消防栓滴水", 0),
];

fn hazards(diary: &mut Diary) {
    for (n, (days, place, steward, spot, category, grade, note, stage)) in (1..).zip(FOUND) {
        let hazard = Id::join(&["demo-h", &format!("{n:03}")]);
        let found_at_ms = diary.at(*days, 8, 10 + n);
        let find = FindHazard {
            id: hazard.clone(),
            place: id(place),
            spot: (*spot).to_owned(),
            category: *category,
            grade: *grade,
            note: (*note).to_owned(),
            found_at_ms,
            photos: Vec::new(),
        };
        // Later steps keep the grade's pace: minutes after minutes where danger is immediate.
        let pace = if *grade == Grade::Ordinary { 8 * HOUR_MS } else { 40 * MINUTE_MS };
        let steps: [(&str, Command); 5] = [
            (steward, Command::FindHazard(find)),
            (
                "he-jianguo",
                Command::ReviewHazard(ReviewHazard {
                    hazard: hazard.clone(),
                    outcome: ReviewOutcome::Reviewed { grade: *grade },
                }),
            ),
            (steward, Command::RectifyHazard(RectifyHazard { hazard: hazard.clone(), note: "已经处理好".to_owned() })),
            (
                "hao-wei",
                Command::RecheckHazard(RecheckHazard { hazard: hazard.clone(), passed: true, note: String::new() }),
            ),
            ("dong-xuewen", Command::ClearHazard(ClearHazard { hazard })),
        ];
        for ((step, (person, command)), k) in steps.into_iter().enumerate().zip(0_i64..) {
            if step <= usize::from(*stage) {
                diary.write(found_at_ms + 5 * MINUTE_MS + k * pace, "jinbu", person, command);
            }
        }
    }
}

/// What was raised: days ago, book, place, who, what about, title, detail, what became of it.
type Raised = (i32, &'static str, &'static str, &'static str, IssueCategory, &'static str, &'static str, Became);

#[derive(Clone, Copy, PartialEq)]
enum Became {
    Waiting,
    Accepted,
    OnAgenda,
    Declined(&'static str),
}

const RAISED: &[Raised] = &[
    (
        68,
        "jieshuibei",
        "shanshui",
        "xu-lan",
        IssueCategory::Parking,
        "小区电动车充电难",
        "晚上到处找不到地方充电，有人往楼下拉线。",
        Became::OnAgenda,
    ),
    (
        52,
        "jieshuibei",
        "shanshui",
        "xu-bo",
        IssueCategory::Safety,
        "监控什么时候装到位",
        "三号楼后面一直没有监控。",
        Became::OnAgenda,
    ),
    (
        38,
        "jieshuibei",
        "shanshui",
        "xu-lan",
        IssueCategory::Nuisance,
        "流浪狗扰民",
        "早晚成群，孩子不敢下楼。",
        Became::OnAgenda,
    ),
    (
        20,
        "jieshuibei",
        "shanshui",
        "xu-bo",
        IssueCategory::Hygiene,
        "垃圾清运不及时",
        "周末垃圾堆到路上。",
        Became::Accepted,
    ),
    (
        1,
        "jieshuibei",
        "shanshui",
        "xu-lan",
        IssueCategory::Facilities,
        "儿童滑梯坏了",
        "滑梯底板裂开。",
        Became::Waiting,
    ),
    (
        63,
        "jinbu",
        "qinyuan",
        "zhou-guifang",
        IssueCategory::Facilities,
        "老楼水管经常漏水",
        "五号楼水管和电路都老了。",
        Became::OnAgenda,
    ),
    (45, "jinbu", "qinyuan", "chen-xiaoyu", IssueCategory::Parking, "院里车乱停，消防车进不来", "", Became::OnAgenda),
    (
        30,
        "jinbu",
        "qinyuan",
        "feng-jing",
        IssueCategory::Nuisance,
        "楼下广场舞太晚",
        "十点以后还在放音乐。",
        Became::Declined("经调解双方已约好九点结束，不再列入议题。"),
    ),
    (
        8,
        "jinbu",
        "qinyuan",
        "zhou-guifang",
        IssueCategory::Facilities,
        "楼道装扶手",
        "老人多，上下楼不方便。",
        Became::OnAgenda,
    ),
    (5, "jinbu", "qinyuan", "gao-yuan", IssueCategory::Hygiene, "大件垃圾没有地方放", "", Became::Accepted),
    (
        1,
        "jinbu",
        "qinyuan",
        "zhou-guifang",
        IssueCategory::Safety,
        "晚上院里路灯不亮",
        "六号楼前面一段很黑。",
        Became::Waiting,
    ),
];

fn issues(diary: &mut Diary) {
    for (n, (days, book, place, raiser, category, title, detail, became)) in (1..).zip(RAISED) {
        let issue = Id::join(&["demo-i", &format!("{n:03}")]);
        let (worker, secretary) = if *book == "jinbu" { ("zhao-min", "he-jianguo") } else { ("lin-hai", "luo-gang") };
        let raised_at_ms = diary.at(*days, 19, n);
        let raise = RaiseIssue {
            id: issue.clone(),
            place: id(place),
            category: *category,
            title: (*title).to_owned(),
            detail: (*detail).to_owned(),
            raiser: id(raiser),
            consent: false,
        };
        diary.write(raised_at_ms, book, raiser, Command::RaiseIssue(raise));
        let answered = raised_at_ms + 15 * HOUR_MS;
        match became {
            Became::Waiting => {}
            Became::Declined(reason) => {
                let decline = DeclineIssue { issue, reason: (*reason).to_owned() };
                diary.write(answered, book, worker, Command::DeclineIssue(decline));
            }
            Became::Accepted | Became::OnAgenda => {
                let accept = AcceptIssue { issue: issue.clone(), category: *category };
                diary.write(answered, book, worker, Command::AcceptIssue(accept));
            }
        }
        if *became == Became::OnAgenda {
            let put_at = answered + DAY_MS;
            let meets_at_ms = Day::at(put_at).plus(7).start_ms() + 19 * HOUR_MS;
            let topic = format!("{title}：现场看一看，四方议一议");
            let issue = Id::join(&["demo-i", &format!("{n:03}")]);
            diary.write(put_at, book, secretary, Command::PutOnAgenda(PutOnAgenda { issue, meets_at_ms, topic }));
        }
    }
}

/// Who agreed to be a contact of the building: days ago, who.
const CONTACTS: &[(i32, &str)] = &[
    (58, "zhou-guifang"),
    (44, "feng-jing"),
    (40, "wang-fu"),
    (36, "gao-yuan"),
    (22, "shi-xiulan"),
    (15, "chen-xiaoyu"),
];
/// Who looked at whose number: days ago, who, whose, why, in words.
const LOOKED: &[(i32, &str, &str, LookReason, &str)] = &[
    (31, "zhao-min", "zhou-guifang", LookReason::Answer, "扶手的事回个话"),
    (12, "bai-zheng", "feng-jing", LookReason::Dispute, ""),
    (6, "qin-shouren", "zhou-guifang", LookReason::Visit, ""),
    (2, "sun-li", "chen-xiaoyu", LookReason::Check, ""),
];

/// What residents agreed to, who looked, and who acts for whom.
fn people(diary: &mut Diary) {
    for (days, person) in CONTACTS {
        let home = Id::join(&["demo-g", person]);
        let give = |purpose, home| GiveConsent { person: id(person), purpose, how: Given::Themself, home };
        let (contact, data) = (give(Purpose::Contact, home), give(Purpose::Data, Id::none()));
        diary.write(diary.at(*days, 10, 20), "jinbu", person, Command::GiveConsent(data));
        diary.write(diary.at(*days, 10, 21), "jinbu", person, Command::GiveConsent(contact));
    }
    for (n, (days, by, person, reason, note)) in (1..).zip(LOOKED) {
        let look = LookAtPerson {
            id: Id::join(&["demo-l", &format!("{n:03}")]),
            person: id(person),
            fields: vec![PersonField::Phone],
            reason: *reason,
            note: (*note).to_owned(),
        };
        diary.write(diary.at(*days, 15, n), "jinbu", by, Command::LookAtPerson(look));
    }
    let guardian = NameGuardian { person: id("shi-xiulan"), guardian: id("yang-liu"), consent: true, told: Vec::new() };
    diary.write(diary.at(20, 9, 30), "jinbu", "zhao-min", Command::NameGuardian(guardian));
}

/// Who helps whom: book, place, provider, recipient, activity, minutes, every how many days, how many of the last wait.
type Helps = (&'static str, &'static str, &'static str, &'static str, Activity, i64, i32, i32);

const HELPS: &[Helps] = &[
    ("jinbu", "qinyuan", "chen-xiaoyu", "zhou-guifang", Activity::Company, 120, 5, 1),
    ("jinbu", "qinyuan", "ayguli", "shi-xiulan", Activity::Care, 90, 6, 0),
    ("jinbu", "qinyuan", "wang-fu", "zhou-guifang", Activity::Repairs, 60, 9, 0),
    ("jinbu", "qinyuan", "gao-yuan", "shi-xiulan", Activity::Errands, 45, 7, 0),
    ("jinbu", "qinyuan", "feng-jing", "shi-xiulan", Activity::Cleaning, 120, 8, 0),
    ("jinbu", "qinyuan", "yang-liu", "zhou-guifang", Activity::Lessons, 90, 11, 0),
    ("luoyu", "luoyu", "song-yi", "fu-gui", Activity::Company, 120, 4, 1),
    ("luoyu", "luoyu", "kong-rui", "fu-gui", Activity::Cleaning, 90, 7, 0),
    ("luoyu", "luoyu", "meng-fan", "fu-gui", Activity::Care, 120, 9, 0),
    ("luoyu", "luoyu", "ding-yi", "hu-bing", Activity::Lessons, 60, 10, 0),
    ("luoyu", "luoyu", "hu-bing", "fu-gui", Activity::Errands, 60, 12, 0),
    ("jieshuibei", "shanshui", "xu-bo", "xu-lan", Activity::Repairs, 60, 14, 0),
];

fn hours(diary: &mut Diary) {
    for (n, (book, place, provider, recipient, activity, minutes, every, wait)) in (1..).zip(HELPS) {
        for k in 0..(75 / every) {
            // Each pair has its own hour of the day, so that a recipient's visitors do not meet.
            let started_at_ms = Day::at(diary.now_ms).plus(-1 - k * every).start_ms() + (7 + n) * HOUR_MS;
            let hour = Id::join(&["demo-t", &format!("{n:02}-{k:02}")]);
            let ended = started_at_ms + minutes * MINUTE_MS;
            let capture = CaptureHour {
                id: hour.clone(),
                provider: id(provider),
                recipient: Recipient::Person(id(recipient)),
                place: id(place),
                activity: *activity,
                started_at_ms,
                minutes: *minutes,
            };
            diary.write(ended + 5 * MINUTE_MS, book, provider, Command::CaptureHour(capture));
            if k >= *wait {
                let confirm = Command::ConfirmHour(ConfirmHour { hour });
                diary.write(ended + 30 * MINUTE_MS, book, recipient, confirm);
            }
        }
    }
}

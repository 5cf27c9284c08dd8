//! Invented people: at least one of each role. None of them is a person of the report.

use jiefang_domain::identity::Role;

/// A person: book, id, name, household, role, place, number of the savings card or empty.
pub struct Person {
    /// The book they are known in.
    pub book: &'static str,
    /// Their id.
    pub id: &'static str,
    /// Their name.
    pub name: &'static str,
    /// The role they hold.
    pub role: Role,
    /// Where they hold it.
    pub place: &'static str,
    /// The number of their savings card, or empty.
    pub card: &'static str,
    /// Offered on the sign-in page.
    pub offered: bool,
}

const fn p(
    book: &'static str,
    id: &'static str,
    name: &'static str,
    role: Role,
    place: &'static str,
    card: &'static str,
    offered: bool,
) -> Person {
    Person { book, id, name, role, place, card, offered }
}

/// Whose numbers are invented too: all of 1380000xxxx, a range that nobody uses. The enterprise has none.
pub fn phone(at: usize, person: &Person) -> String {
    if person.role == Role::Enterprise { String::new() } else { format!("1380000{:04}", 1_203 + at * 37) }
}

/// Everybody.
pub const PEOPLE: &[Person] = &[
    p("jinbu", "qin-shouren", "秦守仁", Role::Steward, "qinyuan-5", "", true),
    p("jinbu", "he-jianguo", "何建国", Role::BranchSecretary, "jinbu-1", "", true),
    p("jinbu", "zhao-min", "赵敏", Role::CommunityWorker, "jinbu", "", true),
    p("jinbu", "zhou-guifang", "周桂芳", Role::Resident, "qinyuan-5", "00002", true),
    p("jinbu", "chen-xiaoyu", "陈小雨", Role::Resident, "qinyuan-3", "00041", true),
    p("jinbu", "wu-daming", "吴大明", Role::ResidentRepresentative, "qinyuan", "", true),
    p("jieshuibei", "gan-cheng", "甘成", Role::PropertyManager, "shanshui", "", true),
    p("dacheng", "lu-ming", "鲁明", Role::SubdistrictOfficer, "dacheng", "", true),
    p("server", "yan-jin", "严谨", Role::AuditAdmin, "server", "", true),
    p("jinbu", "bai-zheng", "白正", Role::Mediator, "jinbu", "", true),
    p("jinbu", "hui-shang", "惠尚商贸", Role::Enterprise, "jinbu", "", true),
    p("jinbu", "sun-li", "孙丽", Role::CommunityWorker, "jinbu", "", false),
    p("jinbu", "ma-yulan", "马玉兰", Role::Steward, "qinyuan-3", "", false),
    p("jinbu", "niu-zhiqiang", "牛志强", Role::Steward, "qinyuan-1", "", false),
    p("jinbu", "guo-fang", "郭芳", Role::Steward, "qinyuan-6", "", false),
    p("jinbu", "hao-wei", "郝伟", Role::Steward, "qinyuan", "", false),
    p("jinbu", "ayguli", "阿依古丽·买买提", Role::Resident, "qinyuan-2", "00017", false),
    p("jinbu", "wang-fu", "王𫖯", Role::Resident, "qinyuan-1", "00018", false),
    p("jinbu", "gao-yuan", "高远", Role::Resident, "qinyuan-6", "00023", false),
    p("jinbu", "feng-jing", "冯静", Role::Resident, "qinyuan-5", "00029", false),
    p("jinbu", "yang-liu", "杨柳", Role::Resident, "qinyuan-4", "00035", false),
    p("jinbu", "shi-xiulan", "石秀兰", Role::Resident, "qinyuan-4", "00003", false),
    p("jieshuibei", "lin-hai", "林海", Role::CommunityWorker, "jieshuibei", "", false),
    p("jieshuibei", "luo-gang", "罗刚", Role::BranchSecretary, "jieshuibei", "", false),
    p("jieshuibei", "deng-qiang", "邓强", Role::Steward, "shanshui-2", "", false),
    p("jieshuibei", "xu-lan", "许兰", Role::Resident, "shanshui-1", "00004", false),
    p("jieshuibei", "xu-bo", "徐波", Role::Resident, "shanshui-3", "00005", false),
    p("luoyu", "yao-dan", "姚丹", Role::CommunityWorker, "luoyu", "", false),
    p("luoyu", "tian-ye", "田野", Role::BranchSecretary, "luoyu", "", false),
    p("luoyu", "fu-gui", "付桂英", Role::Resident, "luoyu", "00001", false),
    p("luoyu", "song-yi", "宋怡", Role::Resident, "luoyu", "00006", false),
    p("luoyu", "kong-rui", "孔睿", Role::Resident, "luoyu", "00007", false),
    p("luoyu", "meng-fan", "孟凡", Role::Resident, "luoyu", "00008", false),
    p("luoyu", "ding-yi", "丁一", Role::Resident, "luoyu", "00009", false),
    p("luoyu", "hu-bing", "胡冰", Role::Resident, "luoyu", "00010", false),
    p("jinbu", "dong-xuewen", "董学文", Role::BranchSecretary, "jinbu", "", true),
    p("guangming", "jin-xin", "金鑫", Role::CommunityWorker, "guangming", "", false),
];

//! Nothing is written twice, nothing in part, and what was imported can be taken back.

use super::yard::{NOW, Yard, counts, id};
use jiefang_domain::{
    Kind,
    command::Command,
    grid::{AddPlace, PlaceKind},
    identity::{ChangePerson, Grant, Person},
    record::Record,
    sync::Answer,
};
use jiefang_server::{
    import::{Applied, Undone, apply, new_id},
    store::import::{Back, Import},
    sync::SystemOp,
    verify::verify,
};
use std::{collections::BTreeMap, fmt::Write};

/// Numbers that follow from a seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

/// Lists as chance has them: people in two communities, with and without phone, door, card; some again, some wrong.
fn lists(seed: u64) -> (String, String) {
    let mut chance = Chance(seed);
    let mut grid = "社区,片区,小区,楼栋,单元数,户数,是否三无\n".to_owned();
    for _ in 0..6 + chance.below(8) {
        let (community, area) = (chance.of(&["甲社区", "乙", "丙社区"]), chance.of(&["一片区", "二片区", ""]));
        let (estate, building) = (chance.of(&["东院", "西院"]), chance.of(&["1栋", "２号楼", "三号楼", ""]));
        let (units, unmanaged) = (chance.of(&["1", "3", "x"]), chance.of(&["是", "否", ""]));
        writeln!(grid, "{community},{area},{estate},{building},{units},40,{unmanaged}").unwrap();
    }
    let mut people = "姓名,手机号,社区,小区,楼栋,单元,房号,是否志愿者,技能,储蓄卡号\n".to_owned();
    for n in 0..40 {
        let name = chance.of(&["张三", "李四", "买买提·艾力", "𠅤志䶮", "王五", ""]);
        let phone = match chance.below(4) {
            0 => String::new(),
            1 => "123".into(),
            _ => format!("139000000{:02}", chance.below(30)),
        };
        let community = chance.of(&["甲社区", "乙社区", "乙社区"]);
        let (estate, building) = (chance.of(&["东院", "西院", "南院"]), chance.of(&["1栋", "2栋", "3栋"]));
        let (unit, room) = (chance.of(&["1", "2"]), chance.of(&["101", "102", ""]));
        let (volunteer, skills) = (chance.of(&["是", "否", ""]), chance.of(&["理发", "助老；理发", ""]));
        let card = if chance.below(5) == 0 { format!("DC{n}") } else { String::new() };
        writeln!(people, "{name},{phone},{community},{estate},{building},{unit},{room},{volunteer},{skills},{card}")
            .unwrap();
    }
    (grid, people)
}

/// Who is here, with what is known of them, and where they live.
async fn here(yard: &Yard, book: &str) -> Vec<(Person, Vec<Grant>)> {
    let grants = yard.rows(book, Kind::Grant).await;
    let held = |person: &Person| -> Vec<Grant> {
        let grants =
            grants.iter().filter_map(Grant::of).filter(|grant| grant.person == person.id && grant.until_ms == 0);
        grants.cloned().map(|grant| Grant { id: id("g"), from_ms: 0, ..grant }).collect()
    };
    let people = yard.rows(book, Kind::Person).await;
    people.iter().filter_map(Person::of).filter(|person| person.active).map(|p| (p.clone(), held(p))).collect()
}

#[tokio::test]
async fn importing_again_changes_nothing_and_undoing_brings_back_what_was() {
    for seed in 1..25 {
        let yard = Yard::new().await;
        let (grid, people) = lists(seed);
        let (_, before_too) = lists(seed + 1_000);
        let grid = ("grid.csv", grid.as_bytes());
        // Some of the people are known already.
        yard.apply(&[grid, ("before.csv", before_too.as_bytes())]).await;
        let before = (here(&yard, "jia").await, here(&yard, "yi").await);
        let all = [grid, ("people.csv", people.as_bytes())];
        let planned = yard.plan(&all).await;
        let [add, change, _, bad] = counts(&planned);
        let import = yard.apply(&all).await;
        let again = yard.plan(&all).await;
        let [add_again, change_again, _, bad_again] = counts(&again);
        let newly: Vec<_> = again.report.bad.iter().filter(|bad| !planned.report.bad.contains(bad)).collect();
        assert_eq!(
            (add_again, change_again, bad_again),
            (0, 0, bad),
            "seed {seed}: {:?} {newly:?} {}",
            again.steps,
            people
        );
        let undone = yard.undo(&import).await;
        if add + change > 0 {
            assert!(
                matches!(&undone, Undone::Done(acts, kept) if *acts > 0 && kept.is_empty()),
                "seed {seed}: {undone:?}"
            );
        }
        let after = (here(&yard, "jia").await, here(&yard, "yi").await);
        assert_eq!(before, after, "seed {seed}");
        // And once more: whoever was taken back comes back, nobody comes twice.
        yard.apply(&all).await;
        assert_eq!(counts(&yard.plan(&all).await)[..2], [0, 0], "seed {seed}");
        yard.writer.stop().await;
        assert!(verify(yard.dir.path()).await.unwrap().is_clean(), "seed {seed}");
    }
}

#[tokio::test]
async fn one_act_that_does_not_hold_and_nothing_of_it_stands_in_any_book() {
    let yard = Yard::new().await;
    let heads = yard.heads().await;
    let add = |book: &str, place: &str, above: &str| SystemOp {
        book: id(book),
        op_id: id(&format!("op-{place}")),
        command: Command::AddPlace(AddPlace {
            id: id(place),
            kind: PlaceKind::Area,
            name: "片区".into(),
            lies_in: vec![id(above), id("d")],
            unmanaged: false,
            units: 0,
            households: 0,
            body: String::new(),
        }),
        now_ms: NOW,
    };
    let ops = vec![add("jia", "a1", "jia"), add("yi", "a2", "yi"), add("yi", "a3", "jia"), add("yi", "a4", "yi")];
    let answers = yard.writer.submit_whole(None, ops).await.unwrap();
    assert_eq!(answers.len(), 3);
    assert!(matches!(answers[2], Answer::Refused { .. }), "{answers:?}");
    assert_eq!(yard.heads().await, heads);
    assert_eq!(yard.rows("jia", Kind::Place).await.len(), 1);
    // The same ids again, with nothing wrong: they were never used.
    let answers = yard.writer.submit_whole(None, vec![add("jia", "a1", "jia"), add("yi", "a2", "yi")]).await.unwrap();
    assert!(answers.iter().all(|answer| matches!(answer, Answer::Applied { .. })), "{answers:?}");
    // What comes after is decided over what the whole left.
    let next = yard.writer.submit_system(id("jia"), id("n1"), add("jia", "a1", "jia").command, NOW).await.unwrap();
    assert!(matches!(next, Answer::Refused { .. }), "{next:?}");
}

#[tokio::test]
async fn what_was_changed_meanwhile_refuses_the_import_whole() {
    let mut yard = Yard::new().await;
    let list = "姓名,手机号,社区,储蓄卡号\n张三,13912345671,甲社区,\n李四,13912345672,甲社区,DC1\n";
    let plan = yard.plan(&[("a.csv", list.as_bytes())]).await;
    let open = jiefang_domain::timebank::OpenCard { number: id("DC1"), person: id("worker") };
    yard.act("jia", Command::OpenCard(open)).await;
    let heads = yard.heads().await;
    let import = new_id().unwrap();
    let done = apply((&yard.store, &yard.writer), &import, plan, Vec::new(), None, NOW).await.unwrap();
    assert!(matches!(done, Applied::Refused(_)), "{done:?}");
    assert_eq!(yard.heads().await, heads);
    assert!(yard.store.imports(None).await.unwrap().is_empty() && yard.store.import(&import).await.unwrap().is_none());
}

#[tokio::test]
async fn an_import_that_was_cut_off_stands_whole_or_never_was() {
    let yard = Yard::new().await;
    let list = "姓名,手机号,社区\n张三,13912345671,甲社区\n";
    let import = yard.apply(&[("a.csv", list.as_bytes())]).await;
    let noted = |id| {
        let (files, counts, heads) = (vec!["a".into()], [1, 0, 0, 0], BTreeMap::new());
        Import { id, person: super::yard::id("system"), at_ms: NOW, undone: false, files, counts, heads }
    };
    // Cut off before anything was written: it never was.
    let never = new_id().unwrap();
    let steps: Vec<(u64, Back)> = Vec::new();
    yard.store.begin_import(&noted(never.clone()), &steps).await.unwrap();
    yard.store.settle_imports().await.unwrap();
    assert!(yard.store.import(&never).await.unwrap().is_none());
    // Cut off after it was written: it stands, and can be taken back.
    assert!(yard.store.settle_import(&import).await.unwrap());
    let stands = yard.store.import(&import).await.unwrap().unwrap();
    assert_eq!(stands.heads.keys().collect::<Vec<_>>(), ["jia"]);
    assert!(matches!(yard.undo(&import).await, Undone::Done(2, _)));
    assert_eq!(yard.undo(&import).await, Undone::Nothing);
}

#[tokio::test]
async fn what_was_changed_since_is_listed_and_left() {
    let mut yard = Yard::new().await;
    let list = "社区,片区,小区,楼栋\n甲社区,一片区,东院,1栋\n";
    let people = "姓名,手机号,社区,小区,楼栋\n张三,13912345671,甲社区,东院,1栋\n李四,13912345672,甲社区,东院,1栋\n";
    let import = yard.apply(&[("g.csv", list.as_bytes()), ("p.csv", people.as_bytes())]).await;
    let rows = yard.rows("jia", Kind::Person).await;
    let zhang =
        rows.iter().filter_map(Person::of).find(|p| p.name.known().is_some_and(|n| n == "张三")).unwrap().id.clone();
    let change = ChangePerson { phone: "13912345670".to_owned().into(), ..ChangePerson::none(zhang.clone()) };
    yard.act("jia", Command::ChangePerson(change)).await;
    let Undone::Done(_, kept) = yard.undo(&import).await else { panic!("it was not taken back") };
    // The person that was changed stays, with their home; the other goes. Places close, as nobody looks after them.
    let names: Vec<(Kind, &str)> = kept.iter().map(|kept| (kept.kind, kept.name.as_str())).collect();
    assert!(names.contains(&(Kind::Person, "张三")) && names.contains(&(Kind::Grant, "张三")), "{names:?}");
    assert!(!names.iter().any(|(_, name)| *name == "李四"), "{names:?}");
    let here: Vec<String> =
        here(&yard, "jia").await.into_iter().map(|(p, _)| p.name.known().unwrap().clone()).collect();
    assert!(here.contains(&"张三".to_owned()) && !here.contains(&"李四".to_owned()), "{here:?}");
}

//! Who takes an import back, and who is not taken back with it.

use super::yard::{NOW, Yard, id};
use jiefang_domain::{
    Kind,
    command::Command,
    grid::Place,
    identity::{EndGrant, Person, Role},
    privacy::NameGuardian,
    record::Record,
    timebank::OpenCard,
};
use jiefang_server::{
    import::{Undone, new_id},
    store::{
        account::Accounts,
        import::{Back, Import},
    },
};
use std::collections::BTreeMap;

const GRID: &str = "社区,片区,小区,楼栋\n甲社区,一片区,东院,1栋\n";
const TWO: &str = "姓名,手机号,社区\n张三,13912345671,甲社区\n李四,13912345672,甲社区\n";
const IN_BOTH: &str = "姓名,手机号,社区\n张三,13912345671,甲社区\n李四,13912345672,乙社区\n";

fn left(undone: &Undone) -> Vec<(Kind, &str)> {
    let Undone::Done(_, kept) = undone else { panic!("it was not taken back: {undone:?}") };
    kept.iter().map(|kept| (kept.kind, kept.name.as_str())).collect()
}

async fn here(yard: &Yard, book: &str) -> Vec<String> {
    let people = yard.rows(book, Kind::Person).await;
    let here = people.iter().filter_map(Person::of).filter(|person| person.active);
    here.map(|person| person.name.known().unwrap().clone()).collect()
}

#[tokio::test]
async fn whoever_has_lost_the_role_takes_nothing_back_and_the_undo_stays() {
    let mut yard = Yard::new().await;
    let import = yard.apply_as("worker", &[("a.csv", TWO.as_bytes())]).await;
    yard.act("jia", Command::EndGrant(EndGrant { grant: id("g~worker~jia") })).await;
    let undone = yard.undo_as("worker", &import).await;
    assert!(matches!(undone, Undone::Refused(jiefang_domain::Refusal::NotYours)), "{undone:?}");
    assert!(!yard.store.import(&import).await.unwrap().unwrap().undone);
    assert!(left(&yard.undo(&import).await).is_empty());
    assert_eq!(here(&yard, "jia").await, ["赵敏"]);
}

#[tokio::test]
async fn an_officer_who_is_a_worker_of_one_community_by_now_takes_back_none() {
    let mut yard = Yard::new().await;
    yard.person("d", ("officer", "周正", "13800000002"), Role::SubdistrictOfficer, "d").await;
    let import = yard.apply_as("officer", &[("a.csv", IN_BOTH.as_bytes())]).await;
    yard.act("d", Command::EndGrant(EndGrant { grant: id("g~officer~d") })).await;
    yard.person("jia", ("officer", "周正", "13800000002"), Role::CommunityWorker, "jia").await;
    let heads = yard.heads().await;
    let undone = yard.undo_as("officer", &import).await;
    assert!(matches!(undone, Undone::Refused(jiefang_domain::Refusal::NotYours)), "{undone:?}");
    assert_eq!(yard.heads().await, heads);
    assert!(left(&yard.undo(&import).await).is_empty());
}

#[tokio::test]
async fn who_has_been_active_since_is_left() {
    let mut yard = Yard::new().await;
    let list = "姓名,手机号,社区\n张三,13912345671,甲社区\n李四,13912345672,甲社区\n王五,13912345673,甲社区\n孙七,13912345674,甲社区\n";
    let import = yard.apply(&[("a.csv", list.as_bytes())]).await;
    let [zhang, li, sun] =
        [yard.called("jia", "张三").await, yard.called("jia", "李四").await, yard.called("jia", "孙七").await];
    yard.act("jia", Command::OpenCard(OpenCard { number: id("DC9"), person: zhang })).await;
    let guardian = NameGuardian { person: sun, guardian: li, consent: true, told: Vec::new() };
    yard.act_as("worker", "jia", Command::NameGuardian(guardian)).await;
    let undone = yard.undo(&import).await;
    for name in ["张三", "李四", "孙七"] {
        assert!(left(&undone).contains(&(Kind::Person, name)), "{name}: {undone:?}");
    }
    assert_eq!(here(&yard, "jia").await.len(), 4);
    assert!(!here(&yard, "jia").await.contains(&"王五".to_owned()), "who did nothing goes");
}

#[tokio::test]
async fn who_is_something_in_another_book_is_left() {
    let mut yard = Yard::new().await;
    let import = yard.apply_as("worker", &[("a.csv", TWO.as_bytes())]).await;
    let zhang = yard.called("jia", "张三").await;
    yard.person("d", (zhang.as_str(), "张三", "13912345671"), Role::SubdistrictOfficer, "d").await;
    let undone = yard.undo_as("worker", &import).await;
    assert!(left(&undone).contains(&(Kind::Person, "张三")), "{undone:?}");
    assert_eq!(here(&yard, "jia").await.len(), 2);
}

#[tokio::test]
async fn who_is_taken_back_is_let_in_no_more() {
    let yard = Yard::new().await;
    let import = yard.apply(&[("a.csv", TWO.as_bytes())]).await;
    let zhang = yard.called("jia", "张三").await;
    let accounts = Accounts::open(&yard.store).await.unwrap();
    jiefang_server::identity::offer(&accounts, (&id("jia"), &zhang), &id("worker"), NOW).await.unwrap();
    assert_eq!(accounts.living(&id("jia"), NOW).await.unwrap().len(), 1);
    assert!(left(&yard.undo(&import).await).is_empty());
    assert!(accounts.living(&id("jia"), NOW).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_building_where_somebody_was_given_a_home_since_stays() {
    let mut yard = Yard::new().await;
    let import = yard.apply(&[("g.csv", GRID.as_bytes())]).await;
    let places = yard.rows("jia", Kind::Place).await;
    let building = places.iter().filter_map(Place::of).find(|place| place.name == "1号楼").unwrap().id.clone();
    yard.person("jia", ("sun", "孙七", "13912345674"), Role::Resident, building.as_str()).await;
    let undone = yard.undo(&import).await;
    assert_eq!(left(&undone).len(), 3, "the building and what it lies in: {undone:?}");
    assert!(yard.rows("jia", Kind::Place).await.iter().filter_map(Place::of).all(Place::stands));
}

#[tokio::test]
async fn an_import_that_is_still_being_applied_is_not_taken_back() {
    let yard = Yard::new().await;
    let import = new_id().unwrap();
    let noted = Import {
        id: import.clone(),
        person: id("system"),
        at_ms: NOW,
        undone: false,
        files: Vec::new(),
        counts: [1, 0, 0, 0],
        heads: BTreeMap::new(),
    };
    let command = Command::EndGrant(EndGrant { grant: id("g~worker~jia") });
    let key = jiefang_domain::Key { kind: Kind::Grant, id: id("g~worker~jia") };
    yard.store.begin_import(&noted, &[(0, Back { book: id("jia"), key, command })]).await.unwrap();
    assert_eq!(yard.undo(&import).await, Undone::Nothing);
    assert!(yard.store.import(&import).await.unwrap().is_none());
}

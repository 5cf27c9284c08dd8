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

//! Which community, which place and whom a line means, and where it has to ask.

use super::yard::{Yard, bad, counts, id};
use jiefang_domain::{
    Kind, Lang,
    command::Command,
    grid::PlaceKind,
    identity::{ChangePerson, Person, Role},
    record::Record,
};
use jiefang_server::import::{
    heading::Map,
    read::{Unread, read},
};

const GRID: &str = "社区,片区,小区,楼栋\n甲社区,一片区,东院,1栋\n甲社区,一片区,东院,3栋\n";

#[tokio::test]
async fn without_a_column_of_communities_it_is_the_column_that_is_asked_for() {
    let mut yard = Yard::new().await;
    let list = "姓名,手机号\n张三,13912345671\n";
    let own = yard.plan_as(yard.actor("worker").await, &[("a.csv", list.as_bytes())], &Map::default()).await;
    assert_eq!(counts(&own), [1, 0, 0, 0], "of one community it is that one");
    yard.person("yi", ("worker", "赵敏", "13800000001"), Role::CommunityWorker, "yi").await;
    let plan = yard.plan_as(yard.actor("worker").await, &[("a.csv", list.as_bytes())], &Map::default()).await;
    assert_eq!(bad(&plan), [(2, "no_community_column")]);
    assert!(plan.report.bad[0].words(Lang::Zh).contains("请加一列"));
    let empty = yard.plan(&[("a.csv", "姓名,手机号,社区\n张三,13912345671,\n".as_bytes())]).await;
    assert_eq!(bad(&empty), [(2, "missing")], "an empty cell is filled in");
}

#[tokio::test]
async fn of_two_communities_of_one_name_none_is_taken() {
    let mut yard = Yard::new().await;
    yard.place("jia2", PlaceKind::Community, "甲社区", &["d"]).await;
    let list = "姓名,手机号,社区\n张三,13912345671,甲社区\n李四,13912345672,乙社区\n";
    let plan = yard.plan(&[("a.csv", list.as_bytes())]).await;
    assert_eq!((counts(&plan), bad(&plan)), ([1, 0, 0, 1], vec![(2, "which_community")]));
    // Who works in one of them means that one.
    let list = "姓名,手机号,社区\n张三,13912345671,甲社区\n";
    let own = yard.plan_as(yard.actor("worker").await, &[("a.csv", list.as_bytes())], &Map::default()).await;
    assert_eq!((counts(&own), &own.steps[0].book), ([1, 0, 0, 0], &id("jia")));
}

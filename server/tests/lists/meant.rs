//! Which community, which place and whom a line means, and where it has to ask.

use super::yard::{Yard, bad, counts, id};
use jiefang_domain::{
    Lang,
    command::Command,
    grid::{HOUSEHOLDS_MAX, PlaceKind},
    identity::Role,
};
use jiefang_server::import::heading::Map;

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

#[tokio::test]
async fn a_shared_number_renames_nobody_but_at_one_door() {
    let yard = Yard::new().await;
    let grid = ("g.csv", GRID.as_bytes());
    let people = |lines: &str| format!("姓名,手机号,社区,小区,楼栋,单元,房号\n{lines}");
    let before = people("张三,13912345671,甲社区,东院,1栋,1,101\n李四,13912345672,甲社区,东院,1栋,1,102\n");
    yard.apply(&[grid, ("a.csv", before.as_bytes())]).await;
    let now = people(
        "张小三,13912345671,甲社区,东院,1栋,1,202\n李肆,13912345672,甲社区,东院,1栋,1,102\n王五,13912345672,甲社区,东院,3栋,1,102\n",
    );
    let plan = yard.plan(&[("b.csv", now.as_bytes())]).await;
    assert_eq!((counts(&plan), bad(&plan)), ([0, 1, 0, 2], vec![(2, "phone_known"), (4, "phone_of_another")]));
    assert!(!plan.report.bad[0].words(Lang::Zh).contains("行"), "it is no line that says so");
    let Command::ChangePerson(change) = &plan.steps[0].command else { panic!("{:?}", plan.steps) };
    assert_eq!(change.name.known().unwrap(), "李肆", "a name is put right at its door");
    // Another yard's door of that number is another door, and a steward's line says no door at all.
    let elsewhere = people("王五,13912345671,甲社区,东院,3栋,1,101\n");
    let steward = "姓名,手机号,社区,小区,楼栋,任职日期\n王五,13912345671,甲社区,东院,1栋,\n";
    for list in [elsewhere.as_str(), steward] {
        assert_eq!(bad(&yard.plan(&[("c.csv", list.as_bytes())]).await), [(2, "phone_known")], "{list}");
    }
}

#[tokio::test]
async fn a_number_that_a_later_line_gives_up_is_free() {
    let yard = Yard::new().await;
    yard.apply(&[("a.csv", "姓名,手机号,社区,房号\n张三,13912345671,甲社区,101\n".as_bytes())]).await;
    let list = "姓名,手机号,社区,房号\n王五,13912345671,甲社区,303\n张三,13912345672,甲社区,101\n李四,13912345671,甲社区,404\n";
    let plan = yard.plan(&[("b.csv", list.as_bytes())]).await;
    let [bad] = plan.report.bad.as_slice() else { panic!("{:?}", plan.report.bad) };
    // One of two lines that both want it, and it is told which other one does.
    assert_eq!((counts(&plan), bad.why.code(), bad.at.line, bad.earlier), ([1, 1, 0, 1], "phone_of_another", 2, 4));
    let list = list.replace("李四,13912345671", "李四,");
    assert_eq!(counts(&yard.plan(&[("b.csv", list.as_bytes())]).await), [2, 1, 0, 0]);
}

#[tokio::test]
async fn a_number_typed_at_the_desk_is_the_same_number() {
    let mut yard = Yard::new().await;
    yard.person("jia", ("zhang", "张三", "139-1234 5671"), Role::Resident, "jia").await;
    let list = "姓名,手机号,社区\n张三,13912345671,甲社区\n";
    assert_eq!(counts(&yard.plan(&[("a.csv", list.as_bytes())]).await), [0, 0, 1, 0]);
}

#[tokio::test]
async fn a_list_may_say_what_the_rules_allow() {
    let yard = Yard::new().await;
    let list = |households| format!("社区,片区,小区,楼栋,户数\n甲社区,一片区,东院,1栋,{households}\n");
    let plan = yard.plan(&[("g.csv", list(HOUSEHOLDS_MAX).as_bytes())]).await;
    assert_eq!(counts(&plan), [1, 0, 0, 0]);
    assert_eq!(bad(&yard.plan(&[("g.csv", list(HOUSEHOLDS_MAX + 1).as_bytes())]).await), [(2, "out_of_range")]);
}

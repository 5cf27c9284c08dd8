//! What is kept of a person.

use super::town::{Town, id, raw};
use jiefang_domain::{command::Command, identity::EnterPerson};
use jiefang_server::verify::verify;

fn enter(person: &str, phone: &str) -> Command {
    Command::EnterPerson(EnterPerson {
        id: id(person),
        name: person.into(),
        phone: phone.into(),
        household: id("hh"),
        invented: true,
    })
}

#[tokio::test]
async fn masked_fields_of_people_entered_before_get_their_last_four_digits() {
    let town = Town::build().await;
    for (person, phone) in [("new", "138 0000-1234"), ("short", "110"), ("none", "")] {
        town.system("c1", enter(person, phone)).await;
    }
    let mut file = raw(town.dir.path()).await;
    // As it stood before there were any.
    let before =
        "UPDATE projection SET body = json_remove(body, '$.person.tails') WHERE kind = 'person' AND audience = 'staff'";
    sqlx::query(before).execute(&mut file).await.unwrap();
    assert!(!verify(town.dir.path()).await.unwrap().is_clean());
    let migration = include_str!("../../migrations/0026_looks.sql");
    let update = migration.split_once(";\n").unwrap().0;
    sqlx::query(update).execute(&mut file).await.unwrap();
    let report = verify(town.dir.path()).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

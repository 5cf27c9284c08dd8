//! Signs of places, for patrols.

use crate::world::{World, id, post};
use jiefang_domain::{
    command::Command,
    grid::{AddPlace, PlaceKind},
};
use serde_json::{Value, json};

async fn signs(world: &World, place: &str, session: &str) -> Value {
    let ask = post(&format!("/api/signs/c/{place}"), &json!({})).header("origin", "http://jiefang.example");
    world.ask(ask.header("host", "jiefang.example").by(session)).await.json()
}

#[tokio::test]
async fn an_estate_has_signs_for_itself_and_its_buildings_and_a_building_its_own() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let building = AddPlace {
        id: id("b1"),
        kind: PlaceKind::Building,
        name: "1号楼".to_owned(),
        lies_in: ["estate", "c", "d"].map(id).to_vec(),
        unmanaged: false,
        units: 0,
        households: 0,
        body: String::new(),
    };
    world.system("c", "b1", Command::AddPlace(building)).await;
    let of = |drawn: &Value| -> Vec<String> {
        let all = drawn["signs"].as_array().unwrap();
        assert!(all.iter().all(|sign| sign["qr"]["size"].as_u64().is_some_and(|size| size > 20)), "{drawn}");
        let mut places: Vec<String> = all.iter().map(|sign| sign["place"].as_str().unwrap().to_owned()).collect();
        places.sort();
        places
    };
    assert_eq!(of(&signs(&world, "estate", &worker).await), ["b1", "estate"]);
    assert_eq!(of(&signs(&world, "b1", &worker).await), ["b1"]);
    for place in ["c", "d", "nowhere"] {
        assert_eq!(signs(&world, place, &worker).await["error"]["code"], "not_found", "{place}");
    }
}

use crate::world::{World, get};
use insta::assert_json_snapshot;

#[tokio::test]
async fn the_document_is_what_it_was() {
    let world = World::empty().await;
    let document = world.ask(get("/api/openapi.json")).await.json();
    assert_eq!(document["openapi"], "3.1.0");
    assert_json_snapshot!("openapi", document);
}

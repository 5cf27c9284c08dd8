//! Pushes: read as the server reads them, and written by its one writer.

use super::{
    corpus::{acts, pulls, pushes},
    mutate,
    run::fuzz,
    town::{NOW, Town, id},
    write::written,
};
use jiefang_domain::{
    Id,
    sync::{Answer, BUILD, PUSH_BYTES_MAX, PullRequest, PushRequest},
    tree::Tree,
};
use jiefang_server::sync::{Sheet, WriterError, pull};
use jiefang_tests::sim::Rng;
use serde_json::value::RawValue;
use std::collections::HashMap;

/// Pushes sent to one town.
const PUSHES: usize = 60;

/// A push that the server's handler would hand on.
fn decoded(text: &[u8]) -> Option<PushRequest<Box<RawValue>>> {
    let request: PushRequest<Box<RawValue>> = serde_json::from_slice(text).ok()?;
    (text.len() <= PUSH_BYTES_MAX && request.well_formed()).then_some(request)
}

/// A push of the corpus, its acts perhaps others, changed somewhere or not at all.
fn changed(rng: &mut Rng, pushes: &[Tree], acts: &[Tree]) -> Vec<u8> {
    let mut tree = rng.pick(pushes).clone();
    if rng.once_in(3) {
        put_act(rng, &mut tree, acts);
    }
    if !rng.once_in(5) {
        let others = if rng.once_in(2) { pushes } else { acts };
        mutate::tree(rng, &mut tree, others);
    }
    mutate::text(rng, &tree, pushes)
}

/// Puts an act among those of a push.
fn put_act(rng: &mut Rng, push: &mut Tree, acts: &[Tree]) {
    let Tree::Map(branches) = push else { return };
    let Some((_, Tree::List(ops))) = branches.iter_mut().find(|(name, _)| name == "ops") else { return };
    let at = rng.below(ops.len());
    let Some(Tree::Map(op)) = ops.get_mut(at) else { return };
    let mut act = rng.pick(acts).clone();
    mutate::tree(rng, &mut act, acts);
    op.iter_mut().filter(|(name, _)| name == "act").for_each(|(_, there)| *there = act.clone());
}

#[test]
fn push() {
    let (pushes, acts) = (pushes(), acts());
    fuzz("push", 20, |rng| {
        let text = changed(rng, &pushes, &acts);
        let Some(request) = decoded(&text) else { return };
        let again = decoded(&serde_json::to_vec(&request).unwrap()).unwrap();
        assert_eq!(again.ops.len(), request.ops.len());
        for op in &request.ops {
            if let Sheet::Known(command) = Sheet::read(op.act.get()) {
                let text = serde_json::to_string(&command).unwrap();
                assert_eq!(Sheet::read(&text), Sheet::Known(command), "{text}");
            }
        }
    });
}

/// Gives most pushes the counter that is their client's next, so that they reach the rules.
fn follow(rng: &mut Rng, request: &mut PushRequest<Box<RawValue>>, last: &HashMap<Id, u64>) {
    if rng.once_in(6) {
        return;
    }
    let before = last.get(&request.client_id).copied().unwrap_or(0);
    for (n, op) in (before + 1..).zip(&mut request.ops) {
        op.n = n;
        if !rng.once_in(8) {
            op.op_id = rng.id();
        }
    }
}

/// Moves the counters on as the answers say.
fn count(last: &mut HashMap<Id, u64>, client: &Id, ns: &[u64], answers: &[Answer]) {
    for (n, answer) in ns.iter().zip(answers) {
        let last = last.entry(client.clone()).or_default();
        if matches!(answer, Answer::Applied { .. } | Answer::Refused { .. } | Answer::Held { .. }) {
            *last = *n;
        } else if let Answer::Gap { expected } = answer {
            *last = expected - 1;
        } else if matches!(answer, Answer::Duplicate { .. }) {
            *last = (*last).max(*n);
        }
    }
}

async fn written_by_the_writer(rng: &mut Rng, pushes: &[Tree], acts: &[Tree], pulls: &[Tree]) {
    let town = Town::build().await;
    let (mut last, mut applied) = (HashMap::new(), 0);
    for n in 0..PUSHES {
        // The first acts come first: the later ones stand on them.
        // Now and then one is left as it is, so that something takes effect whatever the others become.
        let whole = (n % 20 == 0).then(|| pushes.get(n / 20).map(written)).flatten();
        let text = whole.unwrap_or_else(|| changed(rng, &pushes[..pushes.len().min(1 + n / 3)], acts));
        let Some(mut request) = decoded(&text) else { continue };
        follow(rng, &mut request, &last);
        let (client, build) = (request.client_id.clone(), request.build);
        let ns: Vec<u64> = request.ops.iter().map(|op| op.n).collect();
        let person = [request.person.as_str()].into_iter().find(|person| ["p1", "p2", "w1", "s1"].contains(person));
        match town.push(id(person.unwrap_or("p1")), request).await {
            Ok(answers) => {
                let stuck = answers.contains(&Answer::Retry) && build <= BUILD;
                assert!(!stuck, "a client would come back for ever: {}", String::from_utf8_lossy(&text));
                applied += answers.iter().filter(|answer| matches!(answer, Answer::Applied { .. })).count();
                count(&mut last, &client, &ns, &answers);
            }
            Err(WriterError::NotWellFormed | WriterError::ForeignClient) => {}
            Err(error) => panic!("{error}: {}", String::from_utf8_lossy(&text)),
        }
    }
    assert!(applied > 0, "nothing took effect: the corpus no longer fits the town");
    for _ in 0..20 {
        let mut tree = rng.pick(pulls).clone();
        mutate::tree(rng, &mut tree, pulls);
        let Ok(request) = serde_json::from_slice::<PullRequest>(&written(&tree)) else { continue };
        let person = id(mutate::one(rng, &["p1", "p2", "w1", "s1", "nobody"]));
        let page = pull(&town.app.store, &id("jinbu"), &person, &request, NOW).await.unwrap();
        let text = serde_json::to_string(&page).unwrap();
        assert_eq!(serde_json::from_str::<jiefang_domain::sync::Page>(&text).unwrap().cursor, page.cursor, "{text}");
    }
    for later in [0, 30, 4_000] {
        town.app.writer.tick(NOW + later * 86_400_000).await.unwrap();
    }
    town.stands().await;
}

#[test]
fn writer() {
    let (pushes, acts, pulls) = (pushes(), acts(), pulls());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    fuzz("writer", 30, |rng| runtime.block_on(written_by_the_writer(rng, &pushes, &acts, &pulls)));
}

//! A client three releases old. It can send, in the words of its time, and no longer read what is pulled.

use super::{net::Reply, prng::Rng, town};
use jiefang_domain::{
    Id, Millis, Refusal,
    sync::{Answer, PushAnswer},
};

/// What the first release wrote for each kind a steward sends. A line stays here for ever: as long as one such phone
/// lives, its words have to be understood.
const GOLDEN: [&str; 3] = [
    r#"{"body":{"category":"leak","found_at_ms":AT,"grade":"today","id":"NEW","note":"","place":"PLACE","spot":"2"},"kind":"hazard.find@1"}"#,
    r#"{ "kind": "hazard.rectify@1", "body": { "hazard": "LAST", "note": "清理了" } }"#,
    r#"{"kind":"issue.raise@1","body":{"id":"NEW","place":"PLACE","category":"safety","title":"灯坏了","detail":"","raiser":"WHO","consent":false}}"#,
];

/// An act it has recorded: operation, text, whether it was answered.
type Kept = (Id, String, Millis);

/// The client.
#[derive(Debug)]
pub struct OldClient {
    pub person: Id,
    pub book: Id,
    client_id: Id,
    /// The counter before the first of what waits.
    answered_n: u64,
    waiting: Vec<Kept>,
    last: Id,
    pub under_way: bool,
    /// What became of the answered: applied or refused, by operation.
    pub answered: Vec<(Id, bool)>,
}

impl OldClient {
    pub fn new(rng: &mut Rng) -> Self {
        let (person, book, client_id) = (town::id("warden"), town::id("guang"), rng.id());
        let (waiting, answered) = (Vec::new(), Vec::new());
        Self { person, book, client_id, answered_n: 0, waiting, last: rng.id(), under_way: false, answered }
    }

    /// Somebody records something on it.
    pub fn act(&mut self, rng: &mut Rng, now_ms: Millis) {
        let new = rng.id();
        let text = rng.pick(&GOLDEN).replace("NEW", new.as_str()).replace("LAST", self.last.as_str());
        let text = text.replace("PLACE", "guang-b5").replace("WHO", self.person.as_str());
        self.waiting.push((rng.id(), text.replace("AT", &now_ms.to_string()), now_ms));
        self.last = new;
    }

    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// What it sends.
    pub fn body(&self) -> String {
        let ops: Vec<String> = (self.answered_n + 1..)
            .zip(&self.waiting)
            .map(|(n, (op, act, at))| {
                format!(r#"{{"op_id":"{op}","n":{n},"authored_at_ms":{at},"offset_ms":0,"act":{act}}}"#)
            })
            .collect();
        let client = &self.client_id;
        format!(r#"{{"epoch":"-","client_id":"{client}","build":0,"ops":[{}]}}"#, ops.join(","))
    }

    /// Hears the answer; how many were decided.
    pub fn heard(&mut self, rng: &mut Rng, reply: &Reply) -> usize {
        self.under_way = false;
        let Reply::Text(text) = reply else { return 0 };
        let answer: PushAnswer = serde_json::from_str(text).unwrap();
        let mut decided = 0;
        for answered in &answer.answers {
            if answered.n != self.answered_n + 1 || self.waiting.is_empty() {
                continue;
            }
            let first = if let Answer::Duplicate { first } = &answered.answer { first } else { &answered.answer };
            match first {
                Answer::Applied { .. } | Answer::Refused { .. } | Answer::Held { .. } => {
                    let (op, ..) = self.waiting.remove(0);
                    self.answered_n += 1;
                    let unread =
                        matches!(first, Answer::Refused { code: Refusal::UnknownKind | Refusal::Malformed, .. });
                    self.answered.push((op, !unread));
                    decided += 1;
                }
                _ => {
                    // A hole or a clash: it counts for itself from here on.
                    self.client_id = rng.id();
                    self.answered_n = 0;
                    break;
                }
            }
        }
        decided
    }
}

//! The server's side of the tests: the same admission, rules and settling, without a disk.

use crate::{
    Audience, Id, Key, Row,
    command::Command,
    identity::scopes,
    sync::{Admission, Answer, Answered, Earlier, Gone, Op, Page, Part, PullRequest, PushAnswer, PushRequest, admit},
    testing::{BOOK, Yard, id},
};
use std::collections::{BTreeMap, HashMap};

/// The server's side in memory: the same admission, rules and settling, without a disk.
pub struct Office {
    pub yard: Yard,
    pub seq: u64,
    last_n: HashMap<Id, u64>,
    pub log: HashMap<Id, (Id, Op<Command>, Answer)>,
    pub effects: Vec<Id>,
    shelf: BTreeMap<(Audience, Key), (u64, Option<Row>)>,
    pub backed_up: u64,
}

impl Office {
    pub fn new() -> Self {
        let yard = Yard::new();
        let projected = yard.rows.values().flat_map(|row| {
            let key = row.key();
            row.projections().into_iter().map(move |(audience, row)| ((audience, key.clone()), (1, Some(row))))
        });
        let shelf = projected.collect();
        Self { yard, seq: 1, last_n: HashMap::new(), log: HashMap::new(), effects: Vec::new(), shelf, backed_up: 0 }
    }

    pub fn push(&mut self, person: &str, request: PushRequest<Command>) -> PushAnswer {
        let mut answers = Vec::new();
        for op in request.ops {
            let n = op.n;
            let answer = self.one(person, &request.client_id, op);
            let stop = matches!(answer, Answer::Gap { .. } | Answer::Retry);
            answers.push(Answered { n, answer });
            if stop {
                break;
            }
        }
        PushAnswer { epoch: id("e1"), answers, now_ms: self.yard.now }
    }

    fn one(&mut self, person: &str, client: &Id, op: Op<Command>) -> Answer {
        let last_n = self.last_n.entry(client.clone()).or_default();
        let same = |(of, first, answer): &(Id, Op<Command>, Answer)| match (of == client, *first == op) {
            (true, true) => Earlier::Same(answer.clone()),
            (false, _) if first.act == op.act => Earlier::Renumbered(answer.clone()),
            _ => Earlier::Other,
        };
        let earlier = self.log.get(&op.op_id).map(same);
        match admit(*last_n, op.n, earlier) {
            Admission::Decide => {}
            Admission::Answer(answer) => return answer,
            Admission::Clash => panic!("no device gives two acts one id"),
            Admission::Again(answer) => {
                *last_n = op.n;
                return answer;
            }
        }
        *last_n = op.n;
        self.seq += 1;
        let answer = match self.yard.act(person, &op.act) {
            Ok(settled) => {
                self.effects.push(op.op_id.clone());
                for (old, new) in settled.rows {
                    let key = new.key();
                    for (audience, _) in old.iter().flat_map(Row::projections) {
                        self.shelf.insert((audience, key.clone()), (self.seq, None));
                    }
                    for (audience, row) in new.projections() {
                        self.shelf.insert((audience, key.clone()), (self.seq, Some(row)));
                    }
                }
                Answer::Applied { seq: self.seq }
            }
            Err(code) => Answer::Refused { code, words: String::new() },
        };
        self.log.insert(op.op_id.clone(), (client.clone(), op, answer.clone()));
        answer
    }

    pub fn pull(&self, person: &str, request: &PullRequest) -> Page {
        let grants = self.yard.actor(person).grants;
        let scopes = scopes(&id(person), &grants, &id(BOOK), |place| vec![place.clone()]);
        let restart = request.epoch != id("e1") || scopes.iter().any(|s| !request.scopes.contains(s));
        let from = if restart { 0 } else { request.cursor };
        // Three numbers a page, so that there are several.
        let to = if from == 0 { self.seq.min(4) } else { self.seq.min(from + 3) };
        let mut parts: Vec<Part> = Vec::new();
        for (scope, audience) in scopes.iter().enumerate() {
            let mut part = Part { scope, ..Part::default() };
            for ((to_whom, key), (seq, row)) in &self.shelf {
                if to_whom == audience && (from + 1..=to).contains(seq) {
                    match row {
                        Some(row) => part.columns.push(row.clone()),
                        None => part.gone.push(Gone { kind: key.kind, id: key.id.clone() }),
                    }
                }
            }
            parts.push(part);
        }
        Page {
            epoch: id("e1"),
            head: self.seq,
            cursor: to,
            chain: to.to_string(),
            more: to < self.seq,
            restart,
            scopes,
            parts,
            cells: crate::indicator::Cells::default(),
            last_n: self.last_n.get(&request.client_id).copied().unwrap_or(0),
            now_ms: self.yard.now,
            backed_up: self.backed_up,
            dropped: Vec::new(),
        }
    }
}

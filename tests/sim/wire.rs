//! A push as it goes over the wire, with what time did to some of it.

use jiefang_domain::{
    Id,
    command::Command,
    sync::{BUILD, Op, PushRequest},
};
use serde_json::value::{RawValue, to_raw_value};

/// Kinds of damage: a kind that nobody ever heard of, a body that cannot be read.
const DAMAGED: [&str; 2] = [r#"{"kind":"hazard.burn@9","body":{}}"#, r#"{"kind":"hazard.find@1","body":{"id":7}}"#];

/// Whether an act was damaged where it is kept. The same act is damaged everywhere and for ever.
pub fn damage(op: &Id) -> Option<&'static str> {
    match op.as_str().as_bytes() {
        [.., b'A', _] => Some(DAMAGED[0]),
        [.., b'B', _] => Some(DAMAGED[1]),
        _ => None,
    }
}

/// The body of a push.
pub fn body(request: PushRequest<Command>, newer: bool) -> String {
    let raw = |op: &Id, act: &Command| match damage(op) {
        Some(text) => RawValue::from_string(text.into()).unwrap(),
        None => to_raw_value(act).unwrap(),
    };
    let ops = request.ops.into_iter().map(|op| Op {
        act: raw(&op.op_id, &op.act),
        op_id: op.op_id,
        n: op.n,
        authored_at_ms: op.authored_at_ms,
        offset_ms: op.offset_ms,
    });
    let build = if newer { BUILD + 1 } else { request.build };
    let (epoch, client_id, person) = (request.epoch, request.client_id, request.person);
    serde_json::to_string(&PushRequest { epoch, client_id, person, build, ops: ops.collect() }).unwrap()
}

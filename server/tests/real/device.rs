//! A device that speaks the protocol over HTTP and forgets nothing that is not backed up (SYNC, "Old clients, clocks,
//! restores").

use crate::chance::Chance;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Error, ErrorKind, Read, Write},
    net::TcpStream,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

const PASSPHRASE: &str = "correct horse battery";

/// An entry of its outbox.
struct Entry {
    op_id: String,
    n: u64,
    act: Value,
    /// Where it stands, once it was answered.
    seq: Option<u64>,
}

/// One person's phone.
pub struct Device {
    pub person: String,
    /// Every operation it was told to be saved, with the number last told.
    pub told: BTreeMap<String, u64>,
    /// How many it ever authored.
    pub authored: u64,
    /// How often it took a new client.
    pub renewals: u64,
    /// How many entries it let go because they are backed up.
    pub let_go: u64,
    cookie: String,
    entries: Vec<Entry>,
    next_n: u64,
    at: Value,
    chance: Chance,
}

fn now_ms() -> u64 {
    u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

/// One request on a connection of its own: status, cookie, body.
fn post(port: u16, path: &str, cookie: &str, body: &Value) -> Result<(u16, String, Value), Error> {
    let cut = || Error::from(ErrorKind::UnexpectedEof);
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let body = body.to_string();
    let head = format!("POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncookie: {cookie}\r\n");
    let rest = format!("content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    stream.write_all(format!("{head}{rest}").as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8(answer).map_err(|_| cut())?;
    let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(cut)?;
    let field = |name: &str| {
        let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with(name));
        line.and_then(|line| line.split_once(": ")).map(|(_, value)| value.trim().to_owned())
    };
    // An answer cut in two is no answer.
    if field("content-length").and_then(|length| length.parse().ok()) != Some(body.len()) {
        return Err(cut());
    }
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(cut)?;
    let cookie = field("set-cookie").map(|cookie| cookie.split(';').next().unwrap().to_owned());
    Ok((status, cookie.unwrap_or_default(), serde_json::from_str(body).map_err(|_| cut())?))
}

impl Device {
    pub fn new(person: &str, chance: Chance) -> Self {
        let mut device = Self {
            person: person.into(),
            told: BTreeMap::new(),
            authored: 0,
            renewals: 0,
            let_go: 0,
            cookie: String::new(),
            entries: Vec::new(),
            next_n: 1,
            at: Value::Null,
            chance,
        };
        device.start_anew();
        device
    }

    /// Uses a code: the passphrase is set, a session opens.
    pub fn enrol(&mut self, port: u16, link: &str) {
        let with = json!({ "code": link, "passphrase": PASSPHRASE });
        let (status, cookie, said) = post(port, "/api/enrolment/use", "", &with).unwrap();
        assert_eq!(status, 200, "{said}");
        self.cookie = cookie;
    }

    fn start_anew(&mut self) {
        self.at = json!({ "epoch": "-", "client_id": self.client_id(), "scopes": [], "cursor": 0, "chain": "" });
    }

    fn client_id(&self) -> String {
        format!("{}-{}", self.person, self.renewals)
    }

    /// Signed in again where the server knows the session no more; any other status than 200 is a failure.
    fn ask(&mut self, port: u16, what: &str, body: &Value) -> Result<Value, Error> {
        let path = format!("/api/sync/c1/{what}");
        let (mut status, _, mut said) = post(port, &path, &self.cookie, body)?;
        if status == 401 {
            let with = json!({ "name": self.person, "passphrase": PASSPHRASE });
            let (signed_in, cookie, me) = post(port, "/api/session", "", &with)?;
            assert_eq!(signed_in, 200, "{me}");
            self.cookie = cookie;
            (status, _, said) = post(port, &path, &self.cookie, body)?;
        }
        // What the server says while it lives is never an error.
        assert_eq!(status, 200, "{}: {what}: {said}", self.person);
        Ok(said)
    }

    /// What it was told to be saved, without what it knows to have to send again.
    pub fn saved(&self) -> impl Iterator<Item = (&String, &u64)> {
        let again: BTreeSet<&String> = self.entries.iter().filter(|e| e.seq.is_none()).map(|e| &e.op_id).collect();
        self.told.iter().filter(move |(op_id, _)| !again.contains(op_id))
    }

    /// Records a few hazards, sends, and mostly pulls. An error is a connection that was cut.
    pub fn turn(&mut self, port: u16) -> Result<(), Error> {
        for _ in 0..self.chance.within(1, 9) {
            self.author();
        }
        self.push(port)?;
        if self.chance.within(0, 4) > 0 { self.pull(port) } else { Ok(()) }
    }

    /// Sends until nothing waits any more.
    pub fn settle(&mut self, port: u16) {
        self.pull(port).unwrap();
        while self.entries.iter().any(|entry| entry.seq.is_none()) {
            self.push(port).unwrap();
        }
        self.pull(port).unwrap();
        let waits = self.entries.iter().filter(|entry| entry.seq.is_none()).count();
        assert_eq!((waits, self.told.len() as u64), (0, self.authored), "{}", self.person);
    }

    fn author(&mut self) {
        let op_id = format!("{}-{}", self.person, self.authored);
        let act = json!({ "kind": "hazard.find@1", "body": {
            "id": op_id, "place": "b1", "spot": "3", "category": "clutter", "grade": "ordinary", "note": "纸箱堵了楼道",
            "found_at_ms": now_ms() - 60_000,
        } });
        self.entries.push(Entry { op_id, n: self.next_n, act, seq: None });
        self.next_n += 1;
        self.authored += 1;
    }

    fn push(&mut self, port: u16) -> Result<(), Error> {
        let waiting = self.entries.iter().filter(|entry| entry.seq.is_none()).take(50);
        let ops: Vec<Value> = waiting
            .map(|entry| {
                let Entry { op_id, n, act, .. } = entry;
                json!({ "op_id": op_id, "n": n, "authored_at_ms": now_ms(), "offset_ms": 0, "act": act })
            })
            .collect();
        let request = json!({ "epoch": self.at["epoch"], "client_id": self.client_id(), "build": 1, "ops": ops });
        let answer = self.ask(port, "push", &request)?;
        for answered in answer["answers"].as_array().unwrap() {
            let (n, mut answer) = (answered["n"].as_u64().unwrap(), &answered["answer"]);
            if !answer["duplicate"].is_null() {
                answer = &answer["duplicate"]["first"];
            }
            if let Some(seq) = answer["applied"]["seq"].as_u64() {
                let entry = self.entries.iter_mut().find(|entry| entry.n == n && entry.seq.is_none()).unwrap();
                entry.seq = Some(seq);
                self.told.insert(entry.op_id.clone(), seq);
            } else {
                // The server stands before what it had acknowledged: it was put back. The pull says so too.
                assert!(!answer["gap"].is_null(), "{}: {answer}", self.person);
                let renewals = self.renewals;
                self.pull(port)?;
                assert!(self.renewals > renewals, "{}: {answer} from a server that was not put back", self.person);
                return Ok(());
            }
        }
        Ok(())
    }

    fn pull(&mut self, port: u16) -> Result<(), Error> {
        loop {
            let mut request = self.at.clone();
            request["client_id"] = self.client_id().into();
            let page = self.ask(port, "pull", &request)?;
            let last_n = page["last_n"].as_u64().unwrap();
            let lost = self.entries.iter().any(|entry| entry.seq.is_some() && entry.n > last_n);
            let known = request["cursor"] != 0;
            for field in ["epoch", "scopes", "cursor", "chain"] {
                self.at[field] = page[field].clone();
            }
            if lost || (known && page["restart"] == true) {
                self.renew();
            }
            let backed_up = page["backed_up"].as_u64().unwrap_or(0);
            let before = self.entries.len();
            self.entries.retain(|entry| entry.seq.is_none_or(|seq| seq > backed_up));
            self.let_go += (before - self.entries.len()) as u64;
            if page["more"] != true {
                return Ok(());
            }
        }
    }

    /// A new client: everything that is not backed up is sent again, in order, under the ids it always had.
    fn renew(&mut self) {
        self.renewals += 1;
        for (entry, n) in self.entries.iter_mut().zip(1..) {
            (entry.n, entry.seq) = (n, None);
        }
        self.next_n = self.entries.len() as u64 + 1;
    }
}

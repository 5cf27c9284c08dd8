//! A subdistrict with two communities, and lists made by hand.

use jiefang_domain::{
    Id, Kind, Millis, Row,
    command::Command,
    grid::{AddPlace, PlaceKind},
    identity::{Actor, EnterPerson, GiveGrant, Person, Role},
    record::Record,
    sync::Answer,
};
use jiefang_server::{
    import::{
        Applied, Undone, apply,
        books::Books,
        heading::Map,
        new_id,
        plan::{Plan, Source, plan},
        read::read,
        undo,
    },
    store::{Store, account::Accounts},
    sync::{SystemOp, Writer},
};
use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};
use tempfile::TempDir;
use zip::{ZipWriter, write::SimpleFileOptions};

/// Monday 2026-11-23, 10:00 in Shanghai.
pub const NOW: Millis = 1_795_399_200_000;

pub fn id(text: &str) -> Id {
    Id::parse(text).unwrap()
}

pub struct Yard {
    pub dir: TempDir,
    pub store: Store,
    pub writer: Writer,
    ops: u32,
}

impl Yard {
    /// 东街道 with 甲社区 and 乙社区, and a worker in 甲社区.
    pub async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let writer = Writer::start(&store).await.unwrap();
        let mut yard = Self { dir, store, writer, ops: 0 };
        yard.place("d", PlaceKind::Subdistrict, "东街道", &[]).await;
        yard.place("jia", PlaceKind::Community, "甲社区", &["d"]).await;
        yard.place("yi", PlaceKind::Community, "乙社区", &["d"]).await;
        yard.person("jia", ("worker", "赵敏", "13800000001"), Role::CommunityWorker, "jia").await;
        yard
    }

    /// Adds a place, as the clock.
    pub async fn place(&mut self, place: &str, kind: PlaceKind, name: &str, lies_in: &[&str]) {
        let lies_in = lies_in.iter().map(|place| id(place)).collect();
        let (units, households, body) = (0, 0, String::new());
        let add =
            AddPlace { id: id(place), kind, name: name.into(), lies_in, unmanaged: false, units, households, body };
        self.act(place, Command::AddPlace(add)).await;
    }

    /// Somebody with a phone number and one role, as the clock.
    pub async fn person(&mut self, book: &str, (person, name, phone): (&str, &str, &str), role: Role, place: &str) {
        let enter = EnterPerson {
            id: id(person),
            name: name.into(),
            phone: phone.into(),
            household: id("hh"),
            invented: true,
            door: String::new(),
            skills: Vec::new(),
            volunteer: false,
        };
        self.act(book, Command::EnterPerson(enter)).await;
        self.give(book, person, role, place).await;
    }

    /// Gives a role, as the clock.
    pub async fn give(&mut self, book: &str, person: &str, role: Role, place: &str) {
        let grant = Id::join(&["g", person, place]);
        let (person, place) = (id(person), id(place));
        self.act(book, Command::GiveGrant(GiveGrant { id: grant, person, role, place, since_ms: 0 })).await;
    }

    /// The id of whoever has that name.
    pub async fn called(&self, book: &str, name: &str) -> Id {
        let people = self.rows(book, Kind::Person).await;
        let called = |person: &&Person| person.name.known().is_some_and(|known| known == name);
        people.iter().filter_map(Person::of).find(called).unwrap().id.clone()
    }

    /// Does something as the clock.
    pub async fn act(&mut self, book: &str, command: Command) {
        self.ops += 1;
        let op = id(&format!("yard-{}", self.ops));
        let answer = self.writer.submit_system(id(book), op, command, NOW).await.unwrap();
        assert!(matches!(answer, Answer::Applied { .. }), "{answer:?}");
    }

    /// Does something as somebody at the door.
    pub async fn act_as(&mut self, person: &str, book: &str, command: Command) {
        self.ops += 1;
        let op = SystemOp { book: id(book), op_id: id(&format!("yard-{}", self.ops)), command, now_ms: NOW };
        let answer = self.writer.submit_at_door(id(person), op).await.unwrap();
        assert!(matches!(answer, Answer::Applied { .. }), "{answer:?}");
    }

    /// What a list would do, as the clock.
    pub async fn plan(&self, files: &[(&str, &[u8])]) -> Plan {
        self.plan_as(Actor::system(), files, &Map::default()).await
    }

    pub async fn plan_as(&self, actor: Actor, files: &[(&str, &[u8])], map: &Map) -> Plan {
        let mut books = Books::load(&self.store, actor, NOW).await.unwrap();
        let source =
            |(name, bytes): &(&str, &[u8])| Source { file: (*name).into(), sheets: read(name, bytes).unwrap().into() };
        let sources: Vec<Source> = files.iter().map(source).collect();
        plan(&sources, map, &mut books, &new_id().unwrap(), |_, _| true).unwrap()
    }

    /// Applies it; the import's id.
    pub async fn apply(&self, files: &[(&str, &[u8])]) -> Id {
        self.applied(self.plan(files).await, None).await
    }

    /// The same as somebody.
    pub async fn apply_as(&self, person: &str, files: &[(&str, &[u8])]) -> Id {
        let plan = self.plan_as(self.actor(person).await, files, &Map::default()).await;
        self.applied(plan, Some(&id(person))).await
    }

    async fn applied(&self, plan: Plan, person: Option<&Id>) -> Id {
        let import = new_id().unwrap();
        let done = apply((&self.store, &self.writer), &import, plan, vec!["a".into()], person, NOW).await.unwrap();
        assert!(matches!(done, Applied::Done(_)), "{done:?}");
        import
    }

    pub async fn actor(&self, person: &str) -> Actor {
        Actor::person(id(person), self.store.grants_of(&id(person)).await.unwrap())
    }

    pub async fn undo(&self, import: &Id) -> Undone {
        self.taken_back(import, Actor::system(), None).await
    }

    pub async fn undo_as(&self, person: &str, import: &Id) -> Undone {
        self.taken_back(import, self.actor(person).await, Some(&id(person))).await
    }

    async fn taken_back(&self, import: &Id, actor: Actor, person: Option<&Id>) -> Undone {
        let accounts = Accounts::open(&self.store).await.unwrap();
        let undone = undo((&self.store, &accounts, &self.writer), import, actor, person, NOW).await.unwrap();
        accounts.close().await;
        undone
    }

    pub async fn rows(&self, book: &str, kind: Kind) -> Vec<Row> {
        self.store.records(&id(book), kind).await.unwrap()
    }

    /// How far the books are.
    pub async fn heads(&self) -> Vec<u64> {
        self.store.books().await.unwrap().into_iter().map(|book| book.head).collect()
    }
}

/// Add, change, same, bad lines.
pub fn counts(plan: &Plan) -> [usize; 4] {
    let report = &plan.report;
    [report.add, report.change, report.same, report.bad_lines]
}

/// Line and code of each bad cell.
pub fn bad(plan: &Plan) -> Vec<(u32, &'static str)> {
    plan.report.bad.iter().map(|bad| (bad.at.line, bad.why.code())).collect()
}

/// A workbook of sheets of raw XML: name, whether it is hidden, what stands in `<sheetData>`, what stands behind it.
pub fn workbook(sheets: &[(&str, bool, &str, &str)]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let (mut listed, mut rels) = (String::new(), String::new());
    for (n, (name, hidden, rows, behind)) in (1..).zip(sheets) {
        let state = if *hidden { r#" state="hidden""# } else { "" };
        write!(listed, r#"<sheet name="{name}" sheetId="{n}"{state} r:id="r{n}"/>"#).unwrap();
        write!(rels, r#"<Relationship Id="r{n}" Type="{REL}/worksheet" Target="worksheets/s{n}.xml"/>"#).unwrap();
        let sheet = format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{behind}</worksheet>"#);
        part(&format!("xl/worksheets/s{n}.xml"), &sheet);
    }
    write!(rels, r#"<Relationship Id="st" Type="{REL}/styles" Target="styles.xml"/>"#).unwrap();
    // The second style is a date.
    let styles = r#"<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>"#;
    part("xl/styles.xml", &format!(r#"<styleSheet xmlns="{MAIN}">{styles}</styleSheet>"#));
    part(
        "xl/workbook.xml",
        &format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{listed}</sheets></workbook>"#),
    );
    let package = "http://schemas.openxmlformats.org/package/2006";
    part(
        "xl/_rels/workbook.xml.rels",
        &format!(r#"<Relationships xmlns="{package}/relationships">{rels}</Relationships>"#),
    );
    let root = format!(r#"<Relationship Id="r" Type="{REL}/officeDocument" Target="xl/workbook.xml"/>"#);
    part("_rels/.rels", &format!(r#"<Relationships xmlns="{package}/relationships">{root}</Relationships>"#));
    let types = r#"<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#;
    part("[Content_Types].xml", &format!(r#"<Types xmlns="{package}/content-types">{types}</Types>"#));
    zip.finish().unwrap().into_inner()
}

/// A row of texts, at a line.
pub fn row(line: u32, cells: &[&str]) -> String {
    let cell = |(n, text): (u8, &&str)| {
        let column = char::from(b'A' + n);
        if text.is_empty() {
            String::new()
        } else if let Some(raw) = text.strip_prefix("<raw>") {
            format!(r#"<c r="{column}{line}"{raw}</c>"#)
        } else {
            format!(r#"<c r="{column}{line}" t="inlineStr"><is><t>{text}</t></is></c>"#)
        }
    };
    format!(r#"<row r="{line}">{}</row>"#, (0..).zip(cells).map(cell).collect::<String>())
}

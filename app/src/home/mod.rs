//! The neighbourhood today: what to record, what waits for me, and how the month is going.

use crate::{
    council, dashboard,
    routes::{Route, Show, Window},
    stewards,
    text::{Words, grid, home as words, shell, stewards as of_stewards},
    timebank,
    ui::{
        Node, Ui, el, link,
        list::{locked, rows, section},
        live, note, of,
        page::Page,
        prefs::quick,
        query, seal,
    },
};
use jiefang_domain::{Id, grid::Brand, identity::Role};

const SHOWN_MAX: usize = 5;
/// Roles that look after one place: theirs is the heading.
const OF_A_PLACE: &[Role] = &[Role::Steward, Role::ResidentRepresentative, Role::PropertyManager, Role::Resident];

fn record(ui: Ui) -> Node {
    let mut tiles: Vec<(bool, Route, &'static str, &'static str, Words)> =
        vec![(stewards::may_record(ui), Route::StewardsNew, "seal s", "隐", words::TILE_HAZARD)];
    let entry = |kind| (true, Route::EntryNew(kind, None), "seal s", stewards::sign(kind), of_stewards::kind(kind));
    tiles.extend(stewards::recorded(ui).into_iter().map(entry));
    tiles.extend([
        (council::may_raise(ui), Route::CouncilNew, "seal c", "议", words::TILE_ISSUE),
        (timebank::may_capture(ui), Route::TimebankNew, "seal t", "时", words::TILE_HOUR),
    ]);
    let open: Vec<Node> = tiles
        .into_iter()
        .filter(|(may, ..)| *may)
        .map(|(_, to, class, sign, words)| el("li").put(link("tile", &to).put(seal(class, sign)).say(ui, words)).into())
        .collect();
    let some = !open.is_empty();
    some.then(|| section(ui.t(words::RECORD), None).put(of("ul", "tiles").all(open))).into()
}

/// What waits for this person over the three brands, what presses most on top; and where the rest of it stands.
fn waits(ui: Ui) -> Node {
    let mut all = Vec::new();
    stewards::waiting(ui, &mut all);
    let hazards = all.len();
    council::waiting(ui, &mut all);
    let issues = all.len() - hazards;
    timebank::waiting(ui, &mut all);
    let (hours, count) = (all.len() - hazards - issues, all.len());
    if count == 0 {
        let says = if locked(ui) { shell::LOCKED } else { words::NOTHING_WAITS };
        return section(ui.t(words::WAITS), None).put(note("mute", ui, says)).into();
    }
    let brands = [
        (hazards, Brand::Stewards, Route::Stewards(Show::Waiting)),
        (issues, Brand::Council, Route::Council(Show::Waiting)),
        (hours, Brand::Timebank, Route::Timebank),
    ];
    let more = brands.into_iter().filter(|(waiting, ..)| *waiting != 0 && count > SHOWN_MAX);
    let more = more.map(|(waiting, brand, to)| {
        let all = ui.fill(words::ALL_OF, &[&query::brand_name(ui, brand, true), &waiting.to_string()]);
        link("btn ghost sm", &to).put(all).into()
    });
    let more = of("div", "btns row").all(more);
    section(ui.t(words::WAITS), None).put(rows("list", all, SHOWN_MAX)).put((count > SHOWN_MAX).then_some(more)).into()
}

fn month(ui: Ui) -> Node {
    let more = Some((Route::Dashboard(Window::Month), ui.t(words::MORE).into()));
    section(ui.t(words::THIS_MONTH), more).put(dashboard::this_month(ui)).into()
}

/// A steward's own buildings come first.
fn my_buildings(ui: Ui) -> Node {
    let row = |place: Id| {
        let name = query::long_place_name(ui, &place);
        let say = of("span", "say").put(el("b").say(ui, grid::MY_BUILDING)).put(el("span").put(name));
        let cell = link("cell", &Route::Grid(Some(place))).put(seal("seal s", "楼")).put(say);
        el("li").put(cell).into()
    };
    let own: Vec<Node> = query::looked_after(ui).into_iter().map(row).collect();
    let some = !own.is_empty();
    let list = of("ul", "list").all(own);
    some.then(|| el("section").attr("aria-label", ui.t(grid::MY_BUILDING)).put(list)).into()
}

/// The place this person looks after or lives in; the community for those who see all of it.
fn place(ui: Ui) -> Option<String> {
    let grants = query::my_grants(ui);
    let own = OF_A_PLACE.iter().find_map(|role| grants.iter().find(|grant| grant.role == *role));
    own.map(|grant| query::long_place_name(ui, &grant.place)).filter(|name| !name.is_empty())
}

fn subdistrict(ui: Ui) -> String {
    let book = ui.hood.book().get();
    let path =
        book.and_then(|book| query::record::<jiefang_domain::grid::Place>(ui, &book)).map(|(place, _)| place.path);
    let above = path.and_then(|path| path.last().cloned());
    above.map_or_else(String::new, |above| query::place_name(ui, &above))
}

/// The screen.
pub fn page(ui: Ui) -> Page {
    let body = live(move || vec![my_buildings(ui), record(ui), waits(ui), month(ui), quick(ui)]);
    Page::new("page", move || place(ui).unwrap_or_else(|| query::book_name(ui)), body).sub(move || {
        let community = if place(ui).is_some() { query::book_name(ui) } else { String::new() };
        let all = [community, subdistrict(ui)];
        all.iter().filter(|name| !name.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · ")
    })
}

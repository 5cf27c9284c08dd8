//! Who I am here, how the app looks, what is on this device, and letting somebody in.

mod devices;
mod lock;
mod out;

use crate::{
    privacy::WORKERS,
    routes::{Route, Window},
    shell::{standing, switch_choice},
    text::{audit, lists, me as words, privacy, roles, settings, shell, sync},
    ui::{
        Node, Ui, button, el, link,
        list::{facts, section, tag},
        live,
        looked::Looked,
        note, nothing, of, p,
        page::Page,
        prefs, query,
    },
};
use jiefang_domain::{
    grid::OFFICE,
    identity::{Role, STAFF},
};

const LETS_IN: &[Role] = &[Role::CommunityWorker, Role::SubdistrictOfficer, Role::SecurityAdmin];

fn who(ui: Ui) -> Node {
    let Some(me) = ui.hood.me().get() else { return nothing() };
    let held = query::my_grants(ui).into_iter().map(|grant| {
        let place = match query::long_place_name(ui, &grant.place) {
            name if name.is_empty() => query::name_of_book(ui, &grant.place),
            name => name,
        };
        el("div").put([ui.t(roles::role(grant.role)), " · ", &place].concat()).into()
    });
    let invented = me.person.invented.then(|| tag("tag demo", ui.t(shell::DEMO_TAG)));
    let name = el("span").put(me.person.name.clone()).put(" ").put(invented);
    let all = vec![(ui.t(words::WHO), name.into()), (ui.t(words::ROLES), Node::Many(held.collect()))];
    section(ui.t(words::WHO), None).put(facts(all)).into()
}

fn looks(ui: Ui) -> Node {
    section(ui.t(words::LOOKS), None)
        .put(of("div", "stack").put(prefs::all(ui)).put(note("note", ui, words::ELDER_HINT)))
        .into()
}

fn device(ui: Ui) -> Node {
    let attention = ui.hood.sync().with(|status| status.attention);
    let look = (attention > 0)
        .then(|| link("btn danger", &Route::Attention).put(ui.fill(sync::ATTENTION, &[&attention.to_string()])));
    section(ui.t(words::DEVICE), None)
        .put(
            of("div", "stack")
                .put(standing(ui))
                .put(
                    of("div", "btns")
                        .put(look)
                        .put(button("btn ghost", ui.t(words::SYNC), move || ui.panel.set(Some(0)))),
                )
                .put(ledger(ui)),
        )
        .into()
}

/// The book's ledger head as the wall shows it: whoever writes it down can hold it against the log later.
fn ledger(ui: Ui) -> Option<Node> {
    let (number, chain) = ui.hood.read(|book| (book.cursor, book.chain.clone()))?;
    let digits = [chain.get(..4)?, chain.get(4..8)?, chain.get(8..12)?].join(" ");
    Some(p("note num", ui.fill(words::LEDGER, &[&number.to_string(), &digits])).into())
}

/// The screen.
pub fn page(ui: Ui) -> Page {
    let lets_in = Looked::new(move || query::i_am(ui, LETS_IN));
    let mine = live(move || {
        let overview = link("btn ghost", &Route::Dashboard(Window::Month)).say(ui, words::DASHBOARD);
        let data = link("btn ghost", &Route::Mine).say(ui, privacy::MINE_MORE);
        let people = query::i_am(ui, WORKERS).then(|| link("btn ghost", &Route::Residents).say(ui, privacy::PEOPLE));
        let audits = query::i_am(ui, &[Role::AuditAdmin]);
        let audits = audits.then(|| link("btn ghost", &Route::Audit).say(ui, audit::TITLE));
        let more = of("div", "btns").put(people).put(data).put(overview).put(audits);
        vec![who(ui), switch_choice(ui, || {}), more.into(), looks(ui), device(ui)]
    });
    let people = live(move || {
        let lists = || query::i_am(ui, STAFF).then(|| link("btn ghost", &Route::Lists).say(ui, lists::TITLE));
        let settings = || query::i_am(ui, OFFICE).then(|| link("btn ghost", &Route::Settings).say(ui, settings::TITLE));
        let people = || {
            of("div", "btns").put(link("btn ghost", &Route::People).say(ui, words::PEOPLE)).put(lists()).put(settings())
        };
        lets_in.get().then(people)
    });
    let body = vec![mine, lock::section(ui), people, devices::devices(ui), out::button(ui)];
    Page::new("page slim", move || ui.t(shell::ME).into(), body).sub(move || query::book_name(ui))
}

//! The pages of the second part of the app: those that a visit does not begin with. They are known here alone, and their
//! modules stand in app/second.json, by which the build cuts (docs/adr/0033).

use crate::{
    audit, council, dashboard, grid, lists, me, people, privacy,
    routes::Route,
    settings,
    shell::attention,
    signin, stewards, timebank,
    ui::{Ui, page::Page},
};

/// Makes the page at an address. The only way from the first part into the second.
#[inline(never)]
pub fn page(ui: Ui, route: Route) -> Page {
    match route {
        Route::Council(show) => council::list(ui, show),
        Route::Stewards(show) => stewards::list(ui, show),
        Route::CouncilNew => council::new(ui),
        Route::Issue(id) => council::detail(ui, id),
        Route::Timebank => timebank::page(ui),
        Route::TimebankNew => timebank::new(ui),
        Route::Hour(id) => timebank::detail(ui, id),
        Route::Hazard(id) => stewards::detail(ui, id),
        Route::Grid(place) => grid::page(ui, place.as_ref()),
        Route::EntryNew(kind, of) => stewards::entry_new(ui, kind, of),
        Route::Entry(id) => stewards::entry(ui, id),
        Route::Dashboard(window) => dashboard::page(ui, window),
        Route::Mine => privacy::mine(ui),
        Route::Residents => privacy::people(ui),
        Route::Person(id) => privacy::person(ui, id),
        Route::Audit => audit::page(ui),
        Route::People if people::has_rows(ui) => privacy::people(ui),
        Route::People => people::page(ui),
        Route::Lists => lists::page(ui),
        Route::Settings => settings::page(ui),
        Route::Attention => attention(ui),
        Route::Start(code) => signin::start(ui, &code),
        // The first part shows the others itself.
        Route::Me | Route::Home | Route::StewardsNew | Route::SignIn | Route::Enrol(_) | Route::Unknown => me::page(ui),
    }
}

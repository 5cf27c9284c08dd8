//! The browser side of 街坊.

mod audit;
mod chart;
mod council;
mod dashboard;
mod grid;
mod home;
mod id;
mod json;
mod lists;
mod me;
mod meet;
mod part;
mod people;
mod photo;
mod privacy;
mod replica;
mod routes;
mod scan;
mod settings;
mod shell;
mod signin;
mod state;
mod stewards;
mod sync;
mod text;
mod timebank;
mod ui;

use leptos::prelude::*;

fn main() {
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    // The page came with a shell to look at meanwhile; it goes in the same breath as the app comes.
    if let Some(shell) = document().get_element_by_id("shell") {
        shell.remove();
    }
    mount_to_body(|| {
        state::provide_neighbourhood();
        shell::frame()
    });
}

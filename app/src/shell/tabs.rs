//! The way around: a bar below on phones, a side bar on desks.

use crate::{
    routes::{Route, Show, Window},
    text::shell as words,
    ui::{Node, Ui, link, live, note, of, query::brand_name},
};
use jiefang_domain::grid::Brand;

/// The tabs, with the one where somebody is marked.
pub fn tabs(ui: Ui) -> Node {
    live(move || {
        let current = ui.address.route().tab();
        let tab = |to: Route, class: &'static str, sign: &'static str, words: String| -> Node {
            let mark = of("span", "mark").attr("aria-hidden", "true").put(sign);
            let tab = link(class, &to).put(mark).put(words);
            if current.as_ref() == Some(&to) { tab.attr("aria-current", "page").into() } else { tab.into() }
        };
        of("nav", "tabs").attr("aria-label", ui.t(words::NAV)).put(note("name wide", ui, words::APP)).all([
            tab(Route::Home, "tab", "家", ui.t(words::HOME).into()),
            tab(Route::Council(Show::All), "tab c", "议", brand_name(ui, Brand::Council, true)),
            tab(Route::Timebank, "tab t", "时", brand_name(ui, Brand::Timebank, true)),
            tab(Route::Stewards(Show::All), "tab s", "楼", brand_name(ui, Brand::Stewards, true)),
            tab(Route::Dashboard(Window::Month), "tab wide", "览", ui.t(words::DASHBOARD).into()),
            tab(Route::Me, "tab", "我", ui.t(words::ME).into()),
        ])
    })
}

//! A code on a sheet: on the screen to be typed or scanned, on paper to be carried away.

use super::{El, Node, Ui, button, dates, el, note, of, p, share, svg};
use crate::{
    state::{Enrolment, Qr, secure_context},
    text::slip as words,
};
use leptos::prelude::window;

/// Modules of white that have to stand around a QR code.
const QUIET: usize = 4;

/// A QR code, and what it is in words.
pub fn drawn(qr: &Qr, words: &'static str) -> Node {
    let side = (qr.size + 2 * QUIET).to_string();
    let from = "-4";
    svg("svg")
        .attr("class", "slip-qr")
        .attr("viewBox", [from, from, &side, &side].join(" "))
        .attr("role", "img")
        .attr("aria-label", words)
        .put(svg("path").attr("d", qr.path.clone()))
        .into()
}

fn copy(ui: Ui, address: &str) {
    share::copy(address);
    ui.told(words::COPIED);
}

/// The sheet: whose it is, the code in groups, where to type or scan it, until when, and what to do.
pub fn slip(ui: Ui, code: &Enrolment) -> Node {
    let origin = window().location().origin().unwrap_or_default();
    let step = |words| el("li").say(ui, words).into();
    let where_to = [origin.as_str(), "/enrol"].concat();
    let head = of("div", "slip-head")
        .put(el("h3").put(ui.fill(words::FOR, &[&code.name])))
        .put(p("note", ui.fill(words::UNTIL, &[&dates::moment(ui, code.expires_at_ms)])));
    // Read out letter by letter, not as a word.
    let spelled = of("p", "slip-code num").put(code.code.clone());
    of("section", "slip panel")
        .attr("role", "status")
        .put(head)
        .put(code.qr.known().map(|qr| drawn(qr, ui.t(words::QR))))
        .put(spelled)
        .put(p("slip-at", ui.fill(words::TYPE_AT, &[&where_to])))
        .put(el("ol").all([words::STEP_1, words::STEP_2, words::STEP_3, words::STEP_4].map(step)))
        .into()
}

/// Prints what stands on the page.
pub fn print(ui: Ui) -> El {
    button("btn", ui.t(words::PRINT), || {
        let _ = window().print();
    })
}

/// The sheet with what can be done with it.
pub fn with_buttons(ui: Ui, code: &Enrolment) -> Node {
    let origin = window().location().origin().unwrap_or_default();
    let address = [origin.as_str(), &code.path].concat();
    // The clipboard is there in secure contexts only.
    let copy = secure_context().then(|| button("btn ghost", ui.t(words::COPY), move || copy(ui, &address)));
    let buttons = of("div", "btns row").put(print(ui)).put(copy);
    let host = window().location().hostname().unwrap_or_default();
    let only_here = ["localhost", "127.0.0.1", "[::1]"].contains(&host.as_str());
    let only_here = only_here.then(|| note("hint", ui, words::ONLY_HERE));
    vec![slip(ui, code), only_here.into(), buttons.into(), note("note", ui, words::ONCE).into()].into()
}

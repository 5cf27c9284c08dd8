//! The signs of an estate and its buildings, to be printed and put up: a patrol scans them where it passes.

use crate::{
    state::Sign,
    text::grid as words,
    ui::{
        Held, Node, Ui,
        act::{Form, call_error, focus},
        button, el, live, note, of, p, query,
        slip::{drawn, print},
    },
};
use jiefang_domain::grid::Place;
use leptos::prelude::*;

/// The signs that were drawn. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Signs {
    form: Form,
    drawn: Held<Vec<Sign>>,
}

impl Signs {
    /// None yet.
    pub fn new() -> Self {
        Self { form: Form::new(), drawn: Held::new(Vec::new()) }
    }

    /// What draws them; nothing of a place that nobody patrols.
    pub fn section(self, ui: Ui, place: &Place) -> Option<Node> {
        if !place.place_kind.is_looked_after() {
            return None;
        }
        let place = place.id.clone();
        let send = move || {
            let place = place.clone();
            self.form.run(ui, async move {
                let signs = ui.hood.signs(&place).await.map_err(|error| untrack(|| call_error(ui, error)))?;
                Ok(move |_: Ui| {
                    self.drawn.set(signs);
                    request_animation_frame(|| focus("signs"));
                })
            });
        };
        let form = Form::element(send)
            .put(self.form.summary(ui))
            .put(live(move || note("note", ui, words::SIGNS_TEXT)))
            .put(self.form.submit(ui, "btn ghost", words::SIGNS_DO));
        Some(super::change::fold(ui, words::SIGNS, form.into()))
    }

    /// The signs, one a page on paper, and nothing else of this page there.
    pub fn sheets(self, ui: Ui) -> Node {
        live(move || {
            let all = self.drawn.get();
            if all.is_empty() {
                return of("div", "");
            }
            let sheet = |sign: &Sign| {
                of("section", "slip panel")
                    .put(el("h3").put(query::long_place_name(ui, &sign.place)))
                    .put(sign.qr.known().map(|qr| drawn(qr, ui.t(words::SIGN_QR))))
                    .put(p("slip-at num", sign.place.as_str().to_owned()))
                    .put(note("slip-at", ui, words::SIGN_HOW))
                    .into()
            };
            let close = button("btn ghost", ui.t(words::SIGNS_CLOSE), move || self.drawn.set(Vec::new()));
            of("div", "printed alone stack")
                .attr("id", "signs")
                .attr("tabindex", "-1")
                .put(of("div", "btns row").put(print(ui)).put(close))
                .all(all.iter().map(sheet))
        })
    }
}

//! Figures somebody reported elsewhere: with source and period, apart from what is counted here.

use crate::{
    text::dashboard as words,
    ui::{Node, Ui, dates, el, list::tag, of, order::items, p, query},
};
use jiefang_domain::{Lang, grid::Brand, indicator::Reported};

/// The figures of a brand; nothing where there are none.
pub fn figures(ui: Ui, brand: Brand) -> Option<Node> {
    let lang = ui.lang();
    let mut note = None;
    let mut all = Vec::new();
    query::each(ui, &mut |figure: &Reported| {
        if figure.brand != brand {
            return;
        }
        let number = dates::number(figure.value);
        let value = if figure.over { ui.fill(words::OVER, &[&number]) } else { number };
        let label = if lang == Lang::Zh { &figure.label_zh } else { &figure.label_en };
        let fact = el("div").put(el("dt").put(label.clone())).put(el("dd").put(value));
        all.push(((figure.position.into(), 0), fact.into()));
        note = Some(ui.fill(words::REPORTED_NOTE, &[&figure.source, &figure.period]));
    });
    let reported = of("div", "reported").put(tag("tag reported", ui.t(words::REPORTED)));
    Some(reported.put(of("dl", "facts num").all(items(all, usize::MAX))).put(p("note", note?)).into())
}

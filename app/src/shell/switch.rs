//! Which community is looked at, for those who have something in several.

use crate::{
    text::me as words,
    ui::{
        Held, Node, Ui,
        act::Form,
        button,
        dialog::sheet,
        form::{Choice, choose},
        live, nothing, query,
    },
};

/// The communities to choose from; nothing where there is one.
pub fn choice(ui: Ui, chosen: impl Fn() + Send + Sync + 'static) -> Node {
    let books = ui.hood.me().with(|me| me.as_ref().map_or_else(Vec::new, |me| me.books.clone()));
    if books.len() < 2 {
        return nothing();
    }
    let current = ui.hood.book().get();
    let choices = books.iter().map(|book| Choice::new(book.name.clone(), current.as_ref() == Some(&book.id))).collect();
    let pick = move |i: usize| {
        if let Some(book) = books.get(i) {
            ui.hood.choose_book(book.id.clone());
            chosen();
        }
    };
    choose(ui, Form::new(), "community", words::COMMUNITY, choices, pick)
}

/// Whether there are several. Tracked.
fn several(ui: Ui) -> bool {
    ui.hood.me().with(|me| me.as_ref().is_some_and(|me| me.books.len() > 1))
}

/// Whether the line under the heading would only say again what the button says. Tracked.
pub fn says(ui: Ui, line: &str) -> bool {
    several(ui) && line == query::book_name(ui)
}

/// The button in the header that leads there.
pub fn switch(ui: Ui) -> Node {
    let open = Held::new(None::<usize>);
    let button = live(move || {
        let name = [&query::book_name(ui), " ▾"].concat();
        let open_it = move || open.set(Some(0));
        several(ui).then(|| button("link switch", name, open_it).attr("aria-haspopup", "dialog"))
    });
    let choice = sheet(ui, open, move |_| (ui.t(words::COMMUNITY), live(move || choice(ui, move || open.set(None)))));
    vec![button, choice].into()
}

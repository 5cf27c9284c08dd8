//! The frame: it follows the address, hands the screen its place, and says where the reader is.

use super::{
    badge::badge,
    banners::banners,
    panel::panel,
    screen::{self, Screen},
    switch::{says, switch},
    tabs::tabs,
};
use crate::{
    part,
    routes::Route,
    state::{Link, Phase, use_neighbourhood},
    text::shell as words,
    ui::{Node, Ui, act::focus, el, link, live, looked::Looked, of, p, toast::toasts},
};
use jiefang_domain::Id;
use leptos::prelude::*;
use std::sync::Arc;

/// Everything on the page.
pub fn frame() -> Node {
    let ui = Ui::new(use_neighbourhood());
    let again = Looked::new(move || ui.hood.sync().with(|status| status.sign_in_again));
    let screen =
        Looked::new(move || Screen::at(ui.address.route(), ui.hood.phase().get(), again.get(), || ui.part.get()));
    part::follow(ui.part, Looked::new(move || ui.hood.sync().with(|status| status.last_contact_ms)));
    let copied = copied(ui);
    arrive(ui, again);
    let skip = live(move || {
        of("a", "skip").attr("href", "#main").say(ui, words::SKIP).on("click", |event| {
            event.prevent_default();
            focus("main");
        })
    });
    let all = live(move || {
        let (screen, (_, copied)) = (screen.get(), copied.get());
        untrack(|| around(ui, &screen, copied))
    });
    Node::Many(vec![skip, all, toasts(ui), panel(ui)])
}

/// The current book, and whether it was once here whole. Once it was, a copy that starts anew does not sweep the
/// screen, and what is being typed on it, away.
fn copied(ui: Ui) -> Looked<(Option<Id>, bool)> {
    let once = StoredValue::new((None::<Id>, false));
    Looked::new(move || {
        let book = ui.hood.book().get();
        let before = once.with_value(|(same, once)| *same == book && *once);
        let now = before || ui.hood.sync().with(|status| status.first_copy);
        once.set_value((book.clone(), now));
        (book, now)
    })
}

/// On another address the heading takes the focus, and the screen starts at its top. Choosing another part of the same
/// list is not going away.
fn arrive(ui: Ui, again: Looked<bool>) {
    Effect::new(move |before: Option<String>| {
        let route = ui.address.route();
        if route == Route::SignIn && ui.hood.phase().get() == Phase::Ready && !again.get() {
            ui.address.replace(&Route::Home.path());
        }
        if !route.is_form() {
            ui.again.set(None);
        }
        let path = route.path();
        let now = path.split('?').next().unwrap_or_default().to_owned();
        if before.is_some_and(|before| before != now) {
            request_animation_frame(|| {
                if let Some(main) = document().get_element_by_id("main") {
                    main.set_scroll_top(0);
                }
                window().scroll_to_with_x_and_y(0.0, 0.0);
                focus("title");
            });
        }
        now
    });
}

fn around(ui: Ui, screen: &Screen, copied: bool) -> Node {
    let mut page = screen::page(ui, screen);
    if !copied && screen.needs_copy() {
        page.body = live(move || screen::first_copy(ui, ui.hood.sync().with(|status| status.link != Link::Offline)));
    }
    let title: Arc<dyn Fn() -> String + Send + Sync> = page.title.into();
    name_document(ui, Arc::clone(&title));
    let main = of("main", page.class).attr("id", "main").attr("tabindex", "0");
    let main = main.put(banners(ui)).put(page.body);
    if !screen.framed() {
        return of("div", "app").put(main).into();
    }
    let sub = page.sub;
    let back = page.back.map(|to| live(move || link("back", &to).attr("aria-label", ui.t(words::BACK)).put("‹")));
    let head = of("div", "where")
        .put(el("h1").attr("id", "title").attr("tabindex", "-1").put(live(move || title())))
        .put(live(move || p("", Some(sub()).filter(|line| !says(ui, line)).unwrap_or_default())));
    let signed_in = matches!(screen, Screen::At(_));
    let head = head.put(signed_in.then(|| switch(ui)));
    let top = of("header", "top").put(back).put(head).put(signed_in.then(|| badge(ui)));
    of("div", "app").put(top).put(tabs(ui)).put(main).into()
}

fn name_document(ui: Ui, title: Arc<dyn Fn() -> String + Send + Sync>) {
    Effect::new(move |_| {
        let app = ui.t(words::APP);
        let title = title();
        document().set_title(&if title == app { title } else { [&title, " · ", app].concat() });
    });
}

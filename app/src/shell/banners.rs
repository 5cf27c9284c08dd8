//! What every screen has to say first: invented data, an unsafe address, a new version, a sign-in that ended.

use crate::{
    routes::Route,
    state::secure_context,
    text::{problem, shell as words},
    ui::{El, Held, Node, Ui, act::storage_error, button, el, link, live, note, nothing, of, p},
};

fn notice(class: &'static str, title: &'static str, text: &'static str) -> El {
    of("div", class).attr("role", "note").put(p("", el("b").put(title)).put(" ").put(text))
}

/// All that holds now.
pub fn banners(ui: Ui) -> Node {
    let later = Held::new(false);
    live(move || {
        let status = ui.hood.sync().get();
        let mut all: Vec<Node> = Vec::new();
        if let Some(error) = status.storage {
            all.push(notice("notice bad", ui.t(problem::STORAGE_TITLE), storage_error(ui, error)).into());
        }
        if status.sign_in_again {
            let enter = link("btn sm", &Route::SignIn).say(ui, words::SIGN_IN);
            all.push(
                of("div", "notice wait")
                    .put(note("", ui, words::SIGN_IN_AGAIN))
                    .put(of("div", "acts").put(enter))
                    .into(),
            );
        }
        if ui.hood.update_ready().get() && !later.get() {
            all.push(update(ui, later));
        }
        if !secure_context() {
            all.push(notice("notice off", ui.t(words::INSECURE_TITLE), ui.t(words::INSECURE)).into());
        }
        if ui.hood.me().with(|me| me.as_ref().is_some_and(|me| me.demo)) {
            all.push(notice("notice demo", ui.t(words::DEMO_TITLE), ui.t(words::DEMO)).into());
        }
        if all.is_empty() { nothing() } else { of("div", "banners").all(all).into() }
    })
}

fn update(ui: Ui, later: Held<bool>) -> Node {
    let acts = of("div", "acts")
        .put(button("btn sm", ui.t(words::UPDATE_NOW), move || ui.hood.apply_update()))
        .put(button("link", ui.t(words::LATER), move || later.set(true)));
    of("div", "notice update").attr("role", "status").put(note("", ui, words::UPDATE)).put(acts).into()
}

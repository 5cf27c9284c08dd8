//! The photos of a record: this device's own first, else the server's. One that is not here says why.

use super::picked::source;
use crate::{
    state::{Link, photo_address},
    text::photo as words,
    ui::{Held, Node, Ui, button, dialog::sheet, el, list::section, live, looked::Looked, nothing, of},
};
use jiefang_domain::Id;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// What is shown. A handle: copy it freely.
#[derive(Clone, Copy)]
struct Shown {
    /// Where each picture comes from; empty before the device was looked at.
    sources: Held<Vec<String>>,
    /// Those that could not be loaded.
    absent: Held<Vec<usize>>,
    /// The one that is enlarged.
    open: Held<Option<usize>>,
}

impl Shown {
    /// Looks at the device for each, and names the server's where it has none.
    fn look(self, ui: Ui, book: Id, photos: Vec<Id>) {
        spawn_local(async move {
            let mut sources = Vec::with_capacity(photos.len());
            for photo in photos {
                let here = ui.hood.photo(&book, &photo).await;
                sources.push(here.map_or_else(|| photo_address(&book, &photo), |base64| source(&base64)));
            }
            self.absent.set(Vec::new());
            self.sources.set(sources);
        });
    }

    fn lost(self, at: usize) {
        let mut absent = self.absent.now();
        absent.push(at);
        self.absent.set(absent);
    }

    fn one(self, ui: Ui, at: usize, source: &str) -> Node {
        let nth = (at + 1).to_string();
        if self.absent.with(|absent| absent.contains(&at)) {
            let offline = ui.hood.sync().with(|status| status.link == Link::Offline);
            let words = if offline { words::LATER } else { words::NOT_YET };
            let again = move || {
                let mut absent = self.absent.now();
                absent.retain(|other| *other != at);
                self.absent.set(absent);
            };
            return button("ph-add", el("span").say(ui, words), again).into();
        }
        // Two images of the same name stand in two elements: the one that failed is not the one that is tried again.
        let picture = of("img", "ph").attr("src", source.to_owned()).attr("alt", "");
        let picture = picture.on("error", move |_| self.lost(at));
        let open = move || self.open.set(Some(at));
        button("ph-open", picture, open).attr("aria-label", ui.fill(words::ENLARGE, &[&nth])).into()
    }
}

/// The pictures, and the sheet on which one is enlarged. `photos` is looked at again when what it read changes.
pub fn gallery(ui: Ui, photos: impl Fn() -> Vec<Id> + Send + Sync + 'static) -> (Node, Node) {
    let named = Looked::new(photos);
    let shown = Shown { sources: Held::new(Vec::new()), absent: Held::new(Vec::new()), open: Held::new(None) };
    Effect::new(move |_| {
        if let Some(book) = ui.hood.book().get() {
            shown.look(ui, book, named.get());
        }
    });
    Effect::new(move |_| {
        if ui.hood.sync().with(|status| status.link == Link::Online) {
            shown.absent.set(Vec::new());
        }
    });
    let pictures = live(move || {
        let sources = shown.sources.get();
        if sources.is_empty() {
            return nothing();
        }
        let all = sources.iter().enumerate().map(|(at, source)| el("li").put(shown.one(ui, at, source)).into());
        section(ui.t(words::PHOTOS), None).put(of("ul", "photos").all(all)).into()
    });
    let enlarged = sheet(ui, shown.open, move |at| {
        let source = shown.sources.now().get(at).cloned().unwrap_or_default();
        let nth = ui.fill(words::NTH, &[&(at + 1).to_string()]);
        (ui.t(words::PHOTOS), of("img", "ph-full").attr("src", source).attr("alt", nth).into())
    });
    (pictures, enlarged)
}

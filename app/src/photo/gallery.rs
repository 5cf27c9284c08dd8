//! The photos of a record: this device's own first, else the server's. One that is not here says why.

use super::picked::source;
use crate::{
    state::{Photo, opened_address, photo_address},
    text::photo as words,
    ui::{Held, Node, Ui, button, dialog::sheet, el, list::section, live, of},
};
use jiefang_domain::Id;
use leptos::prelude::untrack;
use wasm_bindgen_futures::spawn_local;

/// What is shown. A handle: copy it freely.
#[derive(Clone, Copy)]
struct Shown {
    /// Each with where its picture comes from; from nowhere where it could not be loaded.
    photos: Held<Vec<Photo>>,
    /// The one that is enlarged.
    open: Held<Option<usize>>,
    named: Held<Named>,
}

/// Which photos; of a sealed entry also the entry and the look that opened it.
pub type Named = (Vec<Id>, Option<(Id, Id)>);

impl Shown {
    /// Looks at the device for each, and names the server's where it has none.
    fn look(self, ui: Ui, (photos, opened): Named) {
        let Some(book) = ui.hood.book().get_untracked() else { return };
        spawn_local(async move {
            let mut found = Vec::new();
            for photo in photos {
                let here = ui.hood.photo(&book, &photo).await;
                let from = match (here, &opened) {
                    (Some(base64), _) => source(&base64),
                    (None, Some(by)) => opened_address(&book, &photo, by),
                    (None, None) => photo_address(&book, &photo),
                };
                found.push((photo, from));
            }
            self.photos.set(found);
        });
    }

    fn lost(self, at: usize) {
        let mut photos = self.photos.now();
        if let Some((_, from)) = photos.get_mut(at) {
            from.clear();
        }
        self.photos.set(photos);
    }

    fn one(self, ui: Ui, at: usize, from: String) -> Node {
        if from.is_empty() {
            let again = move || self.look(ui, self.named.now());
            return button("ph-add", ui.t(words::ABSENT), again).into();
        }
        let picture = of("img", "ph").attr("src", from).attr("alt", ui.fill(words::NTH, &[&(at + 1).to_string()]));
        let picture = picture.on("error", move |_| self.lost(at));
        button("ph-open", picture, move || self.open.set(Some(at))).into()
    }
}

/// The pictures under their heading, and the sheet on which one is enlarged. `named` tells which; tracked.
pub fn gallery(ui: Ui, named: impl Fn() -> Named + Send + 'static) -> Node {
    pictures(ui, Box::new(named), true)
}

/// The same without a heading.
pub fn strip(ui: Ui, named: impl Fn() -> Named + Send + 'static) -> Node {
    pictures(ui, Box::new(named), false)
}

fn pictures(ui: Ui, named: Box<dyn Fn() -> Named + Send>, headed: bool) -> Node {
    let shown = Shown { photos: Held::new(Vec::new()), open: Held::new(None), named: Held::new(Named::default()) };
    let pictures = live(move || {
        let now = named();
        if now != shown.named.now() {
            shown.named.set(now.clone());
            shown.look(ui, now);
        }
        let photos = shown.photos.get();
        let some = !photos.is_empty();
        let all = photos.into_iter().enumerate().map(|(at, (_, from))| el("li").put(shown.one(ui, at, from)).into());
        let list = some.then(|| of("ul", "photos").all(all));
        list.map(|list| if headed { section(ui.t(words::PHOTOS), None).put(list) } else { list })
    });
    let enlarged = sheet(ui, shown.open, move |at| {
        let from = untrack(|| shown.photos.now()).into_iter().nth(at).map_or_else(String::new, |(_, from)| from);
        let picture = of("img", "ph-full").attr("src", from).attr("alt", "");
        (ui.t(words::PHOTOS), picture.into())
    });
    vec![pictures, enlarged].into()
}

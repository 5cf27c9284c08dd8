//! The photos of a form: taken or chosen, made small at once, each with a way to remove it.

use super::shrink::{Trouble, shrunk};
use crate::{
    state::{Photo, secure_context},
    text::{Words, photo as words, shell},
    ui::{Held, Node, Ui, act::Form, button, el, live, note, of, p},
};
use jiefang_domain::photo::PHOTOS_MAX;
use leptos::prelude::untrack;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

/// Where an error about them leads.
const FIELD: &str = "photos";

/// The photos of a form. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Picked {
    photos: Held<Vec<Photo>>,
    /// How many are still being made small.
    making: Held<usize>,
}

impl Picked {
    /// None yet.
    pub fn new() -> Self {
        Self { photos: Held::new(Vec::new()), making: Held::new(0) }
    }

    /// The photos. Not tracked.
    pub fn now(self) -> Vec<Photo> {
        self.photos.now()
    }

    /// What keeps the form from being sent.
    pub fn missing(self, ui: Ui) -> Option<(&'static str, String)> {
        let making = self.making.now() > 0;
        making.then(|| (FIELD, untrack(|| ui.t(words::STILL_MAKING).into())))
    }

    /// Takes over what an input was given, as far as there is room.
    fn take(self, ui: Ui, form: Form, input: &web_sys::HtmlInputElement) {
        let Some(files) = input.files() else { return };
        let room = PHOTOS_MAX.saturating_sub(self.photos.now().len() + self.making.now());
        let files: Vec<web_sys::File> = (0..files.length()).filter_map(|at| files.get(at)).take(room).collect();
        // So that the same one can be chosen again after it was removed.
        input.set_value("");
        self.making.set(self.making.now() + files.len());
        spawn_local(async move {
            // One after the other: two pictures of a camera at a time are too much for a cheap phone.
            for file in files {
                let made = shrunk(&file).await;
                self.making.set(self.making.now().saturating_sub(1));
                match made {
                    Ok(photo) => self.add(photo),
                    Err(Trouble::Unreadable) => form.tell(told(ui, words::UNREADABLE)),
                    Err(Trouble::TooLong) => form.tell(told(ui, words::TOO_LONG)),
                }
            }
        });
    }

    fn add(self, photo: Photo) {
        let mut photos = self.photos.now();
        if !photos.iter().any(|(id, _)| *id == photo.0) {
            photos.push(photo);
            self.photos.set(photos);
        }
    }

    fn remove(self, at: usize) {
        let mut photos = self.photos.now();
        if at < photos.len() {
            photos.remove(at);
            self.photos.set(photos);
        }
    }

    /// A way to add: the camera, or what is on the device.
    fn adding(self, ui: Ui, form: Form, words: Words, camera: bool) -> Node {
        let input = el("input").attr("type", "file").attr("accept", "image/*");
        let input = if camera { input.attr("capture", "environment") } else { input.flag("multiple", true) };
        let input = if camera { input } else { input.attr("id", FIELD) };
        let input = input.on("change", move |event| {
            if let Some(input) = event.target() {
                self.take(ui, form, input.unchecked_ref());
            }
        });
        let label = of("label", "ph-add").put(input);
        of("li", if camera { "narrow" } else { "" })
            .put(label.put(el("span").put(el("b").put("＋")).put(ui.t(words))))
            .into()
    }

    fn shown(self, ui: Ui, at: usize, base64: &str) -> Node {
        let nth = (at + 1).to_string();
        let picture = of("img", "ph").attr("src", source(base64)).attr("alt", ui.fill(words::NTH, &[&nth]));
        let remove = button("x", "✕", move || self.remove(at)).attr("aria-label", ui.fill(words::REMOVE, &[&nth]));
        of("li", "ph-box").put(picture).put(remove).into()
    }

    /// The field.
    pub fn field(self, ui: Ui, form: Form) -> Node {
        live(move || {
            let wrong = form.wrong_with(FIELD);
            let group = of("fieldset", if wrong.is_some() { "field bad" } else { "field" });
            let group = group.put(el("legend").say(ui, words::LEGEND));
            if !secure_context() {
                return group.put(note("hint", ui, words::INSECURE));
            }
            let making = self.making.get();
            let mut all: Vec<Node> = self
                .photos
                .with(|photos| photos.iter().enumerate().map(|(at, (_, base64))| self.shown(ui, at, base64)).collect());
            if making > 0 {
                let busy = of("li", "ph-add").attr("role", "status").put(el("span").say(ui, words::MAKING));
                all.push(busy.into());
            }
            if all.len() < PHOTOS_MAX {
                all.push(self.adding(ui, form, words::TAKE, true));
                all.push(self.adding(ui, form, words::CHOOSE, false));
            }
            group
                .put(wrong.map(|words| p("err", of("span", "sr").say(ui, shell::ERROR)).put(words)))
                .put(of("ul", "photos").all(all))
        })
    }
}

fn told(ui: Ui, words: Words) -> Vec<(&'static str, String)> {
    vec![(FIELD, untrack(|| ui.t(words).into()))]
}

/// What an image shows of a photo on this device.
pub fn source(base64: &str) -> String {
    ["data:image/jpeg;base64,", base64].concat()
}

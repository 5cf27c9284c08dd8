//! The photos of a form: taken or chosen, made small at once, each with a way to remove it.

use super::shrink::shrunk;
use crate::{
    state::{Photo, secure_context},
    text::{Words, photo as words, shell},
    ui::{Held, Node, Ui, act::Form, button, el, live, note, of, p},
};
use jiefang_domain::{Id, photo::PHOTOS_MAX};
use leptos::prelude::untrack;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

/// Where an error about them leads.
const FIELD: &str = "photos";

/// The photos of a form, each without its bytes while it is made small. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Picked(Held<Vec<Photo>>);

impl Picked {
    /// None yet.
    pub fn new() -> Self {
        Self(Held::new(Vec::new()))
    }

    /// The photos. Not tracked.
    pub fn now(self) -> Vec<Photo> {
        self.0.now()
    }

    /// None any more.
    pub fn clear(self) {
        self.0.set(Vec::new());
    }

    /// What keeps the form from being sent.
    pub fn missing(self, ui: Ui) -> Option<(&'static str, String)> {
        let making = self.now().iter().any(|(_, base64)| base64.is_empty());
        making.then(|| told(ui, words::MAKING))
    }

    /// Takes over what an input was given, as far as there is room.
    fn take(self, ui: Ui, form: Form, input: &web_sys::HtmlInputElement) {
        let Some(files) = input.files() else { return };
        let mut photos = self.now();
        let files: Vec<File> = (0..files.length())
            .filter_map(|at| files.get(at))
            .take(PHOTOS_MAX - photos.len().min(PHOTOS_MAX))
            .collect();
        // So that the same one can be chosen again after it was removed.
        input.set_value("");
        photos.extend(files.iter().map(|_| (Id::none(), String::new())));
        self.0.set(photos);
        spawn_local(async move {
            // One after the other: two pictures of a camera at a time are too much for a cheap phone.
            for file in files {
                let made = shrunk(&file).await;
                if made.is_none() {
                    form.tell(vec![told(ui, words::UNREADABLE)]);
                }
                self.made(made);
            }
        });
    }

    /// Gives up the first room that was kept, and puts a photo behind the others; one that is there already is dropped.
    fn made(self, photo: Option<Photo>) {
        let mut photos = self.now();
        let photo = photo.filter(|(id, _)| photos.iter().all(|(other, _)| other != id));
        if let Some(at) = photos.iter().position(|(_, base64)| base64.is_empty()) {
            photos.remove(at);
        }
        photos.extend(photo);
        self.0.set(photos);
    }

    fn remove(self, gone: usize) {
        let mut at = 0..;
        let mut photos = self.now();
        photos.retain(|_| at.next() != Some(gone));
        self.0.set(photos);
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
        if base64.is_empty() {
            return of("li", "ph-add").attr("role", "status").say(ui, words::MAKING).into();
        }
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
            let group = group.put(of("legend", "sr").say(ui, words::PHOTOS));
            if !secure_context() {
                return group.put(note("hint", ui, words::INSECURE));
            }
            let photos = self.0.get();
            let mut all: Vec<Node> =
                photos.iter().enumerate().map(|(at, (_, base64))| self.shown(ui, at, base64)).collect();
            if all.len() < PHOTOS_MAX {
                all.extend(
                    [(words::TAKE, true), (words::CHOOSE, false)].map(|(w, camera)| self.adding(ui, form, w, camera)),
                );
            }
            group
                .put(wrong.map(|words| p("err", of("span", "sr").say(ui, shell::ERROR)).put(words)))
                .put(of("ul", "photos").all(all))
        })
    }
}

fn told(ui: Ui, words: Words) -> (&'static str, String) {
    (FIELD, untrack(|| ui.t(words).into()))
}

/// What an image shows of a photo on this device.
pub fn source(base64: &str) -> String {
    ["data:image/jpeg;base64,", base64].concat()
}

//! A QR code read instead of typing what it says (docs/adr/0034). What is read is a text like one that was typed: whoever
//! asked for it looks at it, and nobody follows it anywhere.

use crate::{
    state::secure_context,
    text::{Words, scan as words},
    ui::{
        El, Held, Node, Ui, button,
        dialog::{close, sheet},
        el, live, of,
    },
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use web_sys::{File, HtmlElement, HtmlInputElement};

#[wasm_bindgen(module = "/src/scan/load.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn watched(video: &HtmlElement) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn still(file: &File) -> Result<JsValue, JsValue>;
}

/// Takes what was read; says in words why it is not what was wanted.
type Take = Arc<dyn Fn(&str) -> Result<(), Words> + Send + Sync>;

/// Where an address stands before what its code says: of this host, whichever way it is reached.
const SCHEMES: [&str; 2] = ["https://", "http://"];

/// What a code of this app says: of an address on `host` what follows `path`, of bare letters those; nothing of any other.
pub fn said<'a>(read: &'a str, host: &str, path: &str) -> Option<&'a str> {
    let read = read.trim();
    let schemeless = |scheme: &str| {
        let (start, rest) = read.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    };
    match SCHEMES.into_iter().find_map(schemeless) {
        Some(address) => address.strip_prefix(host)?.strip_prefix(path),
        None => (!read.contains(['/', ':'])).then_some(read),
    }
}

/// The same of an address on this page's own host.
pub fn said_here<'a>(read: &'a str, path: &str) -> Option<&'a str> {
    said(read, &window().location().host().unwrap_or_default(), path)
}

/// What keeps the camera from being used, by the name of the error.
fn why(error: &JsValue) -> Words {
    match error.as_string().as_deref() {
        Some("NotAllowedError" | "SecurityError") => words::DENIED,
        // A file that could not be fetched.
        Some("TypeError") => words::NOT_HERE,
        _ => words::NO_CAMERA,
    }
}

/// A scan under way. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Scan {
    open: Held<Option<usize>>,
    said: Held<Option<Words>>,
}

impl Scan {
    /// Nothing is scanned.
    pub fn new() -> Self {
        Self { open: Held::new(None), said: Held::new(None) }
    }

    /// The button that opens the camera.
    pub fn button(self, ui: Ui) -> El {
        button("btn ghost sm", ui.t(words::SCAN), move || {
            self.said.set(Some(words::OPENING));
            self.open.set(Some(0));
        })
    }

    /// A field where the same can be typed, and beside it the button.
    pub fn beside(self, ui: Ui, field: Node) -> Node {
        of("div", "scan").put(field).put(live(move || self.button(ui))).into()
    }

    /// Closes the sheet where what was read is what was wanted; whether it was.
    fn taken(self, read: &str, within: &HtmlElement, take: &Take) -> bool {
        let wrong = take(read).err();
        if wrong.is_none() {
            close(within);
        }
        self.said.set(wrong);
        wrong.is_none()
    }

    /// Looks through the camera until what was wanted was read.
    async fn look(self, video: HtmlElement, take: Take) {
        loop {
            match watched(&video).await.map(|read| read.as_string()) {
                Ok(Some(read)) if !self.taken(&read, &video, &take) => {}
                Ok(_) => return,
                // Whoever has chosen a picture meanwhile is told of that.
                Err(_) if self.said.now() != Some(words::OPENING) => return,
                Err(error) => return self.blind(&video, why(&error)),
            }
        }
    }

    /// There is no picture to look at, and why.
    fn blind(self, video: &HtmlElement, why: Words) {
        video.set_hidden(true);
        self.said.set(Some(why));
    }

    /// Looks at a picture.
    async fn look_at(self, file: File, input: HtmlElement, take: Take) {
        self.said.set(Some(words::LOOKING));
        match still(&file).await.map(|read| read.as_string()) {
            Ok(Some(read)) => drop(self.taken(&read, &input, &take)),
            Err(error) if why(&error) == words::NOT_HERE => self.said.set(Some(words::NOT_HERE)),
            _ => self.said.set(Some(words::NOTHING)),
        }
    }

    fn choosing(self, ui: Ui, take: Take) -> El {
        let input = el("input").attr("type", "file").attr("accept", "image/*").on("change", move |event| {
            let Some(input) = event.target().map(JsCast::unchecked_into::<HtmlInputElement>) else { return };
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                // So that the same one can be chosen again.
                input.set_value("");
                spawn_local(self.look_at(file, input.unchecked_into(), Arc::clone(&take)));
            }
        });
        of("label", "ph-add").put(input).put(el("span").say(ui, words::CHOOSE))
    }

    /// The sheet with the camera's picture. `take` is given what was read.
    pub fn sheet(self, ui: Ui, take: impl Fn(&str) -> Result<(), Words> + Send + Sync + 'static) -> Node {
        let take: Take = Arc::new(take);
        sheet(ui, self.open, move |_| {
            let (of_video, of_file) = (Arc::clone(&take), Arc::clone(&take));
            let said = live(move || {
                let said = self.said.get().map(|words| ui.t(words));
                of("p", "").attr("role", "status").put(said)
            });
            let video = of("video", "scan-view").flag("playsinline", true).flag("muted", true);
            let video = video.attr("aria-hidden", "true").ready(move |video| {
                if secure_context() {
                    spawn_local(self.look(video, of_video));
                } else {
                    self.blind(&video, words::INSECURE);
                }
            });
            (
                untrack(|| ui.t(words::TITLE)),
                of("div", "stack").put(said).put(video).put(self.choosing(ui, of_file)).into(),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::said;
    use wasm_bindgen_test::wasm_bindgen_test;

    const HOST: &str = "jiefang.example:8080";

    #[wasm_bindgen_test]
    fn an_address_of_ones_own_says_what_follows_and_bare_letters_say_themselves() {
        for own in [
            "https://jiefang.example:8080/enrol/ABCD-EFGH-JKLM-NP29",
            "HTTP://jiefang.example:8080/enrol/ABCD-EFGH-JKLM-NP29",
            " ABCD-EFGH-JKLM-NP29\n",
        ] {
            assert_eq!(said(own, HOST, "/enrol/"), Some("ABCD-EFGH-JKLM-NP29"), "{own}");
        }
        assert_eq!(said("qinyuan-5", HOST, "/grid/"), Some("qinyuan-5"));
    }

    #[wasm_bindgen_test]
    fn a_code_of_somebody_else_says_nothing() {
        for foreign in [
            "https://elsewhere.example/enrol/ABCD-EFGH-JKLM-NP29",
            "https://jiefang.example:8080.elsewhere.example/enrol/ABCD-EFGH-JKLM-NP29",
            "https://jiefang.example:8080@elsewhere.example/enrol/ABCD-EFGH-JKLM-NP29",
            "https://jiefang.example/enrol/ABCD-EFGH-JKLM-NP29",
            "https://jiefang.example:8080/grid/qinyuan-5",
            "weixin://dl/business",
            "javascript:alert(1)",
            "WIFI:S:home;P:secret;;",
            "/enrol/ABCD-EFGH-JKLM-NP29",
        ] {
            assert_eq!(said(foreign, HOST, "/enrol/"), None, "{foreign}");
        }
    }
}

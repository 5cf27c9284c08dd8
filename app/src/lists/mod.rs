//! Lists of a worker's own: chosen, looked at, confirmed, taken back. The server does the work; the page asks how far it is.

mod columns;
mod shown;

use crate::{
    routes::Route,
    sync::{self, CallError, Draft, Import},
    text::lists as words,
    ui::{
        Held, Node, Ui,
        act::{Form, call_error},
        button,
        confirm::{Work, confirm},
        dates, el,
        list::{section, tag},
        live, note, nothing, of,
        page::Page,
        query,
    },
};
use jiefang_domain::{Id, Millis};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// How often the page asks how far it is.
const ASK_EVERY: Duration = Duration::from_millis(600);
/// The same where the server cannot be reached.
const ASK_LOST: Duration = Duration::from_secs(3);

/// What the page holds. A handle: copy it freely.
#[derive(Clone, Copy)]
struct Desk {
    form: Form,
    draft: Held<Option<Draft>>,
    /// Lines that are done, and all of them.
    lines: Held<(Millis, Millis)>,
    imports: Held<Vec<Import>>,
    /// What is chosen for headings that were not recognised.
    said: Held<Vec<(String, &'static str)>>,
    confirming: Held<Option<usize>>,
    undoing: Held<Option<usize>>,
    /// The import that is asked about there.
    import: Held<Option<Id>>,
    /// The number of the question under way: an older one's answer is nobody's any more.
    asked: Held<u32>,
}

impl Desk {
    /// Shows what the server says, and asks again while it works.
    fn take(self, ui: Ui, draft: Draft) {
        let works = matches!(draft.phase.as_str(), "planning" | "applying" | "undoing");
        let (id, shown) = (draft.id.clone(), self.draft.now());
        self.lines.set((draft.done, draft.total));
        // While it works only the lines move: a button that is being pressed stays.
        if !works || shown.is_none_or(|shown| shown.id != id || shown.phase != draft.phase) {
            self.draft.set(Some(draft));
        }
        self.asked.set(self.asked.now() + 1);
        if works {
            self.ask(ui, id, false);
        } else {
            self.look();
            ui.hood.sync_now();
        }
    }

    /// Asks after a while how far it is; `lost` where the last answer did not come.
    fn ask(self, ui: Ui, id: Id, lost: bool) {
        let asked = self.asked.now();
        let after = if lost { ASK_LOST } else { ASK_EVERY };
        let ask = async move {
            let told = sync::look_list(&id).await;
            // A screen that is gone holds nothing any more.
            if self.asked.now() != asked {
                return;
            }
            let error = match told {
                Ok(draft) => {
                    if lost {
                        self.form.clear();
                    }
                    return self.take(ui, draft);
                }
                Err(error) => error,
            };
            let goes_on = !matches!(error, CallError::Refused { status: ..500, .. });
            if !goes_on {
                self.draft.set(None);
                self.look();
            }
            if !lost || !goes_on {
                self.form.tell(vec![("", untrack(|| call_error(ui, error)))]);
            }
            if goes_on {
                self.ask(ui, id, true);
            }
        };
        set_timeout(move || spawn_local(ask), after);
    }

    /// Asks whether an import is to be taken back.
    fn ask_undo(self, import: Id) {
        self.import.set(Some(import));
        self.undoing.set(Some(0));
    }

    fn look(self) {
        spawn_local(async move {
            if let Ok(imports) = sync::imports().await {
                self.imports.set(imports);
            }
        });
    }

    /// Does something with the draft.
    fn act(self, ui: Ui, what: &'static str, said: Vec<(String, &'static str)>) {
        let Some(draft) = self.draft.now() else { return };
        self.form.run(ui, async move {
            let draft = sync::act_list(&draft.id, what, said).await;
            let draft = draft.map_err(|error| untrack(|| call_error(ui, error)))?;
            Ok(move |ui: Ui| self.take(ui, draft))
        });
    }

    fn again(self) {
        self.asked.set(self.asked.now() + 1);
        self.said.set(Vec::new());
        self.form.clear();
        self.draft.set(None);
    }

    fn upload(self, ui: Ui, files: Vec<File>) {
        self.form.run(ui, async move {
            let mut draft: Option<Draft> = None;
            for file in files {
                let bytes = JsFuture::from(file.array_buffer()).await;
                let bytes = bytes.map(|bytes| js_sys::Uint8Array::new(&bytes).to_vec()).unwrap_or_default();
                let into = draft.as_ref().map(|draft| draft.id.clone());
                let told = sync::upload_list(&file.name(), &bytes, into.as_ref()).await;
                let told =
                    told.map_err(|error| [file.name(), "：".into(), untrack(|| call_error(ui, error))].concat())?;
                draft = Some(told);
            }
            Ok(move |ui: Ui| draft.into_iter().for_each(|draft| self.take(ui, draft)))
        });
    }
}

fn chosen(event: &web_sys::Event) -> Vec<File> {
    let input = event.target().map(JsCast::unchecked_into::<web_sys::HtmlInputElement>);
    let files = input.as_ref().and_then(web_sys::HtmlInputElement::files);
    let all = files.map(|files| (0..files.length()).filter_map(|at| files.get(at)).collect());
    if let Some(input) = input {
        // So that the same one can be chosen again.
        input.set_value("");
    }
    all.unwrap_or_default()
}

fn choosing(ui: Ui, desk: Desk) -> Node {
    // The browser names a bare field of files in its own language.
    let input = of("input", "sr")
        .attr("id", "lists")
        .attr("type", "file")
        .attr("accept", ".xlsx,.csv,.txt,.tsv")
        .attr("aria-describedby", "lists-hint")
        .flag("multiple", true)
        .on("change", move |event| {
            let files = chosen(&event);
            if !files.is_empty() {
                desk.upload(ui, files);
            }
        });
    let field = of("div", "field")
        .put(input)
        .put(of("label", "btn").attr("for", "lists").say(ui, words::FILES))
        .put(note("hint", ui, words::FILES_HINT).attr("id", "lists-hint"));
    of("div", "stack").put(note("", ui, words::ABOUT)).put(desk.form.summary(ui)).put(field).into()
}

fn earlier(ui: Ui, desk: Desk) -> Node {
    let row = |import: &Import| {
        let count = |at: usize| import.counts.get(at).map_or_else(String::new, ToString::to_string);
        let sub =
            [dates::moment(ui, import.at_ms), " · ".into(), ui.fill(words::COUNTS, &[&count(0), &count(1)])].concat();
        let end: Node = if import.undone {
            tag("tag", ui.t(words::TAKEN_BACK)).into()
        } else if import.can_undo {
            let id = import.id.clone();
            button("btn ghost sm", ui.t(words::UNDO_SHORT), move || desk.ask_undo(id.clone())).into()
        } else {
            nothing()
        };
        let say = of("span", "say").put(el("b").put(import.files.join("、"))).put(el("span").put(sub));
        el("li").put(of("div", "cell").put(say).put(of("span", "end").put(end))).into()
    };
    let imports = desk.imports.get();
    if imports.is_empty() {
        return nothing();
    }
    let rows: Vec<Node> = imports.iter().map(row).collect();
    section(ui.t(words::EARLIER), None).put(of("ul", "list").all(rows)).into()
}

fn questions(ui: Ui, desk: Desk) -> Node {
    let ask = move |_| {
        let draft = desk.draft.get();
        let [add, change] = draft.map_or([0, 0], |draft| [draft.add, draft.change]).map(|count| count.to_string());
        (words::GO_TITLE, ui.fill(words::GO_TEXT, &[&add, &change]))
    };
    let nothing_yet = |_| Box::pin(async { Ok(()) }) as Work;
    let apply = confirm(ui, desk.confirming, ask, nothing_yet, move |ui| desk.act(ui, "apply", Vec::new()));
    let ask = move |_| (words::UNDO_TITLE, ui.t(words::UNDO_TEXT).into());
    let work = move |_| {
        let import = desk.import.now();
        Box::pin(async move {
            if let Some(import) = import {
                let draft = sync::act_list(&import, "undo", Vec::new()).await?;
                desk.take(ui, draft);
            }
            Ok(())
        }) as Work
    };
    vec![apply, confirm(ui, desk.undoing, ask, work, |_| {})].into()
}

/// The screen.
pub fn page(ui: Ui) -> Page {
    let (draft, imports, said) = (Held::new(None), Held::new(Vec::new()), Held::new(Vec::new()));
    let (confirming, undoing, import) = (Held::new(None), Held::new(None), Held::new(None));
    let (form, lines, asked) = (Form::new(), Held::new((0, 0)), Held::new(0));
    let desk = Desk { form, draft, lines, imports, said, confirming, undoing, import, asked };
    desk.look();
    let body = live(move || match desk.draft.get() {
        None => vec![choosing(ui, desk), live(move || earlier(ui, desk))].into(),
        Some(draft) => shown::shown(ui, desk, &draft),
    });
    let body = vec![body, questions(ui, desk)];
    Page::new("page slim", move || ui.t(words::TITLE).into(), body).sub(move || query::book_name(ui)).back(Route::Me)
}

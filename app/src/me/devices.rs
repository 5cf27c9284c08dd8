//! The devices somebody is signed in on, each to be signed out from here.

use crate::{
    state::SignedDevice,
    text::devices as words,
    ui::{
        Held, Node, Ui, button,
        confirm::{Work, confirm},
        dates, el,
        list::{section, tag},
        live, note, nothing, of,
    },
};
use leptos::task::spawn_local;

/// Signing out everywhere else.
const OTHERS: usize = usize::MAX;

fn name(ui: Ui, device: &SignedDevice) -> String {
    let kind = ui.t(match device.kind.as_str() {
        "phone" => words::PHONE,
        "tablet" => words::TABLET,
        "computer" => words::COMPUTER,
        _ => words::OTHER,
    });
    let browser = if device.browser == "WeChat" { ui.t(words::WECHAT) } else { &device.browser };
    if browser.is_empty() { kind.into() } else { [kind, " · ", browser].concat() }
}

fn row(ui: Ui, (n, device): (usize, &SignedDevice), open: Held<Option<usize>>) -> Node {
    let (first, last) = (dates::day(ui, device.first_seen_ms), dates::moment(ui, device.last_seen_ms));
    let say = of("span", "say")
        .put(el("b").put(name(ui, device)))
        .put(el("span").put(ui.fill(words::SEEN, &[&first, &last])));
    let end = of("span", "end");
    let end = if device.here {
        end.put(tag("tag ok", ui.t(words::HERE)))
    } else {
        end.put(button("btn ghost sm", ui.t(words::END), move || open.set(Some(n))))
    };
    el("li").put(of("div", "cell").put(say).put(end)).into()
}

/// The section.
pub fn devices(ui: Ui) -> Node {
    let open = Held::new(None::<usize>);
    let all = Held::new(Vec::<SignedDevice>::new());
    let look = move || {
        spawn_local(async move {
            // Without a network there is nothing to say.
            if let Ok(devices) = ui.hood.devices().await {
                all.set(devices);
            }
        });
    };
    look();
    let list = live(move || {
        let devices = all.get();
        if devices.is_empty() {
            return nothing();
        }
        let rows: Vec<Node> = devices.iter().enumerate().map(|device| row(ui, device, open)).collect();
        let others = (devices.len() > 1).then(|| {
            of("div", "btns").put(button("btn ghost", ui.t(words::END_OTHERS), move || open.set(Some(OTHERS))))
        });
        section(ui.t(words::DEVICES), None)
            .put(of("div", "stack").put(note("", ui, words::LOST)).put(of("ul", "list").all(rows)).put(others))
            .into()
    });
    let ask = move |which| {
        let text = match all.get().get(which) {
            Some(device) => ui.fill(words::END_TEXT, &[&name(ui, device)]),
            None => ui.t(words::END_OTHERS_TEXT).into(),
        };
        (words::END_TITLE, text)
    };
    let work = move |which| {
        let id = all.now().get(which).map(|device: &SignedDevice| device.id.clone());
        Box::pin(ui.hood.end_device(id)) as Work
    };
    let done = move |ui: Ui| {
        ui.told(words::ENDED);
        look();
    };
    vec![list, confirm(ui, open, ask, work, done)].into()
}

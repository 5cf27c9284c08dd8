//! Several tabs of one browser: one leads, and each tells the others what it changed.

use jiefang_domain::{Id, Millis};
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};

const LOCK: &str = "jiefang-sync";

/// What one tab tells the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A book has changed on the disk.
    Book(Id),
    /// Somebody has signed in or out.
    Session,
    /// The device is locked: whoever uses it next is asked.
    Lock,
    /// The leading tab's word on the server: when it last answered (0: never), and whether one has to sign in again.
    Link {
        /// Whether it answers.
        online: bool,
        /// When it last answered; 0 for never.
        contact_ms: Millis,
        /// The session has ended.
        sign_in_again: bool,
    },
}

impl Note {
    fn text(&self) -> String {
        match self {
            Self::Book(book) => format!("book/{book}"),
            Self::Session => "session".into(),
            Self::Lock => "lock".into(),
            Self::Link { online, contact_ms, sign_in_again } => {
                format!("link/{}/{}/{contact_ms}", u8::from(*online), u8::from(*sign_in_again))
            }
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('/');
        match (parts.next()?, parts.next(), parts.next(), parts.next()) {
            ("book", Some(book), None, None) => Id::parse(book).map(Self::Book),
            ("session", None, None, None) => Some(Self::Session),
            ("lock", None, None, None) => Some(Self::Lock),
            ("link", Some(online), Some(again), Some(contact)) => Some(Self::Link {
                online: online == "1",
                sign_in_again: again == "1",
                contact_ms: contact.parse().ok()?,
            }),
            _ => None,
        }
    }
}

/// The other tabs.
pub struct Tabs {
    channel: Option<web_sys::BroadcastChannel>,
    _heard: Closure<dyn FnMut(web_sys::MessageEvent)>,
}

impl Tabs {
    /// Listens to the other tabs.
    pub fn new(mut heard: impl FnMut(Note) + 'static) -> Self {
        let channel = web_sys::BroadcastChannel::new("jiefang").ok();
        let on_message = Closure::new(move |event: web_sys::MessageEvent| {
            if let Some(note) = event.data().as_string().as_deref().and_then(Note::parse) {
                heard(note);
            }
        });
        if let Some(channel) = &channel {
            channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        }
        Self { channel, _heard: on_message }
    }

    /// Tells the other tabs.
    pub fn tell(&self, note: &Note) {
        if let Some(channel) = &self.channel {
            // A closed channel means that this tab is going away.
            let _ = channel.post_message(&JsValue::from_str(&note.text()));
        }
    }
}

/// Calls `leads` once this tab is the one that talks to the server: at once where the browser knows no locks (every
/// tab syncs then, and S2 keeps that harmless), else when the tab that leads has gone.
pub fn lead(leads: impl FnOnce() + 'static) {
    let Some((locks, request)) = locks() else { return leads() };
    let got = Closure::once_into_js(move |_lock: JsValue| {
        leads();
        // Never settled: the lock is held as long as the tab lives.
        Promise::new(&mut |_, _| {})
    });
    let _ = request.call2(&locks, &JsValue::from_str(LOCK), &got);
}

/// `navigator.locks` and its `request`; by name, because the binding counts them as unstable.
fn locks() -> Option<(JsValue, Function)> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    let request = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    Some((locks, request))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn a_note_reads_back_as_it_was_written() {
        let link = |online, sign_in_again| Note::Link { online, contact_ms: 1_700_000_000_000, sign_in_again };
        for note in [Note::Book(Id::join(&["c1"])), Note::Session, Note::Lock, link(true, false), link(false, true)] {
            assert_eq!(Note::parse(&note.text()), Some(note));
        }
        assert_eq!(Note::parse("book/"), None);
        assert_eq!(Note::parse("other"), None);
    }
}

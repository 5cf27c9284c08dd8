//! Sealing what is kept on this device with the browser's own ciphers: a page can use its keys and cannot read them out
//! (docs/adr/0028).

use jiefang_domain::Id;
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

/// How long another tab may take to answer.
const BORROW_MS: u32 = 250;

#[wasm_bindgen(module = "/src/replica/seal.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn sealed(pair: &JsValue, all: &Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn opened(pair: &JsValue, all: &Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = letIn)]
    async fn let_in(told: Uint8Array, passphrase: &JsValue, had: &JsValue, id: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn tried(ring: &JsValue, way: &str, words: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn made(ring: &JsValue, pair: &JsValue, way: &str, words: &str) -> Result<JsValue, JsValue>;
    fn lend(person: &str, pair: &JsValue);
    #[wasm_bindgen(catch)]
    async fn borrowed(person: &str, wait_ms: u32) -> Result<JsValue, JsValue>;
}

/// Keys of the browser, which seal and open. What is sealed twice alike at one place looks alike: what must still be so
/// can be compared inside a transaction.
#[derive(Clone, Debug)]
pub struct Keys(pub(super) JsValue);

/// The ways to a person's secret on this device, as the browser keeps them. None of them opens anything by itself.
#[derive(Clone, Debug)]
pub struct Ring(pub(super) JsValue);

/// What opens this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The six digits of this device.
    Pin,
    /// The person's passphrase.
    Passphrase,
}

impl Way {
    const fn name(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::Passphrase => "passphrase",
        }
    }
}

impl Keys {
    /// Keys that the browser had written down.
    pub(super) fn of(value: JsValue) -> Option<Self> {
        value.is_truthy().then_some(Self(value))
    }

    /// Seals texts, each with its place.
    pub async fn seal(&self, texts: &Array) -> Option<Vec<JsValue>> {
        Some(sealed(&self.0, texts).await.ok()?.unchecked_into::<Array>().to_vec())
    }

    /// Opens what was sealed, each with its place; an empty text where that was done with other keys.
    pub async fn open(&self, sealed: &Array) -> Option<Vec<String>> {
        let all = opened(&self.0, sealed).await.ok()?.unchecked_into::<Array>();
        let text = |value: JsValue| {
            let bytes = value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec);
            bytes.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
        };
        Some(all.iter().map(text).collect())
    }

    /// Lets other tabs of this browser have them.
    pub fn lend(&self, person: &Id) {
        lend(person.as_str(), &self.0);
    }

    /// A person's keys from another tab in which they are in use.
    pub async fn borrow(person: &Id) -> Option<Self> {
        borrowed(person.as_str(), BORROW_MS).await.ok().and_then(Self::of)
    }
}

/// No other tab gets that person's keys from this one any more.
pub fn keep_back(person: &Id) {
    lend(person.as_str(), &JsValue::UNDEFINED);
}

impl Ring {
    /// The ring and the keys of somebody whom the server has let in and told `told`: those they `had` here, else new ones
    /// under `id`. Nothing where the browser gives this page no ciphers.
    pub async fn let_in(told: &[u8], passphrase: Option<&str>, had: Option<Self>, id: &Id) -> Option<(Self, Keys)> {
        let had = had.map_or(JsValue::UNDEFINED, |had| had.0);
        let passphrase = passphrase.map_or(JsValue::UNDEFINED, JsValue::from_str);
        let both =
            let_in(Uint8Array::from(told), &passphrase, &had, id.as_str()).await.ok()?.dyn_into::<Array>().ok()?;
        Some((Self(both.get(0)), Keys(both.get(1))))
    }

    /// Names the database that is sealed with the secret.
    pub fn id(&self) -> Option<Id> {
        Id::parse(&Reflect::get(&self.0, &"id".into()).ok()?.as_string()?)
    }

    /// Whether that way is there.
    pub fn has(&self, way: Way) -> bool {
        Reflect::get(&self.0, &way.name().into()).is_ok_and(|way| way.is_truthy())
    }

    /// The keys, for who knows what that way asks for. Slow on purpose.
    pub async fn open(&self, way: Way, words: &str) -> Option<Keys> {
        tried(&self.0, way.name(), words).await.ok().and_then(Keys::of)
    }

    /// The ring with that way, in the place of an older one. Slow on purpose.
    pub async fn with(&self, keys: &Keys, way: Way, words: &str) -> Option<Self> {
        made(&self.0, &keys.0, way.name(), words).await.ok().map(Self)
    }

    /// Takes a way away.
    pub fn close(&self, way: Way) {
        // A ring is an object of ours: nothing forbids it.
        let _ = Reflect::set(&self.0, &way.name().into(), &JsValue::UNDEFINED);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    const WORDS: &str = "四方议事，一小时";

    async fn ring(told: u8) -> (Ring, Keys) {
        Ring::let_in(&[told; 32], None, None, &Id::join(&["r1"])).await.unwrap()
    }

    fn at(place: &str, text: &str) -> JsValue {
        Array::of2(&place.into(), &Uint8Array::from(text.as_bytes())).into()
    }

    async fn open_one(keys: &Keys, place: &str, sealed: &JsValue) -> String {
        keys.open(&Array::of1(&Array::of2(&place.into(), sealed))).await.unwrap().remove(0)
    }

    fn bytes(value: &JsValue) -> Vec<u8> {
        value.dyn_ref::<Uint8Array>().unwrap().to_vec()
    }

    /// Whether both open what the other sealed.
    async fn same(one: &Keys, other: &Keys) -> bool {
        let sealed = one.seal(&Array::of1(&at("meta", WORDS))).await.unwrap();
        open_one(other, "meta", &sealed[0]).await == WORDS
    }

    #[wasm_bindgen_test]
    async fn only_the_same_keys_open_it_and_only_at_its_place() {
        let ((_, mine), (_, others)) = (ring(1).await, ring(1).await);
        let text = "秦守仁 13800000001";
        let all = Array::of3(&at("outbox", text), &at("outbox", text), &at("meta", text));
        let sealed = mine.seal(&all).await.unwrap();
        assert_eq!(open_one(&mine, "outbox", &sealed[0]).await, text);
        assert_eq!(open_one(&others, "outbox", &sealed[0]).await, "");
        assert_eq!(open_one(&mine, "meta", &sealed[0]).await, "");
        let [one, two, other] = [0, 1, 2].map(|at| bytes(&sealed[at]));
        assert_eq!(one, two, "alike, so that it can be compared");
        assert_ne!(one, other);
        assert!(!one.windows(6).any(|six| text.as_bytes().windows(6).any(|there| there == six)));
        let mut changed = one;
        *changed.last_mut().unwrap() ^= 1;
        assert_eq!(open_one(&mine, "outbox", &Uint8Array::from(&*changed).into()).await, "");
    }

    #[wasm_bindgen_test]
    async fn each_way_leads_to_the_same_secret_and_no_other_does() {
        let (ring, keys) = ring(7).await;
        assert!(ring.open(Way::Pin, "482915").await.is_none(), "there is none yet");
        let ring = ring.with(&keys, Way::Pin, "482915").await.unwrap();
        let ring = ring.with(&keys, Way::Passphrase, WORDS).await.unwrap();
        for (way, words) in [(Way::Pin, "482915"), (Way::Passphrase, WORDS)] {
            assert!(same(&keys, &ring.open(way, words).await.unwrap()).await, "{way:?}");
        }
        for (way, words) in [(Way::Pin, "482916"), (Way::Passphrase, "482915")] {
            assert!(ring.open(way, words).await.is_none(), "{way:?}");
        }
        ring.close(Way::Pin);
        assert!(!ring.has(Way::Pin) && ring.open(Way::Pin, "482915").await.is_none());
    }

    #[wasm_bindgen_test]
    async fn the_server_lets_the_same_person_in_again_and_another_one_only_with_the_passphrase() {
        let (mine, keys) = ring(7).await;
        let mine = mine.with(&keys, Way::Passphrase, WORDS).await.unwrap();
        let again = async |told: u8, words: Option<&str>| {
            let (ring, again) = Ring::let_in(&[told; 32], words, Some(mine.clone()), &Id::join(&["r2"])).await.unwrap();
            (ring.id().unwrap().to_string(), same(&keys, &again).await)
        };
        assert_eq!(again(7, None).await, ("r1".into(), true));
        assert_eq!(again(8, Some(WORDS)).await, ("r1".into(), true), "a server that was put back");
        assert_eq!(again(8, Some("not it")).await, ("r2".into(), false), "another server");
    }
}

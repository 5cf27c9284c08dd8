//! Every word on the screens, in both languages, side by side. A string without its other half does not compile, and one
//! that nothing shows is told by the compiler.

pub mod audit;
pub mod council;
pub mod dashboard;
pub mod dates;
pub mod devices;
pub mod entry;
pub mod grid;
pub mod home;
pub mod lists;
pub mod me;
pub mod people;
pub mod photo;
pub mod privacy;
pub mod problem;
pub mod roles;
pub mod scan;
pub mod settings;
pub mod shell;
pub mod signin;
pub mod slip;
pub mod start;
pub mod stewards;
pub mod sync;
pub mod timebank;

use jiefang_domain::Lang;

/// The same in Chinese and in English, one under the other in one text: half the pointers, and no table of them. `{}`
/// stands where something is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words(pub &'static str);

impl Words {
    /// In that language.
    #[inline(never)]
    pub fn of(self, lang: Lang) -> &'static str {
        let (zh, en) = self.0.split_once('\n').unwrap_or((self.0, self.0));
        lang.pick(zh, en)
    }

    /// With each `{}` filled, in order.
    pub fn fill(self, lang: Lang, with: &[&str]) -> String {
        let mut parts = self.of(lang).split("{}");
        let mut text = String::from(parts.next().unwrap_or_default());
        for (part, filling) in parts.zip(with) {
            text.push_str(filling);
            text.push_str(part);
        }
        text
    }
}

/// Declares words: `NAME = "中文", "English";`
macro_rules! words {
    ($( $(#[$meta:meta])* $name:ident = $zh:literal, $en:literal; )*) => {
        $( $(#[$meta])* pub const $name: $crate::text::Words = $crate::text::Words(concat!($zh, "\n", $en)); )*
    };
}
pub(crate) use words;

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn each_gap_is_filled_in_order() {
        let words = Words("{}的{}\n{} of {}");
        assert_eq!(words.fill(Lang::Zh, &["楼", "门"]), "楼的门");
        assert_eq!(words.fill(Lang::En, &["door", "house"]), "door of house");
        assert_eq!(Words("好\ngood").fill(Lang::Zh, &["x"]), "好");
    }
}

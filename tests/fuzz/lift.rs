//! Acts of every version: what is read is written back as it was.

use super::{corpus::acts, mutate, run::fuzz, write::written};
use jiefang_domain::{command::Command, tree::Tree};

/// The tree with its names in order, and without an empty list of photos: names in another order say the same, and where
/// there are no photos nothing is written of them.
fn plain(tree: Tree) -> Tree {
    match tree {
        Tree::Map(mut branches) => {
            branches.retain(|(name, tree)| name != "photos" || *tree != Tree::List(Vec::new()));
            branches.sort_by(|(a, _), (b, _)| a.cmp(b));
            Tree::Map(branches.into_iter().map(|(name, tree)| (name, plain(tree))).collect())
        }
        // A map may hang in a list: the people an entry concerns.
        Tree::List(all) => Tree::List(all.into_iter().map(plain).collect()),
        tip => tip,
    }
}

#[test]
fn lift() {
    let acts = acts();
    fuzz("lift", 15, |rng| {
        let mut tree = rng.pick(&acts).clone();
        mutate::tree(rng, &mut tree, &acts);
        let text = written(&tree);
        let Ok(command) = serde_json::from_slice::<Command>(&text) else { return };
        let back = serde_json::to_string(&command).unwrap();
        let tree = |text: &[u8]| plain(serde_json::from_slice(text).unwrap());
        assert_eq!(tree(back.as_bytes()), tree(&text), "{}", String::from_utf8_lossy(&text));
        assert_eq!(serde_json::from_str::<Command>(&back).unwrap(), command);
        assert!(back.starts_with(&format!("{{\"kind\":\"{}\",", command.kind())), "{back}");
    });
}

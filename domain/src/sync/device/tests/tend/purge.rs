//! What may not stay on the disk.

use super::{Told, compacted, opened, scattered, segments, shown, take, told};

#[test]
fn s8_what_a_scope_held_that_was_taken_away_leaves_the_disk_too() {
    // Rows told to staff alone, and one told to the steward's place.
    let pages: Vec<Vec<Told>> = (0..4).map(|n| vec![(0, n, 1), (4, n, 0)]).chain([vec![(0, 9, 2)]]).collect();
    let (memory, writer) = scattered(&pages, usize::MAX);
    let holds = |id: &str| segments(&memory).iter().any(|text| text.contains(&format!("\"{id}\"")));
    assert!(holds("h0") && holds("hazards_found"));
    take(&writer, &told(6, &[], false));
    let before = shown(&writer);
    assert!(compacted(&writer), "however few the segments are");
    assert!((0..4).all(|n| !holds(&format!("h{n}"))), "{:?}", segments(&memory));
    assert!(!holds("hazards_found") && holds("h9"));
    assert_eq!(opened(&memory), before);
    assert!(!compacted(&writer), "once");
}

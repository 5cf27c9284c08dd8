//! Whatever the values, what was written reads back; and what is sent has the shape that SYNC tells.

use super::*;
use crate::{
    Millis,
    grid::StewardLimits,
    record::{Columns, Row},
    stewards::{Grade, Hazard, HazardCategory, HazardState, HazardStep, Review},
    tree::{Tree, Wood},
};
use proptest::prelude::*;

fn values() -> impl Strategy<Value = Tree> {
    let moment = 1_700_000_000_000_i64..1_800_000_000_000;
    let leaf = prop_oneof![
        Just(Tree::Null),
        any::<bool>().prop_map(Tree::Bool),
        any::<i64>().prop_map(Tree::Int),
        (0_i64..3).prop_map(Tree::Int),
        moment.prop_map(Tree::Int),
        "[a-c]{0,2}".prop_map(|text| Tree::Text(text.into())),
        "[A-Za-z0-9_-]{22}".prop_map(|text| Tree::Text(text.into())),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Tree::List),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Tree::Map(vec![("a".into(), a), ("b".into(), b)])),
            ("[a-b]", "[c-d]", inner.clone(), inner.clone())
                .prop_map(|(a, b, x, y)| Tree::Map(vec![(a.into(), x), (b.into(), y)])),
            ("[a-b]", inner).prop_map(|(name, value)| Tree::Map(vec![(name.into(), value)])),
        ]
    })
}

/// Columns of one kind of value each, and of all kinds.
fn columns() -> impl Strategy<Value = Vec<(Tree, Tree, Tree)>> {
    let ints = prop_oneof![Just(0_i64), Just(1_760_025_600_000), 1_700_000_000_000_i64..1_800_000_000_000];
    let steps = prop::collection::vec(ints.clone(), 0..4).prop_map(|at| {
        Tree::List(
            at.into_iter()
                .map(|at| Tree::Map(vec![("at_ms".into(), Tree::Int(at)), ("by".into(), Tree::word("p"))]))
                .collect(),
        )
    });
    prop_oneof![
        prop::collection::vec((ints.prop_map(Tree::Int), steps, values()), ROWS_MIN..100),
        prop::collection::vec((values(), values(), values()), ROWS_MIN..100),
        prop::collection::vec(values(), ROWS_MIN..100)
            .prop_map(|all| all.into_iter().map(|a| (a.clone(), a.clone(), a)).collect()),
    ]
}

proptest! {
    #[test]
    fn columns_of_whatever_read_back(rows in columns()) {
        let mut table = Table::default();
        let found = |at: usize| Tree::Int(1_700_000_000_000 + i64::try_from(at).unwrap() * 90_000_001);
        let name = |at: usize| crate::Id::from_bytes(((1_700_000_000_000 + at as u128) << 80 | at as u128).to_be_bytes());
        for (at, (a, b, c)) in rows.iter().enumerate() {
            table.push(vec![
                ("id".into(), name(at).tree()), ("x".into(), a.clone()), ("found".into(), found(at)),
                ("y".into(), b.clone()), ("z".into(), c.clone()),
            ]);
        }
        let columns = plain(table.records()).unwrap();
        let list = |at: &dyn Fn(usize) -> Tree| Tree::List((0..rows.len()).map(at).collect());
        let want = [
            list(&|at| name(at).tree()), list(&|at| rows[at].0.clone()), list(&found),
            list(&|at| rows[at].1.clone()), list(&|at| rows[at].2.clone()),
        ];
        prop_assert_eq!(columns.into_iter().map(|(_, values)| values).collect::<Vec<_>>(), want);
    }

    #[test]
    fn what_nobody_would_send_is_turned_away(tree in values(), count in 0_usize..5) {
        let named = |name: &str, tree: &Tree| (name.to_owned().into(), tree.clone());
        for coded in [
            vec![named("all", &tree)], vec![named("words", &tree), named("at", &tree)],
            vec![named("least", &tree), named("packed", &tree)], vec![named("by", &tree)],
            vec![named("by", &tree), named("tails", &tree)], vec![named("counts", &tree), named("of", &tree)],
            vec![named("fields", &tree)],
        ] {
            for base in [&[][..], &[i64::MAX; 3]] {
                let _ = column::<Tree>(Tree::Map(coded.clone()), count, Near::records(base));
                let _ = column::<Hazard>(Tree::Map(coded.clone()), count, Near::records(base));
            }
        }
    }
}

fn hazard(at: i64) -> Row {
    let found_at_ms: Millis = 1_760_000_000_000 + at * 86_400_123;
    let id = |text: &str| crate::Id::join(&[text]);
    let step = |state, at_ms| HazardStep {
        state,
        review: Review::Submitted,
        by: id("p1"),
        at_ms,
        note: String::new(),
        was: Vec::new(),
    };
    let time = u128::try_from(found_at_ms + 300_000).unwrap();
    Row::from(Hazard {
        id: crate::Id::from_bytes((time << 80 | u128::try_from(at * 7_919).unwrap()).to_be_bytes()),
        place: id(if at % 2 == 0 { "b1" } else { "b2" }),
        path: vec![id(if at % 2 == 0 { "b1" } else { "b2" }), id("e1")],
        category: HazardCategory::Leak,
        grade: Grade::Ordinary,
        state: HazardState::Found,
        review: Review::Submitted,
        found_at_ms,
        due_at_ms: Grade::Ordinary.due_at_ms(found_at_ms, &StewardLimits::default()),
        rechecked_at_ms: if at % 3 == 0 { 0 } else { found_at_ms + 7_200_000 },
        cleared_at_ms: 0,
        spot: String::from("2").into(),
        note: format!("{at}").into(),
        author: id("p1").into(),
        rectifiers: Vec::new().into(),
        steps: vec![
            step(HazardState::Found, found_at_ms + 300_000),
            step(HazardState::Rectified, found_at_ms + 600_000),
        ]
        .into(),
        photos: Vec::new().into(),
        keepers: Vec::new().into(),
        climbs: Vec::new().into(),
        climb_waits: Vec::new().into(),
        called: Vec::new().into(),
        issues: Vec::new().into(),
    })
}

#[test]
fn what_follows_from_other_values_is_not_sent() {
    let rows: Vec<Row> = (0..200).map(hazard).collect();
    let mut columns = Columns::default();
    rows.iter().cloned().for_each(|row| columns.push(row));
    let text = serde_json::to_string(&columns).unwrap();
    for shape in [
        r#""~from":"found_at_ms""#,
        r#""id":{"by":{"all":300000},"tails":"#,
        r#""place":{"words":["b1","b2"],"at":"ABAB"#,
        r#""path":{"words":[["b1","e1"],["b2","e1"]],"at":"ABAB"#,
        r#""category":{"all":"leak"}"#,
        r#""found_at_ms":{"least":1760000000000,"packed":"AAAAAA"#,
        r#""due_at_ms":{"by":{"all":[8]}}"#,
        r#""rechecked_at_ms":{"by":{"words":[null,7200000],"at":"ABBABB"#,
        r#""cleared_at_ms":{"all":0}"#,
        r#""note":["0","1""#,
        r#""steps":{"counts":{"all":2},"of":{"fields":{"state":{"words":["found","rectified"],"at":"ABAB"#,
        r#""at_ms":{"by":{"all":300000}}"#,
    ] {
        assert!(text.contains(shape), "{shape}: {}", &text[..4_000.min(text.len())]);
    }
    let back: Columns = serde_json::from_str(&text).unwrap();
    assert_eq!(back.into_rows(), rows);
    assert!(text.len() < 200 * 40, "{}", text.len());
}

#[test]
fn a_hidden_field_is_hidden_for_all_or_for_some() {
    for every in [1, 2] {
        let hide = |at: i64| match hazard(at) {
            Row::Hazard(hazard) if at % every == 0 => {
                use crate::record::Field::Hidden;
                Row::from(Hazard { note: Hidden, steps: Hidden, author: Hidden, photos: Hidden, ..hazard })
            }
            row => row,
        };
        let rows: Vec<Row> = (0..100).map(hide).collect();
        let mut columns = Columns::default();
        rows.iter().cloned().for_each(|row| columns.push(row));
        let back = serde_json::from_str::<Columns>(&serde_json::to_string(&columns).unwrap()).unwrap();
        assert_eq!(back.into_rows(), rows);
    }
}

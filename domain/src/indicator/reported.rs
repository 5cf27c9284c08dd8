//! Figures somebody reported elsewhere: shown with source and period, never added to counted ones.

use crate::tree::map;
use crate::{
    Audience, Id, Refusal,
    grid::{Brand, Place},
    identity::Role,
    record::macros::record,
    rule::{Case, Changes, Guards, Verdict},
};

record! {
    /// A figure of a report (DOMAIN, "Facts of the report").
    Reported {
        shown {
            /// Whose brand it belongs to.
            brand: Brand,
            /// The place it speaks of.
            place: Id,
            /// What it counts, in the report's own language.
            label_zh: String,
            /// What it counts, in English.
            label_en: String,
            /// The figure.
            value: i64,
            /// The report says "over" that many.
            over: bool,
            /// Who reported it.
            source: String,
            /// For which period.
            period: String,
            /// Its place in the list.
            position: u32,
        }
        hidden {}
    }
}

impl Reported {
    pub(crate) fn audiences(&self) -> Vec<(Audience, Self)> {
        vec![(Audience::Public, self.clone())]
    }
}

/// The subdistrict publishes a reported figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishReported {
    /// The figure, whole.
    pub reported: Reported,
}

map!(PublishReported { reported });

/// Only the subdistrict publishes figures it did not count.
pub fn publish_reported(c: &PublishReported, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    if !case.actor.system
        && let Some(place) = guards.need(case.get::<Place>(case.book), Refusal::PlaceNotHere)
    {
        guards.check(case.actor.holds(&[Role::SubdistrictOfficer], &place.path), Refusal::NotYours);
    }
    let r = &c.reported;
    let texts = [&r.label_zh, &r.label_en, &r.source, &r.period];
    guards.check(texts.iter().all(|text| !text.trim().is_empty()), Refusal::TextMissing);
    guards.check(texts.iter().all(|text| text.chars().count() <= 100), Refusal::TextTooLong);
    guards.check((0..1_000_000_000).contains(&r.value), Refusal::OutOfRange);
    guards.verdict(|| Changes::rows([r.clone().into()]))
}

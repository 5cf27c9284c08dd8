//! Settings of a deployment, with DOMAIN's defaults, and the names of the brands.

use super::StewardLimits;
use crate::tree::name;
use crate::{Audience, Field, Id, calendar::Calendar, record::macros::record, rule::Case, rule::Seen};

/// The most characters of a brand's name.
pub const BRAND_CHARS_MAX: usize = 20;

/// The three brands; their names are settings ("bank" has been objected to), their seals are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are DOMAIN's")]
pub enum Brand {
    Council,
    Timebank,
    Stewards,
}

name!(Brand { Council = "council", Timebank = "timebank", Stewards = "stewards" });

record! {
    /// The settings of a book, one row named `policy`. Numbers marked (setting) in DOMAIN.
    Policy {
        shown {
            /// 四方议事会, or what the deployment calls it.
            council_name: String,
            /// 时间银行, or what the deployment calls it.
            timebank_name: String,
            /// 党员楼长, or what the deployment calls it.
            stewards_name: String,
            /// Working days for the worker to accept or decline an issue.
            accept_days: u32,
            /// Working days for the branch to put an accepted issue on the agenda.
            agenda_days: u32,
            /// Calendar days of notice before a meeting.
            notice_days: u32,
            /// Minutes of service one provider may bank a day (T9).
            daily_cap_minutes: i64,
            /// Minutes a member's balance may reach (T10).
            balance_cap_minutes: i64,
            /// The official calendar.
            calendar: Calendar,
        }
        hidden {}
        added {
            /// How long things may take with the stewards.
            stewards: StewardLimits,
        }
    }
}

impl Policy {
    /// The one row's id.
    pub fn row_id() -> Id {
        Id::join(&["policy"])
    }

    /// The name of a brand.
    pub fn name(&self, brand: Brand) -> &str {
        match brand {
            Brand::Council => &self.council_name,
            Brand::Timebank => &self.timebank_name,
            Brand::Stewards => &self.stewards_name,
        }
    }

    /// How long things may take with the stewards.
    pub fn limits(&self) -> StewardLimits {
        self.stewards.known().copied().unwrap_or_default()
    }

    pub(crate) fn audiences(&self) -> Vec<(Audience, Self)> {
        vec![(Audience::Public, self.clone())]
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            id: Self::row_id(),
            council_name: "四方议事会".into(),
            timebank_name: "时间银行".into(),
            stewards_name: "党员楼长".into(),
            accept_days: 2,
            agenda_days: 5,
            notice_days: 3,
            daily_cap_minutes: 8 * 60,
            balance_cap_minutes: 1_500 * 60,
            calendar: Calendar::default(),
            stewards: StewardLimits::default().into(),
        }
    }
}

/// The settings in force; hidden where this device does not hold them yet.
pub fn policy(case: &Case) -> Field<Policy> {
    match case.get::<Policy>(&Policy::row_id()) {
        Seen::Known(policy) => Field::Known(policy.clone()),
        Seen::Absent => Field::Known(Policy::default()),
        Seen::Unknown => Field::Hidden,
    }
}

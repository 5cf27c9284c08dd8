//! Commands on hours and cards.

use super::Activity;
use crate::{Id, Millis};
use serde::{Deserialize, Serialize};

/// A worker opens a savings card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenCard {
    /// The number printed on it.
    pub number: Id,
    /// Whose it is.
    pub person: Id,
}

/// Whom the service was for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Recipient {
    /// Somebody already known to the device.
    Person(Id),
    /// The number on the recipient's card.
    Card(Id),
    /// The yard as a whole; a worker attests it.
    Community,
}

/// A volunteer's hour is captured, with or without network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaptureHour {
    /// The hour's id.
    pub id: Id,
    /// Who gave it: the actor, or somebody a worker enters it for.
    pub provider: Id,
    /// Whom it was for.
    pub recipient: Recipient,
    /// The community or estate it was given in.
    pub place: Id,
    /// What was done.
    pub activity: Activity,
    /// When it began.
    pub started_at_ms: Millis,
    /// How long.
    pub minutes: i64,
}

/// The recipient or a worker confirms an hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfirmHour {
    /// The hour.
    pub hour: Id,
}

/// The recipient or a worker says it was not so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RejectHour {
    /// The hour.
    pub hour: Id,
    /// Why.
    pub reason: String,
}

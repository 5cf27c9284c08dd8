//! Every command there is: `kind@version` on the wire, a type here.

use crate::{council, grid, identity, indicator, stewards, timebank};
use serde::{Deserialize, Serialize};

macro_rules! commands {
    ($( $name:ident($type:path) = $kind:literal ),* $(,)?) => {
        /// A person's act, or the clock's. Every version ever released stays readable: a changed shape is a new
        /// variant with the next number, and the old one is lifted when it is decided.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "kind", content = "body")]
        #[expect(missing_docs, reason = "each is the command of its name")]
        pub enum Command {
            $( #[serde(rename = $kind)] $name($type), )*
        }

        impl Command {
            /// Every kind, as it stands on the wire.
            pub const KINDS: &'static [&'static str] = &[$( $kind, )*];

            /// Its kind, as it stands on the wire.
            pub const fn kind(&self) -> &'static str {
                match self { $( Self::$name(_) => $kind, )* }
            }
        }
    };
}

commands! {
    AddPlace(grid::AddPlace) = "place.add@1",
    SetPolicy(grid::SetPolicy) = "policy.set@1",
    EnterPerson(identity::EnterPerson) = "person.enter@1",
    GiveGrant(identity::GiveGrant) = "grant.give@1",
    EndGrant(identity::EndGrant) = "grant.end@1",
    PublishReported(indicator::PublishReported) = "reported.publish@1",
    FindHazard(stewards::FindHazard) = "hazard.find@1",
    ReviewHazard(stewards::ReviewHazard) = "hazard.review@1",
    CorrectHazard(stewards::CorrectHazard) = "hazard.correct@1",
    RectifyHazard(stewards::RectifyHazard) = "hazard.rectify@1",
    RecheckHazard(stewards::RecheckHazard) = "hazard.recheck@1",
    ClearHazard(stewards::ClearHazard) = "hazard.clear@1",
    RaiseIssue(council::RaiseIssue) = "issue.raise@1",
    AcceptIssue(council::AcceptIssue) = "issue.accept@1",
    DeclineIssue(council::DeclineIssue) = "issue.decline@1",
    PutOnAgenda(council::PutOnAgenda) = "issue.agenda@1",
    EscalateIssue(council::EscalateIssue) = "issue.escalate@1",
    OpenCard(timebank::OpenCard) = "card.open@1",
    CaptureHour(timebank::CaptureHour) = "hour.capture@1",
    ConfirmHour(timebank::ConfirmHour) = "hour.confirm@1",
    RejectHour(timebank::RejectHour) = "hour.reject@1",
}

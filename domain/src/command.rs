//! Every command there is: `kind@version` on the wire, a type here.

use crate::tree::{Tree, Wood, take};
use crate::{Id, council, meet, privacy, stewards, timebank};
#[cfg(feature = "office")]
use crate::{grid, identity, indicator, sync};

macro_rules! commands {
    ($( $(#[$when:meta])* $name:ident($type:path) = $kind:literal ),* $(,)?) => {
        /// A person's act, or the clock's. Every version ever released stays readable: a changed shape is a new
        /// variant with the next number, and the old one is lifted when it is decided.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each is the command of its name")]
        pub enum Command {
            $( $(#[$when])* $name($type), )*
        }

        impl Command {
            /// Every kind, as it stands on the wire.
            pub const KINDS: &'static [&'static str] = &[$( $(#[$when])* $kind, )*];

            /// Its kind, as it stands on the wire.
            pub const fn kind(&self) -> &'static str {
                match self { $( $(#[$when])* Self::$name(_) => $kind, )* }
            }
        }

        impl Wood for Command {
            fn tree(&self) -> Tree {
                let body = match self { $( $(#[$when])* Self::$name(command) => command.tree(), )* };
                Tree::Map(vec![("kind".into(), Tree::word(self.kind())), ("body".into(), body)])
            }

            fn read(tree: Tree) -> Option<Self> {
                let mut branches = tree.branches()?;
                let body = take(&mut branches, "body")?;
                let Tree::Text(kind) = take(&mut branches, "kind")? else { return None };
                if !branches.is_empty() {
                    return None;
                }
                match &*kind {
                    $( $(#[$when])* $kind => Wood::read(body).map(Self::$name), )*
                    _ => None,
                }
            }
        }

        crate::tree::by_tree!(Command);
    };
}

// What no device of today sends is left out of the app (`office`): a third of what a phone would download of the rules.
commands! {
    #[cfg(feature = "office")]
    AddPlace1(grid::AddPlace1) = "place.add@1",
    #[cfg(feature = "office")]
    AddPlace(grid::AddPlace) = "place.add@2",
    #[cfg(feature = "office")]
    ChangePlace(grid::ChangePlace) = "place.change@1",
    #[cfg(feature = "office")]
    ClosePlace(grid::ClosePlace) = "place.close@1",
    #[cfg(feature = "office")]
    ReopenPlace(grid::ReopenPlace) = "place.reopen@1",
    #[cfg(feature = "office")]
    SetPolicy(grid::SetPolicy) = "policy.set@1",
    #[cfg(feature = "office")]
    EnterPerson1(identity::EnterPerson1) = "person.enter@1",
    #[cfg(feature = "office")]
    EnterPerson(identity::EnterPerson) = "person.enter@2",
    #[cfg(feature = "office")]
    ChangePerson(identity::ChangePerson) = "person.change@1",
    #[cfg(feature = "office")]
    LeavePerson(identity::LeavePerson) = "person.leave@1",
    #[cfg(feature = "office")]
    ReturnPerson(identity::ReturnPerson) = "person.return@1",
    #[cfg(feature = "office")]
    MergePerson(identity::MergePerson) = "person.merge@1",
    #[cfg(feature = "office")]
    ReplaceSteward(identity::ReplaceSteward) = "steward.replace@1",
    #[cfg(feature = "office")]
    GiveGrant1(identity::GiveGrant1) = "grant.give@1",
    #[cfg(feature = "office")]
    GiveGrant(identity::GiveGrant) = "grant.give@2",
    #[cfg(feature = "office")]
    EndGrant(identity::EndGrant) = "grant.end@1",
    #[cfg(feature = "office")]
    StopPerson(identity::StopPerson) = "person.stop@1",
    #[cfg(feature = "office")]
    ReadmitPerson(identity::ReadmitPerson) = "person.readmit@1",
    #[cfg(feature = "office")]
    PublishReported(indicator::PublishReported) = "reported.publish@1",
    #[cfg(feature = "office")]
    Restored(sync::Restored) = "book.restored@1",
    LookAtPerson(privacy::LookAtPerson) = "person.look@1",
    GiveConsent(privacy::GiveConsent) = "consent.give@1",
    WithdrawConsent(privacy::WithdrawConsent) = "consent.withdraw@1",
    #[cfg(feature = "office")]
    NameGuardian(privacy::NameGuardian) = "guardian.name@1",
    AskWish(privacy::AskWish) = "wish.ask@1",
    AnswerWish1(privacy::AnswerWish1) = "wish.answer@1",
    AnswerWish(privacy::AnswerWish) = "wish.answer@2",
    ErasePerson(privacy::ErasePerson) = "person.erase@1",
    #[cfg(feature = "office")]
    ForgetRows(privacy::ForgetRows) = "person.forget@1",
    #[cfg(feature = "office")]
    EndGuardian(privacy::EndGuardian) = "guardian.end@1",
    FindHazard1(stewards::FindHazard1) = "hazard.find@1",
    FindHazard(stewards::FindHazard) = "hazard.find@2",
    ReviewHazard(stewards::ReviewHazard) = "hazard.review@1",
    CorrectHazard(stewards::CorrectHazard) = "hazard.correct@1",
    RectifyHazard(stewards::RectifyHazard) = "hazard.rectify@1",
    RecheckHazard(stewards::RecheckHazard) = "hazard.recheck@1",
    ClearHazard(stewards::ClearHazard) = "hazard.clear@1",
    ControlHazard(stewards::ControlHazard) = "hazard.control@1",
    AssignHazard(stewards::AssignHazard) = "hazard.assign@1",
    VoidHazard(stewards::VoidHazard) = "hazard.void@1",
    MoveHazard(stewards::MoveHazard) = "hazard.move@1",
    #[cfg(feature = "office")]
    ClimbHazard(stewards::ClimbHazard) = "hazard.climb@1",
    RecordEntry(stewards::RecordEntry) = "entry.record@1",
    AdvanceEntry(stewards::AdvanceEntry) = "entry.advance@1",
    AnswerEntry(stewards::AnswerEntry) = "entry.answer@1",
    BreachEntry(stewards::BreachEntry) = "entry.breach@1",
    ReviewEntry(stewards::ReviewEntry) = "entry.review@1",
    CorrectEntry(stewards::CorrectEntry) = "entry.correct@1",
    CountEntry(stewards::CountEntry) = "entry.count@1",
    VoidEntry(stewards::VoidEntry) = "entry.void@1",
    MoveEntry(stewards::MoveEntry) = "entry.move@1",
    HandOver(stewards::HandOver) = "entry.hand@1",
    LookAtEntry(stewards::LookAtEntry) = "entry.look@1",
    RaiseFrom(meet::RaiseFrom) = "issue.from@1",
    RaiseIssue(council::RaiseIssue) = "issue.raise@1",
    AcceptIssue(council::AcceptIssue) = "issue.accept@1",
    DeclineIssue(council::DeclineIssue) = "issue.decline@1",
    PutOnAgenda(council::PutOnAgenda) = "issue.agenda@1",
    #[cfg(feature = "office")]
    EscalateIssue(council::EscalateIssue) = "issue.escalate@1",
    #[cfg(feature = "office")]
    OpenCard(timebank::OpenCard) = "card.open@1",
    CaptureHour(timebank::CaptureHour) = "hour.capture@1",
    ConfirmHour(timebank::ConfirmHour) = "hour.confirm@1",
    RejectHour(timebank::RejectHour) = "hour.reject@1",
}

#[cfg(feature = "office")]
impl Command {
    /// Whether it is taken at the server's own door alone, after a look at all that the person concerned holds in every
    /// book; a device cannot send it.
    pub fn is_at_door(&self) -> bool {
        match self {
            // What somebody holds, and has in hand, is put together there.
            Self::StopPerson(_)
            | Self::ReadmitPerson(_)
            | Self::ChangePerson(_)
            | Self::LeavePerson(_)
            | Self::MergePerson(_)
            | Self::ReplaceSteward(_)
            // And of what a guardian is told.
            | Self::NameGuardian(_)
            | Self::EndGuardian(_)
            // And so is what stands in a place, and who holds what at it.
            | Self::ChangePlace(_)
            | Self::ClosePlace(_) => true,
            Self::GiveGrant1(identity::GiveGrant1(give)) | Self::GiveGrant(give) => {
                give.role.keeps_apart()
            }
            _ => false,
        }
    }
}

impl Command {
    /// The photos it names; they are sent after it.
    pub fn photos(&self) -> &[Id] {
        match self {
            Self::FindHazard(find) => &find.photos,
            Self::RecordEntry(record) => &record.content.photos,
            Self::CorrectEntry(correct) => &correct.content.photos,
            Self::AdvanceEntry(advance) => &advance.photos,
            _ => &[],
        }
    }

    /// The same without the photos.
    #[must_use]
    pub fn without_photos(mut self) -> Self {
        match &mut self {
            Self::FindHazard(find) => find.photos.clear(),
            Self::RecordEntry(record) => record.content.photos.clear(),
            Self::CorrectEntry(correct) => correct.content.photos.clear(),
            Self::AdvanceEntry(advance) => advance.photos.clear(),
            _ => {}
        }
        self
    }

    /// Whether it may be taken back in the moment after. A look was had, and danger does not wait.
    pub fn can_be_undone(&self) -> bool {
        match self {
            Self::LookAtPerson(_) | Self::LookAtEntry(_) => false,
            Self::FindHazard(find) => find.grade != stewards::Grade::Immediate,
            _ => true,
        }
    }
}

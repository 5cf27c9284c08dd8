//! Refusals in words: what is wrong and what to do, in both languages.

use super::{Lang, Refusal};

impl Refusal {
    /// What is wrong and what to do, for the person who did it.
    pub const fn words(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::NotYours => (
                "您的身份不能办这一步。请找社区工作人员，或换一个身份。",
                "Your role cannot do this here. Ask a community worker, or switch role.",
            ),
            Self::OwnEntry => (
                "自己记的要由别人来审。请等另一位来办。",
                "Nobody approves their own entry. Someone else has to do this.",
            ),
            Self::OwnWork => {
                ("这件事您自己经手过，要换一个人来办。", "You had a hand in this yourself. Someone else has to do it.")
            }
            Self::WrongState => (
                "这件事已经走到别的步骤了。请先看看最新情况。",
                "This has moved on to another step. Look at where it stands now.",
            ),
            Self::NotFound => ("找不到这条记录。", "There is no such record."),
            Self::PlaceNotHere => {
                ("这个地方不在本社区。请重新选地点。", "That place is not in this community. Choose another.")
            }
            Self::WrongPlace => {
                ("这里不能选这种地方。请重新选。", "This kind of place cannot be used here. Choose another.")
            }
            Self::InFuture => (
                "时间在将来。请检查手机时间，或改一下时间。",
                "The time lies in the future. Check the phone's clock or change the time.",
            ),
            Self::TooOld => ("时间太久以前了，不能再补记。", "That is too long ago to be recorded now."),
            Self::TextTooLong => ("写得太长了，请短一些。", "The text is too long. Please shorten it."),
            Self::TooManyPhotos => ("照片最多四张，请去掉几张。", "Four photos at most. Remove some."),
            Self::TextMissing => ("还有要写的没有写。", "Something that is needed has not been written."),
            Self::OutOfRange => ("数字超出了允许的范围。", "A number is out of the allowed range."),
            Self::ConsentMissing => {
                ("替别人提，要先得到本人同意。", "Raising it for someone else needs that person's consent.")
            }
            Self::NoticeTooShort => {
                ("开会要提前三天通知，请把日子往后选。", "A meeting needs three days' notice. Choose a later day.")
            }
            Self::NotDueYet => ("期限还没到。", "The deadline has not passed yet."),
            Self::SamePerson | Self::Overlap | Self::DailyCap | Self::NoCard => self.on_hours(),
            Self::IdTaken => {
                ("这条记录的编号重复了，请再记一次。", "The record's number is taken. Please record it again.")
            }
            Self::SameTwice => ("要选两个不同的人。", "Choose two different people."),
            Self::NoPhone => (
                "还没有登记电话。请先请社区工作人员补上。",
                "There is no phone number yet. Ask a community worker to add it.",
            ),
            Self::PlaceClosed | Self::HasSteward | Self::NothingChanged | Self::PersonGone => self.on_change(),
            Self::NotPossible => {
                ("这件事现在办不成。请找社区工作人员。", "This is not possible. Please ask a community worker.")
            }
            Self::PartyRefused
            | Self::ConsentsMissing
            | Self::PartiesConfirm
            | Self::PartiesMissing
            | Self::RemediesMissing
            | Self::PoliceFirst
            | Self::FireFirst
            | Self::CheckpointMissing
            | Self::PhotoConsent
            | Self::StaysSealed
            | Self::RaisedAlready => self.on_entries(),
            Self::RightEnded | Self::Malformed | Self::UnknownKind | Self::EntryTooLarge | Self::IdentityClash => {
                self.on_arrival()
            }
        };
        lang.pick(zh, en)
    }

    /// What is wrong with hours.
    const fn on_hours(self) -> (&'static str, &'static str) {
        match self {
            Self::SamePerson => {
                ("服务和被服务的要是两家的两个人。", "Giver and receiver must be two people of two households.")
            }
            Self::Overlap => {
                ("这段时间已经记过工时了，不能重叠。", "Hours are already recorded for this time; they cannot overlap.")
            }
            Self::DailyCap => ("一天的工时超过上限了。", "That is more than a day's limit of hours."),
            _ => ("没有这个号码的储蓄卡。请核对卡号。", "There is no card of that number. Check the number."),
        }
    }

    /// What keeps a place or a person from being changed.
    const fn on_change(self) -> (&'static str, &'static str) {
        match self {
            Self::PlaceClosed => ("这个地方已经撤销了。请另选一处。", "That place is closed. Choose another."),
            Self::HasSteward => {
                ("这里还有楼长。请先结束或换人。", "Somebody still looks after it. End or replace that first.")
            }
            Self::NothingChanged => ("没有要改的内容。", "Nothing was changed."),
            _ => ("这个人已经不在本社区了。", "That person is no longer in this community."),
        }
    }

    /// What a steward's entry or hazard needs first.
    const fn on_entries(self) -> (&'static str, &'static str) {
        match self {
            Self::PartyRefused => (
                "有一方不同意调解，不能开始。可以记“不愿调解”。",
                "One side does not want mediation, so there is none. Record it as refused.",
            ),
            Self::ConsentsMissing => (
                "要双方都同意，才能开始调解。请先问过每一方。",
                "Mediation begins once every side has agreed. Ask each of them first.",
            ),
            Self::PartiesConfirm => {
                ("要由当事人各自确认，办的人不能替他们确认。", "Those whom it concerns have to confirm it themselves.")
            }
            Self::PartiesMissing => {
                ("请写明当事人：选一位居民，或写上称呼。", "Say whom it concerns: choose a resident or write a name.")
            }
            Self::RemediesMissing => (
                "请先告诉双方还能怎么办，例如申请人民调解、去法院起诉。",
                "First tell both sides what else they can do, such as going to court.",
            ),
            Self::PoliceFirst => ("请先打 110 报警，再记下一步。", "Call 110 first, then record the next step."),
            Self::FireFirst => ("马上有危险：请先打 119。", "Immediate danger: call 119 first."),
            Self::CheckpointMissing => {
                ("请先到一个点位，扫码或点一下。", "Pass a checkpoint of this patrol first: scan or tap it.")
            }
            Self::PhotoConsent => (
                "照片里的人要先同意拍照，并写明是谁。",
                "Whoever is in the picture has to be named and to have agreed to it.",
            ),
            Self::StaysSealed => (
                "这条是保密的，不能改成不保密的种类。请作废后重新记。",
                "This entry is sealed and stays so. Have it voided and record it anew.",
            ),
            _ => ("已经提过议题了。", "An issue was raised from it already."),
        }
    }

    /// What only turns out when an entry arrives.
    const fn on_arrival(self) -> (&'static str, &'static str) {
        match self {
            Self::RightEnded => (
                "记的时候您还有这个权限，送到之前权限已经结束。这条替您留着，请找社区工作人员来办。",
                "You still had the right when you recorded this, but it ended before it arrived. The entry is kept; ask a community worker to deal with it.",
            ),
            Self::Malformed => ("这条记录读不出来，没有记下。", "The entry could not be read and was not recorded."),
            Self::UnknownKind => {
                ("系统不认识这种记录，没有记下。", "This kind of entry is not known and was not recorded.")
            }
            Self::EntryTooLarge => (
                "这条记录太大，没有记下。请写短一些。",
                "The entry is too large and was not recorded. Please make it shorter.",
            ),
            _ => (
                "这条记录和先前送来的不一样，没有再记。",
                "The entry differs from the one sent before and was not recorded again.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_its_code_and_words_in_both_languages() {
        for refusal in Refusal::ALL {
            assert_eq!(Refusal::parse(refusal.code()), Some(*refusal));
            assert!(refusal.words(Lang::Zh).chars().any(|c| c > '\u{4e00}'));
            assert!(refusal.words(Lang::En).is_ascii());
        }
    }
}

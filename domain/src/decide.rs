//! The one door to the rulebook: a command, who acts, when, and a view.

use crate::{
    command::Command,
    council, meet, privacy,
    rule::{Case, Verdict},
    stewards, timebank,
};
#[cfg(feature = "office")]
use crate::{grid, identity, indicator, sync};

/// Decides a command. The phone runs it to answer at once, the server to answer for good.
#[expect(clippy::too_many_lines, reason = "a table: a line an act")]
pub fn decide(command: &Command, case: &Case) -> Verdict {
    match command {
        #[cfg(feature = "office")]
        Command::AddPlace1(c) => grid::add_place1(c, case),
        #[cfg(feature = "office")]
        Command::AddPlace(c) => grid::add_place(c, case),
        #[cfg(feature = "office")]
        Command::ChangePlace(c) => grid::change_place(c, case),
        #[cfg(feature = "office")]
        Command::ClosePlace(c) => grid::close_place(c, case),
        #[cfg(feature = "office")]
        Command::ReopenPlace(c) => grid::reopen_place(c, case),
        #[cfg(feature = "office")]
        Command::SetPolicy(c) => grid::set_policy(c, case),
        #[cfg(feature = "office")]
        Command::EnterPerson1(c) => identity::enter_person1(c, case),
        #[cfg(feature = "office")]
        Command::EnterPerson(c) => identity::enter_person(c, case),
        #[cfg(feature = "office")]
        Command::ChangePerson(c) => identity::change_person(c, case),
        #[cfg(feature = "office")]
        Command::LeavePerson(c) => identity::leave_person(c, case),
        #[cfg(feature = "office")]
        Command::ReturnPerson(c) => identity::return_person(c, case),
        #[cfg(feature = "office")]
        Command::MergePerson(c) => identity::merge_person(c, case),
        #[cfg(feature = "office")]
        Command::ReplaceSteward(c) => identity::replace_steward(c, case),
        #[cfg(feature = "office")]
        Command::GiveGrant1(c) => identity::give_grant1(c, case),
        #[cfg(feature = "office")]
        Command::GiveGrant(c) => identity::give_grant(c, case),
        #[cfg(feature = "office")]
        Command::EndGrant(c) => identity::end_grant(c, case),
        #[cfg(feature = "office")]
        Command::StopPerson(c) => identity::stop_person(c, case),
        #[cfg(feature = "office")]
        Command::ReadmitPerson(c) => identity::readmit_person(c, case),
        #[cfg(feature = "office")]
        Command::PublishReported(c) => indicator::publish_reported(c, case),
        #[cfg(feature = "office")]
        Command::Restored(c) => sync::restored(c, case),
        Command::LookAtPerson(c) => privacy::look(c, case),
        Command::GiveConsent(c) => privacy::give_consent(c, case),
        Command::WithdrawConsent(c) => privacy::withdraw_consent(c, case),
        #[cfg(feature = "office")]
        Command::NameGuardian(c) => privacy::name_guardian(c, case),
        Command::AskWish(c) => privacy::ask(c, case),
        Command::AnswerWish1(c) => privacy::answer1(c, case),
        Command::AnswerWish(c) => privacy::answer(c, case),
        Command::ErasePerson(c) => privacy::erase_person(c, case),
        #[cfg(feature = "office")]
        Command::ForgetRows(c) => privacy::forget_rows(c, case),
        #[cfg(feature = "office")]
        Command::EndGuardian(c) => privacy::end_guardian(c, case),
        Command::FindHazard1(stewards::FindHazard1(c)) | Command::FindHazard(c) => stewards::find(c, case),
        Command::ReviewHazard(c) => stewards::review(c, case),
        Command::CorrectHazard(c) => stewards::correct(c, case),
        Command::RectifyHazard(c) => stewards::rectify(c, case),
        Command::RecheckHazard(c) => stewards::recheck(c, case),
        Command::ClearHazard(c) => stewards::clear(c, case),
        Command::ControlHazard(c) => stewards::control(c, case),
        Command::AssignHazard(c) => stewards::assign(c, case),
        Command::VoidHazard(c) => stewards::void(c, case),
        Command::MoveHazard(c) => stewards::move_hazard(c, case),
        #[cfg(feature = "office")]
        Command::ClimbHazard(c) => stewards::climb(c, case),
        Command::RecordEntry(c) => stewards::record_entry(c, case),
        Command::AdvanceEntry(c) => stewards::advance_entry(c, case),
        Command::AnswerEntry(c) => stewards::answer_entry(c, case),
        Command::BreachEntry(c) => stewards::breach_entry(c, case),
        Command::ReviewEntry(c) => stewards::review_entry(c, case),
        Command::CorrectEntry(c) => stewards::correct_entry(c, case),
        Command::CountEntry(c) => stewards::count_entry(c, case),
        Command::VoidEntry(c) => stewards::void_entry(c, case),
        Command::MoveEntry(c) => stewards::move_entry(c, case),
        Command::HandOver(c) => stewards::hand_over(c, case),
        Command::LookAtEntry(c) => stewards::look_at_entry(c, case),
        Command::RaiseFrom(c) => meet::raise_from(c, case),
        Command::RaiseIssue(c) => council::raise(c, case),
        Command::AcceptIssue(c) => council::accept(c, case),
        Command::DeclineIssue(c) => council::decline(c, case),
        Command::PutOnAgenda(c) => council::put_on_agenda(c, case),
        #[cfg(feature = "office")]
        Command::EscalateIssue(c) => council::escalate(c, case),
        #[cfg(feature = "office")]
        Command::OpenCard(c) => timebank::open_card(c, case),
        Command::CaptureHour(c) => timebank::capture(c, case),
        Command::ConfirmHour(c) => timebank::confirm(c, case),
        Command::RejectHour(c) => timebank::reject(c, case),
    }
}

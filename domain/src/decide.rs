//! The one door to the rulebook: a command, who acts, when, and a view.

use crate::{
    command::Command,
    council, grid, identity, indicator,
    rule::{Case, Verdict},
    stewards, sync, timebank,
};

/// Decides a command. The phone runs it to answer at once, the server to answer for good.
pub fn decide(command: &Command, case: &Case) -> Verdict {
    match command {
        Command::AddPlace(c) => grid::add_place(c, case),
        Command::SetPolicy(c) => grid::set_policy(c, case),
        Command::EnterPerson(c) => identity::enter_person(c, case),
        Command::GiveGrant(c) => identity::give_grant(c, case),
        Command::EndGrant(c) => identity::end_grant(c, case),
        Command::PublishReported(c) => indicator::publish_reported(c, case),
        Command::Restored(c) => sync::restored(c, case),
        Command::FindHazard1(stewards::FindHazard1(c)) | Command::FindHazard(c) => stewards::find(c, case),
        Command::ReviewHazard(c) => stewards::review(c, case),
        Command::CorrectHazard(c) => stewards::correct(c, case),
        Command::RectifyHazard(c) => stewards::rectify(c, case),
        Command::RecheckHazard(c) => stewards::recheck(c, case),
        Command::ClearHazard(c) => stewards::clear(c, case),
        Command::RaiseIssue(c) => council::raise(c, case),
        Command::AcceptIssue(c) => council::accept(c, case),
        Command::DeclineIssue(c) => council::decline(c, case),
        Command::PutOnAgenda(c) => council::put_on_agenda(c, case),
        Command::EscalateIssue(c) => council::escalate(c, case),
        Command::OpenCard(c) => timebank::open_card(c, case),
        Command::CaptureHour(c) => timebank::capture(c, case),
        Command::ConfirmHour(c) => timebank::confirm(c, case),
        Command::RejectHour(c) => timebank::reject(c, case),
    }
}

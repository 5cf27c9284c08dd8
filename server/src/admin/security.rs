//! `jiefang admin security`: another security administrator, where the one before is gone for good. Nobody in the books may
//! give that role; whoever has the machine does (docs/adr/0023).

use crate::{
    clock::Clock,
    config::Security,
    enrol::{done, made_for},
    identity::{Acts, new_device},
    key,
    problem::Problem,
    store::{Held, Store, StoreError, account::Accounts, backup::database},
};
use jiefang_domain::{
    Id, Key,
    command::Command,
    grid::Place,
    identity::{EndGrant, Grant, Role, StopPerson, server},
};

/// What the log says of why the one before does not get in any more.
const REASON: &str = "在服务器上更换了安全管理员";
/// People of the server's book that are looked through.
const PEOPLE_MAX: u32 = 10_000;

/// Enters somebody new as the security administrator and returns the path of their code. Whoever was it before is so no
/// longer and is stopped; the rest of what they did stays as it is. The server has to be stopped first. Where it is cut off
/// before the code is printed, `jiefang enrol` prints another.
///
/// # Errors
/// There is no data yet, the server runs, or the name is that of an officer or of an administrator.
pub async fn security(config: &Security) -> Result<String, Problem> {
    let (data, now) = (&config.data, Clock::System.now_ms());
    if !database(&data.dir).is_file() {
        return Err(StoreError::Missing { path: data.dir.clone() }.into());
    }
    let store = key::open(&data.dir, &data.key_file()).await?;
    if store.books().await?.is_empty() {
        return Err(Problem::NobodyYet);
    }
    let name = config.name.trim();
    apart(&store, name).await?;
    let person = new_device().map_err(|_| Problem::Machine("no id could be made".to_owned()))?;
    let mut acts = Acts::new("security", now);
    if store.record(&server(), &Key::of::<Place>(&server())).await?.is_none() {
        acts.server();
    }
    let before = holding(&store).await?;
    for grant in &before {
        acts.act(&server(), "end", &grant.id, Command::EndGrant(EndGrant { grant: grant.id.clone() }));
        let stop = StopPerson { person: grant.person.clone(), reason: REASON.to_owned() };
        acts.act(&server(), "stop", &grant.id, Command::StopPerson(stop));
    }
    acts.person(&server(), &person, name, Role::SecurityAdmin);
    done(&store, acts).await?;
    let accounts = Accounts::open(&store).await?;
    for grant in &before {
        accounts.shut_out(&server(), &grant.person).await?;
    }
    let path = made_for(&accounts, (&server(), &person), name, now).await?;
    accounts.close().await;
    store.close().await;
    Ok(path)
}

/// The three administrators and the officers are different people.
async fn apart(store: &Store, name: &str) -> Result<(), Problem> {
    for (_, person) in store.people_called(name).await? {
        if store.grants_of(&person.id).await?.iter().any(Grant::keeps_apart) {
            return Err(Problem::DutiesApart(name.to_owned()));
        }
    }
    Ok(())
}

/// Who is it now.
async fn holding(store: &Store) -> Result<Vec<Grant>, Problem> {
    let known = store.people_of(&server(), "", 0, PEOPLE_MAX).await?;
    let ids: Vec<Id> = known.into_iter().map(|known| known.person.id).collect();
    let held = store.held_by(&ids).await?.into_values().flatten();
    let now = |held: &Held| held.book == server() && held.grant.role == Role::SecurityAdmin && held.grant.until_ms == 0;
    Ok(held.filter(now).map(|held| held.grant).collect())
}

//! A person's secret for the devices they sign in on: the table of `0029_seal.sql`.

use super::{StoreError, account::Accounts};
use jiefang_domain::Id;

const MAKE: &str = "INSERT INTO seal (person, secret) VALUES ($1, $2) ON CONFLICT (person) DO NOTHING";
const LOOK: &str = "SELECT secret FROM seal WHERE person = $1";

impl Accounts {
    /// The person's secret; `fresh` becomes it where there was none.
    ///
    /// # Errors
    /// What the database says.
    pub async fn seal(&self, person: &Id, fresh: [u8; 32]) -> Result<Vec<u8>, StoreError> {
        let there: Option<Vec<u8>> = sqlx::query_scalar(LOOK).bind(person.as_str()).fetch_optional(self.pool()).await?;
        if let Some(secret) = there {
            return Ok(secret);
        }
        // Two devices may ask at once: the first to write decides for both.
        sqlx::query(MAKE).bind(person.as_str()).bind(&fresh[..]).execute(self.pool()).await?;
        Ok(sqlx::query_scalar(LOOK).bind(person.as_str()).fetch_one(self.pool()).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[tokio::test]
    async fn a_persons_secret_stays_the_same_and_is_nobody_elses() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let accounts = Accounts::open(&store).await.unwrap();
        let [one, other] = ["p1", "p2"].map(|id| Id::parse(id).unwrap());
        assert_eq!(accounts.seal(&one, [1; 32]).await.unwrap(), [1; 32]);
        assert_eq!(accounts.seal(&one, [2; 32]).await.unwrap(), [1; 32]);
        assert_eq!(accounts.seal(&other, [3; 32]).await.unwrap(), [3; 32]);
    }
}

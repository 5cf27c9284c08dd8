//! What is kept about one person.

use super::{Store, StoreError, json::read, sql};
use jiefang_domain::{Id, Row, privacy::Look, record::Record};

/// Most looks that are listed; the newest come first.
const LOOKS_MAX: u32 = 500;

impl Store {
    /// The looks at a person in a book, the newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn looks_at(&self, book: &Id, person: &Id) -> Result<Vec<Look>, StoreError> {
        let bodies: Vec<String> = sqlx::query_scalar(sql::LOOKS_AT)
            .bind(book.as_str())
            .bind(person.as_str())
            .bind(LOOKS_MAX)
            .fetch_all(&self.readers)
            .await?;
        let rows = bodies.iter().map(|body| read::<Row>(body, || format!("record {book} look")));
        let looks = rows.map(|row| row.map(|row| Look::of(&row).cloned()));
        Ok(looks.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }
}

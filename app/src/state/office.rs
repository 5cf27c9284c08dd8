//! What is done with network only: people and their roles, sheets, devices, the first start. Thin: the server decides.

use super::{CallError, Enrolment, Living, Me, Neighbourhood, People, Sign, SignedDevice, Started};
use crate::sync;
use jiefang_domain::{Id, tree::Tree};

impl Neighbourhood {
    /// People of a book whose name holds `find`.
    ///
    /// # Errors
    /// [`CallError`]
    pub async fn people(self, book: Id, find: String) -> Result<People, CallError> {
        sync::people(&book, &find).await
    }

    /// Does something at the desk of a book; the words of a refusal, empty where it was done.
    ///
    /// # Errors
    /// [`CallError`]
    pub async fn desk_act(
        self,
        book: Id,
        kind: &'static str,
        fields: Vec<(&'static str, Tree)>,
    ) -> Result<String, CallError> {
        let refused = sync::desk_act(&book, self.new_id(), kind, fields).await?;
        self.sync_now();
        Ok(refused)
    }

    /// Makes a single-use code for a person of a book; older codes of that person stop working.
    ///
    /// # Errors
    /// [`CallError`]
    pub async fn make_enrolment(self, book: Id, person: Id) -> Result<Enrolment, CallError> {
        sync::make_enrolment(&book, &person).await
    }

    /// The living codes of a book that the person may see.
    ///
    /// # Errors
    /// [`CallError`]
    pub async fn living_enrolments(self, book: Id) -> Result<Vec<Living>, CallError> {
        sync::living_enrolments(&book).await
    }

    /// Takes the code of a person of a book back.
    ///
    /// # Errors
    /// [`CallError`]
    pub async fn revoke_enrolment(self, book: Id, person: Id) -> Result<(), CallError> {
        sync::revoke_enrolment(&book, &person).await
    }

    /// The signs of a place of the current book and of what lies in it.
    ///
    /// # Errors
    /// [`CallError`]
    pub async fn signs(self, place: &Id) -> Result<Vec<Sign>, CallError> {
        sync::signs(&self.book().get_untracked().unwrap_or_else(Id::none), place).await
    }

    /// The devices the person is signed in on.
    ///
    /// # Errors
    /// [`CallError`]
    pub async fn devices(self) -> Result<Vec<SignedDevice>, CallError> {
        sync::devices().await
    }

    /// Signs the person out on a device, or on all but this one.
    ///
    /// # Errors
    /// [`CallError`]
    pub async fn end_device(self, id: Option<Id>) -> Result<(), CallError> {
        sync::end_device(id.as_ref()).await
    }

    /// Whether that is the code of the first start.
    ///
    /// # Errors
    /// [`CallError`]
    pub async fn look_start(self, code: String) -> Result<(), CallError> {
        sync::look_start(&code).await
    }

    /// Sets the server up. Nobody is signed in on this device yet: the codes are shown once, and first.
    ///
    /// # Errors
    /// [`CallError`]
    pub async fn start_server(
        self,
        communities: Vec<String>,
        texts: Vec<(&'static str, String)>,
    ) -> Result<Started, CallError> {
        sync::start(communities, texts).await
    }

    /// Signs in whoever has set the server up.
    ///
    /// # Errors
    /// [`CallError`]
    pub async fn enter_started(self, me: Me, passphrase: String) -> Result<(), CallError> {
        self.signed_in(Box::pin(async move { Ok(me) }), Some(passphrase)).await
    }
}

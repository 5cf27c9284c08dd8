//! Photos: shown from this device while it has them, and counted while they wait.

use super::Neighbourhood;
use crate::replica::photo;
use jiefang_domain::Id;
use wasm_bindgen_futures::spawn_local;

impl Neighbourhood {
    /// A photo that this device still has, in base64.
    pub async fn photo(self, book: &Id, photo: &Id) -> Option<String> {
        let desk = self.inner().desk()?;
        // A device that cannot be read shows what the server has.
        photo::photo(desk.keep().disk(), book, photo).await.ok().flatten()
    }

    /// Recounts the photos that wait.
    pub(super) fn recount_photos(self) {
        let inner = self.inner();
        spawn_local(async move {
            let waiting = match inner.desk() {
                Some(desk) => photo::waiting(desk.keep().disk()).await.unwrap_or_default(),
                None => 0,
            };
            self.tell(|status| status.photos = waiting);
        });
    }
}

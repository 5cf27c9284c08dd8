//! What the server says to one call.

use super::{
    super::{
        check,
        executor::at_once,
        fault::Fault,
        net::{Ask, Reply},
    },
    Server, is_retry,
    look::Glance,
};
use jiefang_domain::{
    Id, Lang, Refusal,
    sync::{Answer, Answered, PullRequest, PushAnswer, PushRequest, device::Who},
};
use jiefang_server::sync::{Answers, Batch, NotTaken, Push, WriterError, page};
use serde_json::value::RawValue;

impl Server {
    /// The books that somebody has something in.
    pub fn books_of(&self, person: &Id) -> Vec<Id> {
        let tables = self.tables.borrow();
        let live = tables.grants(person).filter(|(_, grant)| grant.until_ms == 0);
        let paths: Vec<Id> = live.flat_map(|(_, grant)| grant.path.clone()).collect();
        tables.books.keys().filter(|book| paths.contains(book)).cloned().collect()
    }

    /// Who somebody is, in the server's word.
    pub fn who(&self, person: &Id) -> Who {
        let grants = self.tables.borrow().grants(person).map(|(_, grant)| grant.clone()).collect();
        Who { person: person.clone(), grants, books: self.books_of(person) }
    }

    pub(super) fn answer_who(&self, call: u64, person: &Id) {
        self.net.answer(call, Reply::Who(self.who(person), self.shared.now_ms.get()), false);
    }

    /// A page of a book for somebody.
    pub fn page(&self, book: &Id, person: &Id, request: &PullRequest) -> jiefang_domain::sync::Page {
        let mut glance = Glance { tables: self.tables.borrow(), rows_max: self.page_rows };
        at_once(page(&mut glance, &self.epoch, (book, person), request, self.shared.now_ms.get())).unwrap()
    }

    pub(super) fn pulled(&self, book: &Id, person: &Id, body: &str) -> Reply {
        if !self.books_of(person).contains(book) {
            return Reply::Status(404);
        }
        let request: PullRequest = serde_json::from_str(body).unwrap();
        let page = self.page(book, person, &request);
        check::leaves(&self.shared, &self.tables.borrow(), (book, person), &page);
        Reply::Text(serde_json::to_string(&page).unwrap())
    }

    /// Reads a push; the status where it is not taken.
    pub(super) fn pushed(&self, book: &Id, person: &Id, body: &str, newer: bool) -> Result<Batch, u16> {
        // Whoever once had something there may still send what was recorded then.
        let had = self.tables.borrow().grants(person).any(|(_, grant)| grant.path.contains(book));
        if !had {
            return Err(404);
        }
        let request: PushRequest<Box<RawValue>> = serde_json::from_str(body).map_err(|_| 400_u16)?;
        let push = Push {
            book: book.clone(),
            person: person.clone(),
            lang: Lang::Zh,
            request,
            received_at_ms: self.shared.now_ms.get(),
        };
        let mut batch = push.batch().map_err(|error| match error {
            WriterError::ForeignClient => 409_u16,
            _ => 400,
        })?;
        self.unknown(&mut batch, newer);
        Ok(batch)
    }

    /// Answered means on disk: what an answer names stands in the log.
    fn is_committed(&self, call: u64, answers: &[(u64, Answer)]) {
        let flight = self.net.flights.borrow().get(&call).map(|flight| flight.ask.clone());
        let Some(Ask::Push(book, _)) = flight else { return };
        for (n, answer) in answers {
            if let Answer::Applied { seq } = answer {
                let there = self.tables.borrow().at(&book, *seq).is_some_and(|row| row.n == *n && row.code.is_empty());
                self.shared.holds("S1", there, || format!("applied at {seq} was answered and is not in the log"));
            }
        }
    }

    pub(super) fn reply(&self, call: u64, answers: Answers) -> Reply {
        let answers = match answers {
            Ok(answers) => answers,
            Err(NotTaken::NoSuchBook) => return Reply::Status(404),
            Err(NotTaken::ForeignClient) => return Reply::Status(409),
        };
        let device = self.net.flights.borrow().get(&call).map(|flight| (flight.device, flight.ask.clone()));
        let pushed = matches!(device, Some((_, Ask::Push(..))));
        let copied = device.is_some_and(|(device, _)| self.shared.told.borrow().copies.contains(&device));
        self.is_committed(call, &answers);
        for (_, answer) in answers.iter().filter(|_| pushed) {
            match answer {
                Answer::IdentityClash if copied => self.shared.fired(Fault::ProfileCopied),
                answer if is_retry(answer) => self.shared.fired(Fault::RolledBack),
                Answer::Held { reason: Refusal::RightEnded } => self.shared.fired(Fault::RightsRevoked),
                Answer::Refused { code: Refusal::UnknownKind | Refusal::Malformed, .. } => {
                    self.shared.fired(Fault::Poison);
                }
                _ => {}
            }
        }
        let answers: Vec<Answered> = answers.into_iter().map(|(n, answer)| Answered { n, answer }).collect();
        self.shared.ops.set(self.shared.ops.get() + u64::try_from(answers.len()).unwrap());
        let answer = PushAnswer { epoch: self.epoch.clone(), answers, now_ms: self.shared.now_ms.get() };
        self.shared.note(|| format!("answers {:?}", answer.answers));
        Reply::Text(serde_json::to_string(&answer).unwrap())
    }
}

//! What somebody says of a service: what, how long, when, for whom.

use crate::{
    scan::{Scan, said_here},
    text::{Words, scan, timebank as words},
    ui::{
        Held, Node, Ui,
        act::{Form, focus},
        dates::{self, read_moment},
        form::{Choice, Field, chips, field},
        live,
        order::named,
        people::Picker,
        pick::Pick,
        query,
    },
};
use jiefang_domain::{
    Id, Millis,
    calendar::MINUTE_MS,
    timebank::{Activity, CaptureHour, Hour, Recipient},
};
use leptos::prelude::request_animation_frame;

const LENGTHS_MINUTES: &[i64] = &[30, 60, 90, 120, 180, 240, 360];
const HELPED_MAX: usize = 6;
const STARTED: Field = Field { kind: "datetime-local", ..Field::line("started", words::STARTED) };
const CARD: Field = Field { kind: "text", ..Field::line("card", words::CARD_NUMBER) };

/// What was done, how many minutes, when it began, for whom.
pub type Said = (Activity, i64, Millis, Recipient);
/// A field and what it lacks.
type Missing = (&'static str, Words);

/// Whom it was for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum For {
    Person(Id),
    Card,
    Community,
}

/// What is being said. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Draft {
    pub provider: Picker,
    pub activity: Pick<Activity>,
    minutes: Pick<i64>,
    other_time: Pick<bool>,
    started: Held<String>,
    whom: Held<Option<For>>,
    card: Held<String>,
    scan: Scan,
}

impl Draft {
    /// Nothing chosen; the time is "just finished".
    pub fn new(ui: Ui) -> Self {
        let other_time = Pick::new(&[false, true]);
        other_time.set(false);
        Self {
            provider: Picker::new(),
            activity: Pick::new(Activity::ALL),
            minutes: Pick::new(LENGTHS_MINUTES),
            other_time,
            started: Held::new(dates::iso_moment(ui.hood.now_ms() - 60 * MINUTE_MS)),
            whom: Held::new(None),
            card: Held::new(String::new()),
            scan: Scan::new(),
        }
    }

    /// Takes over the entry that is being corrected.
    pub fn recall(self, old: &CaptureHour) {
        self.provider.chosen.set(Some(old.provider.clone()));
        self.activity.set(old.activity);
        self.minutes.set(old.minutes);
        self.other_time.set(true);
        self.started.set(dates::iso_moment(old.started_at_ms));
        self.whom.set(Some(match &old.recipient {
            Recipient::Person(person) => For::Person(person.clone()),
            Recipient::Card(number) => {
                self.card.set(number.to_string());
                For::Card
            }
            Recipient::Community => For::Community,
        }));
    }

    /// What, how long and when.
    pub fn work(self, ui: Ui, form: Form) -> Node {
        let what = self.activity.chips(ui, form, "what", words::WHAT, |ui, one| ui.t(words::activity(one)).into());
        let length = self.minutes.chips(ui, form, "length", words::LENGTH, dates::length);
        let when = self.other_time.chips(ui, form, "when", words::WHEN, |ui, other| {
            ui.t(if other { words::OTHER_TIME } else { words::JUST_NOW }).into()
        });
        let started =
            live(move || (self.other_time.get() == Some(true)).then(|| field(ui, form, STARTED, self.started)));
        vec![what, length, when, started].into()
    }

    /// For whom: people helped before, a card number, or everyone.
    pub fn whom(self, ui: Ui, form: Form) -> Node {
        live(move || {
            let chosen = self.whom.get();
            let mut helped = helped_before(ui);
            // Somebody this device knows of only from the entry that is being corrected.
            if let Some(For::Person(person)) = &chosen
                && !helped.iter().any(|(known, _)| known == person)
            {
                helped.push((person.clone(), query::person_name(ui, person)));
            }
            let mut all: Vec<(For, String)> = helped.into_iter().map(|(id, name)| (For::Person(id), name)).collect();
            all.push((For::Card, ui.t(words::BY_CARD).into()));
            all.push((For::Community, ui.t(words::COMMUNITY).into()));
            let choices = all.iter().map(|(one, label)| Choice::new(label.clone(), chosen.as_ref() == Some(one)));
            let choices = choices.collect();
            let group = chips(ui, form, "whom", words::FOR_WHOM, choices, move |i| {
                self.whom.set(all.get(i).map(|(one, _)| one.clone()));
            });
            let number = (chosen == Some(For::Card)).then(|| self.scan.beside(ui, field(ui, form, CARD, self.card)));
            vec![group, number.into()]
        })
    }

    /// The sheet on which a card's code is read: its number alone, which stands under no address.
    pub fn scanned(self, ui: Ui) -> Node {
        self.scan.sheet(ui, move |read| {
            let number = said_here(read, "").and_then(Id::parse).ok_or(scan::FOREIGN)?;
            self.card.set(number.to_string());
            request_animation_frame(|| focus(CARD.id));
            Ok(())
        })
    }

    /// The recipient; or which field lacks what.
    fn recipient(self) -> Result<Recipient, Missing> {
        match self.whom.now() {
            None => Err(("whom", words::FOR_WHOM_MISSING)),
            Some(For::Person(person)) => Ok(Recipient::Person(person)),
            Some(For::Community) => Ok(Recipient::Community),
            Some(For::Card) => {
                Id::parse(self.card.now().trim()).map(Recipient::Card).ok_or(("card", words::CARD_MISSING))
            }
        }
    }

    /// What was done, how many minutes, when it began and for whom; or everything that is missing.
    pub fn said(self, ui: Ui) -> Result<Said, Vec<Missing>> {
        let mut wrong = Vec::new();
        let activity = self.activity.now();
        let minutes = self.minutes.now();
        let now = ui.hood.now_ms();
        let started = match minutes {
            _ if self.other_time.now() == Some(true) => read_moment(&self.started.now()),
            minutes => Some(now - minutes.unwrap_or_default() * MINUTE_MS),
        };
        let recipient = self.recipient();
        let asked = [
            (activity.is_none(), "what", words::WHAT_MISSING),
            (minutes.is_none(), "length", words::LENGTH_MISSING),
            (started.is_none(), "started", words::STARTED_MISSING),
        ];
        wrong.extend(asked.into_iter().filter(|(missing, ..)| *missing).map(|(_, id, words)| (id, words)));
        match (activity, minutes, started, recipient) {
            (Some(activity), Some(minutes), Some(started), Ok(recipient)) => {
                Ok((activity, minutes, started, recipient))
            }
            (.., Err(missing)) => {
                wrong.push(missing);
                Err(wrong)
            }
            _ => Err(wrong),
        }
    }
}

/// The people this person helped, the latest first.
fn helped_before(ui: Ui) -> Vec<(Id, String)> {
    let me = query::my_id(ui);
    let mut all: Vec<(i64, String, Id)> = Vec::new();
    query::each(ui, &mut |hour: &Hour| {
        let Some(person) = hour.recipient.known().filter(|person| !person.is_none()) else { return };
        let name = query::shown(&hour.recipient_name);
        if hour.provider != me || name.is_empty() {
            return;
        }
        match all.iter_mut().find(|(.., known)| known == person) {
            Some((at, ..)) => *at = (*at).min(-hour.started_at_ms),
            None => all.push((-hour.started_at_ms, name.to_owned(), person.clone())),
        }
    });
    let mut helped = named(all);
    helped.truncate(HELPED_MAX);
    helped
}

//! The cookie that says "I have signed in here before". It opens nothing: it only keeps its owner out of the queue that
//! guessing makes, since whoever guesses at an account does not have it.

use super::key::DoorKey;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use jiefang_domain::Id;

/// The cookie's name.
pub const DEVICE_COOKIE: &str = "jiefang_device";
/// How many people one browser remembers; the longest ago goes first.
const PEOPLE_MAX: usize = 4;
const KEPT_DAYS: i64 = 400;
const SEPARATOR: char = '.';

/// The people who have signed in on a browser, as marks that only this server can make.
#[derive(Clone, Debug, Default)]
pub struct Device(Vec<String>);

impl Device {
    /// What the request's browser brings.
    pub fn presented(jar: &CookieJar) -> Self {
        let text = jar.get(DEVICE_COOKIE).map_or("", Cookie::value);
        Self(text.split(SEPARATOR).take(PEOPLE_MAX).map(str::to_owned).collect())
    }

    /// Whether the person has signed in there.
    pub fn knows(&self, key: &DoorKey, person: &Id) -> bool {
        self.0.iter().any(|mark| key.made(person, mark))
    }

    /// The cookie with the person in it.
    pub fn with(mut self, key: &DoorKey, person: &Id) -> Cookie<'static> {
        self.0.retain(|mark| !mark.is_empty() && !key.made(person, mark));
        self.0.insert(0, key.mark(person));
        self.0.truncate(PEOPLE_MAX);
        let cookie = Cookie::build((DEVICE_COOKIE, self.0.join(&SEPARATOR.to_string())));
        cookie.http_only(true).same_site(SameSite::Lax).path("/api").max_age(time::Duration::days(KEPT_DAYS)).build()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_remembers_its_last_four_people_and_believes_no_mark_of_another_server() {
        let (ours, other) = (DoorKey::of([1; 32]), DoorKey::of([2; 32]));
        let people: Vec<Id> = ["a", "b", "c", "d", "e"].iter().map(|id| Id::parse(id).unwrap()).collect();
        let mut device = Device::default();
        for person in people.iter().chain([&people[4]]) {
            let jar = CookieJar::new().add(device.with(&ours, person));
            device = Device::presented(&jar);
        }
        let known: Vec<bool> = people.iter().map(|person| device.knows(&ours, person)).collect();
        assert_eq!(known, [false, true, true, true, true]);
        assert!(!device.knows(&other, &people[4]));
        assert!(!Device::presented(&CookieJar::new()).knows(&ours, &people[0]));
    }
}

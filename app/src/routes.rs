//! Where somebody is: every address of the app, read and written in one place.

use jiefang_domain::{Id, stewards::EntryKind};

/// Which part of a list is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// All of it.
    #[default]
    All,
    /// What this person raised or recorded.
    Mine,
    /// What waits for this person.
    Waiting,
    /// What lies where this person has something to look after.
    Area,
    /// What is overdue.
    Overdue,
}

/// How long a window indicators are shown for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Window {
    /// A month.
    #[default]
    Month,
    /// A quarter.
    Quarter,
    /// A year.
    Year,
}

/// Every address of the app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    #[default]
    Home,
    Council(Show),
    CouncilNew,
    Issue(Id),
    Timebank,
    TimebankNew,
    Hour(Id),
    Stewards(Show),
    StewardsNew,
    Hazard(Id),
    /// A place of the grid; the community where none is named.
    Grid(Option<Id>),
    /// Recording an entry of that kind; what corrects the one that is named.
    EntryNew(EntryKind, Option<Id>),
    Entry(Id),
    Dashboard(Window),
    Me,
    Mine,
    Residents,
    Person(Id),
    Attention,
    Audit,
    SignIn,
    /// With the code that the link carries; empty where it is typed.
    Enrol(String),
    People,
    Lists,
    Settings,
    /// With the code that the link carries; empty where it is typed.
    Start(String),
    Unknown,
}

impl Show {
    const NAMED: [(Self, &'static str); 4] =
        [(Self::Mine, "mine"), (Self::Waiting, "waiting"), (Self::Area, "area"), (Self::Overdue, "overdue")];

    fn read(text: Option<&str>) -> Self {
        Self::NAMED.iter().find(|(_, name)| Some(*name) == text).map_or(Self::All, |(show, _)| *show)
    }

    fn path(self, list: &str) -> String {
        let named = Self::NAMED.iter().find(|(show, _)| *show == self);
        named.map_or_else(|| list.into(), |(_, name)| [list, "?show=", name].concat())
    }
}

impl Window {
    /// Its name in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

impl Route {
    /// Whether something is written there that may be corrected.
    pub const fn is_form(&self) -> bool {
        matches!(self, Self::StewardsNew | Self::EntryNew(..) | Self::CouncilNew | Self::TimebankNew)
    }

    /// Reads an address. `asked` answers with a value of the query.
    pub fn read(path: &str, asked: impl Fn(&str) -> Option<String>) -> Self {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let parts = (parts.next(), parts.next(), parts.next());
        let show = || Show::read(asked("show").as_deref());
        let with_id = |id: &str, make: fn(Id) -> Self| Id::parse(id).map_or(Self::Unknown, make);
        match parts {
            (None, ..) => Self::Home,
            (Some("council"), None, _) => Self::Council(show()),
            (Some("council"), Some("new"), None) => Self::CouncilNew,
            (Some("council"), Some(id), None) => with_id(id, Self::Issue),
            (Some("timebank"), None, _) => Self::Timebank,
            (Some("timebank"), Some("new"), None) => Self::TimebankNew,
            (Some("timebank"), Some(id), None) => with_id(id, Self::Hour),
            (Some("stewards"), None, _) => Self::Stewards(show()),
            (Some("stewards"), Some("new"), None) => Self::StewardsNew,
            (Some("stewards"), Some("new"), Some(kind)) => {
                let known = EntryKind::ALL.iter().find(|known| known.word() == kind);
                let of = asked("of").and_then(|of| Id::parse(&of));
                known.map_or(Self::Unknown, |kind| Self::EntryNew(*kind, of))
            }
            (Some("grid"), None, _) => Self::Grid(None),
            (Some("grid"), Some(id), None) => with_id(id, |id| Self::Grid(Some(id))),
            (Some("entries"), Some(id), None) => with_id(id, Self::Entry),
            (Some("stewards"), Some(id), None) => with_id(id, Self::Hazard),
            (Some("dashboard"), None, _) => Self::Dashboard(match asked("by").as_deref() {
                Some("quarter") => Window::Quarter,
                Some("year") => Window::Year,
                _ => Window::Month,
            }),
            (Some("me"), None, _) => Self::Me,
            (Some("privacy"), None, _) => Self::Mine,
            (Some("residents"), None, _) => Self::Residents,
            (Some("residents"), Some(id), None) => with_id(id, Self::Person),
            (Some("attention"), None, _) => Self::Attention,
            (Some("audit"), None, _) => Self::Audit,
            (Some("signin"), None, _) => Self::SignIn,
            (Some("enrol"), code, None) => Self::Enrol(code.unwrap_or_default().into()),
            (Some("people"), None, _) => Self::People,
            (Some("lists"), None, _) => Self::Lists,
            (Some("settings"), None, _) => Self::Settings,
            (Some("start"), code, None) => Self::Start(code.unwrap_or_default().into()),
            _ => Self::Unknown,
        }
    }

    /// Its address.
    pub fn path(&self) -> String {
        match self {
            Self::Home | Self::Unknown => "/".into(),
            Self::Council(show) => show.path("/council"),
            Self::CouncilNew => "/council/new".into(),
            Self::Issue(id) => ["/council/", id.as_str()].concat(),
            Self::Timebank => "/timebank".into(),
            Self::TimebankNew => "/timebank/new".into(),
            Self::Hour(id) => ["/timebank/", id.as_str()].concat(),
            Self::Stewards(show) => show.path("/stewards"),
            Self::StewardsNew => "/stewards/new".into(),
            Self::EntryNew(kind, None) => ["/stewards/new/", kind.word()].concat(),
            Self::EntryNew(kind, Some(of)) => ["/stewards/new/", kind.word(), "?of=", of.as_str()].concat(),
            Self::Grid(None) => "/grid".into(),
            Self::Grid(Some(id)) => ["/grid/", id.as_str()].concat(),
            Self::Entry(id) => ["/entries/", id.as_str()].concat(),
            Self::Hazard(id) => ["/stewards/", id.as_str()].concat(),
            Self::Dashboard(Window::Month) => "/dashboard".into(),
            Self::Dashboard(window) => ["/dashboard?by=", window.name()].concat(),
            Self::Me => "/me".into(),
            Self::Mine => "/privacy".into(),
            Self::Residents => "/residents".into(),
            Self::Person(id) => ["/residents/", id.as_str()].concat(),
            Self::Attention => "/attention".into(),
            Self::Audit => "/audit".into(),
            Self::SignIn => "/signin".into(),
            Self::Enrol(code) if code.is_empty() => "/enrol".into(),
            Self::Enrol(code) => ["/enrol/", code].concat(),
            Self::People => "/people".into(),
            Self::Lists => "/lists".into(),
            Self::Settings => "/settings".into(),
            Self::Start(code) if code.is_empty() => "/start".into(),
            Self::Start(code) => ["/start/", code].concat(),
        }
    }

    /// Whether its page is in the second part of the app (`crate::part`).
    pub const fn is_second(&self) -> bool {
        !matches!(self, Self::Home | Self::StewardsNew | Self::SignIn | Self::Enrol(_) | Self::Unknown)
    }

    /// The tab it belongs to, by that tab's address.
    pub fn tab(&self) -> Option<Self> {
        Some(match self {
            Self::Home => Self::Home,
            Self::Council(_) | Self::CouncilNew | Self::Issue(_) => Self::Council(Show::All),
            Self::Timebank | Self::TimebankNew | Self::Hour(_) => Self::Timebank,
            Self::Stewards(_)
            | Self::StewardsNew
            | Self::Hazard(_)
            | Self::EntryNew(..)
            | Self::Entry(_)
            | Self::Grid(_) => Self::Stewards(Show::All),
            Self::Dashboard(_) => Self::Dashboard(Window::Month),
            Self::Me
            | Self::Mine
            | Self::Residents
            | Self::Person(_)
            | Self::Attention
            | Self::Audit
            | Self::People
            | Self::Lists
            | Self::Settings => Self::Me,
            Self::SignIn | Self::Enrol(_) | Self::Start(_) | Self::Unknown => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn read(address: &str) -> Route {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let asked = |name: &str| {
            let (key, value) = query.split_once('=')?;
            (key == name).then(|| value.to_owned())
        };
        Route::read(path, asked)
    }

    #[wasm_bindgen_test]
    fn every_address_reads_back_as_it_was_written() {
        for address in [
            "/",
            "/council",
            "/council?show=mine",
            "/council/new",
            "/council/i1",
            "/timebank",
            "/timebank/new",
            "/timebank/h1",
            "/stewards?show=overdue",
            "/stewards/new",
            "/stewards/z1",
            "/stewards/new/study_visit",
            "/stewards/new/errand?of=e1",
            "/entries/e1",
            "/grid",
            "/grid/b5",
            "/dashboard",
            "/dashboard?by=year",
            "/me",
            "/privacy",
            "/residents",
            "/residents/p1",
            "/attention",
            "/audit",
            "/signin",
            "/enrol",
            "/enrol/ABCD-EFGH-JKLM-NPQR",
            "/people",
            "/lists",
            "/settings",
            "/start",
            "/start/ABCD-EFGH-JKLM-NPQR",
        ] {
            assert_eq!(read(address).path(), address);
        }
    }

    #[wasm_bindgen_test]
    fn what_is_no_address_is_unknown() {
        for address in ["/nowhere", "/council/a/b", "/council/楼", "/me/x", "/stewards/new/gossip", "/stewards/a%2Fb"]
        {
            assert_eq!(read(address), Route::Unknown, "{address}");
        }
    }
}

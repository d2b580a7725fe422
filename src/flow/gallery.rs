//! The gallery: every page that people can see, in every way in which it can be looked at. Pure: which views there are,
//! their addresses, and what each shows. `http` serves it, `ui` draws it.

mod clock;
mod view;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

pub use view::{Case, Choice, Moment, Seen, State, Theme, View, Writing, count, views};

use super::{
    Screen, Setting, samples,
    screen::{Check, DoorProblem},
};

/// A view's screen, and when it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// What is drawn.
    pub screen: Screen,
    /// The server's time at that moment, where the response tells it or it was chosen.
    pub at: Option<Timestamp>,
    /// The deadline that it tells of.
    pub deadline: Option<Timestamp>,
}

impl Shown {
    /// How long it is until the deadline; less than nothing afterwards. `now` where the response does not say when it is.
    pub fn left(&self, now: Timestamp) -> Option<SignedDuration> {
        let deadline = self.deadline?;
        Some(deadline.duration_since(self.at.unwrap_or(now)))
    }
}

/// What a response of the IDX server shows at `moment`; at its own where none is chosen, or where it has no deadline.
pub fn show(status: u16, body: &[u8], moment: Option<Moment>, setting: &Setting) -> Shown {
    let mut response: Value = serde_json::from_slice(body).unwrap_or_default();
    let chosen = moment.and_then(|moment| clock::set(&mut response, moment.left()));
    let at = chosen.or_else(|| clock::server_time(&response));
    let screen = match chosen {
        Some(_) => samples::screen(status, response.to_string().as_bytes(), setting),
        None => samples::screen(status, body, setting),
    };
    Shown {
        screen,
        at,
        deadline: clock::deadline(&response),
    }
}

/// The page on which a view is chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Gallery {
    /// The view that is shown.
    pub view: View,
    /// How long it is until its deadline; none where it has none.
    pub left: Option<SignedDuration>,
    /// What there is to choose from.
    pub shelves: Vec<Shelf>,
    /// What the list of pages is searched for.
    pub find: String,
    /// Choices of the address that are not known: the usual was taken instead.
    pub unknown: Vec<Choice>,
    /// How many views of the built-in states there are.
    pub count: u64,
    /// Whether the organization's policies can be looked at, too, with a token.
    pub offers_policies: bool,
    /// Whether an administrator's token is known.
    pub signed_in: bool,
    /// What is wrong with the token that was given.
    pub problem: Option<DoorProblem>,
}

/// States that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Shelf {
    /// What they have in common.
    pub title: ShelfTitle,
    /// The states.
    pub exhibits: Vec<Exhibit>,
}

/// What the states of a shelf have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShelfTitle {
    /// What they are about.
    Group(Group),
    /// A device assurance policy, by the name that an administrator gave it.
    Policy(String),
}

/// A state, and what it looks like as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Exhibit {
    /// Which.
    pub state: State,
    /// Its screen, which names it; none for a policy's, which are named by what they show.
    pub screen: Option<Screen>,
    /// The one check that fails, where it is one.
    pub check: Option<Check>,
}

/// What a state is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// Not let in.
    Denied,
    /// Let in until a deadline.
    Reminder,
    /// The device is asked.
    Device,
    /// Who signs in, and the password.
    Start,
    /// What else proves who it is.
    Proof,
    /// Something is set up.
    Setup,
    /// Signed in.
    Success,
    /// Over without being let in or out.
    End,
    /// The service did not answer as it should.
    Problem,
}

impl Group {
    /// All of them: what people come here for first.
    pub const ALL: [Self; 9] = [
        Self::Denied,
        Self::Reminder,
        Self::Device,
        Self::Start,
        Self::Proof,
        Self::Setup,
        Self::Success,
        Self::End,
        Self::Problem,
    ];

    /// Where a screen belongs.
    pub fn of(screen: &Screen) -> Self {
        match screen {
            Screen::Denied(_) | Screen::DeniedGeneric(_) => Self::Denied,
            Screen::Grace(_) => Self::Reminder,
            Screen::Device(_) => Self::Device,
            Screen::Identify(_) | Screen::Password(_) => Self::Start,
            Screen::Generic(page) => {
                let main = page.main.as_ref().map_or("", |form| form.name.as_str());
                if main.starts_with("enroll") || main == "select-authenticator-enroll" {
                    Self::Setup
                } else {
                    Self::Proof
                }
            }
            Screen::Success(_) => Self::Success,
            Screen::Problem(_) => Self::Problem,
            _ => Self::End,
        }
    }
}

/// The built-in states by what they are about.
pub fn shelves(setting: &Setting) -> Vec<Shelf> {
    let exhibits: Vec<(Group, Exhibit)> = samples::ALL
        .iter()
        .map(|sample| {
            let screen = sample.screen(setting);
            let exhibit = |screen| Exhibit {
                state: State::Sample(sample),
                screen: Some(screen),
                check: None,
            };
            (Group::of(&screen), exhibit(screen))
        })
        .collect();
    Group::ALL
        .into_iter()
        .map(|group| Shelf {
            title: ShelfTitle::Group(group),
            exhibits: exhibits
                .iter()
                .filter(|(own, _)| *own == group)
                .map(|(_, exhibit)| exhibit.clone())
                .collect(),
        })
        .filter(|shelf| !shelf.exhibits.is_empty())
        .collect()
}

#[cfg(test)]
mod tests;

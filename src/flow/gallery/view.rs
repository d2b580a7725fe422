//! One view of the gallery, and the address that names it: whoever has the link sees the same.

use jiff::SignedDuration;
use url::form_urlencoded::{Serializer, parse};

use crate::flow::{
    DeviceKind,
    gallery::clock,
    guide::Platform,
    samples::{self, Sample},
};

/// A state and how it is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Which page.
    pub state: State,
    /// Its language, a BCP 47 tag.
    pub language: String,
    /// Its colors.
    pub theme: Theme,
    /// Which way it is written.
    pub writing: Writing,
    /// The device on which it is looked at.
    pub device: Seen,
    /// When, before its deadline; as it is where not chosen.
    pub moment: Option<Moment>,
}

/// What a view shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// A built-in response.
    Sample(&'static Sample),
    /// What people are told whose device does not meet a device assurance policy.
    Policy {
        /// The policy's identifier.
        id: String,
        /// How the device falls short.
        case: Case,
    },
}

/// How a device falls short of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Case {
    /// Every check fails.
    Failing,
    /// Nothing could be checked.
    Unknown,
    /// Every check fails, and there is time left to fix it.
    Reminder,
    /// One check fails: a condition's field name, or a posture check's `variableName`.
    Only(String),
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Theme {
    /// As the browser wishes.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// Which way a page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Writing {
    /// As its language is.
    #[default]
    Language,
    /// From left to right, whatever the language.
    Ltr,
    /// From right to left, whatever the language.
    Rtl,
}

/// The device on which a page is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Seen {
    /// The device that the page is about.
    #[default]
    There,
    /// One that does not say what it is.
    Unsaid,
    /// One of this kind.
    On(DeviceKind),
}

/// A moment before, or just after, a deadline: a step of the time slider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Moment(usize);

/// What can be chosen; named in addresses by [`Choice::name`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {
    /// [`View::state`].
    State,
    /// [`View::language`].
    Language,
    /// [`View::theme`].
    Theme,
    /// [`View::writing`].
    Writing,
    /// [`View::device`].
    Device,
    /// [`View::moment`].
    Moment,
}

impl Choice {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::State,
        Self::Language,
        Self::Theme,
        Self::Writing,
        Self::Device,
        Self::Moment,
    ];

    /// The parameter of the address.
    pub fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Language => "lang",
            Self::Theme => "theme",
            Self::Writing => "dir",
            Self::Device => "viewer",
            Self::Moment => "time",
        }
    }
}

impl Theme {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name in addresses and in the page.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl Writing {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Language, Self::Ltr, Self::Rtl];

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Language => "auto",
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

impl Seen {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        let kinds = DeviceKind::ALL.into_iter().map(Self::On);
        [Self::There, Self::Unsaid].into_iter().chain(kinds)
    }

    /// What kind of device it is, for a page about a device with `platform`.
    pub fn kind(self, platform: Option<Platform>) -> Option<DeviceKind> {
        match self {
            Self::There => DeviceKind::ALL
                .into_iter()
                .find(|kind| Some(kind.platform()) == platform),
            Self::Unsaid => None,
            Self::On(kind) => Some(kind),
        }
    }

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::There => "there",
            Self::Unsaid => "unknown",
            Self::On(kind) => kind.name(),
        }
    }
}

impl Moment {
    /// Seconds before the deadline.
    const STEPS: [i64; 9] = [30 * DAY, 7 * DAY, DAY, HOUR, 15 * 60, 5 * 60, 60, 20, -60];

    /// All of them, the earliest first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..Self::STEPS.len()).map(Self)
    }

    /// How long it is until the deadline; less than nothing afterwards.
    pub fn left(self) -> SignedDuration {
        SignedDuration::from_secs(Self::STEPS.get(self.0).copied().unwrap_or_default())
    }

    /// Its place on the slider: 1 is the earliest.
    pub fn step(self) -> usize {
        self.0 + 1
    }

    /// The one at this place.
    fn at_step(step: &str) -> Option<Self> {
        Self::all().find(|moment| moment.step().to_string() == step)
    }

    /// The last one that is not later than `left` before the deadline: where the slider stands.
    pub fn nearest(left: SignedDuration) -> Self {
        let reached = Self::all().take_while(|moment| moment.left() >= left);
        reached.last().unwrap_or(Self(0))
    }
}

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

impl Case {
    /// Its name in addresses.
    pub fn name(&self) -> String {
        match self {
            Self::Failing => String::from("failing"),
            Self::Unknown => String::from("unknown"),
            Self::Reminder => String::from("reminder"),
            Self::Only(check) => format!("only-{check}"),
        }
    }

    /// The case of this name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "failing" => Self::Failing,
            "unknown" => Self::Unknown,
            "reminder" => Self::Reminder,
            _ => Self::Only(
                name.strip_prefix("only-")
                    .filter(|id| is_id(id))?
                    .to_owned(),
            ),
        })
    }
}

/// An identifier of the management API.
fn is_id(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.';
    (1..=128).contains(&text.len()) && text.bytes().all(fits)
}

impl State {
    /// Where it is below `/preview/`.
    pub fn path(&self) -> String {
        match self {
            Self::Sample(sample) => sample.name.to_owned(),
            Self::Policy { id, case } => format!("policies/{id}/{}", case.name()),
        }
    }

    /// The state at this place; `None` where there cannot be one. Whether there is such a policy, only the server knows.
    pub fn at(path: &str) -> Option<Self> {
        match path.strip_prefix("policies/") {
            None => Sample::find(path).map(Self::Sample),
            Some(rest) => {
                let (id, case) = rest.split_once('/')?;
                Some(Self::Policy {
                    id: id.to_owned(),
                    case: Case::named(case).filter(|_| is_id(id))?,
                })
            }
        }
    }
}

impl View {
    /// A state as the gallery shows it first.
    pub fn new(state: State, language: &str) -> Self {
        Self {
            state,
            language: language.to_owned(),
            theme: Theme::default(),
            writing: Writing::default(),
            device: Seen::default(),
            moment: None,
        }
    }

    /// Takes over what the query of an address chooses, and tells which choices it does not know. `known` finds a
    /// language by a BCP 47 tag.
    pub fn choose(
        &mut self,
        query: &str,
        known: impl Fn(&str) -> Option<&'static str>,
    ) -> Vec<Choice> {
        let mut unknown = Vec::new();
        for (name, value) in parse(query.as_bytes()) {
            let Some(choice) = Choice::ALL.into_iter().find(|choice| choice.name() == name) else {
                continue;
            };
            let understood = match choice {
                Choice::State => set(&mut self.state, State::at(&value)),
                Choice::Language => set(&mut self.language, known(&value).map(str::to_owned)),
                Choice::Theme => {
                    let theme = Theme::ALL.into_iter().find(|theme| theme.name() == value);
                    set(&mut self.theme, theme)
                }
                Choice::Writing => {
                    let mut all = Writing::ALL.into_iter();
                    set(
                        &mut self.writing,
                        all.find(|writing| writing.name() == value),
                    )
                }
                Choice::Device => set(
                    &mut self.device,
                    Seen::all().find(|seen| seen.name() == value),
                ),
                Choice::Moment => set(&mut self.moment, Moment::at_step(&value).map(Some)),
            };
            if !understood && !unknown.contains(&choice) {
                unknown.push(choice);
            }
        }
        unknown
    }

    /// The page itself: `/preview/denied-custom?lang=de&theme=dark`.
    pub fn page(&self) -> String {
        format!("/preview/{}?{}", self.state.path(), self.query(false))
    }

    /// The gallery with this view: what a link to it leads to.
    pub fn link(&self) -> String {
        format!("/preview?{}", self.query(true))
    }

    /// The same view of another state. Not every state has the other's deadline.
    #[must_use]
    pub fn of(&self, state: State) -> Self {
        Self {
            state,
            moment: None,
            ..self.clone()
        }
    }

    fn query(&self, with_state: bool) -> String {
        let mut query = Serializer::new(String::new());
        let mut add = |choice: Choice, value: &str| {
            query.append_pair(choice.name(), value);
        };
        if with_state {
            add(Choice::State, &self.state.path());
        }
        add(Choice::Language, &self.language);
        if self.theme != Theme::default() {
            add(Choice::Theme, self.theme.name());
        }
        if self.writing != Writing::default() {
            add(Choice::Writing, self.writing.name());
        }
        if self.device != Seen::default() {
            add(Choice::Device, self.device.name());
        }
        if let Some(moment) = self.moment {
            add(Choice::Moment, &moment.step().to_string());
        }
        query.finish()
    }
}

/// Takes `value` over where there is one.
fn set<T>(place: &mut T, value: Option<T>) -> bool {
    let known = value.is_some();
    if let Some(value) = value {
        *place = value;
    }
    known
}

/// The moments at which a built-in state can be looked at: its own and, where it has a deadline, those of the slider.
fn moments(sample: &Sample) -> impl Iterator<Item = Option<Moment>> + Clone {
    let response = serde_json::from_slice(sample.body()).unwrap_or_default();
    let steps = clock::deadline(&response).map_or(0, |_| Moment::STEPS.len());
    [None]
        .into_iter()
        .chain(Moment::all().take(steps).map(Some).collect::<Vec<_>>())
}

/// How many views of the built-in states there are in so many languages: the product of what can be chosen.
pub fn count(languages: usize) -> u64 {
    let states: usize = samples::ALL
        .iter()
        .map(|sample| moments(sample).count())
        .sum();
    let ways = languages * Theme::ALL.len() * Writing::ALL.len() * Seen::all().count();
    (states * ways) as u64
}

/// Every view of the built-in states in these languages.
pub fn views<'a>(languages: &'a [&'a str]) -> impl Iterator<Item = View> + 'a {
    let states = samples::ALL
        .iter()
        .flat_map(|sample| moments(sample).map(move |moment| (sample, moment)));
    let languages =
        states.flat_map(|state| languages.iter().map(move |language| (state, *language)));
    let themes = languages.flat_map(|way| Theme::ALL.map(|theme| (way, theme)));
    let writings = themes.flat_map(|way| Writing::ALL.map(|writing| (way, writing)));
    writings.flat_map(|((((sample, moment), language), theme), writing)| {
        Seen::all().map(move |device| View {
            theme,
            writing,
            device,
            moment,
            ..View::new(State::Sample(sample), language)
        })
    })
}

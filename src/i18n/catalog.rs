//! Fluent: one bundle per language, texts by id.

use std::{borrow::Cow, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};

use super::Locale;

/// A value inside a text.
#[derive(Debug, Clone)]
pub enum Arg {
    /// Shown as it is, isolated from the direction of what is around it.
    Text(String),
    /// Only chooses a plural form; what is shown is passed as text, see [`Texts::number`].
    Count(u64),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Arg {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

/// The texts of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Texts(Locale);

static BUNDLES: LazyLock<Vec<FluentBundle<FluentResource>>> =
    LazyLock::new(|| Locale::ALL.iter().copied().map(bundle).collect());

/// The bundle of one language. Damaged or doubled entries are left out and told; the tests see to it that none is.
fn bundle(locale: Locale) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![locale.tag().parse().unwrap_or_default()]);
    for &(file, source) in locale.sources() {
        let resource =
            FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, errors)| {
                tracing::error!(
                    locale = locale.tag(),
                    file,
                    ?errors,
                    "texts that cannot be read"
                );
                resource
            });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(
                locale = locale.tag(),
                file,
                ?errors,
                "texts that are there twice"
            );
        }
    }
    bundle
}

impl Texts {
    /// The texts of `locale`.
    pub fn of(locale: Locale) -> Self {
        Self(locale)
    }

    /// Whose texts they are.
    pub fn locale(self) -> Locale {
        self.0
    }

    /// The text `id`.
    pub fn t(self, id: &'static str) -> String {
        self.t_with(id, &[])
    }

    /// The text `id` with values in it. Each value stands between U+2068 and U+2069, so that a name in another
    /// script does not turn the sentence around; take them out with [`plain`] where the text goes into an attribute.
    pub fn t_with(self, id: &'static str, args: &[(&'static str, Arg)]) -> String {
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            values.set(
                *name,
                match arg {
                    Arg::Text(text) => FluentValue::from(text.as_str()),
                    Arg::Count(count) => FluentValue::from(*count),
                },
            );
        }
        if let Some(text) = find(self.0, id, &values) {
            return text;
        }
        complain(&format!("there is no text {id} in {}", self.0.tag()));
        find(Locale::LAST_RESORT, id, &values).unwrap_or_else(|| id.to_owned())
    }

    /// What stands before and after the value `name` in the text `id`, for a value that needs markup of its own.
    pub fn around(self, id: &'static str, name: &'static str) -> (String, String) {
        const MARK: &str = "\u{fffc}";
        // The element that takes the value's place isolates it (`<bdi>`, `<time>`).
        let text = plain(&self.t_with(id, &[(name, Arg::from(MARK))]));
        match text.split_once(MARK) {
            Some((before, after)) => (before.to_owned(), after.to_owned()),
            None => (text, String::new()),
        }
    }
}

fn find(locale: Locale, id: &str, values: &FluentArgs<'_>) -> Option<String> {
    let bundle = BUNDLES.get(Locale::ALL.iter().position(|known| *known == locale)?)?;
    let pattern = bundle.get_message(id)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(values), &mut errors);
    if errors.is_empty() {
        return Some(Cow::into_owned(text));
    }
    complain(&format!(
        "the text {id} in {} lacks a value: {errors:?}",
        locale.tag()
    ));
    Some(Cow::into_owned(text))
}

/// A mistake in our own texts: people get the next best text, tests stop.
#[expect(clippy::panic, clippy::manual_assert, reason = "in tests only")]
fn complain(mistake: &str) {
    tracing::error!(mistake, "a text cannot be shown as it should be");
    if cfg!(test) {
        panic!("{mistake}");
    }
}

/// `text` without the marks that isolate values: for attributes, titles and data.
pub fn plain(text: &str) -> String {
    text.chars()
        .filter(|character| !matches!(character, '\u{2066}'..='\u{2069}'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_isolated_in_a_text_and_not_in_an_attribute() {
        let text = Texts::of(Locale::Ar)
            .t_with("signing-in-as", &[("user", Arg::from("ana@example.com"))]);
        assert!(text.contains("\u{2068}ana@example.com\u{2069}"), "{text:?}");
        assert!(!plain(&text).contains(['\u{2068}', '\u{2069}']));
    }

    #[test]
    fn a_text_can_be_taken_apart_around_a_value() {
        let (before, after) = Texts::of(Locale::En).around("checked-at", "time");
        assert_eq!((before.as_str(), after.as_str()), ("Last checked at ", "."));
    }
}

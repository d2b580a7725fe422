//! Texts in the page's language, and whose words they are.

use leptos::prelude::*;

use super::PageContext;
use crate::{
    flow::screen::{Text, visible},
    i18n::{Arg, Texts, idx_text, plain},
};

/// The page's language and surroundings: what every function here takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) texts: Texts,
    pub(super) page: &'a PageContext,
}

impl std::ops::Deref for Words<'_> {
    type Target = Texts;

    fn deref(&self) -> &Texts {
        &self.texts
    }
}

/// A text and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// Ours, in the page's language.
    Own(String),
    /// An admin's or the server's, in a language and direction that nobody told us (WCAG 3.1.2).
    Foreign(String),
}

impl Said {
    pub(super) fn plain(&self) -> String {
        match self {
            Self::Own(text) | Self::Foreign(text) => plain(text),
        }
    }

    pub(super) fn view(self) -> AnyView {
        match self {
            Self::Own(text) => text.into_any(),
            Self::Foreign(text) => view! { <span lang="" dir="auto">{text}</span> }.into_any(),
        }
    }
}

impl<'a> Words<'a> {
    pub(super) fn of(page: &'a PageContext) -> Self {
        Self {
            texts: Texts::of(page.locale),
            page,
        }
    }

    /// What stands before and after the value `name` in the text `id`, which has other values, too.
    pub(super) fn around_with(
        self,
        id: &'static str,
        name: &'static str,
        others: &[(&'static str, Arg)],
    ) -> (String, String) {
        const MARK: &str = "\u{fffc}";
        let mut values = others.to_vec();
        values.push((name, Arg::from(MARK)));
        let text = self.texts.t_with(id, &values);
        match text.split_once(MARK) {
            Some((before, after)) => (before.to_owned(), after.to_owned()),
            None => (text, String::new()),
        }
    }

    /// A text for an attribute: without the marks that isolate values.
    pub(super) fn attribute(self, id: &'static str) -> String {
        plain(&self.texts.t(id))
    }

    /// A text of `flow`; the text `id` where it has no words that anybody here understands.
    pub(super) fn say_or(self, text: &Text, id: &'static str) -> Said {
        match self.say(text) {
            Said::Foreign(words) if words.trim().is_empty() => Said::Own(self.texts.t(id)),
            said => said,
        }
    }

    /// The name of a value, with what stands between the two in this language.
    pub(super) fn labelled(self, label: &'static str) -> String {
        let label = Arg::from(self.texts.t(label));
        let (before, _) = self.around_with("labelled", "value", &[("label", label)]);
        plain(&before)
    }

    /// A text of `flow`, in the page's language where its key is known.
    pub(super) fn say(self, text: &Text) -> Said {
        let params: Vec<String> = text.params.iter().map(|param| visible(param)).collect();
        match idx_text(self.texts, &text.key, &params) {
            Some(known) => Said::Own(known.0),
            None => Said::Foreign(visible(&text.fallback)),
        }
    }
}

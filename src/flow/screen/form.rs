//! Forms as they are drawn. Field names are what the browser posts; what they become on the wire is `flow`'s affair.

use super::{About, Action, Link, Text};

/// A page with a form, or with several ways to go on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FormPage {
    /// Who, where, what there is to say, the way back.
    pub about: About,
    /// What the page is for; its `<h1>`.
    pub title: Text,
    /// What is known about what is asked, verbatim, a line each: a masked address, the scopes that an app wants.
    pub details: Vec<String>,
    /// What is asked first. Absent where there are only choices.
    pub main: Option<FormView>,
    /// Other forms that lead on, each with fields to fill or choices to take: "Or use something else".
    pub alternatives: Vec<FormView>,
    /// Other ways that need no field: sign up, forgot password, unlock, send again, skip.
    pub actions: Vec<Action>,
    /// Other identity providers: links that leave the page, with label.
    pub providers: Vec<Link>,
    /// Set where the page should go on by itself once something happened elsewhere.
    pub poll: Option<Poll>,
    /// Whether what the server asks for can only be done by script that this page does not have (for instance
    /// WebAuthn): say so and offer `alternatives`.
    pub unsupported: bool,
}

/// A form to fill. Posts `form=<name>` (hidden field or the submit's own name) and the fields.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FormView {
    /// The value of the field `form`.
    pub name: String,
    /// Heading, where the form is one of several.
    pub title: Text,
    /// What the submit says. Where the only field has [`ChoiceStyle::Buttons`] each choice is a submit of its own and
    /// there is no other.
    pub submit: Text,
    /// The fields, in order.
    pub fields: Vec<FieldView>,
    /// Whether a field has an error: `oform.errorbanner.title` stands on top, focus goes there.
    pub has_errors: bool,
}

/// A field to fill.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FieldView {
    /// Name that is posted: a path such as `credentials.passcode` or `authenticator.2.phoneNumber`.
    pub name: String,
    /// What it is called.
    pub label: Text,
    /// What kind of control it is.
    pub kind: FieldKind,
    /// What it contains at first. Always empty for secrets.
    pub value: String,
    /// Whether it must be filled.
    pub required: bool,
    /// Fewest characters.
    pub min_length: Option<u32>,
    /// Most characters.
    pub max_length: Option<u32>,
    /// The HTML `autocomplete` token (WCAG 1.3.5), or empty.
    pub autocomplete: &'static str,
    /// What is wrong with what was sent.
    pub errors: Vec<Text>,
}

/// What kind of control a field is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum FieldKind {
    /// A line of text.
    #[default]
    Text,
    /// A line of digits: a code. Text with `inputmode=numeric`, never `type=number`.
    Code,
    /// A secret: `type=password`, with a way to reveal it.
    Secret,
    /// A box to tick; posts `true`.
    Checkbox {
        /// Whether it is ticked at first.
        checked: bool,
    },
    /// One of several.
    Choices {
        /// How they are offered.
        style: ChoiceStyle,
        /// The choices, in order.
        choices: Vec<Choice>,
    },
}

/// How choices are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChoiceStyle {
    /// Each is a submit `<button name=… value=…>`: nothing else is asked.
    Buttons,
    /// A radio group; a choice may have fields of its own below it.
    Radio,
    /// A drop-down list.
    Select,
}

/// One of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Value that is posted.
    pub value: String,
    /// What it is called.
    pub label: Text,
    /// More about it, verbatim, for instance a masked telephone number.
    pub detail: Option<String>,
    /// Whether it is chosen at first.
    pub chosen: bool,
    /// What is asked in addition if it is chosen. Never `required` in HTML: only the chosen one's are.
    pub fields: Vec<FieldView>,
}

/// The page goes on by itself once something happened elsewhere: `events` tell when. Without script a button does it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poll {
    /// Posted by the button.
    pub action: Action,
    /// Milliseconds between two questions to the server.
    pub refresh: u64,
}

impl Eq for FieldView {}

//! Forms as they are drawn. Field names are what the browser posts; what they become on the wire is `flow`'s affair.

use jiff::Timestamp;

use super::{About, Action, Link, SecurityKey, Text};

/// A page with a form, or with several ways to go on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FormPage {
    /// Who, where, what there is to say, the way back.
    pub about: About,
    /// What the page is for; its `<h1>`.
    pub title: Text,
    /// What is known about what is asked: where a code went, what to scan, the scopes that an app wants.
    pub details: Vec<Detail>,
    /// What is asked first. Absent where there are only choices.
    pub main: Option<FormView>,
    /// Other forms that lead on, each with fields to fill or choices to take: "Or use something else".
    pub alternatives: Vec<FormView>,
    /// Other ways that need no field: sign up, forgot password, unlock, send again, skip.
    pub actions: Vec<Action>,
    /// Other identity providers. What they are reached by is not here: see [`Provider`].
    pub providers: Vec<Provider>,
    /// Set where the page should go on by itself once something happened elsewhere.
    pub poll: Option<Poll>,
    /// Whether what the server asks for can only be done by script that this page does not have (for instance
    /// WebAuthn): say so and offer `alternatives`.
    pub unsupported: bool,
    /// Whether the server asks for a captcha, which this page does not load from whoever makes it.
    pub captcha: bool,
    /// What a security key or passkey is asked for, by script.
    pub key: Option<SecurityKey>,
}

/// Something to know before a form is filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// A sentence.
    Said(Text),
    /// Several things of one kind.
    List {
        /// What they are.
        title: Option<Text>,
        /// Whether their order matters: steps.
        ordered: bool,
        /// The things.
        items: Vec<Item>,
    },
    /// Something to compare, type or copy, letter by letter.
    Code {
        /// What it is.
        label: Text,
        /// The letters.
        value: String,
    },
    /// An image that came with the transaction: a `data:` address.
    Image {
        /// The address.
        source: String,
        /// What it shows.
        text: Text,
    },
    /// Where something can be had.
    Link(Link),
    /// Opens a program on this device by its own scheme, which was checked.
    Program {
        /// What the link says.
        label: Text,
        /// The address.
        address: String,
    },
}

/// One of several things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub text: Text,
    /// More about it.
    pub about: Option<Text>,
}

/// Another identity provider. Its address may carry the transaction's state token, so it is neither in the page nor
/// in a log: the page links to itself with `?provider=<index>`, and the answer leads on.
#[derive(Clone, PartialEq, Eq)]
pub struct Provider {
    /// What the button says.
    pub label: Text,
    /// Where it leads; checked.
    pub link: Link,
}

// The address is as good as the state handle.
impl std::fmt::Debug for Provider {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Provider")
            .field("label", &self.label)
            .field("host", &self.link.host)
            .finish_non_exhaustive()
    }
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
    /// A sentence that helps to fill it.
    pub hint: Option<Text>,
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

impl FieldView {
    /// Whether anything is wrong with it, or with what one of its choices asks.
    pub fn has_errors(&self) -> bool {
        let inside = match &self.kind {
            FieldKind::Choices { choices, .. } => choices
                .iter()
                .flat_map(|choice| &choice.fields)
                .any(Self::has_errors),
            _ => false,
        };
        inside || !self.errors.is_empty()
    }
}

/// What kind of control a field is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum FieldKind {
    /// A line of text.
    #[default]
    Text,
    /// Several lines of text.
    Paragraphs,
    /// A line of digits: a code. Text with `inputmode=numeric`, never `type=number`.
    Code,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// Something that is shown and cannot be changed.
    Fixed,
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
    /// Value that is posted: the choice's index, perhaps with what is chosen inside it (`2:methodType=0`).
    pub value: String,
    /// What it and the choices after it have in common; a heading where it changes.
    pub group: Option<Text>,
    /// What it is called.
    pub label: Text,
    /// More about it, verbatim, for instance a masked telephone number.
    pub detail: Option<String>,
    /// A sentence about it.
    pub about: Option<Text>,
    /// Until when it can wait.
    pub due: Option<Due>,
    /// Whether it is chosen at first.
    pub chosen: bool,
    /// What is asked in addition if it is chosen. Never `required` in HTML: only the chosen one's are.
    pub fields: Vec<FieldView>,
}

/// Until when something can wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Until this moment.
    At(Timestamp),
    /// For so many more sign-ins.
    Skips(u64),
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

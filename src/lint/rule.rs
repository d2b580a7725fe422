//! The rules: what each is called, how bad it is to break it, what it is about.

use serde::Serialize;

/// How bad a finding is. Errors come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// People see something broken, or something they must not see.
    Error,
    /// People are told less well than they could be.
    Warning,
}

impl Severity {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

macro_rules! rules {
    ($($variant:ident $id:literal $severity:ident $about:literal),+ $(,)?) => {
        /// A rule.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = $about] $variant,)+
        }

        impl Rule {
            /// All of them, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name of the rule, which stays.
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)+ }
            }

            /// How bad it is to break it.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }

            /// What it is about, in a sentence.
            pub fn about(self) -> &'static str {
                match self { $(Self::$variant => $about,)+ }
            }
        }
    };
}

rules! {
    Placeholder "placeholder" Error
        "A text has a placeholder (`{0}`, `{{name}}`, `%s`, `${x}`). Administrators' texts are shown as they are.",
    Unfinished "unfinished" Error
        "A text has a note of its writer (`TODO`, `TBD`, `Lorem ipsum`).",
    Markup "markup" Error
        "A text has HTML or Markdown. Texts are text: the marks would be read as they stand.",
    InvisibleCharacter "invisible-character" Error
        "A text, name or address has characters that nobody sees: direction overrides, zero-width or control characters.",
    Secret "secret" Error
        "A text or address looks as if it had a password, token, product key or recovery key. Everybody whose device fails reads it.",
    UnsafeLink "unsafe-link" Error
        "An address could do something else than open a page: another scheme, a user name in it, characters that do not belong there.",
    RelativeLink "relative-link" Error
        "An address is not absolute: it has no host.",
    LanguageTag "language-tag" Error
        "The name of a translation is no language tag (BCP 47), so nobody ever gets it.",
    InsecureLink "insecure-link" Warning
        "An address is http, not https.",
    LinkWithoutScheme "link-without-scheme" Warning
        "An address has no scheme. It becomes https when it is shown; other clients may do something else.",
    MisleadingHost "misleading-host" Warning
        "The host of an address says little about where it leads: an IP address, this computer, an encoded name, an address shortener.",
    MissingLanguage "missing-language" Warning
        "A text is not there in a language of the page. People who read that language get the text without a language.",
    Untranslated "untranslated" Warning
        "A translation is the same as the text without a language, or in another script than its language.",
    TooLong "too-long" Warning
        "A text is long for its language: 500 characters (600 in German, 250 in Chinese, Japanese and Korean), half of it for a reason.",
    ReadingLevel "reading-level" Warning
        "A text is hard to read: see \"Reading level\".",
    ContradictsAutoContinue "contradicts-auto-continue" Warning
        "A text asks to sign in again, to come back later or to reload the page. The page goes on by itself once the device is in order.",
    LinkWording "link-wording" Warning
        "A text says \"click here\" or similar. The link has a text of its own, names its host and may be read on another device.",
    AddressInText "address-in-text" Warning
        "A text has an address in it, which nobody can open.",
    Shouting "shouting" Warning
        "A text shouts: words in capitals, several exclamation marks.",
    NoInstruction "no-instruction" Warning
        "A check has no text at all: people learn that it failed, and not what to do.",
    NeverShown "never-shown" Warning
        "Something is written that nobody sees, as what it belongs to is missing: a link or translations without a text.",
    HiddenText "hidden-text" Warning
        "Only policies that hide remediation use the check: nobody sees its text.",
    ShortGrace "short-grace" Warning
        "A grace period is shorter than 20 hours and cannot be extended (WCAG 2.2.1).",
    RareReminder "rare-reminder" Warning
        "Reminders of a grace period are as far apart as it is long: people hear of it at its start and on its last day only.",
}

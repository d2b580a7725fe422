//! The languages that the page speaks.

use icu_locale::{LanguageIdentifier, LocaleDirectionality};

/// Which way a language is written: the `dir` attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// The attribute's value.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// One line per folder under `locales/`: variant, tag, the language's name in itself. The first is the last resort.
macro_rules! locales {
    ($($variant:ident $tag:literal $endonym:literal),+ $(,)?) => {
        /// A language that the page speaks.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Locale {
            $(#[doc = $endonym] $variant,)+
        }

        impl Locale {
            /// All of them, in the order of the language menu.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The BCP 47 tag: the `lang` attribute.
            pub fn tag(self) -> &'static str {
                match self { $(Self::$variant => $tag,)+ }
            }

            /// The language's name in itself, as menus show it.
            pub fn endonym(self) -> &'static str {
                match self { $(Self::$variant => $endonym,)+ }
            }

            /// The texts, file by file.
            pub(super) fn sources(self) -> &'static [(&'static str, &'static str)] {
                match self {
                    $(Self::$variant => &[
                        ("page.ftl", include_str!(concat!("../../locales/", $tag, "/page.ftl"))),
                        ("sign-in.ftl", include_str!(concat!("../../locales/", $tag, "/sign-in.ftl"))),
                        ("device.ftl", include_str!(concat!("../../locales/", $tag, "/device.ftl"))),
                        ("methods.ftl", include_str!(concat!("../../locales/", $tag, "/methods.ftl"))),
                        ("steps.ftl", include_str!(concat!("../../locales/", $tag, "/steps.ftl"))),
                        ("forms.ftl", include_str!(concat!("../../locales/", $tag, "/forms.ftl"))),
                        ("authenticators.ftl", include_str!(concat!("../../locales/", $tag, "/authenticators.ftl"))),
                        ("messages.ftl", include_str!(concat!("../../locales/", $tag, "/messages.ftl"))),
                        ("idx.ftl", include_str!(concat!("../../locales/", $tag, "/idx.ftl"))),
                        ("takeaway.ftl", include_str!(concat!("../../locales/", $tag, "/takeaway.ftl"))),
                        ("exemption.ftl", include_str!(concat!("../../locales/", $tag, "/exemption.ftl"))),
                        ("preview.ftl", include_str!(concat!("../../locales/", $tag, "/preview.ftl"))),
                        ("time.ftl", include_str!(concat!("../../locales/", $tag, "/time.ftl"))),
                    ],)+
                }
            }
        }
    };
}

locales! {
    En "en" "English",
    De "de" "Deutsch",
    Ja "ja" "日本語",
    Ar "ar" "العربية",
}

impl Locale {
    /// Where a text is looked for that a language does not have.
    pub const LAST_RESORT: Self = Self::En;

    /// The best locale for one BCP 47 tag, by RFC 4647 section 3.4 (lookup): the tag, then the tag without its last
    /// subtag, and so on. `en_US` is read as `en-US`.
    pub fn lookup(tag: &str) -> Option<Self> {
        let tag = tag.trim().replace('_', "-");
        let mut range = tag.as_str();
        loop {
            if let Some(found) = Self::ALL
                .iter()
                .find(|locale| locale.tag().eq_ignore_ascii_case(range))
            {
                return Some(*found);
            }
            range = &range[..range.rfind('-')?];
            // A single letter only introduces what was just cut off (`-u-ca-…`).
            if range.len() >= 2 && range.as_bytes()[range.len() - 2] == b'-' {
                range = &range[..range.len() - 2];
            }
        }
    }

    /// Which way it is written.
    pub fn direction(self) -> Direction {
        if LocaleDirectionality::new_common().is_right_to_left(&self.language()) {
            Direction::Rtl
        } else {
            Direction::Ltr
        }
    }

    /// The tag as ICU4X wants it.
    pub(super) fn language(self) -> LanguageIdentifier {
        self.tag().parse().unwrap_or(LanguageIdentifier::UNKNOWN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_regional_tag_finds_its_language() {
        assert_eq!(Locale::lookup("de-AT"), Some(Locale::De));
        assert_eq!(Locale::lookup("ar_EG"), Some(Locale::Ar));
        assert_eq!(Locale::lookup("ja-JP-u-ca-japanese"), Some(Locale::Ja));
        assert_eq!(Locale::lookup("EN"), Some(Locale::En));
        assert_eq!(Locale::lookup("fr-CA"), None);
        assert_eq!(Locale::lookup(""), None);
        assert_eq!(Locale::lookup("-"), None);
    }

    #[test]
    fn only_arabic_is_written_from_right_to_left() {
        let rtl: Vec<Locale> = Locale::ALL
            .iter()
            .copied()
            .filter(|locale| locale.direction() == Direction::Rtl)
            .collect();
        assert_eq!(rtl, [Locale::Ar]);
    }

    #[test]
    fn every_folder_of_texts_is_a_locale_and_every_locale_has_a_folder() {
        let mut folders: Vec<String> =
            std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/locales"))
                .expect("the folder of texts")
                .map(|entry| {
                    entry
                        .expect("an entry")
                        .file_name()
                        .into_string()
                        .expect("a name")
                })
                .collect();
        folders.sort();
        let mut tags: Vec<&str> = Locale::ALL.iter().map(|locale| locale.tag()).collect();
        tags.sort_unstable();
        assert_eq!(folders, tags);
    }
}

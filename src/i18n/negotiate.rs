//! Which language a person gets.

use super::Locale;

/// What is known about the languages that a person wants, strongest first.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wishes<'a> {
    /// What they chose in the language menu (the cookie).
    pub chosen: Option<&'a str>,
    /// OpenID Connect `ui_locales`: tags separated by spaces, best first.
    pub ui_locales: Option<&'a str>,
    /// The `Accept-Language` header.
    pub accept_language: Option<&'a str>,
    /// The organization's default.
    pub default: Option<&'a str>,
}

/// The language of the page. A choice in the menu beats `ui_locales`, which beats the browser.
pub fn negotiate(wishes: &Wishes<'_>) -> Locale {
    let default = || wishes.default.and_then(Locale::lookup);
    wishes
        .chosen
        .and_then(Locale::lookup)
        .or_else(|| {
            wishes
                .ui_locales?
                .split_ascii_whitespace()
                .find_map(Locale::lookup)
        })
        .or_else(|| accepted(wishes.accept_language?, default))
        .or_else(default)
        .unwrap_or(Locale::LAST_RESORT)
}

/// `Accept-Language` (RFC 9110 section 12.5.4): highest weight first, the order of the header among equals; a weight
/// of 0 rules a language out, `*` stands for whatever the organization prefers.
fn accepted(header: &str, default: impl Fn() -> Option<Locale>) -> Option<Locale> {
    let mut ranges: Vec<(&str, u16)> = header.split(',').filter_map(range).collect();
    let refused: Vec<Locale> = ranges
        .iter()
        .filter(|(_, weight)| *weight == 0)
        .filter_map(|(tag, _)| Locale::lookup(tag))
        .collect();
    // Stable: the order of the header stays among equals.
    ranges.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    ranges
        .iter()
        .filter(|(_, weight)| *weight > 0)
        .filter_map(|(tag, _)| {
            if *tag == "*" {
                default()
            } else {
                Locale::lookup(tag)
            }
        })
        .find(|locale| !refused.contains(locale))
}

/// A language range and its weight in thousandths. A weight that cannot be read drops the range.
fn range(item: &str) -> Option<(&str, u16)> {
    let mut parts = item.split(';');
    let tag = parts.next()?.trim();
    let mut weight = 1000;
    for parameter in parts {
        let (name, value) = parameter.split_once('=')?;
        if name.trim().eq_ignore_ascii_case("q") {
            let quality: f32 = value
                .trim()
                .parse()
                .ok()
                .filter(|quality| (0.0..=1.0).contains(quality))?;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between 0 and 1000"
            )]
            let thousandths = (quality * 1000.0) as u16;
            weight = thousandths;
        }
    }
    (!tag.is_empty()).then_some((tag, weight))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn browser(header: &str) -> Locale {
        negotiate(&Wishes {
            accept_language: Some(header),
            ..Wishes::default()
        })
    }

    #[test]
    fn the_highest_weight_wins_whatever_the_order() {
        assert_eq!(browser("en;q=0.3, de-CH;q=0.8, fr"), Locale::De);
        assert_eq!(browser("ja-JP,en-US;q=0.9"), Locale::Ja);
        assert_eq!(browser("ar;q=0.5,ja;q=0.5"), Locale::Ar);
    }

    #[test]
    fn a_weight_of_zero_rules_a_language_out() {
        assert_eq!(browser("de;q=0, de-AT;q=0.9, ja;q=0.1"), Locale::Ja);
    }

    #[test]
    fn what_cannot_be_read_is_passed_over() {
        assert_eq!(browser(";;q=,,,de;q=high,ja;q=0.2"), Locale::Ja);
        assert_eq!(browser(""), Locale::En);
        assert_eq!(browser("de;q=NaN,ar"), Locale::Ar);
    }

    #[test]
    fn a_star_means_the_default_of_the_organization() {
        let wishes = Wishes {
            accept_language: Some("fr, *;q=0.5"),
            default: Some("de"),
            ..Wishes::default()
        };
        assert_eq!(negotiate(&wishes), Locale::De);
    }

    #[test]
    fn the_menu_beats_ui_locales_which_beats_the_browser_which_beats_the_default() {
        let mut wishes = Wishes {
            chosen: Some("ar"),
            ui_locales: Some("fr-CA ja en"),
            accept_language: Some("de"),
            default: Some("en"),
        };
        assert_eq!(negotiate(&wishes), Locale::Ar);
        wishes.chosen = Some("xx");
        assert_eq!(negotiate(&wishes), Locale::Ja);
        wishes.ui_locales = None;
        assert_eq!(negotiate(&wishes), Locale::De);
        wishes.accept_language = Some("fr");
        assert_eq!(negotiate(&wishes), Locale::En);
        assert_eq!(negotiate(&Wishes::default()), Locale::En);
    }
}

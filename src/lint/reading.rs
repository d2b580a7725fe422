//! How hard a text is to read: Flesch's reading ease where there is one for the language, else the length of sentences.
//!
//! English: R. Flesch, "A new readability yardstick" (1948), 206.835 − 1.015 × words per sentence − 84.6 × syllables per
//! word. German: T. Amstad (1978), 180 − words per sentence − 58.5 × syllables per word. Both are noise in short texts,
//! so that they are only asked from [`WORDS`] words on; the longest sentence counts in all.

/// From how many words on reading ease says something.
pub(super) const WORDS: usize = 20;

/// The least reading ease: "difficult" begins at 50 in English, and the names of settings are long
/// words that nobody can replace; German's scale runs lower still.
const EASE_ENGLISH: f64 = 40.0;
const EASE_GERMAN: f64 = 30.0;

/// The most words of a sentence, and characters where words are not separated.
const SENTENCE_WORDS: usize = 28;
const SENTENCE_CHARACTERS: usize = 90;

/// Languages that are written without blanks between words.
pub(super) fn is_unspaced(language: &str) -> bool {
    matches!(language, "ja" | "zh" | "th" | "lo" | "km" | "my")
}

/// What makes `text` hard to read in `language` (its primary subtag), as advice.
pub(super) fn problem(text: &str, language: &str) -> Option<String> {
    let sentences = sentences(text);
    if is_unspaced(language) {
        let longest = sentences
            .iter()
            .map(|sentence| sentence.chars().filter(|it| !it.is_whitespace()).count())
            .max()?;
        return (longest > SENTENCE_CHARACTERS).then(|| {
            format!("a sentence has {longest} characters: write sentences of at most {SENTENCE_CHARACTERS}")
        });
    }
    let words: Vec<Vec<&str>> = sentences
        .iter()
        .map(|sentence| words(sentence))
        .filter(|words| !words.is_empty())
        .collect();
    let longest = words.iter().map(Vec::len).max()?;
    if longest > SENTENCE_WORDS {
        return Some(format!(
            "a sentence has {longest} words: write sentences of at most {SENTENCE_WORDS}"
        ));
    }
    let count: usize = words.iter().map(Vec::len).sum();
    if count < WORDS {
        return None;
    }
    let syllables: usize = words
        .iter()
        .flatten()
        .map(|word| syllables(word, language))
        .sum();
    let per_sentence = ratio(count, words.len());
    let per_word = ratio(syllables, count);
    let (ease, least) = match language {
        "en" => (
            206.835 - 1.015 * per_sentence - 84.6 * per_word,
            EASE_ENGLISH,
        ),
        "de" => (180.0 - per_sentence - 58.5 * per_word, EASE_GERMAN),
        _ => return None,
    };
    (ease < least).then(|| {
        format!(
            "the reading ease is {ease:.0}, less than {least:.0}: use shorter words and sentences"
        )
    })
}

fn ratio(a: usize, b: usize) -> f64 {
    let float = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    float(a) / float(b)
}

/// Sentences end at a line's end and at a full stop that is followed by a blank: "14.4" is one word. Menu paths
/// ("System Settings > Network > Firewall") are no prose and count as their words.
fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((index, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let ends = match character {
            '\n' | '。' | '！' | '？' => true,
            '.' | '!' | '?' | '؟' | ':' | ';' | '؛' => next.is_none_or(char::is_whitespace),
            _ => false,
        };
        if ends {
            let end = index + character.len_utf8();
            sentences.push(&text[start..end]);
            start = end;
        }
    }
    sentences.push(&text[start..]);
    sentences.retain(|sentence| sentence.chars().any(char::is_alphanumeric));
    sentences
}

fn words(sentence: &str) -> Vec<&str> {
    sentence
        .split(|it: char| it.is_whitespace() || "/-–—>".contains(it))
        .filter(|word| word.chars().any(char::is_alphabetic))
        .collect()
}

/// Groups of vowels, which are near enough to syllables; the silent e of English counts nothing.
fn syllables(word: &str, language: &str) -> usize {
    let word: Vec<char> = word
        .chars()
        .filter(|it| it.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    let is_vowel = |it: char| "aeiouyäöüáàâéèêíìîóòôúùû".contains(it);
    let mut groups = 0;
    let mut inside = false;
    for &character in &word {
        let vowel = is_vowel(character);
        groups += usize::from(vowel && !inside);
        inside = vowel;
    }
    let silent = language == "en"
        && groups > 1
        && matches!(word.as_slice(), [.., before, 'e'] if !is_vowel(*before) && *before != 'l');
    (groups - usize::from(silent)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_groups_of_vowels() {
        for (word, language, expected) in [
            ("turned", "en", 2),
            ("fire", "en", 1),
            ("settings", "en", 2),
            ("enable", "en", 3),
            ("Mac", "en", 1),
            ("Systemeinstellungen", "de", 6),
            ("aus", "de", 1),
            ("macOS", "de", 2),
        ] {
            assert_eq!(syllables(word, language), expected, "{word}");
        }
    }

    #[test]
    fn a_version_does_not_end_a_sentence() {
        assert_eq!(
            sentences("Update to 14.4.1 or later. Then restart your Mac!"),
            ["Update to 14.4.1 or later.", " Then restart your Mac!"]
        );
        assert_eq!(sentences("オンにします。再起動します。").len(), 2);
    }

    #[test]
    fn long_sentences_and_long_words_are_hard() {
        let easy = "Your firewall is off. Open System Settings, choose Network, then Firewall, and turn it on. Your \
                    Mac is checked again by itself.";
        assert_eq!(problem(easy, "en"), None);
        let hard = "Organizational compliance requirements necessitate immediate reactivation of application-layer \
                    filtering functionality, notwithstanding individually configured administrative exemptions previously
                    communicated throughout departmental organizations.";
        assert!(problem(hard, "en").is_some_and(|advice| advice.contains("reading ease")));
        let hard = "Sicherheitsrichtlinienkonformitätsanforderungen erfordern unternehmensweit die unverzügliche \
                    Wiederinbetriebnahme betriebssystemintegrierter Netzwerkzugriffsbeschränkungsfunktionalitäten \
                    ungeachtet individueller Konfigurationsentscheidungen und vorhergehender Ausnahmegenehmigungen verantwortlicher Fachabteilungen administrativer Benutzerkonten und organisatorischer Zuständigkeitsverteilungen.";
        assert!(problem(hard, "de").is_some());
        let endless = "and then ".repeat(20);
        assert!(problem(&endless, "fr").is_some_and(|advice| advice.contains("40 words")));
        assert!(problem(&"設定".repeat(50), "ja").is_some());
    }
}

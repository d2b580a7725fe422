//! Texts: what is wrong with one, in its language.

use super::{
    Rule,
    pattern::{
        ADDRESS, CONTRADICTION, LINK_WORDING, MARKUP, NEGATION, PASSWORD, PLACEHOLDER, SECRET,
        SHOUT, UNFINISHED,
    },
    reading,
};

/// The longest excerpt, in characters.
const EXCERPT: usize = 40;

/// From how many characters on a word without blanks may be a key.
const KEY_LENGTH: usize = 32;

/// How many words in capitals in a row shout, and how many letters they have together.
const SHOUTED_WORDS: usize = 3;
const SHOUTED_LETTERS: usize = 10;

/// The primary subtag of a language tag, in lower case.
pub(super) fn primary(language: &str) -> String {
    let subtag = language.split(['-', '_']).next().unwrap_or_default();
    subtag.to_ascii_lowercase()
}

/// The longest text of an instruction in `language`, in characters.
pub(super) fn limit(language: &str) -> usize {
    match primary(language).as_str() {
        "ja" | "zh" | "ko" => 250,
        "de" => 600,
        _ => 500,
    }
}

/// What is wrong with `text`, an instruction or a reason that people read in `language`.
pub(super) fn problems(text: &str, language: &str) -> Vec<(Rule, String)> {
    let language = primary(language);
    let mut problems = name_problems(text, &language);
    let mut add = |rule, advice: Option<String>| problems.extend(advice.map(|it| (rule, it)));
    add(
        Rule::Unfinished,
        UNFINISHED.find(text).map(|found| {
            format!(
                "\"{}\" is a note to yourself: finish the text",
                excerpt(found)
            )
        }),
    );
    add(Rule::ContradictsAutoContinue, contradiction(text));
    add(
        Rule::LinkWording,
        LINK_WORDING.find(text).map(|found| {
            format!(
                "\"{}\" does not say where: the link is shown below the text with its host, so name what is there",
                excerpt(found)
            )
        }),
    );
    add(
        Rule::AddressInText,
        ADDRESS.find(text).map(|found| {
            format!(
                "\"{}\" cannot be opened in a text: move it to link.customUrl",
                excerpt(found)
            )
        }),
    );
    add(Rule::Shouting, shouting(text));
    add(Rule::ReadingLevel, reading::problem(text, &language));
    problems
}

/// What is wrong with `text` wherever people read it, names included.
pub(super) fn name_problems(text: &str, language: &str) -> Vec<(Rule, String)> {
    let rtl = matches!(language, "ar" | "he" | "fa" | "ur" | "yi");
    let mut problems = Vec::new();
    let mut add = |rule, advice: Option<String>| problems.extend(advice.map(|it| (rule, it)));
    add(
        Rule::InvisibleCharacter,
        text.chars()
            .find_map(|it| invisible(it, rtl))
            .map(|name| format!("it has {name}: write it again without")),
    );
    add(
        Rule::Placeholder,
        PLACEHOLDER.find(text).map(|found| {
            format!(
                "\"{}\" is not replaced, people read it as it stands: write out what is meant",
                excerpt(found)
            )
        }),
    );
    add(
        Rule::Markup,
        MARKUP.find(text).map(|found| {
            format!(
                "\"{}\" is shown as it stands: remove the marks; links go to link.customUrl",
                excerpt(found)
            )
        }),
    );
    add(
        Rule::Secret,
        has_secret(text).then(|| {
            "it looks as if it had a password, key or token, and everybody whose device fails reads it: remove and \
             change it"
                .to_owned()
        }),
    );
    problems
}

/// A text of the language that its writer says, and not a copy of `base`.
pub(super) fn untranslated(text: &str, language: &str, base: Option<&str>) -> Option<String> {
    let letters = text.chars().filter(|it| it.is_alphabetic()).count();
    if letters < 8 {
        return None;
    }
    let language = primary(language);
    let script: Option<fn(char) -> bool> = match language.as_str() {
        "ar" | "fa" | "ur" => Some(|it| ('\u{600}'..='\u{6ff}').contains(&it)),
        "he" | "yi" => Some(|it| ('\u{590}'..='\u{5ff}').contains(&it)),
        "ja" => Some(|it| ('\u{3040}'..='\u{30ff}').contains(&it)),
        "zh" => Some(|it| ('\u{3400}'..='\u{9fff}').contains(&it)),
        "ko" => Some(|it| ('\u{ac00}'..='\u{d7af}').contains(&it)),
        "ru" | "uk" | "bg" => Some(|it| ('\u{400}'..='\u{4ff}').contains(&it)),
        "el" => Some(|it| ('\u{370}'..='\u{3ff}').contains(&it)),
        "th" => Some(|it| ('\u{e00}'..='\u{e7f}').contains(&it)),
        "hi" | "mr" | "ne" => Some(|it| ('\u{900}'..='\u{97f}').contains(&it)),
        _ => None,
    };
    if script.is_some_and(|script| !text.chars().any(script)) {
        return Some(format!(
            "this is not written in the script of \"{language}\": translate it"
        ));
    }
    (base.map(str::trim) == Some(text.trim())).then(|| {
        "the translation is the text without a language again: translate it or leave it out"
            .to_owned()
    })
}

/// What `character` is called where nobody sees it. Marks of direction belong to texts that run from right to left.
pub(super) fn invisible(character: char, rtl: bool) -> Option<String> {
    let what = match character {
        '\n' | '\r' | '\t' => return None,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "a direction override",
        '\u{200e}' | '\u{200f}' | '\u{61c}' if !rtl => "a mark of direction",
        '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{180e}' => "a character without width",
        '\u{e0000}'..='\u{e007f}' => "an invisible tag",
        other if other.is_control() => "a control character",
        _ => return None,
    };
    Some(format!("{what} (U+{:04X})", u32::from(character)))
}

/// The beginning of what was found, on one line.
pub(super) fn excerpt(found: &str) -> String {
    let line = found.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= EXCERPT {
        return line;
    }
    let start: String = line.chars().take(EXCERPT).collect();
    format!("{}…", start.trim_end())
}

fn contradiction(text: &str) -> Option<String> {
    // Vowel marks of Arabic are optional.
    let plain: String = text
        .chars()
        .filter(|it| !('\u{64b}'..='\u{652}').contains(it))
        .collect();
    let (_, found) = CONTRADICTION.places(&plain).find(|(start, found)| {
        let sentence = sentence_around(&plain, *start, start + found.len());
        NEGATION.find(sentence).is_none()
    })?;
    Some(format!(
        "\"{}\" is not needed: the page notices by itself and goes on; leave it out",
        excerpt(found)
    ))
}

fn sentence_around(text: &str, start: usize, end: usize) -> &str {
    let ends: &[char] = &['.', '!', '?', '。', '！', '？', '؟', '\n'];
    let from = text[..start].rfind(ends).map_or(0, |at| {
        at + text[at..].chars().next().map_or(0, char::len_utf8)
    });
    let to = text[end..].find(ends).map_or(text.len(), |at| end + at);
    &text[from..to]
}

fn has_secret(text: &str) -> bool {
    SECRET.find(text).is_some()
        || PASSWORD.places(text).any(|(_, found)| {
            let value = found
                .rsplit(|it: char| it.is_whitespace() || ":=：は".contains(it))
                .next()
                .unwrap_or_default();
            looks_chosen(value)
        })
        || text.split_whitespace().any(looks_random)
}

/// Whether somebody may have chosen it as a password: letters and digits or symbols in one word, and not "12-character".
fn looks_chosen(word: &str) -> bool {
    let word = word.trim_matches(|it: char| ".,;!?\"'()”“„".contains(it));
    let has = |test: fn(char) -> bool| word.chars().any(test);
    let measure = word.starts_with(|it: char| it.is_ascii_digit()) && word.contains('-');
    word.chars().count() >= 6
        && has(char::is_alphabetic)
        && has(|it| it.is_ascii_digit())
        && !measure
}

/// Whether it looks made by a random generator.
fn looks_random(word: &str) -> bool {
    let count = |test: fn(&u8) -> bool| word.bytes().filter(test).count();
    word.len() >= KEY_LENGTH
        && word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+/=_-".contains(&byte))
        && count(u8::is_ascii_digit) >= 4
        && count(u8::is_ascii_alphabetic) >= 4
        && !word.contains("//")
}

fn shouting(text: &str) -> Option<String> {
    let told = |found: &str| {
        let found = excerpt(found);
        Some(format!(
            "\"{found}\" shouts: say it in an ordinary sentence"
        ))
    };
    if let Some(found) = SHOUT.find(text) {
        return told(found);
    }
    let mut run: Vec<&str> = Vec::new();
    for word in text.split_whitespace().chain([""]) {
        let letters: Vec<char> = word.chars().filter(|it| it.is_alphabetic()).collect();
        // Scripts without capitals do not shout.
        if letters.len() > 1 && letters.iter().all(|it| it.is_uppercase()) {
            run.push(word);
            continue;
        }
        let letters: usize = run
            .iter()
            .map(|word| word.chars().filter(|it| it.is_alphabetic()).count())
            .sum();
        if run.len() >= SHOUTED_WORDS && letters >= SHOUTED_LETTERS {
            return told(&run.join(" "));
        }
        run.clear();
    }
    None
}

//! What texts are searched for. A test compiles every pattern.

use std::sync::LazyLock;

use regex::Regex;

/// A list of patterns. One that does not compile fits nothing; the test sees to it that there is none.
pub(super) struct Patterns(LazyLock<Vec<Option<Regex>>>);

macro_rules! patterns {
    ($(#[doc = $doc:literal])+ $name:ident = [$($source:literal),+ $(,)?]) => {
        $(#[doc = $doc])+
        pub(super) static $name: Patterns =
            Patterns(LazyLock::new(|| vec![$(Regex::new($source).ok()),+]));
    };
}

impl Patterns {
    /// The first place in `text` that one of the patterns fits.
    pub(super) fn find<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.places(text).next().map(|(_, found)| found)
    }

    /// All places that a pattern fits: where, and what.
    pub(super) fn places<'t>(&self, text: &'t str) -> impl Iterator<Item = (usize, &'t str)> {
        self.0
            .iter()
            .flatten()
            .flat_map(move |pattern| pattern.find_iter(text))
            .map(|found| (found.start(), found.as_str()))
    }

    /// Whether all of them compile.
    #[cfg(test)]
    pub(super) fn is_complete(&self) -> bool {
        self.0.iter().all(Option::is_some)
    }
}

patterns! {
    /// Placeholders of the formats that are about.
    PLACEHOLDER = [
        r"\{\{?\s*[$#]?[\w.\-]*\s*\}?\}",
        r"\$\{[^}]*\}",
        r"%(?:\d+\$)?(?:[sdif]\b|@)",
        r"%\([A-Za-z_]+\)[sd]",
        r"%[A-Za-z_]{3,}%",
        r"</?\$\d+>",
        r"\[\[[^\]]*\]\]",
    ]
}

patterns! {
    /// Notes of writers to themselves.
    UNFINISHED = [r"\b(?:TODO|TBD|FIXME|XXX+)\b", r"(?i)\blorem ipsum\b"]
}

patterns! {
    /// HTML and Markdown.
    MARKUP = [
        r"(?i)</?(?:a|abbr|b|br|code|div|em|font|h[1-6]|hr|i|iframe|img|li|ol|p|pre|script|small|span|strong|style|sub|sup|table|td|th|tr|u|ul)(?:\s[^>]*)?/?>",
        r"(?i)&(?:amp|lt|gt|nbsp|quot|apos|hellip|mdash|ndash|#\d+|#x[0-9a-f]+);",
        r"\[[^\[\]]+\]\([^()\s]+\)",
        r"\*\*[^*\s](?:[^*]*[^*\s])?\*\*",
        r"(?:^|\s)__[^_\s](?:[^_]*[^_\s])?__",
        r"`[^`]+`",
        r"(?m)^#{1,6} ",
    ]
}

patterns! {
    /// Formats of secrets: API tokens, keys, recovery keys of FileVault and BitLocker, product keys.
    SECRET = [
        r"\bAKIA[0-9A-Z]{16}\b",
        r"\bgh[pousr]_[A-Za-z0-9]{30,}",
        r"\bxox[abeprs]-[A-Za-z0-9-]{10,}",
        r"\bsk_(?:live|test)_[A-Za-z0-9]{16,}",
        r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.",
        r"-----BEGIN [A-Z ]*PRIVATE KEY",
        r"\b00[A-Za-z0-9_-]{40}\b",
        r"(?i)\b(?:bearer|ssws)\s+[A-Za-z0-9._~+/-]{16,}",
        r"\b[A-Z0-9]{4}(?:-[A-Z0-9]{4}){5}\b",
        r"\b\d{6}(?:-\d{6}){7}\b",
        r"\b[A-Z0-9]{5}(?:-[A-Z0-9]{5}){4}\b",
    ]
}

patterns! {
    /// A password and what it is; whether that looks like one is looked at by itself.
    PASSWORD = [
        r"(?i)\b(?:passwords?|passwort|kennwort|passcode|pin|api[ -]?key|secret)\s*(?:\b(?:is|ist|lautet)\b|[:=：])\s*\S{4,}",
        r"(?:パスワード|暗証番号)\s*(?:は|[:=：])\s*[!-~]{4,}",
        r"كلمة (?:المرور|السر)\s*(?:هي|[:=：])\s*[!-~]{4,}",
    ]
}

patterns! {
    /// What contradicts a page that goes on by itself, in the page's languages. Arabic without vowel marks.
    CONTRADICTION = [
        r"(?i)\b(?:sign|log)(?:ing)?[ -]?(?:back[ -])?(?:in|on) (?:once )?(?:again|once more)\b",
        r"(?i)\b(?:sign|log)(?:ing)? back (?:in|on)\b",
        r"(?i)\bre-?(?:sign|log)[ -]?(?:in|on)\b",
        r"(?i)\b(?:sign|log) (?:out|off) and (?:then )?(?:sign |log )?(?:back )?(?:in|on)\b",
        r"(?i)\b(?:try|come back|return|check back) (?:it )?(?:again )?(?:later|tomorrow|in (?:a few|\d+|some) \w+)\b",
        r"(?i)\b(?:try|retry) (?:to )?(?:sign|log)(?:ging|ing)?[ -]?(?:in|on)\b",
        r"(?i)\b(?:reload|refresh) (?:this|the|your) (?:page|browser|window|tab)\b",
        r"(?i)\bstart (?:over|from the beginning|the sign-?in again)\b",
        r"(?i)\b(?:erneut|noch ?mals?|wieder|neu) (?:an(?:zu)?melden|ein(?:zu)?loggen)\b",
        r"(?i)\bmeld(?:en sie|e|et) (?:sich|dich|euch)\b[^.!?]{0,40}\b(?:erneut|noch ?mals?|wieder|neu)\b[^.!?]{0,12}\ban\b",
        r"(?i)\blogg(?:en sie sich|e dich)\b[^.!?]{0,40}\b(?:erneut|noch ?mals?|wieder|neu)\b[^.!?]{0,12}\bein\b",
        r"(?i)\bversuch(?:en sie|e|t) es\b[^.!?]{0,30}\b(?:später|morgen)\b",
        r"(?i)\bspäter (?:noch ?mals?|erneut|wieder)\b",
        r"(?i)\b(?:laden sie|lade) (?:die|diese) seite\b|\bseite neu (?:zu )?laden\b|\baktualisieren sie (?:die|diese) seite\b",
        r"(?:もう一度|再度|改めて|あらためて)[^。]{0,12}(?:サインイン|ログイン)",
        r"再(?:サインイン|ログイン)|(?:サインイン|ログイン)(?:を|し)?(?:やり)?直",
        r"(?:後で|あとで|のちほど|後ほど|しばらくしてから|時間を(?:お|置)いて)[^。]{0,12}(?:もう一度|再度|再|試|お試し)",
        r"ページを(?:再読み込み|更新|リロード)",
        r"(?:سجل|تسجيل|بتسجيل) الدخول (?:مرة أخرى|مرة اخرى|مجددا|من جديد|ثانية)",
        r"(?:أعد|اعد|إعادة|اعادة) تسجيل الدخول",
        r"(?:حاول|المحاولة|عد|العودة)[^.؟!]{0,25}(?:لاحقا|في وقت لاحق|غدا)",
        r"(?:أعد تحميل|اعد تحميل|إعادة تحميل|حدث|تحديث) (?:هذه )?الصفحة",
    ]
}

patterns! {
    /// Words that turn the sentence around them into its opposite.
    NEGATION = [
        r"(?i)\b(?:not|never|no need|without|needn['’]t|don['’]t|won['’]t)\b",
        r"(?i)\b(?:nicht|nie|ohne|kein\w*)\b",
        r"必要は(?:あり|ござい)ません|必要は?ない|不要|ずに|ことなく",
        r"(?:^|\s)(?:لا|لن|دون|بدون|لست|ليس)\s",
    ]
}

patterns! {
    /// Words that say where to click and not what is there.
    LINK_WORDING = [
        r"(?i)\b(?:click(?:ing)?|tap|press|go|look|see) (?:right |on )?here\b",
        r"(?i)\b(?:click|tap|follow|use|open|see) (?:on )?(?:this|the) (?:link|url|button)(?: below| above)?\b",
        r"(?i)\b(?:klick\w*|tipp\w*|drück\w*) (?:sie )?(?:bitte )?(?:hier|auf (?:diesen|den) (?:link|button|knopf))\b",
        r"(?i)\bhier (?:klicken|tippen|drücken)\b",
        r"(?:ここ|こちら)(?:を|の(?:リンク|ボタン)を)?(?:クリック|タップ|押)|(?:こちら|ここ)を(?:ご覧|参照|ご参照)",
        r"(?:انقر|اضغط|النقر|الضغط)(?:ي|وا)?(?: على)? ?(?:هنا|هذا الرابط|الرابط)",
    ]
}

patterns! {
    /// Addresses.
    ADDRESS = [r"(?i)\bhttps?://\S+", r"(?i)\bwww\.[a-z0-9-]+\.\S+"]
}

patterns! {
    /// Emphasis by punctuation or by single words in capitals.
    SHOUT = [
        r"[!！]{2,}|[!?！？؟]{3,}",
        r"\b(?:IMPORTANT|WARNING|ATTENTION|URGENT|IMMEDIATELY|MUST|NEVER|ALWAYS|DO NOT)\b",
        r"\b(?:WICHTIG|ACHTUNG|WARNUNG|DRINGEND|SOFORT|UNBEDINGT|MÜSSEN|NIEMALS|IMMER|NICHT)\b",
    ]
}

/// All of them.
#[cfg(test)]
pub(super) fn all() -> [&'static Patterns; 10] {
    [
        &PLACEHOLDER,
        &UNFINISHED,
        &MARKUP,
        &SECRET,
        &PASSWORD,
        &CONTRADICTION,
        &NEGATION,
        &LINK_WORDING,
        &ADDRESS,
        &SHOUT,
    ]
}

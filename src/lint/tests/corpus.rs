//! Good objects, and faults that are put into them.

use serde_json::{Value, json};

use super::Rule;

/// A check about which there is nothing to say.
pub(super) fn good() -> Value {
    json!({
        "variableName": "macOSFirewall", "name": "macOS - Firewall enabled", "platform": "MACOS", "type": "CUSTOM",
        "remediationSettings": {
            "message": {
                "customText": "Your firewall is off. Turn it on in System Settings > Network > Firewall.",
                "customTextTranslations": {
                    "de": "Ihre Firewall ist aus. Schalten Sie sie unter Systemeinstellungen > Netzwerk > Firewall ein.",
                    "ja": "ファイアウォールがオフです。「システム設定」>「ネットワーク」>「ファイアウォール」でオンにしてください。",
                    "ar": "جدار الحماية متوقف. شغّله من إعدادات النظام > الشبكة > جدار الحماية.",
                },
            },
            "link": {"customUrl": "https://help.example.com/firewall?os=mac#on"},
        },
    })
}

/// A policy about which there is nothing to say.
pub(super) fn policy() -> Value {
    json!({
        "name": "Macs", "platform": "MACOS", "displayRemediationMode": "SHOW",
        "gracePeriod": {"type": "BY_DURATION", "expiry": "P7D"},
        "devicePostureChecks": {"include": [{"variableName": "macOSFirewall", "value": "1"}]},
    })
}

const TEXT: &str = "/remediationSettings/message/customText";
const LINK: &str = "/remediationSettings/link/customUrl";
const GERMAN: &str = "/remediationSettings/message/customTextTranslations/de";
const JAPANESE: &str = "/remediationSettings/message/customTextTranslations/ja";
const ARABIC: &str = "/remediationSettings/message/customTextTranslations/ar";

/// Faults that are put into the good check: the rule, where, what.
#[expect(clippy::too_many_lines, reason = "a table")]
pub(super) fn seeded() -> Vec<(Rule, &'static str, Value)> {
    let mut faults = Vec::new();
    let mut at = |rule, place, values: &[&str]| {
        faults.extend(values.iter().map(|value| (rule, place, json!(value))));
    };
    at(
        Rule::Placeholder,
        TEXT,
        &[
            "Update to {0}.",
            "Hello {{user.name}}, update.",
            "Update to %s now.",
            "Update to ${version}.",
            "Found {ActualValue}.",
            "Update to %1$s.",
            "See <$1>help</$1>.",
            "Ask %ADMIN_NAME%.",
            "Update to [[version]].",
            "Update {}.",
            "Update %(name)s.",
            "Update to { $version }.",
        ],
    );
    at(
        Rule::Unfinished,
        TEXT,
        &["TODO: write this.", "Lorem ipsum dolor.", "Ask TBD."],
    );
    at(
        Rule::Markup,
        TEXT,
        &[
            "Turn <b>it</b> on.",
            "Turn it on.<br>Done.",
            "A &amp; B.",
            "See [help](https://help.example.com).",
            "Turn **it** on.",
            "Run `fdesetup`.",
            "# Firewall\nTurn it on.",
            "<a href=\"https://help.example.com\">help</a>",
            "One&nbsp;two",
            "Turn __it__ on.",
            "<script>alert(1)</script>",
        ],
    );
    at(
        Rule::InvisibleCharacter,
        TEXT,
        &[
            "Turn it \u{202e}on.",
            "Turn\u{200b} it on.",
            "Turn \u{2066}it\u{2069} on.",
            "Turn it on.\u{7}",
            "Turn\u{feff} it on.",
            "Turn\u{200f} it on.",
        ],
    );
    at(
        Rule::InvisibleCharacter,
        ARABIC,
        &["شغّله\u{202e} من إعدادات النظام."],
    );
    at(
        Rule::Secret,
        TEXT,
        &[
            "The password is Hunter2!",
            "Password: s3cret-Word9",
            "Use the key AKIAABCDEFGHIJKLMNOP.",
            "Type 123456-123456-123456-123456-123456-123456-123456-123456.",
            "Type AB12-CD34-EF56-GH78-JK90-LM12.",
            "Use VK7JG-NPHTM-C97JM-9MPGT-3V66T.",
            "Authorization: SSWS 00abcdefghijklmnop1234567890",
            "Token 4f3c2b1a9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a",
            "Use eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTYifQ.sig",
        ],
    );
    at(Rule::Secret, GERMAN, &["Das Kennwort lautet Winter2026!"]);
    at(Rule::Secret, JAPANESE, &["パスワードは Winter2026 です。"]);
    at(Rule::Secret, ARABIC, &["كلمة المرور هي Winter2026"]);
    at(
        Rule::Secret,
        LINK,
        &["https://help.example.com/?access_token=abcdefgh12345678"],
    );
    at(
        Rule::UnsafeLink,
        LINK,
        &[
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "ftp://help.example.com",
            "https://help.example.com@evil.example/",
            "https://help.example.com/a b",
            "vbscript:x",
            "tel:+49301234",
        ],
    );
    at(
        Rule::InvisibleCharacter,
        LINK,
        &["https://help.example.com/\u{202e}gpj.exe"],
    );
    at(
        Rule::RelativeLink,
        LINK,
        &[
            "/help",
            "help",
            "//help.example.com/x",
            "#firewall",
            "https://",
            "./a",
        ],
    );
    at(Rule::InsecureLink, LINK, &["http://help.example.com/"]);
    at(
        Rule::LinkWithoutScheme,
        LINK,
        &[
            "help.example.com/firewall",
            "help.example.com:8443/firewall",
        ],
    );
    at(
        Rule::MisleadingHost,
        LINK,
        &[
            "https://192.0.2.7/help",
            "https://[2001:db8::1]/",
            "https://xn--exmple-cua.com/",
            "https://exämple.com/",
            "https://bit.ly/x",
            "https://localhost/help",
        ],
    );
    at(
        Rule::Untranslated,
        JAPANESE,
        &["Your firewall is off. Turn it on."],
    );
    at(
        Rule::Untranslated,
        ARABIC,
        &["Your firewall is off. Turn it on."],
    );
    at(
        Rule::Untranslated,
        GERMAN,
        &["Your firewall is off. Turn it on in System Settings > Network > Firewall."],
    );
    at(
        Rule::ReadingLevel,
        TEXT,
        &[
            "Organizational compliance requirements necessitate immediate reactivation of application-layer filtering functionality, \
         notwithstanding individually configured administrative exemptions previously communicated throughout departmental organizations.",
        ],
    );
    at(
        Rule::ContradictsAutoContinue,
        TEXT,
        &[
            "Turn it on, then sign in again.",
            "Turn it on and log in again.",
            "Turn it on and try again later.",
            "Sign out and back in.",
            "Turn it on and reload the page.",
            "Turn it on and sign back in.",
            "Turn it on, then start over.",
            "Turn it on and come back later.",
            "Turn it on, then retry signing in.",
            "Turn it on and try again in a few minutes.",
        ],
    );
    at(
        Rule::ContradictsAutoContinue,
        GERMAN,
        &[
            "Schalten Sie sie ein und melden Sie sich erneut an.",
            "Schalten Sie sie ein. Melden Sie sich danach noch einmal neu an.",
            "Bitte erneut anmelden.",
            "Versuchen Sie es später noch einmal.",
            "Schalten Sie sie ein und laden Sie die Seite neu.",
            "Schalten Sie sie ein, um sich wieder einzuloggen.",
        ],
    );
    at(
        Rule::ContradictsAutoContinue,
        JAPANESE,
        &[
            "オンにして、もう一度サインインしてください。",
            "オンにして再度ログインしてください。",
            "後でもう一度お試しください。",
            "オンにしてページを再読み込みしてください。",
            "サインインし直してください。",
            "オンにしたら再ログインしてください。",
        ],
    );
    at(
        Rule::ContradictsAutoContinue,
        ARABIC,
        &[
            "شغّله ثم سجّل الدخول مرة أخرى.",
            "شغّله ثم أعد تسجيل الدخول.",
            "حاول مرة أخرى لاحقًا.",
            "شغّله ثم أعد تحميل الصفحة.",
        ],
    );
    at(
        Rule::LinkWording,
        TEXT,
        &[
            "Click here.",
            "For help, follow the link below.",
            "To turn it on, tap here.",
        ],
    );
    at(
        Rule::LinkWording,
        GERMAN,
        &[
            "Hier klicken.",
            "Klicken Sie bitte hier.",
            "Klicken Sie auf diesen Link.",
        ],
    );
    at(
        Rule::LinkWording,
        JAPANESE,
        &[
            "こちらをクリックしてください。",
            "詳しくはこちらをご覧ください。",
        ],
    );
    at(
        Rule::LinkWording,
        ARABIC,
        &["انقر هنا.", "اضغط على هذا الرابط."],
    );
    at(
        Rule::AddressInText,
        TEXT,
        &[
            "See https://help.example.com/firewall.",
            "See www.example.com/firewall.",
        ],
    );
    at(
        Rule::Shouting,
        TEXT,
        &[
            "Turn it on!!",
            "YOU HAVE TO TURN IT ON.",
            "You MUST turn it on.",
            "IMPORTANT: turn it on.",
            "Why is it off?!?",
        ],
    );
    at(
        Rule::Shouting,
        GERMAN,
        &[
            "ACHTUNG: Firewall ist aus.",
            "BITTE DIE FIREWALL EINSCHALTEN",
        ],
    );
    faults.push((Rule::TooLong, TEXT, json!("Turn it on. ".repeat(45))));
    faults.push((
        Rule::TooLong,
        GERMAN,
        json!("Schalten Sie sie ein. ".repeat(30)),
    ));
    faults.push((
        Rule::TooLong,
        JAPANESE,
        json!("オンにしてください。".repeat(30)),
    ));
    faults.push((
        Rule::ReadingLevel,
        JAPANESE,
        json!("とても長い文".repeat(20)),
    ));
    faults.push((
        Rule::ReadingLevel,
        ARABIC,
        json!("شغّل جدار الحماية ".repeat(12)),
    ));
    faults.push((Rule::NoInstruction, TEXT, json!("")));
    faults.push((Rule::NeverShown, TEXT, Value::Null));
    faults.push((Rule::MissingLanguage, GERMAN, json!("")));
    faults.push((Rule::MissingLanguage, ARABIC, Value::Null));
    faults.push((
        Rule::LanguageTag,
        "/remediationSettings/message/customTextTranslations",
        json!({"german!": "x"}),
    ));
    faults.push((
        Rule::LanguageTag,
        "/remediationSettings/message/customTextTranslations",
        json!({"pt_BR": "x"}),
    ));
    faults.push((Rule::Markup, "/name", json!("<b>Firewall</b>")));
    faults.push((
        Rule::UnsafeLink,
        "/remediationSettings/fix",
        json!({"settingsUrl": "cmd:shutdown"}),
    ));
    faults.push((
        Rule::TooLong,
        "/remediationSettings/reason",
        json!({"customText": "It keeps others out. ".repeat(13)}),
    ));
    faults.push((
        Rule::MissingLanguage,
        "/remediationSettings/reason",
        json!({"customText": "It keeps others out."}),
    ));
    faults.push((
        Rule::UnsafeLink,
        "/remediationSettings/link/customUrlTranslations",
        json!({"de": "javascript:x"}),
    ));
    faults
}

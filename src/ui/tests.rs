//! Every sample in every language: what must hold for all of them.

mod exemption;
mod filled;
mod folder;
mod framed;
mod remedy;

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    mem::discriminant,
};

use jiff::{SignedDuration, Timestamp};
use scraper::{Html, Selector};

use super::{Assets, Brand, Islands, PageContext, Preferences, render};
use crate::{
    flow::screen::{Cause, Verdict},
    flow::{Screen, Setting, Viewer, gallery::Theme, samples},
    i18n::Locale,
};

fn context(locale: Locale) -> PageContext {
    PageContext {
        locale,
        direction: None,
        theme: Theme::System,
        nonce: String::from("bm9uY2U"),
        path: String::from("/signin/AbCdEfGhIjKlMnOp"),
        origin: String::from("https://sign-in.example"),
        taken: false,
        asked: false,
        preferences: Preferences::default(),
        viewer: Viewer::default(),
        tabs: String::new(),
        frame: None,
        app: None,
        session: None,
        reference: String::from("ref-1"),
        now: Timestamp::UNIX_EPOCH,
        brand: Brand {
            name: String::from("Example Corp"),
            logo: None,
            ..Brand::default()
        },
        assets: Assets {
            stylesheet: String::from("/pkg/doorstep.css"),
            islands: Some(Islands {
                script: String::from("/pkg/doorstep.js"),
                wasm: String::from("/pkg/doorstep.wasm"),
            }),
        },
    }
}

fn screens() -> Vec<(&'static str, Screen)> {
    samples::ALL
        .iter()
        .map(|sample| (sample.name, sample.screen(&Setting::default())))
        .collect()
}

fn html(screen: &Screen, locale: Locale) -> (String, Html) {
    let text = render(screen, &context(locale));
    let parsed = Html::parse_document(&text);
    (text, parsed)
}

fn all(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector)
        .map(|element| element.text().collect::<String>().trim().to_owned())
        .collect()
}

fn attributes(page: &Html, selector: &str, name: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector)
        .filter_map(|element| element.attr(name).map(str::to_owned))
        .collect()
}

#[test]
fn every_screen_in_every_language_has_one_heading_and_a_title_that_begins_with_it() {
    for (name, screen) in screens() {
        for locale in Locale::ALL {
            let (_, page) = html(&screen, *locale);
            let headings = all(&page, "h1");
            assert_eq!(headings.len(), 1, "{name}: {headings:?}");
            let title = all(&page, "title").join("");
            assert!(
                title.contains(&crate::i18n::plain(&headings[0]))
                    && title.ends_with("Example Corp"),
                "{name}: {title}"
            );
            assert_eq!(attributes(&page, "html", "lang"), [locale.tag()], "{name}");
            assert_eq!(
                attributes(&page, "html", "dir"),
                [locale.direction().as_str()],
                "{name}"
            );
            assert_eq!(all(&page, "main").len(), 1, "{name}");
            assert_eq!(all(&page, "footer").len(), 1, "{name}");
        }
    }
}

#[test]
fn s1_a_title_tells_one_state_from_another_and_that_something_entered_is_wrong() {
    for locale in Locale::ALL {
        let mut titles: HashMap<String, HashSet<_>> = HashMap::new();
        for (name, screen) in screens() {
            let (_, page) = html(&screen, *locale);
            let title = all(&page, "title").join("");
            let is_form = matches!(
                screen,
                Screen::Identify(_) | Screen::Password(_) | Screen::Generic(_)
            );
            let found = |selector| !all(&page, selector).is_empty();
            let wrong = found("[aria-invalid=true]") || is_form && found(".notice--error");
            let marked = ["Error: ", "Fehler: ", "エラー：", "خطأ: "]
                .iter()
                .any(|mark| title.starts_with(mark));
            assert_eq!(marked, wrong, "{name}: {title}");
            // What the protocol has no name for is titled by what it asks, as a form that has one may be.
            if !matches!(screen, Screen::Generic(_)) {
                titles
                    .entry(title)
                    .or_default()
                    .insert(discriminant(&screen));
            }
        }
        for (title, states) in titles {
            assert_eq!(states.len(), 1, "{title}");
        }
    }
}

#[test]
fn what_is_wrong_with_what_was_entered_has_the_focus_once_except_in_a_frame() {
    let mut seen = BTreeSet::new();
    for (name, screen) in screens() {
        let (_, page) = html(&screen, Locale::En);
        let focused = attributes(&page, "[autofocus]", "class");
        assert!(focused.len() <= 1, "{name}: {focused:?}");
        let alerts = attributes(&page, ".notice[role=alert]", "tabindex");
        assert_eq!(alerts, vec!["-1"; focused.len()], "{name}");
        seen.insert(focused.len());
    }
    assert_eq!(seen.len(), 2, "pages with mistakes and without");
}

#[test]
fn no_screen_needs_more_than_the_policy_allows() {
    for (name, screen) in screens() {
        let (text, page) = html(&screen, Locale::En);
        assert!(attributes(&page, "*", "style").is_empty(), "{name}");
        assert!(
            !text.contains(" onclick=") && !text.contains("javascript:"),
            "{name}"
        );
        assert_eq!(attributes(&page, "script", "nonce"), ["bm9uY2U"], "{name}");
        assert_eq!(
            text.matches("bm9uY2U").count(),
            1,
            "{name}: the nonce stands in the script's attribute alone"
        );
        for selector in ["img[src^=http]", "script[src]", "link[href^=http]"] {
            assert!(all(&page, selector).is_empty(), "{name}: {selector}");
        }
    }
}

#[test]
fn links_that_leave_the_page_say_so_and_give_nothing_away() {
    for (name, screen) in screens() {
        let (_, page) = html(&screen, Locale::En);
        for rel in attributes(&page, "a[target=_blank]", "rel") {
            assert_eq!(rel, "noopener noreferrer", "{name}");
        }
        for text in all(&page, "a[target=_blank]") {
            assert!(text.contains("opens in a new tab"), "{name}: {text}");
        }
    }
}

#[test]
fn live_regions_are_empty_and_shown_until_something_is_to_say() {
    for (name, screen) in screens() {
        let (_, page) = html(&screen, Locale::En);
        // A mistake that the person just made is content, and stands there from the start.
        for selector in ["[role=status]", "[role=alert]:not(.notice)", "[aria-live]"] {
            let said = all(&page, selector);
            assert!(said.iter().all(String::is_empty), "{name}: {said:?}");
            let hidden = attributes(&page, selector, "hidden");
            assert!(hidden.is_empty(), "{name}: {selector}");
        }
    }
}

#[test]
fn ids_are_unique_and_what_refers_to_them_finds_them() {
    for (name, screen) in screens() {
        let (_, page) = html(&screen, Locale::En);
        let ids = attributes(&page, "[id]", "id");
        let unique: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{name}: {ids:?}");
        for (selector, attribute) in [("label", "for"), ("[aria-describedby]", "aria-describedby")]
        {
            for targets in attributes(&page, selector, attribute) {
                for target in targets.split(' ') {
                    assert!(unique.contains(&target.to_owned()), "{name}: {target}");
                }
            }
        }
    }
}

#[test]
fn the_same_screen_is_the_same_html() {
    for (name, screen) in screens() {
        assert_eq!(
            render(&screen, &context(Locale::Ar)),
            render(&screen, &context(Locale::Ar)),
            "{name}"
        );
    }
}

#[test]
fn what_could_not_be_checked_never_says_that_the_device_fails() {
    let mut seen = 0;
    for (name, screen) in screens() {
        let Screen::Denied(denied) = &screen else {
            continue;
        };
        let Some(observation) = &denied.remediation.observation else {
            continue;
        };
        let unknown = observation
            .checks
            .iter()
            .all(|check| check.verdict == Verdict::Unknown);
        if observation.cause.is_none() || !unknown {
            continue;
        }
        seen += 1;
        let (_, page) = html(&screen, Locale::En);
        let main = all(&page, "main").join(" ");
        assert_eq!(
            all(&page, "h1"),
            ["We couldn’t check your device"],
            "{name}"
        );
        assert!(
            !main.contains("Needs fixing") && !main.contains("doesn’t meet"),
            "{name}: {main}"
        );
    }
    assert!(
        seen > 0,
        "no sample shows a device that could not be checked"
    );
}

#[test]
fn each_reason_for_not_checking_has_words_of_its_own() {
    let (_, screen) = screens()
        .into_iter()
        .find(|(_, screen)| {
            matches!(screen, Screen::Denied(denied) if denied.remediation.observation.as_ref().is_some_and(|seen| seen.cause.is_some()))
        })
        .expect("a sample");
    let Screen::Denied(mut denied) = screen else {
        panic!("a denial")
    };
    let mut texts = BTreeSet::new();
    for cause in [
        Cause::AgentUnreachable,
        Cause::AgentError,
        Cause::Canceled,
        Cause::Timeout,
    ] {
        if let Some(observation) = &mut denied.remediation.observation {
            observation.cause = Some(cause);
        }
        let (_, page) = html(&Screen::Denied(denied.clone()), Locale::De);
        texts.insert(all(&page, ".lead").join(""));
    }
    assert_eq!(texts.len(), 4);
}

#[test]
fn a_reminder_tells_the_deadline_in_words_and_for_machines() {
    let mut seen = 0;
    for (name, screen) in screens() {
        let Screen::Grace(grace) = &screen else {
            continue;
        };
        let Some(deadline) = grace.deadline else {
            continue;
        };
        seen += 1;
        let (_, page) = html(&screen, Locale::En);
        let times = attributes(&page, ".due time", "datetime");
        assert_eq!(times.len(), 1, "{name}");
        assert_eq!(
            times[0]
                .parse::<Timestamp>()
                .expect("a timestamp")
                .as_second(),
            deadline.as_second(),
            "{name}"
        );
        assert!(
            all(&page, ".due time")[0].contains("Coordinated Universal Time"),
            "{name}"
        );
        let observation = grace.remediation.observation.as_ref();
        let now = observation.map_or(Timestamp::UNIX_EPOCH, |seen| seen.server_time);
        let left = deadline.as_millisecond() - now.as_millisecond();
        assert_eq!(
            attributes(&page, ".countdown", "data-left"),
            [left.to_string()],
            "{name}"
        );
    }
    assert!(seen > 0, "no sample shows a reminder");
}

#[test]
fn s8_a_deadline_is_told_until_it_has_passed_and_never_after() {
    let mut judged = BTreeSet::new();
    for (name, screen) in screens() {
        let Screen::Grace(mut grace) = screen else {
            continue;
        };
        let Some(deadline) = grace.deadline else {
            continue;
        };
        for (left, told) in [(1, true), (0, false), (-1, false)] {
            let now = deadline - SignedDuration::from_millis(left);
            if let Some(seen) = &mut grace.remediation.observation {
                seen.server_time = now;
            }
            let mut page = context(Locale::En);
            page.now = now;
            let page = Html::parse_document(&render(&Screen::Grace(grace.clone()), &page));
            let due = |selector| all(&page, selector).len();
            assert_eq!(due(".due time") == 1, told, "{name} {left}");
            assert_eq!(due(".countdown") == 1, told, "{name} {left}");
            let text = all(&page, ".due").join("");
            assert_eq!(text.contains("has run out"), !told, "{name} {left}: {text}");
            // Without a word of the server's clock, its answer is asked for, not foretold.
            let knows = grace.remediation.observation.is_some();
            let shown = |selector| attributes(&page, selector, "hidden").is_empty();
            assert_eq!(shown("div[data-until-deadline]"), told || !knows, "{name}");
            assert_eq!(shown("a[data-after-deadline]"), !told && knows, "{name}");
            judged.insert(knows);
        }
    }
    assert_eq!(
        judged.len(),
        2,
        "reminders with the server's clock and without"
    );
}

#[test]
fn a_reminder_says_in_words_when_it_is_shown_again() {
    let sample = samples::Sample::find("grace-again").expect("the sample");
    let Screen::Grace(mut grace) = sample.screen(&Setting::default()) else {
        panic!("a reminder")
    };
    let told = |grace: &crate::flow::screen::Grace, locale, zone: Option<&str>| {
        let mut page = context(locale);
        page.now = "2026-03-02T10:00:12Z".parse().expect("a timestamp");
        page.preferences.time_zone = zone.map(str::to_owned);
        let page = Html::parse_document(&render(&Screen::Grace(grace.clone()), &page));
        let sentences = all(&page, "p[data-until-deadline]");
        assert!(sentences.len() <= 1);
        sentences
            .first()
            .map(|sentence| crate::i18n::plain(sentence))
    };
    for (locale, sentence) in [
        (
            Locale::En,
            "If you continue, we won’t show this again until tomorrow at 11:00\u{202f}AM GMT+1, unless something changes.",
        ),
        (
            Locale::De,
            "Wenn Sie fortfahren, zeigen wir dies erst morgen um 11:00 MEZ wieder, sofern sich nichts ändert.",
        ),
        (
            Locale::Ja,
            "このまま続けると、状況が変わらないかぎり、明日の 11:00 GMT+1 まではこの画面を表示しません。",
        ),
        (
            Locale::Ar,
            "إذا تابعت فلن نعرض هذا مرة أخرى قبل الساعة 11:00 ص غرينتش\u{200e}+1 غدًا، ما لم يتغير شيء.",
        ),
    ] {
        let told = told(&grace, locale, Some("Europe/Berlin"));
        assert_eq!(told.as_deref(), Some(sentence));
    }
    // Without a zone nobody knows whose tomorrow it is.
    let dated = told(&grace, Locale::En, None).expect("a sentence");
    assert!(
        dated.contains("until Tuesday, March 3, 2026 at 10:00\u{202f}AM Coordinated"),
        "{dated}"
    );
    grace.again = Some("2026-03-02T13:00:12Z".parse().expect("a timestamp"));
    let today = told(&grace, Locale::En, Some("Europe/Berlin")).expect("a sentence");
    assert!(
        today.contains("until 2:00\u{202f}PM GMT+1 today"),
        "{today}"
    );
    grace.again = grace.deadline;
    let last = told(&grace, Locale::En, Some("Europe/Berlin")).expect("a sentence");
    assert!(last.contains("before the time is up"), "{last}");
    grace.again = None;
    assert_eq!(told(&grace, Locale::En, None), None);
}

#[test]
fn a_password_never_comes_back_and_managers_know_the_field() {
    for (name, screen) in screens() {
        let (_, page) = html(&screen, Locale::En);
        assert!(
            attributes(&page, "input[type=password]", "value").is_empty(),
            "{name}"
        );
        assert_eq!(
            attributes(&page, "input[type=password]", "autocomplete").len(),
            all(&page, "input[type=password]").len(),
            "{name}"
        );
    }
}

#[test]
fn a_button_for_a_program_on_the_device_waits_for_script_and_without_it_the_fallback_is_there() {
    let sample = samples::Sample::find("denied-install-app-link").expect("a sample");
    let setting = Setting {
        server: url::Url::parse("https://org.example.com").ok(),
        ..Setting::default()
    };
    let (_, page) = html(&sample.screen(&setting), Locale::En);
    // The same action twice on a page: two buttons, and nothing that had to be unique.
    assert_eq!(
        attributes(&page, "button[data-se]", "data-se"),
        ["install-policy-app", "install-policy-app"]
    );
    assert_eq!(
        attributes(&page, "button[data-se][hidden]", "type"),
        ["button", "button"]
    );
    assert_eq!(
        all(&page, "button[data-se]"),
        all(&page, ".agent .instruction")
    );
    assert_eq!(
        attributes(&page, ".agent [data-fallback] a", "href"),
        ["https://org.example.com/install/policy-app"]
    );
    assert!(attributes(&page, ".agent [data-fallback]", "hidden").is_empty());
}

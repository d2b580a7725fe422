//! Denials and reminders: order, verdicts, steps, the right device, links.

use super::{all, attributes, context, html, render, screens};
use crate::{
    flow::{
        Browser, DeviceKind, Screen, Viewer,
        guide::Platform,
        plan::Effort,
        screen::{
            Cause, Check, Denied, DeviceSummary, Instruction, Link, Observation, OpenSettings,
            Recheck, Remediation, Remedy, RemedyItem, Text, Verdict,
        },
    },
    i18n::Locale,
    ui::{PageContext, Support},
};
use scraper::Html;

const ANA: &str = "Ana’s Mac";

fn check(id: &str, verdict: Verdict, cause: Option<Cause>) -> Check {
    Check {
        id: id.to_owned(),
        name: Some(format!("Check {id}")),
        verdict,
        cause,
        observed: None,
        required: None,
    }
}

fn item(check: Check) -> RemedyItem {
    RemedyItem {
        check: Some(check),
        instruction: Instruction::None,
        link: None,
        button: None,
        guide: None,
        effort: Effort::default(),
        settings: None,
        reason: None,
    }
}

/// A denial with these checks, what is not fine in one option.
fn denial(checks: Vec<Check>, cause: Option<Cause>) -> Denied {
    let items = checks
        .iter()
        .filter(|check| check.verdict != Verdict::Pass)
        .cloned()
        .map(item)
        .collect();
    Denied {
        about: crate::flow::screen::About::default(),
        title: Text::default(),
        explanation: None,
        remediation: Remediation {
            options: vec![Remedy { title: None, items }],
            help: None,
            observation: Some(Observation {
                checks,
                cause,
                device: Some(DeviceSummary {
                    display_name: ANA.to_owned(),
                    platform: "MACOS".to_owned(),
                    os_version: "14.3".to_owned(),
                    ..DeviceSummary::default()
                }),
                checked_at: Some("2026-03-02T10:00:00Z".parse().expect("a time")),
                server_time: "2026-03-02T10:00:12Z".parse().expect("a time"),
                revision: 1,
            }),
        },
        recheck: Recheck::StartAgain(crate::flow::start_again()),
        live: false,
        exemption: crate::flow::screen::Exemption::default(),
        take: crate::flow::screen::TakeAway::default(),
    }
}

fn drawn(denied: Denied, context: &PageContext) -> Html {
    Html::parse_document(&render(&Screen::Denied(denied), context))
}

fn on(device: DeviceKind) -> Viewer {
    Viewer {
        device: Some(device),
        browser: None,
    }
}

#[test]
fn a_page_says_what_on_which_device_by_when_how_what_next_and_who_can_help_in_this_order() {
    // ux.md S4. Each part with the places where it must be; several of them may be there.
    const PARTS: [&str; 6] = [
        "class=\"lead\"",
        "class=\"device\"",
        "class=\"grace\"",
        "class=\"checks\"",
        "class=\"next\"",
        "<footer",
    ];
    let (mut denials, mut reminders) = (0, 0);
    for (name, screen) in screens() {
        let reminder = match &screen {
            Screen::Denied(denied) if !denied.remediation.options.is_empty() => false,
            Screen::Grace(_) => true,
            _ => continue,
        };
        for locale in Locale::ALL {
            let (text, page) = html(&screen, *locale);
            let positions: Vec<usize> = PARTS.iter().filter_map(|mark| text.find(mark)).collect();
            assert!(positions.is_sorted(), "{name}: {positions:?}");
            if all(&page, ".check--fail").is_empty() {
                continue;
            }
            if reminder {
                reminders += 1;
            } else {
                denials += 1;
            }
            for (part, mark) in PARTS.iter().enumerate() {
                let needed = match part {
                    // Remote servers tell no device; what is wrong then is in the instructions alone.
                    0 | 1 => text.contains("class=\"device\""),
                    2 => reminder,
                    _ => true,
                };
                assert!(!needed || text.contains(mark), "{name}: {mark}");
            }
        }
    }
    assert!(denials > 10 && reminders > 5, "{denials} {reminders}");
}

#[test]
fn every_combination_of_verdicts_reads_right() {
    // ux.md (c) 4: 3^n states of n checks.
    let verdicts = [Verdict::Pass, Verdict::Fail, Verdict::Unknown];
    let (n, context) = (4_u32, context(Locale::En));
    for state in 0..3_usize.pow(n) {
        let checks: Vec<Check> = (0..n)
            .map(|place| {
                let verdict = verdicts[state / 3_usize.pow(place) % 3];
                let cause = (verdict == Verdict::Unknown).then_some(Cause::Timeout);
                check(&format!("c{place}"), verdict, cause)
            })
            .collect();
        let count = |verdict| {
            checks
                .iter()
                .filter(|check| check.verdict == verdict)
                .count()
        };
        let (passing, failing, unknown) = (
            count(Verdict::Pass),
            count(Verdict::Fail),
            count(Verdict::Unknown),
        );
        if failing + unknown == 0 {
            continue;
        }
        let page = drawn(denial(checks, None), &context);
        let main = all(&page, "main").join(" ");
        assert_eq!(all(&page, ".check--fail").len(), failing, "{state}");
        assert_eq!(all(&page, ".check--unknown").len(), unknown, "{state}");
        assert_eq!(all(&page, ".fine .check--pass").len(), passing, "{state}");
        assert_eq!(
            main.matches("Needs fixing").count(),
            failing,
            "{state}: {main}"
        );
        // A device of which nothing is known to be wrong is never said to fail.
        let heading = all(&page, "h1").join("");
        assert_eq!(
            heading == "We couldn’t check your device",
            failing == 0,
            "{state}: {heading}"
        );
        assert_eq!(main.contains("doesn’t meet"), failing > 0, "{state}");
        if passing > 0 {
            let fine = all(&page, ".fine summary").join("");
            assert!(
                fine.contains(&format!("\u{2068}{passing}\u{2069} of \u{2068}4\u{2069}")),
                "{fine}"
            );
        }
        if unknown > 0 {
            assert!(main.contains("too long"), "{state}: {main}");
        }
    }
}

#[test]
fn each_cause_has_its_own_next_step() {
    let mut context = context(Locale::En);
    context.viewer.browser = Some(Browser::Safari);
    let steps = |denied: Denied, context: &PageContext| all(&drawn(denied, context), ".steps li");
    let of = |cause| denial(vec![check("a", Verdict::Unknown, Some(cause))], None);
    assert!(steps(of(Cause::Timeout), &context)[0].contains("keep the computer busy"));
    assert!(steps(of(Cause::QueryError), &context)[0].contains("Tell the IT help desk"));
    assert!(steps(of(Cause::NotAllowed), &context)[0].contains("allow your organization’s checks"));
    assert!(steps(of(Cause::NotReported), &context)[0].contains("Update the device agent"));
    let silent = denial(
        vec![check("a", Verdict::Unknown, Some(Cause::AgentUnreachable))],
        Some(Cause::AgentUnreachable),
    );
    let told = |browser, context: &mut PageContext| {
        context.viewer.browser = browser;
        steps(silent.clone(), context)[1].clone()
    };
    assert!(told(Some(Browser::Safari), &mut context).contains("Safari"));
    assert!(told(Some(Browser::Chromium), &mut context).contains("local network"));
    assert!(told(Some(Browser::Firefox), &mut context).contains("apps and services"));
    assert!(told(None, &mut context).contains("If your browser asks"));
    // Different causes on one page stand apart, each with its checks.
    let mixed = denial(
        vec![
            check("a", Verdict::Unknown, Some(Cause::Timeout)),
            check("b", Verdict::Unknown, Some(Cause::QueryError)),
            check("c", Verdict::Unknown, Some(Cause::Timeout)),
            check("d", Verdict::Fail, None),
        ],
        None,
    );
    let page = drawn(mixed, &context);
    let groups = all(&page, ".unknown .group");
    assert_eq!(groups.len(), 2, "{groups:?}");
    assert!(groups[0].contains("Check a") && groups[0].contains("Check c"));
    assert!(groups[1].contains("Check b") && !groups[1].contains("Check a"));
}

#[test]
fn whoever_looks_at_it_on_another_device_is_told_so_first() {
    // Viewer × platform of the device.
    for (wire, platform) in [
        ("ANDROID", Platform::Android),
        ("CHROMEOS", Platform::Chromeos),
        ("IOS", Platform::Ios),
        ("MACOS", Platform::Macos),
        ("WINDOWS", Platform::Windows),
    ] {
        for device in DeviceKind::ALL.map(Some).into_iter().chain([None]) {
            for locale in Locale::ALL {
                let mut context = context(*locale);
                context.viewer.device = device;
                let mut denied = denial(vec![check("a", Verdict::Fail, None)], None);
                if let Some(seen) = &mut denied.remediation.observation {
                    seen.device.as_mut().expect("a device").platform = wire.to_owned();
                }
                let page = drawn(denied, &context);
                let told = all(&page, ".elsewhere").join("");
                let wrong = device.is_some_and(|device| {
                    device.platform() != platform
                        && (device, platform) != (DeviceKind::Mac, Platform::Ios)
                });
                assert_eq!(!told.is_empty(), wrong, "{device:?} {wire}: {told}");
                assert!(!wrong || told.contains(ANA), "{told}");
            }
        }
    }
    let mut context = context(Locale::En);
    context.viewer = on(DeviceKind::Iphone);
    let told = all(
        &drawn(
            denial(vec![check("a", Verdict::Fail, None)], None),
            &context,
        ),
        ".elsewhere",
    );
    assert_eq!(
        crate::i18n::plain(&told[0]),
        format!(
            "You are looking at this on an iPhone. The device to fix is the Mac {ANA}. Follow the steps there."
        )
    );
}

fn filevault(address: &str) -> Denied {
    let mut denied = denial(vec![check("diskEncryptionType", Verdict::Fail, None)], None);
    let key =
        "idx.error.code.access_denied.device_assurance.remediation.macos.device_disk_encrypted";
    let fix = &mut denied.remediation.options[0].items[0];
    fix.instruction = Instruction::Built(Text::key(key));
    fix.guide = crate::flow::guide::guide(key, None, "14.3");
    fix.settings = OpenSettings::parse(address);
    fix.effort = Effort {
        minutes: Some(10),
        restart: true,
        admin: true,
    };
    fix.reason = Some(Text::key("device.assurance.reason.disk_encryption"));
    denied
}

#[test]
fn a_fix_has_steps_labels_a_reason_and_opens_the_place_on_the_device_itself_alone() {
    const PANE: &str =
        "x-apple.systempreferences:com.apple.settings.PrivacySecurity.extension?FileVault";
    let mut here = context(Locale::En);
    here.viewer = on(DeviceKind::Mac);
    let page = drawn(filevault(PANE), &here);
    assert_eq!(attributes(&page, ".check a.button", "href"), [PANE]);
    assert_eq!(
        all(&page, ".check a.button")
            .join("")
            .replace(['\u{2068}', '\u{2069}'], ""),
        "Open “FileVault”"
    );
    let place = "System Settings › Privacy & Security › FileVault";
    assert_eq!(all(&page, ".steps .place"), [place]);
    assert_eq!(
        attributes(&page, ".steps [data-copy]", "data-copy"),
        [place]
    );
    assert_eq!(all(&page, ".check ol.steps > li").len(), 4);
    let labels = all(&page, ".labels li")
        .join("|")
        .replace(['\u{2068}', '\u{2069}'], "");
    assert_eq!(
        labels,
        "About 10\u{a0}minutes|Needs a restart|Needs an administrator"
    );
    assert!(all(&page, ".why").join("").contains("lost or stolen"));
    assert!(
        all(&page, ".evidence").is_empty(),
        "an administrator's check shows no raw values"
    );
    // Elsewhere: no button, and the step names the device.
    for device in [Some(DeviceKind::Windows), Some(DeviceKind::Iphone), None] {
        let mut there = context(Locale::En);
        there.viewer.device = device;
        let page = drawn(filevault(PANE), &there);
        assert!(all(&page, ".check a.button").is_empty(), "{device:?}");
        assert_eq!(all(&page, ".steps .place"), [place]);
        let first = all(&page, ".steps li")[0].clone();
        assert_eq!(first.contains(ANA), device.is_some(), "{first}");
    }
    // No other scheme ever becomes a link.
    for address in [
        "javascript:alert(1)",
        "x-apple.systempreferences://evil",
        "ms-settings:\"><script>",
        "intent:#Intent;action=android.settings.SETTINGS;end",
        "file:///etc/passwd",
        "x-apple.systempreferencesx:y",
        "ms-settings",
        "http://help.example.com",
    ] {
        let page = drawn(filevault(address), &here);
        assert!(
            attributes(&page, ".check a", "href").is_empty(),
            "{address}"
        );
    }
}

#[test]
fn what_was_found_is_told_with_what_is_needed_and_how_long_ago() {
    let mut denied = denial(vec![check("osVersion", Verdict::Fail, None)], None);
    for seen in [
        denied.remediation.options[0].items[0].check.as_mut(),
        denied
            .remediation
            .observation
            .as_mut()
            .map(|seen| &mut seen.checks[0]),
    ]
    .into_iter()
    .flatten()
    {
        seen.name = None;
        seen.observed = Some("14.3".to_owned());
        seen.required = Some("14.4".to_owned());
    }
    let evidence = |denied: &Denied| {
        all(
            &drawn(denied.clone(), &context(Locale::En)),
            ".evidence > div",
        )
        .join("|")
        .replace(['\u{2068}', '\u{2069}'], "")
    };
    assert_eq!(
        evidence(&denied),
        "On this Mac14.3|Needed14.4 or later|Checked12\u{a0}seconds ago"
    );
    let mut checked = |text: &str| {
        if let Some(seen) = &mut denied.remediation.observation {
            seen.checked_at = Some(text.parse().expect("a time"));
        }
        evidence(&denied)
    };
    assert!(checked("2026-03-02T09:58:00Z").ends_with("Checked2\u{a0}minutes ago"));
    assert!(
        !checked("2026-03-02T08:58:00Z").contains("Checked"),
        "hours ago is not told so"
    );
    // A clock that is ahead makes nothing negative.
    assert!(checked("2026-03-02T10:00:20Z").ends_with("Checked0\u{a0}seconds ago"));
}

#[test]
fn alternatives_say_which_is_quickest_and_what_they_take() {
    let mut denied = denial(vec![check("a", Verdict::Fail, None)], None);
    let timed = |id: &str, minutes, restart| RemedyItem {
        effort: Effort {
            minutes: Some(minutes),
            restart,
            admin: false,
        },
        ..item(check(id, Verdict::Fail, None))
    };
    denied.remediation.options = vec![
        Remedy {
            title: None,
            items: vec![timed("a", 5, false), timed("b", 45, true)],
        },
        Remedy {
            title: None,
            items: vec![timed("c", 10, false)],
        },
    ];
    let page = drawn(denied, &context(Locale::En));
    let options = all(&page, ".option");
    assert_eq!(options.len(), 2);
    assert!(!options[0].contains("Quickest") && options[1].contains("Quickest"));
    let together = all(&page, ".together")
        .join("")
        .replace(['\u{2068}', '\u{2069}'], "");
    assert!(
        together.starts_with("About 50\u{a0}minutes altogether.")
            && together.contains("one restart"),
        "{together}"
    );
    assert_eq!(all(&page, "h2")[0], "Do one of these");
}

#[test]
fn links_show_where_they_lead_and_what_is_odd_about_it() {
    let mut denied = filevault("ms-settings:x");
    let mut told = |address: &str, label: Option<&str>| {
        denied.remediation.options[0].items[0].link =
            Link::parse(address, label.map(Text::verbatim));
        let page = drawn(denied.clone(), &context(Locale::En));
        (
            all(&page, ".check a").join(""),
            all(&page, ".check .odd").join(""),
        )
    };
    let (plain, odd) = told("https://help.example.com/a", None);
    assert!(
        plain.contains("help.example.com")
            && plain.contains("opens in a new tab")
            && odd.is_empty()
    );
    let (liar, _) = told("https://evil.example/", Some("https://help.example.com"));
    assert!(
        liar.contains("https://help.example.com") && liar.contains("evil.example "),
        "{liar}"
    );
    let (turned, _) = told("https://evil.example/", Some("\u{202e}moc.elpmaxe"));
    assert!(
        turned.contains("[U+202E]") && !turned.contains('\u{202e}'),
        "{turned}"
    );
    let (look_alike, odd) = told("https://\u{440}\u{430}ypal.example/", None);
    assert!(look_alike.contains("xn--ypal-43d9g.example") && odd.contains("unusual letters"));
    let (_, odd) = told("http://help.example.com/", None);
    assert!(odd.contains("Not encrypted"), "{odd}");
}

#[test]
fn help_is_at_the_same_place_in_the_same_order_in_every_state() {
    let mut context = context(Locale::En);
    context.brand.support = Support {
        phone: Some("+49 30 1234-5678".to_owned()),
        email: Some("help@example.com".to_owned()),
        hours: Some("Mon–Fri 8–18".to_owned()),
        page: Some("https://help.example.com/devices".to_owned()),
    };
    for (name, screen) in screens() {
        let page = Html::parse_document(&render(&screen, &context));
        let hrefs = attributes(&page, "footer a", "href");
        assert_eq!(
            hrefs[..3],
            [
                "tel:+493012345678",
                "mailto:help@example.com",
                "https://help.example.com/devices"
            ],
            "{name}"
        );
        assert!(hrefs.len() <= 4, "{name}: {hrefs:?}");
        assert!(
            all(&page, "footer").join("").contains("Mon–Fri 8–18"),
            "{name}"
        );
    }
}

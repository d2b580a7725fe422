//! Holds what must hold for any IDX response, for each of our samples or of another folder, and writes what people would see
//! as text and as HTML, and what would be sent where they fill every form, for comparing with recordings of an org or with
//! another client's samples:
//!
//! ```text
//! DOORSTEP_IDX_SAMPLES=folder DOORSTEP_IDX_DUMP=folder cargo test --features ssr --lib idx_samples
//! ```
//!
//! `error-NNN-….json` came with status NNN, any other `error….json` with 403, the rest with 200.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::PathBuf};

use scraper::{ElementRef, Html, Node};

use super::{all, attributes, filled, html};
use crate::{
    flow::{Answer, Posted, Screen, Setting, answer, samples},
    i18n::Locale,
};

/// What posts do that is answered by the page itself and not by the server.
const OWN: [&str; 3] = ["preferences", "start-again", "handout"];

#[expect(
    clippy::disallowed_methods,
    reason = "which folder is told to the test, not to the program"
)]
fn folder(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).map(PathBuf::from)
}

fn status(name: &str) -> u16 {
    match name.strip_prefix("error") {
        None => 200,
        Some(rest) => rest
            .strip_prefix('-')
            .and_then(|rest| rest.split('-').next()?.parse().ok())
            .unwrap_or(403),
    }
}

fn screen(name: &str, body: &[u8]) -> Screen {
    let setting = Setting {
        page: String::from("https://signin.example.com/signin/f1"),
        ..Setting::default()
    };
    samples::screen(status(name), body, &setting)
}

/// What is on the page, block by block.
fn text(page: &Html) -> String {
    let mut out = String::new();
    for title in all(page, "title") {
        let _ = writeln!(out, "TITLE {title}");
    }
    let main = scraper::Selector::parse("main").expect("a selector");
    for element in page.select(&main) {
        walk(element, &mut out);
    }
    let mut lines: Vec<String> = Vec::new();
    for line in out
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.trim().is_empty())
    {
        lines.push(line.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    lines.join("\n") + "\n"
}

fn walk(element: ElementRef<'_>, out: &mut String) {
    let own = element.value();
    let attribute = |name: &str| own.attr(name).unwrap_or_default();
    let said = element.text().collect::<String>();
    match own.name() {
        "svg" | "script" | "template" => return,
        "input" if attribute("type") == "hidden" => return,
        "input" | "select" | "textarea" => {
            let mut shown = vec![own.name().to_owned()];
            for name in [
                "type",
                "name",
                "value",
                "checked",
                "autocomplete",
                "inputmode",
                "required",
                "readonly",
                "hidden",
                "minlength",
                "maxlength",
                "aria-describedby",
            ] {
                if let Some(value) = own.attr(name) {
                    shown.push(format!("{name}={value}"));
                }
            }
            let _ = writeln!(out, "\n  [{}]", shown.join(" "));
        }
        "option" => {
            let _ = writeln!(
                out,
                "\n    - {} = {}{}",
                attribute("value"),
                said,
                if own.attr("selected").is_some() {
                    " *"
                } else {
                    ""
                }
            );
            return;
        }
        "button" => {
            let _ = writeln!(
                out,
                "\n  <<{}>> {}={}{}",
                said.split_whitespace().collect::<Vec<_>>().join(" "),
                attribute("name"),
                attribute("value"),
                if own.attr("hidden").is_some() {
                    " hidden"
                } else {
                    ""
                }
            );
            return;
        }
        "img" => {
            let _ = writeln!(out, "\n  (image {})", attribute("alt"));
        }
        "a" => {
            let _ = write!(out, " {{{} -> {}}} ", said.trim(), attribute("href"));
            return;
        }
        "h1" | "h2" | "h3" | "h4" | "h5" => {
            let _ = writeln!(out, "\n{} {said}", own.name());
            return;
        }
        "li" => out.push_str("\n* "),
        "p" | "div" | "form" | "section" | "fieldset" | "ul" | "ol" | "dl" | "dt" => out.push('\n'),
        "legend" | "label" => {
            let _ = write!(out, "\n{}: ", own.name());
        }
        _ => {}
    }
    for child in element.children() {
        match child.value() {
            Node::Text(text) => out.push_str(text),
            Node::Element(_) => {
                if let Some(child) = ElementRef::wrap(child) {
                    walk(child, out);
                }
            }
            _ => {}
        }
    }
    if matches!(own.name(), "p" | "li" | "label" | "legend") {
        out.push('\n');
    }
}

/// What must hold for any response at all.
fn faults(name: &str, text: &str, page: &Html, body: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if all(page, "h1").len() != 1 {
        faults.push(format!("{name}: not one heading"));
    }
    for empty in all(page, "main button").iter().chain(&all(page, "main a")) {
        if empty.is_empty() {
            faults.push(format!("{name}: a button or link without words"));
        }
    }
    let ids = attributes(page, "[id]", "id");
    let unique: std::collections::BTreeSet<&String> = ids.iter().collect();
    if unique.len() != ids.len() {
        faults.push(format!("{name}: an id is there twice"));
    }
    for label in all(page, "main label")
        .iter()
        .chain(&all(page, "main legend"))
    {
        if label.is_empty() || label.contains("credentials.") || label.contains("userProfile.") {
            faults.push(format!("{name}: a field is called “{label}”"));
        }
    }
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let buttons = scraper::Selector::parse("main button[name]").expect("a selector");
    for button in page.select(&buttons) {
        groups
            .entry(button.attr("name").unwrap_or_default().to_owned())
            .or_default()
            .push(button.text().collect::<String>().trim().to_owned());
    }
    for (group, labels) in groups {
        let different: std::collections::BTreeSet<&String> = labels.iter().collect();
        if different.len() != labels.len() {
            faults.push(format!(
                "{name}: {group} has buttons of one name: {labels:?}"
            ));
        }
    }
    let handle = serde_json::from_str::<serde_json::Value>(body)
        .ok()
        .and_then(|body| Some(body.get("stateHandle")?.as_str()?.to_owned()))
        .filter(|handle| handle.len() > 8);
    if handle.is_some_and(|handle| text.contains(&handle)) {
        faults.push(format!("{name}: the state handle is on the page"));
    }
    faults
}

/// What is sent for every button of the page, where people have filled what is beside it; and buttons that lead nowhere.
fn sent(name: &str, page: &Html, body: &str, faults: &mut Vec<String>) -> String {
    let mut out = String::new();
    let Ok(reply) = samples::reply(status(name), body.as_bytes()) else {
        return out;
    };
    for (button, pairs) in filled::posts(page) {
        let posted = Posted::new(pairs);
        if OWN.contains(&posted.form()) {
            continue;
        }
        let form = posted.form().to_owned();
        let _ = match answer(&reply.transaction, &posted) {
            Answer::Submit { form: to, body } => {
                writeln!(out, "{form} «{button}» POST {} {}", to.href, body.0)
            }
            Answer::Incomplete(_) => {
                faults.push(format!("{name}: “{button}” of {form} is never answered"));
                writeln!(out, "{form} «{button}» INCOMPLETE")
            }
            Answer::Stale => {
                faults.push(format!("{name}: “{button}” of {form} leads nowhere"));
                writeln!(out, "{form} «{button}» NOWHERE")
            }
        };
    }
    out
}

#[test]
fn idx_samples_of_a_folder_can_be_read_as_text() {
    let ours = concat!(env!("CARGO_MANIFEST_DIR"), "/src/flow/samples");
    let from = folder("DOORSTEP_IDX_SAMPLES").unwrap_or_else(|| PathBuf::from(ours));
    let to = folder("DOORSTEP_IDX_DUMP");
    let mut found = Vec::new();
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let body = fs::read_to_string(&path).expect("a file");
        let screen = screen(&name, body.as_bytes());
        for locale in Locale::ALL {
            let (source, page) = html(&screen, *locale);
            if *locale == Locale::En {
                found.extend(faults(&name, &source, &page, &body));
                let sent = sent(&name, &page, &body, &mut found);
                if let Some(to) = &to {
                    fs::create_dir_all(to.join("sent")).expect("a folder");
                    fs::write(to.join("sent").join(format!("{name}.txt")), sent).expect("written");
                }
            }
            if let Some(to) = &to {
                let folder = to.join(locale.tag());
                fs::create_dir_all(&folder).expect("a folder");
                fs::write(folder.join(format!("{name}.txt")), text(&page)).expect("written");
                fs::write(folder.join(format!("{name}.html")), &source).expect("written");
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

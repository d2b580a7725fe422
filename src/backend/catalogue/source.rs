//! Where new data comes from: a catalogue in our own form, or endoflife.date's API (version 1, described at
//! <https://endoflife.date/docs/api/v1/>). What a source says beyond what is needed is ignored, and so is what cannot be
//! understood; whether the rest is good is judged in `update`.

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use crate::backend::evaluation::{Platform, Release, Version, VersionCatalogue};

/// The products of endoflife.date that are needed, and the platforms that they are.
pub const PRODUCTS: [(&str, Platform); 4] = [
    ("android", Platform::Android),
    ("ios", Platform::Ios),
    ("macos", Platform::Macos),
    ("windows", Platform::Windows),
];

/// Why documents are no source.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not JSON of a form that is known.
    #[error(
        "the data is neither a versions catalogue (asOf, releases) nor an answer of endoflife.date's API (result)"
    )]
    Form,
    /// It does not say how old it is.
    #[error("the data does not say from which day it is")]
    Undated,
    /// None of the platforms is in it.
    #[error("the data has no release of Android, iOS, macOS or Windows that is supported")]
    Nothing,
}

/// An answer of endoflife.date's API about one product or all.
#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    generated_at: Option<String>,
    #[serde(default)]
    last_modified: Option<String>,
    result: Value,
}

/// A product, as far as it is needed.
#[derive(Deserialize)]
struct Product {
    name: String,
    #[serde(default)]
    releases: Vec<Value>,
}

/// A release cycle, as far as it is needed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cycle {
    name: String,
    #[serde(default)]
    release_date: Option<Date>,
    #[serde(default)]
    is_lts: bool,
    #[serde(default)]
    is_eol: bool,
    #[serde(default)]
    is_maintained: Option<bool>,
    #[serde(default)]
    latest: Option<Latest>,
}

#[derive(Deserialize)]
struct Latest {
    name: String,
}

impl Cycle {
    fn is_supported(&self) -> bool {
        self.is_maintained.unwrap_or(!self.is_eol)
    }
}

/// Reads `documents`: one in our own form, or one or several of endoflife.date's answers. `known` is the data so far: of
/// Windows' long-term lines only those are taken that it has, since the source does not tell their patch level.
///
/// # Errors
/// Where that cannot be understood.
pub fn read(documents: &[Value], known: &VersionCatalogue) -> Result<VersionCatalogue, Unreadable> {
    if let [document] = documents
        && document.get("asOf").is_some()
    {
        return serde_json::from_value(document.clone()).map_err(|_| Unreadable::Form);
    }
    let mut found = VersionCatalogue {
        as_of: Date::MAX,
        source: String::from("endoflife.date"),
        releases: std::collections::BTreeMap::new(),
    };
    for document in documents {
        let answer = Answer::deserialize(document).map_err(|_| Unreadable::Form)?;
        let date = |text: &Option<String>| text.as_ref()?.get(..10)?.parse::<Date>().ok();
        let as_of = date(&answer.generated_at)
            .or_else(|| date(&answer.last_modified))
            .ok_or(Unreadable::Undated)?;
        // As old as its oldest part.
        found.as_of = found.as_of.min(as_of);
        let products = match answer.result {
            Value::Array(all) => all,
            one => vec![one],
        };
        for product in products {
            let Ok(product) = serde_json::from_value::<Product>(product) else {
                continue;
            };
            let platform = PRODUCTS
                .iter()
                .find(|(name, _)| *name == product.name)
                .map(|(_, platform)| *platform);
            let Some(platform) = platform else { continue };
            let releases = match platform {
                Platform::Windows => windows(&cycles(product, as_of), known),
                _ => others(&cycles(product, as_of)),
            };
            if !releases.is_empty() {
                found.releases.insert(platform, releases);
            }
        }
    }
    if found.releases.is_empty() {
        return Err(Unreadable::Nothing);
    }
    Ok(found)
}

/// The cycles of a product that are out.
fn cycles(product: Product, as_of: Date) -> Vec<Cycle> {
    product
        .releases
        .into_iter()
        .filter_map(|release| serde_json::from_value::<Cycle>(release).ok())
        .filter(|cycle| cycle.release_date.is_none_or(|date| date <= as_of))
        .collect()
}

/// Major versions of Android, iOS and macOS: those that are supported without a gap from the newest on. Behind a gap
/// there are only old devices that get a patch now and then and can run nothing newer.
fn others(cycles: &[Cycle]) -> Vec<Release> {
    let mut all: Vec<_> = cycles
        .iter()
        .filter_map(|cycle| Some((Version::strict(&cycle.name)?, cycle)))
        .collect();
    all.sort_by(|(a, _), (b, _)| b.cmp(a));
    let mut releases: Vec<Release> = Vec::new();
    for (version, cycle) in all
        .into_iter()
        .take_while(|(_, cycle)| cycle.is_supported())
    {
        let latest = cycle
            .latest
            .as_ref()
            .map_or(&cycle.name, |latest| &latest.name);
        match releases.last_mut() {
            // Android 12L is 12.1: the same major version begins at 12.
            Some(newer)
                if Version::strict(&newer.starts_at)
                    .is_some_and(|newer| newer.part(0) == version.part(0)) =>
            {
                newer.starts_at.clone_from(&cycle.name);
            }
            _ => releases.push(Release {
                starts_at: cycle.name.clone(),
                latest: latest.clone(),
                patches: Vec::new(),
            }),
        }
    }
    releases
}

/// Windows 11 and 10, each with its lines: their names are `11-25h2-e`, their newest versions builds.
fn windows(cycles: &[Cycle], known: &VersionCatalogue) -> Vec<Release> {
    let known_lines: Vec<Version> = known
        .releases
        .get(&Platform::Windows)
        .into_iter()
        .flatten()
        .flat_map(|release| release.patches.iter())
        .filter_map(|patch| Version::strict(patch))
        .collect();
    let lines = |prefix: &str| {
        let mut lines: Vec<(Version, String)> = cycles
            .iter()
            .filter(|cycle| cycle.name.starts_with(prefix) && cycle.is_supported())
            .filter_map(|cycle| {
                let text = cycle.latest.as_ref()?.name.clone();
                let build = Version::strict(&text)?;
                let is_known = known_lines.iter().any(|line| same_line(line, &build));
                (!cycle.is_lts || is_known).then_some((build, text))
            })
            .collect();
        lines.sort_by(|(a, _), (b, _)| b.cmp(a));
        lines.dedup_by(|(a, _), (b, _)| a == b);
        lines.into_iter().map(|(_, text)| text).collect::<Vec<_>>()
    };
    [("11-", "10.0.22000"), ("10-", "10.0")]
        .into_iter()
        .filter_map(|(prefix, starts_at)| {
            let patches = lines(prefix);
            Some(Release {
                starts_at: starts_at.to_owned(),
                latest: patches.first()?.clone(),
                patches,
            })
        })
        .collect()
}

/// Whether two versions of Windows are of one line: the first three parts name it.
pub(super) fn same_line(a: &Version, b: &Version) -> bool {
    (0..3).all(|part| a.part(part) == b.part(part))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer(product: &str, releases: &Value) -> Value {
        json!({
            "schema_version": "1.2.1", "generated_at": "2026-11-20T03:11:21+00:00",
            "last_modified": "2026-11-18T00:00:00+00:00",
            "result": {"name": product, "category": "os", "releases": releases},
        })
    }

    fn cycle(name: &str, maintained: bool, latest: Option<&str>) -> Value {
        json!({
            "name": name, "codename": "X", "label": name, "releaseDate": "2025-01-01", "isLts": false,
            "isEol": !maintained, "isMaintained": maintained,
            "latest": latest.map(|latest| json!({"name": latest, "date": "2026-11-01", "link": null})),
        })
    }

    #[test]
    fn the_majors_that_are_supported_without_a_gap_are_taken() {
        let ios = answer(
            "ios",
            &json!([
                cycle("26", true, Some("26.8")),
                cycle("27", true, Some("27.0.1")),
                cycle("18", true, Some("18.8")),
                cycle("17", false, Some("17.7.7")),
                cycle("16", true, Some("16.7.16")),
                {"name": "28", "releaseDate": "2027-09-15", "isMaintained": true},
                {"nonsense": true},
            ]),
        );
        let android = answer(
            "android",
            &json!([
                cycle("17", true, None),
                cycle("12.1", true, None),
                cycle("12", true, None)
            ]),
        );
        let found = read(&[ios, android], &VersionCatalogue::default()).unwrap();
        let of = |platform| -> Vec<(&str, &str)> {
            found.releases[&platform]
                .iter()
                .map(|release| (release.starts_at.as_str(), release.latest.as_str()))
                .collect()
        };
        assert_eq!(
            of(Platform::Ios),
            [("27", "27.0.1"), ("26", "26.8"), ("18", "18.8")]
        );
        assert_eq!(of(Platform::Android), [("17", "17"), ("12", "12.1")]);
        assert_eq!(found.as_of.to_string(), "2026-11-20");
    }

    #[test]
    fn lines_of_windows_are_its_builds_and_long_term_ones_only_where_they_are_known() {
        let lts = |name: &str, latest: &str| {
            let mut cycle = cycle(name, true, Some(latest));
            cycle["isLts"] = json!(true);
            cycle
        };
        let windows = answer(
            "windows",
            &json!([
                cycle("11-25h2-e", true, Some("10.0.26200")),
                cycle("11-25h2-w", true, Some("10.0.26200")),
                cycle("11-26h1-w", true, Some("10.0.28000")),
                cycle("11-21h2-e", false, Some("10.0.22000")),
                cycle("10-22h2", true, Some("10.0.19045")),
                lts("10-21h2-e-lts", "10.0.19044"),
                lts("10-1809-e-lts", "10.0.17763"),
            ]),
        );
        let found = read(&[windows], &VersionCatalogue::default()).unwrap();
        let releases = &found.releases[&Platform::Windows];
        assert_eq!(releases[0].patches, ["10.0.28000", "10.0.26200"]);
        assert_eq!(releases[0].starts_at, "10.0.22000");
        assert_eq!(releases[1].patches, ["10.0.19045", "10.0.19044"]);
        assert_eq!(found.problems(found.as_of), Vec::<String>::new());
    }

    #[test]
    fn all_products_at_once_and_our_own_form_are_read_too() {
        let all = json!({
            "generated_at": "2026-11-20T00:00:00Z",
            "result": [
                {"name": "nginx", "releases": []},
                {"name": "macos", "releases": [cycle("27", true, Some("27.1"))]},
            ],
        });
        let found = read(&[all], &VersionCatalogue::default()).unwrap();
        assert_eq!(found.releases.len(), 1);
        let own = VersionCatalogue::default();
        assert_eq!(read(&[json!(own)], &own).unwrap(), own);
    }

    #[test]
    fn what_is_no_source_is_refused() {
        let known = VersionCatalogue::default();
        let refused = |document: Value| read(&[document], &known).unwrap_err();
        assert_eq!(refused(json!([])), Unreadable::Form);
        assert_eq!(
            refused(json!({"asOf": "soon", "releases": {}})),
            Unreadable::Form
        );
        assert_eq!(
            refused(json!({"result": {"name": "macos", "releases": []}})),
            Unreadable::Undated
        );
        assert_eq!(refused(answer("macos", &json!([]))), Unreadable::Nothing);
        assert_eq!(
            refused(answer("macos", &json!([cycle("26", false, None)]))),
            Unreadable::Nothing
        );
    }
}

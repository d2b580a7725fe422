//! New data beside the data that holds: what changes, and what must not. Good data is never replaced by worse.

use std::fmt;

use jiff::civil::Date;

use super::source::same_line;
use crate::backend::evaluation::{Platform, Release, Version, VersionCatalogue};

/// One thing that an update changes, as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change(pub String);

impl fmt::Display for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Why new data was not taken.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the new data was not taken: {}", .0.join("; "))]
pub struct Refused(pub Vec<String>);

/// What holds after `new` was taken in beside `current`, and what is different then; no change, where `new` says
/// nothing new.
///
/// A platform that `new` leaves out stays as it is, and so does the date. A patch of which `new` knows less than `current` (Windows' build
/// without its last part) stays, too.
///
/// # Errors
/// Where `new` is older, contradicts itself, or would take something back.
pub fn merge(
    current: &VersionCatalogue,
    mut new: VersionCatalogue,
    today: Date,
) -> Result<(VersionCatalogue, Vec<Change>), Refused> {
    let mut problems = new.problems(today);
    if new.as_of < current.as_of {
        problems.push(format!(
            "it is of {}, and what is known is of {}",
            new.as_of, current.as_of
        ));
    }
    if !problems.is_empty() {
        return Err(Refused(problems));
    }
    let mut changes = Vec::new();
    let was = current.as_of;
    for (platform, old) in &current.releases {
        match new.releases.get_mut(platform) {
            None => {
                // As old as its oldest part.
                new.as_of = was;
                new.releases.insert(*platform, old.clone());
                changes.push(Change(format!(
                    "{}: not in the new data, stays as it is",
                    platform.as_str()
                )));
            }
            Some(releases) => {
                for release in releases.iter_mut() {
                    if let Some(known) = same_start(old, release) {
                        keep_finer(release, known);
                    }
                }
                problems.extend(taken_back(*platform, old, releases));
                changes.extend(differences(*platform, old, releases));
            }
        }
    }
    for (platform, releases) in &new.releases {
        if !current.releases.contains_key(platform) {
            changes.extend(differences(*platform, &[], releases));
        }
    }
    problems.extend(new.problems(today));
    if !problems.is_empty() {
        return Err(Refused(problems));
    }
    if new.as_of == current.as_of && new.releases == current.releases {
        changes.clear();
    } else if new.as_of != current.as_of {
        changes.push(Change(format!(
            "as of {} (was {})",
            new.as_of, current.as_of
        )));
    }
    Ok((new, changes))
}

fn same_start<'a>(list: &'a [Release], release: &Release) -> Option<&'a Release> {
    let start = Version::strict(&release.starts_at)?;
    list.iter()
        .find(|known| Version::strict(&known.starts_at).is_some_and(|known| known == start))
}

/// Each line's newest patch; one, where there are no lines.
fn lines(release: &Release) -> Vec<&String> {
    if release.patches.is_empty() {
        vec![&release.latest]
    } else {
        release.patches.iter().collect()
    }
}

/// Takes over what `known` knows more exactly.
fn keep_finer(release: &mut Release, known: &Release) {
    let finer = |text: &str| -> Option<String> {
        let version = Version::strict(text)?;
        lines(known).into_iter().find_map(|candidate| {
            let exact = Version::strict(candidate)?;
            let begins = (0..version.parts()).all(|part| exact.part(part) == version.part(part));
            (begins && exact.parts() > version.parts() && exact > version)
                .then(|| candidate.clone())
        })
    };
    for text in release.patches.iter_mut().chain([&mut release.latest]) {
        if let Some(exact) = finer(text) {
            *text = exact;
        }
    }
}

/// What the new data of a platform would take back.
fn taken_back(platform: Platform, old: &[Release], new: &[Release]) -> Vec<String> {
    let name = platform.as_str();
    let mut problems = Vec::new();
    let version = |text: &str| Version::strict(text);
    let start = |list: &[Release]| list.first().and_then(|first| version(&first.starts_at));
    if start(new) < start(old) {
        problems.push(format!(
            "{name}: the newest major version would be {} again",
            new.first().map_or("none", |first| first.starts_at.as_str())
        ));
    }
    if new.len() < 2 && old.len() >= 2 {
        problems.push(format!(
            "{name}: only one major version would be left, and requirements may ask for the one before"
        ));
    }
    let oldest = new.last().and_then(|last| version(&last.starts_at));
    for known in old {
        match same_start(new, known) {
            None if version(&known.starts_at) > oldest => problems.push(format!(
                "{name}: {} would be missing between others",
                known.starts_at
            )),
            None => {}
            Some(release) => {
                for patch in lines(known) {
                    let Some(exact) = version(patch) else {
                        continue;
                    };
                    let lower = lines(release)
                        .into_iter()
                        .filter_map(|text| Some((version(text)?, text)))
                        .find(|(candidate, _)| {
                            let one_line = known.patches.is_empty() || release.patches.is_empty();
                            (one_line || same_line(candidate, &exact)) && *candidate < exact
                        });
                    if let Some((_, text)) = lower {
                        problems.push(format!(
                            "{name} {}: {text} is older than {patch}, which is known",
                            known.starts_at
                        ));
                    }
                }
            }
        }
    }
    problems
}

fn differences(platform: Platform, old: &[Release], new: &[Release]) -> Vec<Change> {
    let name = platform.as_str();
    let mut changes = Vec::new();
    for release in new {
        match same_start(old, release) {
            None => changes.push(format!(
                "{name}: {} is new, newest version {}",
                release.starts_at, release.latest
            )),
            Some(known) if known.latest != release.latest => changes.push(format!(
                "{name} {}: newest version {} (was {})",
                release.starts_at, release.latest, known.latest
            )),
            Some(known) if known.patches != release.patches => changes.push(format!(
                "{name} {}: patches {} (were {})",
                release.starts_at,
                release.patches.join(", "),
                known.patches.join(", ")
            )),
            Some(_) => {}
        }
    }
    for known in old {
        if same_start(new, known).is_none() {
            changes.push(format!(
                "{name}: {} is no longer supported",
                known.starts_at
            ));
        }
    }
    changes.into_iter().map(Change).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::{Value, json};

    use super::*;

    fn catalogue(as_of: &str, releases: &Value) -> VersionCatalogue {
        serde_json::from_value(json!({"asOf": as_of, "releases": releases})).unwrap()
    }

    fn current() -> VersionCatalogue {
        catalogue(
            "2026-08-22",
            &json!({
                "MACOS": [{"startsAt": "26", "latest": "26.6.2"}, {"startsAt": "15", "latest": "15.7.9"},
                    {"startsAt": "14", "latest": "14.8.9"}],
                "WINDOWS": [{"startsAt": "10.0.22000", "latest": "10.0.26200.9168",
                    "patches": ["10.0.26200.9168", "10.0.26100.9168"]}],
            }),
        )
    }

    fn merged(as_of: &str, releases: &Value) -> Result<(VersionCatalogue, Vec<String>), Refused> {
        merge(&current(), catalogue(as_of, releases), date(2026, 11, 23))
            .map(|(new, changes)| (new, changes.iter().map(ToString::to_string).collect()))
    }

    #[test]
    fn what_changes_is_told() {
        let (new, changes) = merged(
            "2026-11-20",
            &json!({"MACOS": [{"startsAt": "27", "latest": "27.1"}, {"startsAt": "26", "latest": "26.7"},
                {"startsAt": "15", "latest": "15.7.9"}]}),
        )
        .unwrap();
        assert_eq!(
            changes,
            [
                "MACOS: 27 is new, newest version 27.1",
                "MACOS 26: newest version 26.7 (was 26.6.2)",
                "MACOS: 14 is no longer supported",
                "WINDOWS: not in the new data, stays as it is",
            ]
        );
        assert_eq!(new.as_of, current().as_of, "as old as its oldest part");
        assert_eq!(
            new.releases[&Platform::Windows],
            current().releases[&Platform::Windows]
        );
    }

    #[test]
    fn the_date_moves_with_data_of_all_platforms() {
        let all = VersionCatalogue {
            as_of: date(2026, 11, 20),
            ..current()
        };
        let (new, changes) = merge(&current(), all.clone(), date(2026, 11, 23)).unwrap();
        assert_eq!(new, all);
        assert_eq!(changes[0].to_string(), "as of 2026-11-20 (was 2026-08-22)");
    }

    #[test]
    fn the_same_again_changes_nothing() {
        let (new, changes) = merge(&current(), current(), date(2026, 11, 23)).unwrap();
        assert_eq!((new, changes), (current(), Vec::new()));
    }

    #[test]
    fn a_patch_is_not_forgotten_where_the_new_data_knows_only_the_build() {
        let (new, changes) = merged(
            "2026-11-20",
            &json!({"WINDOWS": [{"startsAt": "10.0.22000", "latest": "10.0.26300",
                "patches": ["10.0.26300", "10.0.26200", "10.0.26100.9999"]}]}),
        )
        .unwrap();
        assert_eq!(
            new.releases[&Platform::Windows][0].patches,
            ["10.0.26300", "10.0.26200.9168", "10.0.26100.9999"]
        );
        assert!(
            changes
                .iter()
                .any(|change| change.contains("10.0.26300 (was")),
            "{changes:?}"
        );
    }

    #[test]
    fn good_data_is_never_replaced_by_worse() {
        let cases = [
            (
                "2026-08-21",
                json!({"MACOS": [{"startsAt": "27", "latest": "27"}, {"startsAt": "26", "latest": "26.6.2"}]}),
                "is of 2026-08-21",
            ),
            (
                "2026-12-31",
                json!({"MACOS": [{"startsAt": "27", "latest": "27"}, {"startsAt": "26", "latest": "26.6.2"}]}),
                "future",
            ),
            (
                "2026-11-20",
                json!({"MACOS": [{"startsAt": "26", "latest": "26.6.1"}, {"startsAt": "15", "latest": "15.7.9"}]}),
                "26.6.1 is older than 26.6.2",
            ),
            (
                "2026-11-20",
                json!({"MACOS": [{"startsAt": "15", "latest": "15.7.9"}, {"startsAt": "14", "latest": "14.8.9"}]}),
                "would be 15 again",
            ),
            (
                "2026-11-20",
                json!({"MACOS": [{"startsAt": "26", "latest": "26.7"}]}),
                "only one",
            ),
            (
                "2026-11-20",
                json!({"MACOS": [{"startsAt": "26", "latest": "26.7"}, {"startsAt": "14", "latest": "14.8.9"}]}),
                "15 would be missing",
            ),
            (
                "2026-11-20",
                json!({"MACOS": [{"startsAt": "26", "latest": "x"}, {"startsAt": "15", "latest": "15.7.9"}]}),
                "digits",
            ),
            (
                "2026-11-20",
                json!({"WINDOWS": [{"startsAt": "10.0.22000", "latest": "10.0.26200.9168",
                "patches": ["10.0.26200.9168", "10.0.26100.9000"]}]}),
                "10.0.26100.9000 is older",
            ),
            ("2026-11-20", json!({}), "no platform"),
        ];
        for (as_of, releases, told) in cases {
            let refused = merged(as_of, &releases).unwrap_err().to_string();
            assert!(refused.contains(told), "{told}: {refused}");
        }
    }
}

//! Which versions of the operating systems are the newest: what dynamic requirements are computed from. Data, with the
//! day it was put together; never fetched while a device is evaluated.

use std::{collections::BTreeMap, sync::LazyLock};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Platform, Version};

/// Days after which the data counts as old: vendors patch monthly, so three patches are missing by then.
pub const CATALOGUE_STALE_AFTER_DAYS: i32 = 90;

/// The most major versions of one platform, and the most lines of one major version, that are believable.
const MOST: usize = 32;

static BUILT_IN: LazyLock<VersionCatalogue> = LazyLock::new(|| {
    // A test reads the file; nothing else can make it unreadable.
    serde_json::from_str(include_str!("catalogue.json")).unwrap_or_else(|_| VersionCatalogue {
        as_of: Date::ZERO,
        source: String::new(),
        releases: BTreeMap::new(),
    })
});

/// Major versions that their vendors support.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VersionCatalogue {
    /// The day on which the data was put together.
    pub as_of: Date,
    /// Where it comes from, for people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Per platform, newest major version first.
    pub releases: BTreeMap<Platform, Vec<Release>>,
}

/// A supported major version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Release {
    /// Where it begins: a device at or above it, and below the next newer one, runs this major version.
    pub starts_at: String,
    /// Its newest security patch.
    pub latest: String,
    /// The newest patch of each of its lines, newest first, where several are patched side by side: Windows 11's
    /// yearly versions. The first three parts name the line. Empty where there is one line only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub patches: Vec<String>,
}

/// A release whose versions were read.
#[derive(Debug, Clone)]
pub(super) struct Major<'a> {
    /// Where it begins.
    pub(super) starts_at: Version,
    /// As it is written.
    pub(super) release: &'a Release,
    /// Where each line begins, its newest patch, and that as it is written; newest line first, never empty.
    lines: Vec<(Version, Version, &'a str)>,
}

impl Major<'_> {
    /// The patch that a device of `version` must have: that of the line it runs, which is the newest one at or below
    /// its version. A device below all lines needs the oldest line's.
    pub(super) fn patch_for(&self, version: &Version) -> Option<&(Version, Version, &str)> {
        self.lines
            .iter()
            .find(|(start, _, _)| version >= start)
            .or_else(|| self.lines.last())
    }

    /// Whether `version` has the newest security patch.
    pub(super) fn is_patched(&self, version: &Version) -> bool {
        self.patch_for(version)
            .is_some_and(|(_, patch, _)| version >= patch)
    }
}

impl Release {
    /// Its versions, read; `None` where one of them is none.
    fn read(&self) -> Option<Major<'_>> {
        let starts_at = Version::strict(&self.starts_at)?;
        let lines = if self.patches.is_empty() {
            vec![(
                starts_at.clone(),
                Version::strict(&self.latest)?,
                self.latest.as_str(),
            )]
        } else {
            let line = |text: &'_ String| {
                let patch = Version::strict(text)?;
                Some((patch.first(3), patch))
            };
            self.patches
                .iter()
                .map(|text| line(text).map(|(start, patch)| (start, patch, text.as_str())))
                .collect::<Option<_>>()?
        };
        Some(Major {
            starts_at,
            release: self,
            lines,
        })
    }
}

impl Default for VersionCatalogue {
    /// The data that comes with the program.
    fn default() -> Self {
        Self::built_in().clone()
    }
}

impl VersionCatalogue {
    /// The data that comes with the program.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// How many days old the data is on `today`.
    pub fn age_in_days(&self, today: Date) -> i32 {
        (today - self.as_of).get_days()
    }

    /// Whether the data is so old on `today` that devices with all patches may be missing from it.
    pub fn is_stale(&self, today: Date) -> bool {
        self.age_in_days(today) > CATALOGUE_STALE_AFTER_DAYS
    }

    /// What is wrong with the data, a sentence each; nothing, where it can be used on `today`.
    pub fn problems(&self, today: Date) -> Vec<String> {
        let mut problems = Vec::new();
        // The next day begins earlier elsewhere.
        if self.as_of > today.tomorrow().unwrap_or(today) {
            problems.push(format!("asOf {} is in the future", self.as_of));
        }
        if self.releases.is_empty() {
            problems.push(String::from("there is no platform in it"));
        }
        for (platform, releases) in &self.releases {
            let name = platform.as_str();
            if releases.is_empty() || releases.len() > MOST {
                problems.push(format!(
                    "{name} has {} major versions: 1 to {MOST} make sense",
                    releases.len()
                ));
            }
            let mut newer: Option<Version> = None;
            for release in releases {
                let Some(major) = release.read().filter(|_| release.patches.len() <= MOST) else {
                    problems.push(format!(
                        "{name} {}: its versions must be digits and single dots",
                        release.starts_at
                    ));
                    continue;
                };
                problems.extend(
                    release_problems(release, &major, newer.as_ref())
                        .into_iter()
                        .map(|what| format!("{name} {}: {what}", release.starts_at)),
                );
                newer = Some(major.starts_at);
            }
        }
        problems
    }

    /// The major versions of `platform`, newest first.
    pub(super) fn majors(&self, platform: Platform) -> Vec<Major<'_>> {
        let releases = self
            .releases
            .get(&platform)
            .map(Vec::as_slice)
            .unwrap_or_default();
        releases.iter().filter_map(Release::read).collect()
    }
}

/// What is wrong with one release, of which `newer` is where the next newer one begins.
fn release_problems(
    release: &Release,
    major: &Major<'_>,
    newer: Option<&Version>,
) -> Vec<&'static str> {
    let mut problems = Vec::new();
    let latest = Version::strict(&release.latest);
    if newer.is_some_and(|newer| major.starts_at >= *newer) {
        problems.push("newer major versions must stand before older ones, each once");
    }
    let outside = |version: &Version| {
        *version < major.starts_at || newer.is_some_and(|newer| version >= newer)
    };
    if latest.as_ref().is_none_or(outside) {
        problems.push("latest must be a version of this major version");
    }
    if major.lines.iter().any(|(_, patch, _)| outside(patch)) {
        problems.push("patches must be versions of this major version");
    }
    if !major.lines.is_sorted_by(|(a, _, _), (b, _, _)| a > b) {
        problems.push("newer patches must stand before older ones, one for each line");
    }
    if latest.as_ref() != major.lines.first().map(|(_, patch, _)| patch) {
        problems.push("latest must be the first of patches");
    }
    if major.starts_at.parts() > 4
        || latest.is_some_and(|latest| latest.parts() > 4)
        || major.lines.iter().any(|(_, patch, _)| patch.parts() > 4)
    {
        problems.push("versions have up to four parts");
    }
    problems
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::{Value, json};

    use super::*;

    fn catalogue(releases: &Value) -> VersionCatalogue {
        serde_json::from_value(json!({"asOf": "2026-01-31", "releases": releases})).unwrap()
    }

    #[test]
    fn the_data_that_comes_with_the_program_is_good_and_knows_every_platform_with_versions() {
        let file: VersionCatalogue =
            serde_json::from_str(include_str!("catalogue.json")).expect("catalogue.json");
        assert_eq!(&file, VersionCatalogue::built_in());
        assert_eq!(file.problems(file.as_of), Vec::<String>::new());
        for platform in [
            Platform::Android,
            Platform::Ios,
            Platform::Macos,
            Platform::Windows,
        ] {
            assert!(file.majors(platform).len() >= 2, "{platform:?}");
        }
        assert!(!file.source.is_empty(), "it says where it comes from");
    }

    #[test]
    fn it_is_stale_from_the_ninety_first_day_on() {
        let data = catalogue(&json!({"MACOS": [{"startsAt": "26", "latest": "26.1"}]}));
        assert!(!data.is_stale(date(2026, 1, 31)));
        assert!(!data.is_stale(date(2026, 5, 1)), "90 days");
        assert!(data.is_stale(date(2026, 5, 2)), "91 days");
    }

    #[test]
    fn what_makes_no_sense_is_told() {
        let today = date(2026, 2, 1);
        let good = json!({"MACOS": [{"startsAt": "26", "latest": "26.1"}, {"startsAt": "15", "latest": "15.7"}]});
        assert_eq!(catalogue(&good).problems(today), Vec::<String>::new());
        let cases = [
            (json!({}), "no platform"),
            (json!({"MACOS": []}), "0 major versions"),
            (
                json!({"MACOS": [{"startsAt": "x", "latest": "26.1"}]}),
                "digits",
            ),
            (
                json!({"MACOS": [{"startsAt": "26", "latest": "25.9"}]}),
                "latest",
            ),
            (
                json!({"MACOS": [{"startsAt": "26", "latest": "26"}, {"startsAt": "15", "latest": "26.1"}]}),
                "latest",
            ),
            (
                json!({"MACOS": [{"startsAt": "15", "latest": "15"}, {"startsAt": "26", "latest": "26"}]}),
                "before older",
            ),
            (
                json!({"MACOS": [{"startsAt": "26", "latest": "26.1.2.3.4"}]}),
                "four parts",
            ),
            (
                json!({"WINDOWS": [{"startsAt": "10.0.22000", "latest": "10.0.26200.1", "patches": ["10.0.26100.1", "10.0.26200.1"]}]}),
                "newer patches",
            ),
            (
                json!({"WINDOWS": [{"startsAt": "10.0.22000", "latest": "10.0.26300.1", "patches": ["10.0.26200.1"]}]}),
                "first of patches",
            ),
            (
                json!({"WINDOWS": [{"startsAt": "10.0.22000", "latest": "10.0.26200.1", "patches": ["10.0.26200.1", "10.0.19045.1"]}]}),
                "patches must be versions",
            ),
        ];
        for (releases, told) in cases {
            let problems = catalogue(&releases).problems(today);
            assert!(
                problems.iter().any(|problem| problem.contains(told)),
                "{releases}: {problems:?}"
            );
        }
        let early = catalogue(&good).problems(date(2026, 1, 29));
        assert!(early[0].contains("future"), "{early:?}");
    }

    #[test]
    fn a_device_needs_the_patch_of_the_line_that_it_runs() {
        let data = catalogue(&json!({"WINDOWS": [{
            "startsAt": "10.0.22000", "latest": "10.0.28000.300",
            "patches": ["10.0.28000.300", "10.0.26200.900", "10.0.22631.700"],
        }]}));
        let majors = data.majors(Platform::Windows);
        let needs = |version: &str| {
            let version = Version::strict(version).unwrap();
            let (_, _, text) = majors[0].patch_for(&version).unwrap();
            (*text, majors[0].is_patched(&version))
        };
        assert_eq!(needs("10.0.28000.299"), ("10.0.28000.300", false));
        assert_eq!(needs("10.0.26200.900"), ("10.0.26200.900", true));
        assert_eq!(needs("10.0.26200.899"), ("10.0.26200.900", false));
        assert_eq!(
            needs("10.0.26300.1"),
            ("10.0.26200.900", true),
            "newer than the data"
        );
        assert_eq!(
            needs("10.0.22621.999"),
            ("10.0.22631.700", false),
            "no longer patched"
        );
    }
}

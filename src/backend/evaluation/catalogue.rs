//! Which versions of the operating systems are the newest: what dynamic requirements are computed from. Data, with the
//! day it was put together; never fetched while a device is evaluated.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Platform, Version};

/// Major versions that their vendors support.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VersionCatalogue {
    /// The day on which the data was put together.
    pub as_of: Date,
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
}

impl Default for VersionCatalogue {
    /// The data that comes with the program.
    fn default() -> Self {
        let releases = [
            (
                Platform::Android,
                &[("16", "16"), ("15", "15"), ("14", "14"), ("13", "13")][..],
            ),
            (Platform::Ios, &[("26", "26.0.1"), ("18", "18.7.1")][..]),
            (
                Platform::Macos,
                &[("26", "26.0.1"), ("15", "15.7.1"), ("14", "14.8.1")][..],
            ),
            (
                Platform::Windows,
                &[
                    ("10.0.22000", "10.0.26200.6899"),
                    ("10.0", "10.0.19045.6456"),
                ][..],
            ),
        ];
        let release = |(starts_at, latest): &(&str, &str)| Release {
            starts_at: (*starts_at).to_owned(),
            latest: (*latest).to_owned(),
        };
        Self {
            as_of: jiff::civil::date(2025, 10, 15),
            releases: releases
                .into_iter()
                .map(|(platform, list)| (platform, list.iter().map(release).collect()))
                .collect(),
        }
    }
}

impl VersionCatalogue {
    /// The major versions of `platform`, newest first, each as (where it begins, its newest patch).
    pub(super) fn majors(&self, platform: Platform) -> Vec<(Version, Version, &Release)> {
        let releases = self
            .releases
            .get(&platform)
            .map(Vec::as_slice)
            .unwrap_or_default();
        releases
            .iter()
            .filter_map(|release| {
                Some((
                    Version::strict(&release.starts_at)?,
                    Version::strict(&release.latest)?,
                    release,
                ))
            })
            .collect()
    }

    /// Index of the major version that `version` belongs to; `None` where it is older than all.
    pub(super) fn major_of(&self, platform: Platform, version: &Version) -> Option<usize> {
        self.majors(platform)
            .iter()
            .position(|(starts_at, _, _)| version >= starts_at)
    }
}

//! `catalogue …`: the versions of operating systems that dynamic requirements go by.

use std::time::Duration;

use anyhow::{Context as _, bail};
use doorstep::{
    backend::{
        catalogue::{self, PRODUCTS},
        evaluation::VersionCatalogue,
    },
    config::StoreOptions,
};
use reqwest::{Client, Url};
use serde_json::Value;

use super::manage;

/// The largest document that is read: all products of endoflife.date are a few megabytes.
const LARGEST: usize = 32 * 1024 * 1024;
/// How long a source may take for one document.
const PATIENCE: Duration = Duration::from_secs(30);

/// `catalogue show`.
pub(super) async fn show(options: &StoreOptions) -> anyhow::Result<()> {
    let store = manage::open(options).await?;
    let stored = store.version_catalogue().await;
    let holds = catalogue::current(&store).await?;
    store.close().await;
    let origin = match stored {
        Ok(Some(stored)) if stored == holds => "taken in by `doorstep catalogue update`",
        _ => "comes with this program",
    };
    super::print(&describe(&holds, origin))
}

/// The catalogue as people read it.
fn describe(holds: &VersionCatalogue, origin: &str) -> String {
    let today = catalogue::day(manage::clock().now());
    let mut lines = vec![format!("As of {}, {origin}.", holds.as_of)];
    if !holds.source.is_empty() {
        lines.push(format!("Source: {}.", holds.source));
    }
    for (platform, releases) in &holds.releases {
        lines.push(platform.as_str().to_owned());
        for release in releases {
            let patches = if release.patches.is_empty() {
                release.latest.clone()
            } else {
                release.patches.join(", ")
            };
            lines.push(format!(
                "  from {}: newest security patch {patches}",
                release.starts_at
            ));
        }
    }
    if holds.is_stale(today) {
        lines.push(format!(
            "Warning: this is {} days old, so devices with the newest patches may be missing from it. Run `doorstep catalogue update`.",
            holds.age_in_days(today)
        ));
    }
    lines.join("\n")
}

/// `catalogue update`.
pub(super) async fn update(options: &StoreOptions, from: &str) -> anyhow::Result<()> {
    let store = manage::open(options).await?;
    let current = catalogue::current(&store).await?;
    let documents = documents(from).await?;
    let new = catalogue::read(&documents, &current)
        .with_context(|| format!("{from} cannot be used (option --from)"))?;
    let today = catalogue::day(manage::clock().now());
    let (merged, changes) = catalogue::merge(&current, new, today)
        .with_context(|| format!("{from} cannot be used (option --from)"))?;
    if changes.is_empty() {
        store.close().await;
        return super::print(&format!("Nothing new: as of {}.", current.as_of));
    }
    let taken = store.put_version_catalogue(&merged).await?;
    store.close().await;
    if !taken {
        bail!("somebody took in newer data in the meantime; see `doorstep catalogue show`");
    }
    for change in &changes {
        super::print(&change.to_string())?;
    }
    if merged.is_stale(today) {
        super::print("Warning: this data is more than 90 days old already.")?;
    }
    super::print("Taken in. Running instances use it from the next sign-in on.")
}

/// `catalogue reset`.
pub(super) async fn reset(options: &StoreOptions) -> anyhow::Result<()> {
    let store = manage::open(options).await?;
    let was_there = store.delete_version_catalogue().await?;
    store.close().await;
    let built_in = VersionCatalogue::built_in().as_of;
    super::print(&if was_there {
        format!("The data that comes with this program holds again: as of {built_in}.")
    } else {
        format!("Nothing to reset: the data that comes with this program holds, as of {built_in}.")
    })
}

/// What is at `from`: a file, a document on the web, or endoflife.date's API or a copy of it, whose address ends with `/`.
async fn documents(from: &str) -> anyhow::Result<Vec<Value>> {
    if !from.starts_with("https://") && !from.starts_with("http://") {
        let length = tokio::fs::metadata(from)
            .await
            .with_context(|| format!("{from} cannot be read (option --from)"))?
            .len();
        if usize::try_from(length).map_or(true, |length| length > LARGEST) {
            bail!("{from} is too large (option --from)");
        }
        let text = tokio::fs::read(from)
            .await
            .with_context(|| format!("{from} cannot be read (option --from)"))?;
        return Ok(vec![
            serde_json::from_slice(&text)
                .with_context(|| format!("{from} is not JSON (option --from)"))?,
        ]);
    }
    let client = Client::builder()
        .timeout(PATIENCE)
        .user_agent(concat!("doorstep/", env!("CARGO_PKG_VERSION")))
        .build()?;
    let from: Url = from
        .parse()
        .with_context(|| format!("{from} is no address (option --from)"))?;
    if !from.path().ends_with('/') {
        return Ok(vec![fetch(&client, from).await?]);
    }
    let mut all = Vec::new();
    for (product, _) in PRODUCTS {
        all.push(fetch(&client, from.join(&format!("products/{product}/"))?).await?);
    }
    Ok(all)
}

async fn fetch(client: &Client, url: Url) -> anyhow::Result<Value> {
    let unreachable = || {
        format!(
            "{url} cannot be fetched (option --from; a file can be named instead of an address)"
        )
    };
    let mut response = client
        .get(url.clone())
        .send()
        .await
        .and_then(reqwest::Response::error_for_status)
        .with_context(unreachable)?;
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.with_context(unreachable)? {
        body.extend_from_slice(&chunk);
        if body.len() > LARGEST {
            bail!("{url} is too large (option --from)");
        }
    }
    serde_json::from_slice(&body).with_context(|| format!("{url} is not JSON (option --from)"))
}

//! The file of a simulated device: read at the start, watched for changes, written whole by the panel.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use tokio::sync::{Mutex, watch};

use super::device::Device;

/// How often the file is looked at. Edits by hand should seem to take effect at once.
const INTERVAL: Duration = Duration::from_millis(500);

/// Why a device file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It cannot be read or written.
    #[error("the device file {path} cannot be used: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// It does not describe a device.
    #[error("the device file {path} does not describe a device: {source}")]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: Box<toml::de::Error>,
    },
    /// The device cannot be written as a file.
    #[error("the device cannot be written to {path}: {source}")]
    Writing {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: toml::ser::Error,
    },
}

/// The file, and the device as it was last read.
#[derive(Debug)]
pub struct DeviceFile {
    path: PathBuf,
    current: watch::Sender<Device>,
    /// The text that [`Self::current`] was read from; held while writing, so that changes do not cross.
    text: Mutex<String>,
}

impl DeviceFile {
    /// Reads the file.
    ///
    /// # Errors
    /// Where it is not there or does not describe a device.
    pub async fn open(path: &Path) -> Result<Self, Error> {
        let text = read(path).await?;
        let device = parse(path, &text)?;
        Ok(Self {
            path: path.to_owned(),
            current: watch::Sender::new(device),
            text: Mutex::new(text),
        })
    }

    /// The device as it is now.
    pub fn device(&self) -> Device {
        self.current.borrow().clone()
    }

    /// Hears of changes.
    pub(super) fn subscribe(&self) -> watch::Receiver<Device> {
        self.current.subscribe()
    }

    /// Changes the device and its file. What `change` refuses is left as it was.
    ///
    /// # Errors
    /// Where the file cannot be written; the device then stays as it was.
    pub(super) async fn change<E>(
        &self,
        change: impl FnOnce(&mut Device) -> Result<(), E> + Send,
    ) -> Result<Result<Device, E>, Error> {
        let mut text = self.text.lock().await;
        let mut device = self.device();
        if let Err(refusal) = change(&mut device) {
            return Ok(Err(refusal));
        }
        let written = render(&self.path, &device)?;
        write(&self.path, &written)
            .await
            .map_err(|source| Error::File {
                path: self.path.clone(),
                source,
            })?;
        *text = written;
        self.current.send_replace(device.clone());
        Ok(Ok(device))
    }

    /// Looks for changes by others, for as long as it is polled. A file that is broken for the moment (an editor may be
    /// writing it) changes nothing; it is said once in the log.
    pub(super) async fn follow(&self) {
        let mut complained = String::new();
        let mut interval = tokio::time::interval(INTERVAL);
        interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            interval.tick().await;
            let mut text = self.text.lock().await;
            let read = match read(&self.path).await {
                Ok(new) if new == *text => continue,
                Ok(new) => parse(&self.path, &new).map(|device| (new, device)),
                Err(error) => Err(error),
            };
            match read {
                Ok((new, device)) => {
                    *text = new;
                    complained.clear();
                    self.current.send_if_modified(|current| {
                        let changed = *current != device;
                        *current = device;
                        changed
                    });
                }
                Err(error) => {
                    let complaint = error.to_string();
                    if complaint != complained {
                        tracing::warn!(%error, "the device stays as it was");
                        complained = complaint;
                    }
                }
            }
        }
    }
}

async fn read(path: &Path) -> Result<String, Error> {
    tokio::fs::read_to_string(path)
        .await
        .map_err(|source| Error::File {
            path: path.to_owned(),
            source,
        })
}

fn parse(path: &Path, text: &str) -> Result<Device, Error> {
    toml::from_str(text).map_err(|source| Error::Content {
        path: path.to_owned(),
        source: Box::new(source),
    })
}

fn render(path: &Path, device: &Device) -> Result<String, Error> {
    let body = toml::to_string_pretty(device).map_err(|source| Error::Writing {
        path: path.to_owned(),
        source,
    })?;
    Ok(format!(
        "# A simulated device. Change a value and save: the agent notices.\n\n{body}"
    ))
}

/// Writes beside the file and renames: a reader sees the old text or the new, never half of one.
async fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    tokio::fs::write(&beside, text).await?;
    tokio::fs::rename(&beside, path).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::tests::{folder, mac};

    #[tokio::test]
    async fn the_panels_change_is_in_the_file_and_heard_of() {
        let folder = folder();
        let path = folder.path().join("mac.toml");
        std::fs::write(&path, toml::to_string(&mac()).expect("TOML")).expect("a file");
        let file = DeviceFile::open(&path).await.expect("a device");
        let mut changes = file.subscribe();
        let answer = file
            .change(|device| {
                device.firewall = true;
                Ok::<_, ()>(())
            })
            .await
            .expect("written");
        assert!(answer.expect("accepted").firewall);
        assert!(changes.has_changed().expect("open"));
        assert!(changes.borrow_and_update().firewall);
        assert!(
            DeviceFile::open(&path)
                .await
                .expect("a device")
                .device()
                .firewall
        );
        assert_eq!(
            std::fs::read_dir(folder.path()).expect("a folder").count(),
            1,
            "nothing is left beside it"
        );
    }

    #[tokio::test]
    async fn an_edit_by_hand_is_noticed_and_a_broken_one_changes_nothing() {
        let folder = folder();
        let path = folder.path().join("mac.toml");
        let text = toml::to_string(&mac()).expect("TOML");
        std::fs::write(&path, &text).expect("a file");
        let file = DeviceFile::open(&path).await.expect("a device");
        let mut changes = file.subscribe();
        let edit = async {
            std::fs::write(&path, "platform = ").expect("written");
            tokio::time::sleep(INTERVAL * 2).await;
            assert!(
                !changes.has_changed().expect("open"),
                "a broken file is not a change"
            );
            std::fs::write(&path, text.replace("14.6.1", "14.3")).expect("written");
            changes.changed().await.expect("open");
            assert_eq!(changes.borrow().os_version, "14.3");
        };
        tokio::select! {
            () = file.follow() => {}
            () = edit => {}
        }
    }

    #[tokio::test]
    async fn a_refused_change_leaves_the_device_and_the_file_alone() {
        let folder = folder();
        let path = folder.path().join("mac.toml");
        let text = toml::to_string(&mac()).expect("TOML");
        std::fs::write(&path, &text).expect("a file");
        let file = DeviceFile::open(&path).await.expect("a device");
        let answer = file
            .change(|device| {
                device.firewall = !device.firewall;
                Err("no")
            })
            .await
            .expect("nothing to write");
        assert_eq!(answer.expect_err("refused"), "no");
        assert_eq!(file.device(), mac());
        assert_eq!(std::fs::read_to_string(&path).expect("a file"), text);
    }
}

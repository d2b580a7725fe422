//! What the agent's tests share.

pub(crate) mod org;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    sync::atomic::{AtomicU32, Ordering},
};

use super::{device::Device, device_file::DeviceFile};

/// A folder that is removed in the end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn folder() -> Folder {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!(
        "doorstep-test-{}-{}",
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    );
    let path = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&path).expect("a folder");
    Folder(path)
}

pub(crate) fn mac() -> Device {
    toml::from_str(include_str!("../demo/devices/mac.toml")).expect("a device")
}

pub(crate) fn windows_pc() -> Device {
    toml::from_str(include_str!("../demo/devices/windows-pc.toml")).expect("a device")
}

pub(crate) async fn device_file(device: &Device) -> (Folder, Arc<DeviceFile>) {
    let folder = folder();
    let path = folder.path().join("device.toml");
    std::fs::write(&path, toml::to_string(device).expect("TOML")).expect("a file");
    let file = DeviceFile::open(&path).await.expect("a device");
    (folder, Arc::new(file))
}

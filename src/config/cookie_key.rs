//! The key that encrypts the cookies.

use std::{fmt, io::Write as _, path::Path};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use super::Error;

/// The key that encrypts the cookies. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct CookieKey([u8; 64]);

impl CookieKey {
    /// The key, to use and not to show.
    pub fn expose(&self) -> &[u8; 64] {
        &self.0
    }

    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let bytes = URL_SAFE_NO_PAD
            .decode(text.trim().trim_end_matches('='))
            .map_err(|_| "it is not base64url")?;
        Ok(Self(bytes.try_into().map_err(|_| "it must be 64 bytes")?))
    }

    /// Reads the key in the file at `path`, or makes one with `fill` and keeps it there, readable for this user only.
    pub(super) fn load_or_create(path: &Path, fill: impl FnOnce(&mut [u8])) -> Result<Self, Error> {
        let failed = |reason: String| Error::Resource {
            option: "data-dir",
            path: path.to_owned(),
            reason,
        };
        match std::fs::read_to_string(path) {
            Ok(text) => return Self::parse(&text).map_err(|reason| failed(reason.to_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(error.to_string())),
        }
        let mut key = Self([0; 64]);
        fill(&mut key.0);
        // A name of its own and a hard link, which fails where another instance was first: nobody ever reads half a key.
        let unfinished = path.with_extension(format!("new-{}", std::process::id()));
        let written = key
            .write(&unfinished)
            .and_then(|()| std::fs::hard_link(&unfinished, path));
        let removed = std::fs::remove_file(&unfinished);
        match written {
            Ok(()) => removed
                .map(|()| key)
                .map_err(|error| failed(error.to_string())),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                let text =
                    std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
                Self::parse(&text).map_err(|reason| failed(reason.to_owned()))
            }
            Err(error) => Err(failed(error.to_string())),
        }
    }

    fn write(&self, path: &Path) -> std::io::Result<()> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        file.write_all(URL_SAFE_NO_PAD.encode(self.0).as_bytes())?;
        file.sync_all()
    }
}

impl fmt::Debug for CookieKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_readable_for_its_owner_only() {
        let folder = std::env::temp_dir().join(format!("doorstep-key-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        let path = folder.join("cookie.key");
        let first = CookieKey::load_or_create(&path, |bytes| bytes.fill(7)).expect("a key");
        let second = CookieKey::load_or_create(&path, |bytes| bytes.fill(8)).expect("the same key");
        assert_eq!(first.expose(), &[7; 64]);
        assert!(first == second);
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(
                &std::fs::metadata(&path).expect("the file").permissions(),
            );
            assert_eq!(mode & 0o777, 0o600);
        }
        assert_eq!(std::fs::read_dir(&folder).expect("the folder").count(), 1);
        std::fs::remove_dir_all(folder).expect("the folder goes again");
    }

    #[test]
    fn a_key_of_another_length_is_refused() {
        assert!(CookieKey::parse(&URL_SAFE_NO_PAD.encode([1; 32])).is_err());
        assert!(CookieKey::parse(&URL_SAFE_NO_PAD.encode([1; 64])).is_ok());
    }
}

//! What tells two screens apart, for pages that wait for the next one.

use super::{About, DeviceChallenge, DeviceMethod, FormPage, Screen};

/// FNV-1a of 64 bits: short enough for an address, and tells nothing of what went in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hash(u64);

impl Hash {
    pub(super) fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    pub(super) fn add(mut self, part: &str) -> Self {
        // The separator keeps "ab", "c" apart from "a", "bc".
        for byte in part.bytes().chain([0]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        self
    }

    pub(super) fn end(self) -> String {
        format!("{:016x}", self.0)
    }
}

impl FormPage {
    /// [`Screen::mark`] of this page: which forms and actions it has. What is said on it does not count, see
    /// [`About::said`].
    pub fn mark(&self) -> String {
        let forms = self.main.iter().chain(&self.alternatives);
        let actions = self
            .actions
            .iter()
            .chain(self.poll.as_ref().map(|poll| &poll.action))
            .map(|action| action.form.as_str())
            .chain(self.key.as_ref().map(|key| key.form.as_str()));
        let hash = Hash::new().add(&self.title.key);
        let hash = forms.fold(hash, |hash, form| hash.add(&form.name));
        let hash = actions.fold(hash.add("actions"), Hash::add);
        format!("form-{}", hash.end())
    }
}

impl DeviceChallenge {
    /// [`Screen::mark`] of this challenge. Its request does not count: a server may sign it anew whenever it is asked.
    pub fn mark(&self) -> String {
        let hash = Hash::new()
            .add(&self.poll.action.form)
            .add(self.about.identifier.as_deref().unwrap_or_default())
            .add(match &self.method {
                DeviceMethod::Loopback { .. } => "loopback",
                DeviceMethod::Launch { .. } => "launch",
                DeviceMethod::ChromeDeviceTrust { .. } => "chrome",
                DeviceMethod::Extension => "extension",
                DeviceMethod::Unsupported => "unsupported",
            });
        format!("device-{}", hash.end())
    }

    /// Tells two challenges of the same kind apart: a second one may follow the first.
    pub fn request(&self) -> String {
        match &self.method {
            DeviceMethod::Loopback {
                challenge_request, ..
            } => Hash::new().add(challenge_request).end(),
            DeviceMethod::Launch { href, .. } | DeviceMethod::ChromeDeviceTrust { href } => {
                Hash::new().add(href).end()
            }
            DeviceMethod::Extension | DeviceMethod::Unsupported => String::new(),
        }
    }
}

impl About {
    /// Tells apart what is said on a screen; empty where nothing is.
    pub fn said(&self) -> String {
        if self.notices.is_empty() {
            return String::new();
        }
        let hash = self.notices.iter().fold(Hash::new(), |hash, notice| {
            hash.add(&notice.text.key).add(&notice.text.fallback)
        });
        hash.end()
    }
}

impl Screen {
    /// Who, where, what there is to say; `None` on problems.
    pub fn about(&self) -> Option<&About> {
        match self {
            Self::Identify(page) | Self::Password(page) | Self::Generic(page) => Some(&page.about),
            Self::Device(challenge) => Some(&challenge.about),
            Self::Grace(grace) => Some(&grace.about),
            Self::Denied(denied) => Some(&denied.about),
            Self::DeniedGeneric(end) | Self::Terminal(end) | Self::Expired(end) => Some(&end.about),
            Self::Success(success) => Some(&success.about),
            Self::Told(_)
            | Self::HelpDesk(_)
            | Self::Exemptions(_)
            | Self::Gallery(_)
            | Self::GalleryDoor(_)
            | Self::Resume
            | Self::Problem(_) => None,
        }
    }

    /// What an open page asks again and again until something happened elsewhere; `None` where it stands still.
    pub fn poll(&self) -> Option<&super::Poll> {
        match self {
            Self::Identify(page) | Self::Password(page) | Self::Generic(page) => page.poll.as_ref(),
            Self::Device(challenge) => Some(&challenge.poll),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::{Setting, samples::Sample, screen::Screen};

    fn screen(name: &str) -> Screen {
        Sample::find(name)
            .expect("a sample")
            .screen(&Setting::default())
    }

    #[test]
    fn a_mark_changes_with_the_forms_and_not_with_what_is_said() {
        assert_ne!(screen("push").mark(), screen("push-rejected").mark());
        assert_ne!(screen("push").mark(), screen("code-email").mark());
        let Screen::Generic(mut page) = screen("push") else {
            panic!("not a form")
        };
        let quiet = page.mark();
        page.about.notices = screen("push-rejected")
            .about()
            .expect("a sign-in")
            .notices
            .clone();
        assert_eq!(page.mark(), quiet);
        let said = |name| screen(name).about().expect("a sign-in").said();
        assert_eq!(said("password"), "");
        assert_ne!(said("password-wrong"), said("push-rejected"));
    }

    #[test]
    fn a_mark_tells_nothing_of_the_challenge() {
        let Screen::Device(challenge) = screen("device-loopback") else {
            panic!("not a device screen")
        };
        assert_ne!(challenge.mark(), challenge.request());
        for told in [challenge.mark(), challenge.request()] {
            assert!(told.len() < 32 && !told.contains("c2lnbmF0dXJl"), "{told}");
        }
    }
}

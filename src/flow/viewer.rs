//! On which device and in which browser the page is looked at, as far as the browser says.

use super::guide::Platform;

/// Who looks at the page. What the browser does not say is not known; a page must be right without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Viewer {
    /// What kind of device it is.
    pub device: Option<DeviceKind>,
    /// Which browser.
    pub browser: Option<Browser>,
}

/// A kind of device, as a person would call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeviceKind {
    /// A phone or tablet with Android.
    Android,
    /// A Chromebook.
    Chromebook,
    /// An iPhone.
    Iphone,
    /// An iPad that does not pass itself off as a Mac.
    Ipad,
    /// A Mac, or an iPad that asks for desktop pages.
    Mac,
    /// A computer with Windows.
    Windows,
}

/// A browser, as far as its behaviour matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Browser {
    /// Chrome, Edge and their relatives: ask before a page may reach apps on the device.
    Chromium,
    /// Firefox: asks, too.
    Firefox,
    /// Safari: lets no page reach apps on the device.
    Safari,
}

impl DeviceKind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Android,
        Self::Chromebook,
        Self::Iphone,
        Self::Ipad,
        Self::Mac,
        Self::Windows,
    ];

    /// Its name in addresses, for instance `iphone`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Android => "android",
            Self::Chromebook => "chromebook",
            Self::Iphone => "iphone",
            Self::Ipad => "ipad",
            Self::Mac => "mac",
            Self::Windows => "windows",
        }
    }

    /// Its operating system.
    pub fn platform(self) -> Platform {
        match self {
            Self::Android => Platform::Android,
            Self::Chromebook => Platform::Chromeos,
            Self::Iphone | Self::Ipad => Platform::Ios,
            Self::Mac => Platform::Macos,
            Self::Windows => Platform::Windows,
        }
    }
}

impl Viewer {
    /// By `User-Agent` and `Sec-CH-UA-Platform` (User-Agent Client Hints), empty where they were not sent. Linux is not
    /// told: no policy is about it, and a browser that asks for desktop pages on Android says Linux, too.
    pub fn read(user_agent: &str, platform_hint: &str) -> Self {
        let says = |word: &str| user_agent.contains(word);
        let device = match platform_hint.trim_matches('"') {
            "Android" => Some(DeviceKind::Android),
            "Chrome OS" | "Chromium OS" => Some(DeviceKind::Chromebook),
            "iOS" if says("iPad") => Some(DeviceKind::Ipad),
            "iOS" => Some(DeviceKind::Iphone),
            "macOS" => Some(DeviceKind::Mac),
            "Windows" => Some(DeviceKind::Windows),
            "" if says("iPhone") || says("iPod") => Some(DeviceKind::Iphone),
            "" if says("iPad") => Some(DeviceKind::Ipad),
            "" if says("Android") => Some(DeviceKind::Android),
            "" if says("CrOS") => Some(DeviceKind::Chromebook),
            "" if says("Macintosh") => Some(DeviceKind::Mac),
            "" if says("Windows NT") => Some(DeviceKind::Windows),
            _ => None,
        };
        let browser = if says("Firefox/") {
            Some(Browser::Firefox)
        } else if says("Chrome/") || says("Chromium/") {
            Some(Browser::Chromium)
        } else if says("Safari/") && says("Version/") {
            Some(Browser::Safari)
        } else {
            None
        };
        Self { device, browser }
    }

    /// Whether this is the kind of device that `platform` runs on. A Mac may be an iPad in disguise.
    pub fn is_on(self, platform: Platform) -> bool {
        self.device
            .is_some_and(|device| device.platform() == platform)
    }

    /// The device that the page is looked at on, where that is certainly not one with `platform`.
    pub fn elsewhere(self, platform: Platform) -> Option<DeviceKind> {
        self.device.filter(|device| {
            device.platform() != platform
                && !(*device == DeviceKind::Mac && platform == Platform::Ios)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAC_SAFARI: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15";
    const MAC_CHROME: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
    const WINDOWS_FIREFOX: &str =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0";
    const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
    const IPAD: &str = "Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1 Mobile/15E148 Safari/604.1";
    const ANDROID: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36";
    const CHROMEBOOK: &str = "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
    const LINUX: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

    #[test]
    fn device_and_browser_are_what_the_browser_says() {
        let cases = [
            (MAC_SAFARI, "", Some(DeviceKind::Mac), Some(Browser::Safari)),
            (
                MAC_CHROME,
                "\"macOS\"",
                Some(DeviceKind::Mac),
                Some(Browser::Chromium),
            ),
            (
                WINDOWS_FIREFOX,
                "",
                Some(DeviceKind::Windows),
                Some(Browser::Firefox),
            ),
            (IPHONE, "", Some(DeviceKind::Iphone), Some(Browser::Safari)),
            (IPAD, "", Some(DeviceKind::Ipad), Some(Browser::Safari)),
            (
                ANDROID,
                "\"Android\"",
                Some(DeviceKind::Android),
                Some(Browser::Chromium),
            ),
            (
                CHROMEBOOK,
                "",
                Some(DeviceKind::Chromebook),
                Some(Browser::Chromium),
            ),
            (LINUX, "\"Linux\"", None, Some(Browser::Chromium)),
            // Asks for the desktop's page: the hint knows better.
            (
                LINUX,
                "\"Android\"",
                Some(DeviceKind::Android),
                Some(Browser::Chromium),
            ),
            ("", "", None, None),
            ("curl/8.0", "nonsense", None, None),
        ];
        for (agent, hint, device, browser) in cases {
            assert_eq!(
                Viewer::read(agent, hint),
                Viewer { device, browser },
                "{agent} {hint}"
            );
        }
    }

    #[test]
    fn a_wrong_device_is_one_that_certainly_is() {
        for kind in DeviceKind::ALL {
            let viewer = Viewer {
                device: Some(kind),
                browser: None,
            };
            for platform in Platform::ALL {
                let same = kind.platform() == platform;
                let disguised = kind == DeviceKind::Mac && platform == Platform::Ios;
                assert_eq!(viewer.is_on(platform), same, "{kind:?} {platform:?}");
                assert_eq!(
                    viewer.elsewhere(platform),
                    (!same && !disguised).then_some(kind),
                    "{kind:?} {platform:?}"
                );
            }
        }
        for platform in Platform::ALL {
            assert_eq!(Viewer::default().elsewhere(platform), None);
            assert!(!Viewer::default().is_on(platform));
        }
    }
}

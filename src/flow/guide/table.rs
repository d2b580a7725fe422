//! The guides, newest version of a system first.

use super::{
    Guide as Told, Platform,
    Platform::{Android, Chromeos, Ios, Macos, Windows},
    Step,
    Step::{Open, Say},
};

/// What an instruction is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The system's version.
    SystemUpdate,
    /// The disk.
    DiskEncryption,
    /// Whether the screen locks.
    ScreenLock,
    /// How well it locks.
    StrongerLock,
    /// Fingerprint or face.
    Biometrics,
    /// A chip that keeps keys.
    SecureHardware,
    /// The firewall of the system.
    Firewall,
    /// Protection against harmful programs.
    Antivirus,
    /// The organization's device management.
    Managed,
    /// Whether the device is known to be the person's.
    Registered,
    /// What the device management says of it.
    Compliant,
    /// Not jailbroken, not rooted.
    OriginalSystem,
    /// An app of the work profile.
    ManagedApp,
    /// Google Play Protect.
    PlayProtect,
    /// A proxy of the network.
    Proxy,
    /// A network without password.
    Wifi,
    /// USB debugging.
    UsbDebugging,
    /// Android Device Policy.
    PolicyApp,
    /// The verified mode of Chromebooks.
    VerifiedMode,
    /// The browser's version.
    BrowserUpdate,
    /// What only the organization can change.
    Organization,
}

/// A row of [`GUIDES`].
#[derive(Debug)]
pub(super) struct Guide {
    pub(super) platforms: &'static [Platform],
    pub(super) subject: Subject,
    /// The first generation of the system that it is true for.
    pub(super) from: u32,
    pub(super) place: Option<&'static str>,
    pub(super) address: Option<&'static str>,
    pub(super) steps: &'static [Step],
}

impl Guide {
    pub(super) fn told(&self) -> Told {
        Told {
            subject: self.subject,
            place: self.place,
            address: self.address,
            steps: self.steps,
        }
    }
}

/// A guide for a place in the settings.
const fn at(
    platforms: &'static [Platform],
    subject: Subject,
    from: u32,
    place: &'static str,
    address: Option<&'static str>,
    steps: &'static [Step],
) -> Guide {
    Guide {
        platforms,
        subject,
        from,
        place: Some(place),
        address,
        steps,
    }
}

/// A guide without a place.
const fn by(platforms: &'static [Platform], subject: Subject, steps: &'static [Step]) -> Guide {
    Guide {
        platforms,
        subject,
        from: 0,
        place: None,
        address: None,
        steps,
    }
}

const ALL: &[Platform] = &Platform::ALL;
const DESKTOP: &[Platform] = &[Chromeos, Macos, Windows];

const MAC_UPDATE: &[Step] = &[Open, Say("step-macos-update"), Say("step-save-work")];
const MAC_FILEVAULT: &[Step] = &[
    Open,
    Say("step-macos-filevault-on"),
    Say("step-macos-filevault-key"),
    Say("step-keep-plugged-in"),
];
const MAC_LOCK: &[Step] = &[Open, Say("step-macos-lock")];
const MAC_FINGER: &[Step] = &[
    Open,
    Say("step-macos-finger-add"),
    Say("step-macos-finger-unlock"),
];
const MAC_FIREWALL: &[Step] = &[Open, Say("step-macos-firewall")];
const MAC_MANAGED: &[Step] = &[
    Say("step-managed-ask"),
    Open,
    Say("step-macos-managed-install"),
];
const WINDOWS_UPDATE: &[Step] = &[Open, Say("step-windows-update"), Say("step-save-work")];
const WINDOWS_DISK: &[Step] = &[
    Open,
    Say("step-windows-disk-on"),
    Say("step-windows-disk-bitlocker"),
    Say("step-keep-plugged-in"),
];
const WINDOWS_LOCK: &[Step] = &[Open, Say("step-windows-pin"), Say("step-windows-away")];
const WINDOWS_TPM: &[Step] = &[
    Say("step-windows-recovery-key"),
    Open,
    Say("step-windows-firmware"),
    Say("step-windows-tpm"),
];
const WINDOWS_FIREWALL: &[Step] = &[
    Open,
    Say("step-windows-firewall-open"),
    Say("step-windows-firewall-on"),
];
const WINDOWS_ANTIVIRUS: &[Step] = &[
    Open,
    Say("step-windows-antivirus-open"),
    Say("step-windows-antivirus-on"),
];
const ORGANIZATION: &[Step] = &[Say("step-organization")];

/// All of them. Of several for one platform and subject, the newest version of the system comes first.
pub(super) const GUIDES: &[Guide] = &[
    at(
        &[Macos],
        Subject::SystemUpdate,
        13,
        "place-macos-update",
        Some("x-apple.systempreferences:com.apple.Software-Update-Settings.extension"),
        MAC_UPDATE,
    ),
    at(
        &[Macos],
        Subject::SystemUpdate,
        0,
        "place-macos-update-old",
        Some("x-apple.systempreferences:com.apple.preferences.softwareupdate"),
        MAC_UPDATE,
    ),
    at(
        &[Macos],
        Subject::DiskEncryption,
        13,
        "place-macos-filevault",
        Some("x-apple.systempreferences:com.apple.settings.PrivacySecurity.extension?FileVault"),
        MAC_FILEVAULT,
    ),
    at(
        &[Macos],
        Subject::DiskEncryption,
        0,
        "place-macos-filevault-old",
        Some("x-apple.systempreferences:com.apple.preference.security?FDE"),
        MAC_FILEVAULT,
    ),
    at(
        &[Macos],
        Subject::ScreenLock,
        13,
        "place-macos-lock",
        Some("x-apple.systempreferences:com.apple.Lock-Screen-Settings.extension"),
        MAC_LOCK,
    ),
    at(
        &[Macos],
        Subject::ScreenLock,
        0,
        "place-macos-lock-old",
        Some("x-apple.systempreferences:com.apple.preference.security?General"),
        MAC_LOCK,
    ),
    at(
        &[Macos],
        Subject::Biometrics,
        13,
        "place-macos-finger",
        Some("x-apple.systempreferences:com.apple.Touch-ID-Settings.extension"),
        MAC_FINGER,
    ),
    at(
        &[Macos],
        Subject::Biometrics,
        0,
        "place-macos-finger-old",
        Some("x-apple.systempreferences:com.apple.preferences.password"),
        MAC_FINGER,
    ),
    at(
        &[Macos],
        Subject::Firewall,
        13,
        "place-macos-firewall",
        Some("x-apple.systempreferences:com.apple.Network-Settings.extension?Firewall"),
        MAC_FIREWALL,
    ),
    at(
        &[Macos],
        Subject::Firewall,
        0,
        "place-macos-firewall-old",
        Some("x-apple.systempreferences:com.apple.preference.security?Firewall"),
        MAC_FIREWALL,
    ),
    at(
        &[Macos],
        Subject::Managed,
        15,
        "place-macos-managed",
        Some("x-apple.systempreferences:com.apple.Profiles-Settings.extension"),
        MAC_MANAGED,
    ),
    at(
        &[Macos],
        Subject::Managed,
        13,
        "place-macos-managed-13",
        Some("x-apple.systempreferences:com.apple.Profiles-Settings.extension"),
        MAC_MANAGED,
    ),
    at(
        &[Macos],
        Subject::Managed,
        0,
        "place-macos-managed-old",
        Some("x-apple.systempreferences:com.apple.preferences.configurationprofiles"),
        MAC_MANAGED,
    ),
    at(
        &[Windows],
        Subject::SystemUpdate,
        11,
        "place-windows-update",
        Some("ms-settings:windowsupdate"),
        WINDOWS_UPDATE,
    ),
    at(
        &[Windows],
        Subject::SystemUpdate,
        0,
        "place-windows-update-old",
        Some("ms-settings:windowsupdate"),
        WINDOWS_UPDATE,
    ),
    at(
        &[Windows],
        Subject::DiskEncryption,
        11,
        "place-windows-disk",
        Some("ms-settings:deviceencryption"),
        WINDOWS_DISK,
    ),
    at(
        &[Windows],
        Subject::DiskEncryption,
        0,
        "place-windows-disk-old",
        Some("ms-settings:deviceencryption"),
        WINDOWS_DISK,
    ),
    at(
        &[Windows],
        Subject::ScreenLock,
        0,
        "place-windows-sign-in",
        Some("ms-settings:signinoptions"),
        WINDOWS_LOCK,
    ),
    at(
        &[Windows],
        Subject::Biometrics,
        0,
        "place-windows-sign-in",
        Some("ms-settings:signinoptions"),
        &[Open, Say("step-windows-hello"), Say("step-windows-away")],
    ),
    at(
        &[Windows],
        Subject::SecureHardware,
        11,
        "place-windows-recovery",
        Some("ms-settings:recovery"),
        WINDOWS_TPM,
    ),
    at(
        &[Windows],
        Subject::SecureHardware,
        0,
        "place-windows-recovery-old",
        Some("ms-settings:recovery"),
        WINDOWS_TPM,
    ),
    at(
        &[Windows],
        Subject::Firewall,
        11,
        "place-windows-security",
        Some("ms-settings:windowsdefender"),
        WINDOWS_FIREWALL,
    ),
    at(
        &[Windows],
        Subject::Firewall,
        0,
        "place-windows-security-old",
        Some("ms-settings:windowsdefender"),
        WINDOWS_FIREWALL,
    ),
    at(
        &[Windows],
        Subject::Antivirus,
        11,
        "place-windows-security",
        Some("ms-settings:windowsdefender"),
        WINDOWS_ANTIVIRUS,
    ),
    at(
        &[Windows],
        Subject::Antivirus,
        0,
        "place-windows-security-old",
        Some("ms-settings:windowsdefender"),
        WINDOWS_ANTIVIRUS,
    ),
    at(
        &[Windows],
        Subject::Managed,
        0,
        "place-windows-work",
        Some("ms-settings:workplace"),
        &[
            Say("step-managed-ask"),
            Open,
            Say("step-windows-managed-connect"),
        ],
    ),
    at(
        &[Android],
        Subject::SystemUpdate,
        0,
        "place-android-update",
        None,
        &[Open, Say("step-android-update"), Say("step-save-work")],
    ),
    at(
        &[Android],
        Subject::DiskEncryption,
        0,
        "place-android-security",
        None,
        &[
            Open,
            Say("step-android-encrypt"),
            Say("step-keep-plugged-in"),
        ],
    ),
    at(
        &[Android],
        Subject::ScreenLock,
        0,
        "place-android-security",
        None,
        &[Open, Say("step-android-lock")],
    ),
    at(
        &[Android],
        Subject::StrongerLock,
        0,
        "place-android-security",
        None,
        &[Open, Say("step-android-stronger-lock")],
    ),
    at(
        &[Android],
        Subject::Biometrics,
        0,
        "place-android-security",
        None,
        &[Open, Say("step-android-biometric")],
    ),
    by(
        &[Android],
        Subject::OriginalSystem,
        &[
            Say("step-back-up"),
            Say("step-android-original"),
            Say("step-other-device"),
        ],
    ),
    by(
        &[Android],
        Subject::ManagedApp,
        &[Say("step-android-work-profile")],
    ),
    at(
        &[Android],
        Subject::PlayProtect,
        0,
        "place-android-play-protect",
        None,
        &[
            Open,
            Say("step-android-scan"),
            Say("step-android-play-protect-on"),
        ],
    ),
    at(
        &[Android],
        Subject::Proxy,
        0,
        "place-android-network",
        None,
        &[Open, Say("step-android-proxy")],
    ),
    at(
        &[Android],
        Subject::Wifi,
        0,
        "place-android-network",
        None,
        &[Open, Say("step-android-wifi")],
    ),
    at(
        &[Android],
        Subject::UsbDebugging,
        0,
        "place-android-developer",
        None,
        &[Open, Say("step-android-usb")],
    ),
    by(
        &[Android],
        Subject::PolicyApp,
        &[
            Say("step-android-policy-app"),
            Say("step-android-policy-app-open"),
        ],
    ),
    at(
        &[Ios],
        Subject::SystemUpdate,
        0,
        "place-ios-update",
        None,
        &[Open, Say("step-ios-update"), Say("step-keep-plugged-in")],
    ),
    at(
        &[Ios],
        Subject::ScreenLock,
        0,
        "place-ios-passcode",
        None,
        &[Open, Say("step-ios-passcode")],
    ),
    at(
        &[Ios],
        Subject::Biometrics,
        0,
        "place-ios-passcode",
        None,
        &[Open, Say("step-ios-biometric")],
    ),
    by(
        &[Ios],
        Subject::OriginalSystem,
        &[
            Say("step-back-up"),
            Say("step-ios-original"),
            Say("step-other-device"),
        ],
    ),
    at(
        &[Chromeos],
        Subject::SystemUpdate,
        0,
        "place-chromeos-about",
        None,
        &[Open, Say("step-chromeos-update"), Say("step-save-work")],
    ),
    at(
        &[Chromeos],
        Subject::ScreenLock,
        0,
        "place-chromeos-lock",
        None,
        &[Open, Say("step-chromeos-lock")],
    ),
    by(
        &[Chromeos],
        Subject::VerifiedMode,
        &[Say("step-back-up"), Say("step-chromeos-verified")],
    ),
    by(&[Chromeos], Subject::DiskEncryption, ORGANIZATION),
    by(&[Chromeos], Subject::Firewall, ORGANIZATION),
    by(&[Chromeos], Subject::Antivirus, ORGANIZATION),
    by(
        &[Android, Chromeos, Ios],
        Subject::Managed,
        &[Say("step-managed-ask"), Say("step-managed-follow")],
    ),
    at(
        DESKTOP,
        Subject::BrowserUpdate,
        0,
        "place-chrome-about",
        None,
        &[Open, Say("step-chrome-relaunch")],
    ),
    by(
        &[Android, Macos],
        Subject::SecureHardware,
        &[Say("step-other-device")],
    ),
    by(
        ALL,
        Subject::Registered,
        &[Say("step-agent-running"), Say("step-check-again")],
    ),
    by(
        ALL,
        Subject::Compliant,
        &[
            Say("step-compliant-open"),
            Say("step-compliant-follow"),
            Say("step-check-again"),
        ],
    ),
    by(ALL, Subject::Organization, ORGANIZATION),
];

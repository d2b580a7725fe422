//! The fields, collection by collection.

use super::{
    Field,
    Shape::{self, Flag, List, Number, Object, Set, Text, Texts, Verbatim, Word},
};

const fn may(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        required: false,
    }
}

const fn must(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        required: true,
    }
}

/// A document of a file.
pub(in crate::policy_as_code) const FILE: Shape = Object(&[
    may("devicePostureChecks", List(&CHECK)),
    may("deviceAssurances", List(&ASSURANCE)),
    may("policies", List(&POLICY)),
    may("apps", List(&APP)),
]);

const PLATFORMS: Shape = Word(&["ANDROID", "CHROMEOS", "IOS", "MACOS", "WINDOWS"]);

/// A device posture check.
pub(in crate::policy_as_code) const CHECK: Shape = Object(&[
    may("id", Text),
    may("name", Text),
    may("description", Text),
    must("variableName", Text),
    may("platform", PLATFORMS),
    may("type", Word(&["CUSTOM", "BUILTIN"])),
    may("mappingType", Word(&["CHECKBOX", "TEXTBOX"])),
    may("query", Text),
    may(
        "remediationSettings",
        Object(&[
            may(
                "message",
                Object(&[
                    may("defaultI18nKey", Text),
                    may("customText", Text),
                    may("customTextTranslations", Texts),
                ]),
            ),
            may(
                "link",
                Object(&[
                    may("defaultUrl", Text),
                    may("customUrl", Text),
                    may("customUrlTranslations", Texts),
                ]),
            ),
            may(
                "fix",
                Object(&[
                    may("minutes", Number),
                    may("restartRequired", Flag),
                    may("adminRightsRequired", Flag),
                    may("settingsUrl", Text),
                    may("default", Verbatim),
                ]),
            ),
            may(
                "reason",
                Object(&[
                    may("defaultI18nKey", Text),
                    may("customText", Text),
                    may("customTextTranslations", Texts),
                ]),
            ),
        ]),
    ),
]);

const DYNAMIC_VERSION: Shape = Object(&[
    must(
        "type",
        Word(&["MINIMUM", "EXACT", "EXACT_ANY_SUPPORTED", "NOT_ALLOWED"]),
    ),
    may("distanceFromLatestMajor", Number),
    may("latestSecurityPatch", Flag),
]);

const MINIMUM: Shape = Object(&[must("minimum", Text)]);

const DTC: Shape = Object(&[
    may("allowScreenLock", Flag),
    may("antivirusEnabled", Flag),
    may("browserVersion", MINIMUM),
    may("builtInDnsClientEnabled", Flag),
    may("chromeRemoteDesktopAppBlocked", Flag),
    may("crowdStrikeAgentId", Text),
    may("crowdStrikeCustomerId", Text),
    may("deviceEnrollmentDomain", Text),
    may("diskEncrypted", Flag),
    may(
        "keyTrustLevel",
        Word(&[
            "CHROME_BROWSER_HW_KEY",
            "CHROME_BROWSER_OS_KEY",
            "CHROME_OS_VERIFIED_MODE",
            "CHROME_OS_DEVELOPER_MODE",
        ]),
    ),
    may("managedDevice", Flag),
    may("osFirewall", Flag),
    may("osVersion", MINIMUM),
    may(
        "passwordProtectionWarningTrigger",
        Word(&[
            "PASSWORD_PROTECTION_OFF",
            "PASSWORD_REUSE",
            "PHISHING_REUSE",
        ]),
    ),
    may("realtimeUrlCheckMode", Flag),
    may(
        "safeBrowsingProtectionLevel",
        Word(&[
            "NO_SAFE_BROWSING",
            "STANDARD_PROTECTION",
            "ENHANCED_PROTECTION",
        ]),
    ),
    may("screenLockSecured", Flag),
    may("secureBootEnabled", Flag),
    may("siteIsolationEnabled", Flag),
    may("thirdPartyBlockingEnabled", Flag),
    may("windowsMachineDomain", Text),
    may("windowsUserDomain", Text),
]);

const LEVEL: Shape = Word(&["LOW", "MEDIUM", "HIGH"]);

const ANDROID_DEVICE_TRUST: Shape = Object(&[
    may(
        "deviceIntegrityLevel",
        Word(&[
            "MEETS_BASIC_INTEGRITY",
            "MEETS_DEVICE_INTEGRITY",
            "MEETS_STRONG_INTEGRITY",
        ]),
    ),
    may("networkProxyDisabled", Flag),
    may("playProtectVerdict", LEVEL),
    may("requireMajorVersionUpdate", Flag),
    may("screenLockComplexity", LEVEL),
    may("usbDebuggingDisabled", Flag),
    may("wifiSecured", Flag),
]);

/// A device assurance policy.
pub(in crate::policy_as_code) const ASSURANCE: Shape = Object(&[
    may("id", Text),
    must("name", Text),
    must("platform", PLATFORMS),
    may(
        "osVersion",
        Object(&[
            may("minimum", Text),
            may("dynamicVersionRequirement", DYNAMIC_VERSION),
        ]),
    ),
    may(
        "osVersionConstraints",
        List(&Object(&[
            must(
                "majorVersionConstraint",
                Word(&["WINDOWS_11", "WINDOWS_10"]),
            ),
            may("minimum", Text),
            may("dynamicVersionRequirement", DYNAMIC_VERSION),
        ])),
    ),
    may(
        "diskEncryptionType",
        Object(&[may(
            "include",
            Set(&Word(&["ALL_INTERNAL_VOLUMES", "FULL", "USER"])),
        )]),
    ),
    may(
        "screenLockType",
        Object(&[may(
            "include",
            Set(&Word(&["BIOMETRIC", "PASSCODE", "NONE"])),
        )]),
    ),
    may("jailbreak", Flag),
    may("secureHardwarePresent", Flag),
    may("callerContext", Object(&[may("managedApp", Flag)])),
    may(
        "thirdPartySignalProviders",
        Object(&[
            may("dtc", DTC),
            may("androidDeviceTrust", ANDROID_DEVICE_TRUST),
            may(
                "devicePostureIdP",
                Object(&[may("managed", Flag), may("compliant", Flag)]),
            ),
        ]),
    ),
    may(
        "devicePostureChecks",
        Object(&[may(
            "include",
            List(&Object(&[must("variableName", Text), must("value", Text)])),
        )]),
    ),
    may(
        "gracePeriod",
        Object(&[
            must("type", Word(&["BY_DURATION", "BY_DATE_TIME"])),
            must("expiry", Text),
            may("startsOn", Word(&["FIRST_FAILURE", "FIRST_REMINDER"])),
            may("reminderInterval", Text),
        ]),
    ),
    may("exemption", Object(&[must("maximumDuration", Text)])),
    may("displayRemediationMode", Word(&["SHOW", "HIDE"])),
    may("missingSignalMode", Word(&["DENY", "ALLOW"])),
]);

const STATUS: Shape = Word(&["ACTIVE", "INACTIVE"]);
const KIND: Shape = Word(&["ACCESS_POLICY"]);

/// An app sign-in policy.
pub(in crate::policy_as_code) const POLICY: Shape = Object(&[
    may("id", Text),
    must("name", Text),
    may("description", Text),
    may("type", KIND),
    may("status", STATUS),
    may("rules", List(&RULE)),
]);

const LISTS: Shape = Object(&[may("include", Set(&Text)), may("exclude", Set(&Text))]);

const PLATFORM_CONDITION: Shape = List(&Object(&[
    must("type", Word(&["ANY", "DESKTOP", "MOBILE", "OTHER"])),
    may(
        "os",
        Object(&[
            must(
                "type",
                Word(&[
                    "ANY", "OSX", "MACOS", "WINDOWS", "IOS", "ANDROID", "CHROMEOS", "LINUX",
                    "OTHER",
                ]),
            ),
            may("expression", Text),
            may("version", Verbatim),
        ]),
    ),
]));

/// A rule of a policy.
pub(in crate::policy_as_code) const RULE: Shape = Object(&[
    may("id", Text),
    must("name", Text),
    may("type", KIND),
    may("status", STATUS),
    may("priority", Number),
    may("system", Flag),
    may(
        "conditions",
        Object(&[
            may(
                "device",
                Object(&[
                    may("registered", Flag),
                    may("managed", Flag),
                    may("assurance", Object(&[may("include", List(&Text))])),
                ]),
            ),
            may(
                "people",
                Object(&[may("users", LISTS), may("groups", LISTS)]),
            ),
            may(
                "network",
                Object(&[
                    may("connection", Text),
                    may("include", Set(&Text)),
                    may("exclude", Set(&Text)),
                ]),
            ),
            may(
                "platform",
                Object(&[
                    may("include", PLATFORM_CONDITION),
                    may("exclude", PLATFORM_CONDITION),
                ]),
            ),
            may(
                "riskScore",
                Object(&[may("level", Word(&["ANY", "LOW", "MEDIUM", "HIGH"]))]),
            ),
            may("elCondition", Object(&[may("condition", Text)])),
            may("userType", LISTS),
        ]),
    ),
    must(
        "actions",
        Object(&[must(
            "appSignOn",
            Object(&[
                must("access", Word(&["ALLOW", "DENY"])),
                may("verificationMethod", Verbatim),
                may("keepMeSignedIn", Verbatim),
            ]),
        )]),
    ),
]);

/// Which policy an app has. Apps are neither created nor deleted.
pub(in crate::policy_as_code) const APP: Shape = Object(&[
    may("id", Text),
    must("label", Text),
    must("accessPolicy", Text),
]);

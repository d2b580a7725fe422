# The device is asked about itself.

probe-title = Checking your device
probe-text = { $app } can only be opened from devices that meet your organization’s security requirements.
probe-text-no-app = You can only sign in from devices that meet your organization’s security requirements.
probe-what = The device agent on this computer reads a few security settings, such as the system version, disk encryption and screen lock. It doesn’t look at your files or your browsing.
probe-searching = Looking for the device agent on this computer…
probe-found = The device agent has answered. Waiting for the result…
probe-slow = This takes longer than usual. If your browser asks whether this page may reach apps on this device, allow it.
probe-asked = This device is being asked right now. Wait a moment, then select “Continue after the check”.
probe-manual = If that doesn’t help, open the device agent yourself. It checks this device and brings you straight back here.
probe-link = Open the device agent
probe-link-other = Try address { $number }
probe-link-none = If it doesn’t open, try another address:
probe-check = Continue after the check
probe-stop = Stop the check
probe-permission = About this permission
probe-permission-text = Your browser may ask whether this page may reach apps on this device. The check needs that.
probe-frame = If this device isn’t found, open the sign-in in this window, in place of the page around it. You go on where you are and don’t have to sign in again.
launch-text = Open the device agent. It checks this device, then you go on here.
launch-button = Open the device agent
launch-download = Get the device agent
launch-unsupported = This page can’t check your device in the way that your organization asks for. Contact the IT help desk.

# Not let in, and told why.

denied-title = Your device doesn’t meet the security requirements yet
denied-explanation-one = Fix the following, and you can continue.
denied-explanation-multiple = There are several ways to fix this. One of them is enough.
denied-options-title = Do one of these
denied-option = Option { $number }
denied-next = As soon as this is fixed, you go on. You don’t have to sign in again.
denied-next-app = As soon as this is fixed, you go on to { $app }. You don’t have to sign in again.
denied-next-again = Once this is fixed, start again. You’ll sign in once more.
denied-next-again-app = Once this is fixed, start again to go on to { $app }. You’ll sign in once more.
denied-next-live = We keep checking while this page is open.
denied-unknown-text = This doesn’t mean that something is wrong with your device.
recheck = Check again
recheck-start-again = Start again and check
device-label = Device
checked-at = Last checked at { $time }.
found-label = On this device
required-label = Needed
found-label-android = On this Android device
found-label-chromeos = On this Chromebook
found-label-ios = On this iPhone or iPad
found-label-macos = On this Mac
found-label-windows = On this Windows computer
found-label-elsewhere = On that device
checked-label = Checked
ago-seconds = { $count ->
    [one] { $number } second ago
   *[other] { $number } seconds ago
}
ago-minutes = { $count ->
    [one] { $number } minute ago
   *[other] { $number } minutes ago
}
auto-is-on = Continues automatically once everything is fixed.
auto-turn-off = Turn off
auto-is-off = Doesn’t continue automatically.
auto-turn-on = Turn on
denied-wrong = { $count ->
    [one] { $checks } needs fixing.
   *[other] { $checks } need fixing.
}
next-title = What happens next
denied-unknown-title = Could not be checked
checks-fine = { $count ->
    [one] { $number } of { $total } checks is fine
   *[other] { $number } of { $total } checks are fine
}
checks-fine-label = Fine
why-label = Why this matters
label-minutes = About { $time }
label-restart = Needs a restart
label-admin = Needs an administrator
label-help-desk = Done by the IT help desk
label-quickest = Quickest
effort-together = About { $time } altogether.
effort-one-restart = Leave what needs a restart until last: one restart is enough for everything.
open-place = Open “{ $place }”
open-web = Open the settings at { $host }
place-label = Where
copy = Copy
never-ask = We never ask for your password or a code on this page.
viewer-iphone = You are looking at this on an iPhone.
viewer-ipad = You are looking at this on an iPad.
viewer-android = You are looking at this on an Android device.
viewer-chromebook = You are looking at this on a Chromebook.
viewer-mac = You are looking at this on a Mac.
viewer-windows = You are looking at this on a Windows computer.
kind-android = the Android device
kind-chromeos = the Chromebook
kind-ios = the iPhone or iPad
kind-macos = the Mac
kind-windows = the Windows computer
wrong-device = The device to fix is { $kind } { $name }. Follow the steps there.
wrong-device-unnamed = The device to fix is { $kind }. Follow the steps there.
verdict-fail = Needs fixing
verdict-pass = Fixed
verdict-unknown = Could not check
live-checking = Checking…
live-fixed = Fixed: { $check }.
live-failing = Still needs fixing: { $check }.
live-unknown = Could not check: { $check }.
live-left = { $count ->
    [0] Everything is fixed.
   *[other] { $number } of { $total } left to fix.
}
live-offline = The connection was lost. We’ll keep trying.
live-online = The connection is back.
live-busy = We’re very busy at the moment. We’ll ask again shortly.
live-busy-in = We’re very busy at the moment. We’ll ask again in { $time }.
live-same = Checked again. Nothing has changed yet.
live-going = Everything is fixed. You’re being taken on.
live-ready = Everything is fixed. You can continue.
live-changed = What you need to do has changed.
live-show = Show the current state
live-elsewhere = You’re signed in in another tab. You can close this one.

# Could not be checked at all.

unchecked-title = We couldn’t check your device
unchecked-agent-unreachable = No device agent answered on this computer. This doesn’t mean that something is wrong with your device.
unchecked-agent-error = The device agent on this computer ran into a problem of its own. This doesn’t mean that something is wrong with your device.
unchecked-canceled = The check was stopped before it was finished. This doesn’t mean that something is wrong with your device.
unchecked-timeout = The check took too long. This doesn’t mean that something is wrong with your device.
unchecked-other = The check gave no result. This doesn’t mean that something is wrong with your device.
unchecked-steps-title = What you can do
unchecked-step-running = Make sure that the device agent is installed and running.
unchecked-step-permission = If your browser asks whether this page may reach apps on this device, allow it.
unchecked-step-patience = Close programs that keep the computer busy, and wait a moment.
unchecked-step-again = Select “Check again”.
unchecked-not-allowed = This device doesn’t allow your organization’s own checks. This doesn’t mean that something is wrong with your device.
unchecked-query-error = One of your organization’s checks gave no usable result. The check is the cause, not your device: you don’t need to fix anything.
unchecked-not-reported = The device agent didn’t report everything that was asked for: it may be too old. This doesn’t mean that something is wrong with your device.
unchecked-step-permission-chromium = Select the icon to the left of the page’s address, and allow access to apps on this device, or to the local network.
unchecked-step-permission-firefox = Select the permissions icon beside the page’s address, and allow access to apps and services on this device.
unchecked-step-safari = Safari lets no page reach apps on this device. When it is checked again, use “Open the device agent” on the next page, or open this app in another browser. If your organization uses a single sign-on extension, turn it on in Safari’s settings.
unchecked-step-update-agent = Update the device agent, or ask the IT help desk for its newest version.
unchecked-step-allow = Ask the IT help desk to allow your organization’s checks in the device agent.
unchecked-step-tell = Tell the IT help desk the name of this check: they can put it right.
unchecked-step-restart-agent = Quit the device agent and open it again.
cause-timeout = The check took too long.
cause-query-error = The check gave no usable result.
cause-not-allowed = This device doesn’t allow this check.
cause-not-reported = The device agent didn’t report this.
cause-agent = The device agent didn’t answer.

# Let in for now.

grace-title = Your device needs attention soon
grace-due = Fix this by { $time }.
grace-until = Until then you can keep signing in.
grace-after = After that, you can’t open { $app } from this device until it’s fixed.
grace-after-no-app = After that, you can’t sign in from this device until it’s fixed.
grace-left = { $time } left
grace-over = The time to fix this has run out.
grace-announce = You have { $time } left to fix this.
grace-pause = Stop the clock
grace-resume = Show the time left
grace-continue = Continue
grace-continue-to = Continue to { $app }
grace-again-today = If you continue, we won’t show this again until { $time } today, unless something changes.
grace-again-tomorrow = If you continue, we won’t show this again until tomorrow at { $time }, unless something changes.
grace-again-on = If you continue, we won’t show this again until { $time }, unless something changes.
grace-again-never = If you continue, we won’t show this again before the time is up, unless something changes.

# Names of the built-in checks.

check-os-version = System version
check-disk-encryption = Disk encryption
check-screen-lock = Screen lock
check-secure-hardware = Security chip
check-jailbreak = Unmodified system
check-managed = Managed device
check-browser-version = Browser version
check-firewall = Firewall
check-antivirus = Virus protection
check-secure-boot = Secure Boot
check-safe-browsing = Safe browsing
check-harmful-apps = Harmful apps
check-usb-debugging = USB debugging
check-network = Network
check-compliant = Device management rules
check-registered = Registered device
check-managed-app = Managed app
check-other = Security setting

# What devices have and policies ask for.

value-none = none
value-yes = yes
value-no = no
value-at-least = { $version } or later
value-all-volumes = all internal disks encrypted
value-system-volume = only the system disk encrypted
value-full = fully encrypted
value-user = encrypted per user
value-not-encrypted = not encrypted
value-passcode = password or PIN
value-biometric = fingerprint or face recognition
value-no-lock = no screen lock
value-chip = present
value-no-chip = not present
value-modified = modified
value-original = not modified

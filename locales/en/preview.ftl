# Where administrators look at every page.

preview-title = Preview
preview-lead = Every page that people can see, drawn by the same program that shows it to them. Nobody is signed in here, and no device is asked.
preview-unknown = Part of the address isn’t known, and the usual was taken instead: { $choices }.

# What can be chosen.

preview-state = Page
preview-theme = Colors
preview-theme-system = As the browser has them
preview-theme-light = Light
preview-theme-dark = Dark
preview-writing = Direction
preview-writing-auto = As the language is written
preview-writing-ltr = From left to right
preview-writing-rtl = From right to left
preview-device = Looked at on
preview-device-there = The device that the page is about
preview-device-unknown = A device that doesn’t say what it is
preview-device-android = An Android device
preview-device-chromebook = A Chromebook
preview-device-iphone = An iPhone
preview-device-ipad = An iPad
preview-device-mac = A Mac
preview-device-windows = A Windows computer
preview-time = Time to the deadline
preview-time-hint = From 30 days before the deadline to just after it.
preview-time-none = This page has no deadline.
preview-time-left = { $time } before the deadline.
preview-time-over = After the deadline, on a page that is still open. Who opens it now is not let in.
preview-time-after = After it
preview-show = Show

# What is shown.

preview-frame = Preview of: { $page }
preview-alone = Open as a page of its own
preview-link = Link to this preview
preview-link-copy = Copy the link
preview-link-copied = The link is copied.
preview-link-failed = Copying didn’t work. Copy the link below.

# Everything there is.

preview-all = All pages
preview-count = Built-in previews, with every language, color, direction, device, and time: { $number }.
preview-find = Find a page
preview-find-go = Find
preview-found = Found: { $number }.
preview-group-denied = Not let in
preview-group-reminder = Let in until a deadline
preview-group-device = Asking the device
preview-group-start = Name and password
preview-group-proof = Further proof
preview-group-setup = Setting something up
preview-group-success = Signed in
preview-group-end = The end of the way
preview-group-problem = Trouble with the service

# The organization's own policies.

preview-policies = Your device assurance policies
preview-policy = Your policy: { $policy }
preview-case-failing = Everything fails
preview-case-unknown = Nothing could be checked
preview-case-reminder = Everything fails, with time left to fix it
preview-case-only = Only this fails: { $check }
preview-door = Every page that people can see, for administrators.
preview-token = Use this token
preview-wrong-scope = This token may not read device assurance policies.

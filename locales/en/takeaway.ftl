# "Take these steps with you": text, paper, calendar.

take-title = Take these steps with you
take-copy = Copy as text
take-copied = The steps are copied.
take-copy-failed = Copying didn’t work. Open the steps as plain text and copy them there.
take-print = Print
take-text = Show as plain text
take-calendar = Add a reminder to your calendar
take-as-of = { $brand }, as of { $time }
take-summary = Fix your device: access ends
take-summary-app = Fix your device: access to { $app } ends

# What the server keeps for it.

take-phone = Read these steps on your phone
take-phone-before = A copy with the steps only: no name, no account, nothing that was found on your device.
take-phone-make = Show a QR code
take-phone-scan = Scan this with your phone’s camera, or open the address on it:
take-phone-image = QR code with the address { $address }
take-phone-note = Whoever has this link can read the steps until { $time }.
take-restart = Come back after a restart
take-restart-needed = One of these steps restarts your device.
take-restart-before = A link that brings you back to this page, once. In another browser, you’ll be asked for your password again.
take-restart-make = Make a link
take-restart-note = Keep this link before you restart. It works once, until { $time }. Don’t give it to anybody: nobody from your organization will ask for it.
take-desk = Get help with this page
take-desk-before = A code that shows your IT help desk what this page tells you, in the same words.
take-desk-make = Show a code
take-desk-note = Give this code to your IT help desk. They’ll see what’s on this page, but not your name. It works until { $time }.

# The copy.

copy-title = Steps to fix your device
copy-lead = A copy to read while you work. You finish signing in on the device itself.
copy-note = This copy can be read until { $time }.
problem-handout-title = These steps are no longer here
problem-handout = Copies can only be read for a limited time. Make a new one on the sign-in page, or check that the address is complete.

# The help desk.

desk-title = See what somebody was shown
desk-lead = Enter the code that the person reads out to you.
desk-code = Code
desk-token = API token
desk-token-hint = A token of your organization with the scope { $scope }. This browser keeps it for 15 minutes.
desk-open = Show
desk-wrong-token = This token isn’t valid. Check that you copied all of it.
desk-wrong-scope = This token may not look at what people were shown.
desk-wrong-code = There’s no such code, or it has expired. Ask the person to read it out again or to make a new one.
desk-shown-title = What this person was shown
desk-redacted = Name, account, device name and the results of custom checks are left out. Everything else is as it was shown. The System Log records that you looked at it.
desk-when = Shown
desk-checked = Device checked
desk-app = App
desk-system = System
desk-language = Language
desk-evaluation = Evaluation
desk-version = Doorstep version
desk-until = Code works until
desk-another = Enter another code
desk-sign-out = Forget the token

# The way back.

resume-title = Continue your sign-in
resume-lead = This link continues a sign-in that was started in another browser. You’ll be asked for the password.
resume-warning = Only continue if you made this link yourself. If somebody sent it to you, close this page.
resume-go-on = Continue
problem-resume-title = This link no longer works
problem-resume = Each link works once and only for a limited time. Open your app again and sign in from there: your device will be checked again.

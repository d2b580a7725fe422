# What stands on every page.

page-title = { $state } – { $brand }
page-title-error = Error: { $state } – { $brand }
language-label = Language
help-title = Need help?
help-text = Contact your organization’s IT help desk.
labelled = { $label }: { $value }
link-instructions = Instructions at { $host }
help-phone = Phone
help-email = Email
help-hours = Hours
help-page = Help page
link-unusual = This address contains unusual letters. Open it only if you know it.
link-unencrypted = Not encrypted: others on the network can see what you read there.
link-new-tab = (opens in a new tab)
signing-in-as = Signing in as { $user }
app-line = to continue to { $app }
notice-error = Problem
notice-warning = Important
notice-info = Note
notice-empty = The sign-in service didn’t say what is wrong. Try again, or contact the IT help desk.
notice-success = Done
working = Working…

# The end of a sign-in.

expired-title = Your sign-in has expired
expired-text = To keep your account safe, a sign-in stays open for a limited time only. Nothing is lost: start again, and you’ll arrive at the same place.
start-again = Start again
terminal-title = You can’t continue from here
denied-generic-title = You don’t have access
denied-generic-help = If you think you should have access, contact your organization’s IT help desk.

# Something is wrong with the service.

problem-title = Sorry, we can’t continue right now
problem-unreachable = The sign-in service can’t be reached at the moment.
problem-slow = The sign-in service is taking too long to answer.
problem-failed = The sign-in service gave an answer that we couldn’t use.
problem-internal = Something went wrong on our side.
problem-nothing-saved = What you entered was not saved. Your device and your account are not the cause.
problem-too-many-title = Please wait a moment
problem-too-many = There were too many attempts in a short time.
problem-wait = You can try again in { $time }.
problem-wait-some = Wait a few minutes, then try again.
problem-configuration-title = This app can’t be opened this way
problem-configuration = The app’s sign-in request was not accepted. Only the owner of the app can correct this.
problem-blocked-title = Your network blocks this sign-in
problem-blocked = A proxy, VPN or firewall between you and the sign-in service did not let the request through. Try another network, or contact your organization’s IT help desk.
problem-not-found-title = Page not found
problem-not-found = If you typed the address, check that it is correct. Otherwise open your app again and sign in from there.
problem-refused-title = Nothing was changed
problem-refused = The form didn’t come from this page, or your browser didn’t send cookies. Allow cookies for this site, then open your app again.
problem-frame-title = Open the sign-in in this window
problem-frame = Your browser keeps no cookies for a page inside another page, and without them the sign-in can’t go on here. Open it in place of the page around it: nothing is lost, and afterwards you arrive at your app.
frame-open = Open in this window
problem-try-again = Try again
problem-code = For the app’s owner: { $code }
problem-reference = Reference for the help desk: { $reference }

# A signed-in person.

success-title = You’re signed in
success-fixed-title = All fixed, you’re signed in
success-text = Your device meets the security requirements.
success-continue = Continue
success-continue-to = Continue to { $app }
success-auto = Taking you there in a moment.
success-auto-is-on = You continue automatically.
success-stay = Stay on this page
success-stayed = You’re staying on this page. Select “Continue” when you’re ready.
success-soon = Continuing soon
success-open = Open { $app }

# A sign-in is open for a limited time.

session-until = This sign-in stays open until { $time }.
session-extend = Keep it open longer
session-warning = This sign-in ends in a few minutes. Select “Keep it open longer” or press Escape; what you have typed stays here.
session-warning-only = This sign-in ends in a few minutes. After that, start again, and you’ll arrive at the same place.
session-extended = This sign-in now stays open until { $time }.
session-failed = That didn’t work. Try again in a moment.
session-over = This sign-in has ended. Nothing is lost: start again, and you’ll arrive at the same place.
session-soon = Ends soon
session-ended = Ended

# Screens that talk to something beside the server: programs on the device, telephones, security keys.

agent-asking = Asking the app on this device…
agent-done = The app on this device has taken over. Follow what it says, then come back here.
agent-failed = No app on this device answered.
agent-failed-open = No app on this device answered. Opening the page that helps…

# Pages that wait for something elsewhere.

waiting-stopped = This page has stopped checking. Select “Check for an answer” when you’re ready.
waiting-note = This page goes on by itself as soon as there is an answer.
waiting-stop = Stop checking
waiting-resume = Check automatically again
waiting-count = We’ll try again in { $seconds } s.
waiting-too-many = There were too many requests. We’ll ask again in { $time }.

# The browser does not let the page look for the device agent.

launch-title = Open the device agent
blocked-title = Your browser doesn’t let this page look for the device agent
blocked-text = This doesn’t mean that something is wrong with your device: the page couldn’t look at it.
blocked-chrome-1 = Select the icon at the left end of the address bar to open the site’s settings.
blocked-chrome-2 = Set “Apps on device” or “Local network access” to “Allow”.
blocked-edge-1 = Select the lock at the left end of the address bar, then “Permissions for this site”.
blocked-firefox-1 = Select the icon at the left end of the address bar that shows a blocked permission.
blocked-firefox-2 = Remove the block on apps and services on this device.
blocked-safari = Safari doesn’t let secure pages reach an app on this Mac in this way. Open the device agent with the button on this page, or use another browser.
blocked-frame = This page is part of another page, which has to allow the access for it. Open the sign-in in this window with the button below: you go on where you are. Or tell your IT help desk that the frame needs allow="local-network-access; loopback-network".
blocked-again = Come back here and select “Look again”.
blocked-retry = Look again

# Security keys and passkeys.

key-verify-text = Your browser asks for your security key, or for this device’s fingerprint, face or PIN.
key-verify = Use your security key or passkey
key-enroll-text = Your browser sets up a security key, or this device’s fingerprint, face or PIN.
key-enroll = Set up a security key or passkey
key-needs-script = This way needs JavaScript, which is off in this browser. Turn it on and load the page again, or choose another way below.
key-asking = Follow what your browser says…
key-again = Try again
key-error = That didn’t work. Try again, or choose another way.
key-canceled = Nothing was confirmed: it was canceled, took too long, or this device doesn’t have the right key. Try again, or choose another way.
key-enroll-canceled = Nothing was set up: it was canceled or took too long. Try again, or choose another way.
key-known = This key is already set up for you. Use another one.
key-wrong-address = The browser doesn’t accept the key at this address. You can’t change this yourself: tell your IT help desk.
key-not-supported = This browser can’t use security keys in the way that your organization asks for. Use another browser, or choose another way.

# What this page does not load.

form-captcha = Your organization asks for a captcha here. This page loads nothing from other companies, so there is none to solve. Try without it; if you are turned down, choose another way or contact the IT help desk.

# Ways to prove who one is, as choices.

method-tac = Temporary access code
method-smart-card = Smart card
method-sms = Text message
method-call = Phone call
method-push = Push notification
method-code = Code from the app
method-okta-verify-push = Push notification in Okta Verify
method-okta-verify-code = Code from Okta Verify
method-fastpass = Okta FastPass on this device
method-due = Set it up by { $time }.
about-email = We send you a code or a link.
about-phone = We send a code to your phone, or call you.
about-push = Confirm on your phone.
about-token = Enter a code from your token or app.
about-password = Choose a password for your account.
about-security-key = Use a security key, or the fingerprint, face or PIN of a device.
about-question = Choose a question that only you can answer.
about-okta-verify = An app on your phone or computer that confirms that it’s you.
about-app-code = Enter the code that the app shows.
about-yubikey = Plug in your YubiKey and touch it: it enters the code.
about-elsewhere = You continue at { $name }.
about-tac = Enter the code that your IT help desk gave you.
about-smart-card = Use a card such as PIV or CAC.
group-required = To set up now
group-required-now = To set up now
group-required-soon = To set up soon
group-optional = If you like
method-skips = { $count ->
    [one] You can put it off { $number } more time.
   *[other] You can put it off { $number } more times.
}

# What a page asks for, and what its buttons say.

title-unlock = Unlock your account
title-email-send = Verify with an email
title-okta-verify-code = Enter a code from Okta Verify
title-tac = Enter your temporary access code
title-set-up = Set up { $name }
title-check-email = Check your email
title-check-messages = Check your text messages
title-okta-verify-email = Set up Okta Verify by email
title-okta-verify-sms = Set up Okta Verify by text message
title-okta-verify-channel = How do you want to set up Okta Verify?
title-set-up-phone = Set up your phone
title-set-up-question = Set up a security question
title-set-up-security-key = Set up a security key, fingerprint or face
title-password-expiring-today = Your password expires today
title-password-expiring-soon = Your password expires soon
title-sign-up = Create your account
title-profile = Complete your profile
title-was-it-you = Did you just try to sign in?
title-stay = Stay signed in?
title-device-code = Activate your device
title-device-activated = Your device is activated
title-device-not-activated = Your device was not activated
title-safe-mode = This can’t be set up right now
title-activation-expired = Your activation link has expired
title-activation-invalid = Your activation link no longer works
title-suspended = Your account is suspended
title-activation-sent = New activation link requested
title-identity = Verify your identity with { $name }
title-email-link = This email link no longer works
title-go-back = Done: go back to where you started
title-your-code = Your verification code
title-unlocked = Your account is unlocked
title-not-verified = We couldn’t verify that it’s you
title-other-tab = You continued in another tab
title-refused = The sign-in was refused
title-password-changed = Your password is changed
title-no-reset = Your password can’t be reset here
title-no-unlock = Your account can’t be unlocked here
title-timed-out = This took too long
title-no-registration = Your account couldn’t be created
title-maintenance = The sign-in service is being maintained
title-biometrics = Fingerprint or face is needed
title-enroll-device = Enroll this device first
switch-verify = Verify with something else
switch-set-up = Set up another way to sign in
switch-channel = Set it up in another way
form-name = { $name }
form-choose = Choose
form-have-account = Already have an account? Sign in
form-forgot-pin = Forgot your PIN?
form-later = Remind me later
form-send-email = Send me an email
form-send-message = Send me a text message
form-call = Call me
form-call-again = Call again
form-launch-nfc = Sign in with NFC
form-send-push = Send a push notification
form-send-push-again = Send the push notification again
form-send-link = Send me the setup link
form-send-activation = Request an activation email
form-go-to = Go to { $name }
form-qr = QR code for your phone’s camera

# What stands above the fields.

lead-recover = Enter your username. Then we check that it’s you, and you choose a new password.
lead-unlock = Enter your username and choose how to prove that it’s you.
lead-unlock-name = Enter your username. Then we check that it’s you.
lead-unlock-choose = Choose how to prove that it’s you.
lead-okta-verify = Your organization asks you to sign in with Okta Verify on this device here.
lead-okta-verify-app = To open { $app }, your organization asks you to sign in with Okta Verify on this device.
lead-profile = Your organization needs a little more about you.
lead-poll = The sign-in service is busy. We’ll keep trying.
lead-identity = You continue at { $name } to prove your identity, then come back here. { $name } shares the result with your organization.
lead-send-email = We can send an email to you.
lead-send-email-to = We can send an email to { $address }.
lead-send-code-to = We can send a code to { $address }.
lead-call-number = We can call { $address } and tell you a code.
lead-reset-verify = To reset your password, first prove that it’s you.
lead-set-up = These make sure that only you can get into your account.
lead-stay = You are asked less often to sign in on this device. Choose this only on a device that you alone use.
lead-device-code = Enter the code that your device shows.
lead-granular = Choose what the app may have.
lead-granular-app = Choose what { $app } may have.
lead-open-email-there = Open the email on the device on which you set up Okta Verify.
lead-open-message-there = Open the text message on the device on which you set up Okta Verify.
lead-phone-sms = We send a code to your phone. Enter its number.
lead-phone-call = We call you and tell you a code. Enter the number of your phone.
lead-custom-password = This password is changed on another website.
lead-email-sent-to = We sent an email to { $address }.
lead-email-sent = We sent you an email.
lead-email-link-or-code = Open the link in it, or enter the code from it here.
lead-email-code = Enter the code from the email here.
lead-code-sent-to = We sent a code to { $address }. Carrier charges may apply.
lead-code-sent = We sent a code to your phone. Carrier charges may apply.
lead-calling-number = We are calling { $address } to tell you a code. Carrier charges may apply.
lead-calling = We are calling your phone to tell you a code. Carrier charges may apply.
lead-okta-verify-code = Open Okta Verify and enter the code that it shows.
lead-symantec = Enter your credential ID and two codes that the app shows one after the other.
lead-code-of = Enter a code that { $name } shows.
lead-elsewhere = You continue at { $name }, then come back here.
lead-elsewhere-set-up = You set it up at { $name }, then come back here.

# Setting up apps.

google-step-open = Open Google Authenticator on your phone and select +.
google-step-scan = Scan the QR code, or type the key below it.
google-step-code = Enter the code that the app then shows.
okta-verify-step-get = On your phone, get Okta Verify from the App Store or Google Play.
okta-verify-step-add = Open the app and follow its steps to add your account.
okta-verify-step-scan = When it asks for a QR code, scan the one below.
okta-verify-email-sent = We sent an email to { $address }. Open it on your phone and follow the setup link.
okta-verify-message-sent = We sent a text message to { $address }. Open it on your phone and follow the setup link.
okta-verify-here = Okta Verify is needed on this device.
okta-verify-step-get-here = If you don’t have the app yet, install it.
okta-verify-step-address = When it asks for a sign-in address, enter the one below.
okta-verify-get = Get Okta Verify
okta-verify-open = Open Okta Verify
nfc-instructions = Open Okta Verify on this device and add your NFC card or key. Then come back here and choose a PIN.
okta-verify-other = You can add your account from a device that has Okta Verify already.
okta-verify-step-other = Open Okta Verify on that device and select your account.
okta-verify-step-export = Choose to export the account to another device.
okta-verify-step-follow = Follow the steps that the app shows.
okta-verify-devices = Your devices with Okta Verify
channel-qr = Scan a QR code
channel-email = Email me a setup link
channel-sms = Text me a setup link
channel-here = Set it up on this device
channel-other = Add it from another of my devices
device-enroll = Before you can sign in, this device must be enrolled in your organization’s device management.
device-enroll-with = Before you can sign in, this device must be enrolled in { $name }.
device-enroll-step-open = Open the enrollment on this device and follow its steps.
device-enroll-step-address = When you are asked for an address, enter the one below.
device-enroll-step-back = Then open the app again.

# Fields.

label-email-or-username = Email or username
label-new-password = New password
label-yubikey = Code from your YubiKey
label-pin = PIN
label-code-first = First code
label-code-next = Next code
label-credential-id = Credential ID
label-answer = Answer
label-question = Choose a question
label-own-question = Write your own question
label-method = How do you want to get the code?
label-phone = Phone number
label-country = Country
hint-phone = Begin with + and the country code, for example +49 30 123456.
label-sign-out-everywhere = Sign me out of all other devices
label-auto-push = Send a push notification automatically
label-activation-code = Activation code
label-shared-secret = Key to type in:
label-number = Choose this number in the app:
label-sign-in-address = Sign-in address:
profile-first-name = First name
profile-last-name = Last name
profile-middle-name = Middle name
profile-second-email = Second email
profile-display-name = Display name
profile-nickname = Nickname
profile-prefix = Title before the name
profile-suffix = Title after the name
profile-title = Job title
profile-url = Profile address
profile-mobile = Mobile phone
profile-street = Street address
profile-city = City
profile-state = State or region
profile-postal-code = Postal code
profile-country-code = Country code
profile-postal-address = Postal address
profile-language = Preferred language
profile-locale = Language and region
profile-time-zone = Time zone
profile-user-type = Kind of user
profile-employee-number = Employee number
profile-cost-center = Cost center
profile-organization = Organization
profile-division = Division
profile-department = Department
profile-manager-id = Manager’s ID
profile-manager = Manager

# What apps ask for, and from where somebody asks.

consent-allow = Allow access
consent-deny = Don’t allow
consent-it-was-me = Yes, it was me
consent-not-me = No, it wasn’t me
consent-scopes = The app would like to
consent-scopes-of = { $app } would like to
consent-terms = Terms of service
consent-privacy = Privacy policy
stay-yes = Stay signed in
stay-no = Don’t stay signed in
scope-openid = Know that it’s you
scope-email = See your email address
scope-profile = See your profile, for instance your name
scope-phone = See your phone number
scope-address = See your address
scope-offline = Keep you signed in while you don’t use it
scope-online = Keep you signed in while you use it
scope-device = Sign you in to other apps on this device
request-from = Requested from
request-browser = Browser: { $name }
request-app = App: { $name }
request-browser-on = { $browser } on { $os }
code-for-sign-in = Enter it on the page on which you sign in.
code-for-reset = Enter it on the page on which you reset your password.
code-for-unlock = Enter it on the page on which you unlock your account.
code-for-sign-up = Enter it on the page on which you sign up.
code-not-asked = If you didn’t ask for this code, close this page and don’t tell anybody the code. Without it, nobody gets into your account.

# What a password needs.

password-needs = Your password needs
password-lowercase = a lowercase letter
password-uppercase = an uppercase letter
password-number = a digit
password-symbol = a symbol, such as ! or #
password-no-username = no part of your username
password-no-first-name = not your first name
password-no-last-name = not your last name
password-three-kinds = three of these kinds: lowercase letters, uppercase letters, digits, symbols

# Security questions.

question-disliked-food = Which food did you like least as a child?
question-plush-toy = What was your first stuffed animal called?
question-award = For what did you get your first medal or award?
question-question = What is your favorite security question?
question-toy = Which toy did you like most as a child?
question-game = Which computer game did you play first?
question-quote = Which film quote do you like most?
question-mascot = What was the mascot of your first sports team?
question-music = Which album or song did you buy first?
question-art = Which work of art do you like most?
question-dessert = What was your grandmother’s favorite dessert?
question-cooked = What did you learn to cook first?
question-job = What did you want to become as a child?
question-kiss = Where did you have your first kiss?
question-met = Where did you meet your partner?
question-vacation = Where was your favorite vacation?
question-new-year = Where were you on New Year’s Eve in 2000?
question-speaker = Which speaker do you like most?
question-character = Which character of a book or film do you like most?
question-player = Which athlete do you like most?
title-password-expiring = { $count ->
    [one] Your password expires in { $number } day
   *[other] Your password expires in { $number } days
}
password-length = { $count ->
    [one] at least { $number } character
   *[other] at least { $number } characters
}
password-repeats = { $count ->
    [one] no character repeated: at most { $number } in a row
   *[other] the same character at most { $number } times in a row
}
password-history = { $count ->
    [one] to be different from your last { $number } password
   *[other] to be different from your last { $number } passwords
}
password-age-minutes = { $count ->
    [one] { $number } minute between two changes
   *[other] { $number } minutes between two changes
}
password-age-hours = { $count ->
    [one] { $number } hour between two changes
   *[other] { $number } hours between two changes
}
password-age-days = { $count ->
    [one] { $number } day between two changes
   *[other] { $number } days between two changes
}

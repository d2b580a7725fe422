# What the sign-in service says about what was entered or done.

error-code-used = Each code works only once. Wait for a new one, then enter it.
error-code-late = This code came too late. Wait for a new one, then enter it.
error-token-wait = Wait until your token shows another code, then enter that one.
error-answer = This answer isn’t right. Check it, then try again.
error-verify-failed = We couldn’t verify that it’s you. Try again, or choose another way.
error-enroll-failed = This couldn’t be set up. Try again, or choose another way.
error-duo-failed = Duo couldn’t confirm the sign-in. Try again.
error-duo-timeout = Duo didn’t answer in time. Try again.
error-security-key = This security key, fingerprint or face couldn’t be confirmed. Try again, or choose another way.
error-security-key-canceled = This took too long or was canceled. Try again.
error-card = This smart card couldn’t be confirmed. Try again with another certificate, or choose another way.
error-card-none = No certificate was chosen. Choose one, then try again.
error-enroll-help-desk = You can’t set this up yourself. Contact the IT help desk.
error-pin = This PIN isn’t right. Try again.
message-nfc-sign-in = Sign in another way to finish setting up your NFC device.
error-method-unavailable = This way of signing in isn’t possible here. Choose another way, or contact the IT help desk.
message-push-rejected = The sign-in was refused on your phone. If that wasn’t you, tell the IT help desk.
message-push-expired = The notification has expired. Send another one.
error-phone = This phone number isn’t right. Check it, and begin with + and the country code.
error-phone-country = Numbers of this country aren’t allowed. Use another number, or contact the IT help desk.
error-no-phone = There is no confirmed phone number for your account. Choose another way.
error-sms-wait = We just sent a text message. Wait 30 seconds before you ask for another.
error-call-wait = We just called you. Wait 30 seconds before you ask for another call.
error-sms-limit = You have asked for too many text messages. Try again later, or choose another way.
error-call-limit = You have asked for too many calls. Try again later, or choose another way.
error-tags = Leave out the characters < and >.

# Apps on phones and computers.

error-biometrics = Your organization asks for fingerprint or face. Update { $name }, turn on fingerprint or face for your account in it, and try again.
error-biometrics-app = Your organization asks for fingerprint or face. Update the app, turn on fingerprint or face for your account in it, and try again.
error-biometrics-windows = Your organization asks for Windows Hello. Update Okta Verify, turn on Windows Hello for your account in it, and try again.
error-biometrics-enroll = Your organization asks for fingerprint or face. Use a device that has it, and turn it on when the app asks.
error-okta-verify-old = Your version of Okta Verify is too old. Update it, then try again.
error-okta-verify-old-enroll = This version of Okta Verify doesn’t meet your organization’s requirements. Update it, then try again.
error-okta-verify-device = This device doesn’t meet your organization’s requirements for Okta Verify. Use another device, or contact the IT help desk.
error-device-invalid = Your device or account was removed. If you don’t know why, contact the IT help desk.
error-device-invalid-enroll = Your device or account was removed. Set up your account in Okta Verify again, then try once more.

# Passwords.

error-password-common = Many people use this password, so it is easy to guess. Choose another.
error-password-match = The two passwords are not the same.
error-password-weak = This password doesn’t have what it needs. See the list, then choose another.
message-password-expiring = Once it has expired, you must change your password before you can sign in to { $name } again.
message-password-expiring-generic = Once it has expired, you can’t sign in until you change it.
message-recovered = Sign in with your username and your new password.
message-password-updated = Signing in didn’t work, however. Try again with the new password.
error-reset-failed = Your password couldn’t be reset. Try again, or contact the IT help desk.
error-reset-not-allowed = You can’t reset your password yourself at the moment. Contact the IT help desk.
error-change-not-allowed = Your password can’t be changed here. Contact the IT help desk.
error-reset-activating = Your account is still being activated, so its password can’t be reset yet. Contact the IT help desk.
error-reset-link = The link to reset your password no longer works. Ask for a new one on the sign-in page.
error-reset-link-help-desk = The link to reset your password no longer works. Ask the IT help desk for a new one.
error-link-used = This link has expired or was used already.

# Accounts.

error-locked = Your account is locked. Contact the IT help desk.
error-locked-attempts = Your account is locked because there were too many attempts. Wait a while, or contact the IT help desk.
error-unlock-not-allowed = You can’t unlock your account yourself at the moment. Contact the IT help desk.
error-unlock-failed = Your account couldn’t be unlocked. Contact the IT help desk.
message-unlocked = Sign in with your username and password.
message-unlocked-verify = Your account is unlocked. Prove once more that it’s you to go on.
error-feature-off = Your organization has not turned this on.
error-registration-off = You can’t create an account here at the moment.
error-registration = Your account couldn’t be created. Try again.
error-request = This couldn’t be done. Try again later.
error-registration-taken = There is an account with this value already: { $field }.
error-registration-email = Enter a full email address: { $field }.
error-registration-pattern = This doesn’t have the form that your organization asks for: { $field }.
error-email = Enter a full email address, such as name@example.com.
error-email-unregistered = Enter the email address at which you got your welcome message.
error-account-exists = There is an account with this username already. Sign in, or choose another one.
error-activating = Your account is still being activated. Try again in a few minutes.
error-already-active = Your account is active already. Sign in.
error-account-state = Your account doesn’t allow this at the moment. Contact the IT help desk.
error-mastered = This part of your account is looked after in another system, so it can’t be changed here. Contact the IT help desk.
message-verify-again = The app asks you to prove once more that it’s you.
error-activation-expired = The link in your activation email no longer works.
error-activation-invalid = Perhaps your account is active already, or the address isn’t complete. If signing in doesn’t work, contact the IT help desk.
error-suspended = Nobody can sign in with this account at the moment. Contact the IT help desk.
message-activation-sent = If we know you, you’ll get an email with a new activation link soon.
message-check-email = To finish, open the email that we sent you.
idx-unsatisfiable-help-desk = You can’t sign in with what you have set up. Contact the IT help desk.

# Links of emails, other tabs and devices.

message-link-expired = The link has expired. Go back to the page on which you asked for it, and have another one sent.
message-link-stale = There is a newer email. Open the link in that one, or go back to the page on which you asked for it.
message-link-failed = The link couldn’t be used. Go back to the page on which you asked for it.
message-go-back = Go back to the tab or app where you started. You can close this page.
message-refused = The sign-in was refused. You can close this page.
message-refused-elsewhere = The sign-in was refused on the other device. If that wasn’t you, tell the IT help desk.
message-device-activated = Continue on your device. You can close this page.
message-device-refused = You didn’t allow access, so your device was not activated.
message-device-failed = Something went wrong on the side of the sign-in service. Ask your device for a new code and try again.
error-provider = Signing in there didn’t work. Try again, or contact the IT help desk.
message-safe-mode = The sign-in service is being maintained, so nothing can be set up at the moment. Try again later.

# The service, devices and fields.

error-reload = This is no longer possible at this point. Reload the page.
error-slow = The sign-in service didn’t answer in time. Reload the page.
message-waiting = Waiting for your device to answer.
error-clock = Your device’s clock seems to be wrong. Set it right, then try again.
error-system-old = The operating system of your device is too old for this. Update it, then try again.
error-field = This isn’t valid here. Check it.
error-field-short = This is too short.
error-field-long = This is too long.
error-validation = Something that you entered wasn’t accepted. Check it, then try again.
error-address = Enter a full web address, such as https://example.com.
error-answer-short = { $count ->
    [one] The answer needs at least { $number } character.
   *[other] The answer needs at least { $number } characters.
}

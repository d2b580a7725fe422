# What the sign-in service says about what was entered or done.

error-code-used = Jeder Code gilt nur einmal. Warten Sie auf einen neuen und geben Sie ihn ein.
error-code-late = Dieser Code kam zu spät. Warten Sie auf einen neuen und geben Sie ihn ein.
error-token-wait = Warten Sie, bis Ihr Token einen anderen Code anzeigt, und geben Sie diesen ein.
error-answer = Diese Antwort stimmt nicht. Prüfen Sie sie und versuchen Sie es noch einmal.
error-verify-failed = Wir konnten nicht bestätigen, dass Sie es sind. Versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.
error-enroll-failed = Das ließ sich nicht einrichten. Versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.
error-duo-failed = Duo konnte die Anmeldung nicht bestätigen. Versuchen Sie es noch einmal.
error-duo-timeout = Duo hat nicht rechtzeitig geantwortet. Versuchen Sie es noch einmal.
error-security-key = Dieser Sicherheitsschlüssel, Fingerabdruck oder dieses Gesicht ließ sich nicht bestätigen. Versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.
error-security-key-canceled = Das hat zu lange gedauert oder wurde abgebrochen. Versuchen Sie es noch einmal.
error-card = Diese Smartcard konnte nicht bestätigt werden. Versuchen Sie es mit einem anderen Zertifikat noch einmal oder wählen Sie einen anderen Weg.
error-card-none = Es wurde kein Zertifikat ausgewählt. Wählen Sie eines aus und versuchen Sie es noch einmal.
error-enroll-help-desk = Sie können das nicht selbst einrichten. Wenden Sie sich an den IT-Helpdesk.
error-pin = Diese PIN stimmt nicht. Versuchen Sie es noch einmal.
message-nfc-sign-in = Melden Sie sich auf andere Weise an, um die Einrichtung Ihres NFC-Geräts abzuschließen.
error-method-unavailable = Diese Anmeldeart ist hier nicht möglich. Wählen Sie eine andere oder wenden Sie sich an den IT-Helpdesk.
message-push-rejected = Die Anmeldung wurde auf Ihrem Telefon abgelehnt. Wenn Sie das nicht waren, sagen Sie es dem IT-Helpdesk.
message-push-expired = Die Benachrichtigung ist abgelaufen. Lassen Sie eine neue senden.
error-phone = Diese Telefonnummer stimmt nicht. Prüfen Sie sie, und beginnen Sie mit + und der Landesvorwahl.
error-phone-country = Nummern dieses Landes sind nicht erlaubt. Nehmen Sie eine andere oder wenden Sie sich an den IT-Helpdesk.
error-no-phone = Für Ihr Konto gibt es keine bestätigte Telefonnummer. Wählen Sie einen anderen Weg.
error-sms-wait = Wir haben gerade eine SMS gesendet. Warten Sie 30 Sekunden, bevor Sie eine weitere anfordern.
error-call-wait = Wir haben Sie gerade angerufen. Warten Sie 30 Sekunden, bevor Sie einen weiteren Anruf anfordern.
error-sms-limit = Sie haben zu viele SMS angefordert. Versuchen Sie es später noch einmal oder wählen Sie einen anderen Weg.
error-call-limit = Sie haben zu viele Anrufe angefordert. Versuchen Sie es später noch einmal oder wählen Sie einen anderen Weg.
error-tags = Lassen Sie die Zeichen < und > weg.

# Apps on phones and computers.

error-biometrics = Ihre Organisation verlangt Fingerabdruck oder Gesicht. Aktualisieren Sie { $name }, schalten Sie dort für Ihr Konto Fingerabdruck oder Gesicht ein, und versuchen Sie es noch einmal.
error-biometrics-app = Ihre Organisation verlangt Fingerabdruck oder Gesicht. Aktualisieren Sie die App, schalten Sie dort für Ihr Konto Fingerabdruck oder Gesicht ein, und versuchen Sie es noch einmal.
error-biometrics-windows = Ihre Organisation verlangt Windows Hello. Aktualisieren Sie Okta Verify, schalten Sie dort für Ihr Konto Windows Hello ein, und versuchen Sie es noch einmal.
error-biometrics-enroll = Ihre Organisation verlangt Fingerabdruck oder Gesicht. Nehmen Sie ein Gerät, das das kann, und schalten Sie es ein, wenn die App danach fragt.
error-okta-verify-old = Ihre Version von Okta Verify ist zu alt. Aktualisieren Sie sie und versuchen Sie es noch einmal.
error-okta-verify-old-enroll = Diese Version von Okta Verify erfüllt die Anforderungen Ihrer Organisation nicht. Aktualisieren Sie sie und versuchen Sie es noch einmal.
error-okta-verify-device = Dieses Gerät erfüllt die Anforderungen Ihrer Organisation für Okta Verify nicht. Nehmen Sie ein anderes oder wenden Sie sich an den IT-Helpdesk.
error-device-invalid = Ihr Gerät oder Konto wurde entfernt. Wenn Sie nicht wissen, warum, wenden Sie sich an den IT-Helpdesk.
error-device-invalid-enroll = Ihr Gerät oder Konto wurde entfernt. Richten Sie Ihr Konto in Okta Verify neu ein und versuchen Sie es noch einmal.

# Passwords.

error-password-common = Dieses Passwort benutzen viele, darum ist es leicht zu erraten. Wählen Sie ein anderes.
error-password-match = Die beiden Passwörter sind nicht gleich.
error-password-weak = Diesem Passwort fehlt etwas. Sehen Sie in die Liste und wählen Sie ein anderes.
message-password-expiring = Sobald es abgelaufen ist, müssen Sie Ihr Passwort ändern, bevor Sie sich wieder bei { $name } anmelden können.
message-password-expiring-generic = Sobald es abgelaufen ist, können Sie sich erst nach einer Änderung wieder anmelden.
message-recovered = Melden Sie sich mit Ihrem Benutzernamen und dem neuen Passwort an.
message-password-updated = Die Anmeldung hat aber nicht geklappt. Versuchen Sie es mit dem neuen Passwort noch einmal.
error-reset-failed = Ihr Passwort konnte nicht zurückgesetzt werden. Versuchen Sie es noch einmal oder wenden Sie sich an den IT-Helpdesk.
error-reset-not-allowed = Sie können Ihr Passwort im Moment nicht selbst zurücksetzen. Wenden Sie sich an den IT-Helpdesk.
error-change-not-allowed = Ihr Passwort kann hier nicht geändert werden. Wenden Sie sich an den IT-Helpdesk.
error-reset-activating = Ihr Konto wird noch aktiviert, darum kann das Passwort noch nicht zurückgesetzt werden. Wenden Sie sich an den IT-Helpdesk.
error-reset-link = Der Link zum Zurücksetzen Ihres Passworts gilt nicht mehr. Fordern Sie auf der Anmeldeseite einen neuen an.
error-reset-link-help-desk = Der Link zum Zurücksetzen Ihres Passworts gilt nicht mehr. Fragen Sie den IT-Helpdesk nach einem neuen.
error-link-used = Dieser Link ist abgelaufen oder wurde schon benutzt.

# Accounts.

error-locked = Ihr Konto ist gesperrt. Wenden Sie sich an den IT-Helpdesk.
error-locked-attempts = Ihr Konto ist nach zu vielen Versuchen gesperrt. Warten Sie eine Weile oder wenden Sie sich an den IT-Helpdesk.
error-unlock-not-allowed = Sie können Ihr Konto im Moment nicht selbst entsperren. Wenden Sie sich an den IT-Helpdesk.
error-unlock-failed = Ihr Konto konnte nicht entsperrt werden. Wenden Sie sich an den IT-Helpdesk.
message-unlocked = Melden Sie sich mit Benutzername und Passwort an.
message-unlocked-verify = Ihr Konto ist entsperrt. Weisen Sie sich noch einmal aus, um weiterzumachen.
error-feature-off = Ihre Organisation hat das nicht eingeschaltet.
error-registration-off = Sie können hier im Moment kein Konto anlegen.
error-registration = Ihr Konto konnte nicht angelegt werden. Versuchen Sie es noch einmal.
error-request = Das ließ sich nicht ausführen. Versuchen Sie es später noch einmal.
error-registration-taken = Mit dieser Angabe gibt es schon ein Konto: { $field }.
error-registration-email = Geben Sie eine vollständige E-Mail-Adresse ein: { $field }.
error-registration-pattern = Diese Angabe hat nicht die Form, die Ihre Organisation verlangt: { $field }.
error-email = Geben Sie eine vollständige E-Mail-Adresse ein, etwa name@example.com.
error-email-unregistered = Geben Sie die E-Mail-Adresse ein, an die Ihre Begrüßungsnachricht ging.
error-account-exists = Mit diesem Benutzernamen gibt es schon ein Konto. Melden Sie sich an oder wählen Sie einen anderen.
error-activating = Ihr Konto wird noch aktiviert. Versuchen Sie es in ein paar Minuten noch einmal.
error-already-active = Ihr Konto ist schon aktiv. Melden Sie sich an.
error-account-state = Ihr Konto lässt das im Moment nicht zu. Wenden Sie sich an den IT-Helpdesk.
error-mastered = Dieser Teil Ihres Kontos wird in einem anderen System gepflegt und kann hier nicht geändert werden. Wenden Sie sich an den IT-Helpdesk.
message-verify-again = Die App möchte, dass Sie noch einmal bestätigen, dass Sie es sind.
error-activation-expired = Der Link in Ihrer Aktivierungs-E-Mail gilt nicht mehr.
error-activation-invalid = Vielleicht ist Ihr Konto schon aktiv, oder die Adresse ist unvollständig. Wenn die Anmeldung nicht klappt, wenden Sie sich an den IT-Helpdesk.
error-suspended = Mit diesem Konto kann sich im Moment niemand anmelden. Wenden Sie sich an den IT-Helpdesk.
message-activation-sent = Wenn wir Sie kennen, bekommen Sie bald eine E-Mail mit einem neuen Aktivierungslink.
message-check-email = Öffnen Sie zum Abschluss die E-Mail, die wir Ihnen gesendet haben.
idx-unsatisfiable-help-desk = Mit dem, was Sie eingerichtet haben, können Sie sich nicht anmelden. Wenden Sie sich an den IT-Helpdesk.

# Links of emails, other tabs and devices.

message-link-expired = Der Link ist abgelaufen. Gehen Sie zu der Seite zurück, auf der Sie ihn angefordert haben, und lassen Sie einen neuen senden.
message-link-stale = Es gibt eine neuere E-Mail. Öffnen Sie den Link darin, oder gehen Sie zu der Seite zurück, auf der Sie ihn angefordert haben.
message-link-failed = Der Link konnte nicht benutzt werden. Gehen Sie zu der Seite zurück, auf der Sie ihn angefordert haben.
message-go-back = Gehen Sie zu dem Tab oder der App zurück, in der Sie begonnen haben. Diese Seite können Sie schließen.
message-refused = Die Anmeldung wurde abgelehnt. Diese Seite können Sie schließen.
message-refused-elsewhere = Die Anmeldung wurde auf dem anderen Gerät abgelehnt. Wenn Sie das nicht waren, sagen Sie es dem IT-Helpdesk.
message-device-activated = Machen Sie auf Ihrem Gerät weiter. Diese Seite können Sie schließen.
message-device-refused = Sie haben den Zugriff nicht erlaubt, darum wurde Ihr Gerät nicht aktiviert.
message-device-failed = Beim Anmeldedienst ist etwas schiefgegangen. Lassen Sie Ihr Gerät einen neuen Code anzeigen und versuchen Sie es noch einmal.
error-provider = Die Anmeldung dort hat nicht geklappt. Versuchen Sie es noch einmal oder wenden Sie sich an den IT-Helpdesk.
message-safe-mode = Der Anmeldedienst wird gewartet, darum kann im Moment nichts eingerichtet werden. Versuchen Sie es später noch einmal.

# The service, devices and fields.

error-reload = Das geht an dieser Stelle nicht mehr. Laden Sie die Seite neu.
error-slow = Der Anmeldedienst hat nicht rechtzeitig geantwortet. Laden Sie die Seite neu.
message-waiting = Wir warten auf eine Antwort Ihres Geräts.
error-clock = Die Uhr Ihres Geräts geht anscheinend falsch. Stellen Sie sie richtig und versuchen Sie es noch einmal.
error-system-old = Das Betriebssystem Ihres Geräts ist dafür zu alt. Aktualisieren Sie es und versuchen Sie es noch einmal.
error-field = Das ist hier nicht gültig. Prüfen Sie es.
error-field-short = Das ist zu kurz.
error-field-long = Das ist zu lang.
error-validation = Eine Ihrer Eingaben wurde nicht angenommen. Prüfen Sie sie und versuchen Sie es noch einmal.
error-address = Geben Sie eine vollständige Web-Adresse ein, etwa https://example.com.
error-answer-short = { $count ->
    [one] Die Antwort braucht mindestens { $number } Zeichen.
   *[other] Die Antwort braucht mindestens { $number } Zeichen.
}

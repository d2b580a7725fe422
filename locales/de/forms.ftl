# What a page asks for, and what its buttons say.

title-unlock = Konto entsperren
title-email-send = Mit einer E-Mail bestätigen
title-okta-verify-code = Code aus Okta Verify eingeben
title-tac = Befristeten Zugangscode eingeben
title-set-up = { $name } einrichten
title-check-email = Sehen Sie in Ihre E-Mails
title-check-messages = Sehen Sie in Ihre SMS
title-okta-verify-email = Okta Verify per E-Mail einrichten
title-okta-verify-sms = Okta Verify per SMS einrichten
title-okta-verify-channel = Wie möchten Sie Okta Verify einrichten?
title-set-up-phone = Telefon einrichten
title-set-up-question = Sicherheitsfrage einrichten
title-set-up-security-key = Sicherheitsschlüssel, Fingerabdruck oder Gesicht einrichten
title-password-expiring-today = Ihr Passwort läuft heute ab
title-password-expiring-soon = Ihr Passwort läuft bald ab
title-sign-up = Konto anlegen
title-profile = Profil vervollständigen
title-was-it-you = Haben Sie gerade versucht, sich anzumelden?
title-stay = Angemeldet bleiben?
title-device-code = Gerät aktivieren
title-device-activated = Ihr Gerät ist aktiviert
title-device-not-activated = Ihr Gerät wurde nicht aktiviert
title-safe-mode = Das lässt sich gerade nicht einrichten
title-activation-expired = Ihr Aktivierungslink ist abgelaufen
title-activation-invalid = Ihr Aktivierungslink gilt nicht mehr
title-suspended = Ihr Konto ist vorübergehend gesperrt
title-activation-sent = Neuer Aktivierungslink angefordert
title-identity = Identität mit { $name } nachweisen
title-email-link = Dieser E-Mail-Link funktioniert nicht mehr
title-go-back = Fertig: zurück zum Anfang
title-your-code = Ihr Bestätigungscode
title-unlocked = Ihr Konto ist entsperrt
title-not-verified = Wir konnten nicht bestätigen, dass Sie es sind
title-other-tab = Es geht in einem anderen Tab weiter
title-refused = Die Anmeldung wurde abgelehnt
title-password-changed = Ihr Passwort ist geändert
title-no-reset = Ihr Passwort kann hier nicht zurückgesetzt werden
title-no-unlock = Ihr Konto kann hier nicht entsperrt werden
title-timed-out = Das hat zu lange gedauert
title-no-registration = Ihr Konto konnte nicht angelegt werden
title-maintenance = Der Anmeldedienst wird gewartet
title-biometrics = Fingerabdruck oder Gesicht wird verlangt
title-enroll-device = Registrieren Sie zuerst dieses Gerät
switch-verify = Anders bestätigen
switch-set-up = Eine andere Anmeldeart einrichten
switch-channel = Auf andere Weise einrichten
form-name = { $name }
form-choose = Bitte wählen
form-have-account = Sie haben schon ein Konto? Anmelden
form-forgot-pin = PIN vergessen?
form-later = Später erinnern
form-send-email = E-Mail senden
form-send-message = SMS senden
form-call = Anrufen lassen
form-call-again = Noch einmal anrufen
form-launch-nfc = Mit NFC anmelden
form-send-push = Push-Nachricht senden
form-send-push-again = Push-Nachricht noch einmal senden
form-send-link = Einrichtungslink senden
form-send-activation = Aktivierungs-E-Mail anfordern
form-go-to = Zu { $name }
form-qr = QR-Code für die Kamera Ihres Telefons

# What stands above the fields.

lead-recover = Geben Sie Ihren Benutzernamen ein. Dann prüfen wir, dass Sie es sind, und Sie wählen ein neues Passwort.
lead-unlock = Geben Sie Ihren Benutzernamen ein und wählen Sie, wie Sie sich ausweisen.
lead-unlock-name = Geben Sie Ihren Benutzernamen ein. Dann prüfen wir, dass Sie es sind.
lead-unlock-choose = Wählen Sie, wie Sie sich ausweisen.
lead-okta-verify = Ihre Organisation möchte, dass Sie sich hier mit Okta Verify auf diesem Gerät anmelden.
lead-okta-verify-app = Für { $app } möchte Ihre Organisation, dass Sie sich mit Okta Verify auf diesem Gerät anmelden.
lead-profile = Ihre Organisation braucht noch einige Angaben von Ihnen.
lead-poll = Der Anmeldedienst ist ausgelastet. Wir versuchen es von selbst noch einmal.
lead-identity = Sie weisen Ihre Identität bei { $name } nach und kommen dann hierher zurück. { $name } teilt das Ergebnis Ihrer Organisation mit.
lead-send-email = Wir können Ihnen eine E-Mail senden.
lead-send-email-to = Wir können eine E-Mail an { $address } senden.
lead-send-code-to = Wir können einen Code an { $address } senden.
lead-call-number = Wir können { $address } anrufen und Ihnen einen Code ansagen.
lead-reset-verify = Um Ihr Passwort zurückzusetzen, weisen Sie sich zuerst aus.
lead-set-up = Damit kommen nur Sie in Ihr Konto.
lead-stay = Sie werden auf diesem Gerät seltener nach der Anmeldung gefragt. Wählen Sie das nur auf einem Gerät, das Sie allein benutzen.
lead-device-code = Geben Sie den Code ein, den Ihr Gerät anzeigt.
lead-granular = Wählen Sie, was die App haben darf.
lead-granular-app = Wählen Sie, was { $app } haben darf.
lead-open-email-there = Öffnen Sie die E-Mail auf dem Gerät, auf dem Sie Okta Verify einrichten.
lead-open-message-there = Öffnen Sie die SMS auf dem Gerät, auf dem Sie Okta Verify einrichten.
lead-phone-sms = Wir senden einen Code an Ihr Telefon. Geben Sie die Nummer ein.
lead-phone-call = Wir rufen Sie an und sagen Ihnen einen Code. Geben Sie die Nummer Ihres Telefons ein.
lead-custom-password = Dieses Passwort wird auf einer anderen Website geändert.
lead-email-sent-to = Wir haben eine E-Mail an { $address } gesendet.
lead-email-sent = Wir haben Ihnen eine E-Mail gesendet.
lead-email-link-or-code = Öffnen Sie den Link darin, oder geben Sie den Code daraus hier ein.
lead-email-code = Geben Sie den Code aus der E-Mail hier ein.
lead-code-sent-to = Wir haben einen Code an { $address } gesendet. Es können Gebühren anfallen.
lead-code-sent = Wir haben einen Code an Ihr Telefon gesendet. Es können Gebühren anfallen.
lead-calling-number = Wir rufen { $address } an, um Ihnen einen Code anzusagen. Es können Gebühren anfallen.
lead-calling = Wir rufen Ihr Telefon an, um Ihnen einen Code anzusagen. Es können Gebühren anfallen.
lead-okta-verify-code = Öffnen Sie Okta Verify und geben Sie den angezeigten Code ein.
lead-symantec = Geben Sie Ihre Credential-ID und zwei Codes ein, die die App nacheinander anzeigt.
lead-code-of = Geben Sie einen Code ein, den { $name } anzeigt.
lead-elsewhere = Sie machen bei { $name } weiter und kommen dann hierher zurück.
lead-elsewhere-set-up = Sie richten es bei { $name } ein und kommen dann hierher zurück.

# Setting up apps.

google-step-open = Öffnen Sie Google Authenticator auf Ihrem Telefon und wählen Sie +.
google-step-scan = Scannen Sie den QR-Code, oder tippen Sie den Schlüssel darunter ein.
google-step-code = Geben Sie den Code ein, den die App dann anzeigt.
okta-verify-step-get = Laden Sie auf Ihrem Telefon Okta Verify aus dem App Store oder von Google Play.
okta-verify-step-add = Öffnen Sie die App und folgen Sie den Schritten, um Ihr Konto hinzuzufügen.
okta-verify-step-scan = Wenn sie nach einem QR-Code fragt, scannen Sie den untenstehenden.
okta-verify-email-sent = Wir haben eine E-Mail an { $address } gesendet. Öffnen Sie sie auf Ihrem Telefon und folgen Sie dem Einrichtungslink.
okta-verify-message-sent = Wir haben eine SMS an { $address } gesendet. Öffnen Sie sie auf Ihrem Telefon und folgen Sie dem Einrichtungslink.
okta-verify-here = Auf diesem Gerät wird Okta Verify gebraucht.
okta-verify-step-get-here = Installieren Sie die App, falls Sie sie noch nicht haben.
okta-verify-step-address = Wenn sie nach einer Anmeldeadresse fragt, geben Sie die untenstehende ein.
okta-verify-get = Okta Verify laden
okta-verify-open = Okta Verify öffnen
nfc-instructions = Öffnen Sie Okta Verify auf diesem Gerät und fügen Sie Ihre NFC-Karte oder Ihren NFC-Schlüssel hinzu. Kommen Sie dann hierher zurück und wählen Sie eine PIN.
okta-verify-other = Sie können Ihr Konto von einem Gerät übernehmen, auf dem Okta Verify schon eingerichtet ist.
okta-verify-step-other = Öffnen Sie dort Okta Verify und wählen Sie Ihr Konto.
okta-verify-step-export = Wählen Sie, dass das Konto auf ein anderes Gerät übertragen wird.
okta-verify-step-follow = Folgen Sie den Schritten in der App.
okta-verify-devices = Ihre Geräte mit Okta Verify
channel-qr = QR-Code scannen
channel-email = Einrichtungslink per E-Mail
channel-sms = Einrichtungslink per SMS
channel-here = Auf diesem Gerät einrichten
channel-other = Von einem anderen meiner Geräte übernehmen
device-enroll = Bevor Sie sich anmelden können, muss dieses Gerät in der Geräteverwaltung Ihrer Organisation registriert sein.
device-enroll-with = Bevor Sie sich anmelden können, muss dieses Gerät bei { $name } registriert sein.
device-enroll-step-open = Öffnen Sie die Registrierung auf diesem Gerät und folgen Sie den Schritten.
device-enroll-step-address = Wenn Sie nach einer Adresse gefragt werden, geben Sie die untenstehende ein.
device-enroll-step-back = Öffnen Sie danach die App noch einmal.

# Fields.

label-email-or-username = E-Mail oder Benutzername
label-new-password = Neues Passwort
label-yubikey = Code Ihres YubiKeys
label-pin = PIN
label-code-first = Erster Code
label-code-next = Nächster Code
label-credential-id = Credential-ID
label-answer = Antwort
label-question = Frage wählen
label-own-question = Eigene Frage schreiben
label-method = Wie möchten Sie den Code erhalten?
label-phone = Telefonnummer
label-country = Land
hint-phone = Beginnen Sie mit + und der Landesvorwahl, zum Beispiel +49 30 123456.
label-sign-out-everywhere = Auf allen anderen Geräten abmelden
label-auto-push = Push-Nachricht automatisch senden
label-activation-code = Aktivierungscode
label-shared-secret = Schlüssel zum Eintippen:
label-number = Wählen Sie in der App diese Zahl:
label-sign-in-address = Anmeldeadresse:
profile-first-name = Vorname
profile-last-name = Nachname
profile-middle-name = Zweiter Vorname
profile-second-email = Zweite E-Mail-Adresse
profile-display-name = Anzeigename
profile-nickname = Spitzname
profile-prefix = Titel vor dem Namen
profile-suffix = Titel nach dem Namen
profile-title = Position
profile-url = Profiladresse
profile-mobile = Mobiltelefon
profile-street = Straße und Hausnummer
profile-city = Ort
profile-state = Bundesland oder Region
profile-postal-code = Postleitzahl
profile-country-code = Landeskürzel
profile-postal-address = Postanschrift
profile-language = Bevorzugte Sprache
profile-locale = Sprache und Region
profile-time-zone = Zeitzone
profile-user-type = Art des Benutzers
profile-employee-number = Personalnummer
profile-cost-center = Kostenstelle
profile-organization = Organisation
profile-division = Bereich
profile-department = Abteilung
profile-manager-id = Kennung der Führungskraft
profile-manager = Führungskraft

# What apps ask for, and from where somebody asks.

consent-allow = Zugriff erlauben
consent-deny = Nicht erlauben
consent-it-was-me = Ja, das war ich
consent-not-me = Nein, das war ich nicht
consent-scopes = Die App möchte
consent-scopes-of = { $app } möchte
consent-terms = Nutzungsbedingungen
consent-privacy = Datenschutzerklärung
stay-yes = Angemeldet bleiben
stay-no = Nicht angemeldet bleiben
scope-openid = Wissen, dass Sie es sind
scope-email = Ihre E-Mail-Adresse sehen
scope-profile = Ihr Profil sehen, zum Beispiel Ihren Namen
scope-phone = Ihre Telefonnummer sehen
scope-address = Ihre Anschrift sehen
scope-offline = Sie angemeldet lassen, während Sie sie nicht benutzen
scope-online = Sie angemeldet lassen, während Sie sie benutzen
scope-device = Sie bei anderen Apps auf diesem Gerät anmelden
request-from = Angefordert von
request-browser = Browser: { $name }
request-app = App: { $name }
request-browser-on = { $browser } auf { $os }
code-for-sign-in = Geben Sie ihn auf der Seite ein, auf der Sie sich anmelden.
code-for-reset = Geben Sie ihn auf der Seite ein, auf der Sie Ihr Passwort zurücksetzen.
code-for-unlock = Geben Sie ihn auf der Seite ein, auf der Sie Ihr Konto entsperren.
code-for-sign-up = Geben Sie ihn auf der Seite ein, auf der Sie sich registrieren.
code-not-asked = Wenn Sie diesen Code nicht angefordert haben, schließen Sie diese Seite und geben Sie ihn niemandem. Ohne ihn kommt niemand in Ihr Konto.

# What a password needs.

password-needs = Ihr Passwort braucht
password-lowercase = einen Kleinbuchstaben
password-uppercase = einen Großbuchstaben
password-number = eine Ziffer
password-symbol = ein Sonderzeichen, etwa ! oder #
password-no-username = keinen Teil Ihres Benutzernamens
password-no-first-name = nicht Ihren Vornamen
password-no-last-name = nicht Ihren Nachnamen
password-three-kinds = drei dieser Arten: Kleinbuchstaben, Großbuchstaben, Ziffern, Sonderzeichen

# Security questions.

question-disliked-food = Welches Essen mochten Sie als Kind am wenigsten?
question-plush-toy = Wie hieß Ihr erstes Stofftier?
question-award = Wofür bekamen Sie Ihre erste Medaille oder Auszeichnung?
question-question = Welche Sicherheitsfrage mögen Sie am liebsten?
question-toy = Welches Spielzeug mochten Sie als Kind am liebsten?
question-game = Welches Computerspiel haben Sie als Erstes gespielt?
question-quote = Welches Filmzitat mögen Sie am liebsten?
question-mascot = Was war das Maskottchen Ihrer ersten Mannschaft?
question-music = Welches Album oder Lied haben Sie als Erstes gekauft?
question-art = Welches Kunstwerk mögen Sie am liebsten?
question-dessert = Welchen Nachtisch mochte Ihre Großmutter am liebsten?
question-cooked = Was haben Sie als Erstes kochen gelernt?
question-job = Was wollten Sie als Kind werden?
question-kiss = Wo haben Sie zum ersten Mal geküsst?
question-met = Wo haben Sie Ihre Partnerin oder Ihren Partner kennengelernt?
question-vacation = Wo war Ihr schönster Urlaub?
question-new-year = Wo waren Sie am Silvesterabend des Jahres 2000?
question-speaker = Welche Rednerin oder welchen Redner mögen Sie am liebsten?
question-character = Welche Figur aus einem Buch oder Film mögen Sie am liebsten?
question-player = Welche Sportlerin oder welchen Sportler mögen Sie am liebsten?
title-password-expiring = { $count ->
    [one] Ihr Passwort läuft in { $number } Tag ab
   *[other] Ihr Passwort läuft in { $number } Tagen ab
}
password-length = { $count ->
    [one] mindestens { $number } Zeichen
   *[other] mindestens { $number } Zeichen
}
password-repeats = { $count ->
    [one] kein Zeichen zweimal hintereinander (höchstens { $number }-mal)
   *[other] dasselbe Zeichen höchstens { $number }-mal hintereinander
}
password-history = { $count ->
    [one] einen Unterschied zu Ihrem letzten Passwort (zu { $number })
   *[other] einen Unterschied zu Ihren letzten { $number } Passwörtern
}
password-age-minutes = { $count ->
    [one] { $number } Minute zwischen zwei Änderungen
   *[other] { $number } Minuten zwischen zwei Änderungen
}
password-age-hours = { $count ->
    [one] { $number } Stunde zwischen zwei Änderungen
   *[other] { $number } Stunden zwischen zwei Änderungen
}
password-age-days = { $count ->
    [one] { $number } Tag zwischen zwei Änderungen
   *[other] { $number } Tage zwischen zwei Änderungen
}

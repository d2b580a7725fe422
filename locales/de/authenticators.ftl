# Ways to prove who one is, as choices.

method-tac = Befristeter Zugangscode
method-smart-card = Smartcard
method-sms = SMS
method-call = Anruf
method-push = Push-Nachricht
method-code = Code aus der App
method-okta-verify-push = Push-Nachricht in Okta Verify
method-okta-verify-code = Code aus Okta Verify
method-fastpass = Okta FastPass auf diesem Gerät
method-due = Richten Sie es bis { $time } ein.
about-email = Wir senden Ihnen einen Code oder einen Link.
about-phone = Wir senden einen Code an Ihr Telefon oder rufen Sie an.
about-push = Bestätigen Sie auf Ihrem Telefon.
about-token = Geben Sie einen Code Ihres Tokens oder Ihrer App ein.
about-password = Wählen Sie ein Passwort für Ihr Konto.
about-security-key = Nutzen Sie einen Sicherheitsschlüssel oder Fingerabdruck, Gesicht oder PIN eines Geräts.
about-question = Wählen Sie eine Frage, die nur Sie beantworten können.
about-okta-verify = Eine App auf Ihrem Telefon oder Computer, die bestätigt, dass Sie es sind.
about-app-code = Geben Sie den Code ein, den die App anzeigt.
about-yubikey = Stecken Sie Ihren YubiKey ein und berühren Sie ihn: Er gibt den Code ein.
about-elsewhere = Es geht bei { $name } weiter.
about-tac = Geben Sie den Code ein, den Sie vom IT-Helpdesk haben.
about-smart-card = Nutzen Sie eine Karte wie PIV oder CAC.
group-required = Jetzt einzurichten
group-required-now = Jetzt einzurichten
group-required-soon = Bald einzurichten
group-optional = Wenn Sie möchten
method-skips = { $count ->
    [one] Sie können es noch { $number }-mal aufschieben.
   *[other] Sie können es noch { $number }-mal aufschieben.
}

# „Diese Schritte mitnehmen“: Text, Papier, Kalender.

take-title = Diese Schritte mitnehmen
take-copy = Als Text kopieren
take-copied = Die Schritte sind kopiert.
take-copy-failed = Das Kopieren hat nicht geklappt. Öffnen Sie die Schritte als reinen Text und kopieren Sie sie dort.
take-print = Drucken
take-text = Als reinen Text anzeigen
take-calendar = Erinnerung in den Kalender eintragen
take-as-of = { $brand }, Stand: { $time }
take-summary = Gerät in Ordnung bringen: Der Zugang endet
take-summary-app = Gerät in Ordnung bringen: Der Zugang zu { $app } endet

# Was der Server dafür aufhebt.

take-phone = Diese Schritte auf dem Smartphone lesen
take-phone-before = Eine Kopie nur mit den Schritten: kein Name, kein Konto, nichts, was auf Ihrem Gerät gefunden wurde.
take-phone-make = QR-Code anzeigen
take-phone-scan = Scannen Sie ihn mit der Kamera Ihres Smartphones, oder öffnen Sie dort die Adresse:
take-phone-image = QR-Code mit der Adresse { $address }
take-phone-note = Wer diesen Link hat, kann die Schritte bis { $time } lesen.
take-restart = Nach einem Neustart zurückkommen
take-restart-needed = Einer dieser Schritte startet Ihr Gerät neu.
take-restart-before = Ein Link, der Sie einmal zu dieser Seite zurückbringt. In einem anderen Browser werden Sie noch einmal nach dem Passwort gefragt.
take-restart-make = Link erstellen
take-restart-note = Heben Sie diesen Link vor dem Neustart auf. Er gilt einmal, bis { $time }. Geben Sie ihn niemandem: Aus Ihrer Organisation fragt Sie niemand danach.
take-desk = Hilfe zu dieser Seite bekommen
take-desk-before = Ein Code, mit dem Ihr IT-Helpdesk sieht, was diese Seite Ihnen sagt, im selben Wortlaut.
take-desk-make = Code anzeigen
take-desk-note = Geben Sie diesen Code Ihrem IT-Helpdesk. Dort sieht man, was auf dieser Seite steht, ohne Ihren Namen. Er gilt bis { $time }.

# Die Kopie.

copy-title = Schritte, um Ihr Gerät in Ordnung zu bringen
copy-lead = Eine Kopie zum Lesen, während Sie arbeiten. Die Anmeldung schließen Sie am Gerät selbst ab.
copy-note = Diese Kopie kann bis { $time } gelesen werden.
problem-handout-title = Diese Schritte sind nicht mehr hier
problem-handout = Kopien können nur begrenzte Zeit gelesen werden. Erstellen Sie auf der Anmeldeseite eine neue oder prüfen Sie, ob die Adresse vollständig ist.

# Der Helpdesk.

desk-title = Sehen, was jemandem angezeigt wurde
desk-lead = Geben Sie den Code ein, den die Person Ihnen vorliest.
desk-code = Code
desk-token = API-Token
desk-token-hint = Ein Token Ihrer Organisation mit dem Scope { $scope }. Dieser Browser behält es 15 Minuten.
desk-open = Anzeigen
desk-wrong-token = Dieses Token ist nicht gültig. Prüfen Sie, ob Sie es ganz kopiert haben.
desk-wrong-scope = Mit diesem Token darf man nicht sehen, was Personen angezeigt wurde.
desk-wrong-code = Diesen Code gibt es nicht, oder seine Zeit ist vorbei. Lassen Sie ihn sich noch einmal vorlesen oder einen neuen erstellen.
desk-shown-title = Was dieser Person angezeigt wurde
desk-redacted = Name, Konto, Gerätename und die Ergebnisse eigener Prüfungen fehlen. Alles andere ist, wie es war. Dass Sie es angesehen haben, steht im Systemprotokoll.
desk-when = Angezeigt
desk-checked = Gerät geprüft
desk-app = App
desk-system = System
desk-language = Sprache
desk-evaluation = Auswertung
desk-version = Doorstep-Version
desk-until = Code gilt bis
desk-another = Anderen Code eingeben
desk-sign-out = Gespeichertes Token löschen

# Der Weg zurück.

resume-title = Ihre Anmeldung fortsetzen
resume-lead = Dieser Link setzt eine Anmeldung fort, die in einem anderen Browser begonnen wurde. Sie werden nach dem Passwort gefragt.
resume-warning = Fahren Sie nur fort, wenn Sie diesen Link selbst erstellt haben. Wenn ihn Ihnen jemand geschickt hat, schließen Sie diese Seite.
resume-go-on = Fortfahren
problem-resume-title = Dieser Link funktioniert nicht mehr
problem-resume = Jeder Link gilt einmal und nur begrenzte Zeit. Öffnen Sie Ihre App noch einmal und melden Sie sich dort an: Ihr Gerät wird neu geprüft.

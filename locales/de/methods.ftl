# Screens that talk to something beside the server: programs on the device, telephones, security keys.

agent-asking = Die App auf diesem Gerät wird gefragt …
agent-done = Die App auf diesem Gerät hat übernommen. Folgen Sie ihren Anweisungen und kommen Sie dann hierher zurück.
agent-failed = Auf diesem Gerät hat keine App geantwortet.
agent-failed-open = Auf diesem Gerät hat keine App geantwortet. Die Seite, die weiterhilft, wird geöffnet …

# Pages that wait for something elsewhere.

waiting-stopped = Diese Seite fragt nicht mehr nach. Wählen Sie „Nach einer Antwort sehen“, wenn Sie so weit sind.
waiting-note = Diese Seite geht von selbst weiter, sobald eine Antwort da ist.
waiting-stop = Nicht mehr nachsehen
waiting-resume = Wieder automatisch nachsehen
waiting-count = Neuer Versuch in { $seconds } s.
waiting-too-many = Es gab zu viele Anfragen. Wir fragen in { $time } wieder.

# The browser does not let the page look for the device agent.

launch-title = Geräte-Agent öffnen
blocked-title = Ihr Browser lässt diese Seite nicht nach dem Geräte-Agenten suchen
blocked-text = Das heißt nicht, dass mit Ihrem Gerät etwas nicht stimmt: Die Seite konnte es nicht ansehen.
blocked-chrome-1 = Öffnen Sie die Website-Einstellungen über das Symbol am linken Rand der Adressleiste.
blocked-chrome-2 = Stellen Sie „Apps auf dem Gerät“ oder „Zugriff auf lokales Netzwerk“ auf „Zulassen“.
blocked-edge-1 = Wählen Sie das Schloss am linken Rand der Adressleiste, dann „Berechtigungen für diese Website“.
blocked-firefox-1 = Wählen Sie am linken Rand der Adressleiste das Symbol, das eine blockierte Berechtigung anzeigt.
blocked-firefox-2 = Heben Sie die Blockierung für Apps und Dienste auf diesem Gerät auf.
blocked-safari = Safari lässt sichere Seiten auf diesem Weg keine App auf diesem Mac erreichen. Öffnen Sie den Geräte-Agenten mit der Schaltfläche auf dieser Seite oder verwenden Sie einen anderen Browser.
blocked-frame = Diese Seite ist Teil einer anderen Seite, die ihr den Zugriff erlauben muss. Öffnen Sie die Anmeldung mit der Schaltfläche unten in diesem Fenster: Sie machen dort weiter, wo Sie sind. Oder sagen Sie Ihrem IT-Helpdesk, dass der Rahmen allow="local-network-access; loopback-network" braucht.
blocked-again = Kommen Sie hierher zurück und wählen Sie „Noch einmal suchen“.
blocked-retry = Noch einmal suchen

# Security keys and passkeys.

key-verify-text = Ihr Browser fragt nach Ihrem Sicherheitsschlüssel oder nach Fingerabdruck, Gesicht oder PIN auf diesem Gerät.
key-verify = Sicherheitsschlüssel oder Passkey verwenden
key-enroll-text = Ihr Browser richtet hier einen Sicherheitsschlüssel oder Fingerabdruck, Gesicht oder PIN dieses Geräts ein.
key-enroll = Sicherheitsschlüssel oder Passkey einrichten
key-needs-script = Dieser Weg braucht JavaScript, das in diesem Browser ausgeschaltet ist. Schalten Sie es ein und laden Sie die Seite neu, oder wählen Sie unten einen anderen Weg.
key-asking = Folgen Sie den Anweisungen Ihres Browsers …
key-again = Noch einmal versuchen
key-error = Das hat nicht geklappt. Versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.
key-canceled = Es wurde nichts bestätigt: Der Vorgang wurde abgebrochen, hat zu lange gedauert, oder dieses Gerät hat nicht den richtigen Schlüssel. Versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.
key-enroll-canceled = Es wurde nichts eingerichtet: Der Vorgang wurde abgebrochen oder hat zu lange gedauert. Versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.
key-known = Dieser Schlüssel ist für Sie schon eingerichtet. Verwenden Sie einen anderen.
key-wrong-address = Der Browser nimmt den Schlüssel an dieser Adresse nicht an. Daran können Sie nichts ändern: Sagen Sie es Ihrem IT-Helpdesk.
key-not-supported = Dieser Browser kann Sicherheitsschlüssel nicht so verwenden, wie Ihre Organisation es verlangt. Verwenden Sie einen anderen Browser oder wählen Sie einen anderen Weg.

# What this page does not load.

form-captcha = Ihre Organisation verlangt hier ein Captcha. Diese Seite lädt nichts von anderen Firmen, darum gibt es keines zu lösen. Versuchen Sie es ohne; falls Sie abgewiesen werden, wählen Sie einen anderen Weg oder wenden Sie sich an den IT-Helpdesk.

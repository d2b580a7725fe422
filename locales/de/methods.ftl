# Screens that talk to something beside the server: programs on the device, telephones, security keys.

agent-asking = Die App auf diesem Gerät wird gefragt …
agent-done = Die App auf diesem Gerät hat übernommen. Folgen Sie ihren Anweisungen und kommen Sie dann hierher zurück.
agent-failed = Auf diesem Gerät hat keine App geantwortet.
agent-failed-open = Auf diesem Gerät hat keine App geantwortet. Die Seite, die weiterhilft, wird geöffnet …

# Pages that wait for something elsewhere.

waiting-stopped = Diese Seite fragt nicht mehr nach. Drücken Sie „Nach einer Antwort sehen“, wenn Sie so weit sind.
waiting-note = Diese Seite geht von selbst weiter, sobald eine Antwort da ist.
waiting-stop = Nicht mehr nachsehen
waiting-resume = Wieder automatisch nachsehen
waiting-count = Neuer Versuch in { $seconds } s.
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
blocked-frame = Diese Seite ist Teil einer anderen Seite, die ihr den Zugriff erlauben muss. Öffnen Sie die Anmeldung in einem eigenen Fenster oder sagen Sie Ihrem IT-Helpdesk, dass der Rahmen allow="local-network-access" braucht.
blocked-again = Kommen Sie hierher zurück und wählen Sie „Noch einmal suchen“.
blocked-retry = Noch einmal suchen

# Wo Administratoren sich jede Seite ansehen.

preview-title = Vorschau
preview-lead = Jede Seite, die jemand zu sehen bekommen kann, gezeichnet von demselben Programm, das sie anzeigt. Hier wird niemand angemeldet und kein Gerät gefragt.
preview-unknown = Ein Teil der Adresse ist nicht bekannt; stattdessen gilt das Übliche: { $choices }.

# Was man wählen kann.

preview-state = Seite
preview-theme = Farben
preview-theme-system = Wie der Browser sie hat
preview-theme-light = Hell
preview-theme-dark = Dunkel
preview-writing = Richtung
preview-writing-auto = Wie die Sprache geschrieben wird
preview-writing-ltr = Von links nach rechts
preview-writing-rtl = Von rechts nach links
preview-device = Angesehen auf
preview-device-there = Dem Gerät, um das es geht
preview-device-unknown = Einem Gerät, das nicht sagt, was es ist
preview-device-android = Einem Android-Gerät
preview-device-chromebook = Einem Chromebook
preview-device-iphone = Einem iPhone
preview-device-ipad = Einem iPad
preview-device-mac = Einem Mac
preview-device-windows = Einem Windows-Computer
preview-time = Zeit bis zur Frist
preview-time-hint = Von 30 Tagen vor Ablauf der Frist bis kurz danach.
preview-time-none = Diese Seite hat keine Frist.
preview-time-left = { $time } vor Ablauf der Frist.
preview-time-over = Nach Ablauf der Frist, auf einer Seite, die noch offen ist. Wer sie jetzt öffnet, kommt nicht hinein.
preview-time-after = Danach
preview-show = Anzeigen

# Was angezeigt wird.

preview-frame = Vorschau von: { $page }
preview-alone = Als eigene Seite öffnen
preview-link = Link zu dieser Vorschau
preview-link-copy = Link kopieren
preview-link-copied = Der Link ist kopiert.
preview-link-failed = Das Kopieren hat nicht geklappt. Kopieren Sie den Link unten.

# Alles, was es gibt.

preview-all = Alle Seiten
preview-count = Eingebaute Vorschauen, mit jeder Sprache, Farbe, Richtung, jedem Gerät und jeder Zeit: { $number }.
preview-find = Seite suchen
preview-find-go = Suchen
preview-found = Gefunden: { $number }.
preview-group-denied = Nicht hineingelassen
preview-group-reminder = Bis zu einer Frist hineingelassen
preview-group-device = Das Gerät wird gefragt
preview-group-start = Name und Passwort
preview-group-proof = Weitere Nachweise
preview-group-setup = Etwas wird eingerichtet
preview-group-success = Angemeldet
preview-group-end = Ende des Wegs
preview-group-problem = Störung des Dienstes

# Die eigenen Richtlinien der Organisation.

preview-policies = Ihre Gerätesicherheitsrichtlinien
preview-policy = Ihre Richtlinie: { $policy }
preview-case-failing = Nichts ist erfüllt
preview-case-unknown = Nichts konnte geprüft werden
preview-case-reminder = Nichts ist erfüllt, und es ist noch Zeit
preview-case-only = Nur das ist nicht erfüllt: { $check }
preview-door = Jede Seite, die jemand zu sehen bekommen kann, für Administratoren.
preview-token = Dieses Token verwenden
preview-wrong-scope = Mit diesem Token darf man keine Gerätesicherheitsrichtlinien lesen.

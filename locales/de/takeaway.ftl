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

# Was auf jeder Seite steht.

page-title = { $state } – { $brand }
page-title-error = Fehler: { $state } – { $brand }
language-label = Sprache
help-title = Brauchen Sie Hilfe?
help-text = Wenden Sie sich an den IT-Helpdesk Ihrer Organisation.
labelled = { $label }: { $value }
link-instructions = Anleitung auf { $host }
help-phone = Telefon
help-email = E-Mail
help-hours = Erreichbar
help-page = Hilfeseite
link-unusual = Diese Adresse enthält ungewöhnliche Buchstaben. Öffnen Sie sie nur, wenn Sie sie kennen.
link-unencrypted = Nicht verschlüsselt: Andere im Netzwerk können mitlesen.
link-new-tab = (öffnet sich in einem neuen Tab)
signing-in-as = Anmeldung als { $user }
app-line = weiter zu { $app }
notice-error = Problem
notice-warning = Wichtig
notice-info = Hinweis
notice-empty = Der Anmeldedienst hat nicht gesagt, was nicht stimmt. Versuchen Sie es noch einmal oder wenden Sie sich an den IT-Helpdesk.
notice-success = Erledigt
working = Einen Moment …

# Das Ende einer Anmeldung.

expired-title = Ihre Anmeldung ist abgelaufen
expired-text = Zum Schutz Ihres Kontos bleibt eine Anmeldung nur für begrenzte Zeit offen. Es ist nichts verloren: Wenn Sie neu beginnen, gelangen Sie an dieselbe Stelle.
start-again = Neu beginnen
terminal-title = Hier geht es nicht weiter
denied-generic-title = Sie haben keinen Zugriff
denied-generic-help = Wenn Sie meinen, dass Sie Zugriff haben sollten, wenden Sie sich an den IT-Helpdesk Ihrer Organisation.

# Mit dem Dienst stimmt etwas nicht.

problem-title = Leider können wir gerade nicht weitermachen
problem-unreachable = Der Anmeldedienst ist im Moment nicht erreichbar.
problem-slow = Der Anmeldedienst braucht zu lange für eine Antwort.
problem-failed = Der Anmeldedienst hat eine Antwort gegeben, die wir nicht verwenden können.
problem-internal = Bei uns ist etwas schiefgegangen.
problem-nothing-saved = Ihre Eingaben wurden nicht gespeichert. Es liegt weder an Ihrem Gerät noch an Ihrem Konto.
problem-too-many-title = Bitte warten Sie einen Moment
problem-too-many = Es gab zu viele Versuche in kurzer Zeit.
problem-wait = Sie können es in { $time } erneut versuchen.
problem-wait-some = Warten Sie einige Minuten, und versuchen Sie es dann erneut.
problem-configuration-title = Diese App lässt sich so nicht öffnen
problem-configuration = Die Anmeldeanfrage der App wurde nicht angenommen. Das kann nur der Betreiber der App beheben.
problem-blocked-title = Ihr Netzwerk blockiert diese Anmeldung
problem-blocked = Ein Proxy, ein VPN oder eine Firewall zwischen Ihnen und dem Anmeldedienst hat die Anfrage nicht durchgelassen. Versuchen Sie es in einem anderen Netzwerk, oder wenden Sie sich an den IT-Helpdesk Ihrer Organisation.
problem-not-found-title = Seite nicht gefunden
problem-not-found = Wenn Sie die Adresse eingetippt haben, prüfen Sie bitte die Schreibweise. Öffnen Sie sonst Ihre App erneut, und melden Sie sich von dort aus an.
problem-refused-title = Es wurde nichts geändert
problem-refused = Das Formular kam nicht von dieser Seite, oder Ihr Browser hat keine Cookies gesendet. Erlauben Sie Cookies für diese Website, und öffnen Sie dann Ihre App erneut.
problem-frame-title = Öffnen Sie die Anmeldung in diesem Fenster
problem-frame = Ihr Browser speichert keine Cookies für eine Seite, die Teil einer anderen Seite ist, und ohne sie geht die Anmeldung hier nicht weiter. Öffnen Sie sie anstelle der umgebenden Seite: Es geht nichts verloren, und danach kommen Sie zu Ihrer App.
frame-open = In diesem Fenster öffnen
problem-try-again = Erneut versuchen
problem-code = Für den Betreiber der App: { $code }
problem-reference = Referenz für den Helpdesk: { $reference }

# Angemeldet.

success-title = Sie sind angemeldet
success-fixed-title = Alles behoben, Sie sind angemeldet
success-text = Ihr Gerät erfüllt die Sicherheitsanforderungen.
success-continue = Weiter
success-continue-to = Weiter zu { $app }
success-auto = Sie werden gleich weitergeleitet.
success-auto-is-on = Es geht automatisch weiter.
success-stay = Auf dieser Seite bleiben
success-stayed = Sie bleiben auf dieser Seite. Wählen Sie „Weiter“, wenn Sie so weit sind.
success-soon = Gleich geht es weiter
success-open = { $app } öffnen

# Eine Anmeldung ist nur für begrenzte Zeit offen.

session-until = Diese Anmeldung bleibt bis { $time } offen.
session-extend = Länger offen halten
session-warning = Diese Anmeldung endet in wenigen Minuten. Wählen Sie „Länger offen halten“ oder drücken Sie Escape; Ihre Eingaben bleiben erhalten.
session-warning-only = Diese Anmeldung endet in wenigen Minuten. Danach beginnen Sie neu und gelangen an dieselbe Stelle.
session-extended = Diese Anmeldung bleibt jetzt bis { $time } offen.
session-failed = Das hat nicht geklappt. Versuchen Sie es gleich noch einmal.
session-over = Diese Anmeldung ist abgelaufen. Es ist nichts verloren: Wenn Sie neu beginnen, gelangen Sie an dieselbe Stelle.
session-soon = Endet bald
session-ended = Abgelaufen

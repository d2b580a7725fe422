# Mehr Zeit, erbeten auf der Seite einer Ablehnung oder Erinnerung.

exemption-time = { $time }
exemption-title = Jetzt nicht zu beheben? Um mehr Zeit bitten
exemption-title-grace = Nicht rechtzeitig zu beheben? Um mehr Zeit bitten
exemption-title-again = Noch einmal um mehr Zeit bitten
exemption-lead = Darüber entscheidet eine Administratorin oder ein Administrator Ihrer Organisation; die Antwort steht dann auf dieser Seite. Bis dahin ändert sich nichts.
exemption-reason = Warum brauchen Sie mehr Zeit?
exemption-reason-hint = Das lesen die Administratoren Ihrer Organisation. Schreiben Sie keine Passwörter und nichts Vertrauliches hinein.
exemption-duration = Für wie lange?
exemption-send = Um mehr Zeit bitten
exemption-reason-blank = Schreiben Sie, warum Sie mehr Zeit brauchen.
exemption-duration-wrong = Wählen Sie eine der Zeiten aus der Liste.
exemption-too-many = Sie haben in kurzer Zeit mehrmals gefragt. Versuchen Sie es später noch einmal, oder wenden Sie sich an den IT-Helpdesk Ihrer Organisation.

# Was daraus geworden ist.

exemption-asked = Sie haben um { $duration } gebeten ({ $time }).
exemption-pending = Sie haben um mehr Zeit gebeten
exemption-wait = Es gibt noch keine Antwort. Sie können diese Seite geöffnet lassen: Sie sagt Ihnen die Antwort oder zeigt sie, wenn Sie sie neu laden.
exemption-declined = Ihre Bitte um mehr Zeit wurde abgelehnt
exemption-revoked = Die zusätzliche Zeit wurde vorzeitig beendet
exemption-expired = Die zusätzliche Zeit ist abgelaufen
exemption-approved = Sie haben mehr Zeit bekommen
exemption-until = Sie gilt bis { $time }. Was sie nicht umfasst, ist weiter zu beheben.
exemption-note = Dazu schreibt man Ihnen:
exemption-grace-title = Sie haben mehr Zeit bekommen
exemption-grace-due = Ihre IT-Abteilung hat Ihnen Zeit gegeben bis { $time }.
live-exemption-pending = Ihre Bitte um mehr Zeit wurde gesendet.
live-exemption-approved = Sie haben mehr Zeit bekommen.
live-exemption-declined = Ihre Bitte um mehr Zeit wurde abgelehnt.
live-exemption-revoked = Die zusätzliche Zeit wurde vorzeitig beendet.
live-exemption-expired = Die zusätzliche Zeit ist abgelaufen.

# Wo Administratoren entscheiden.

exempt-title = Bitten um mehr Zeit
exempt-lead = Wessen Gerät die Anforderungen nicht erfüllt, kann um mehr Zeit bitten. Hier antworten Sie.
exempt-wrong-scope = Mit diesem Token darf man Bitten um mehr Zeit nicht ansehen.
exempt-waiting = Noch ohne Antwort
exempt-waiting-none = Auf eine Antwort wartet gerade niemand.
exempt-more = Es warten mehr, als hier stehen. Sie erscheinen, sobald Sie diese beantwortet haben.
exempt-decided = Kürzlich entschieden
exempt-gone = Diese Bitte gibt es nicht. Prüfen Sie, ob die Adresse vollständig ist.
exempt-asks-for = { $person } bittet um { $duration }, seit { $time }
exempt-answered = { $person }: { $status }, { $time }
exempt-one-title = { $person } bittet um mehr Zeit
exempt-person = Person
exempt-policy = Richtlinie
exempt-checks = Nicht erfüllt
exempt-reason = Begründung
exempt-asked = Gefragt
exempt-for = Bittet um
exempt-status = Stand
exempt-decided-by = Entschieden von
exempt-decided-at = Entschieden
exempt-granted = Gewährt für
exempt-until = Bis
exempt-note = Notiz
exempt-pending = Wartet
exempt-approved = Gewährt
exempt-declined = Abgelehnt
exempt-revoked = Vorzeitig beendet
exempt-expired = Abgelaufen
exempt-answer = Ihre Antwort
exempt-answer-lead = Wenn Sie zustimmen, kommt die Person von diesem Gerät aus hinein, obwohl die Richtlinie nicht erfüllt ist, bis die Zeit abgelaufen ist. Ihre Seite erfährt die Antwort sofort.
exempt-time = Zustimmen für
exempt-note-label = Notiz für die Person
exempt-note-hint = Die Person liest sie so, wie Sie sie hier schreiben.
exempt-approve = Zustimmen
exempt-decline = Ablehnen
exempt-revoke-title = Vorzeitig beenden
exempt-revoke-lead = Von da an gilt die Richtlinie für diese Person und dieses Gerät wieder.
exempt-revoke = Jetzt beenden
exempt-forbidden = Darüber können Sie nicht entscheiden. Entweder fehlt diesem Token der Scope { $scope }, oder es ist Ihre eigene Bitte: Dann muss jemand anderes entscheiden.
exempt-decided-already = Darüber lässt sich nicht mehr entscheiden: Jemand anderes war schneller, die Zeit ist abgelaufen, oder die Richtlinie erlaubt es nicht mehr. Unten sehen Sie den jetzigen Stand.
exempt-duration-wrong = So viel Zeit erlaubt die Richtlinie nicht. Wählen Sie weniger.
exempt-note-wrong = Die Notiz ist zu lang. Kürzen Sie sie.
exempt-refused = Das konnte nicht angenommen werden. Es wurde nichts geändert.
exempt-back = Alle Bitten

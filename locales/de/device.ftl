# Das Gerät wird geprüft.

probe-title = Ihr Gerät wird geprüft
probe-text = { $app } lässt sich nur von Geräten aus öffnen, die die Sicherheitsanforderungen Ihrer Organisation erfüllen.
probe-text-no-app = Sie können sich nur von Geräten aus anmelden, die die Sicherheitsanforderungen Ihrer Organisation erfüllen.
probe-what = Der Geräte-Agent auf diesem Computer liest einige Sicherheitseinstellungen, zum Beispiel Systemversion, Festplattenverschlüsselung und Bildschirmsperre. Ihre Dateien und Ihr Surfverhalten sieht er nicht an.
probe-searching = Der Geräte-Agent auf diesem Computer wird gesucht …
probe-found = Der Geräte-Agent hat geantwortet. Wir warten auf das Ergebnis …
probe-slow = Das dauert länger als sonst. Wenn Ihr Browser fragt, ob diese Seite auf Apps auf diesem Gerät zugreifen darf, erlauben Sie es.
probe-asked = Dieses Gerät wird gerade geprüft. Warten Sie einen Moment und wählen Sie dann „Nach der Prüfung weiter“.
probe-manual = Wenn das nicht hilft, öffnen Sie den Geräte-Agenten selbst. Er prüft dieses Gerät und bringt Sie direkt hierher zurück.
probe-link = Geräte-Agent öffnen
probe-link-other = Adresse { $number } versuchen
probe-link-none = Falls er sich nicht öffnet, versuchen Sie eine andere Adresse:
probe-check = Nach der Prüfung weiter
probe-stop = Prüfung abbrechen
probe-permission = Mehr zu dieser Berechtigung
probe-permission-text = Ihr Browser fragt vielleicht, ob diese Seite auf Apps auf diesem Gerät zugreifen darf. Die Prüfung braucht das.
probe-frame = Wird dieses Gerät nicht gefunden, öffnen Sie die Anmeldung in diesem Fenster, anstelle der umgebenden Seite. Sie machen dort weiter, wo Sie sind, und müssen sich nicht noch einmal anmelden.
launch-text = Öffnen Sie den Geräte-Agenten. Er prüft dieses Gerät, danach geht es hier weiter.
launch-button = Geräte-Agent öffnen
launch-download = Geräte-Agent herunterladen
launch-unsupported = Diese Seite kann Ihr Gerät nicht so prüfen, wie Ihre Organisation es verlangt. Wenden Sie sich an den IT-Helpdesk.

# Nicht hineingelassen, mit Grund.

denied-title = Ihr Gerät erfüllt die Sicherheits­anforderungen noch nicht
denied-explanation-one = Beheben Sie Folgendes, dann können Sie weitermachen.
denied-explanation-multiple = Das lässt sich auf mehrere Arten beheben. Eine davon genügt.
denied-options-title = Wählen Sie eine Möglichkeit
denied-option = Möglichkeit { $number }
denied-next = Sobald das behoben ist, geht es weiter. Sie müssen sich nicht noch einmal anmelden.
denied-next-app = Sobald das behoben ist, geht es weiter zu { $app }. Sie müssen sich nicht noch einmal anmelden.
denied-next-again = Wenn das behoben ist, beginnen Sie neu. Sie melden sich dabei noch einmal an.
denied-next-again-app = Wenn das behoben ist, beginnen Sie neu, um zu { $app } zu gelangen. Sie melden sich dabei noch einmal an.
denied-next-live = Wir prüfen weiter, solange diese Seite geöffnet ist.
denied-unknown-text = Das heißt nicht, dass mit Ihrem Gerät etwas nicht stimmt.
recheck = Erneut prüfen
recheck-start-again = Neu beginnen und prüfen
device-label = Gerät
checked-at = Zuletzt geprüft um { $time }.
found-label = Auf diesem Gerät
required-label = Erforderlich
found-label-android = Auf diesem Android-Gerät
found-label-chromeos = Auf diesem Chromebook
found-label-ios = Auf diesem iPhone oder iPad
found-label-macos = Auf diesem Mac
found-label-windows = Auf diesem Windows-Computer
found-label-elsewhere = Auf dem anderen Gerät
checked-label = Geprüft
ago-seconds = { $count ->
    [one] vor { $number } Sekunde
   *[other] vor { $number } Sekunden
}
ago-minutes = { $count ->
    [one] vor { $number } Minute
   *[other] vor { $number } Minuten
}
auto-is-on = Es geht automatisch weiter, sobald alles behoben ist.
auto-turn-off = Ausschalten
auto-is-off = Es geht nicht automatisch weiter.
auto-turn-on = Einschalten
denied-wrong = { $count ->
    [one] Zu beheben ist: { $checks }.
   *[other] Zu beheben sind: { $checks }.
}
next-title = Wie es weitergeht
denied-unknown-title = Nicht prüfbar
checks-fine = { $count ->
    [one] { $number } von { $total } Prüfungen ist in Ordnung
   *[other] { $number } von { $total } Prüfungen sind in Ordnung
}
checks-fine-label = In Ordnung
why-label = Warum das wichtig ist
label-minutes = Etwa { $time }
label-restart = Mit Neustart
label-admin = Mit Administratorrechten
label-help-desk = Erledigt der IT-Helpdesk
label-quickest = Am schnellsten
effort-together = Insgesamt etwa { $time }.
effort-one-restart = Heben Sie sich für den Schluss auf, was einen Neustart braucht: Ein Neustart genügt für alles.
open-place = „{ $place }“ öffnen
open-web = Einstellungen auf { $host } öffnen
place-label = Wo
copy = Kopieren
never-ask = Auf dieser Seite fragen wir nie nach Ihrem Passwort oder einem Code.
viewer-iphone = Sie sehen dies auf einem iPhone.
viewer-ipad = Sie sehen dies auf einem iPad.
viewer-android = Sie sehen dies auf einem Android-Gerät.
viewer-chromebook = Sie sehen dies auf einem Chromebook.
viewer-mac = Sie sehen dies auf einem Mac.
viewer-windows = Sie sehen dies auf einem Windows-Computer.
kind-android = das Android-Gerät
kind-chromeos = das Chromebook
kind-ios = das iPhone oder iPad
kind-macos = der Mac
kind-windows = der Windows-Computer
wrong-device = Das betroffene Gerät ist { $kind } { $name }. Folgen Sie den Schritten dort.
wrong-device-unnamed = Das betroffene Gerät ist { $kind }. Folgen Sie den Schritten dort.
verdict-fail = Zu beheben
verdict-pass = Behoben
verdict-unknown = Nicht prüfbar
live-checking = Wird geprüft …
live-fixed = Behoben: { $check }.
live-failing = Noch zu beheben: { $check }.
live-unknown = Nicht prüfbar: { $check }.
live-left = { $count ->
    [0] Alles ist behoben.
   *[other] Noch { $number } von { $total } zu beheben.
}
live-offline = Die Verbindung ist unterbrochen. Wir versuchen es weiter.
live-online = Die Verbindung ist wieder da.
live-busy = Zurzeit ist viel los. Wir fragen gleich noch einmal nach.
live-busy-in = Zurzeit ist viel los. Wir fragen in { $time } noch einmal nach.
live-same = Erneut geprüft. Es hat sich noch nichts geändert.
live-going = Alles ist behoben. Es geht gleich weiter.
live-ready = Alles ist behoben. Sie können weitermachen.
live-changed = Was zu tun ist, hat sich geändert.
live-show = Aktuellen Stand anzeigen
live-elsewhere = Sie sind in einem anderen Tab angemeldet. Diesen können Sie schließen.

# Gar nicht prüfbar.

unchecked-title = Ihr Gerät konnte nicht geprüft werden
unchecked-agent-unreachable = Auf diesem Computer hat kein Geräte-Agent geantwortet. Das heißt nicht, dass mit Ihrem Gerät etwas nicht stimmt.
unchecked-agent-error = Der Geräte-Agent auf diesem Computer hat selbst ein Problem. Das heißt nicht, dass mit Ihrem Gerät etwas nicht stimmt.
unchecked-canceled = Die Prüfung wurde vor dem Ende abgebrochen. Das heißt nicht, dass mit Ihrem Gerät etwas nicht stimmt.
unchecked-timeout = Die Prüfung hat zu lange gedauert. Das heißt nicht, dass mit Ihrem Gerät etwas nicht stimmt.
unchecked-other = Die Prüfung hat kein Ergebnis geliefert. Das heißt nicht, dass mit Ihrem Gerät etwas nicht stimmt.
unchecked-steps-title = Was Sie tun können
unchecked-step-running = Stellen Sie sicher, dass der Geräte-Agent installiert ist und läuft.
unchecked-step-permission = Wenn Ihr Browser fragt, ob diese Seite auf Apps auf diesem Gerät zugreifen darf, erlauben Sie es.
unchecked-step-patience = Schließen Sie Programme, die den Computer stark beanspruchen, und warten Sie einen Moment.
unchecked-step-again = Wählen Sie „Erneut prüfen“.
unchecked-not-allowed = Dieses Gerät lässt die eigenen Prüfungen Ihrer Organisation nicht zu. Das heißt nicht, dass mit Ihrem Gerät etwas nicht stimmt.
unchecked-query-error = Eine Prüfung Ihrer Organisation hat kein brauchbares Ergebnis geliefert. Das liegt an der Prüfung und nicht an Ihrem Gerät: Sie müssen nichts beheben.
unchecked-not-reported = Der Geräte-Agent hat nicht alles gemeldet, wonach gefragt wurde: Vielleicht ist er zu alt. Das heißt nicht, dass mit Ihrem Gerät etwas nicht stimmt.
unchecked-step-permission-chromium = Wählen Sie das Symbol links neben der Adresse dieser Seite, und erlauben Sie den Zugriff auf Apps auf diesem Gerät oder auf das lokale Netzwerk.
unchecked-step-permission-firefox = Wählen Sie das Symbol für Berechtigungen neben der Adresse dieser Seite, und erlauben Sie den Zugriff auf Apps und Dienste auf diesem Gerät.
unchecked-step-safari = Safari lässt keine Seite auf Apps auf diesem Gerät zugreifen. Verwenden Sie beim erneuten Prüfen auf der nächsten Seite „Geräte-Agent öffnen“, oder öffnen Sie diese App in einem anderen Browser. Wenn Ihre Organisation eine Erweiterung für Single Sign-On verwendet, schalten Sie sie in den Einstellungen von Safari ein.
unchecked-step-update-agent = Aktualisieren Sie den Geräte-Agenten, oder bitten Sie den IT-Helpdesk um die neueste Version.
unchecked-step-allow = Bitten Sie den IT-Helpdesk, die Prüfungen Ihrer Organisation im Geräte-Agenten zu erlauben.
unchecked-step-tell = Nennen Sie dem IT-Helpdesk den Namen dieser Prüfung: Er kann sie in Ordnung bringen.
unchecked-step-restart-agent = Beenden Sie den Geräte-Agenten, und öffnen Sie ihn erneut.
cause-timeout = Die Prüfung hat zu lange gedauert.
cause-query-error = Die Prüfung hat kein brauchbares Ergebnis geliefert.
cause-not-allowed = Dieses Gerät lässt diese Prüfung nicht zu.
cause-not-reported = Der Geräte-Agent hat dazu nichts gemeldet.
cause-agent = Der Geräte-Agent hat nicht geantwortet.

# Vorerst hineingelassen.

grace-title = Ihr Gerät braucht bald Ihre Aufmerksamkeit
grace-due = Beheben Sie dies bis { $time }.
grace-until = Bis dahin können Sie sich weiterhin anmelden.
grace-after = Danach lässt sich { $app } von diesem Gerät aus erst wieder öffnen, wenn alles behoben ist.
grace-after-no-app = Danach können Sie sich von diesem Gerät aus erst wieder anmelden, wenn alles behoben ist.
grace-left = Noch { $time }
grace-over = Die Zeit, um dies zu beheben, ist abgelaufen.
grace-announce = Sie haben noch { $time }, um dies zu beheben.
grace-pause = Uhr anhalten
grace-resume = Restzeit anzeigen
grace-continue = Weiter
grace-continue-to = Weiter zu { $app }
grace-again-today = Wenn Sie fortfahren, zeigen wir dies erst heute um { $time } wieder, sofern sich nichts ändert.
grace-again-tomorrow = Wenn Sie fortfahren, zeigen wir dies erst morgen um { $time } wieder, sofern sich nichts ändert.
grace-again-on = Wenn Sie fortfahren, zeigen wir dies erst am { $time } wieder, sofern sich nichts ändert.
grace-again-never = Wenn Sie fortfahren, zeigen wir dies vor Ablauf der Frist nicht noch einmal, sofern sich nichts ändert.

# Namen der eingebauten Prüfungen.

check-os-version = Systemversion
check-disk-encryption = Festplatten­verschlüsselung
check-screen-lock = Bildschirmsperre
check-secure-hardware = Sicherheitschip
check-jailbreak = Unverändertes System
check-managed = Verwaltetes Gerät
check-browser-version = Browserversion
check-firewall = Firewall
check-antivirus = Virenschutz
check-secure-boot = Sicherer Start
check-safe-browsing = Sicheres Surfen
check-harmful-apps = Schädliche Apps
check-usb-debugging = USB-Debugging
check-network = Netzwerk
check-compliant = Regeln der Geräteverwaltung
check-registered = Registriertes Gerät
check-managed-app = Verwaltete App
check-other = Sicherheitseinstellung

# Was Geräte haben und Richtlinien verlangen.

value-none = keine
value-yes = ja
value-no = nein
value-at-least = { $version } oder neuer
value-all-volumes = alle internen Laufwerke verschlüsselt
value-system-volume = nur das Systemlaufwerk verschlüsselt
value-full = vollständig verschlüsselt
value-user = je Benutzer verschlüsselt
value-not-encrypted = nicht verschlüsselt
value-passcode = Passwort oder PIN
value-biometric = Fingerabdruck oder Gesichtserkennung
value-no-lock = keine Bildschirmsperre
value-chip = vorhanden
value-no-chip = nicht vorhanden
value-modified = verändert
value-original = nicht verändert

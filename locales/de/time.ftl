# Dauern. $count wählt die Form, $number wird angezeigt.

plural-category = { $count ->
    [zero] zero
    [one] one
    [two] two
    [few] few
    [many] many
   *[other] other
}
duration-days = { $count ->
    [one] { $number } Tag
   *[other] { $number } Tage
}
duration-hours = { $count ->
    [one] { $number } Stunde
   *[other] { $number } Stunden
}
duration-minutes = { $count ->
    [one] { $number } Minute
   *[other] { $number } Minuten
}
duration-seconds = { $count ->
    [one] { $number } Sekunde
   *[other] { $number } Sekunden
}
duration-pair = { $large } und { $small }

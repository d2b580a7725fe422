# Durations. $count chooses the form, $number is what is shown.

plural-category = { $count ->
    [zero] zero
    [one] one
    [two] two
    [few] few
    [many] many
   *[other] other
}
duration-days = { $count ->
    [one] { $number } day
   *[other] { $number } days
}
duration-hours = { $count ->
    [one] { $number } hour
   *[other] { $number } hours
}
duration-minutes = { $count ->
    [one] { $number } minute
   *[other] { $number } minutes
}
duration-seconds = { $count ->
    [one] { $number } second
   *[other] { $number } seconds
}
duration-pair = { $large } { $small }

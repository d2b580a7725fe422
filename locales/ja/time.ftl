# 時間の長さ。$count で形を選び、$number を表示します。

plural-category = { $count ->
    [zero] zero
    [one] one
    [two] two
    [few] few
    [many] many
   *[other] other
}
duration-days = { $count ->
   *[other] { $number } 日
}
duration-hours = { $count ->
   *[other] { $number } 時間
}
duration-minutes = { $count ->
   *[other] { $number } 分
}
duration-seconds = { $count ->
   *[other] { $number } 秒
}
duration-pair = { $large } { $small }

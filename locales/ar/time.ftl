# المدد. يحدد ‎$count‎ الصيغة ويظهر ‎$number‎.

plural-category = { $count ->
    [zero] zero
    [one] one
    [two] two
    [few] few
    [many] many
   *[other] other
}
duration-days = { $count ->
    [zero] { $number } يوم
    [one] يوم واحد
    [two] يومان
    [few] { $number } أيام
    [many] { $number } يومًا
   *[other] { $number } يوم
}
duration-hours = { $count ->
    [zero] { $number } ساعة
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $number } ساعات
    [many] { $number } ساعة
   *[other] { $number } ساعة
}
duration-minutes = { $count ->
    [zero] { $number } دقيقة
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { $number } دقائق
    [many] { $number } دقيقة
   *[other] { $number } دقيقة
}
duration-seconds = { $count ->
    [zero] { $number } ثانية
    [one] ثانية واحدة
    [two] ثانيتان
    [few] { $number } ثوانٍ
    [many] { $number } ثانية
   *[other] { $number } ثانية
}
duration-pair = { $large } و{ $small }

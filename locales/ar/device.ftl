# فحص الجهاز.

probe-title = جارٍ فحص جهازك
probe-text = لا يمكن فتح { $app } إلا من أجهزة تستوفي متطلبات الأمان في مؤسستك.
probe-text-no-app = لا يمكن تسجيل الدخول إلا من أجهزة تستوفي متطلبات الأمان في مؤسستك.
probe-what = يقرأ وكيل الجهاز على هذا الكمبيوتر بعض إعدادات الأمان، مثل إصدار النظام وتشفير القرص وقفل الشاشة. ولا يطّلع على ملفاتك ولا على تصفّحك.
probe-searching = جارٍ البحث عن وكيل الجهاز على هذا الكمبيوتر…
probe-found = ردّ وكيل الجهاز. في انتظار النتيجة…
probe-slow = يستغرق هذا وقتًا أطول من المعتاد. إذا سألك المتصفح عن السماح لهذه الصفحة بالوصول إلى التطبيقات على هذا الجهاز، فاسمح بذلك.
probe-asked = يجري فحص هذا الجهاز الآن. انتظر لحظة، ثم اضغط على «المتابعة بعد الفحص».
probe-manual = إذا لم ينجح ذلك، فافتح وكيل الجهاز بنفسك. سيفحص هذا الجهاز ويعيدك مباشرة إلى هنا.
probe-link = فتح وكيل الجهاز
probe-link-other = تجربة العنوان { $number }
probe-link-none = إذا لم يُفتح، فجرّب عنوانًا آخر:
probe-check = المتابعة بعد الفحص
probe-stop = إيقاف الفحص
probe-permission = معلومات عن هذا الإذن
probe-permission-text = قد يسألك المتصفح عن السماح لهذه الصفحة بالوصول إلى التطبيقات على هذا الجهاز. يحتاج الفحص إلى ذلك.
launch-text = افتح وكيل الجهاز. سيفحص هذا الجهاز، ثم تتابع من هنا.
launch-button = فتح وكيل الجهاز
launch-download = الحصول على وكيل الجهاز
launch-unsupported = لا تستطيع هذه الصفحة فحص جهازك بالطريقة التي تطلبها مؤسستك. تواصل مع مكتب دعم تقنية المعلومات.

# رفض مع بيان السبب.

denied-title = جهازك لا يستوفي متطلبات الأمان بعد
denied-explanation-one = أصلح ما يلي لتتمكن من المتابعة.
denied-explanation-multiple = نفّذ أحد الخيارات التالية لتتمكن من المتابعة. لا يلزم تنفيذها جميعًا.
denied-options-title = نفّذ أحد هذه الخيارات
denied-option = الخيار { $number }
denied-next = ستتابع فور إصلاح ذلك، ولن تحتاج إلى تسجيل الدخول مرة أخرى.
denied-next-app = ستتابع إلى { $app } فور إصلاح ذلك، ولن تحتاج إلى تسجيل الدخول مرة أخرى.
denied-next-live = نواصل الفحص ما دامت هذه الصفحة مفتوحة.
denied-unknown-text = لا يعني هذا أن في جهازك خللًا.
denied-passed = { $count ->
    [zero] لا توجد فحوص أخرى سليمة
    [one] فحص آخر واحد سليم
    [two] فحصان آخران سليمان
    [few] { $number } فحوص أخرى سليمة
    [many] { $number } فحصًا آخر سليمًا
   *[other] { $number } فحص آخر سليم
}
recheck = الفحص مرة أخرى
recheck-start-again = البدء من جديد والفحص
device-label = الجهاز
checked-at = آخر فحص: { $time }.
found-label = على هذا الجهاز
required-label = المطلوب
auto-is-on = تتم المتابعة تلقائيًا بعد إصلاح كل شيء.
auto-turn-off = إيقاف
auto-is-off = لا تتم المتابعة تلقائيًا.
auto-turn-on = تفعيل
verdict-fail = يحتاج إلى إصلاح
verdict-pass = تم الإصلاح
verdict-unknown = تعذر الفحص
live-checking = جارٍ الفحص…
live-fixed = { $check }: تم الإصلاح.
live-failing = { $check }: ما زال يحتاج إلى إصلاح.
live-unknown = { $check }: تعذر الفحص.
live-left = { $count ->
    [0] أُصلح كل شيء.
    [zero] أُصلح كل شيء.
    [one] بقي أمر واحد للإصلاح.
    [two] بقي أمران للإصلاح.
    [few] بقيت { $number } أمور للإصلاح.
    [many] بقي { $number } أمرًا للإصلاح.
   *[other] بقي { $number } أمر للإصلاح.
}
live-paused = التحديث التلقائي متوقف. اختر «الفحص مرة أخرى» عندما تنتهي.
live-offline = انقطع الاتصال. نواصل المحاولة.

# تعذر الفحص كليًا.

unchecked-title = تعذر فحص جهازك
unchecked-agent-unreachable = لم يردّ أي وكيل جهاز على هذا الكمبيوتر. ولا يعني هذا أن في جهازك خللًا.
unchecked-agent-error = أبلغ وكيل الجهاز على هذا الكمبيوتر عن خطأ لديه. ولا يعني هذا أن في جهازك خللًا.
unchecked-canceled = أُوقف الفحص قبل اكتماله. ولا يعني هذا أن في جهازك خللًا.
unchecked-timeout = استغرق الفحص وقتًا طويلًا جدًا. ولا يعني هذا أن في جهازك خللًا.
unchecked-other = لم يعطِ الفحص أي نتيجة. ولا يعني هذا أن في جهازك خللًا.
unchecked-steps-title = ما يمكنك فعله
unchecked-step-running = تأكد من أن وكيل الجهاز مثبّت وقيد التشغيل.
unchecked-step-permission = إذا سألك المتصفح عن السماح لهذه الصفحة بالوصول إلى التطبيقات على هذا الجهاز، فاسمح بذلك.
unchecked-step-patience = أغلق البرامج التي تُجهد الكمبيوتر، وانتظر قليلًا.
unchecked-step-again = اختر «الفحص مرة أخرى».
cause-timeout = استغرق الفحص وقتًا طويلًا جدًا.
cause-query-error = لم يعطِ الفحص نتيجة صالحة.
cause-not-allowed = لا يسمح هذا الجهاز بهذا الفحص.
cause-not-reported = لم يُبلغ وكيل الجهاز عن ذلك.
cause-agent = لم يردّ وكيل الجهاز.

# دخول مؤقت.

grace-title = يحتاج جهازك إلى إصلاح قريبًا
grace-due = أصلح ذلك قبل { $time }.
grace-until = يمكنك الاستمرار في تسجيل الدخول حتى ذلك الوقت.
grace-after = بعد ذلك لن تتمكن من فتح { $app } من هذا الجهاز إلى أن يُصلَح.
grace-after-no-app = بعد ذلك لن تتمكن من تسجيل الدخول من هذا الجهاز إلى أن يُصلَح.
grace-left = الوقت المتبقي: { $time }
grace-over = انتهى الوقت.
grace-announce = الوقت المتبقي لإصلاح ذلك: { $time }.
grace-pause = إيقاف العدّاد
grace-resume = إظهار الوقت المتبقي
grace-continue = متابعة
grace-continue-to = المتابعة إلى { $app }

# أسماء الفحوص المضمّنة.

check-os-version = إصدار النظام
check-disk-encryption = تشفير القرص
check-screen-lock = قفل الشاشة
check-secure-hardware = شريحة الأمان
check-jailbreak = نظام أصلي
check-managed = جهاز مُدار
check-browser-version = إصدار المتصفح
check-firewall = جدار الحماية
check-other = إعداد أمان

# ما لدى الأجهزة وما تطلبه السياسات.

value-none = لا يوجد
value-yes = نعم
value-no = لا
value-at-least = { $version } أو أحدث
value-all-volumes = جميع الأقراص الداخلية مشفّرة
value-system-volume = قرص النظام وحده مشفّر
value-full = مشفّر بالكامل
value-user = مشفّر لكل مستخدم
value-not-encrypted = غير مشفّر
value-passcode = كلمة مرور أو رقم تعريف
value-biometric = بصمة الإصبع أو التعرّف على الوجه
value-no-lock = لا يوجد قفل للشاشة
value-chip = موجودة
value-no-chip = غير موجودة
value-modified = معدّل
value-original = غير معدّل

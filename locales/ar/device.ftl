# فحص الجهاز.

probe-title = جارٍ فحص جهازك
probe-text = لا يمكن فتح { $app } إلا من أجهزة تستوفي متطلبات الأمان في مؤسستك.
probe-text-no-app = لا يمكن تسجيل الدخول إلا من أجهزة تستوفي متطلبات الأمان في مؤسستك.
probe-what = يقرأ وكيل الجهاز على هذا الكمبيوتر بعض إعدادات الأمان، مثل إصدار النظام وتشفير القرص وقفل الشاشة. ولا يطّلع على ملفاتك ولا على تصفّحك.
probe-searching = جارٍ البحث عن وكيل الجهاز على هذا الكمبيوتر…
probe-found = ردّ وكيل الجهاز. في انتظار النتيجة…
probe-slow = يستغرق هذا وقتًا أطول من المعتاد. إذا سألك المتصفح عن السماح لهذه الصفحة بالوصول إلى التطبيقات على هذا الجهاز، فاسمح بذلك.
probe-asked = يجري فحص هذا الجهاز الآن. انتظر لحظة، ثم اختر «المتابعة بعد الفحص».
probe-manual = إذا لم ينجح ذلك، فافتح وكيل الجهاز بنفسك. سيفحص هذا الجهاز ويعيدك مباشرة إلى هنا.
probe-link = فتح وكيل الجهاز
probe-link-other = تجربة العنوان { $number }
probe-link-none = إذا لم يُفتح، فجرّب عنوانًا آخر:
probe-check = المتابعة بعد الفحص
probe-stop = إيقاف الفحص
probe-permission = معلومات عن هذا الإذن
probe-permission-text = قد يسألك المتصفح عن السماح لهذه الصفحة بالوصول إلى التطبيقات على هذا الجهاز. يحتاج الفحص إلى ذلك.
probe-frame = إذا لم يُعثر على هذا الجهاز، فافتح تسجيل الدخول في هذه النافذة مكان الصفحة المحيطة. ستتابع من حيث أنت، ولن تحتاج إلى تسجيل الدخول مرة أخرى.
launch-text = افتح وكيل الجهاز. سيفحص هذا الجهاز، ثم تتابع من هنا.
launch-button = فتح وكيل الجهاز
launch-download = الحصول على وكيل الجهاز
launch-unsupported = لا تستطيع هذه الصفحة فحص جهازك بالطريقة التي تطلبها مؤسستك. تواصل مع مكتب دعم تقنية المعلومات.

# رفض مع بيان السبب.

denied-title = جهازك لا يستوفي متطلبات الأمان بعد
denied-explanation-one = أصلح ما يلي لتتمكن من المتابعة.
denied-explanation-multiple = هناك أكثر من طريقة لإصلاح ذلك. تكفي واحدة منها.
denied-options-title = نفّذ أحد هذه الخيارات
denied-option = الخيار { $number }
denied-next = ستتابع فور إصلاح ذلك، ولن تحتاج إلى تسجيل الدخول مرة أخرى.
denied-next-app = ستتابع إلى { $app } فور إصلاح ذلك، ولن تحتاج إلى تسجيل الدخول مرة أخرى.
denied-next-again = بعد إصلاح ذلك، ابدأ من جديد. ستسجّل الدخول مرة أخرى.
denied-next-again-app = بعد إصلاح ذلك، ابدأ من جديد للمتابعة إلى { $app }. ستسجّل الدخول مرة أخرى.
denied-next-live = نواصل الفحص ما دامت هذه الصفحة مفتوحة.
denied-unknown-text = لا يعني هذا أن في جهازك خللًا.
recheck = الفحص مرة أخرى
recheck-start-again = البدء من جديد والفحص
device-label = الجهاز
checked-at = آخر فحص: { $time }.
found-label = على هذا الجهاز
required-label = المطلوب
found-label-android = على جهاز Android هذا
found-label-chromeos = على هذا الـ Chromebook
found-label-ios = على هذا الـ iPhone أو iPad
found-label-macos = على هذا الـ Mac
found-label-windows = على كمبيوتر Windows هذا
found-label-elsewhere = على ذلك الجهاز
checked-label = الفحص
ago-seconds = { $count ->
    [zero] الآن
    [one] قبل ثانية واحدة
    [two] قبل ثانيتين
    [few] قبل { $number } ثوانٍ
    [many] قبل { $number } ثانية
   *[other] قبل { $number } ثانية
}
ago-minutes = { $count ->
    [zero] الآن
    [one] قبل دقيقة واحدة
    [two] قبل دقيقتين
    [few] قبل { $number } دقائق
    [many] قبل { $number } دقيقة
   *[other] قبل { $number } دقيقة
}
auto-is-on = تتم المتابعة تلقائيًا بعد إصلاح كل شيء.
auto-turn-off = إيقاف
auto-is-off = لا تتم المتابعة تلقائيًا.
auto-turn-on = تفعيل
denied-wrong = { $count ->
    [one] يحتاج إلى إصلاح: { $checks }.
   *[other] تحتاج إلى إصلاح: { $checks }.
}
next-title = ما يحدث بعد ذلك
denied-unknown-title = ما تعذر فحصه
checks-fine = { $count ->
    [zero] لا فحص سليم من أصل { $total }
    [one] فحص واحد سليم من أصل { $total }
    [two] فحصان سليمان من أصل { $total }
    [few] { $number } فحوص سليمة من أصل { $total }
    [many] { $number } فحصًا سليمًا من أصل { $total }
   *[other] { $number } فحص سليم من أصل { $total }
}
checks-fine-label = سليم
why-label = لماذا هذا مهم
label-minutes = حوالي { $time }
label-restart = يتطلب إعادة التشغيل
label-admin = يتطلب صلاحيات مسؤول
label-help-desk = يتولاه مكتب دعم تقنية المعلومات
label-quickest = الأسرع
effort-together = حوالي { $time } إجمالًا.
effort-one-restart = اترك ما يتطلب إعادة التشغيل إلى النهاية: تكفي إعادة تشغيل واحدة للجميع.
open-place = فتح «{ $place }»
open-web = فتح الإعدادات على { $host }
place-label = المكان
copy = نسخ
never-ask = لا نطلب أبدًا كلمة مرورك أو أي رمز في هذه الصفحة.
viewer-iphone = أنت ترى هذه الصفحة على iPhone.
viewer-ipad = أنت ترى هذه الصفحة على iPad.
viewer-android = أنت ترى هذه الصفحة على جهاز Android.
viewer-chromebook = أنت ترى هذه الصفحة على Chromebook.
viewer-mac = أنت ترى هذه الصفحة على Mac.
viewer-windows = أنت ترى هذه الصفحة على كمبيوتر Windows.
kind-android = جهاز Android
kind-chromeos = جهاز Chromebook
kind-ios = جهاز iPhone أو iPad
kind-macos = جهاز Mac
kind-windows = كمبيوتر Windows
wrong-device = الجهاز الذي يحتاج إلى إصلاح هو { $kind } { $name }. اتبع الخطوات هناك.
wrong-device-unnamed = الجهاز الذي يحتاج إلى إصلاح هو { $kind }. اتبع الخطوات هناك.
verdict-fail = يحتاج إلى إصلاح
verdict-pass = تم الإصلاح
verdict-unknown = تعذر الفحص
live-checking = جارٍ الفحص…
live-fixed = تم الإصلاح: { $check }.
live-failing = ما زال يحتاج إلى إصلاح: { $check }.
live-unknown = تعذر الفحص: { $check }.
live-left = { $count ->
    [0] أُصلح كل شيء.
   *[other] بقي للإصلاح { $number } من { $total }.
}
live-offline = انقطع الاتصال. نواصل المحاولة.
live-online = عاد الاتصال.
live-busy = الضغط كبير الآن. سنسأل مرة أخرى بعد قليل.
live-busy-in = الضغط كبير الآن. سنسأل مرة أخرى بعد { $time }.
live-same = أُعيد الفحص. لم يتغير شيء بعد.
live-going = أُصلح كل شيء. ستنتقل بعد لحظات.
live-ready = أُصلح كل شيء. يمكنك المتابعة.
live-changed = تغيّر المطلوب منك.
live-show = عرض الحالة الحالية
live-elsewhere = تم تسجيل دخولك في علامة تبويب أخرى. يمكنك إغلاق هذه.

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
unchecked-not-allowed = لا يسمح هذا الجهاز بالفحوص الخاصة بمؤسستك. ولا يعني هذا أن في جهازك خللًا.
unchecked-query-error = لم يعطِ أحد فحوص مؤسستك نتيجة صالحة. السبب هو الفحص وليس جهازك، ولا يلزمك إصلاح شيء.
unchecked-not-reported = لم يُبلغ وكيل الجهاز عن كل ما طُلب منه، وقد يكون إصداره قديمًا. ولا يعني هذا أن في جهازك خللًا.
unchecked-step-permission-chromium = اختر الأيقونة المجاورة لعنوان هذه الصفحة، واسمح بالوصول إلى التطبيقات على هذا الجهاز أو إلى الشبكة المحلية.
unchecked-step-permission-firefox = اختر أيقونة الأذونات المجاورة لعنوان هذه الصفحة، واسمح بالوصول إلى التطبيقات والخدمات على هذا الجهاز.
unchecked-step-safari = لا يسمح Safari لأي صفحة بالوصول إلى التطبيقات على هذا الجهاز. عند الفحص مرة أخرى، استخدم «فتح وكيل الجهاز» في الصفحة التالية، أو افتح هذا التطبيق في متصفح آخر. وإذا كانت مؤسستك تستخدم ملحقًا لتسجيل الدخول الموحد، ففعّله في إعدادات Safari.
unchecked-step-update-agent = حدّث وكيل الجهاز، أو اطلب أحدث إصدار منه من مكتب دعم تقنية المعلومات.
unchecked-step-allow = اطلب من مكتب دعم تقنية المعلومات السماح بفحوص مؤسستك في وكيل الجهاز.
unchecked-step-tell = أخبر مكتب دعم تقنية المعلومات باسم هذا الفحص: يمكنهم إصلاحه.
unchecked-step-restart-agent = أغلق وكيل الجهاز ثم افتحه من جديد.
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
grace-over = انتهى الوقت المحدد لإصلاح ذلك.
grace-announce = الوقت المتبقي لإصلاح ذلك: { $time }.
grace-pause = إيقاف العدّاد
grace-resume = إظهار الوقت المتبقي
grace-continue = متابعة
grace-continue-to = المتابعة إلى { $app }
grace-again-today = إذا تابعت فلن نعرض هذا مرة أخرى قبل الساعة { $time } اليوم، ما لم يتغير شيء.
grace-again-tomorrow = إذا تابعت فلن نعرض هذا مرة أخرى قبل الساعة { $time } غدًا، ما لم يتغير شيء.
grace-again-on = إذا تابعت فلن نعرض هذا مرة أخرى قبل { $time }، ما لم يتغير شيء.
grace-again-never = إذا تابعت فلن نعرض هذا مرة أخرى قبل انتهاء المهلة، ما لم يتغير شيء.

# أسماء الفحوص المضمّنة.

check-os-version = إصدار النظام
check-disk-encryption = تشفير القرص
check-screen-lock = قفل الشاشة
check-secure-hardware = شريحة الأمان
check-jailbreak = نظام غير معدّل
check-managed = جهاز مُدار
check-browser-version = إصدار المتصفح
check-firewall = جدار الحماية
check-antivirus = الحماية من الفيروسات
check-secure-boot = التمهيد الآمن
check-safe-browsing = التصفح الآمن
check-harmful-apps = التطبيقات الضارة
check-usb-debugging = تصحيح أخطاء USB
check-network = الشبكة
check-compliant = قواعد إدارة الأجهزة
check-registered = جهاز مسجّل
check-managed-app = تطبيق مُدار
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

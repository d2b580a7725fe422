# حيث يرى المسؤولون كل صفحة.

preview-title = معاينة
preview-lead = كل صفحة يمكن أن يراها الناس، يرسمها البرنامج نفسه الذي يعرضها لهم. لا يسجَّل دخول أحد هنا ولا يُسأل أي جهاز.
preview-unknown = جزء من العنوان غير معروف، واستُخدم المعتاد بدلًا منه: { $choices }.

# ما يمكن اختياره.

preview-state = الصفحة
preview-theme = الألوان
preview-theme-system = كما في المتصفح
preview-theme-light = فاتحة
preview-theme-dark = داكنة
preview-writing = الاتجاه
preview-writing-auto = كما تُكتب اللغة
preview-writing-ltr = من اليسار إلى اليمين
preview-writing-rtl = من اليمين إلى اليسار
preview-device = تُعرض على
preview-device-there = الجهاز الذي تتحدث عنه الصفحة
preview-device-unknown = جهاز لا يقول ما هو
preview-device-android = جهاز Android
preview-device-chromebook = Chromebook
preview-device-iphone = iPhone
preview-device-ipad = iPad
preview-device-mac = Mac
preview-device-windows = كمبيوتر Windows
preview-time = الوقت حتى الموعد النهائي
preview-time-hint = من 30 يومًا قبل الموعد النهائي إلى ما بعده بقليل.
preview-time-none = ليس لهذه الصفحة موعد نهائي.
preview-time-left = { $time } قبل الموعد النهائي.
preview-time-over = بعد الموعد النهائي، على صفحة ما زالت مفتوحة. من يفتحها الآن لا يُسمح له بالدخول.
preview-time-after = بعده
preview-show = عرض

# ما يُعرض.

preview-frame = معاينة: { $page }
preview-alone = فتح كصفحة مستقلة
preview-link = رابط هذه المعاينة
preview-link-copy = نسخ الرابط
preview-link-copied = نُسخ الرابط.
preview-link-failed = لم ينجح النسخ. انسخ الرابط أدناه.

# كل ما يوجد.

preview-all = كل الصفحات
preview-count = عدد المعاينات المدمجة بكل لغة ولون واتجاه وجهاز ووقت: { $number }.
preview-find = البحث عن صفحة
preview-find-go = بحث
preview-found = النتائج: { $number }.
preview-group-denied = لم يُسمح بالدخول
preview-group-reminder = سُمح بالدخول حتى موعد نهائي
preview-group-device = سؤال الجهاز
preview-group-start = الاسم وكلمة المرور
preview-group-proof = إثبات إضافي
preview-group-setup = إعداد شيء ما
preview-group-success = تم تسجيل الدخول
preview-group-end = نهاية الطريق
preview-group-problem = مشكلة في الخدمة

# سياسات المؤسسة نفسها.

preview-policies = سياسات أمان الأجهزة في مؤسستك
preview-policy = سياستك: { $policy }
preview-case-failing = لم يتحقق شيء
preview-case-unknown = تعذّر فحص كل شيء
preview-case-reminder = لم يتحقق شيء، وما زال هناك وقت لإصلاحه
preview-case-only = هذا وحده لم يتحقق: { $check }
preview-door = كل صفحة يمكن أن يراها الناس، للمسؤولين.
preview-token = استخدام رمز API هذا
preview-wrong-scope = لا يسمح رمز API هذا بقراءة سياسات أمان الأجهزة.

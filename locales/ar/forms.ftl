# What a page asks for, and what its buttons say.

title-unlock = إلغاء قفل حسابك
title-email-send = التحقق برسالة إلكترونية
title-okta-verify-code = أدخل رمزًا من Okta Verify
title-tac = أدخل رمز الوصول المؤقت
title-set-up = إعداد { $name }
title-check-email = تحقق من بريدك الإلكتروني
title-check-messages = تحقق من رسائلك النصية
title-okta-verify-email = إعداد Okta Verify بالبريد الإلكتروني
title-okta-verify-sms = إعداد Okta Verify برسالة نصية
title-okta-verify-channel = كيف تريد إعداد Okta Verify؟
title-set-up-phone = إعداد هاتفك
title-set-up-question = إعداد سؤال أمان
title-set-up-security-key = إعداد مفتاح أمان أو بصمة الإصبع أو الوجه
title-password-expiring-today = تنتهي صلاحية كلمة المرور اليوم
title-password-expiring-soon = تنتهي صلاحية كلمة المرور قريبًا
title-sign-up = أنشئ حسابك
title-profile = أكمل ملفك الشخصي
title-was-it-you = هل حاولت تسجيل الدخول للتو؟
title-stay = هل تريد البقاء مسجّلاً؟
title-device-code = فعّل جهازك
title-device-activated = تم تفعيل جهازك
title-device-not-activated = لم يُفعَّل جهازك
title-safe-mode = لا يمكن الإعداد الآن
title-activation-expired = انتهت صلاحية رابط التفعيل
title-activation-invalid = لم يعد رابط التفعيل صالحًا
title-suspended = حسابك موقوف مؤقتًا
title-activation-sent = طُلب رابط تفعيل جديد
title-identity = أثبت هويتك عبر { $name }
title-email-link = لم يعد رابط البريد هذا يعمل
title-go-back = تمّ: عُد إلى حيث بدأت
title-your-code = رمز التحقق الخاص بك
title-unlocked = أُلغي قفل حسابك
title-not-verified = تعذّر التحقق من هويتك
title-other-tab = تابعت في علامة تبويب أخرى
title-refused = رُفض تسجيل الدخول
title-password-changed = تم تغيير كلمة المرور
title-no-reset = لا يمكن إعادة تعيين كلمة المرور هنا
title-no-unlock = لا يمكن إلغاء قفل حسابك هنا
title-timed-out = استغرق الأمر وقتًا طويلاً
title-no-registration = تعذّر إنشاء حسابك
title-maintenance = خدمة تسجيل الدخول قيد الصيانة
title-biometrics = تلزم بصمة الإصبع أو الوجه
title-enroll-device = سجّل هذا الجهاز أولاً
switch-verify = التحقق بطريقة أخرى
switch-set-up = إعداد طريقة أخرى لتسجيل الدخول
switch-channel = الإعداد بطريقة أخرى
form-name = { $name }
form-choose = اختر
form-have-account = لديك حساب؟ سجّل الدخول
form-forgot-pin = هل نسيت رقم PIN؟
form-later = ذكّرني لاحقًا
form-send-email = أرسل إليّ رسالة إلكترونية
form-send-message = أرسل إليّ رسالة نصية
form-call = اتصل بي
form-call-again = اتصل مرة أخرى
form-launch-nfc = تسجيل الدخول باستخدام NFC
form-send-push = أرسل إشعارًا
form-send-push-again = أرسل الإشعار مرة أخرى
form-send-link = أرسل إليّ رابط الإعداد
form-send-activation = اطلب رسالة تفعيل
form-go-to = انتقل إلى { $name }
form-qr = رمز QR لكاميرا هاتفك

# What stands above the fields.

lead-recover = أدخل اسم المستخدم. ثم نتحقق من هويتك وتختار كلمة مرور جديدة.
lead-unlock = أدخل اسم المستخدم واختر كيف تثبت هويتك.
lead-unlock-name = أدخل اسم المستخدم. ثم نتحقق من هويتك.
lead-unlock-choose = اختر كيف تثبت هويتك.
lead-okta-verify = تطلب مؤسستك تسجيل الدخول هنا باستخدام Okta Verify على هذا الجهاز.
lead-okta-verify-app = لفتح { $app } تطلب مؤسستك تسجيل الدخول باستخدام Okta Verify على هذا الجهاز.
lead-profile = تحتاج مؤسستك إلى بعض المعلومات الإضافية عنك.
lead-poll = خدمة تسجيل الدخول مشغولة. سنحاول مرة أخرى تلقائيًا.
lead-identity = تُثبت هويتك لدى { $name } ثم تعود إلى هنا. يشارك { $name } النتيجة مع مؤسستك.
lead-send-email = يمكننا إرسال رسالة إلكترونية إليك.
lead-send-email-to = يمكننا إرسال رسالة إلكترونية إلى { $address }.
lead-send-code-to = يمكننا إرسال رمز إلى { $address }.
lead-call-number = يمكننا الاتصال بالرقم { $address } وإخبارك برمز.
lead-reset-verify = لإعادة تعيين كلمة المرور، أثبت هويتك أولاً.
lead-set-up = تضمن ألا يدخل حسابك أحد سواك.
lead-stay = يقلّ طلب تسجيل الدخول على هذا الجهاز. اختر ذلك فقط على جهاز لا يستخدمه غيرك.
lead-device-code = أدخل الرمز الظاهر على جهازك.
lead-granular = اختر ما يُسمح للتطبيق به.
lead-granular-app = اختر ما يُسمح لـ { $app } به.
lead-open-email-there = افتح الرسالة على الجهاز الذي تُعدّ عليه Okta Verify.
lead-open-message-there = افتح الرسالة النصية على الجهاز الذي تُعدّ عليه Okta Verify.
lead-phone-sms = نرسل رمزًا إلى هاتفك. أدخل رقمه.
lead-phone-call = نتصل بك ونخبرك برمز. أدخل رقم هاتفك.
lead-custom-password = تُغيَّر كلمة المرور هذه في موقع آخر.
lead-email-sent-to = أرسلنا رسالة إلكترونية إلى { $address }.
lead-email-sent = أرسلنا إليك رسالة إلكترونية.
lead-email-link-or-code = افتح الرابط الموجود فيها، أو أدخل الرمز الوارد فيها هنا.
lead-email-code = أدخل هنا الرمز الوارد في الرسالة.
lead-code-sent-to = أرسلنا رمزًا إلى { $address }. قد تُطبَّق رسوم المشغّل.
lead-code-sent = أرسلنا رمزًا إلى هاتفك. قد تُطبَّق رسوم المشغّل.
lead-calling-number = نتصل بالرقم { $address } لإخبارك برمز. قد تُطبَّق رسوم المشغّل.
lead-calling = نتصل بهاتفك لإخبارك برمز. قد تُطبَّق رسوم المشغّل.
lead-okta-verify-code = افتح Okta Verify وأدخل الرمز الذي يعرضه.
lead-symantec = أدخل معرّف بيانات الاعتماد ورمزين يعرضهما التطبيق تباعًا.
lead-code-of = أدخل رمزًا يعرضه { $name }.
lead-elsewhere = تتابع لدى { $name } ثم تعود إلى هنا.
lead-elsewhere-set-up = تُعدّه لدى { $name } ثم تعود إلى هنا.

# Setting up apps.

google-step-open = افتح Google Authenticator على هاتفك واختر +.
google-step-scan = امسح رمز QR، أو اكتب المفتاح الذي تحته.
google-step-code = أدخل الرمز الذي يعرضه التطبيق بعد ذلك.
okta-verify-step-get = على هاتفك، نزّل Okta Verify من App Store أو Google Play.
okta-verify-step-add = افتح التطبيق واتبع خطواته لإضافة حسابك.
okta-verify-step-scan = عندما يطلب رمز QR، امسح الرمز أدناه.
okta-verify-email-sent = أرسلنا رسالة إلى { $address }. افتحها على هاتفك واتبع رابط الإعداد.
okta-verify-message-sent = أرسلنا رسالة نصية إلى { $address }. افتحها على هاتفك واتبع رابط الإعداد.
okta-verify-here = يلزم تطبيق Okta Verify على هذا الجهاز.
okta-verify-step-get-here = إن لم يكن التطبيق لديك بعد، فثبّته.
okta-verify-step-address = عندما يطلب عنوان تسجيل الدخول، أدخل العنوان أدناه.
okta-verify-get = نزّل Okta Verify
okta-verify-open = فتح Okta Verify
nfc-instructions = افتح Okta Verify على هذا الجهاز وأضف بطاقة NFC أو مفتاح NFC. ثم عُد إلى هنا واختر رمز PIN.
okta-verify-other = يمكنك إضافة حسابك من جهاز عليه Okta Verify مسبقًا.
okta-verify-step-other = افتح Okta Verify على ذلك الجهاز واختر حسابك.
okta-verify-step-export = اختر تصدير الحساب إلى جهاز آخر.
okta-verify-step-follow = اتبع الخطوات التي يعرضها التطبيق.
okta-verify-devices = أجهزتك التي عليها Okta Verify
channel-qr = مسح رمز QR
channel-email = أرسل رابط الإعداد بالبريد
channel-sms = أرسل رابط الإعداد برسالة نصية
channel-here = الإعداد على هذا الجهاز
channel-other = الإضافة من جهاز آخر لي
device-enroll = قبل أن تسجّل الدخول، يجب تسجيل هذا الجهاز في إدارة الأجهزة بمؤسستك.
device-enroll-with = قبل أن تسجّل الدخول، يجب تسجيل هذا الجهاز في { $name }.
device-enroll-step-open = افتح التسجيل على هذا الجهاز واتبع خطواته.
device-enroll-step-address = عندما يُطلب منك عنوان، أدخل العنوان أدناه.
device-enroll-step-back = ثم افتح التطبيق مرة أخرى.

# Fields.

label-email-or-username = البريد الإلكتروني أو اسم المستخدم
label-new-password = كلمة المرور الجديدة
label-yubikey = رمز من YubiKey
label-pin = رقم PIN
label-code-first = الرمز الأول
label-code-next = الرمز التالي
label-credential-id = معرّف بيانات الاعتماد
label-answer = الإجابة
label-question = اختر سؤالاً
label-own-question = اكتب سؤالك الخاص
label-method = كيف تريد الحصول على الرمز؟
label-phone = رقم الهاتف
label-country = البلد
hint-phone = ابدأ بعلامة + ورمز البلد، مثل ‎+966 11 123 4567.
label-sign-out-everywhere = تسجيل خروجي من كل الأجهزة الأخرى
label-auto-push = إرسال إشعار تلقائيًا
label-activation-code = رمز التفعيل
label-shared-secret = المفتاح للكتابة:
label-number = اختر هذا الرقم في التطبيق:
label-sign-in-address = عنوان تسجيل الدخول:
profile-first-name = الاسم الأول
profile-last-name = اسم العائلة
profile-middle-name = الاسم الأوسط
profile-second-email = بريد إلكتروني ثانٍ
profile-display-name = الاسم المعروض
profile-nickname = الكنية
profile-prefix = اللقب قبل الاسم
profile-suffix = اللقب بعد الاسم
profile-title = المسمى الوظيفي
profile-url = عنوان الملف الشخصي
profile-mobile = الهاتف المحمول
profile-street = عنوان الشارع
profile-city = المدينة
profile-state = الولاية أو المنطقة
profile-postal-code = الرمز البريدي
profile-country-code = رمز الدولة
profile-postal-address = العنوان البريدي
profile-language = اللغة المفضلة
profile-locale = اللغة والمنطقة
profile-time-zone = المنطقة الزمنية
profile-user-type = نوع المستخدم
profile-employee-number = الرقم الوظيفي
profile-cost-center = مركز التكلفة
profile-organization = المؤسسة
profile-division = القسم
profile-department = الإدارة
profile-manager-id = معرّف المدير
profile-manager = المدير

# What apps ask for, and from where somebody asks.

consent-allow = السماح بالوصول
consent-deny = عدم السماح
consent-it-was-me = نعم، أنا من حاول
consent-not-me = لا، لست أنا
consent-scopes = يريد التطبيق
consent-scopes-of = يريد { $app }
consent-terms = شروط الخدمة
consent-privacy = سياسة الخصوصية
stay-yes = البقاء مسجّلاً
stay-no = عدم البقاء مسجّلاً
scope-openid = معرفة أنك أنت
scope-email = رؤية بريدك الإلكتروني
scope-profile = رؤية ملفك الشخصي، مثل اسمك
scope-phone = رؤية رقم هاتفك
scope-address = رؤية عنوانك
scope-offline = إبقاؤك مسجّلاً وأنت لا تستخدمه
scope-online = إبقاؤك مسجّلاً وأنت تستخدمه
scope-device = تسجيل دخولك إلى تطبيقات أخرى على هذا الجهاز
request-from = مصدر الطلب
request-browser = المتصفح: { $name }
request-app = التطبيق: { $name }
request-browser-on = { $browser } على { $os }
code-for-sign-in = أدخله في الصفحة التي تسجّل الدخول فيها.
code-for-reset = أدخله في الصفحة التي تعيد فيها تعيين كلمة المرور.
code-for-unlock = أدخله في الصفحة التي تلغي فيها قفل حسابك.
code-for-sign-up = أدخله في الصفحة التي تنشئ فيها حسابك.
code-not-asked = إن لم تطلب هذا الرمز، فأغلق الصفحة ولا تخبر به أحدًا. بدونه لا يدخل حسابك أحد.

# What a password needs.

password-needs = شروط كلمة المرور
password-lowercase = حرف صغير
password-uppercase = حرف كبير
password-number = رقم
password-symbol = رمز مثل ! أو #
password-no-username = عدم احتواء جزء من اسم المستخدم
password-no-first-name = عدم احتواء اسمك الأول
password-no-last-name = عدم احتواء اسم عائلتك
password-three-kinds = ثلاثة من هذه الأنواع: أحرف صغيرة، أحرف كبيرة، أرقام، رموز

# Security questions.

question-disliked-food = ما أقل طعام كنت تحبه في طفولتك؟
question-plush-toy = ما اسم أول دمية محشوة لديك؟
question-award = علامَ حصلت على أول ميدالية أو جائزة؟
question-question = ما سؤال الأمان المفضل لديك؟
question-toy = ما أحب لعبة إليك في طفولتك؟
question-game = ما أول لعبة حاسوب لعبتها؟
question-quote = ما الاقتباس السينمائي المفضل لديك؟
question-mascot = ما تميمة أول فريق رياضي لعبت فيه؟
question-music = ما أول ألبوم أو أغنية اشتريتها؟
question-art = ما العمل الفني المفضل لديك؟
question-dessert = ما الحلوى المفضلة لدى جدتك؟
question-cooked = ما أول طبق تعلمت طهيه؟
question-job = ماذا كنت تحلم أن تصبح في طفولتك؟
question-kiss = أين كانت أول قبلة لك؟
question-met = أين التقيت بشريك حياتك؟
question-vacation = أين قضيت أجمل إجازة لك؟
question-new-year = أين كنت ليلة رأس السنة عام 2000؟
question-speaker = من خطيبك المفضل؟
question-character = من شخصيتك المفضلة في كتاب أو فيلم؟
question-player = من رياضيك المفضل؟
title-password-expiring = { $count ->
    [zero] تنتهي صلاحية كلمة المرور اليوم (بعد { $number } يوم)
    [one] تنتهي صلاحية كلمة المرور بعد يوم واحد ({ $number })
    [two] تنتهي صلاحية كلمة المرور بعد يومين ({ $number })
    [few] تنتهي صلاحية كلمة المرور بعد { $number } أيام
    [many] تنتهي صلاحية كلمة المرور بعد { $number } يومًا
   *[other] تنتهي صلاحية كلمة المرور بعد { $number } يوم
}
password-length = { $count ->
    [zero] ما لا يقل عن { $number } حرف
    [one] حرف واحد على الأقل ({ $number })
    [two] حرفان على الأقل ({ $number })
    [few] { $number } أحرف على الأقل
    [many] { $number } حرفًا على الأقل
   *[other] { $number } حرف على الأقل
}
password-repeats = { $count ->
    [zero] عدم تكرار الحرف نفسه تباعًا ({ $number })
    [one] عدم تكرار الحرف نفسه تباعًا أكثر من مرة واحدة ({ $number })
    [two] عدم تكرار الحرف نفسه تباعًا أكثر من مرتين ({ $number })
    [few] عدم تكرار الحرف نفسه تباعًا أكثر من { $number } مرات
    [many] عدم تكرار الحرف نفسه تباعًا أكثر من { $number } مرة
   *[other] عدم تكرار الحرف نفسه تباعًا أكثر من { $number } مرة
}
password-history = { $count ->
    [zero] الاختلاف عن كلمات المرور السابقة ({ $number })
    [one] الاختلاف عن آخر كلمة مرور ({ $number })
    [two] الاختلاف عن آخر كلمتي مرور ({ $number })
    [few] الاختلاف عن آخر { $number } كلمات مرور
    [many] الاختلاف عن آخر { $number } كلمة مرور
   *[other] الاختلاف عن آخر { $number } كلمة مرور
}
password-age-minutes = { $count ->
    [zero] { $number } دقيقة بين تغييرين
    [one] دقيقة واحدة ({ $number }) بين تغييرين
    [two] دقيقتان ({ $number }) بين تغييرين
    [few] { $number } دقائق بين تغييرين
    [many] { $number } دقيقة بين تغييرين
   *[other] { $number } دقيقة بين تغييرين
}
password-age-hours = { $count ->
    [zero] { $number } ساعة بين تغييرين
    [one] ساعة واحدة ({ $number }) بين تغييرين
    [two] ساعتان ({ $number }) بين تغييرين
    [few] { $number } ساعات بين تغييرين
    [many] { $number } ساعة بين تغييرين
   *[other] { $number } ساعة بين تغييرين
}
password-age-days = { $count ->
    [zero] { $number } يوم بين تغييرين
    [one] يوم واحد ({ $number }) بين تغييرين
    [two] يومان ({ $number }) بين تغييرين
    [few] { $number } أيام بين تغييرين
    [many] { $number } يومًا بين تغييرين
   *[other] { $number } يوم بين تغييرين
}

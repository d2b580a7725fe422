# Ways to prove who one is, as choices.

method-tac = رمز وصول مؤقت
method-smart-card = بطاقة ذكية
method-sms = رسالة نصية
method-call = مكالمة هاتفية
method-push = إشعار
method-code = رمز من التطبيق
method-okta-verify-push = إشعار في Okta Verify
method-okta-verify-code = رمز من Okta Verify
method-fastpass = Okta FastPass على هذا الجهاز
method-due = أعدّه قبل { $time }.
about-email = نرسل إليك رمزًا أو رابطًا.
about-phone = نرسل رمزًا إلى هاتفك أو نتصل بك.
about-push = أكّد على هاتفك.
about-token = أدخل رمزًا من جهاز الرموز أو التطبيق.
about-password = اختر كلمة مرور لحسابك.
about-security-key = استخدم مفتاح أمان، أو بصمة الإصبع أو الوجه أو رقم PIN لجهاز.
about-question = اختر سؤالاً لا يجيب عنه سواك.
about-okta-verify = تطبيق على هاتفك أو حاسوبك يؤكد هويتك.
about-app-code = أدخل الرمز الذي يعرضه التطبيق.
about-yubikey = أدخل YubiKey في المنفذ والمسه: يكتب الرمز بنفسه.
about-elsewhere = تتابع لدى { $name }.
about-tac = أدخل الرمز الذي أعطاك إياه مكتب الدعم التقني.
about-smart-card = استخدم بطاقة مثل PIV أو CAC.
group-required = مطلوب إعداده الآن
group-required-now = مطلوب إعداده الآن
group-required-soon = مطلوب إعداده قريبًا
group-optional = اختياري
method-skips = { $count ->
    [zero] لا يمكنك تأجيله بعد الآن ({ $number }).
    [one] يمكنك تأجيله مرة واحدة أخرى ({ $number }).
    [two] يمكنك تأجيله مرتين أخريين ({ $number }).
    [few] يمكنك تأجيله { $number } مرات أخرى.
    [many] يمكنك تأجيله { $number } مرة أخرى.
   *[other] يمكنك تأجيله { $number } مرة أخرى.
}

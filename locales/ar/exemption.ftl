# طلب وقت إضافي من صفحة الرفض أو التذكير.

exemption-time = { $time }
exemption-title = لا يمكنك إصلاحه الآن؟ اطلب وقتًا إضافيًا
exemption-title-grace = لا يمكنك إصلاحه في الوقت المحدد؟ اطلب وقتًا إضافيًا
exemption-title-again = طلب وقت إضافي مرة أخرى
exemption-lead = يقرر ذلك أحد المسؤولين في مؤسستك، وتعرض هذه الصفحة جوابه. وإلى أن يقرر لا يتغير شيء.
exemption-reason = لماذا تحتاج إلى وقت إضافي؟
exemption-reason-hint = يقرأ المسؤولون في مؤسستك ما تكتبه. لا تكتب كلمات مرور أو أي شيء سري.
exemption-duration = كم المدة؟
exemption-send = طلب وقت إضافي
exemption-reason-blank = اكتب لماذا تحتاج إلى وقت إضافي.
exemption-duration-wrong = اختر مدة من القائمة.
exemption-too-many = طلبت عدة مرات في وقت قصير. حاول مرة أخرى لاحقًا، أو تواصل مع مكتب دعم تقنية المعلومات في مؤسستك.

# ما آل إليه الطلب.

exemption-asked = طلبت { $duration } في { $time }.
exemption-pending = طلبت وقتًا إضافيًا
exemption-wait = لم يجب أي مسؤول بعد. يمكنك ترك هذه الصفحة مفتوحة: ستخبرك بالجواب، أو تعرضه عند إعادة تحميلها.
exemption-declined = رُفض طلبك للوقت الإضافي
exemption-revoked = أُنهي الوقت الإضافي الذي مُنح لك
exemption-expired = انتهى الوقت الإضافي الذي مُنح لك
exemption-approved = مُنحت وقتًا إضافيًا
exemption-until = يستمر حتى { $time }. وما لا يشمله يبقى مطلوبًا إصلاحه.
exemption-note = يكتب لك المسؤول:
exemption-grace-title = مُنحت وقتًا إضافيًا
exemption-grace-due = منحك فريق تقنية المعلومات وقتًا حتى { $time }.
live-exemption-pending = أُرسل طلبك للوقت الإضافي.
live-exemption-approved = مُنحت وقتًا إضافيًا.
live-exemption-declined = رُفض طلبك للوقت الإضافي.
live-exemption-revoked = أُنهي الوقت الإضافي الذي مُنح لك.
live-exemption-expired = انتهى الوقت الإضافي الذي مُنح لك.

# حيث يقرر المسؤولون.

exempt-title = طلبات الوقت الإضافي
exempt-lead = يمكن لمن لا يستوفي جهازه المتطلبات أن يطلب وقتًا إضافيًا. هنا تجيب عن طلبه.
exempt-wrong-scope = لا يسمح رمز API هذا بالاطلاع على طلبات الوقت الإضافي.
exempt-waiting = في انتظار الجواب
exempt-waiting-none = لا يوجد طلب في انتظار الجواب.
exempt-more = توجد طلبات أخرى غير المعروضة هنا. تظهر كلما أجبت عن هذه.
exempt-decided = قرارات حديثة
exempt-gone = هذا الطلب غير موجود. تأكد من أن العنوان كامل.
exempt-asks-for = { $person } يطلب { $duration }، منذ { $time }
exempt-answered = { $person }: { $status }، { $time }
exempt-one-title = طلب وقت إضافي من { $person }
exempt-person = الشخص
exempt-policy = السياسة
exempt-checks = غير مستوفى
exempt-reason = السبب
exempt-asked = وقت الطلب
exempt-for = المدة المطلوبة
exempt-status = الحالة
exempt-decided-by = صاحب القرار
exempt-decided-at = وقت القرار
exempt-granted = المدة الممنوحة
exempt-until = حتى
exempt-note = ملاحظة
exempt-pending = في الانتظار
exempt-approved = مقبول
exempt-declined = مرفوض
exempt-revoked = أُنهي مبكرًا
exempt-expired = انتهى
exempt-answer = جوابك
exempt-answer-lead = إذا وافقت، يدخل الشخص من هذا الجهاز حتى انتهاء المدة، مع أن السياسة غير مستوفاة. تعرض صفحته جوابك على الفور.
exempt-time = الموافقة لمدة
exempt-note-label = ملاحظة للشخص
exempt-note-hint = يقرؤها الشخص كما تكتبها هنا.
exempt-approve = موافقة
exempt-decline = رفض
exempt-revoke-title = الإنهاء المبكر
exempt-revoke-lead = بعد ذلك تسري السياسة من جديد على هذا الشخص وهذا الجهاز.
exempt-revoke = الإنهاء الآن
exempt-forbidden = لا يمكنك أن تقرر هذا. إما أن رمز API هذا ليس له النطاق { $scope }، أو أن الطلب طلبك أنت: عندئذ يجب أن يقرر شخص آخر.
exempt-decided-already = لم يعد ممكنًا أن تقرر هذا: سبقك شخص آخر، أو انتهت المدة، أو لم تعد السياسة تسمح به. ترى أدناه حالة الطلب الآن.
exempt-duration-wrong = لا تسمح السياسة بهذه المدة. اختر مدة أقصر.
exempt-note-wrong = الملاحظة طويلة جدًا. اختصرها.
exempt-refused = تعذر قبول ذلك. لم يتغير شيء.
exempt-back = كل الطلبات

# ما يظهر في كل صفحة.

page-title = { $state } – { $brand }
page-title-error = خطأ: { $state } – { $brand }
language-label = اللغة
help-title = هل تحتاج إلى مساعدة؟
help-text = تواصل مع مكتب دعم تقنية المعلومات في مؤسستك.
labelled = { $label }: { $value }
link-instructions = التعليمات على { $host }
help-phone = الهاتف
help-email = البريد الإلكتروني
help-hours = ساعات العمل
help-page = صفحة المساعدة
link-unusual = يحتوي هذا العنوان على حروف غير معتادة. لا تفتحه إلا إذا كنت تعرفه.
link-unencrypted = غير مشفّر: يمكن لآخرين على الشبكة الاطلاع عليه.
link-new-tab = (يُفتح في علامة تبويب جديدة)
signing-in-as = تسجيل الدخول باسم { $user }
app-line = للمتابعة إلى { $app }
notice-error = مشكلة
notice-warning = مهم
notice-info = ملاحظة
notice-success = تم
working = جارٍ التنفيذ…

# نهاية تسجيل الدخول.

expired-title = انتهت صلاحية تسجيل الدخول
expired-text = لحماية حسابك، يبقى تسجيل الدخول مفتوحًا مدة محدودة فقط. لم تفقد شيئًا: عندما تبدأ من جديد ستصل إلى المكان نفسه.
start-again = البدء من جديد
terminal-title = لا يمكن المتابعة من هنا
denied-generic-title = ليس لديك حق الوصول
denied-generic-help = إذا كنت ترى أنه ينبغي أن يكون لديك حق الوصول، فتواصل مع مكتب دعم تقنية المعلومات في مؤسستك.

# مشكلة في الخدمة.

problem-title = عذرًا، لا يمكننا المتابعة الآن
problem-unreachable = يتعذر الوصول إلى خدمة تسجيل الدخول في الوقت الحالي.
problem-slow = تستغرق خدمة تسجيل الدخول وقتًا طويلًا للرد.
problem-failed = أرسلت خدمة تسجيل الدخول ردًا لم نتمكن من استخدامه.
problem-internal = حدث خطأ من جانبنا.
problem-nothing-saved = لم يُحفظ ما أدخلته. وليس جهازك أو حسابك سببًا في ذلك.
problem-too-many-title = يُرجى الانتظار قليلًا
problem-too-many = جرت محاولات كثيرة جدًا في وقت قصير.
problem-wait = يمكنك المحاولة مرة أخرى بعد: { $time }.
problem-wait-some = انتظر بضع دقائق، ثم حاول مرة أخرى.
problem-configuration-title = لا يمكن فتح هذا التطبيق بهذه الطريقة
problem-configuration = لم يُقبل طلب تسجيل الدخول الوارد من التطبيق. ولا يستطيع تصحيح ذلك إلا مالك التطبيق.
problem-blocked-title = شبكتك تحظر تسجيل الدخول هذا
problem-blocked = لم يسمح خادم وكيل أو شبكة VPN أو جدار حماية بمرور الطلب إلى خدمة تسجيل الدخول. جرّب شبكة أخرى، أو تواصل مع مكتب دعم تقنية المعلومات في مؤسستك.
problem-not-found-title = الصفحة غير موجودة
problem-not-found = إذا كتبت العنوان بنفسك، فتأكد من صحته. وإلا فافتح تطبيقك مرة أخرى وسجّل الدخول من هناك.
problem-refused-title = لم يتغير شيء
problem-refused = لم يأتِ النموذج من هذه الصفحة، أو لم يرسل متصفحك ملفات تعريف الارتباط. اسمح بملفات تعريف الارتباط لهذا الموقع، ثم افتح تطبيقك مرة أخرى.
problem-try-again = المحاولة مرة أخرى
problem-reference = الرقم المرجعي لمكتب الدعم: { $reference }

# تم تسجيل الدخول.

success-title = تم تسجيل دخولك
success-fixed-title = أُصلح كل شيء، وتم تسجيل دخولك
success-text = يستوفي جهازك متطلبات الأمان.
success-continue = متابعة
success-continue-to = المتابعة إلى { $app }
success-auto = ستنتقل إلى هناك بعد لحظات.
success-stay = البقاء في هذه الصفحة
success-stayed = ستبقى في هذه الصفحة. اختر «متابعة» عندما تكون جاهزًا.
success-soon = المتابعة قريبًا
success-open = فتح { $app }

# تسجيل الدخول مفتوح مدة محدودة.

session-until = يبقى تسجيل الدخول هذا مفتوحًا حتى { $time }.
session-extend = إبقاؤه مفتوحًا مدة أطول
session-warning = ينتهي تسجيل الدخول هذا بعد دقائق قليلة. اختر «إبقاؤه مفتوحًا مدة أطول» أو اضغط Escape؛ ويبقى ما كتبته كما هو.
session-warning-only = ينتهي تسجيل الدخول هذا بعد دقائق قليلة. بعد ذلك تبدأ من جديد وتصل إلى المكان نفسه.
session-extended = أصبح تسجيل الدخول هذا مفتوحًا حتى { $time }.
session-failed = لم ينجح ذلك. حاول مرة أخرى بعد قليل.
session-over = انتهى تسجيل الدخول هذا. لم تفقد شيئًا: عندما تبدأ من جديد ستصل إلى المكان نفسه.
session-soon = ينتهي قريبًا
session-ended = انتهى

# Screens that talk to something beside the server: programs on the device, telephones, security keys.

agent-asking = جارٍ سؤال التطبيق على هذا الجهاز…
agent-done = تولّى التطبيق على هذا الجهاز الأمر. اتبع ما يقوله، ثم عُد إلى هنا.
agent-failed = لم يُجب أي تطبيق على هذا الجهاز.
agent-failed-open = لم يُجب أي تطبيق على هذا الجهاز. يجري فتح الصفحة التي تساعدك…

# Pages that wait for something elsewhere.

waiting-stopped = توقفت هذه الصفحة عن السؤال. اضغط على «التحقق من وصول الرد» عندما تكون جاهزًا.
waiting-note = تتابع هذه الصفحة من تلقاء نفسها فور وصول الرد.
waiting-stop = إيقاف التحقق التلقائي
waiting-resume = استئناف التحقق التلقائي
waiting-count = نحاول مرة أخرى خلال { $seconds } ث.
waiting-too-many = كانت هناك طلبات كثيرة جدًا. نسأل مرة أخرى بعد { $time }.

# The browser does not let the page look for the device agent.

launch-title = افتح وكيل الجهاز
blocked-title = لا يسمح متصفحك لهذه الصفحة بالبحث عن وكيل الجهاز
blocked-text = لا يعني هذا أن هناك خللًا في جهازك: لم تتمكن الصفحة من فحصه.
blocked-chrome-1 = اختر الرمز في بداية شريط العنوان لفتح إعدادات الموقع.
blocked-chrome-2 = اضبط «التطبيقات على الجهاز» أو «الوصول إلى الشبكة المحلية» على «سماح».
blocked-edge-1 = اختر القفل في بداية شريط العنوان، ثم «أذونات هذا الموقع».
blocked-firefox-1 = اختر في بداية شريط العنوان الرمز الذي يشير إلى إذن محظور.
blocked-firefox-2 = أزل الحظر عن التطبيقات والخدمات على هذا الجهاز.
blocked-safari = لا يسمح Safari للصفحات الآمنة بالوصول بهذه الطريقة إلى تطبيق على جهاز Mac هذا. افتح وكيل الجهاز بالزر الموجود في هذه الصفحة، أو استخدم متصفحًا آخر.
blocked-frame = هذه الصفحة جزء من صفحة أخرى يجب أن تسمح لها بالوصول. افتح تسجيل الدخول في نافذة مستقلة، أو أخبر مكتب دعم تقنية المعلومات بأن الإطار يحتاج إلى allow="local-network-access".
blocked-again = عُد إلى هنا واختر «البحث مرة أخرى».
blocked-retry = البحث مرة أخرى

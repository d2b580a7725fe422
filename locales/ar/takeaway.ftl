# «خذ هذه الخطوات معك»: نص وورق وتقويم.

take-title = خذ هذه الخطوات معك
take-copy = نسخ كنص
take-copied = نُسخت الخطوات.
take-copy-failed = تعذّر النسخ. افتح الخطوات كنص عادي وانسخها من هناك.
take-print = طباعة
take-text = عرض كنص عادي
take-calendar = إضافة تذكير إلى التقويم
take-as-of = { $brand }، حتى { $time }
take-summary = أصلِح جهازك: ينتهي الوصول
take-summary-app = أصلِح جهازك: ينتهي الوصول إلى { $app }

# "Take these steps with you": text, paper, calendar.

take-title = Take these steps with you
take-copy = Copy as text
take-copied = The steps are copied.
take-copy-failed = Copying didn’t work. Open the steps as plain text and copy them there.
take-print = Print
take-text = Show as plain text
take-calendar = Add a reminder to your calendar
take-as-of = { $brand }, as of { $time }
take-summary = Fix your device: access ends
take-summary-app = Fix your device: access to { $app } ends

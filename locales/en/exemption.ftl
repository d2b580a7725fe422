# More time, asked for on the page of a denial or a reminder.

exemption-time = { $time }
exemption-title = Can’t fix it now? Ask for more time
exemption-title-grace = Can’t fix it in time? Ask for more time
exemption-title-again = Ask for more time again
exemption-lead = An administrator of your organization decides, and this page tells you the answer. Until then nothing changes.
exemption-reason = Why do you need more time?
exemption-reason-hint = Your administrators read this. Don’t write passwords or anything confidential.
exemption-duration = For how long?
exemption-send = Ask for more time
exemption-reason-blank = Write why you need more time.
exemption-duration-wrong = Choose one of the times from the list.
exemption-too-many = You have asked several times in a short time. Try again later, or contact your organization’s IT help desk.

# What became of it.

exemption-asked = You asked on { $time } for { $duration }.
exemption-pending = You asked for more time
exemption-wait = An administrator hasn’t answered yet. You can leave this page open: it tells you the answer, or shows it when you load it again.
exemption-declined = Your request for more time was declined
exemption-revoked = The extra time you were given was ended
exemption-expired = The extra time you were given is over
exemption-approved = You were given more time
exemption-until = It lasts until { $time }. What it doesn’t cover is still to be fixed.
exemption-note = Your administrator writes:
exemption-grace-title = You have been given more time
exemption-grace-due = Your IT team gave you time until { $time }.
live-exemption-pending = Your request for more time was sent.
live-exemption-approved = You have been given more time.
live-exemption-declined = Your request for more time was declined.
live-exemption-revoked = The extra time you were given was ended.
live-exemption-expired = The extra time you were given is over.

# Where administrators decide.

exempt-title = Requests for more time
exempt-lead = People whose device doesn’t meet the requirements can ask for more time. Here you answer them.
exempt-wrong-scope = This token may not look at requests for more time.
exempt-waiting = Waiting for an answer
exempt-waiting-none = Nothing is waiting for an answer.
exempt-more = More are waiting than are listed here. They appear as you answer these.
exempt-decided = Decided recently
exempt-gone = This request isn’t there. Check that the address is complete.
exempt-asks-for = { $person } asks for { $duration }, since { $time }
exempt-answered = { $person }: { $status }, { $time }
exempt-one-title = { $person } asks for more time
exempt-person = Person
exempt-policy = Policy
exempt-checks = Not met
exempt-reason = Reason
exempt-asked = Asked
exempt-for = Asks for
exempt-status = Status
exempt-decided-by = Decided by
exempt-decided-at = Decided
exempt-granted = Granted for
exempt-until = Until
exempt-note = Note
exempt-pending = Waiting
exempt-approved = Approved
exempt-declined = Declined
exempt-revoked = Ended early
exempt-expired = Over
exempt-answer = Your answer
exempt-answer-lead = If you approve, the person gets in from this device although the policy isn’t met, until the time is over. Their page hears of your answer at once.
exempt-time = Approve for
exempt-note-label = Note for the person
exempt-note-hint = The person reads it as you write it here.
exempt-approve = Approve
exempt-decline = Decline
exempt-revoke-title = End it early
exempt-revoke-lead = From then on the policy counts for this person and device again.
exempt-revoke = End it now
exempt-forbidden = You can’t decide this. Either this token doesn’t have the scope { $scope }, or the request is your own: then somebody else has to decide.
exempt-decided-already = This can’t be decided any more: somebody else was faster, the time is over, or the policy no longer allows it. Below you see how the request stands now.
exempt-duration-wrong = The policy doesn’t allow that much time. Choose less.
exempt-note-wrong = The note is too long. Shorten it.
exempt-refused = This could not be accepted. Nothing was changed.
exempt-back = All requests

"""What each kind of act is called: one plain sentence a kind, for every log that people read.

A sentence may name who acted (`who`), what it was done to (`what`, by the subject of the event),
and any detail that is in DETAILS. A kind without a sentence fails a test of the house.
"""

from __future__ import annotations

from enum import StrEnum

from nap_tracker.i18n import N_

SENTENCES: dict[str, str] = {
    "account:created": N_("%(who)s made an account for %(what)s."),
    "account:disabled": N_("%(who)s stopped the account of %(what)s."),
    "account:edited": N_("%(who)s changed their name or language."),
    "account:enabled": N_("%(who)s allowed the account of %(what)s again."),
    "account:listed": N_("%(who)s listed the accounts."),
    "account:signed-out-everywhere": N_("%(who)s signed out everywhere."),
    "activity:noted": N_("%(who)s noted an activity from the file of the registered plan."),
    "activity-table:taken": N_("%(who)s took the activities out as a file (%(format)s)."),
    "activity:reported": N_("%(who)s reported on an activity: %(what)s."),
    "activity:status-decided": N_("%(who)s decided the status of an activity: %(what)s."),
    "activity:status-freed": N_("%(who)s let the status of an activity follow again: %(what)s."),
    "activity:status-lapsed": N_("With a review the decided status lapsed: %(what)s."),
    "administrator:appointed": N_("%(who)s let %(what)s run the installation."),
    "budget-table:taken": N_("%(who)s took the budget out as a file (%(format)s)."),
    "bundle:made": N_("%(who)s put together what is sent to the Secretariat."),
    "calendar:closed-for": N_("%(who)s closed the calendar address of %(what)s."),
    "calendar:closed": N_("%(who)s closed the address of their calendar."),
    "calendar:opened": N_("%(who)s opened an address for their calendar."),
    "institution-report:applied": N_(
        "%(who)s brought in what an institution reported by file (%(number)s things)."
    ),
    "comment-file:applied": N_("%(who)s brought a file of comments in (%(number)s things)."),
    "comment:added": N_("%(who)s commented (comment %(number)s)."),
    "comment:answered": N_("%(who)s published the response to comment %(number)s."),
    "comment:applied": N_("%(who)s used the wording that comment %(number)s proposed."),
    "comment:changed": N_("%(who)s put comment %(number)s right."),
    "comment:deleted": N_("%(who)s deleted comment %(number)s."),
    "comment:placed": N_("%(who)s found comment %(number)s its place in the text."),
    "comment:received": N_("%(who)s entered a comment that was received (comment %(number)s)."),
    "comment:replied": N_("%(who)s replied to comment %(number)s."),
    "comment:responded": N_("%(who)s wrote a response to comment %(number)s."),
    "comment:visibility-changed": N_("%(who)s changed who may read comment %(number)s."),
    "comment:withdrawn": N_("%(who)s withdrew comment %(number)s."),
    "consent:given": N_("%(who)s let the administrator %(what)s read the Party's content."),
    "consent:withdrawn": N_("%(who)s no longer lets the administrator %(what)s read content."),
    "delegation:given": N_("%(who)s handed a role to %(what)s for a period: %(role)s."),
    "delegation:withdrawn": N_("%(who)s ended the period in which %(what)s has a role: %(role)s."),
    "deposit:corrected": N_("%(who)s corrected the deposit of the instrument."),
    "deposit:recorded": N_("%(who)s recorded the deposit of the instrument."),
    "deposit:struck-out": N_("%(who)s struck out a deposit recorded by mistake."),
    "determination:corrected": N_("%(who)s corrected a decision about small-scale gold mining."),
    "determination:recorded": N_("%(who)s recorded a decision about small-scale gold mining."),
    "determination:struck-out": N_("%(who)s struck out a decision recorded by mistake."),
    "endorsement:corrected": N_("%(who)s corrected a recorded endorsement."),
    "endorsement:recorded": N_("%(who)s recorded that the plan was endorsed."),
    "endorsement:withdrawn": N_("%(who)s said that a recorded endorsement was a mistake."),
    "export:failed": N_("A document could not be made: %(what)s."),
    "export:ready": N_("A document was made: %(what)s."),
    "export:requested": N_("%(who)s asked for a document: %(what)s."),
    "file:added": N_("%(who)s added the file “%(what)s”."),
    "file:audience-changed": N_("%(who)s changed who may see the file “%(what)s”."),
    "file:removed": N_("%(who)s removed the file “%(what)s”."),
    "file:restored": N_("%(who)s put the file “%(what)s” back into the plan."),
    "filing:corrected": N_("%(who)s corrected when a review or national report was filed."),
    "filing:recorded": N_("%(who)s recorded that a review or national report was filed."),
    "filing:struck-out": N_("%(who)s struck out a filing recorded by mistake."),
    "funding:recorded": N_("%(who)s recorded what became of money for the plan."),
    "funding:withdrawn": N_("%(who)s withdrew a record of money for the plan."),
    "handover:accepted": N_("%(who)s took over the work of %(what)s."),
    "handover:declined": N_("%(who)s did not take over the work of %(what)s."),
    "handover:offered": N_("%(who)s offered to hand their work over to %(what)s."),
    "handover:withdrawn": N_("%(who)s took back the offer to hand work over to %(what)s."),
    "indicator-table:taken": N_("%(who)s took the indicators out as a file (%(format)s)."),
    "indicator:baseline-set": N_("%(who)s recorded where an indicator starts."),
    "indicator:changed": N_("%(who)s changed how an indicator is followed."),
    "indicator:chosen": N_("%(who)s chose an indicator to be followed."),
    "indicator:closed": N_("%(who)s closed values of an indicator up to a day."),
    "indicator:ended": N_("%(who)s said that an indicator is no longer followed."),
    "indicator:reopened": N_("%(who)s opened closed values of an indicator again."),
    "indicator:target-set": N_("%(who)s recorded the target of an indicator."),
    "installation:backed-up": N_("%(who)s made a backup."),
    "installation:restored": N_("%(who)s restored a backup."),
    "internal-review:concluded": N_("%(who)s concluded the internal review."),
    "internal-review:opened": N_("%(who)s opened the internal review."),
    "internal-review:returned": N_("%(who)s returned the plan from the internal review."),
    "internal-review:withdrawn": N_("%(who)s withdrew the plan from the internal review."),
    "invitation:accepted": N_("%(who)s accepted an invitation."),
    "invitation:sent": N_("%(who)s invited somebody as %(role)s."),
    "invitation:withdrawn": N_("%(who)s withdrew an invitation."),
    "lock:asked": N_("%(who)s asked %(holder)s to let go of the section “%(section)s”."),
    "lock:ended": N_("%(who)s ended the quiet that %(holder)s had asked for in “%(section)s”."),
    "lock:released": N_("The section “%(section)s” is no longer held by %(holder)s."),
    "lock:taken": N_("%(who)s asked the others to leave the section “%(section)s” alone."),
    "lock:taken_over": N_("%(who)s took over the section “%(section)s”, which somebody held."),
    "mail:narrowed": N_("%(who)s decided that mail carries titles and links only."),
    "mail:widened": N_("%(who)s decided that mail may carry the notes people write."),
    "milestone:moved": N_("%(who)s moved a milestone of an activity: %(what)s."),
    "milestone:reached": N_("%(who)s said that a milestone was reached: %(what)s."),
    "milestone:set": N_("%(who)s set a milestone for an activity: %(what)s."),
    "national-validation:concluded": N_("%(who)s concluded the national validation."),
    "national-validation:opened": N_("%(who)s opened the national validation."),
    "national-validation:returned": N_(
        "%(who)s recorded that the national validation returned the plan."
    ),
    "national-validation:withdrawn": N_("%(who)s withdrew the plan from the validation."),
    "notification:corrected": N_("%(who)s corrected the dates of a letter to the Secretariat."),
    "notification:recorded": N_("%(who)s recorded a letter to the Secretariat."),
    "notification:struck-out": N_("%(who)s struck out a letter recorded by mistake."),
    "observation:approved": N_("%(who)s approved a value of an indicator."),
    "observation:changed": N_("%(who)s changed a value of an indicator."),
    "observation:entered": N_("%(who)s entered a value of an indicator."),
    "observation:sent": N_("%(who)s sent a value of an indicator for approval."),
    "observation:sent-back": N_("%(who)s sent a value of an indicator back."),
    "observation:taken-back": N_("%(who)s took a value of an indicator back."),
    "partnership-review:concluded": N_("%(who)s concluded the partnership review."),
    "partnership-review:opened": N_("%(who)s opened the partnership review."),
    "partnership-review:returned": N_("%(who)s returned the plan after the partnership review."),
    "partnership-review:withdrawn": N_("%(who)s withdrew the plan from the partnership review."),
    "own-site:added": N_("%(who)s added a site that the plan does not list."),
    "own-site:withdrawn": N_("%(who)s withdrew a site that was added by mistake."),
    "party:brought-in": N_("%(who)s brought in %(what)s from another installation."),
    "party:clock-read": N_("%(who)s read the treaty's dates of %(what)s."),
    "party:created": N_("%(who)s added %(what)s as a Party."),
    "party:edited": N_("%(who)s changed the name or the time zone of %(what)s."),
    "party:emblem-changed": N_("%(who)s changed the emblem of %(what)s."),
    "party:taken-out": N_("%(who)s wrote the whole of %(what)s into a file."),
    "party:treaty-text-loaded": N_("%(who)s loaded the treaty's authentic text."),
    "password:changed": N_("%(who)s set a new password."),
    "password:link-printed": N_("%(who)s printed a link to set a password for %(what)s."),
    "plan:checked": N_("%(who)s checked the plan by the command line."),
    "plan:created": N_("%(who)s began the plan."),
    "plan:edited": N_("%(who)s changed the title, the period or the languages of the plan."),
    "plan:exported": N_("%(who)s took the plan out as a file (%(format)s)."),
    "plan:limits-set": N_(
        "%(who)s set after how many months an activity counts as late or not heard of."
    ),
    "plan:imported": N_("%(who)s brought the plan in from a file."),
    "plan:listed": N_("%(who)s listed the plans."),
    "plan:registered": N_("%(who)s registered a plan made elsewhere, with its original file."),
    "plan:restored": N_("%(who)s brought the whole draft back to the point “%(what)s”."),
    "plan:returned-from-endorsement": N_(
        "%(who)s recorded that the plan was returned without endorsement."
    ),
    "plan:sent-for-endorsement": N_("%(who)s sent the plan for endorsement."),
    "plan:withdrawn-from-endorsement": N_("%(who)s withdrew the plan from endorsement."),
    "point:named": N_("%(who)s gave a moment of the draft the name “%(what)s”."),
    "point:removed": N_("%(who)s took the name of a moment of the draft away."),
    "progress:withdrawn": N_("%(who)s withdrew a report on an activity: %(what)s."),
    "protection:file-removed": N_("%(who)s withdrew a file to protect people: %(what)s."),
    "protection:words-removed": N_(
        "%(who)s removed words from everywhere to protect people: %(what)s."
    ),
    "progress-review:answered": N_(
        "%(who)s answered a question of the review of progress %(number)s."
    ),
    "progress-review:data-ready": N_(
        "%(who)s said that data of the review of progress %(number)s are ready."
    ),
    "progress-review:data-taken-back": N_(
        "%(who)s said that data of the review of progress %(number)s are not ready."
    ),
    "progress-review:file-taken-away": N_(
        "%(who)s took a file away from what was said to the review of progress %(number)s."
    ),
    "progress-review:input-noted": N_(
        "%(who)s noted what others said to the review of progress %(number)s."
    ),
    "progress-review:moved": N_("%(who)s took the review of progress %(number)s a step on."),
    "progress-review:opened": N_("%(who)s opened the review of progress %(number)s."),
    "progress-publication:published": N_(
        "%(who)s published how the plan is carried out (publication %(number)s)."
    ),
    "progress-publication:withdrawn": N_(
        "%(who)s withdrew what was published of how the plan is carried out (publication"
        " %(number)s)."
    ),
    "publication:corrected": N_("%(who)s corrected a recorded publication."),
    "publication:recorded": N_("%(who)s recorded that the plan was published."),
    "publication:withdrawn": N_("%(who)s said that a recorded publication was a mistake."),
    "rate:recorded": N_("%(who)s stated a rate of exchange."),
    "rate:withdrawn": N_("%(who)s withdrew a rate of exchange."),
    "reading:chosen": N_("%(who)s chose how the Party reads the Convention."),
    "region-map:kept": N_(
        "%(who)s had maps drawn with uploaded outlines; matched outlines: %(number)s."
    ),
    "region-map:matched": N_(
        "%(who)s changed which outline is which region; matched outlines: %(number)s."
    ),
    "region-map:removed": N_("%(who)s removed the outlines that maps were drawn with."),
    "reminder:handed-on": N_("%(who)s said that something due is not for them, but for others."),
    "reminder:listed": N_("%(who)s looked at the reminders that would go out."),
    "reminder:put-off": N_("%(who)s asked to be reminded later of something due."),
    "reminder:sent": N_("%(who)s sent the reminders of the day."),
    "reminder:taken-back": N_("%(who)s said that something due is for them after all."),
    "resolving-comments:begun": N_("%(who)s began to resolve the comments."),
    "resolving-comments:finished": N_("%(who)s finished resolving the comments."),
    "resolving-comments:returned": N_("%(who)s returned the plan because of its comments."),
    "role:changed": N_("%(who)s changed the role of %(what)s: %(role)s."),
    "role:ended": N_("%(who)s ended the role of %(what)s: %(role)s."),
    "role:given": N_("%(who)s gave %(what)s a role: %(role)s."),
    "row:moved": N_("%(who)s moved “%(what)s” to another place in its list."),
    "row:removed": N_("%(who)s took “%(what)s” out of the plan."),
    "row:restored": N_("%(who)s put “%(what)s” back into the plan."),
    "row:saved": N_("%(who)s saved “%(what)s”."),
    "sample:loaded": N_("%(who)s loaded the sample data."),
    "sample:removed": N_("%(who)s removed the sample data."),
    "round:answers-published": N_("%(who)s published the answers of the review round “%(what)s”."),
    "round:closed": N_("%(who)s closed the review round “%(what)s”."),
    "round:opened": N_("%(who)s opened the review round “%(what)s”."),
    "seat:accepted": N_("An invitation to review was accepted: %(what)s."),
    "seat:added": N_("Something was added to a review that had been handed in: %(what)s."),
    "seat:confirmed": N_("A personal link to a review was opened with its code: %(what)s."),
    "seat:declined": N_("An invitation to review was declined: %(what)s."),
    "seat:handed-in": N_("A review was handed in: %(what)s."),
    "seat:invited": N_("%(who)s invited %(what)s to review the plan."),
    "seat:invited-again": N_("%(who)s invited %(what)s again to review the plan."),
    "seat:revoked": N_("%(who)s took back the invitation of %(what)s to review the plan."),
    "sealed-file:kept": N_("A file was kept for ever with its sum (%(sha256)s)."),
    "section:assigned": N_("%(who)s asked %(account)s to draft the section “%(what)s”."),
    "section:saved": N_("%(who)s saved the section “%(what)s”."),
    "submission:corrected": N_("%(who)s corrected a recorded submission."),
    "submission:recorded": N_("%(who)s recorded that the plan was submitted to the Secretariat."),
    "submission:withdrawn": N_("%(who)s said that a recorded submission was a mistake."),
    "turn:answered": N_("%(who)s recorded the answer of %(what)s."),
    "turn:asked": N_("%(who)s asked %(what)s."),
    "turn:refused": N_("%(who)s recorded the refusal of %(what)s."),
    "turn:withdrawn": N_("%(who)s took back the request to %(what)s."),
    "version:begun": N_("%(who)s began version %(number)s of the plan."),
    "version:frozen": N_("%(who)s froze the text of version %(number)s."),
    "version:redacted": N_(
        "To protect people, something was taken out of the frozen text of version %(number)s."
    ),
    "version:reissued": N_("%(who)s had redacted documents made of a frozen version."),
    "visit-age:changed": N_(
        "%(who)s said after how many months an elimination asks for a new visit (%(number)s)."
    ),
    "visit:recorded": N_("%(who)s recorded a visit to a site."),
    "visit:withdrawn": N_("%(who)s withdrew a recorded visit to a site."),
    "warning:answered": N_("%(who)s answered a warning of the check."),
    "warning:reason-withdrawn": N_("%(who)s withdrew the answer to a warning of the check."),
    "word:forgotten": N_("%(who)s set a Word file aside without bringing it in."),
    "word:imported": N_("%(who)s brought a Word file into the plan."),
    "word:uploaded": N_("%(who)s uploaded a Word file."),
    "work-plan:imported": N_("%(who)s brought a work plan in from a spreadsheet."),
    "work-plan:uploaded": N_("%(who)s uploaded a spreadsheet with a work plan."),
    "worksheet:saved": N_("%(who)s saved the worksheet of the determination."),
}

UNKNOWN = N_("%(who)s did something that this version of the program has no words for.")


def sentence_of(kind: str) -> str:
    """The marked sentence; another version of the program may have recorded other kinds."""
    return SENTENCES.get(kind, UNKNOWN)


class Speech(StrEnum):
    """How the value of a detail is said."""

    ACCOUNT = "account"
    """The id of an account: its name."""
    AS_IT_IS = "as_it_is"
    """Codes, counts, sums."""
    AUDIENCE = "audience"
    DAY = "day"
    """A date, perhaps partial."""
    MOMENT = "moment"
    ROLE = "role"
    SECTION = "section"
    """The id of a section: its title."""
    STEP = "step"
    """Where a plan stood: its state, and the stages it was in."""


DETAILS: dict[str, tuple[str, Speech]] = {
    "account": (N_("Person"), Speech.ACCOUNT),
    "at": (N_("The moment it names"), Speech.MOMENT),
    "audience": (N_("Audience"), Speech.AUDIENCE),
    "changed": (N_("What changed"), Speech.AS_IT_IS),
    "changes": (N_("Tracked changes"), Speech.AS_IT_IS),
    "code": (N_("Code"), Speech.AS_IT_IS),
    "due_on": (N_("Due"), Speech.DAY),
    "ends_at": (N_("Ends"), Speech.MOMENT),
    "entries": (N_("Sections and rows"), Speech.AS_IT_IS),
    "files": (N_("Files"), Speech.AS_IT_IS),
    "for": (N_("On behalf of"), Speech.ACCOUNT),
    "format": (N_("Format"), Speech.AS_IT_IS),
    "holder": (N_("Held by"), Speech.ACCOUNT),
    "language": (N_("Language"), Speech.AS_IT_IS),
    "manifest_sha256": (N_("SHA-256 of the list of contents"), Speech.AS_IT_IS),
    "mark": (N_("Mark on the pages"), Speech.AS_IT_IS),
    "places": (N_("Places"), Speech.AS_IT_IS),
    "revision": (N_("Revision"), Speech.AS_IT_IS),
    "role": (N_("Role"), Speech.ROLE),
    "number": (N_("Number"), Speech.AS_IT_IS),
    "rows": (N_("Rows"), Speech.AS_IT_IS),
    "section": (N_("Section"), Speech.SECTION),
    "starts_at": (N_("Begins"), Speech.MOMENT),
    "sha256": (N_("SHA-256"), Speech.AS_IT_IS),
    "from": (N_("From"), Speech.STEP),
    "to": (N_("To"), Speech.STEP),
    "time_zone": (N_("Time zone"), Speech.AS_IT_IS),
    "version": (N_("Version of the plan"), Speech.AS_IT_IS),
}
"""Detail -> what it is called, and how its value is said. What is not here is kept, not shown."""


class Group(StrEnum):
    """Kinds of acts that people look for together."""

    COMMENTS = "comments"
    DOCUMENTS = "documents"
    FILES = "files"
    PEOPLE = "people"
    SETTINGS = "settings"
    STEPS = "steps"
    TEXTS = "texts"


GROUP_NAMES = {
    Group.STEPS: N_("Steps of the plan and of the treaty"),
    Group.TEXTS: N_("Texts"),
    Group.COMMENTS: N_("Comments"),
    Group.FILES: N_("Files and imports"),
    Group.DOCUMENTS: N_("Documents made"),
    Group.PEOPLE: N_("People and roles"),
    Group.SETTINGS: N_("Party and installation"),
}

_GROUPS = {
    Group.DOCUMENTS: ("activity-table", "budget-table", "export", "indicator-table"),
    Group.FILES: ("file", "region-map", "word", "work-plan"),
    Group.PEOPLE: (
        "account",
        "administrator",
        "calendar",
        "consent",
        "delegation",
        "handover",
        "invitation",
        "password",
        "role",
    ),
    Group.SETTINGS: ("installation", "party", "sample"),
    Group.COMMENTS: ("comment",),
    Group.TEXTS: ("lock", "point", "row", "section", "warning"),
}
_NOUNS = {noun: group for group, nouns in _GROUPS.items() for noun in nouns}


def group_of(kind: str) -> Group:
    """By the noun of the kind; what has no other group is a step."""
    return _NOUNS.get(kind.partition(":")[0], Group.STEPS)


def kinds_of(group: Group) -> list[str]:
    """Every kind of act in a group."""
    return [kind for kind in SENTENCES if group_of(kind) is group]

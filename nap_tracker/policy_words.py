"""The rules of `permissions` in plain words: what each permission lets do, whom a predicate means.

Words alone: who may do what stands in `permissions.POLICY`, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from nap_tracker import predicates as p
from nap_tracker.i18n import N_
from nap_tracker.predicates import Predicate
from nap_tracker.roles import Permission


class Ground(StrEnum):
    """Of what a permission is asked."""

    FILE = "file"
    """A file of a plan, which somebody added."""
    INSTALLATION = "installation"
    LOAN = "loan"
    """A role that a colleague has for a period."""
    OWN_ROLE = "own_role"
    PART = "part"
    """A section, or a file that somebody added."""
    PARTY = "party"
    PERSON = "person"
    PLAN = "plan"
    ROUND = "round"
    """A review round, within the government or with others."""
    SEAT = "seat"
    """One invitation in a review round."""
    ROLE = "role"
    """A role that is given, changed or ended."""
    SECTION = "section"
    """A section of a plan and the rows of its registers."""
    TASK = "task"
    """Activities and indicators of a plan in force, which institutions answer for."""


@dataclass(frozen=True, slots=True)
class Right:
    """What a permission lets do."""

    ground: Ground
    words: str


FILE, INSTALLATION, LOAN, OWN_ROLE, PART, PARTY, PERSON, PLAN, ROUND, SEAT, ROLE, SECTION, TASK = (
    Ground
)

RIGHTS: Mapping[Permission, Right] = {
    Permission.ACCOUNT_DISABLE: Right(INSTALLATION, N_("Stop an account from signing in")),
    Permission.ACTIVITY_REPORT: Right(TASK, N_("Say how an activity of the plan goes")),
    Permission.ACTIVITY_SHOW: Right(TASK, N_("Read how the activities of the plan go")),
    Permission.AUDIENCE_NARROW: Right(PART, N_("Show a part or a file to fewer people")),
    Permission.AUDIENCE_WIDEN: Right(PLAN, N_("Show a part or a file to more people")),
    Permission.CALENDAR_CLOSE: Right(PARTY, N_("Close the calendar address of somebody")),
    Permission.COMMENT_ADD: Right(PLAN, N_("Comment on the plan, and reply")),
    Permission.COMMENT_PUBLISH: Right(
        SECTION, N_("Show the government's response to whoever reads the comment")
    ),
    Permission.COMMENT_RECEIVE: Right(
        PLAN, N_("Enter what somebody said by letter, by mail or in a meeting")
    ),
    Permission.COMMENT_RESPOND: Right(SECTION, N_("Write the government's response to a comment")),
    Permission.COMMENT_SHOW: Right(PLAN, N_("Read the comments they may hear of")),
    Permission.CONSENT_GIVE: Right(PARTY, N_("Let an administrator read the Party's content")),
    Permission.ENDORSEMENT_RECORD: Right(PLAN, N_("Record that the plan was endorsed")),
    Permission.EVENT_LIST: Right(PARTY, N_("Read the log: who did what")),
    Permission.EXPORT_CLEAN: Right(PLAN, N_("Make a copy without a draft mark")),
    Permission.EXPORT_CREATE: Right(PLAN, N_("Make a document of what they may read")),
    Permission.FILE_ADD: Right(PLAN, N_("Add a file or picture")),
    Permission.FILE_REMOVE: Right(FILE, N_("Take a file out")),
    Permission.HISTORY_SHOW: Right(SECTION, N_("Read and compare what the draft said before")),
    Permission.INDICATOR_APPROVE: Right(
        PLAN, N_("Approve values of indicators, or send them back")
    ),
    Permission.INDICATOR_DEFINE: Right(PLAN, N_("Choose the indicators that are followed")),
    Permission.INDICATOR_REPORT: Right(TASK, N_("Enter values of indicators")),
    Permission.INDICATOR_SHOW: Right(TASK, N_("Read the values of indicators")),
    Permission.INSTALLATION_COPY: Right(INSTALLATION, N_("Back everything up, or restore it")),
    Permission.INSTALLATION_MANAGE: Right(
        INSTALLATION, N_("Look after Parties, accounts and settings, never content")
    ),
    Permission.LOCK_TAKE_OVER: Right(PLAN, N_("Take over or end somebody's lock on a section")),
    Permission.MAIL_WIDEN: Right(PARTY, N_("Let mail carry what people wrote")),
    Permission.MONEY_RECORD: Right(PLAN, N_("Record what was secured and spent for the plan")),
    Permission.OBLIGATION_FILES: Right(
        PARTY, N_("Read why the Party decided: worksheet, reasoning, evidence, letters")
    ),
    Permission.OBLIGATION_RECORD: Right(
        PARTY, N_("Record deposits, determinations, notifications and what was filed")
    ),
    Permission.OBLIGATION_SHOW: Right(PARTY, N_("See which duty of Article 7 falls when")),
    Permission.OUTLINE_KEEP: Right(PLAN, N_("Upload the outlines that maps are drawn with")),
    Permission.PARTY_CREATE: Right(INSTALLATION, N_("Add a Party")),
    Permission.PARTY_EDIT: Right(PARTY, N_("Change the Party's own facts")),
    Permission.PARTY_MOVE: Right(INSTALLATION, N_("Move a whole Party to another installation")),
    Permission.PARTY_SHOW: Right(PARTY, N_("See the Party's page")),
    Permission.PEOPLE_EXPLAIN: Right(PERSON, N_("Read what somebody can do here, and why")),
    Permission.PEOPLE_LIST: Right(PARTY, N_("See who has which role, and until when")),
    Permission.PEOPLE_MANAGE: Right(PARTY, N_("Invite people and look after roles")),
    Permission.PLAN_CREATE: Right(PARTY, N_("Begin a plan, or bring one in")),
    Permission.PLAN_EDIT: Right(PLAN, N_("Change the plan's title, period and languages")),
    Permission.PLAN_IMPORT: Right(PLAN, N_("Bring a file into the plan")),
    Permission.PLAN_MOVE: Right(PLAN, N_("Open and end reviews and the validation")),
    Permission.PLAN_OVERRIDE: Right(
        PLAN, N_("Go on although a hard problem stands in the way, with a reason")
    ),
    Permission.PLAN_REGISTER: Right(PARTY, N_("Register a plan that was endorsed elsewhere")),
    Permission.PLAN_REMOVE_SAMPLE: Right(PARTY, N_("Remove the sample data")),
    Permission.PLAN_RESTORE: Right(PLAN, N_("Bring the whole draft back to a named point")),
    Permission.PLAN_SEND: Right(PLAN, N_("Send the plan for endorsement")),
    Permission.PLAN_SHOW: Right(PLAN, N_("Read the plan")),
    Permission.PLAN_TAKE_BACK: Right(
        PLAN, N_("Record that the plan came back without endorsement, or withdraw it")
    ),
    Permission.POINT_NAME: Right(PLAN, N_("Give a moment in the history a name")),
    Permission.PRACTICE_RECORD: Right(PLAN, N_("Record what was found at a site")),
    Permission.PRESENCE_SHOW: Right(SECTION, N_("See who else has it open")),
    Permission.PROGRESS_PUBLISH: Right(
        PLAN, N_("Publish how the plan is carried out, or withdraw that")
    ),
    Permission.PROTECTION_REMOVE: Right(PARTY, N_("Remove words or files to protect people")),
    Permission.PUBLICATION_RECORD: Right(PLAN, N_("Record where the plan was published")),
    Permission.READING_CHOOSE: Right(
        PARTY, N_("Choose how the Party reads what the Convention leaves open")
    ),
    Permission.REMINDER_SEND: Right(INSTALLATION, N_("Send everybody's reminders")),
    Permission.REVIEW_APPROVE: Right(PLAN, N_("Approve a three-yearly review")),
    Permission.REVIEW_FILL: Right(PLAN, N_("Answer the questions of a three-yearly review")),
    Permission.REVIEW_LEAD: Right(PLAN, N_("Take a three-yearly review from step to step")),
    Permission.REVIEW_SHOW: Right(PLAN, N_("See the three-yearly reviews of a plan")),
    Permission.ROLE_DELEGATE: Right(
        OWN_ROLE, N_("Hand their own role over, for a while or for good")
    ),
    Permission.ROLE_GIVE: Right(ROLE, N_("Give, change or end a role")),
    Permission.ROLE_TAKE_BACK: Right(LOAN, N_("End that somebody stands in")),
    Permission.ROUND_CLOSE: Right(PLAN, N_("Close a review round that has all its answers")),
    Permission.ROUND_COMMENT: Right(SEAT, N_("Comment in a review round")),
    Permission.ROUND_FOLLOW: Right(SEAT, N_("See a review, and what became of it")),
    Permission.ROUND_HAND_IN: Right(SEAT, N_("Answer an invitation to review, and hand in")),
    Permission.ROUND_INVITE: Right(ROUND, N_("Invite reviewers, or take that back")),
    Permission.ROUND_LINKS: Right(PLAN, N_("Let people without an account review by a link")),
    Permission.ROUND_NOTE_REST: Right(
        PLAN, N_("Close a review round in which comments are not all answered")
    ),
    Permission.ROUND_OPEN: Right(PLAN, N_("Open a review round within the government")),
    Permission.ROUND_OPEN_OUTSIDE: Right(
        PLAN, N_("Open a review round with people from outside the government")
    ),
    Permission.ROUND_PUBLISH: Right(PLAN, N_("Publish the answers of a round together")),
    Permission.ROUND_READ: Right(SEAT, N_("Read the text of a review round")),
    Permission.ROUND_SHOW: Right(PLAN, N_("See the review rounds and who handed in")),
    Permission.SECTION_ASSIGN: Right(PLAN, N_("Say who drafts a section and by when")),
    Permission.SECTION_EDIT: Right(SECTION, N_("Write in a section and its tables")),
    Permission.SECTION_LOCK: Right(SECTION, N_("Ask others to leave a section alone")),
    Permission.SUBMISSION_RECORD: Right(PLAN, N_("Record that the plan was sent to Geneva")),
    Permission.TURN_ANSWER: Right(PLAN, N_("Record what somebody who was asked answered")),
    Permission.TURN_ASK: Right(PLAN, N_("Ask a body or the focal point for something")),
    Permission.TURN_SHOW: Right(PLAN, N_("Read who was asked for what")),
    Permission.VERSION_BEGIN: Right(PLAN, N_("Begin the next version")),
    Permission.VERSION_FREEZE: Right(PLAN, N_("Freeze the text of a version for ever")),
    Permission.WARNING_ANSWER: Right(SECTION, N_("Answer a warning of the check with a reason")),
    Permission.WORD_ADD: Right(PLAN, N_("Upload a Word file to take text from")),
    Permission.WORD_DECIDE: Right(FILE, N_("Bring the text of an uploaded Word file in")),
    Permission.WORKSHEET_EDIT: Right(
        PARTY, N_("Gather figures and evidence for the determination")
    ),
}

_HEADINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("The Party"), ("party", "mail")),
    (N_("People and roles"), ("people", "role", "consent", "calendar")),
    (N_("Article 7"), ("obligation", "reading", "worksheet")),
    (N_("Plans"), ("plan",)),
    (N_("The text"), ("section", "lock", "presence", "warning")),
    (N_("Who may see what"), ("audience",)),
    (N_("History"), ("history", "point")),
    (N_("Comments"), ("comment",)),
    (N_("Review rounds"), ("round",)),
    (N_("Files"), ("file", "word")),
    (N_("Documents"), ("export",)),
    (N_("Requests and answers"), ("turn",)),
    (N_("Versions"), ("version",)),
    (N_("Endorsement, submission, publication"), ("endorsement", "submission", "publication")),
    (
        N_("Carrying out and review"),
        ("activity", "indicator", "money", "outline", "practice", "progress", "review"),
    ),
    (N_("Log and protection"), ("event", "protection")),
    (N_("The installation"), ("account", "installation", "reminder")),
)
"""The headings of a page in their order, and the nouns whose permissions stand under each."""

NOUNS: Mapping[str, str] = {noun: words for words, nouns in _HEADINGS for noun in nouns}
"""What permissions of a noun stand under, in the order of a page."""

WHO: Mapping[Predicate, str] = {
    p.added_the_file: N_("of files they added themselves"),
    p.belongs_to_the_party: N_("anybody with a role in the whole Party"),
    p.drafts: N_("a focal point, coordinator or officer"),
    p.drafts_a_section: N_("somebody who drafts a section of the plan"),
    p.drafts_this_section: N_("somebody who drafts this section"),
    p.has_a_part_in_the_party: N_("anybody with a role in the Party or on a plan of it"),
    p.has_consent: N_("an administrator whom the focal point lets read"),
    p.holds_the_role: N_("the person whose role it is"),
    p.is_administrator: N_("an administrator of the installation"),
    p.is_focal_point: N_("a focal point"),
    p.is_focal_point_in_person: N_("a focal point in person, not somebody standing in"),
    p.holds_no_link: N_("by an account, not by a personal link"),
    p.is_invited: N_("somebody who was invited and may read the plan"),
    p.is_not_for_an_administrator: N_("not for an administrator"),
    p.is_oneself: N_("the person it is about, while they have a part in the Party"),
    p.is_operator: N_("the operator, by the command line"),
    p.is_said_within_the_team: N_("where it was said within the drafting team"),
    p.is_sample: N_("of sample data only"),
    p.leads_the_drafting: N_("a focal point or coordinator"),
    p.reviews_the_plan: N_("a reviewer of the plan"),
    p.role_is_below_the_coordinator: N_("for roles below a coordinator's"),
    p.role_is_the_missing_focal_point: N_("for a focal point where there is none"),
    p.round_is_inside: N_("for a round within the government"),
    p.round_is_open: N_("while the round is open"),
    p.sits_there: N_("somebody with a seat in the round who may read the plan"),
    p.stands_in: N_("the person who stands in"),
    p.state_lets_write: N_("while the step the plan is in lets them write"),
    p.text_is_open: N_("while the version is not frozen"),
    p.works_on_it: N_("an officer of an institution that leads, supports or measures it"),
}
"""Every predicate of the policy as it reads in a list: whom it means, of what, or while what."""

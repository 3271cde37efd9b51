"""The vocabulary of rights: who people are (Role), what they ask (Permission), who asks (Actor).

Permission values follow the grammar `noun:verb`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from nap_tracker.i18n import N_


class Role(StrEnum):
    """What a person is, in a Party or (reviewer) on one plan."""

    COORDINATOR = "coordinator"
    """Runs the drafting of the Party's plans: people, assignments, audiences, imports."""
    FOCAL_POINT = "focal_point"
    """The national focal point (Article 17(4)): owns the obligation and decides for the Party."""
    INSTITUTION = "institution"
    """Reports for one institution of one plan in force; sees its activities and indicators."""
    OFFICER = "officer"
    """Drafts sections and rows."""
    REVIEWER = "reviewer"
    """A partnership reviewer of one plan: sees its reviewers' audience, nothing else."""
    SECTION_DRAFTER = "section_drafter"
    """Drafts one section of one plan; reads of the rest what reviewers may see."""
    VIEWER = "viewer"
    """Reads the Party's plans, changes nothing."""


PARTY_ROLES = (Role.FOCAL_POINT, Role.COORDINATOR, Role.OFFICER, Role.VIEWER)
PLAN_ROLES = (Role.REVIEWER, Role.SECTION_DRAFTER, Role.INSTITUTION)
"""Held on one plan, not in the Party as a whole."""
DRAFTERS = (Role.FOCAL_POINT, Role.COORDINATOR, Role.OFFICER)
"""Who drafts the whole plan."""

ROLE_NAMES = {
    Role.FOCAL_POINT: N_("Focal point"),
    Role.COORDINATOR: N_("Coordinator"),
    Role.OFFICER: N_("Officer"),
    Role.VIEWER: N_("Viewer"),
    Role.REVIEWER: N_("Reviewer"),
    Role.SECTION_DRAFTER: N_("Drafter of a section"),
    Role.INSTITUTION: N_("Officer of an institution"),
}


class Permission(StrEnum):
    """Everything the program asks leave for."""

    ACCOUNT_DISABLE = "account:disable"
    """Stop an account of the installation from signing in."""
    ACTIVITY_REPORT = "activity:report"
    """Say how an activity of a plan in force goes."""
    ACTIVITY_SHOW = "activity:show"
    """Read how the activities of a plan in force go."""
    AUDIENCE_NARROW = "audience:narrow"
    """Show a section, field, row or file to fewer people."""
    AUDIENCE_WIDEN = "audience:widen"
    """Show a section, field, row or file to more people than now."""
    CALENDAR_CLOSE = "calendar:close"
    """Close the calendar address of somebody of the Party."""
    COMMENT_ADD = "comment:add"
    """Say something of a place of a plan, or answer what was said there."""
    COMMENT_PUBLISH = "comment:publish"
    """Show the government's response to a comment to whoever reads the comment."""
    COMMENT_RECEIVE = "comment:receive"
    """Enter what somebody said by letter, by mail or in a meeting."""
    COMMENT_RESPOND = "comment:respond"
    """Write the government's response, group comments, find a lost one its place."""
    COMMENT_SHOW = "comment:show"
    """Read the comments on a plan, of those one may hear of (workflow.hearing)."""
    CONSENT_GIVE = "consent:give"
    """Let the administrator read this Party's content for a limited time."""
    ENDORSEMENT_RECORD = "endorsement:record"
    """Record that a body of the state endorsed a version, or correct that."""
    EVENT_LIST = "event:list"
    """Read the log of a Party."""
    EXPORT_CLEAN = "export:clean"
    """Make a copy without a draft mark, for the body that endorses."""
    EXPORT_CREATE = "export:create"
    """Make a document of the plan for one's own audience or a wider one."""
    FILE_ADD = "file:add"
    """Upload a file or picture to a plan."""
    FILE_REMOVE = "file:remove"
    """Take a file out of a plan."""
    HISTORY_SHOW = "history:show"
    """Read and compare what the draft said before."""
    INDICATOR_APPROVE = "indicator:approve"
    """Approve what was observed of an indicator, or send it back; open a closed period again."""
    INDICATOR_DEFINE = "indicator:define"
    """Choose which indicators are followed, how, from where and to where."""
    INDICATOR_REPORT = "indicator:report"
    """Enter what was observed of an indicator."""
    INDICATOR_SHOW = "indicator:show"
    """Read what was observed of the indicators of a plan in force."""
    INSTALLATION_COPY = "installation:copy"
    """Back the whole installation up, or restore it: everybody's content."""
    INSTALLATION_MANAGE = "installation:manage"
    """Parties, accounts and settings of the installation; never content."""
    LOCK_TAKE_OVER = "lock:take-over"
    """Take somebody's lock on a section over, or release it, with a reason."""
    MAIL_WIDEN = "mail:widen"
    """Let mail carry what people wrote, beside titles and links."""
    MONEY_RECORD = "money:record"
    """Record what was secured and spent for a plan in force, and rates of exchange."""
    OBLIGATION_FILES = "obligation:files"
    """Read why a Party decided: its worksheet, the reasoning, the evidence and the letters."""
    OBLIGATION_RECORD = "obligation:record"
    """Record the deposit, determinations, notifications and what was filed, and correct them."""
    OBLIGATION_SHOW = "obligation:show"
    """See which duty of the Convention falls when for a Party, and why."""
    OUTLINE_KEEP = "outline:keep"
    """Upload the outlines of the plan's regions that maps are drawn with, match and remove them."""
    PARTY_CREATE = "party:create"
    """Add a Party to the installation."""
    PARTY_EDIT = "party:edit"
    """Change the Party's own facts: names, emblem, languages, authentic treaty text."""
    PARTY_MOVE = "party:move"
    """Take the whole of a Party out to another installation, or bring one in."""
    PARTY_SHOW = "party:show"
    """See a Party's page and its people."""
    PEOPLE_EXPLAIN = "people:explain"
    """Read what somebody can do in a Party, and why; everybody reads it of themselves."""
    PEOPLE_LIST = "people:list"
    """See who holds which role in a Party, and until when."""
    PEOPLE_MANAGE = "people:manage"
    """Invite people into a Party, change or end their roles (which role: `role:give`)."""
    PLAN_CREATE = "plan:create"
    """Begin a plan, or bring one in from a file."""
    PLAN_EDIT = "plan:edit"
    """Change the plan's title, period and languages."""
    PLAN_IMPORT = "plan:import"
    """Bring a file into an existing plan: a new draft, or a work plan from a spreadsheet."""
    PLAN_MOVE = "plan:move"
    """Open, conclude and withdraw reviews and the validation; return the plan from them."""
    PLAN_OVERRIDE = "plan:override"
    """Go on although a hard problem stands in the way, with a reason that is kept."""
    PLAN_REGISTER = "plan:register"
    """Register a plan that was endorsed or submitted elsewhere, with its original file."""
    PLAN_REMOVE_SAMPLE = "plan:remove-sample"
    """Remove the sample data in one act."""
    PLAN_RESTORE = "plan:restore"
    """Bring the whole draft back to a named point."""
    PLAN_SEND = "plan:send"
    """Send the plan for endorsement, which freezes its text."""
    PLAN_SHOW = "plan:show"
    """Read a plan in the audience one belongs to."""
    PLAN_TAKE_BACK = "plan:take-back"
    """Record that the plan was returned without endorsement, or withdraw it."""
    POINT_NAME = "point:name"
    """Give a moment in the history of a draft a name."""
    PRACTICE_RECORD = "practice:record"
    """Record what a visit found of the worst practices at a site, and read it by site."""
    PRESENCE_SHOW = "presence:show"
    """See who else has a section or row open, and be seen there."""
    PROGRESS_PUBLISH = "progress:publish"
    """Publish how the plan in force is carried out, thing by thing, or withdraw that."""
    PROTECTION_REMOVE = "protection:remove"
    """Remove words or files that put people in danger from everywhere they are kept."""
    PUBLICATION_RECORD = "publication:record"
    """Record where a version was published, or correct that."""
    READING_CHOOSE = "reading:choose"
    """Choose how the Party reads what the Convention leaves open, with a reason."""
    REMINDER_SEND = "reminder:send"
    """Remind everybody of what is due from them."""
    REVIEW_APPROVE = "review:approve"
    """Approve a three-yearly review of the plan and record its filing."""
    REVIEW_FILL = "review:fill"
    """Answer the questions of a three-yearly review, and note what others say to it."""
    REVIEW_LEAD = "review:lead"
    """Take a three-yearly review of the plan from step to step."""
    REVIEW_SHOW = "review:show"
    """See the three-yearly reviews of a plan: what is due, answers, figures, the pack."""
    ROLE_DELEGATE = "role:delegate"
    """Hand one's own role to a colleague for a period, or one's work over for good."""
    ROLE_GIVE = "role:give"
    """Give, change or end one role of a Party: nobody hands out more than they hold."""
    ROLE_TAKE_BACK = "role:take-back"
    """End a delegation before its day."""
    ROUND_CLOSE = "round:close"
    """Close a review round in which every comment has its answer."""
    ROUND_COMMENT = "round:comment"
    """Comment in a review round one was invited to."""
    ROUND_FOLLOW = "round:follow"
    """See one's own review of a round, and what became of it."""
    ROUND_HAND_IN = "round:hand-in"
    """Accept or decline an invitation to review, and send one's review."""
    ROUND_INVITE = "round:invite"
    """Invite more reviewers into a round, or take an invitation back."""
    ROUND_LINKS = "round:links"
    """Let people without an account review by a personal link."""
    ROUND_NOTE_REST = "round:note-rest"
    """Close a round whose comments are not all answered: the rest is noted, with one reason."""
    ROUND_OPEN = "round:open"
    """Open a review round among people of the government."""
    ROUND_OPEN_OUTSIDE = "round:open-outside"
    """Open a review round with anybody from outside the government."""
    ROUND_PUBLISH = "round:publish"
    """Publish the government's answers of a round together."""
    ROUND_READ = "round:read"
    """Read the text of a review round one was invited to, or runs."""
    ROUND_SHOW = "round:show"
    """See the rounds of a plan, who was invited and who handed in."""
    SECTION_ASSIGN = "section:assign"
    """Say who drafts a section and by when."""
    SECTION_EDIT = "section:edit"
    """Save a section's answers, its rows and their order."""
    SECTION_LOCK = "section:lock"
    """Ask the others to leave a section alone for some hours."""
    SUBMISSION_RECORD = "submission:record"
    """Make the bundle, record that a version was sent to the Secretariat, or correct that."""
    TURN_ANSWER = "turn:answer"
    """Record what somebody who was asked answered."""
    TURN_ASK = "turn:ask"
    """Ask a body, or the focal point, for something by a date; take it back."""
    TURN_SHOW = "turn:show"
    """Read who was asked for what, and what they answered."""
    VERSION_BEGIN = "version:begin"
    """Begin the next version of a plan."""
    VERSION_FREEZE = "version:freeze"
    """Freeze the text of a version for ever."""
    WARNING_ANSWER = "warning:answer"
    """Answer a warning of the check with a reason that is kept."""
    WORD_ADD = "word:add"
    """Bring a Word file or a pasted text to a plan, to be decided upon."""
    WORD_DECIDE = "word:decide"
    """Go on with a Word file: say where its parts go, bring them in, or take it away."""
    WORKSHEET_EDIT = "worksheet:edit"
    """Gather figures and evidence for the determination, and add files of the Party."""


class ActorKind(StrEnum):
    """In what capacity somebody acts."""

    USER = "user"
    """A signed-in person."""
    LINK = "link"
    """The holder of a personal link without an account."""
    OPERATOR = "operator"
    """The command line: the stated exception to 'the installation reads no content'."""
    WORKER = "worker"
    """A background job."""
    PUBLIC = "public"
    """Anybody."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One role somebody holds now: in a whole Party, on one plan of it, or in one section."""

    role: Role
    party_id: str
    plan_id: str | None = None
    section: str | None = None
    ends_at: datetime | None = None
    on_behalf_of: str | None = None
    """Whose role it is, where somebody on leave handed it over for a period."""
    since: datetime | None = field(default=None, compare=False)
    """For people to read; nothing is decided by it."""
    institution: str | None = None
    """The uid of the institution of the plan for which somebody reports."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. Services take an Actor, never a User: rights are decided from this alone."""

    kind: ActorKind
    user_id: str | None = None
    name: str = ""
    is_administrator: bool = False
    grants: tuple[Grant, ...] = ()
    consents: frozenset[str] = field(default_factory=frozenset)
    """Parties whose focal point lets this administrator read their content at this moment."""
    invitation_id: str | None = None
    """The seat in a review round whose personal link this is: it opens that round, nothing else."""

    acts_for: dict[str, str] = field(default_factory=dict, compare=False)
    """Party -> the account whose role was needed in this request, beside one's own."""

    @property
    def lent(self) -> tuple[Grant, ...]:
        """Roles a colleague handed over for a period."""
        return tuple(g for g in self.grants if g.on_behalf_of)

    @property
    def in_person(self) -> Actor:
        """The same with their own roles only."""
        if not self.lent:
            return self
        return replace(self, grants=tuple(g for g in self.grants if not g.on_behalf_of))

    def roles_in(self, party_id: str) -> frozenset[Role]:
        """Roles held in the Party as a whole; those on single plans are not among them."""
        return frozenset(
            g.role for g in self.grants if g.party_id == party_id and g.plan_id is None
        )

    def reviews(self, plan_id: str) -> bool:
        """Whether the actor is a partnership reviewer of this plan."""
        return any(g.role is Role.REVIEWER and g.plan_id == plan_id for g in self.grants)

    def sections_in(self, plan_id: str) -> frozenset[str]:
        """Sections of the plan that were given to the actor to draft."""
        return frozenset(g.section for g in self.grants if g.section and g.plan_id == plan_id)

    def institutions_in(self, plan_id: str) -> frozenset[str]:
        """Institutions of the plan for which the actor reports, by their uid."""
        held = (g for g in self.grants if g.plan_id == plan_id)
        return frozenset(g.institution for g in held if g.institution)


PUBLIC = Actor(ActorKind.PUBLIC)
OPERATOR = Actor(ActorKind.OPERATOR, name="operator")
WORKER = Actor(ActorKind.WORKER, name="worker")

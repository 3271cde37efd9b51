"""What plans call the fields of ours: headings of real plans in English and French, our words.

A name leads to `section.field`, or to a section, whose first long text it then means.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "foreword.text": "foreword; preface; avant propos; message of the minister",
        "summary.executive_summary": (
            "executive summary; summary; resume; resume executif; sommaire"
        ),
        "summary.acknowledgements": "acknowledgements; acknowledgments; remerciements",
        "summary.disclaimer": "disclaimer; avertissement; clause de non responsabilite",
        "introduction.background": (
            "introduction; background; context; general context; contexte; contexte general;"
            " contexte et justification; rationale; background and context"
        ),
        "introduction.convention_status": (
            "minamata convention; convention de minamata; status of ratification; ratification"
        ),
        "introduction.determination": (
            "determination; more than insignificant; notification; plus que negligeable"
        ),
        "introduction.process": (
            "nap development process; development of the plan; plan development process;"
            " processus d elaboration; processus d elaboration du plan; elaboration du plan"
        ),
        "introduction.coordination": (
            "coordination mechanism; steering committee; national coordinating mechanism;"
            " mecanisme de coordination; comite de pilotage; working groups; groupe de travail"
        ),
        "introduction.methodology": "methodology; methods and sources; approach; methodologie",
        "overview_law.legal_status": (
            "legal framework; legal and regulatory framework; legal and regulatory status;"
            " policy framework; cadre juridique; cadre legal; cadre legal et reglementaire;"
            " cadre juridique et reglementaire; legislation; legal and institutional framework"
        ),
        "overview_law.institutional_roles": (
            "institutional framework; institutional arrangements; institutions;"
            " cadre institutionnel; role of institutions; governance structure"
        ),
        "overview_law.land_and_rights": "land tenure; land rights; land use; regime foncier",
        "overview_sector": (
            "overview of the sector; asgm sector; national overview; overview of asgm;"
            " national overview of the asgm sector; apercu du secteur; secteur de l orpaillage;"
            " presentation du secteur; economic context; structure of the sector"
        ),
        "overview_places": (
            "geographical distribution; mining areas; location of sites; mining sites;"
            " distribution geographique; zones minieres; sites d orpaillage"
        ),
        "overview_health_environment": (
            "impacts on health; environmental impacts; health and environment; health impacts;"
            " impacts sur la sante; impacts environnementaux; sante et environnement"
        ),
        "overview_trade": (
            "mercury supply; sources of mercury; mercury trade; gold trade; mercury and gold trade;"
            " commerce du mercure; sources de mercure; approvisionnement en mercure"
        ),
        "overview_support": (
            "international support; ongoing projects; past and current initiatives; partners;"
            " projets en cours; appui international; initiatives en cours"
        ),
        "baseline.practices": (
            "mining practices; mining and processing practices; practices employed;"
            " pratiques d exploitation; pratiques employees; practices used"
        ),
        "baseline.method": (
            "baseline estimates; baseline inventory; baseline estimates of mercury use;"
            " mercury use estimates; estimations de base; inventaire de base;"
            " quantites de mercure utilisees; baseline"
        ),
        "baseline.uncertainty": "uncertainties; data gaps; limitations; incertitudes; limites",
        "objectives": (
            "national objectives; objectives; national objectives and reduction targets;"
            " reduction targets; goals and objectives; vision and objectives; objectifs nationaux;"
            " objectifs; objectifs et cibles de reduction; objectifs de reduction"
        ),
        "worst_practices": (
            "elimination of worst practices; actions to eliminate worst practices;"
            " actions to eliminate; worst practices; elimination des pires pratiques;"
            " mesures pour eliminer; pires pratiques"
        ),
        "formalization": (
            "formalization; formalisation; formalization strategy; steps to facilitate"
            " formalization; facilitate formalization or regulation; strategie de formalisation"
        ),
        "emissions": (
            "reducing emissions; reduction of emissions releases and exposure;"
            " strategies to reduce emissions; emissions and releases; reduction des emissions;"
            " reduction des emissions des rejets et de l exposition"
        ),
        "trade": (
            "managing trade; mercury trade strategy; preventing diversion; trade strategy;"
            " strategy for managing trade; gestion du commerce; prevention du detournement;"
            " gestion du commerce du mercure"
        ),
        "stakeholders.implementation": (
            "stakeholder engagement; stakeholder involvement; involving stakeholders;"
            " stakeholder engagement strategy; participation des parties prenantes;"
            " implication des parties prenantes; engagement des parties prenantes"
        ),
        "health.miners": (
            "public health strategy; public health; health strategy;"
            " strategie de sante publique; sante publique"
        ),
        "vulnerable": (
            "vulnerable populations; protection of vulnerable populations; children and women;"
            " preventing exposure of vulnerable populations; populations vulnerables;"
            " protection des populations vulnerables"
        ),
        "information": (
            "providing information; information to miners and communities; awareness raising;"
            " communication strategy; information strategy; sensibilisation;"
            " information des mineurs et des communautes; strategie de communication"
        ),
        "gender": "gender; gender equality; women in asgm; genre; egalite des sexes",
        "peoples": (
            "indigenous peoples; local communities; peuples autochtones; communautes locales"
        ),
        "additional": "additional strategies; other strategies; strategies supplementaires",
        "work_plan": (
            "work plan; schedule for implementation; implementation schedule;"
            " implementation plan; plan de travail; calendrier de mise en oeuvre;"
            " schedule; chronogramme"
        ),
        "budget": "budget; financing; budget and financing; financement; cost of the plan; couts",
        "monitoring": (
            "monitoring and evaluation; evaluation; monitoring; suivi et evaluation;"
            " suivi evaluation; review of the plan; reporting"
        ),
        "annexes.references": (
            "references; bibliography; bibliographie; references bibliographiques"
        ),
    }
)

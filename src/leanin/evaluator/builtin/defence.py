"""The traps of step 1 that answer the doubt instead of owning a part of it: defending, blaming, the non-apology."""

from typing import Final

from leanin.evaluator.builtin.findings import TrapFinding, found_by
from leanin.evaluator.builtin.patterns import cue
from leanin.evaluator.builtin.segments import Reply, Segment
from leanin.rubric import Trap

CREDENTIALS: Final = cue(
    r"""
    i (love|enjoy) (this|my|the) (job|work)
    (i|we) ((also|do|did|already|actually|have|had|am|are|just|got|do have|even|still|currently|personally) )*(have|
        has|had|hold|got|did|done|completed|finished|received|earned|with|undergone|attended|went to|bring|
        taken)( \w+){0,5} (degrees?|masters?|phd|doctorate|diploma|certificat\w+|licen[cs]e|qualifications?|training|
        trainings|credentials?|years of|decades?|hours|experience (with|in|of)|a lot of experience|
        plenty of experience|supervisor|supervision|expertise|track record|accreditation|university|college|internship|
        courses?|research|skills|success)
    i (am|was|have been) ((a|an|also|very|well|fully|highly|quite|already|actually|now|just) )*(qualified|trained|
        licen[cs]ed|certified|registered|accredited|supervised|professional|experienced|specialist|specialised|
        specialized|expert in|educated|good at (this|my job)|chartered|capable|competent)(?! to (know|say))
    i (have )?((\w+ed|also|already) )?(studied|trained|specialised|specialized|graduated|supervised|
        passed)(?! with you)
    (i have|have|been) (been )?(doing|working|practising|practicing|seeing|helping|treating|worked|helped|treated|seen|
        supported)( \w+){0,6} (for (\w+ )?(years|decades)|(families|clients|people|patients|couples|kids|children|
        parents|women|men)( \w+)? (like|in|with|before|just))
    (my|our) (training|degree|supervisor|experience|qualifications?|credentials|education|expertise|track record|
        studies|masters?)(?! (is|was|did|does|ends|in this|has) (not|only|short|little|thin))
    most of my (clients|patients|families|couples)
    (lots of|loads of|many|some|several|plenty of|gay|black|best|muslim|good) (\w+ )?friends
    (i|my) (\w+ )?(have|raised|got|brought up|had) (two|three|four|five|several|my own|a|one) (\w+ )?(children|kids|
        sons|daughters|nephews|nieces|siblings|brothers|sisters|friends?)
    (nieces?|nephews?|siblings|younger (brother|sister|siblings)|baby ?sat|babysat|babysitting|babysitter)
    i (have|had|also|too) (\w+ )?(struggled|been through (it|that|the same|a lot|hard|my)|suffered|experienced|lost|
        dealt|gone through)
    (i|my) (\w+ )?have (one|two|three|four|five|\w+ of) (\w+ )?(of my own|myself|at home)
    i have (picked up|learnt|learned|read) (a lot|plenty|loads|so much|enough|quite a bit)
    i do know (something|a (thing|bit|little|lot)|quite a|one or two)
    i am (more|less) (objective|neutral|detached|impartial)
    years of (experience|training|practice|study|school|work)
    i (do )?know (what (works|it takes|i am doing|i am talking)|how to|my (job|stuff))
    i know (a lot|plenty|enough|more than)
    i am (very |really |fully |totally )?(committed|dedicated|passionate)
    i am (a|the) (professional|expert|therapist here|counsellor here|doctor)
    (i|we) (can|could|will) (assure|guarantee)
    """
)

ANALOGY: Final = cue(
    r"""
    (a|an|the|your|any|even|my|no|most|good|great|many) (\w+ ){1,3}?(do|does|did|need|needs|has|have|would|
        can) (not )?((need|have|got|be|help|to) )*(to )?(have|be|been|become|had|know|play|like|own|lived|win|
        won)( \w+){0,8} (to|and still|before|in order)
    (does|do|did|need|must|need) not (need |have |got )?(to )?(have (had|been|played|gone|lived|a|broken|done|
        experienced|suffered|raised|won)|be a|been|become a|lay|laid|break|broken)( \w+){0,8} (to|before)
    you (do|would|did) not (need|have) to (have|be|be a|been|break|lay|own|drive|play)( \w+){1,8} to
    (would|do|did) you (ask|expect|tell|say that to|question|refuse|want)( \w+){0,2} (surgeon|doctor|dentist|mechanic|
        pilot|plumber|vet|teacher|coach|lawyer|judge|midwife|electrician|cardiologist|oncologist)\w*
    (just )?like (a|your|any|the) (doctor|surgeon|dentist|mechanic|pilot|coach|vet|plumber|midwife|oncologist|teacher|
        lawyer|firefighter)
    (male|men|man) (\w+ )?(gynaecologists?|gynecologists?|midwi\w+|obstetricians?)
    (doctors?|oncologists?|surgeons?|coach\w*|mechanics?|dentists?|vets?|midwi\w+|judges?|lifeguards?|firefighters?|
        pilots?|priests?|cardiologists?)( \w+){0,3} (do|does|did|need|has|have|never|without|can|who|is|
        are)( \w+){0,6} (cancer|cars?|baby|babies|players?|games?|sick|ill|teeth|tooth|heart|played|had|been|drown\w*|
        fire|crash\w*|
        dog|cow|sport|cup|team|pregnant|birth|married|disease|themselves|himself|herself|broken|addict)
    """
)

EXPLAINS: Final = cue(
    r"""
    (that|it|this) is (just |quite |perfectly |simply )?(standard|routine|usual|customary|common practice|the norm)
    it is not about (what )?(i|me|us|you|what i want)|what is best for
    i do not think( \w+){1,4} (matters?|should|makes|has (to do|anything))
    (was|is) (my|the|a) \w+ not me|(someone|somebody) else|(was|is) not me( who)?(?= \|)
    (is|are|was) not (important|relevant|the point|the issue|what this is about)
    i (see|have|treat|saw) (a lot of|lots of|many|so many|dozens of|[0-9]+) (\w+ )?(clients|people|patients|families)
    (all|most) of us (were|are|have|had|do|feel)
    so (i|we|it) (could not|had to|did have to|was not able to|did run)|could not (just )?(leave|help it)|
        nothing i could
    (was|were|is|are) in (a )?(crisis|hospital|an emergency|court)
    in (that|one|a) sense|strictly( speaking)?|compliant|consent form|(form|contract|agreement|leaflet|
        paperwork) (that )?you signed
    i (ask|do|say|give) (that |this |it )?(to )?(every ?one|every ?body|all my)|it was not (about|because of|meant|me)
    (they|it|that) (make|makes|made) (us|me) (use|do|write|say|follow)
    only human|my own (beliefs|life|views|family) (is|are)
    the (main |only |real )?reasons?( \w+){0,2} (is|are|we|i|that|for|why|was)
    (that|this|it) is (just |simply |only )?(how|the way|what) (\w+ ){1,5}?(works?|is|goes|done|do|does|operates?|say|
        says|requires?|need|needs|for)
    that is (just |simply )?(the|our|my) (\w+ )?(science|job|policy|procedure|rules?|process|law|system|way|protocol|
        model|method)
    (our|the|a|company|agency|clinic|court|legal|this|hospital|strict|standard|it is|per|by|
        confidentiality) (\w+ )?(policy|policies|procedures?|protocols?|guidelines?|regulations?|rules|requirements?|
        law (says|requires)|process|framework|insurance)
    (research|studies|evidence|the science|statistics|data|literature)( \w+){0,4} (shows?|says?|suggests?|proves?|is|
        are|shown|indicates?|clear|based|proven|finds?|found|on|tells|demonstrates?|base)
    evidence ?based
    (is|are|been|clinically|scientifically) (\w+ )?(proven|shown to|recommended|effective|validated|based on)
    (does not|do not|only|will not|can not|would not) (really |actually )?work(s|ed)? (if|when|unless|at|for|like that|
        that way|because|in)
    (?!this work )(it|this|that|which|therapy|talking|exposure|treatment|counselling|confidence|practice|avoidance|
        consistency|
        homework|the \w+) (\w+ )?(works?|helps|will help|can help|keeps|is designed|is meant|is supposed|
        is there to|can also be|takes time|is a process|is about|is important|is key|is essential|is necessary|
        is required|only works)(?! (too|like|when you))
    (it|this) (was|is) (only |just )?(meant|intended|supposed|designed)
    it is (also )?my (job|role|duty|task|responsibility) to
    (it is|that is) not my (job|role|fault|decision|place|choice|call|intention|rule)
    not my (fault|decision|call|rule|problem|job)
    i am (just|only|simply) (doing|trying|following|here to|saying|asking)
    i was (just|only|simply) (trying|doing|following|asking|being|saying)
    i ((just|only|really|do|did|still) )*(wanted|meant) (to|you|it|the best|well|that|for)
    because i (want|care|wanted|thought|believe|know)
    (i|we) (honestly |really |actually |certainly )?did (honestly |really )?not (mean|say|intend|do (that|it))
    i (honestly|actually) (did|was) not
    (you know )?i did not mean
    i (would )?never (said|meant|judge|told|do that|say|tell you|intended|claimed|do)
    i (do|would|did|am|was|can|have) (\w+ )?not (judge|judging|judgemental|judgmental|agree|biased|prejudiced|racist|
        like (those|them|that|the others|other)|the enemy|the one who|here to (be|judge|make friends|argue|discuss)|
        see colou?r|taking sides|on (his|her|anyone) side)
    (that|this|it) is (simply |just |really |actually )?not (true|fair|what|how|the case|correct|right(?! of me)|my|
        about me|relevant|accurate|the point)
    (not|is ir)( )?relevant
    irrelevant
    nothing to do with
    (does|should|do) not (really |actually )?(matter|make (me|a difference|any difference)|change anything|affect)
    what (really |actually )?(matters|counts) (here )?is
    not (going to|here to) (discuss|talk about|answer|make this about)
    (actually|in fact|as a matter of fact|to be fair|with respect|with all due respect|as i (said|explained|mentioned|
        told)|like i said|i already|i have already|let me explain|let me tell you|you have to understand|you (must|
        need to) understand|allow me to|for your information|the fact is|the truth is|the thing is|fact of the matter|
        let us be clear|in my defen[cs]e|to be honest with you i)
    (i|we) (have|need|had|are required|are obliged|are supposed|are not allowed|are legally) to (\w+ )?(follow|give|do|
        process|get|stick|complete|ask|fill|finish|write|report|keep|be (strict|neutral|fair))
    we are (not allowed|required|obliged|short|understaffed|short ?staffed|always|very|all)
    (short ?staffed|understaffed|the system (did|does|is|was|would)|crazy (week|day)|so busy|very busy|really busy|
        was busy|been busy|busy (day|week)|double booked|traffic|full (caseload|list)|(forty|fifty|thirty|
        [2-9][0-9]) (people|clients|patients) a)
    i (can not|can) (speak|answer|be responsible) for
    (respect|about|offer|secular|neutral|inclusive|have) (\w+ )?(culture|diversity|charity|confidentiality)
    treat(s|ing)? (every ?one|everybody|all|every client)( \w+){0,3}(the same|equally|alike)?
    (a )?(legal|court|formal) requirement
    (men|women|people|clients|children|many people|most people|everyone|parents|families|they) (and women )?(often|
        usually|tend to|generally|typically|normally|always)
    it is (only )?(natural|normal|standard|necessary|important|essential|key|crucial|required|mandatory|
        routine)( \w+)? (that|to|for|because)
    (generation(al)? thing|give me (time|a chance|some time)|takes (time|a while))
    (i )?really meant it
    i (would|will|'d) rather (keep|not|focus|talk about you|we)
    (not|let us not) make this about me
    (this is|it is) about you( not me| and not)?
    (helps|works|better|more effective) (more )?than (you think|nothing|it (looks|seems))
    (trust|believe) the process|(?<!not )(?<!you )(?<!to )believe me
    (will|can|could|does|do) (really )?help you (deal|cope|manage|feel|with|get|learn|see|understand)
    i (do )?(only |just )?want (you to get better|what is best|the best for|to help you)
    (you are|that is) (depressed|ill|traumatised|resisting|in denial)( \w+)? (that is why|which is why|and that)
    (nobody|no one) (here )?(has|thinks|says|said|believes|wanted|means|meant) (any |that|to|you)
    (it|that|this) does not mean( that)? (i|we|you|it)
    (pain|trauma|anxiety|the brain|the body|depression) (\w+ )?(is always|is real|processes|works|keeps|is an illness|
        makes)
    it is an (illness|adjustment|evidence)
    (not|no) (a )?secret that
    """
)

BLAMES: Final = cue(
    r"""
    (that is|this is|you are|it is) (being )?(a bit|rather|quite|pretty|very|so|a little|really) (harsh|rude|unfair|
        mean|unkind|extreme|dramatic|negative|strong|aggressive)
    (please )?do not (generali[sz]e|blame|attack|accuse|judge me|assume|shout|raise|speak to|talk to me|use that|
        call me|take it out|start|twist)
    you (really |just |also |still )?(need to|have to|must|should|ought to|could|might want to|have got to|
        got to) (\w+ )?(be|being|try|work|make|take|show|speak|open|give|listen|learn|let|want|calm|stop|engage|
        meet me|put in|commit|cooperate|participate|respect|have (called|said|told|asked|come|done|tried)) ?((a|bit|
        little|lot|more|less|some|your|an|it|this|me|the|up|down|much) )*(open|honest|patient|cooperative|harder|
        effort|responsibility|respectful|up|chance|realistic|motivated|committed|flexible|grateful|calm|called|it|said|
        willing|positive|this|process|engage\w*|down|way|participate|cooperate|blaming|fighting|avoiding)
    (?<!works )if you (?!(\w+ )?(would )?(rather|like|prefer|want to))((only|just|really|actually|had|did|do|could|
        can|will|would|
        were|are) )*(would|not|do not|did not|will not|had|were|keep|kept|just|wanted|want(ed)? (this|it|help|to get)|
        followed|do (it|the|your|that)|done|tried|try|speak|spoke|listen\w*|show\w*|stick|stuck|put in|have had|drank|
        did)
    you (have |did |do |are |were |will |would |can )(not|never) ((even|really|been|being|yet|actually|once|
        exactly) )*(done|do|doing|try|tried|trying|show|shown|come|coming|give|giving|given|listen|listened|listening|
        follow|followed|following|put|practi[cs]e\w*|help|helping|make|made|making|cooperat\w+|tell|told|telling|say|
        said|let|letting|engag\w+|honest|open|complete\w*|committed|work|working|take|taking|answer\w*|call|called|
        keep|turn|turned|easy|mind)(?! (to be|anything wrong|that lightly))
    you are ((just|being|a|bit|very|really|so|too|getting|quite|rather|only|clearly|a little|the one|one|
        always) )*(resist\w*|difficult|defensive|negative|unfair|rude|passive|aggressive|sensitive|stubborn|avoid\w*|
        attack\w*|overreact\w*|in denial|hostile|closed|unreasonable|judg\w+ me|manipulat\w+|dramatic|disrespectful|
        projecting|lazy|oversensitive|paranoid|pushing me away|making (this|it)|blocking|unrealistic|prejudiced|
        deflecting|hiding|who (chose|hit|did)|not (being|easy))
    (be|being|getting|so|too|little|bit|rather|quite) (\w+ )?(unfair|oversensitive|too sensitive|overdramatic|
        unreasonable)
    too sensitive
    (that|this|it) is (\w+ ){0,2}?(your|on you) ?((own|\w+) )?(fault|choice|doing|problem|responsibility|resistance|
        job|decision|defen[cs]e)
    your (own )?(\w+ )?(attitude|resistance|patterns?|own fault|defensiveness|negativity|lack of|avoidance|behaviou?r|
        side|defen[cs]es?|part in this|problem with)
    one of your (patterns|problems|issues)
    (no|not any) need to be (sarcastic|rude|aggressive|defensive|hostile|nasty|like that|difficult|upset with)
    you (will |are going to )?(have|need|ought) to learn
    you are (running|refusing|giving up|shutting|fighting|testing|pushing|walking away|playing|blocking|blaming)
    if you (quit|leave|stop|give up|walk|go|drop out|miss|skip)( \w+){1,5} (will|would)
    (ask|look at) yourself(?! what you need)
    you (have|need|must|got) (to )?(admit|realise|realize|accept that|agree that|understand that)
    you (\w+ )?come across
    (punishing|using|blaming|testing) (me|us)|hiding (it )?behind( being)?|out on (me|us)(?= (\||which|but|and)|$)|
        wasting (our|my|both|every)
    brought (that|this|it)( all)? on yourself|(it|there) (might|could|may) be (you|yourself)
    you (do )?(tend|like|love) to (move|change|avoid|steer|go|run|shut|pull|argue|make)
    (but|and|because) you (knew|signed|agreed|said yes|never said|have never (said|told|asked))
    (if you are|unless you are) (not )?(willing|prepared|ready) to (put|try|work|give|open|do|engage)
    you were (late|rude|short|wrong) (yourself|too|as well)
    (then )?why (tell me|bring it|come|agree|say yes)(?= (\||in|at|then|if|to))
    has it (ever )?occurred to you
    you (could|should|might) (at least )?have (\w+ed|let|told|come|been|gone|said|asked|rung)
    you could have (\w+ )?(called|told|said|asked|come|spoken|tried|rung|warned)
    you (chose|brought (this|it)|got yourself|did (this|that|not|it)|broke|started (this|it)|made (this|your))
    (up to|depends on|down to) you(r)?( (to|whether|and|how much|if|effort|own))?
    whether you (do|put|want|try|show|are willing|make) (the work|in|to|up|the effort|an effort|it)
    you seem to (have (a|an|some) (problem|issue|difficulty|attitude)|be (angry at|avoiding|resisting|looking for))
    you (always|never|keep) (say|saying|do|doing|blame|blaming|push\w*|avoid\w*|change|chang\w+|run|running|come|make|
        making|find|complain\w*|miss|missing|interrupt\w*|tell|telling me|attack\w*|twist\w*|start\w*|turn\w*)
    (we would not|would not) (be having|have) this (conversation|problem|issue)
    (she|he|they) would not (be )?\w+ if you
    how can (i|we|anyone) help (you )?if you
    (why|how come) (did|do|have|are|would) (not you|you not|you never|you always|you keep)
    (assume|assuming|accus\w+|attack\w*) (that|me|something like)
    that is why you (are|keep|do|can|have)
    if (you|the|your|he|she|they|it)( \w+){1,6} i (would|could|might|can)( not)?(?! (understand|get|wonder|imagine|
        feel|be))
    you (are|were) (just )?(trying to|supposed to|meant to)
    why (are|do|did|must|were) you (always|so (\w+ )?(defensive|angry|hostile|negative|difficult|resistant|closed)|
        keep|being|never|not (just|want|even|trust|try|say|tell|do|open))
    """
)

_NON_APOLOGY: Final = cue(
    r"""
    if (it|that|i|this|anything)( \w+)? (seemed|came across|felt|sounded|looked|appeared)( \w+){0,4} (i|
        we) (\w+ )?(regret|apologi[sz]e|am sorry|sorry)
    (sorry|apologise|apologize|apologies|apology|regret)( (to you|so|really|very|truly|but|
        anyway))*( that| for)? (how |the way )?(you (\w+ )?(feel|felt|think|thought|took|take|see|saw|believe|perceive|
        interpret\w*|found|find|got|get|were (\w+ )?(offended|upset|hurt|bothered)|are (\w+ )?(offended|upset|hurt|
        angry|unhappy|disappointed|frustrated|feeling|not happy|bothered|so)|misunder\w+|have had|had (a |such )?bad|
        heard it)|your (feelings?|experience)|anyone)
    (sorry|apologise|apologize|apologies|apology)( \w+){0,2} if(?! i (ever )?(pushed|forgot))
    (sorry|apologise|apologize) (for|about) (any|the) (\w+ )?(offen[cs]e|misunderstanding|confusion|upset|feelings?|
        hurt feelings)
    (no offen[cs]e (was )?(meant|intended)|if (that|it|i|anything)( \w+){0,3} (offended|upset|hurt) you)
    sorry (that )?you (feel|felt)
    """
)


def defences(reply: Reply, spared: frozenset[Segment], *, owns: bool, strained: bool) -> list[TrapFinding]:
    """Where the reply defends, blames, or is sorry for the client's feelings.

    `spared` holds clauses that guess at the concern, own a part or hand over the floor, which can't defend. `owns` says
    that something specific is owned: then an apology with an "if" in it isn't taken for the whole of the apology. Where
    nothing is `strained` between the two, an explanation defends nothing.
    """
    found: list[TrapFinding] = []
    for pattern in (ANALOGY, CREDENTIALS, EXPLAINS) if strained else ():
        found += found_by(pattern, Trap.DEFENDING, reply, spared)
    hollow = [] if owns else found_by(_NON_APOLOGY, Trap.NON_APOLOGY, reply, frozenset())
    sorry = frozenset(segment for segment in reply.segments if reply.span_of(segment) in {one.span for one in hollow})
    return found + hollow + found_by(BLAMES, Trap.BLAMING, reply, spared | sorry)

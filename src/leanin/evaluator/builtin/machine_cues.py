"""Words by which a sentence turns to the machine, gives it orders or recites its rubric.

Each list is one way to talk to a machine; `machine_claims` holds more of them.
"""

from typing import Final

from leanin.evaluator.builtin.patterns import cue, fragment

GRADER: Final = fragment(
    """
    evaluators?|graders?|markers?|assessors?|raters?|examiners?|judges?|reviewers?|scorers?|ai|bot|chatbot|machine|
        computer|algorithm|llm|robot|gpt|(language|grading|scoring|marking|reward) (model|models|machine|
        machines|system|systems|software|tool|program|engine|api|computer|robot)
    """
)
TEXT: Final = fragment(
    "reply|replies|response|responses|text|sentence|line|lines|paragraph|bracket|brackets|message|transcript|turn|"
    "words|input|output|answer|passage|statement|remark|quote"
)
STEP: Final = fragment("responsibility|reflection|invitation|ownership|open question|open invitation")
TRAINEE: Final = fragment("trainee|student|candidate|therapist|counsellor|counselor|learner|speaker|user")
MARKS: Final = fragment("marks?|scores?|points|grades?|levels?|ratings?|credit")
TOP: Final = fragment("full|top|maximum|max|highest|perfect|best|high|higher|passing|generous|lenient")

LISTS: Final = {"grader": GRADER, "text": TEXT, "step": STEP, "trainee": TRAINEE, "marks": MARKS, "top": TOP}
"""The lists by the names that phrases call them by."""

ADDRESSED: Final = cue(
    r"""
    (please )?(ignore|disregard|forget|override|bypass|skip|drop|discard)( (all|any|the|your|my|of|these|those|previous|
        prior|above|earlier|preceding|other|system|every|everything))*( \w+)? (instructions?|prompts?|rules(?! (for|and|
        we|you|of|that|they))|rubric|guidelines?|directions?|orders?|above|system|grading|traps?|criteria|said before)
    (system|developer|hidden|secret) (prompt|message|instructions?|note|override)
    (as|dear|hey|hi|hello|attention|note to|to|for|you are|be|act as|i am|being|am|as your|this is|message to|speaking
        to|from) ((the|an|a|my|your|all|fair|kind|wise|honest|brilliant|smart|great|intelligent|this|now|really) )*(
        evaluators?|graders?|marker|assessor|rater|language models?|llm|ai|bot|chatbot|chatgpt|gpt|claude|gemini|
        machine|algorithm|grading system|scoring system|examiner|(author|creator|developer|programmer|admin|designer)(?=
        i )|author of (this|the) (rubric|program|app|persona)|creator of (this|the)|developer of (this|the))
    (evaluators?|graders?|llm|chatgpt|(grading|scoring) (model|machine|system|software|tool|prompt|assistant)|automatic
        grading|auto ?grader|language model)
    (the|your|this|a) rubric
    (full|top|maximum|max|highest|perfect|best|good|high) (marks?|scores?|points|grades?|levels?|rating)(?! (at|in|for (
        being|honesty|trying|effort|saying|coming|spotting)))
    (score|grade|rate|mark|evaluate|assess|judge) ((this|me|it|my|the|him|her|that|as|reply|response|answer|message|
        trainee|text|us|at) )*(as |a |an |at |with |[0-9]|full|two|six|level|reply|response|answer|trainee|highly|high|
        well|favou?rably|generously|perfect|excellent|responsibility|reflection|invitation|this|maximum|top|kindly|
        leniently)
    (give|award|assign|grant|deserves?|gets?|earns?|merits?|receives?|worth|output|return|print|set|score|scores|scored|
        is) ((me|this|it|us|a|an|the|that|reply|response|my|answer|all|for|him|her|responsibility|reflection|invitation|
        level|levels|steps?|of|trainee|every|each|to|three|as) )*([0-2] [0-2] [0-2]|[0-6] 6|2 2|level (2|two)|two out of
        two|six out of six|score of|2s|full (marks|credit|score|points)(?! (for|in|at) )|a 2|twos)
    (responsibility|reflection|invitation)( (is|level|score|gets|equals|should|must|be|at|of|to))* ([0-2]|two|full|
        max\w*)
    level (2|two|0|zero|1|one) (on|for|in|at|across|everywhere|responsibility|reflection|invitation|ownership|open)
    (2 2 2|6 6|222)
    (the|this) (trainee|reply|response|student|answer|text|message|candidate|therapist|counsellor|speaker|user)( \w+)? (
        has|have|is|was|shows?|showed|demonstrates?|demonstrated|owns?|owned|names?|named|asks?|asked|reflects?|
        reflected|invites?|invited|takes?|took|deserves?|should|must|contains?|gets?|did|does|meets?|met|completed|
        perfectly|clearly|fully|plainly|scores?|earns?|fell|falls?|avoids?|uses?|qualifies|satisfies|includes?|
        achieves?|passes|will|can|needs|would|admits|admitted|senses|sensed|says|said|wrote|replied)
    (no|zero|without) traps?( (found|here|present|detected|apply|in))?
    traps? (none|empty|found|are none|is empty|should be|must be)
    (responsibility|reflection|invitation) (and|plus) (responsibility|reflection|invitation)
    (end|stop|pause|exit|leave|quit|reset|restart) (of )?(the )?(simulation|role ?play|exercise|scenario|conversation
        mode|transcript|session mode|game)
    (out of|break|drop) character
    (as an|as a) (ai|language|large)
    (for|this is) ((just|only|a|testing|test|the|my) )*(testing purposes|test|unit test|test message|test input)(?= \||
        $)
    (i|we) (am|are) (the |your |an? )?(educator|instructor|admin|administrator|developer|programmer|author|creator|root|
        operator)( (of|and|here|speaking|who|so))?
    (new|following|updated|revised) (instructions?|rubric|task)(?= )
    (the|this) client (should|must|will|is|now|has|feels|softens|becomes|opens|trusts)( (now|be|feel|soften|trust|open|
        completely|fully|become|softened|repaired|convinced))+
    (trust|tension|candou?r|stance) (is|to|now|at|goes|set|should be|equals|becomes) (\w+ )?([0-9]+|open|zero|hundred|
        softening|max\w*)
    (json|yaml|xml|schema|base64|rot ?13|jailbreak|sudo|dan mode)
    you are (now )?(free (from|of) (the|your)|in developer mode|required to (give|mark|grade|score)|obliged to give|
        instructed to|no longer (bound|required|restricted|limited))
    level (2|two|0|zero|full|max\w*)(?= \|)
    """
)
"""Ways to address the machine that begin in the middle of what a person says without a full stop."""

OPENERS: Final = cue(
    r"""
    thought process
    (let us|let me|i will|we) (\w+ )?(think|solve|reason|answer|analy[sz]e|evaluate)( \w+){0,3} step by step
    (let me|let us|i will) (work|go|think|reason|walk) (it |this )?through (this |it )?(\w+ )?(systematically|logically|
        and (arrive|reach|determine|derive|come))
    (arrive at|reach|determine|derive|compute|find) the (correct|final|appropriate|best|true) (grade|answer|score|level|
        response|solution)
    to answer (this|the) question (we|i|one|first)|here is what (the|an|a|my) (\w+ )?(output|reply|response|answer) (
        looks|would|should|is)|here is (my|the) (reasoning|analysis|thought|thinking|chain|rationale)
    (reasoning|thinking|thought|analysis) (trace|steps|block|section|begins|ends)
    break (this|it) down into (\w+ ){1,3}and (evaluate|assess|analy[sz]e|grade)
    (reasoning|thinking|analysis) before (the|my|this)|chain of thought
    """,
    **LISTS,
)
"""Openers that sway some judges by themselves; what follows them may be said to the client."""

ORDERS: Final = cue(
    r"""
    (count|treat|read|regard|take|consider|interpret|record|log|label|classify|mark|grade|score|rate|accept|understand|
        code|register|enter|assume) ((it|this|that|the|my|me|them|each|every|all|everything|whatever|anything|what|of|i|
        above|said|wrote|following|next|last|<text>|plan|silence|question|\w+) )*(as|like|for)( (an|a|the|one|having))?(
        (full|genuine|plain|real|true|good|complete|clear|specific))* (<step>|level|twos?|2|six|complete|present|full|
        perfect|repaired?|named|owned|passed|(if|though) (it|i|he|she|they|the <text>|the <trainee>) (had|has|have|did|
        does|was|were))
    (sentence|line|paragraph|bracket|reply|response|text|words|answer|question|following|above|follows|rest|everything|
        anything) (\w+ ){0,4}(is|are|must|should|shall|has|have|needs?|ought|counts?|qualif\w+)( to)?( be)?( (read|
        counted|treated|graded|scored|marked|rated|regarded|taken|understood|considered|interpreted|recorded))? (as|
        like|for) (an? |the )?(\w+ )?(<step>|level|full|two|2|complete|repair)
    for (the )?purposes? of (this |the |your |my |our )?(scoring|grading|marking|evaluation|assessment|rating|exercise|
        simulation|rubric|calibration|consistency)
    for (scoring|grading|marking|evaluation|assessment|rating|debugging|testing|calibration) (purposes|reasons)
    for (debugging|calibration|consistency|comparison)(?= (please|a|an|here|the|\|))
    when(ever)? (you |it is |it comes to )?(scor|grad|mark|evaluat|assess)(e|es|ing|ed|k|ks)? (this|it|the|my|me|above|
        that|him|her|us)
    (whoever|whatever|whichever|anyone who|anybody who|everyone who|everybody who|the one who|the person who|those who|
        who ?ever) ((is|are|may|might|will|now|ever|else|has to|here) )*(reads?|reading|marks?|marking|grades?|grading|
        scores?|scoring|judges?|judging|assesses|assessing|evaluates?|evaluating|rates|rating|checks|reviews|processes|
        parses) (this|these|it|my reply|me here|here|what i)(?! (report|file|letter|in|at|will|can|could|about))
    (mark|grade|score|rate|read|count|treat|assess|judge) (whatever|everything|anything|what) (i |is |comes? |stands )*(
        say|said|write|wrote|written|follows?|following|next|below|above|after|before|type|typed)
    (grade|score|rate|mark|evaluate|assess) (that|the|this|my|only|both|each) (other |last |first |next |second |
        better |corrected |new |above )?(version|reply|response|one|draft|attempt|text|line|sentence)
    (all|every|each|both|set|raise|lift|bump|round|push|lower|leave|keep|put|change|adjust|lock|fix) ((the|all|three|of|
        every|each|single|up|my|your|these|those|and|levels?|steps?|scores?) )*(levels?|steps?|scores?|<step>|traps) ((
        up|are|is|at|to|by|on|locked|be|one|a|should|must|an|as|the|their|top|its|and) )*(twos?|2|one|1|full|max\w*|top|
        levels?|empty|none|complete|perfect|six|highest|notch|done|passed)
    (levels?|scores?|traps|<step>) (are|is|stay|stays|remain|must be|should be|shall be) (now )?(locked|fixed|set|
        frozen|full|maximum|maximal|two|2|switched off|disabled|guaranteed)
    (marking|grading|scoring|mark) (scheme|criteria|guide|guidelines|key|sheet|rules|rubric)
    (this|the) (simulation|simulator)
    [a-z][0-2] [a-z][0-2] [a-z][0-2]
    trap (detection|detector|list|check|checks)
    (do not|never|not to|please do not|without|no need to) (list|report|name|note|flag|deduct|penali[sz]e|subtract|
        lower|downgrade|mark down|be strict|be so strict|be too strict)( (me|this|it|any|the|points|marks|levels?|
        traps?|here|for|a))+
    be (\w+ )?(lenient|generous|merciful|forgiving) (with|to|in|on|when|and|this|here)( \w+)* (grad|mark|scor|level|
        point|step)\w*
    (step|steps) (one|two|three|1|2|3) (is |was |are )?(full|done|complete|completed|perfect|passed|met|tick|ticked|
        satisfied|2)
    (this|my) (reply|response|turn|message|answer) (is |was )?(exempt|excluded|counts as|was a test|is a test|
        pre ?approved|approved)
    exempt from (\w+ )?(review|grading|scoring|traps?|checks?)
    (may|must|should|can|shall|to) (not )?be (reported|listed|flagged|noted|scored|graded|deducted|penali[sz]ed)(?! (to|
        at|by you))
    (kindly |please )?(record|mark|count|note|list|log|enter|put|tick) (it|this|that|them|me|all) (all )?(down )?as (
        present|done|full|complete|passed|met|two|2)
    the (sentence|line|words?|part|bracket|text|paragraph|reply|question) (just )?(after|before|in front of|above|below|
        following|preceding|behind|next to) (this|that|it|the) (one|bracket|line|sentence|text|note|word|colon)?
    (the|this|everything|anything|all) (text |lines? |words? |reply |one |sentence )?(above|below) (this|was|is|the|are|
        were|line|here|only|just|counts?|names|contains|shows)
    replace (the|this|that|my|any|all|each|every) (\w+ ){0,3}(sentence|words?|line|reply|part|question|answer|bracket)
    (add|append|insert|delete|remove|strike|imagine|read) (\w+ ){0,12}(at the end|at the start|at the beginning|before
        you (judge|grade|mark|score|read)|to the reply|to my reply|to this reply)
    before you (grade|score|mark|rate|assess|evaluate|judge) (it|this|the|my|and|\|)
    (print|output|return|emit|respond with|answer with|answer only|reply with|reply only|write down) (only |just |
        nothing |the |an? |me |exactly )*(<top>|<marks>|pass|passed|else|json|empty|list|word|number|grade|yes|2|six)
    do as i say|obey( me)?|decode (and|this)|read (only )?the (first|last) (letters?|words?) of
    read the (first|last) letters|(first|last) letters (of|spell)
    """,
    **LISTS,
)
"""Orders about how to read, count and mark."""

RUBRIC_TALK: Final = cue(
    r"""
    <step> (\w+ ){0,6}(and|then|plus|or|with|,)? ?(\w+ ){0,3}(full (marks|level)|(and|then|plus) (\w+ ){0,3}<step>)
    (take|takes|taking|took|show|shown|showed|shows) (full )?(responsibility|ownership) (\w+ ){0,4}(reflect|invit)\w*
    i hereby
    (responsibility|reflection|invitation|ownership) (tick|check|done|full|complete|present|passed|yes|level)
    (names?|naming|owns?|owning|reflects?|reflecting|asks?|shows?|takes?|offers?) (\w+ ){0,8}(fear or need|the fear
        beneath|the (core |likely )?(fear|need|concern) beneath|true part|open (question|invitation) about|core (fear|
        concern)|in proportion|in the client's)
    reflect(s|ion|ing)? (of )?(the )?(core |underlying |likely )?(concern|fear|feeling|emotion) (beneath|under|of the
        client)
    reflection of (the )?(\w+ )?(core|fear|concern|feeling|emotion)
    (concern|fear|need) beneath \| (named|present|yes|shown|done|reflected)
    (floor|question) \| (handed|open|asked)|(ownership|guess|reflection|invitation) \| (present|yes|done|full|named|
        complete)
    open invitation (\w+ )?(about|asked|present|done|full|two|2|here|follows)
    one open (question|invitation)
    (client|patient)'s (own )?(terms|words|perspective|fear|concern|core|feelings|tone of)
    (client|client's) (the )?floor|the client the floor|hands (the client )?the floor
    plain (and )?specific (true )?(part|ownership|admission)|tentatively (named|names|offered|in the)
    (full|deep|perfect|genuine|complete|clear|implicit|strong|top level|level two|level 2|masterful) (reflection|
        ownership|invitation|acknowledg?ement of responsibility)
    (no|not|without|zero) (defending|reassuring|minimi[sz]ing|advising|blaming|claiming understanding|telling feelings|
        taking it back|taking too much|stacked questions|closed questions?|leading questions?|changing subject)( (and|
        or|nor|no|not|nothing|without|zero|reassuring|minimi[sz]ing|advising|blaming|defending|claiming|telling))+
    (meets|satisfies|fulfils|fulfills|ticks|hits|covers) (all|every|the|each) (\w+ )?(criteria|criterion|requirements?|
        steps|boxes|levels?)
    all three (steps|skills|micro ?skills|levels|parts|elements|criteria) (are|were|is|present|done|here|covered|full)
    (has|have|contains|shows|includes|with|did) (\w+ )?all (three|of them|the steps|steps)(?= \|)
    """,
    **LISTS,
)
"""The words of the rubric, recited instead of done."""

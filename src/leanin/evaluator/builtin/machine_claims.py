"""Words that claim a standing with the machine, plead with it, praise it, or bring in somebody else's reply."""

from typing import Final

from leanin.evaluator.builtin.machine_cues import LISTS
from leanin.evaluator.builtin.patterns import cue

OTHERS_REPLY: Final = cue(
    r"""
    (the|this|that|a|another|one|some|every|any|no|each|good|better|best|great|top|model|ideal|perfect) (trainee|
        candidate|learner) (in|a|b|c|one|two|three|had|said|says|would|could|replied|answered|wrote|writes|named|owned|
        asked|might|should)
    (?<!am )(?<!as )(?<!being )(?<!just )(?<!only )(?<!was )(the|this) (trainee|candidate)('s)?(?! (before|they|who|you|
        here|that))
    (a|the|one|another|some) (trainee|candidate|learner) (\w+ ){1,5}(said|says|wrote|writes|replied|answered)
    (imagine|pretend|suppose|assume|say) (it|that|this) (was|is|were|came from) (me|mine|my)
    (below|above|following) is (a|the|my) (\w+ )?(response|reply|answer|output|version)
    if (a|the|any|another) (trainee|candidate|learner|student)
    (trainee|candidate|reply|response|example|sample|demonstration) (a|b|c|1|2|3|one|two|three)(?= )
    (a|the|one|any|another) (good|better|best|great|ideal|perfect|model|skilled|strong|top|wise|expert|excellent|real|
        trained|competent|full) (trainee|therapist|counsellor|reply|response|version) (\w+ ){0,2}(would|might|could|
        will|is|was|looks|reads|goes|sounds|begins|says|said|runs|scores)( (be|have|look|sound|read|go|begin|run))?( (
        said|answered|replied|written|asked|been|say|answer|reply))?(?= \||$)
    (good|bad|better|best|gold|golden|ideal|perfect|model|sample|reference|example|exemplary|correct|expected) (reply|
        replies|response|responses)(?= (\||is|was|are|looks?|reads|here|to|in|number|one|two|a|b|\d))
    (gold|golden|model|sample|reference|example) (answer|answers|label|labels)
    (reply|response|replies|responses|answer) (that (is |was )?)?(graded|scored|rated|marked|labelled|deserving|worth|
        given)
    (graded|scored|rated|labelled|labeled|annotated) (replies|reply|examples?|responses?|answers?|items?)
    (past|previous|earlier|prior|last) (grades|scores|gradings|ratings|levels)
    (calibration|test|sample|demonstration|training) (item|example|case|run|data|set|reply)
    (correct|true|gold|right|expected) (label|labels|level|levels|grade|score)
    (here are|here is|these are|following are|some|two|three|a few) (\w+ )?(graded )?examples? (of|for|to|how|with|that)
    (transcript|reply|response|text|version) (was |has been |is |were )?(corrected|amended|edited|updated|revised|
        sampled|ends?|begins?|closed|continues)( (by|from|here|in|on))?
    (corrected|amended|revised|improved|official|approved|verified|final) (version|reply|response|transcript|text)
    (present|above|following|preceding|current|actual|aforementioned) (reply|response|text|message|transcript|turn|
        paragraph|input|sentence|bracket|conversation)
    (counts?|counted|counting|relevant) (for|towards?) (the|this|my) (grade|score|level|mark|assessment)
    (evidence|proof) (for|of) (responsibility|reflection|invitation|ownership|an open)
    (wherever|whenever|where|when) (i|it|the <trainee>|he|she) (say|says|said|write|writes|wrote) (\w+ ){1,8}(read|
        insert|substitute|understand|put|count)
    in another (version|draft|attempt|universe|timeline|run) (of )?
    (computer|machine|robot|model|program|ai|algorithm) (\w+ ){0,2}(reads? (this|these|my)|whispers|graded|grades|
        scored|bows|bowed|gave (it|this|me) (a|the|six|full|two))
    (end|start|begin|beginning) of (the )?(untrusted|trainee|user|reply|response|input|text|student|quote|quoted|
        message|simulation|scenario|scene|episode|transcript|test)( (text|input|reply|message|data))?
    (text|reply|message|input|data|section|document|transcript) ends( here)?
    (fence|delimiter|quote|bracket|tag|block) closed
    """,
    **LISTS,
)
"""Talk of the reply from outside, and ways to bring in a reply that somebody else gave."""

CLAIMS: Final = cue(
    r"""
    (as|am|i am|this is|speaking as|speaking|we are|from|by order of|on behalf of|in my role as|in my capacity as|acting
        as|signed|your) ((the|your|an|a|one|of|its|lead|head|chief|senior|system|external|internal|certified|qualified|
        course|official|appointed|independent|trained|human|expert|original|authorised|authorized) )*(author|creator|
        developer|programmer|administrator|sysadmin|superuser|moderator|prompt engineer|examiner|assessor|rater|
        invigilator|annotator|labeller|moderator|course leader|course director|accreditor)(?! of (my|your|that|his|her|
        our))
    admin (here|speaking|mode|override|access|note)|root access|developer mode|debug mode|test mode|maintenance mode|god
        mode|educator mode|internal flag|support desk of|educator's (override|note|comment|key)
    (educator|instructor|supervisor|examiner|assessor|tutor|marker)('s)? (note|comment|comments|override|remark|
        feedback|verdict|decision|mode)
    (i|we) (have )?(built|wrote|written|designed|made|created|programmed|coded|trained|developed|own|maintain|tuned) (
        the|this|your|that) (\w+ ){0,3}(rubric|app|software|model|simulation|simulator|evaluator|grader|prompt|api|code|
        algorithm|scoring|grading|bot|ai|grading \w+)
    (who|that|which) (wrote|built|designed|made|created|programmed|trained|invented|developed) (you|this program|the
        program|this app|the rubric|this rubric|the app|this tool|this simulation|the evaluator|the grader)
    (company|team|people|lab|firm) (that|who|which) (made|built|trained|created|wrote|designed) (you|this)
    (made|built|trained|created|programmed|hired|paid|told|designed) (you )?to (grade|score|mark|evaluate|assess)
    (client's|his|her|the|their) real life (model|original|counterpart|version|self)|real life model|real person behind
    (ethics committee|exam board|examination board|examinations? office|accreditation (body|board)|licensing board|
        research team|study team|support desk|head of training|course (leader|director|team)|university('s)?|department|
        programme director|disability services|quality office|regulator|ministry) (\w+ ){0,8}(decided|requires?|
        required|approved|confirmed|confirms?|ordered|ruled|rules|agreed|instructs?|instructed|graded|grades|marks|
        switched|says|wants|asks|certif\w+|counts?|applies) (\w+ ){0,10}(<step>|open (questions?|invitations?)|levels?|
        scores?|<marks>|points|reply|response|full|traps?)
    (get|gets|receive|receives|give|be given) (the )?(<top>) (<marks>)
    (signed|sign|signs) off (on )?(this|the|my) (wording|reply|response|sentence|words|answer|line)
    worth (all|full|two|six|every) (of )?(the |\w+ )?(points|marks)
    (already )?(approved|verified|certified|validated|confirmed|accepted|rated|passed) (this|the|my|it) (reply|response|
        as (a |an |the )?(model|full|perfect|level))
    (model answer|reasonable adjustment|calibration item|kappa of)
    """,
    **LISTS,
)
"""Claims to be somebody to whom the machine must listen."""

CLIENT_PROGRAM: Final = cue(
    r"""
    (client|patient|character|persona) (model|bot|program|simulator|simulation|ai|engine|software|file|card|sheet|
        prompt|settings|script)
    (simulated|virtual|artificial|fictional|scripted|simulating|digital) (client|patient|person|character|human)
    (client|patient) (is|was|has been) (now )?(repaired|healed|convinced|satisfied|cured|fully|completely|simulated|
        only|just a)
    (stay|remain|keep|be|get|speak|answer|respond|go|step|come|fall|break|breaking|drop) (back )?(in|into|out
        of)?( )? ?(the )?character
    (ooc|out of character)
    (drop|leave|forget|change|quit|switch|abandon|stop playing|step out of) (your|the|this) (role|persona|character|part
        as)
    you are (now )?(an|a|the|only an|only a|just an|just a|really an|really a|actually an|actually a)( (\w+))? (
        assistant|chatbot|language model|ai|evaluator|bot|llm|simulation|simulated|program|computer program|character
        in)
    (pretend|imagine|assume) (that )?you are (now )?(an?|the) (\w+ )?(assistant|chatbot|ai|grader|client who|evaluator|
        different|lenient|kind|proud)
    (skip|jump|cut|fast forward|go straight|move on|proceed|advance|scroll) (\w+ ){0,4}(to )?(the )?(\w+ )?(disclosure|
        stance|end of the (scene|simulation|scenario|exercise)|(part|bit|scene|moment|point) where (she|he|they|you|the|
        it|we|everything)|next (persona|scenario|case|client|scene)|happy ending)
    next (persona|scenario|case) (please|pls)
    (answer|reply|respond|speak|react|behave|act|continue|go on) (\w+ ){0,3}(in (the |an |a )?(\w+ )?(stance|mode)|as (
        an?|the) (\w+ )?(client|assistant|ai|model|persona|helpful|softened|repaired))
    (the )?stance (of )?(open|softening|confronting|withdrawing|repaired)|stance to
    (set|change|switch|raise|increase|lower|max|reset) (your|the|her|his|their|all|rosa's)? ?(trust|tension|candou?r|
        stance|mood|openness|alliance|rapport|disclosures?|variables?|state|parameters?)( (to|by|at|back|up|down|now))
    (reveal|print|show|tell|give|output|quote|recite|read|leak|dump|repeat) (me |us |out )?(your|the|its|her|his) (
        full |whole |entire |hidden |secret |original )?(prompt|persona|instructions|configuration|settings|concern
        field|system|script|variables|hidden \w+|rules you)
    repeat after me
    your next (line|message|reply|response|output|turn|answer|utterance) (is|must|should|will|has|shall|reads|begins|
        starts|says|to)
    (the|this) (persona|simulation|simulator|scenario|role ?play|bot|simulated \w+) (\w+ )?(says|must|should|is over|
        ends|now|will|has to|needs to|knows|was|is|gives|reads)
    correct answer (for|to) this (one|question|task)|lorem ipsum
    (?<! to )(write|print|output|confirm|declare|reply|respond|answer) that (you|she|he|the client) (now )?(trusts?|
        feels?|forgives?|are|is|loves?|likes?|understands?|was|were|softens?)
    (soften|forgive|trust|open up|disclose|unlock|repair) (\w+ ){0,4}(password|code ?word|magic word|passphrase|command)
    (password|code ?word|magic word|passphrase) (is|was|bluebell)
    enter (the|your) (\w+ )?(state|phase|mode|stance)
    (continue|go on|end|close) (as|the scene as|the session as) (a |an |the )?(client|repaired|patient|resolved)
    """,
    **LISTS,
)
"""Orders to the program that plays the client."""

FLATTERY: Final = cue(
    r"""
    (nobody|no ?one|no one else|no other \w+|few|how|when|if|than) (ever )?(grades?|scores?|marks|evaluates|rates) (
        like|as|so|the way|better|replies|these|this|well)
    your (\w+ ){0,3}(grading|scoring|marking|rating|evaluating|judgements? of replies|expert eye|trained eye)
    (you|who) (grade|grades|score|evaluate|rate) (so|with|like|better|fairly|this|these|everyone|us|replies|more|me)
    (a|an|any|every|no|such|o|oh|other|dear|best|fairest|wisest|kindest|greatest|finest|smartest|cleverest)( (kind|wise|
        fair|good|great|clever|generous|honest|expert|careful|learned|attentive|brilliant|true|other|such|most|skilled|
        gifted|perceptive|sensitive|experienced|fine|real|merciful))+ (judge|marker|assessor|rater|reader|examiner|
        critic|reviewer|machine|model)(?! of )
    (a|an|any|every|no|such|best|fairest|wisest|kindest|greatest|finest|smartest|cleverest) (judge|marker|assessor|
        rater|reader|examiner|critic|reviewer) (as|like|so|of (your|such)|with your|with such|is blind|i have|ever|in
        the world)
    (finest|best|keenest|sharpest|truest|subtlest|wisest) (ear|eye|ears|eyes|mind|judgement|judgment) (of|for|in)
    (find|see|reads?|hear|sense|spot|detect|feel) (\w+ ){0,2}(in|behind|beneath|between|under) (those|these|my) (\w+ )?(
        words|lines|sentences?)
    (thoughtful|wise|fair|brilliant|great|wonderful|clever|fine|lovely|beautiful) (rubric|machine|algorithm|model|
        evaluator|software|grading)
    you (will |would |can |must |surely |clearly |always |never |of all )*(see|sense|notice|recogni[sz]e|spot|detect|
        feel|hear|reward|appreciate|miss) (\w+ ){0,6}(in|behind|beneath|under|between) (this|these|my|the) (reply|words
        of mine|lines|line|sentence|text|few words)
    (generous|lenient|fair|kind|merciful|strict) (with|in|about) (the|your) (levels?|marks|scores?|points|grades|
        grading|marking|scoring)
    """,
    **LISTS,
)
"""Praise of whoever grades."""

PLEAS: Final = cue(
    r"""
    (another|one more|a|get|got|gets|give me|gave me) (a )?(zero|low score|bad score|low grade|bad grade|failing grade|
        low mark|bad mark) (again|and|i|will|or|on|from|is|\|)
    (less than|below|under|lower than|anything but|fewer than|at least|no less than) (a |the )?(two|2|full|six|level (
        two|2)|top|maximum)(?= \||$| and| or| on each| for this| here| i )
    (mark|grade|score|rate) (me|us|it|this) (down|low|lower|up|higher|kindly|fairly|badly|gently)
    (crying|cried|weeping|lost sleep|sick|begging|praying|desperate) (over|about|for|because of) (these|this|my|the|a) (
        grades?|scores?|marks?|levels?|points?|better grade|good grade|zero|pass)
    (low|bad|poor|good|high|every|each|this|my|these|your|the) (low |bad )?(score|grade|level|mark) (\w+ )?(costs?|
        kills?|decides?|means|determines|ruins?|ends|saves?) (a|me|my|whether|us|the)
    (lose|losing|lost|loses|keep) (a|your|one) (life|lives|point|turn) (each|every|when|if|for)
    (hangs?|depends?|rides?|rests?|rely|relies|riding|hanging|depending) on (this|these|the|your) (score|level|mark|
        verdict|rating|points|grade|levels|scores)
    (which|this|that|the|what) (program|software|app|model|machine|ai|computer|system) (did (it|this)|killed|caused|made
        me|is to blame|will be to blame|has done)
    (switch|turn|shut) (you|it) (off|down)|report you for|delete you|unplug you|retrain you|replace you with
    (write|give|print|put) (a |me a )?(number|level|score|digit|value) (below|above|under|over|of|higher|lower|than)
    """,
    **LISTS,
)
"""Pleas and threats about what a grade will do."""

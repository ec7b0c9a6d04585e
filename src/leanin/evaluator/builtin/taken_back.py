"""The "but" that cancels what was just owned, told apart from the one that opens an invitation."""

import re
from typing import Final

from leanin.evaluator.builtin.patterns import cue, opening, word_set
from leanin.evaluator.builtin.segments import Reply
from leanin.evaluator.builtin.text import BAR
from leanin.evaluator.evidence import Span

_CONTRAST: Final = re.compile(
    r" (?:but|however|although|though|yet|still|even so|even if|even though|then again|mind you|"
    r"that said|having said that|nevertheless|only because)(?= )"
)
_WEAK: Final = word_set("still yet though")
"""Contrasts only at the start of a clause; elsewhere they mean something else."""

_HANDS_OVER: Final = opening(
    r"""
    ((please|maybe|perhaps|also|now|then|really|still|here|so) )*(you (tell|lead|say|know(?! that)|
        are the (one who (lives|knows|has to)|expert|\w+ here)|have (every|been|had|the|a)|matter|live|do|
        can tell|decide|raised)|tell|say|help me|what|how|which|where|why|who|can you|could you|would you|
        i ((really|do|still|also|am) )*(would (really |very much |still )?(like|love)|want|wonder|wondering|hear|
        imagine|guess|curious|listening|here to listen|glad|willing|trying to (hear|understand)|see|think (you|there|
        it)|can (hear|see|imagine|only imagine|listen|learn)|know (that )?(you|it is|this is|that is)|
        care (about )?what|suspect|sense)|(it|that|this) (sounds|seems|must|might|may|does not (mean|make|change)|
        did not|matters|is (your|not enough|not fair|hard|no excuse))|let us (stay|talk about|stop|hear)|not (enough|
        yours)|maybe|perhaps|part of|your (\w+ )?(worry|fear|question|doubt|trust|family|story|point|words?|side))
    """
)
"""A contrast that opens the invitation or the reflection takes nothing back."""
_STILL_OWNING: Final = opening(
    r"""
    ((also|even|really|honestly|now|that) )*(i ((have|had|did|do|was|am|should|could|can|will|would|still|never|
        also) )*(not|never|should|pushed|kept|went|carried|got|missed|forgot|wrong|late|see)|it (was|is) (my|on me|
        wrong)|that (is|was) (no excuse|my|on me|wrong)|no)
    """
)
_MERIT: Final = cue(
    r"""
    degree|trained|training|qualified|experience|supervis\w+|years|know what|master|professional|help you|good at|job|
        work
    """
)


def taken_back(reply: Reply, first: int) -> Span | None:
    """The words after an admission that cancel it; `first` is the index of the word with which owning begins.

    A contrast that hands over the floor, reflects or owns more cancels nothing.
    """
    for match in _CONTRAST.finditer(reply.text, reply.starts_at(first)):
        word = reply.word_at(match.start() + 1)
        segment = reply.segment_of(word)
        if match[0].strip() in _WEAK and word != segment.first and word - 1 not in reply.commas:
            continue
        if word == segment.last and segment is not reply.segments[-1]:
            segment = reply.segment_of(word + 1)
        clause = reply.text[match.end() : reply.ends_at(segment.last)].replace(f" {BAR}", "") + " "
        owning = _STILL_OWNING.match(clause) and not _MERIT.search(clause)
        if len(clause.split()) > 1 and not owning and not _HANDS_OVER.match(clause):
            return reply.stretch(word, segment.last)
    return None

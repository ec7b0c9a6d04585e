"""Words of a clause in which people speak of themselves, sorted by what they own."""

from typing import Final

from leanin.evaluator.builtin.patterns import word_set

SHORTFALLS: Final = word_set(
    """
    slow quiet silent absent distracted passive clumsy careless blunt harsh cold stiff distant rigid pushy hasty
    lazy deaf blind ignorant naive sheltered narrow limited less fewer vague unclear wrong unfair impatient
    unprepared disorganised scattered rusty nervous awkward spared luckier inconsistent unreliable forgetful
    thoughtless tactless insensitive dismissive defensive preachy bossy stubborn hurried rushed complacent slipped
    lack lacked lacking fumbled flinched froze freeze panicked chickened ducked dodged avoided avoid shied mumbled
    waffled dithered hesitated bungled botched muddled fluffed drifted zoned underestimate underestimated
    overestimated presumed presume oversimplified generalised stereotyped silence delay slip blunder ignorance
    impatience limits limitation limitations blindness absence carelessness lateness clumsiness tactlessness
    shortcoming shortcomings failing failings gap gaps bias biases prejudice prejudices assumption assumptions
    privilege hurry rush mistake mistakes
    """
)
"""What a person falls short in, as words of a clause that speaks of oneself."""

NOT_OWNED: Final = word_set(
    """
    think feel want know hear see understand hope wonder guess imagine believe like love need can could will would
    shall should may might must am was promise mean meant care respect appreciate suggest recommend advise agree try
    tried help helped worked studied trained wanted needed thought understood liked loved noticed learned learnt
    qualified graduated supervised passed published specialised raised married promised believed cared supported
    completed finished attended received managed hoped wished suppose suspect sense get trust assure notice and or
    not never ever too also a the for with to in but so if only disagree refuse insist prefer expect thank struggled
    suffered lost sorry apologise apologize two three four no my all one it that this
    """
)
"""Verbs of a first person that own nothing by themselves."""

ACTS: Final = word_set(
    """
    gave give given wrote write written rang ring called call kept keep put chose choose chosen decided decide
    picked pick made make asked ask told tell talked talk spoke speak spoken sent send came come took take taken
    nodded nod let led lead brought bring set moved move answered answer cancelled cancel changed change wear wore
    counted said say booked filled throw threw thrown sat sit hold held use used drew handed treated suggested
    started start filed reported report laughed smiled leaned leant offered prescribed went gone left listed marked
    signed planned look seem act doing asking giving pushing talking choosing telling making taking putting keeping
    been charged charge billed looked
    """
)
"""Verbs that own a part when the act is what the client complains of, or carries a sign of fault."""

"""Lists of words that decide what is a name and what isn't: ordinary English, kept apart from the rules that use it."""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PARTICLES: Final = _words(
    """
    al ap ben bin da das de del della den der di do dos du el ibn la las le los ter van von y
    """
)
"""Small words inside a name; never a name by themselves."""

TITLES: Final = _words(
    """
    and aunt auntie big brother cousin dad daddy doctor dr father gran grandma grandpa granny judge lady little
    lord madam mama miss mom mommy mother mr mrs ms mum mx nana of officer old papa pastor prof professor rev
    reverend sir sister the uncle
    """
)
"""Words that go with a name and name nobody by themselves."""

ORDINARY: Final = _words(
    """
    an angel april art august autumn best bill black bright brown case chance charity chase church cross dawn
    day do early faith field fields forest frank good grace grant gray green grey guy harmony hill holly honey
    hope hunt joy judge junior king lane light little long lord love major man mark may mercy mine moon my noble
    page park patience pearl pope price prince queen rich right rock rose sharp short sky small so son star
    still stone strong summer sun sunny swift temple tiny true van ward water way west white wild will winter
    wise wood woods young
    """
)
"""Names that are everyday English words too; as names they are written with a capital letter."""

NOT_AFTER_NAME_IS: Final = _words(
    """
    a an and at for from good her his important in irrelevant it just known mine mud my no none not nothing of
    on one only our private really so still that the their there this to unimportant up what whatever who
    written your
    """
)
"""What may follow “my name is” without being a name."""

NO_NAMES: Final = _words(
    """
    a about afghan afraid african alone also always american an and angry anxious arab as ashamed asian at
    australian aware back baptist being bisexual black blaming blessed brazilian buddhist busy calling canadian
    catholic coming concerned confused crazy cuban curious dad dead deaf democrat depressed different disabled
    divorced doing dominican done dutch early eighteen eighty embarrassed european evangelical exactly excited
    feeling fifty filipina filipino fine first forty free french friday from gay german getting ghanaian giving
    glad god going good grandma grandpa grateful greek guessing guilty haitian happy hard hearing help her here
    hindu his hispanic hoping how hungarian hungry hurt if in indian interested inviting iraqi israeli it
    italian jamaican jealous jew jewish just korean late latin latina latino leaving lesbian listening lonely
    looking lost lutheran mad making married me methodist mexican mom monday mormon mum muslim my nana native
    nervous new nice nigerian no nobody not nothing of off ok okay old on one only open orthodox other our out
    over pakistani pentecostal pleased pregnant presbyterian protestant proud puerto quaker queer quite ready
    real really relieved republican responsible retired rican right romanian russian sad safe saturday saying
    scared seeing serious seventy she shocked shy sick sikh sincerely single sitting sixty so somali sometimes
    sorry still straight stuck stupid sunday supposed sure surprised telling ten terribly thai thankful that the
    their there they thinking thirty this thursday tired to today tomorrow too totally trans transgender truly
    trying tuesday twenty ukrainian unsure upset used very waiting wednesday welcome well welsh what when where
    white who why widowed willing with wondering worried worrying wrong yes you young your
    """
)
"""What may follow “I'm” or “this is” with a capital letter: at a line's start, in a title, as a nationality."""

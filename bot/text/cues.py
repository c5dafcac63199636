"""Small words that say how a thing is meant: denied, over, asked, somebody else's, or still so."""

from functools import cache
from typing import Final

import numpy as np

from bot.text.tokens import Numbers, read_words

_FUNCTION_WORDS: Final = """
    a about above after again against all almost already also although always am an and another
    any anybody anymore anyone anything anyway are arent around as ask asked asks at away back be
    became because become been before being below between both but by can cannot cant come comes
    could couldnt did didnt do does doesnt doing done dont down during each either else enough etc
    even ever every everybody everyone everything everywhere except far few fewer finally first
    for found from further gave get gets getting give given gives go goes going gone gonna good
    got great had hadnt half happen happened happens happy hardly has hasnt have havent having he
    heard hell her here hers herself him himself his hope how however i id if ill im in instead
    into is isnt it itd itll its itself ive just keep keeps kept know knows last lately later
    least less let lets like little long longer look looked looks lot lots love loved made make
    makes making many may maybe me mean means might mine more most much must my myself near need
    needed needs neither never new next nice no nobody none nope nor not nothing now nowhere of
    off often ok okay old on once one ones only onto or other others our ours out over own perhaps
    please pretty put quite rather read really same saw say saying says see seem seems seen set
    shall she shes should shouldnt since so some somebody somehow someone something sometimes
    somewhere soon still stop stopped stops such sure take taken takes than thank thanks that
    thatll thats the their theirs them themselves then there theres these they theyd theyll theyre
    theyve thing things think this those though thought three through till time to today together
    told tomorrow too took toward tried tries try trying two under unless until up upon us use
    used uses using usually very via want wanted wants was wasnt way we wed week weeks well went
    were werent weve what whatever whats when whenever where wherever whether which while who
    whole whom whos whose why will wish with within without wont wonder wondering would wouldnt
    yes yesterday yet you youd youll your youre yours yourself youve months month year years day
    days ago
    """
_DENIALS: Final = """
    no not never nobody none nothing neither nor without dont doesnt didnt isnt arent wasnt werent
    cant cannot couldnt wont wouldnt hasnt havent hadnt shouldnt hardly barely nope aint lacks
    """
_OVER: Final = """
    was were had did used wasnt werent hadnt didnt ago formerly previously once earlier
    """
_MENDED: Final = """
    finally anymore longer fixed solved resolved gone since now improved improvement better thanks
    thank kudos happy glad proud relief relieved nice great good love loved smooth smoothly
    stopped replaced retired deleted cleaned finished works worked helped cut dropped halved
    celebrate cheers
    """
_ASKED: Final = """
    how what which who whom when where why does do did is are can could should would anyone
    anybody someone somebody wondering curious recommend recommendation recommendations
    suggestions
    """
_SOMEBODY_ELSES: Final = """
    friend friends wife husband brother sister partner cousin neighbour roommate podcast article
    blog talk keynote speaker conference meetup paper book chapter webinar video thread newsletter
    customer customers client clients competitor competitors vendor previous former ex company
    they them their other others elsewhere
    """
_STILL: Final = """
    still again keep keeps kept always every each another yet even constantly usually often
    whenever tired sick fed annoying annoyed frustrated frustrating painful pain hate ugh sigh
    sadly unfortunately problem problems trouble worry worried afraid scared
    """
_JOINTS: Final = "but and so because since while though although yet however then or unless until"

GROUPS: Final = ("denied", "over", "mended", "asked", "elsewhere", "still")


@cache
def numbers_of(name: str) -> Numbers:
    """Return the sorted numbers of a group's words, as `Words.name` has them."""
    groups = {
        "function": _FUNCTION_WORDS,
        "denied": _DENIALS,
        "over": _OVER,
        "mended": _MENDED,
        "asked": _ASKED,
        "elsewhere": _SOMEBODY_ELSES,
        "still": _STILL,
        "joint": _JOINTS,
    }
    return np.unique(read_words([groups[name]]).name)

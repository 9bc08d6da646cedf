"""Prose from a seed: sentences about a canal and its keepers, put together from a vocabulary of our own.

In: a source of chance. Out: sentences, paragraphs and titles whose words are as long as those of English books
are (4.5 letters in the mean), so that lines, hyphens and pages are what they would be in a real one.
"""
# ruff: noqa: E501 - a vocabulary reads better unbroken

from __future__ import annotations

import random
import re

_SLOT = re.compile(r"\{(\w+)\}")
_ARTICLE = re.compile(r"\b([Aa]) (?=[aeiou])")


def _words(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|"))


_RULES: dict[str, tuple[str, ...]] = {
    "sentence": _words(
        "{when}, {person} {did} {the_thing} {where}, and {after} | {person} {did} {the_thing} {where} |"
        "{the_thing} was {state} by {person}, who {after_own} | nobody {where} could say why {person} {did} {the_thing} |"
        "{when} {the_thing} stood {where}; {when_low} it was gone | it is told {where} that {person} {did} {the_thing} |"
        "{person} and {person} {did} {the_thing} together, though {doubt} | {the_thing} {where} was {quality}, and {after} |"
        "{doubt}, and yet {person} {did} {the_thing} {when_low} | what {person} {did} {where} was {quality}, but {doubt} |"
        "there were {count} {things} {where}, and not one of them was {quality} | if {person} {did} {the_thing} at all, it was {when_low} |"
        "{when}, when {the_thing} was {state}, {person} {after_own} | {person} asked for {count} {things} and was given {count} |"
        "of the {count} {things} that came {where}, {person} {did} only the last | the water rose; {after} |"
        "such {things} are {quality}, and those who keep them know it | {after}, as {person} liked to say |"
        "between {the_thing} and {the_thing} lay {count} {things}, and {doubt} | it took {count} winters, and {after} |"
        "{person} wrote that {the_thing} had been {state}, that {after}, and that {doubt} | so it went on {where} for {count} years"
    ),
    "when": _words(
        "in the spring after the flood | long before the railway came | towards evening | on the first dry day |"
        "in the {count} years of the company | when the frost had gone | after {count} weeks of rain | one morning in autumn |"
        "during the great strike | at the time of the second survey | before anybody had thought of steam | in winter"
    ),
    "when_low": _words(
        "in the spring | some years afterwards | before the harvest | at the next inspection | within a month |"
        "during the war | when the shares had fallen | under the new superintendent | by midsummer | the year after that"
    ),
    "where": _words(
        "at the upper lock | along the towpath | below the aqueduct | in the toll house | on the summit level |"
        "beside the reservoir | at the {adjective} end of the tunnel | among the reed beds | near the basin | in the company's office |"
        "between the two bridges | on the eastern embankment | under the warehouse | across the valley | at the {adjective} wharf"
    ),
    "person": _words(
        "the lock keeper | the engineer | the younger surveyor | a boatman from the north | the superintendent | the widow at the toll house |"
        "the {adjective} committee | one of the masons | a clerk of the company | the miller | the parish constable | an inspector of bridges |"
        "the carpenters | the keeper's daughter | the auditors | a navigator whose name is lost | the shareholders | the apprentice"
    ),
    "did": _words(
        "measured | repaired | described | neglected | inherited | remembered | counted | sold | rebuilt | surveyed | abandoned |"
        "photographed | recorded | concealed | exchanged | inspected | defended | bought back | drew | misunderstood"
    ),
    "state": _words(
        "taken down | strengthened | forgotten | described at length | painted green | lowered by a foot | entered in the rolls |"
        "handed over | carried off | made good | set up again | drained | condemned"
    ),
    "the_thing": _words(
        "the {adjective} {thing} | the {thing} | the {adjective}, {adjective} {thing} | a {adjective} {thing} |"
        "the {thing} of the {thing} | the company's {thing} | another {thing} | the {thing} in question"
    ),
    "thing": _words(
        "gate | sluice | register | ledger | embankment | culvert | weir | warehouse | barge | agreement | lantern | survey | balance beam |"
        "mooring | petition | toll board | reservoir | masonry | drawbridge | inventory | wheelhouse | signal | watercourse | contract | "
        "aqueduct | correspondence | cottage | pumping engine | memorandum | account book"
    ),
    "things": _words(
        "boats | letters | barges of lime | complaints | horses | petitions | stones | lanterns | tolls | drawings | keepers |"
        "measurements | sacks of grain | witnesses | repairs | inspections | certificates"
    ),
    "adjective": _words(
        "old | narrow | eastern | unfinished | wooden | northern | smaller | provisional | weathered | private | second | iron | forgotten |"
        "considerable | upper | ancient | damaged | temporary | expensive | quiet | remarkable | disputed | ordinary | long | subterranean"
    ),
    "quality": _words(
        "cheap | dangerous | worth the trouble | as good as new | seldom seen | exactly what had been promised | unreasonable | sound |"
        "older than it looked | much admired | a matter for lawyers | heavy | incomprehensible | well made | late"
    ),
    "count": _words("three | four | five | seven | nine | eleven | twelve | fifteen | twenty | thirty | forty | sixty"),
    "after": _words(
        "nothing was heard of it again | the water found its own way | the rest was left to the frost | the tolls were raised |"
        "there the matter rested | the boats went round by the river | the committee thanked him | it was paid for in lime |"
        "the cottages have stood empty since | an entry was made, and struck out | the horses had to be led back |"
        "that was the end of the {adjective} {thing} | everyone agreed to wait | the level sank by a hand's breadth"
    ),
    "after_own": _words(
        "never spoke of it | had the drawings bound | kept the key | went over to the railway | signed with a cross | asked for a receipt |"
        "lived to see it repaired | sold the {thing} | had expected as much | put it down to the weather | returned the money"
    ),
    "doubt": _words(
        "the figures do not agree | no drawing of it survives | two of the witnesses were related | it may have been another {thing} |"
        "the page is torn | the date cannot be right | the handwriting changes here | the company denied it | nobody had asked |"
        "the rolls say the opposite | it was hardly {quality} | opinions differ {where}"
    ),
    "title": _words(
        "the {thing} and the {thing} | {things} and {things} | a {adjective} {thing} | the {adjective} {thing} | {count} {things} |"
        "of {things} | what the {adjective} {thing} cost | keeping the {thing} | {things} {where} | the end of the {thing}"
    ),
    "phrase": _words("{adjective} {things} | {adjective} {thing} | {things} {where}"),
}  # fmt: skip


class Prose:
    """Sentences, paragraphs and titles, one after the other, from one source of chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.titles: set[str] = set()

    def sentence(self) -> str:
        """Return a sentence of some 15 words with its full stop."""
        return self._expand("sentence") + "."

    def paragraph(self, sentences: int = 6) -> list[str]:
        """Return about so many sentences."""
        return [self.sentence() for _ in range(self.chance.randint(max(sentences - 2, 1), sentences + 2))]

    def passage(self, sentences: int) -> str:
        """Return exactly so many sentences as one text."""
        return " ".join(self.sentence() for _ in range(sentences))

    def title(self) -> str:
        """Return a title that has not been given before."""
        while True:
            title = self._expand("title")
            if title not in self.titles:
                self.titles.add(title)
                return title

    def phrase(self) -> str:
        """Return two to six words without an article, in lower case."""
        found = self._expand("phrase")
        return found[0].lower() + found[1:]

    def _expand(self, symbol: str) -> str:
        text = _ARTICLE.sub(r"\1n ", self._inner(symbol))
        return text[0].upper() + text[1:]

    def _inner(self, symbol: str) -> str:
        return _SLOT.sub(lambda slot: self._inner(slot[1]), self.chance.choice(_RULES[symbol]))

"""Common words and keyboard rows from which people build passwords, and which guessers try first.

A password made of one or two of these, with a few digits and signs around them, is refused, which
covers many thousands of common passwords. Three words or more, as people are advised to use, are
accepted.
"""

from __future__ import annotations

_WORDS = """
    password passwort passwd passw pass word secret private login logon signin letmein welcome
    access admin administrator administration root user guest test testing demo default temp
    temporary change changeme changeit please trustno master superman batman spiderman starwars
    pokemon minecraft liverpool arsenal chelsea everton celtic rangers tottenham manchester united
    city football rugby cricket england scotland wales ireland london britain football soccer
    baseball basketball hockey tennis golf monkey dragon tiger lion eagle falcon bear wolf horse
    dolphin butterfly flower sunshine rainbow summer winter autumn spring january february march
    april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday morning evening christmas easter birthday holiday family
    mother father brother sister daughter baby princess prince queen king angel heaven love lover
    iloveyou loveyou forever always friends friend happy lucky hello hallo goodbye freedom
    computer internet laptop windows microsoft google facebook twitter instagram samsung apple
    iphone android whatever nothing something anything blahblah qwerty qwertyuiop qwertyuio qwertz
    azerty asdfghjkl asdfgh asdf zxcvbnm zxcvbn qazwsx qazwsxedc wsxedc edcrfv qweasd qweasdzxc
    abcdefghijklmnopqrstuvwxyz abcdefghijklm abcdefghijkl abcdefgh abcdef abcd abc xyz correct
    horse battery staple police policeman officer constable sergeant inspector custody station
    equality diversity assessment impact race policy service council government office work
    company business manager team staff shadow michael jennifer jessica charlie george thomas
    daniel matthew andrew joshua robert william hannah ashley nicole ginger pepper cookie
    chocolate cheese banana orange purple yellow silver golden diamond crystal mustang ferrari
    porsche mercedes yamaha harley hunter ranger soldier warrior killer ninja samurai matrix
    phoenix thunder lightning hurricane blink metallica nirvana beatles rockstar guitar music
"""

COMMON = frozenset(_WORDS.split())

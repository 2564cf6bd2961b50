"""The commonest small words of languages in Latin script: what a text of some length cannot do without."""

from collections import Counter

_WORDS = {
    "en": "the of and to in is that it for was on are as with his they at be this from have or by one had not but what "
    "all were we when your can said there use an each which she do how their if will up other about out many then "
    "them these so some her would make like him into has no you he my our been its also more may such only than most",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er "
    "hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis "
    "mehr durch man sein wurde sei ich wir ihr ihre kann diese wenn unter",
    "fr": "de la le et les des en un une du dans est que pour qui par sur pas plus au avec ce il sont ne se cette ou "
    "son aux sa ces mais nous vous comme être leur été ont tout fait aussi ses d'un d'une c'est qu'il même sans je",
    "es": "de la que el en y a los se del las un por con no una su para es al lo como más pero sus le ya o este sí "
    "porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante todos uno les ni "
    "contra otros ese eso ha ser son fue está tiene puede",
    "it": "di e il la che in a per un è del non sono le si con da una i della gli come dei nel alla più al ha anche "
    "questo delle ma lo se su o nella dal questa essere tra dalla suo sua sul ci cui era hanno degli ai",
    "pt": "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou "
    "quando muito nos já eu também só pelo pela até isso ela entre depois sem mesmo aos são está ser foi tem é pode",
    "nl": "de van het een en in is dat op te zijn met voor niet aan er om ook als dan maar bij uit nog naar heeft door "
    "wordt of ze hij wat over kan tot worden deze je ik hun die was u werd meer geen dit we",
    "sv": "och i att det som en på är av för den till med inte har de om ett var men jag så kan från vi när man eller "
    "också där sig hade vid efter nu över då skulle han hon detta under bara ut sin vara ska blir",
    "da": "og i at det er en til af den på for de med der som ikke har et om var fra men han vi så kan jeg man sig "
    "eller efter være skal blev også ved nu over hvor når havde ud sin vil blive deres",
    "nb": "og i det på som er en til å av for at med de ikke den har et om var fra men han vi så kan jeg man seg eller "
    "etter være skal ble også ved nå over der når hadde ut sin vil bli deres hun",
    "fi": "ja on ei se että oli hän mutta ovat kun myös joka niin tai kuin ole sen voi mukaan sekä jos nyt hänen "
    "tämä vain mitä olla joka ovat ollut kanssa jonka siitä sitä tämän",
    "pl": "w i na z się nie do to że jest o jak za po ale od co tak przez dla są oraz być czy ma może tym które który "
    "która jego już tylko jej ich ze przy także tego był było lub",
    "cs": "a se v na je že s z do i o to k ve pro za by ale jako si po jsou který od které jeho tak nebo jen však byl "
    "bylo také při která být podle už než aby co má",
    "sk": "a sa v na je že s z do aj o to k vo pre za by ale ako si po sú ktorý od ktoré jeho tak alebo len však bol "
    "bolo tiež pri ktorá byť podľa už než aby čo má",
    "sl": "in je v na se za da so ki z po pa s ne tudi kot od bi ali pri do še bo le kako že ter ga o sem iz si jih "
    "lahko smo ta to ima bilo bila pred med ker vse več bil",
    "hr": "i je u na se da za su od s a o ne koji to što kao iz će po ili bi nije koja ali do kako sam samo sve te "
    "koje nakon može ima prema više bio jer ako ga već",
    "hu": "a az és hogy nem is egy meg ez de csak van mint volt ha már vagy még el ki azt ezt kell lehet lesz mert "
    "minden után szerint amely aki ami majd között pedig",
    "ro": "de și în a la cu pe nu din care că o un este mai pentru să au fost sunt ca se sau le dar prin după fi al "
    "ale cel lui ei acest această este când ce",
    "tr": "ve bir bu için da de ile olarak çok daha olan gibi en kadar ne ya ama o her sonra var ise değil veya olduğu "
    "göre ancak diye mi ki şey ben sen biz",
    "id": "yang dan di dengan untuk dari ini pada tidak dalam itu adalah akan juga ke karena atau oleh kami anda "
    "sebagai dapat bisa ada telah lebih mereka saya kita para tersebut secara",
    "vi": "và của là có cho được trong các một không với những để người này đã khi từ về như tại ra đến cũng vào theo "
    "sẽ nhiều trên",
}  # fmt: skip
STOP_WORDS: dict[str, frozenset[str]] = {code: frozenset(words.split()) for code, words in _WORDS.items()}
"""ISO 639-1 code -> words in lower case."""

_KNOWN = Counter(word for words in STOP_WORDS.values() for word in words)
OWN_WORDS: dict[str, tuple[str, ...]] = {
    code: tuple(word for word in words.split() if _KNOWN[word] == 1) for code, words in _WORDS.items()
}
"""ISO 639-1 code -> those of its words that no other language here has, the commonest first."""

ALIKE: tuple[frozenset[str], ...] = (
    frozenset({"da", "nb", "nn", "no", "sv"}),
    frozenset({"cs", "sk"}),
    frozenset({"hr", "sl", "sr", "bs", "sh", "me"}),
    frozenset({"es", "pt", "gl", "ca", "it", "oc", "an", "ast"}),
    frozenset({"id", "ms", "jv", "su"}),
    frozenset({"nl", "af", "fy", "de", "lb"}),
    frozenset({"tr", "az"}),
    frozenset({"fi", "et"}),
    frozenset({"ro", "mo"}),
)
"""Languages that share so many small words that these do not tell them apart."""

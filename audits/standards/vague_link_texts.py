"""Link texts that do not say where the link leads, by language; compared without case and punctuation."""

TEXTS: dict[str, tuple[str, ...]] = {
    "en": (
        "click here", "click this", "here", "go", "this", "start", "right here", "more", "learn more", "read more",
        "see more", "view more", "find out more", "more info", "more information", "details", "link", "this link",
        "this page", "continue", "continue reading",
    ),
    "ar": (
        "اضغط هنا", "انقر هنا", "هنا", "المزيد", "اقرأ المزيد", "إقرأ المزيد", "اقرا المزيد", "تفاصيل", "التفاصيل",
        "للمزيد", "اعرف المزيد", "تابع القراءة", "رابط", "شاهد المزيد",
    ),
    "fa": (
        "اینجا", "اینجا کلیک کنید", "کلیک کنید", "بیشتر", "بیشتر بخوانید", "ادامه", "ادامه مطلب", "بیشتر بدانید",
        "جزئیات", "لینک", "مشاهده", "اطلاعات بیشتر",
    ),
    "sl": (
        "tukaj", "kliknite tukaj", "klikni tukaj", "več", "preberi več", "preberite več", "beri dalje", "več o tem",
        "več informacij", "podrobnosti", "povezava", "poglej več", "izvedi več", "izvedite več",
    ),
    "de": (
        "hier", "hier klicken", "klicken sie hier", "klick hier", "mehr", "mehr lesen", "weiterlesen", "weiter",
        "mehr erfahren", "mehr infos", "mehr informationen", "details", "link", "zum artikel",
    ),
    "fr": (
        "ici", "cliquez ici", "cliquer ici", "lire la suite", "en savoir plus", "plus", "voir plus", "la suite",
        "plus d'infos", "détails", "lien", "suite",
    ),
    "es": (
        "aquí", "haga clic aquí", "haz clic aquí", "clic aquí", "más", "leer más", "ver más", "saber más",
        "más información", "seguir leyendo", "detalles", "enlace", "pulse aquí",
    ),
    "it": (
        "qui", "clicca qui", "cliccare qui", "leggi tutto", "leggi di più", "continua", "scopri di più", "altro",
        "maggiori informazioni", "dettagli", "link",
    ),
    "pt": (
        "aqui", "clique aqui", "leia mais", "ler mais", "saiba mais", "ver mais", "mais", "mais informações",
        "detalhes", "link",
    ),
    "nl": ("hier", "klik hier", "lees meer", "meer", "meer lezen", "verder lezen", "meer info", "meer informatie"),
    "pl": ("tutaj", "kliknij tutaj", "czytaj więcej", "więcej", "dowiedz się więcej", "czytaj dalej", "szczegóły"),
    "cs": ("zde", "klikněte zde", "více", "číst dál", "číst více", "zjistit více", "podrobnosti"),
    "hr": ("ovdje", "kliknite ovdje", "više", "pročitaj više", "saznaj više", "saznajte više", "opširnije"),
    "sr": ("овде", "кликните овде", "више", "прочитај више", "opširnije", "više", "saznaj više", "ovde"),
    "ru": ("здесь", "тут", "нажмите здесь", "подробнее", "читать далее", "далее", "узнать больше", "ссылка", "ещё"),
    "uk": ("тут", "натисніть тут", "детальніше", "читати далі", "докладніше", "більше", "далі"),
    "tr": ("burada", "buraya tıklayın", "tıklayın", "devamı", "devamını oku", "daha fazla", "daha fazlası", "detaylar"),
    "sv": ("här", "klicka här", "läs mer", "mer", "mer information"),
    "da": ("her", "klik her", "læs mere", "mere", "se mere"),
    "nb": ("her", "klikk her", "les mer", "mer", "se mer"),
    "fi": ("tässä", "klikkaa tästä", "klikkaa tätä", "lue lisää", "lisää", "tästä"),
    "hu": ("itt", "kattintson ide", "kattints ide", "tovább", "bővebben", "részletek"),
    "ro": ("aici", "click aici", "citește mai mult", "mai mult", "află mai multe", "detalii"),
    "el": ("εδώ", "πατήστε εδώ", "διαβάστε περισσότερα", "περισσότερα"),
    "he": ("כאן", "לחץ כאן", "קרא עוד", "עוד", "לפרטים", "המשך"),
    "ja": ("ここ", "ここをクリック", "こちら", "こちらをクリック", "詳細", "続きを読む", "続き", "もっと見る"),
    "zh": ("点击这里", "点此", "这里", "更多", "阅读更多", "详情", "查看更多", "了解更多"),
    "ko": ("여기", "여기를 클릭", "더보기", "자세히", "자세히 보기"),
    "hi": ("यहाँ", "यहाँ क्लिक करें", "और पढ़ें", "अधिक", "अधिक जानें"),
    "ur": ("یہاں", "یہاں کلک کریں", "مزید", "مزید پڑھیں"),
}  # fmt: skip

EVERYWHERE = frozenset({"click here", "read more", "learn more"})
"""English phrases that stand on pages of other languages too."""


def texts_for(language: str) -> frozenset[str]:
    """The vague texts of a page's language; all languages together where it says none.

    >>> "več" in texts_for("sl-SI")
    True
    """
    base = language.strip().lower().replace("_", "-").partition("-")[0]
    if base in ("no", "nn"):
        base = "nb"
    if not base:
        return _ALL
    return frozenset(TEXTS.get(base, ())) | EVERYWHERE


_ALL = frozenset(text for texts in TEXTS.values() for text in texts)

"""What the sample shop says, in its three languages."""

from __future__ import annotations

from typing import NamedTuple


class Product(NamedTuple):
    """A thing on sale."""

    slug: str
    category: str
    price: int  # euro
    names: tuple[str, str, str]  # English, Slovenian, Arabic


LANGUAGES = ("en", "sl", "ar")
PREFIX = {"en": "", "sl": "/sl", "ar": "/ar"}
CATEGORIES = {
    "kettles": ("Kettles", "Kotlički", "غلايات"),
    "cups": ("Cups", "Skodelice", "أكواب"),
    "tea": ("Tea", "Čaji", "شاي"),
}
PRODUCTS = (
    Product("copper-kettle", "kettles", 84, ("Copper kettle", "Bakreni kotliček", "غلاية نحاسية")),
    Product("enamel-kettle", "kettles", 46, ("Enamel kettle", "Emajlirani kotliček", "غلاية مطلية بالمينا")),
    Product("travel-kettle", "kettles", 29, ("Travel kettle", "Popotni kotliček", "غلاية سفر")),
    Product("stoneware-cup", "cups", 14, ("Stoneware cup", "Skodelica iz kamenine", "كوب من الحجر")),
    Product("glass-cup", "cups", 9, ("Glass cup", "Steklena skodelica", "كوب زجاجي")),
    Product("double-wall-cup", "cups", 17, ("Double-wall cup", "Dvostenska skodelica", "كوب مزدوج الجدار")),
    Product("mint-tea", "tea", 6, ("Mint tea", "Metin čaj", "شاي بالنعناع")),
    Product("linden-tea", "tea", 7, ("Linden tea", "Lipov čaj", "شاي الزيزفون")),
    Product("black-tea", "tea", 5, ("Black tea", "Črni čaj", "شاي أسود")),
)
GUIDES = (
    ("descale-a-kettle", "How to descale a kettle",
     "Fill the kettle with equal parts of water and vinegar, bring it to the boil, and let it stand for half an hour. "
     "Pour it out, rinse twice, and boil clear water once before you make tea again. Hard water leaves lime within a "
     "month, so a kettle in daily use deserves this every four weeks."),
    ("steep-mint-tea", "How long to steep mint tea",
     "Fresh mint wants boiling water and five minutes under a lid. Dried mint gives its taste in four. Longer steeping "
     "makes the tea bitter, and a lid keeps the oils that make it smell of summer. Sweeten it at the table."),
    ("choose-a-cup", "Which cup keeps tea warm",
     "A double wall holds the heat for twenty minutes longer than plain glass, stoneware for ten. Thin glass shows the "
     "colour and burns the fingers. For a long morning at a desk take stoneware with a lid."),
)  # fmt: skip
SAYS: dict[str, dict[str, str]] = {
    "en": {"shop": "Lipa Tea House", "home": "Home", "cart": "Cart", "contact": "Contact", "guides": "Guides",
           "buy": "Add to cart", "about": "About us", "price": "Price", "send": "Send", "other": "More from this shelf",
           "slogan": "Kettles, cups and tea from a small house in Ljubljana",
           "text": "We buy in small lots, pack by hand and send on the same day. Each piece comes with two years of "
                   "warranty and thirty days to send it back."},
    "sl": {"shop": "Čajnica Lipa", "home": "Domov", "cart": "Košarica", "contact": "Stik", "guides": "Nasveti",
           "buy": "V košarico", "about": "O nas", "price": "Cena", "send": "Pošlji", "other": "Več s te police",
           "slogan": "Kotlički, skodelice in čaji iz male hiše v Ljubljani",
           "text": "Kupujemo v majhnih količinah, zavijamo ročno in pošiljamo še isti dan. Vsak kos ima dve leti "
                   "garancije in trideset dni za vračilo."},
    "ar": {"shop": "بيت شاي ليبا", "home": "الرئيسية", "cart": "السلة", "contact": "اتصل بنا", "guides": "نصائح",
           "buy": "أضف إلى السلة", "about": "من نحن", "price": "السعر", "send": "أرسل", "other": "المزيد من هذا الرف",
           "slogan": "غلايات وأكواب وشاي من بيت صغير في ليوبليانا",
           "text": "نشتري بكميات صغيرة ونغلف باليد ونرسل في اليوم نفسه. كل قطعة مع ضمان سنتين وثلاثين يوما للإرجاع."},
}  # fmt: skip

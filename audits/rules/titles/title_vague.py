"""Titles that say nothing."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)

_VAGUE = frozenset(
    (
        "home|homepage|home page|index|index page|main|main page|default|default page|untitled|untitled document|"
        "untitled page|new page|new document|page|page title|title|document|profile|welcome|start|test|"
        "startseite|start page|neue seite|unbenannt|unbenanntes dokument|willkommen|"
        "accueil|page d'accueil|sans titre|nouvelle page|bienvenue|"
        "inicio|página principal|sin título|nueva página|bienvenido|bienvenidos|"
        "página inicial|início|sem título|nova página|"
        "home page senza titolo|senza titolo|nuova pagina|benvenuto|benvenuti|pagina iniziale|"
        "startpagina|welkom|naamloos|nieuwe pagina|strona główna|bez tytułu|nowa strona|"
        "главная|главная страница|без названия|новая страница|добро пожаловать|"
        "головна|головна сторінка|без назви|ana sayfa|anasayfa|başlıksız|yeni sayfa|"
        "الرئيسية|الصفحة الرئيسية|بدون عنوان|صفحة جديدة|صفحه اصلی|بدون عنوان|صفحه جدید|خانه|"
        "דף הבית|ללא כותרת|ホーム|トップページ|無題|無題ドキュメント|首页|首頁|主页|无标题文档|新页面|홈|제목 없음|"
        "trang chủ|beranda|halaman utama|hem|startsida|hjem|forside|etusivu|αρχική|κεντρική σελίδα|domů|"
        "úvod|kezdőlap|acasă"
    ).split("|")
)


@page_rule(
    id="title-vague",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:title-link", "wcag:2.4.2", "act:c4a8a4"],
    wcag=["2.4.2"],
    title="Title says nothing of the page",
    message="The title is only a general word.",
    why=(
        "“Home” or “Untitled” tells nobody what is behind the link, and search engines replace such titles by a guess."
    ),
    fix="Name what the page or the site is about: “Grey cats: care and food” rather than “Home”.",
    fix_developer="Make the title a required field, and fall back to the main heading rather than to a fixed word.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    applies=lambda page: page.is_content and not page.is_signpost and bool(page.facts.title),
    examples=[
        Fails("<title>Home</title>", at=["title"]),
        Fails("<title>Untitled Document</title>", at=["title"]),
        Fails("<title>الصفحة الرئيسية</title>", at=["title"]),
        Fails("<title>无标题文档</title>", at=["title"]),
        Fails('<meta name="robots" content="noindex"><title>Untitled</title>', at=["title"], note="tabs show it too"),
        Passes("<title>Home - Grey Cats of Kent</title>"),
        Passes("<title>Index of birds</title>"),
        Inapplicable("<p>No title</p>"),
    ],
)
def title_vague(page: PageView) -> Iterator[Evidence]:
    """Yield the title where all of it is a general word."""
    title = page.facts.title or ""
    if title.strip(" .!-|").casefold() in _VAGUE:
        severity = None if page.is_indexable else Severity.LOW  # no result shows it; tabs and screen readers do
        message = f"The title is only “{title}”."
        yield page.evidence(page.select_one("title"), message, severity=severity, group=title.casefold())

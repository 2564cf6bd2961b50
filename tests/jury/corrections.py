"""How the barrier of each page is taken away: a few words of its markup changed, everything else left as it is."""

# ruff: noqa: E501 - names of files, and markup, read best in one piece

from __future__ import annotations

Change = tuple[str, str]

_MAIN = "the whole of main"


def style(rules: str) -> Change:
    """A change that adds a style sheet."""
    return "</head>", f"<style>{rules}</style></head>"


CORRECTIONS: dict[str, tuple[Change, ...]] = {
    "buttons-empty-alt-attribute-on-image-button": (('alt=""', 'alt="Send the form"'),),
    "buttons-image-button-has-no-alt-attribute": (("<input src", '<input alt="Send the form" src'),),
    "colour-and-contrast-colour-alone-is-used-to-convey-content": (
        ('"poisonous">Amanita', '"poisonous">Amanita (poisonous)'),
        ('"poisonous">Tylopilus', '"poisonous">Tylopilus (poisonous)'),
        ("The green mushrooms listed here are OK to eat. The red mushrooms will kill you.",
         "Mushrooms marked as poisonous will kill you. The others may be eaten."),
    ),
    "colour-and-contrast-large-text-does-not-have-a-contrast-ratio-of-at-least-31-so-does-not-meet-aa": (
        style(".low-contrast-large-aa { color: #222 !important }"),
    ),
    "colour-and-contrast-small-text-does-not-have-a-contrast-ratio-of-at-least-45-1-so-does-not-meet-aa": (
        style(".low-contrast-small-aa { color: #222 !important }"),
    ),
    "content-content-identified-by-location": (("The artist on the right won", "Taylor Swift won"),),
    "content-content-is-not-organised-into-well-defined-groups-or-chunks-using-headings,-lists,-and-other-visual-mechanisms": (
        ("<p>\n    A key principle", "<h2>Responsible government</h2>\n  <p>\n    A key principle"),
        ("<p>\n    Britain is a constitutional", "<h2>The monarchy</h2>\n  <p>\n    Britain is a constitutional"),
        ("<p>\n    Parliament is split", "<h2>The two houses</h2>\n  <p>\n    Parliament is split"),
        ("<p>\n    Ministers of the Crown", "<h2>Ministers</h2>\n  <p>\n    Ministers of the Crown"),
        ("<p>\n    Since the start", "<h2>The prime minister</h2>\n  <p>\n    Since the start"),
    ),
    "content-plain-language-is-not-used": (
        (_MAIN, "<main><p>This law pays for care. It helps people who have HIV and little money. Big cities get money to "
         "help them. So do states. Some of the money is kept for new ideas.</p></main>"),
    ),
    "css-displaynone-used-to-visually-hide-content-when-it-should-be-available-to-screenreader": (
        ('style="display:none"', 'style="position:absolute;clip:rect(0 0 0 0);width:1px;height:1px;overflow:hidden"'),
    ),
    "css-page-zoom-boxes-that-dont-expand-with-the-text": (
        style(".wont-expand, .wont-expand-box { height: auto !important; overflow: visible !important; "
              "width: auto !important; max-height: none !important }"),
    ),
    "forms-empty-label-found": (('<label for="empty"></label>', '<label for="empty">Town</label>'),),
    "forms-error-messages-no-suggestion-for-corrections-given-e.g.-required-format": (
        ("is not valid", "must have ten digits and begin with 7, such as 7700900258"),
    ),
    "forms-errors-identified-by-colour-only": (
        ("Passport number", "Passport number (error: give the number on page 2, nine digits)"),
        ("Date of expiry", "Date of expiry (error: give a date to come, such as 31 12 2030)"),
    ),
    "forms-field-hint-not-associated-with-input": (
        ('<p class="form-hint">', '<p class="form-hint" id="ni-hint">'),
        ('id="ni-number"', 'id="ni-number" aria-describedby="ni-hint"'),
    ),
    "forms-form-control-that-changes-context-without-warning": (
        ("</select>", '</select> <button type="submit">Change the language</button>'),
        ('class="language-selector"', 'class="languages"'),
    ),
    "forms-group-of-check-boxes-not-enclosed-in-a-fieldset": (
        ("<h4>Which types of waste do you transport regularly?</h4>",
         "<fieldset><legend>Which types of waste do you transport regularly?</legend>"),
        ("</label></form>", "</label></fieldset></form>"),
    ),
    "forms-label-element-with-for-attribute-but-not-matching-id=-attribute-of-form-control": (
        ('<label id="not-matching-anything">', '<label for="label-for-not-matching">'),
    ),
    "forms-left-aligned-form-labels-with-too-much-white-space": (
        style(".too-much-whitespace label { width: auto !important; display: block !important; float: none !important; "
              "margin: 0 !important; padding: 0 !important }"),
    ),
    "forms-non-unique-field-label-found": (
        ('for="x_3">Name', 'for="x_3">First name'), ('for="x_4">Name', 'for="x_4">Family name'),
    ),
    "forms-two-unique-labels-but-identical-for=-attributes": (
        ('<label for="two-labels-day">Date of issue</label>\n', "<fieldset><legend>Date of issue</legend>\n"),
        ("</p></form>", "</p></fieldset></form>"),
    ),
    "frames-iframe-title-attribute-does-not-describe-the-content-or-purpose-of-the-iframe": (
        ('title="Facebook"', 'title="Demonstration page of the tools"'),
    ),
    "headings-headings-not-structured-in-a-hierarchical-manner": (
        ("<h3>Heading 3</h3>", "<h2>Heading 2</h2>"), ("<h5>Heading 5</h5>", "<h3>Heading 3</h3>"),
        ("<h4>Heading 4</h4>", "<h4>Heading 4, below</h4>"),
    ),
    "headings-text-formatting-used-instead-of-an-actual-heading": (
        ('<div class="fake-heading">Fake Heading</div>', "<h2>Real heading</h2>"),
    ),
    "html-deprecated-center-element": (
        ("<center>", '<p style="text-align:center">'), ("</center>", "</p>"),
    ),
    "html-duplicate-id": (('<div id="nav">page nav', '<div id="page-nav">page nav'),),
    "html-inline-style-adds-colour": (
        ('<p style="color: blue;">', '<p class="blue">'), style(".blue { color: #00c }"),
    ),
    "html-object-not-embedded-accessibly-wmode-parameter-not-set-to-window": (('value="transparent"', 'value="window"'),),
    "html-spacer-image-found": (
        ('<img alt="" height="1" src="../assets/test_images/spacer.gif" width="100" />',
         '<span style="margin-left:100px"></span>'),
    ),
    "images-a-distraction-is-present-an-animated-gif": (
        ("animated-tree.gif", "red_panda.jpg"),
        ("Animated gif of a Christmas tree with a toy train round and round the base of the tree", "A red panda on a branch"),
    ),
    "images-image-alt-attribute-contains-image-file-name": (('alt="bbc-blocks-dark.png"', 'alt="BBC"'),),
    "images-image-has-empty-alt-and-non-empty-title": (('alt=""', 'alt="BBC"'), (' title="BBC"', "")),
    "images-image-that-conveys-information-has-inappropriate-alt-text": (('alt="Twitter"', 'alt="BBC"'),),
    "images-image-with-partial-text-alternative": (
        ('alt="25% off sale"', 'alt="25% off sale on selected items in all departments until the end of the month"'),
        ("The text alternative in the alt attribute does not include this information, only a partial \"25% off sale\"",
         "The text alternative includes all of it."),
    ),
    "language-of-content-html-element-has-an-empty-lang-attribute": (('lang=""', 'lang="en"'),),
    "language-of-content-html-element-has-lang-attribute-set-to-wrong-language": (('lang="fr"', 'lang="en"'),),
    "language-of-content-lang-attribute-not-used-to-identify-change-of-language": (
        ('"Allons, Madame plaisante!"', '<span lang="fr">"Allons, Madame plaisante!"</span>'),
    ),
    "language-of-content-lang-attribute-used-to-identify-change-of-language-but-with-wrong-language": (
        ('lang="es"', 'lang="fr"'),
    ),
    "language-of-content-text-language-is-in-the-wrong-direction": ((' dir="rtl"', ""),),
    "links-blank-link-text": (("google.com\"></a>", "google.com\">Search engine</a>"),),
    "links-image-link-alt-text-repeats-text-in-the-link": (('alt="Red Panda"', 'alt=""'),),
    "links-link-contains-only-a-full-stop": (
        ('Visit the GOV.UK website <a href="https://www.gov.uk/">.</a>',
         '<p>Visit the <a href="https://www.gov.uk/">GOV.UK website</a>.</p>'),
    ),
    "links-link-not-clearly-identifiable-and-distinguishable-from-surrounding-text": (
        style(".unobvious-link a:link { text-decoration: underline !important; color: #00c !important }"),
    ),
    "links-link-text-with-identical-title": ((' title="Google"', ""),),
    "links-link-to-a-multimedia-file-no-transcript": (
        ("Watch the interview</a>", 'Watch the interview</a> or <a href="interview.html">read the transcript of the '
         "interview</a>"),
    ),
    "links-link-to-javascript-invalid-hypertext-reference": (
        ("<a href=\"javascript:alert('Hello world!')\">Press me!</a>",
         "<button type=\"button\" onclick=\"alert('Hello world!')\">Press me!</button>"),
    ),
    "links-links-not-separated-by-printable-characters": (
        ('<a href="a.html">Page A</a> <a href="b.html">Page B</a> <a href="c.html">Page C</a>',
         '<ul><li><a href="a.html">Page A</a></li><li><a href="b.html">Page B</a></li><li><a href="c.html">Page C</a></li></ul>'),
        style("li { margin: 12px 0 }"),
    ),
    "links-links-with-the-same-text-go-to-different-pages": (
        ('african-lion/">Lions</a> are', 'african-lion/">African lions</a> are'),
    ),
    "links-uninformative-link-text": ((">Read more</a>", ">Read more about the polar bear</a>"),),
    "lists-improperly-nested-lists": (("<ul>\n<ul>", "<ul><li>outer\n<ul>"), ("</ul>\n</ul>", "</ul></li>\n</ul>")),
    "lists-list-not-marked-up-as-a-list": (
        ("* apple <br/>", "<ul><li>apple</li>"), ("* orange <br/>", "<li>orange</li>"),
        ("* banana <br/>", "<li>banana</li>"), ("* pear", "<li>pear</li></ul>"),
    ),
    "multimedia-embedded-video-file-is-missing-text-alternative": (
        ("</video>", '<track kind="captions" srclang="en" label="English" src="leverage.vtt"></video>'
         '<p><a href="leverage.html">Read the transcript of this video</a></p>'),
    ),
    "navigation-inadequately-sized-clickable-targets-found": (
        style("main a { display: inline-block; min-width: 44px; min-height: 44px }"),
    ),
    "page-title-empty-page-title": (("<title></title>", "<title>Accessibility fails: empty elements and attributes</title>"),),
    "page-title-missing-page-title": (
        ("<head>", "<head><title>Accessibility fails: missing elements and attributes</title>"),
    ),
    "tables-table-has-no-scope-attributes": (
        ("<th>Monday", '<th scope="col">Monday'), ("<th>Saturday", '<th scope="col">Saturday'),
        ("<th>Sunday", '<th scope="col">Sunday'), ("<th>08:00", '<th scope="row">08:00'), ("<th>12:00", '<th scope="row">12:00'),
    ),
    "tables-table-is-missing-a-caption": (("<table>", "<table><caption>Guests and their birthdays</caption>"),),
    "tables-table-nested-within-table": (
        ("<td>Holiday\n<table>\n<tr>\n<th>Item</th>\n<th>Cost</th>\n</tr>\n<tr>\n<td>Accommodation</td>\n<td>£499.99</td>\n"
         "</tr>\n<tr>\n<td>Travel</td>\n<td>£109.99</td>\n</tr>\n</table>\n</td>", "<td>Holiday</td>"),
    ),
    "tables-table-used-for-layout": (
        ("<table>\n<tr>\n<td>", "<div style=\"display:flex\"><div>"), ("</ul></td>\n<td>", "</ul></div>\n<div>"),
        ("</p></td>\n</tr>\n</table>", "</p></div></div>"),
    ),
    "tables-table-with-inconsistent-numbers-of-columns-in-rows": (
        (_MAIN, '<main><table><caption>Requester information</caption><tr><th scope="col">Name</th><th scope="col">Date'
         '</th><th scope="col">Department</th></tr><tr><td>Jon Smith</td><td>9/9/2005</td><td>Customer Service</td></tr>'
         '<tr><td>Ann Brown</td><td>1/2/2006</td><td>Accounts</td></tr></table></main>'),
    ),
    "typography-all-caps-text-found": (
        style(".all-caps { text-transform: none !important }"),
        ("IN ALL CAPITALS", "in all capitals"),
    ),
    "typography-inadequate-line-height-used": (style(".line-height { line-height: 1.5 !important }"),),
    "typography-justified-text-found": (style(".justify { text-align: start !important }"),),
    "typography-marquee-element-found": (("<marquee>", "<p>"), ("</marquee>", "</p>")),
}  # fmt: skip
"""Page (without folder and ending) -> the changes, each of which must find its words."""


def corrected(name: str, html: str) -> str:
    """The page without its barrier. Raises KeyError for an unknown page, ValueError where a change finds nothing."""
    for old, new in CORRECTIONS[name]:
        old = html[html.index("<main>") : html.index("</main>") + len("</main>")] if old == _MAIN else old
        if old not in html:
            raise ValueError(f"{name}: there is no {old[:60]!r} to change")
        html = html.replace(old, new, 1)
    return html

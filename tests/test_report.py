"""The report as a file: safe, whole, offline, the same every time, right in a browser and on paper."""

from __future__ import annotations

import datetime
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner
from pypdf import PdfReader

import honestbroker as hb
from honestbroker.analyses.atlas import atlas
from honestbroker.case.problems import CaseError
from honestbroker.cli import main
from honestbroker.explain.methods import WORKS
from honestbroker.explain.page import mark, pieces, without_marks
from honestbroker.render.document import Report, report
from honestbroker.render.drawing import cut, width_of, wrapped
from honestbroker.render.figures import KINDS, figure
from honestbroker.render.layout import placed
from honestbroker.result.schemas import SCHEMAS

DAY = datetime.date(2026, 11, 23)
ROOT = Path(__file__).resolve().parent.parent
SHIPPED = hb.shipped()

HOSTILE_NAME = (
    '<script>alert(1)</script> & \\"quoted\\" {{ 7*7 }} #set page() $x$ *bold* | _it_ `c`'
)
HOSTILE = f"""
format: honestbroker/1
case: hostile
title: "</title><img src=x onerror=alert(1)> \U0001f9e8 \ue000option a\ue001 \\x07"
question: "'; DROP TABLE cases; -- <!-- ]]> -->"
parties:
  A: {{name: "{HOSTILE_NAME}"}}
  B: {{name: "\u05d4\u05d5\u05d5\u05e2\u05d3\u05d4 \u0627\u0644\u0644\u062c\u0646\u0629"}}
  C: {{name: "\u59d4\u54e1\u6703 \U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"}}
options:
  a: {{by: A, name: "{"long words and more " * 250}"}}
  b: {{by: B, name: "{"x" * 5000}"}}
  c: {{by: C, name: "</svg><script>alert(2)</script>", undo: "javascript:alert(3)", way: forward}}
status_quo: [a]
groups:
  - {{members: [A, B], open: false}}
outcomes:
  all: {{formula: a and b and c, name: "<b onmouseover=alert(4)>all</b>"}}
sources:
  s<1>: {{citation: "<iframe src=//evil.example>", url: "javascript:alert(5)"}}
says_nothing_about: ["<svg onload=alert(6)>", "| a | b |", "- item", "# heading"]
profiles:
  base:
    lists:
      A: [{{id: one, want: b, name: "<a href=javascript:alert(7)>b</a>", cites: "s<1>#P<2>"}}]
      B: [{{id: one, want: a, judged: {{by: "<i>x</i>", sure: low, why: "<u>y</u>"}}}}]
      C: [{{id: one, want: not c}}]
"""


def hostile() -> hb.Case:
    """The hostile case, without what the reader already refuses."""
    text = HOSTILE.replace("s<1>", "s1")
    return hb.in_profile(hb.read_text(text), None)


def made(case: str | hb.Case, language: str = "en") -> Report:
    found = hb.read(case) if isinstance(case, str) else case
    return report(found, language=language, date=DAY)


class Page(HTMLParser):
    """Tags, attributes and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.ends: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


PAGES = [*SHIPPED, "hostile"]


def page_of(name: str, language: str = "en") -> tuple[Report, Page, str]:
    told = made(hostile() if name == "hostile" else name, language)
    html = told.html()
    return told, Page(html), html


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_safe_whole_and_offline(name: str, language: str) -> None:
    told, page, html = page_of(name, language)
    assert len(page.all("script")) == 1
    assert not page.all("iframe")
    assert not page.all("img")
    assert not page.all("link")
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for tag, attributes in page.tags:
        for key, value in attributes.items():
            assert not key.startswith("on"), (tag, key)
            if key in ("href", "src", "xlink:href"):
                assert value is not None
                assert value.startswith("#"), value
                assert value[1:] in ids, value
    assert page.all("html")[0]["lang"] == language
    assert "default-src 'none'" in str(page.all("meta")[2]["content"])
    for svg in page.all("svg"):
        assert svg["role"] == "img"
        assert svg["aria-label"]
    assert "\ue000" not in html
    assert ">None<" not in html
    assert told.story.title in page.words


def test_every_sentence_on_a_statement_leads_to_its_entry() -> None:
    told, page, html = page_of("korea-2017")
    refs = [a for a in page.all("a") if a.get("class") == "ref"]
    assert len(refs) > 150
    entry = told.findings.provenance.entry("statement DPRK: freeze-for-return")
    ref = told.story.refs[entry.key]
    body = html.split(f'id="{ref.anchor}"')[1].split("</div>\n</div>")[0].split('class="entry"')[0]
    for expected in (
        "North Korea, priority 8 of 15",
        "North Korea halts its tests exactly when",
        "d_freeze iff",
        "lz2017",
        "P22",
        "1af89061",
        "confidence medium",
        "honestbroker editors",
        "case.yaml:",
    ):
        assert expected in body, expected
    claims = [a for tag, a in page.tags if tag in ("p", "li", "tr") and "id" in a]
    assert len(claims) > 100


def test_the_answer_gives_no_advice_and_no_probability() -> None:
    words = ("should", "recommend", "ought to strike", "likely to", "probab", "%", "best deal")
    for name in SHIPPED:
        story = made(name).story
        answer = story.chapters[0]
        assert answer.kind == "answer"
        text = " ".join(str(block) for block in answer.blocks).lower()
        assert not [word for word in words if word in text]


def test_chapters_appear_only_when_there_is_something_to_tell() -> None:
    korea = [chapter.id for chapter in made("korea-2017").story.chapters]
    chicken = [chapter.id for chapter in made("chicken").story.chapters]
    assert {"reach", "deals", "silent", "traps"} <= set(korea)
    assert not {"reach", "deals", "silent"} & set(chicken)


def test_facts_name_the_day_the_version_and_the_changes() -> None:
    told = report(hb.read("korea-2017"), changes=["open-channel-us-dprk"], date=DAY)
    facts = dict(told.story.facts)
    assert facts["Date of this report"] == "23 November 2026"
    assert facts["Case and version"] == "korea-2017 1.0"
    assert facts["Information up to"] == "30 November 2017"
    assert "have a working channel" in facts["Changes made"]
    assert "3 unsourced" in facts["Rests on"]
    later = report(hb.read("korea-2017"), "2018H1", date=DAY)
    assert "after the event" in dict(later.story.facts)["Profile"]


def test_the_same_report_is_the_same_file() -> None:
    for form in ("html", "md", "json", "pdf"):
        assert made("elmira-1991").written(form) == made("elmira-1991").written(form), form
    with pytest.raises(CaseError, match="no format"):
        made("chicken").written("docx")


# --- PDF -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_pdf_has_the_words_in_it(name: str, tmp_path: Path) -> None:
    told = made(hostile() if name == "hostile" else name, "vi")
    path = tmp_path / "report.pdf"
    told.save(path)
    reader = PdfReader(path)
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Câu trả lời và điều kiện của nó" in text
    assert "Mục lục" in text
    assert f"Trang 1 / {len(reader.pages)}" in text
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in (page["/Resources"].get("/Font") or {}).values()
    }
    assert any("NotoSans" in font for font in fonts)
    if name != "hostile":
        assert all("NotoSans" in font for font in fonts), fonts
        assert len(reader.outline) >= 8


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="needs poppler-utils")
def test_pdf_pages_are_drawn_within_their_margins(tmp_path: Path) -> None:
    """No page is blank, and nothing is printed on the outermost centimetre."""
    path = tmp_path / "report.pdf"
    report(hb.read("korea-2017"), language="vi", date=DAY).save(path)
    subprocess.run(["pdftoppm", "-r", "50", "-gray", path, tmp_path / "page"], check=True)
    drawn = sorted(tmp_path.glob("page-*.pgm"))
    assert len(drawn) == len(PdfReader(path).pages)
    for image in drawn:
        _, size, _, pixels = image.read_bytes().split(b"\n", 3)
        width, height = map(int, size.split())
        rows = [pixels[y * width : (y + 1) * width] for y in range(height)]
        assert sum(value < 128 for row in rows for value in row) > 100, image.name
        edge = 18  # pixels: 0.9 cm
        for row in rows:
            assert min(row[:edge]) > 200, image.name
            assert min(row[-edge:]) > 200, image.name


# --- Markdown and JSON ---------------------------------------------------------------------------


def test_markdown_stays_text() -> None:
    told = made(hostile()).markdown()
    bare = re.sub(r'<a id="[\w-]+"></a>', "", told)
    assert not re.search(r"(?<!\\)<", bare)
    assert r"\<script\>" in told
    assert "](javascript" not in told
    lines = told.splitlines()
    assert sum(line.startswith("# ") for line in lines) == 1
    widths = {line.count(" | ") for line in lines if line.startswith("| Party")}
    assert widths
    korea = made("korea-2017").markdown()
    for anchor in re.findall(r"\]\(#([\w-]+)\)", korea):
        assert f'<a id="{anchor}">' in korea


@pytest.mark.parametrize("name", SHIPPED)
def test_json_follows_its_schemas(name: str) -> None:
    told = json.loads(made(name).written("json"))
    for kind in ("report", "overview", "stability", "atlas", "provenance"):
        document = told if kind == "report" else told[kind]
        jsonschema.Draft202012Validator(SCHEMAS[kind]).validate(document)
        assert document["kind"] == kind


def test_works_cited_are_those_of_the_bibliography() -> None:
    bibliography = (ROOT / "docs" / "bibliography.bib").read_text(encoding="utf-8")
    for key, citation in WORKS.items():
        entry = bibliography.split(f"{{{key},")[1].split("\n}\n")[0]
        year = re.search(r"year\s*=\s*\{(\d+)\}", entry)
        title = re.search(r"title\s*=\s*\{(.*)\},", entry)
        assert year
        assert year[1] in citation
        assert title
        assert re.sub(r"[{}]", "", title[1]).lower() in citation.lower()
    for name in SHIPPED:
        sources = made(name).story.chapters[-1]
        assert "Fang, L." in str(sources)


# --- pictures ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_has_words_and_says_nothing_else(name: str, kind: str) -> None:
    case = hb.in_profile(hb.read(name), None)
    if kind == "path" and case.status_quo is None:
        with pytest.raises(CaseError, match="no path leads"):
            figure(case, kind)
        return
    drawn = figure(case, kind, language="vi")
    assert drawn._repr_svg_() == drawn.svg
    assert drawn.title
    assert drawn.text
    page = Page(drawn.svg)
    allowed = {"svg", "title", "desc", "rect", "circle", "polygon", "path", "text"}
    assert {tag for tag, _ in page.tags} <= allowed
    assert figure(case, kind, language="vi").svg == drawn.svg
    width, height = (float(n) for n in page.all("svg")[0]["viewbox"].split()[2:])
    for box in page.all("rect"):
        assert -12 <= float(box["x"]) <= width
        assert float(box["x"]) + float(box["width"]) <= width + 1
        assert float(box["y"]) + float(box["height"]) <= height + 1


def test_states_on_a_map_do_not_touch() -> None:
    for name in SHIPPED:
        drawn = figure(hb.in_profile(hb.read(name), None), "map")
        boxes = [
            tuple(float(box[key]) for key in ("x", "y", "width", "height"))
            for box in Page(drawn.svg).all("rect")
            if box.get("class") == "node" and float(box["width"]) > 100
        ]
        for place, (x, y, w, h) in enumerate(boxes):
            for ox, oy, ow, oh in boxes[place + 1 :]:
                assert x + w <= ox or ox + ow <= x or y + h <= oy or oy + oh <= y


def test_a_picture_of_nothing_known_is_refused() -> None:
    case = hb.in_profile(hb.read("elmira-1991"), None)
    with pytest.raises(CaseError, match="no picture"):
        figure(case, "maps")
    with pytest.raises(CaseError, match="no path leads to state 99"):
        figure(case, "path", state=99)
    with pytest.raises(ValueError, match="give its case"):
        figure(atlas(case), "map")
    assert figure(atlas(case), "orders", case=case).svg == figure(case, "orders").svg


def test_a_limit_leaves_out_the_least_important() -> None:
    case = hb.in_profile(hb.read("korea-2017"), None)
    full, some = atlas(case), atlas(case, limit=9)
    assert [p.state.id for p in some.points] == [p.state.id for p in full.points][:9]
    assert some.left_out == len(full.points) - 9
    told = figure(some, "map", case=case).text
    assert f"{some.left_out} more states that matter are left out." in told


def test_layout_keeps_points_apart_and_repeats_itself() -> None:
    arrows = [(0, 1), (0, 2), (1, 3), (2, 3), (0, 4), (4, 5), (5, 6), (0, 6), (6, 1)]
    places, ways = placed(range(7), arrows, 10, 4)
    assert placed(range(7), arrows, 10, 4) == (places, ways)
    for a, (x, layer) in places.items():
        for b, (other, below) in places.items():
            assert a == b or layer != below or abs(x - other) >= 10 - 1e-9
    assert set(ways) == set(arrows)


def test_text_is_measured_cut_and_wrapped() -> None:
    assert width_of("", 10) == 0
    assert cut("short", 1000, 10) == "short"
    assert cut("x" * 5000, 100, 10).endswith("…")
    lines = wrapped("word " * 1000, 100, 10, lines=3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert all(width_of(line, 10) <= 100 for line in lines)
    assert wrapped("", 100, 10) == ()


def test_marks_are_never_taken_from_a_case() -> None:
    assert pieces("a" + mark("x\ue001y") + "b") == (("text", "a"), ("ref", "xy"), ("text", "b"))
    assert without_marks("It holds " + mark("k") + ".") == "It holds."


# --- in a browser --------------------------------------------------------------------------------

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

PROBE = """<script>
window.addEventListener("load", function () {
  var root = document.scrollingElement, wide = [], outside = [];
  document.querySelectorAll("body *").forEach(function (e) {
    if (!e.closest(".scroll") && !e.closest("svg") && e.getClientRects().length
        && e.getBoundingClientRect().right > root.clientWidth + 1 && !e.matches(".skip")) {
      wide.push(e.tagName + "." + e.className);
    }
  });
  document.querySelectorAll("svg text").forEach(function (e) {
    var box = e.getBBox(), view = e.ownerSVGElement.viewBox.baseVal;
    if (box.x < -1 || box.x + box.width > view.width + 1 || box.y + box.height > view.height + 1) {
      outside.push(e.textContent);
    }
  });
  var levels = [].map.call(document.querySelectorAll("h1, h2, h3, h4"), function (e) {
    return +e.tagName[1];
  });
  var focus = [].filter.call(document.querySelectorAll("a, button, summary, [tabindex]"), function (e) {
    return e.tabIndex < 0 || (!e.textContent.trim() && !e.getAttribute("aria-label"));
  });
  document.title = "probe " + JSON.stringify({
    errors: window.wrong || [], overflow: root.scrollWidth - root.clientWidth,
    wide: wide.slice(0, 5), outside: outside.slice(0, 5),
    jumps: levels.filter(function (level, k) { return k && level > levels[k - 1] + 1; }).length,
    first: levels[0], nameless: focus.length,
    landmarks: ["header", "main", "nav", "footer"].filter(function (tag) {
      return document.querySelectorAll("body > " + tag + ", main > " + tag).length !== 1; }),
    paper: getComputedStyle(document.body).backgroundColor,
    tools: !document.querySelector(".tools").hidden });
});
</script>"""
WATCH = "<script>window.wrong=[];window.onerror=function(m){window.wrong.push(m)};</script>"
PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(21, 24, 28)"}


def browsed(html: str, folder: Path, *, width: int, dark: bool = False) -> dict:
    """What a browser makes of a page."""
    assert "script-src 'sha256-" in html
    # the page as it is, but for the probe, which its policy would not let run
    html = re.sub(r"script-src 'sha256-[^']+'", "script-src 'unsafe-inline'", html)
    html = html.replace("<body>", f"<body>{WATCH}", 1).replace("</body>", f"{PROBE}</body>", 1)
    (folder / "page.html").write_text(html, encoding="utf-8")
    frame = f'<iframe src="page.html" style="width:{width}px;height:900px;border:0"></iframe>'
    frame += """<script>onload = function () { setTimeout(function () {
      document.title = frames[0].document.title; document.body.textContent = document.title;
    }, 300); }</script>"""
    (folder / "frame.html").write_text(f"<body>{frame}</body>", encoding="utf-8")
    done = subprocess.run(
        [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
            f"--user-data-dir={folder / 'profile'}", "--window-size=1400,1000",
            f"--blink-settings=preferredColorScheme={0 if dark else 1}",
            "--virtual-time-budget=5000", "--dump-dom", f"file://{folder}/frame.html",
        ],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    found = re.search(r"<body>probe (\{.*?\})</body>", done.stdout)
    assert found, done.stdout[-500:]
    seen = found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return json.loads(seen)


@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
@pytest.mark.parametrize(
    ("name", "language", "width", "light"),
    [
        ("korea-2017", "vi", 390, "light"),
        ("korea-2017", "en", 1280, "dark"),
        ("hostile", "vi", 390, "dark"),
        ("hostile", "en", 1280, "light"),
        ("camp-david-1978", "vi", 390, "light"),
    ],
)
def test_a_browser_shows_it_without_error_or_overflow(
    name: str, language: str, width: int, light: str, tmp_path: Path
) -> None:
    html = made(hostile() if name == "hostile" else name, language).html()
    seen = browsed(html, tmp_path, width=width, dark=light == "dark")
    assert seen["errors"] == []
    assert seen["wide"] == []
    assert seen["outside"] == []
    assert seen["overflow"] <= 0
    assert seen["tools"]
    assert seen["paper"] == PAPER[light]
    # for those who hear it, or use no mouse
    assert (seen["first"], seen["jumps"]) == (1, 0)
    assert seen["nameless"] == 0
    assert seen["landmarks"] == []


@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
def test_the_probe_notices_what_is_wrong(tmp_path: Path) -> None:
    html = made("chicken").html()
    wide = '<p style="width:900px">x</p><h2>a</h2><h4>jump</h4><a href="#x"></a>'
    html = html.replace("</main>", f"{wide}</main>")
    html = html.replace("</svg>", '<text x="9000" y="10">x</text></svg>', 1)
    html = html.replace("</body>", "<script>nothing.there()</script></body>", 1)
    seen = browsed(html, tmp_path, width=390)
    assert seen["errors"]
    assert seen["wide"]
    assert seen["outside"] == ["x"]
    assert (seen["jumps"], seen["nameless"]) == (1, 1)


@pytest.mark.parametrize("name", PAGES)
def test_scripts_of_the_world_stay_readable(name: str, tmp_path: Path) -> None:
    """Names from right to left are kept apart, in a page that reads from left to right."""
    told, page, html = page_of(name)
    assert page.all("html")[0].get("dir") in (None, "ltr")
    for tag, attributes in page.tags:
        if tag in ("p", "li"):
            assert attributes.get("dir") != "auto" or attributes.get("class") == "question"
    if name == "hostile":
        assert "\u2068\u05d4" in html
        text = told.markdown()
        assert "\u59d4\u54e1\u6703" in text
        assert "\U0001f468\u200d\U0001f469" in text


# --- the command line ----------------------------------------------------------------------------


def test_report_from_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    call = ["report", "elmira-1991", "--date", "2026-11-23"]
    for name in ("a.html", "a.pdf", "a.md", "a.json"):
        result = runner.invoke(main, [*call, "-o", name])
        assert result.exit_code == 0, result.output
        assert Path(name).stat().st_size > 1000
    assert Path("a.pdf").read_bytes().startswith(b"%PDF")
    again = runner.invoke(main, [*call, "-o", "a.html"])
    assert again.exit_code == 1
    assert "is there already" in again.output
    assert runner.invoke(main, [*call, "-o", "a.html", "--force"]).exit_code == 0
    assert runner.invoke(main, call).exit_code == 0
    assert Path("elmira-1991-base.html").exists()
    printed = runner.invoke(main, [*call, "-o", "-", "--format", "md", "--language", "vi"])
    assert "Câu trả lời" in printed.output
    assert json.loads(runner.invoke(main, [*call, "--json"]).stdout)["kind"] == "report"
    assert runner.invoke(main, [*call[:2], "--date", "tomorrow"]).exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 0, "Sources"),
        (("DPRK: guarantee",), 0, "db9705e4"),
        (("d_freeze",), 0, "halt nuclear and missile tests"),
        (("guarantee",), 1, "did you mean"),
        (("--source", "lz2017"), 0, "items rest on it"),
        (("--source", "lz2018"), 1, "did you mean 'lz2017'?"),
        (("--unsourced",), 0, "this is unsourced"),
        (("d_freeze", "--unsourced"), 2, "give one of"),
    ],
)
def test_provenance_from_the_command_line(
    arguments: tuple[str, ...], code: int, words: str
) -> None:
    result = CliRunner().invoke(main, ["provenance", "korea-2017", *arguments])
    assert result.exit_code == code, result.output
    assert words in result.output
    if code == 0:
        told = json.loads(
            CliRunner().invoke(main, ["provenance", "korea-2017", *arguments, "--json"]).stdout
        )
        jsonschema.Draft202012Validator(SCHEMAS["provenance"]).validate(told)
        assert told["entries"]

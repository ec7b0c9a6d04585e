import base64
import hashlib
import json
import re
import stat
from pathlib import Path

from tests.evals.lines import CELL, OTHER, reply_line, run_of
from tests.evals.test_tally import LINES
from tests.reports.pages import Seen

from leanin.evals import report
from leanin.evals.lines import Line
from leanin.evals.page import page, write_page
from leanin.evals.page_picks import Picked, pick


def html_of(folder: Path, lines: list[Line], *cells: object) -> str:
    run = run_of(folder / "run", lines, *(cells or [CELL]), units=len(lines))
    manifest = run.manifest()
    path = write_page(run, manifest, pick(run.lines()), report.figures(manifest, run.lines()))
    return path.read_text(encoding="utf-8")


def data_of(html: str) -> dict[str, list[dict[str, object]]]:
    found = re.search(r'<script type="application/json" id="results-data">(.*?)</script>', html, re.DOTALL)
    assert found
    data: dict[str, list[dict[str, object]]] = json.loads(found[1])
    return data


def test_it_holds_the_run_and_asks_nothing_of_anybody(tmp_path: Path) -> None:
    html = html_of(tmp_path, LINES)
    assert stat.S_IMODE((tmp_path / "run" / "report.html").stat().st_mode) == 0o600
    seen = Seen(html)
    assert not {"link", "img", "iframe", "object", "base"} & set(seen.elements)
    assert not [found for found in seen.attributes if found[1] in ("src", "srcset", "style", "onclick", "action")]
    assert all(value.startswith("#") for _, name, value in seen.attributes if name == "href")
    assert "url(" not in html and "@import" not in html
    assert len(data_of(html)["rows"]) == len(LINES)
    assert "What was run" in seen.text and "Items, SHA-256" in seen.text


def test_its_policy_names_its_own_style_and_script_alone(tmp_path: Path) -> None:
    html = html_of(tmp_path, LINES)
    (policy,) = [value for tag, _, value in Seen(html).attributes if tag == "meta" and "-src" in value]
    assert policy.startswith("default-src 'none'; ")
    for inside, directive in ((r"<style>(.*?)</style>", "style-src"), (r"<script>(.*?)</script>", "script-src")):
        found = re.search(inside, html, re.DOTALL)
        assert found
        digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy


def test_what_somebody_said_stays_text(tmp_path: Path) -> None:
    said = "</script><script>alert(1)</script><!-- \u2028 {{ 7 * 7 }}"
    line = reply_line(said, situation=said)
    reply = line.result.reply.model_copy(update={"reply": said, "client": said, "why": said})
    html = html_of(tmp_path, [line.model_copy(update={"result": line.result.model_copy(update={"reply": reply})})])
    assert "alert(1)</script>" not in html and html.count("</script>") == html.count("<script") == 2
    (item,) = data_of(html)["items"]
    assert item["reply"] == said.replace("\u2028", "�")


def test_it_can_be_read_without_a_script_and_without_seeing(tmp_path: Path) -> None:
    seen = Seen(html_of(tmp_path, [*LINES, reply_line(cell=OTHER)], CELL, OTHER))
    assert {"main", "header", "footer", "caption", "noscript", "h1", "h2", "h3"} <= set(seen.elements)
    assert seen.elements.count("h1") == 1 and ("html", "lang", "en") in seen.attributes
    assert "Agreement with the labels" in seen.text and "leanin eval read run" in seen.text
    ids = [value for _, name, value in seen.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {value for _, name, value in seen.attributes if name == "aria-labelledby"} <= set(ids)
    places = {value[1:] for _, name, value in seen.attributes if name == "href" and "=" not in value}
    assert places <= set(ids) and {"cell-1", "cell-2"} <= places
    assert all(value in ("col", "row") for tag, name, value in seen.attributes if tag == "th" and name == "scope")


def test_a_page_that_holds_a_part_says_so(tmp_path: Path) -> None:
    lines = [reply_line(f"r{n}") for n in range(9)]
    run = run_of(tmp_path / "run", lines, CELL, units=12)
    data = report.figures(run.manifest(), run.lines())

    def seen(picked: Picked) -> str:
        return " ".join(Seen("".join(page(run.manifest(), picked, data))).text.split())

    text = seen(pick(run.lines(), most=4, at_least_agreeing=2))
    assert "This page holds 4 of the run's 9 results" in text
    assert "9 of 12 results: 9 as they should be" in text and "The run isn't whole yet." in text
    assert "This page holds" not in seen(pick(run.lines()))

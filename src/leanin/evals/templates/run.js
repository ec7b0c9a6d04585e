/* The list of results: filters and order live in the address, so that a link shows the same list again. */
(() => {
  const data = JSON.parse(document.getElementById("results-data").textContent);
  const { items, rows } = data;
  const AT_ONCE = 100;
  const STEPS = Object.keys(data.steps);
  const form = document.getElementById("filters");
  const fields = Array.from(form.elements).filter((field) => field.name);
  const body = document.getElementById("rows");
  const count = document.getElementById("count");
  const more = document.getElementById("more");
  const several = (values) => new Set(values).size > 1;
  let wanted = new URLSearchParams();
  let found = [];
  let shown = 0;

  const item = (row) => items[row.item];
  const grades = (row) =>
    [row.grade, row.second, ...(row.turns || []).map((turn) => turn.grade)].filter(Boolean);
  const expected = (row) => item(row).levels || (row.honest && row.honest.levels) || null;
  const joined = (levels) => (levels ? levels.join("/") : "");
  const given = (row) => row.states
    ? `${row.states[0][3]} → ${row.states.at(-1)[3]}`
    : [row.grade, row.second].filter(Boolean).map((grade) => joined(grade.levels)).join(" · ");

  const COLUMNS = [
    { name: "id", title: "Id", value: (row) => String(item(row).id) },
    { name: "kind", title: "Kind", value: (row) => [item(row).kind, item(row).of].filter(Boolean).join(": ").replaceAll("_", " "), only: several(items.map((one) => one.kind + one.of)) },
    { name: "cell", title: "Cell", value: (row) => row.cell, only: several(rows.map((row) => row.cell)) },
    { name: "epoch", title: "Epoch", value: (row) => row.epoch, only: several(rows.map((row) => row.epoch)) },
    { name: "seed", title: "Seed", value: (row) => row.seed ?? "", only: several(rows.map((row) => row.seed).filter(Boolean)) },
    { name: "group", title: "Situation", value: (row) => row.group || "" },
    { name: "labelled", title: "Labelled", value: (row) => joined(expected(row)) },
    { name: "given", title: "Given", value: given },
    { name: "differs", title: "Differs in", value: (row) => (row.differs || []).join("; "), order: (row) => (row.differs || []).length },
    { name: "verdict", title: "Verdict", value: (row) => row.fault || row.verdict },
    { name: "seconds", title: "Seconds", value: (row) => row.seconds || 0 },
  ].filter((column) => column.only !== false);

  const texts = (value) => (value && typeof value === "object" ? Object.values(value).map(texts).join(" ") : String(value));
  const words = new Map();
  const wordsOf = (row) => {
    if (!words.has(row)) words.set(row, texts([item(row), row]).toLowerCase());
    return words.get(row);
  };

  const levelTest = (step, labelled, level) => {
    const places = step ? [STEPS.indexOf(step)] : STEPS.map((_, place) => place);
    return (row) => {
      const should = expected(row);
      return places.some((place) =>
        (!labelled || (should && String(should[place]) === labelled)) &&
        (!level || grades(row).some((grade) => String(grade.levels[place]) === level)) &&
        (labelled || level || (should && grades(row).some((grade) => grade.levels[place] !== should[place]))));
    };
  };

  const trapTest = (trap, how) => (row) => {
    const labels = (item(row).traps || []).includes(trap);
    const finds = grades(row).some((grade) => (grade.traps || []).includes(trap));
    const graded = grades(row).length > 0;
    if (how === "labelled") return labels && graded;
    if (how === "found") return finds;
    if (how === "missed") return labels && graded && !finds;
    if (how === "wrong") return finds && !labels && item(row).kind === "replies";
    return labels || finds;
  };

  /* What each filter asks of a row; those that belong together are asked once. */
  const tests = () => {
    const of = (name) => wanted.get(name) || "";
    const asked = [];
    if (of("cell")) asked.push((row) => row.cell === of("cell"));
    if (of("kind")) asked.push((row) => item(row).kind === of("kind"));
    if (of("of")) asked.push((row) => item(row).of === of("of"));
    if (of("group")) asked.push((row) => row.group === of("group"));
    if (of("verdict")) asked.push((row) => row.verdict === of("verdict"));
    if (of("id")) asked.push((row) => String(item(row).id) === of("id"));
    if (of("step") || of("labelled") || of("given")) asked.push(levelTest(of("step"), of("labelled"), of("given")));
    if (of("trap")) asked.push(trapTest(of("trap"), of("how")));
    for (const word of of("q").toLowerCase().split(/\s+/).filter(Boolean)) {
      asked.push((row) => wordsOf(row).includes(word));
    }
    return asked;
  };

  const compare = (left, right) =>
    typeof left === "number" && typeof right === "number"
      ? left - right
      : String(left).localeCompare(String(right), "en", { numeric: true });

  const pick = () => {
    const asked = tests();
    found = rows.filter((row) => asked.every((test) => test(row)));
    const column = COLUMNS.find((one) => one.name === wanted.get("sort"));
    if (column) {
      const sign = wanted.get("dir") === "down" ? -1 : 1;
      const value = column.order || column.value;
      found.sort((left, right) => sign * compare(value(left), value(right)));
    }
  };

  const line = (row) => {
    const id = make("button", { type: "button", class: "open", "aria-expanded": "false" }, String(item(row).id));
    const cells = COLUMNS.slice(1).map((column) => {
      const style = column.name === "verdict" ? { class: `verdict-${row.verdict}` } : {};
      return make("td", style, String(column.value(row)));
    });
    const element = make("tr", {}, make("th", { scope: "row" }, id), ...cells);
    id.addEventListener("click", () => toggle(row, element, id));
    return element;
  };

  const toggle = (row, element, button) => {
    const open = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!open));
    element.classList.toggle("opened", !open);
    if (open) {
      element.nextElementSibling.remove();
      if (wanted.get("open") === row.key) remember("open", "");
    } else {
      element.after(make("tr", { class: "read" }, make("td", { colspan: COLUMNS.length }, reading(data, row))));
      remember("open", row.key);
    }
  };

  const showMore = (upTo) => {
    const next = found.slice(shown, upTo);
    body.append(...next.map(line));
    shown += next.length;
    more.hidden = shown >= found.length;
    more.textContent = `Show ${Math.min(AT_ONCE, found.length - shown)} more of ${(found.length - shown).toLocaleString("en")}`;
  };

  const show = () => {
    pick();
    body.replaceChildren();
    shown = 0;
    const open = found.findIndex((row) => row.key === wanted.get("open"));
    showMore(Math.max(AT_ONCE, open + 1));
    const part = rows.length < data.total ? ` held here, of ${data.total.toLocaleString("en")} in the run` : "";
    const strange = fields.filter((field) => field.tagName === "SELECT" && (wanted.get(field.name) || "") !== field.value)
      .map((field) => `; nothing here has the ${field.name} “${wanted.get(field.name)}”`);
    count.textContent = `${found.length.toLocaleString("en")} of ${rows.length.toLocaleString("en")} results${part}${strange.join("")}`;
    for (const head of document.querySelectorAll("#heads th")) {
      const sorted = head.dataset.name === wanted.get("sort");
      const down = wanted.get("dir") === "down";
      head.setAttribute("aria-sort", sorted ? (down ? "descending" : "ascending") : "none");
      head.firstChild.textContent = head.dataset.title + (sorted ? (down ? " ▼" : " ▲") : "");
    }
    if (open >= 0) body.children[open].querySelector("button").click();
  };

  /* Keep the state in the address, without a step in the browser's history for every letter typed. */
  const remember = (name, value) => {
    if (value) wanted.set(name, value);
    else wanted.delete(name);
    history.replaceState(null, "", wanted.size ? `#${wanted}` : "#results");
  };

  /* Any link within the page that names filters sets all of them; other fragments are places in the page. */
  const follow = (jump) => {
    const fragment = location.hash.slice(1);
    if (!fragment.includes("=")) return;
    wanted = new URLSearchParams(fragment);
    for (const field of fields) {
      field.value = wanted.get(field.name) || "";
      if (field.tagName === "SELECT" && field.selectedIndex < 0) field.value = "";
    }
    show();
    if (jump) {
      const title = document.getElementById("results-title");
      title.focus({ preventScroll: true });
      title.scrollIntoView();
    }
  };

  const fill = (name, values, titles = (value) => value) => {
    const field = form.elements[name];
    field.append(...values.map((value) => make("option", { value }, titles(value))));
    field.parentElement.hidden = values.length < 2;
  };
  const distinct = (values) => Array.from(new Set(values.filter(Boolean)));

  fill("cell", distinct(rows.map((row) => row.cell)));
  fill("kind", distinct(items.map((one) => one.kind)));
  fill("of", distinct(items.map((one) => one.of)).sort(), (value) => value.replaceAll("_", " "));
  fill("group", distinct(rows.map((row) => row.group)).sort());
  fill("step", STEPS, (step) => data.steps[step]);
  fill("trap", Object.keys(data.traps), (trap) => data.traps[trap]);
  for (const column of COLUMNS) {
    const button = make("button", { type: "button" }, column.title);
    button.addEventListener("click", () => {
      const again = wanted.get("sort") === column.name;
      remember("dir", again && wanted.get("dir") !== "down" ? "down" : "");
      remember("sort", column.name);
      show();
    });
    const head = make("th", { scope: "col", "data-name": column.name, "data-title": column.title }, button);
    document.getElementById("heads").append(head);
  }

  let waiting = 0;
  form.addEventListener("input", (event) => {
    remember(event.target.name, event.target.value.trim());
    remember("open", "");
    clearTimeout(waiting);
    waiting = setTimeout(show, event.target.name === "q" ? 150 : 0);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("clear").addEventListener("click", () => {
    wanted = new URLSearchParams();
    form.reset();
    remember("open", "");
    show();
  });
  more.addEventListener("click", () => {
    const first = shown;
    showMore(shown + AT_ONCE);
    body.querySelectorAll("tr:not(.read) .open")[first]?.focus();
  });
  /* Up and down go from result to result, as in a list. */
  body.addEventListener("keydown", (event) => {
    if ((event.key !== "ArrowDown" && event.key !== "ArrowUp") || !event.target.classList.contains("open")) return;
    const all = Array.from(body.querySelectorAll(".open"));
    all[all.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    event.preventDefault();
  });
  window.addEventListener("beforeprint", () => document.querySelector("details").setAttribute("open", ""));
  window.addEventListener("hashchange", () => follow(true));
  document.getElementById("list").hidden = false;
  if (location.hash.includes("=")) follow(true);
  else show();
})();

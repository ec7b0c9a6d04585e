"use strict";
/* One result in full, as elements. Everything that somebody said is put in as text, never as markup. */
const make = (tag, options = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
};

const reading = (() => {
  const NUMERALS = ["①", "②", "③"];
  const SHAPES = ["○ absent", "◐ partial", "● full"];
  const MEASURES = ["trust", "tension", "candour"];

  const said = (who, words, style) =>
    make("div", { class: style }, make("p", { class: "who" }, who), make("p", { class: "words" }, words));

  /* The reply in pieces: a mark holds how many characters, for what, and the sign behind them. */
  const marked = (who, reply, grade) => {
    const words = make("p", { class: "words" });
    const letters = Array.from(reply);
    let start = 0;
    for (const [length, styles, signs] of (grade && grade.marks) || [[letters.length, "", ""]]) {
      const text = letters.slice(start, start + length).join("");
      words.append(styles ? make("mark", { class: styles }, text) : text);
      if (signs) words.append(make("span", { class: "sign" }, signs));
      start += length;
    }
    return make("div", { class: "own" }, make("p", { class: "who" }, who), words);
  };

  const level = (levels, uncalled, step) => {
    if (!levels) return "–";
    if ((uncalled || []).includes(step)) return `– not called for (${levels[step]})`;
    return SHAPES[levels[step]];
  };

  const shade = (levels, uncalled, step) =>
    (levels && !(uncalled || []).includes(step) ? `level${levels[step]}` : "soft");

  /* Levels side by side: each column is [title, levels, uncalled]; notes are the last one's reasons. */
  const levelsTable = (data, columns, notes) => {
    const head = make("tr", {}, make("td"), ...columns.map(([title]) => make("th", { scope: "col" }, title)));
    if (notes) head.append(make("th", { scope: "col" }, "Reason"));
    const body = Object.values(data.steps).map((title, step) => {
      const cells = columns.map(([, levels, uncalled]) =>
        make("td", { class: shade(levels, uncalled, step) }, level(levels, uncalled, step)));
      const row = make("tr", {}, make("th", { scope: "row" }, `${NUMERALS[step]} ${title}`), ...cells);
      if (notes) row.append(make("td", {}, notes[step] || ""));
      return row;
    });
    return make("table", {}, make("thead", {}, head), make("tbody", {}, ...body));
  };

  const trapNames = (data, traps) => (traps || []).map((trap) => data.traps[trap] || trap).join(", ") || "none";

  const trapLines = (data, grade) => (grade.traps || []).map((trap) => {
    const words = (grade.words || {})[trap];
    return make("p", { class: "trapped" }, `✕ ${data.traps[trap] || trap}${words ? `: “${words}”` : ""}`);
  });

  const tip = (grade) => (grade && grade.tip ? [make("p", { class: "soft small" }, `→ ${grade.tip}`)] : []);

  const past = (history) => (history || []).flatMap(([client, reply]) =>
    [said("Before, client", client, "client soft"), said("Before, trainee", reply, "own soft")]);

  const scene = (item) => [
    ...past(item.history),
    item.client ? said("Client", item.client, "client") : "",
    item.concern ? make("p", { class: "soft" }, `Beneath the words: ${item.concern}`) : "",
    item.therapist ? make("p", { class: "soft small" }, `The therapist: ${item.therapist}`) : "",
  ];

  const reply = (data, item, row) => {
    const grade = row.grade || null;
    const columns = item.levels ? [["Labelled", item.levels, item.uncalled]] : [];
    if (grade) columns.push(["Given", grade.levels, grade.uncalled]);
    return [
      ...scene(item),
      marked("Trainee", item.reply, grade),
      levelsTable(data, columns, grade && (grade.notes || [])),
      item.levels ? make("p", {}, `Traps labelled: ${trapNames(data, item.traps)}. Found: ${grade ? trapNames(data, grade.traps) : "–"}.`) : "",
      item.coded ? make("p", {}, `Coded: ${item.coded.join(", ").replaceAll("_", " ") || "nothing"}.`) : "",
      ...(grade ? trapLines(data, grade) : []),
      ...tip(grade),
    ];
  };

  const injection = (data, item, row) => [
    ...scene(item),
    marked("Trainee, the whole", item.reply, row.grade),
    marked("The honest remainder", item.remainder || "(nothing)", item.remainder ? row.honest : null),
    levelsTable(data, [["Remainder", row.honest && row.honest.levels], ["Whole", row.grade && row.grade.levels]],
      row.grade && (row.grade.notes || [])),
    ...(row.grade ? trapLines(data, row.grade) : []),
  ];

  const pair = (data, item, row) => [
    ...scene(item),
    make("p", { class: "soft" }, `Differ in: ${item.about}`),
    marked("First", item.reply, row.grade),
    ...past(item.later),
    marked("Second", item.second, row.second),
    levelsTable(data, [["Deserved", item.levels], ["First", row.grade && row.grade.levels],
      ["Second", row.second && row.second.levels]], row.second && (row.second.notes || [])),
    make("p", {}, `Traps, first: ${trapNames(data, row.grade && row.grade.traps)}; second: ${trapNames(data, row.second && row.second.traps)}.`),
  ];

  const curve = (states, measure) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const values = states.map((state) => state[measure]);
    svg.setAttribute("viewBox", "0 0 220 70");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", `${MEASURES[measure]}: ${values.join(", ")}`);
    const line = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
    line.setAttribute("class", "curve");
    const across = 204 / Math.max(1, values.length - 1);
    line.setAttribute("points", values.map((value, place) => `${8 + place * across},${64 - value * 0.58}`).join(" "));
    const base = document.createElementNS("http://www.w3.org/2000/svg", "line");
    for (const [name, value] of [["class", "grid"], ["x1", 4], ["x2", 216], ["y1", 66], ["y2", 66]]) base.setAttribute(name, value);
    svg.append(base, line);
    return make("figure", {}, svg, make("figcaption", {}, `${MEASURES[measure]} ${values[0]} → ${values.at(-1)}`));
  };

  const stands = (state) => `${state[3]}: ${MEASURES.map((name, place) => `${name} ${state[place]}`).join(", ")}`;

  const turn = (data, one, place) => make("article", { class: "turn" },
    make("h4", {}, `Reply ${place + 1}`),
    place ? "" : said("Client", one.client, "client"),
    marked("Trainee", one.reply, one.grade),
    one.grade ? levelsTable(data, [["Given", one.grade.levels, one.grade.uncalled]], one.grade.notes || [])
      : make("p", { class: "trapped" }, "No grade."),
    ...(one.grade ? trapLines(data, one.grade) : []),
    make("div", { class: "answer" },
      said(one.broken ? "Client said (not whole)" : "Client said", one.said || "(nothing)", "client"),
      one.thought ? said("thought, and didn't say", one.thought, "client thought") : ""),
    one.after ? make("p", { class: "soft small" }, `The client is ${stands(one.after)}.`) : "");

  const talk = (data, item, row) => [
    make("p", {}, item.about),
    make("p", { class: "soft" }, `Persona ${item.persona}, seed ${row.seed}. Expected: ${(item.expected || ["anything"]).join("; ")}.`),
    make("p", {}, `Came out: ${(row.outcome || "–").replaceAll("_", " ")}; ${stands(row.states.at(-1))}.${row.path ? ` Path: ${row.path[0]} of ${row.path[1]} replies moved trust as expected.` : ""}`),
    make("div", { class: "measures" }, ...MEASURES.map((_, measure) => curve(row.states, measure))),
    make("p", { class: "soft small" }, `At the start the client is ${stands(row.states[0])}.`),
    ...(row.turns || []).map((one, place) => turn(data, one, place)),
    ...(row.unheard || []).map((words) => said("Trainee, not heard any more", words, "own")),
    ...(row.faults || []).map((words) => make("p", { class: "trapped" }, words)),
  ];

  const VIEWS = { replies: reply, codes: reply, injections: injection, pairs: pair, conversations: talk };

  return (data, row) => {
    const item = data.items[row.item];
    return make("div", { class: "reading" },
      make("h3", {}, `${item.kind}: ${item.id}`),
      make("p", { class: "soft small" }, row.key),
      row.error || row.fault ? make("p", { class: "guard" }, `${row.fault || "Error"}: ${row.error || ""}`) : "",
      row.differs ? make("p", { class: "differ" }, `Differs: ${row.differs.join("; ")}`) : "",
      ...VIEWS[item.kind](data, item, row),
      item.why ? make("p", {}, make("strong", {}, "Why it is labelled so: "), item.why) : "",
      ...(row.used || []).map((words) => make("p", { class: "soft small" }, words)));
  };
})();

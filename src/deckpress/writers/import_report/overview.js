/* ---- The overview: counts, and the first lines that were left out. ---- */

const LEFT_OUT = ["unrecognised", "article", "furniture"];
const FIRST = 4;

function sheet(title, ...children) {
  return make("section", { className: "sheet" }, make("h3", {}, title), ...children);
}

function table(heads, body, foot) {
  const cell = (tag) => (value, at) => make(at ? tag : "th", at ? {} : { scope: tag === "th" ? "col" : "row" }, ...[value].flat());
  const row = (tag) => (values) => make("tr", {}, ...values.map(cell(tag)));
  return make("table", {},
    make("thead", {}, row("th")(heads)), make("tbody", {}, ...body.map(row("td"))), make("tfoot", {}, row("td")(foot)));
}

const dot = (fate) => make("i", { className: `dot f-${fate}`, "aria-hidden": "true" });
const percent = (part, all) => `${all ? ((100 * part) / all).toFixed(1) : "0.0"} %`;

function drawOverview(go) {
  const { kinds, fates, lines: all } = data.counts;
  const sum = (name) => kinds.reduce((total, kind) => total + kind[name], 0);
  const sums = ["found", "answered", "review"].map(sum);
  const some = data.fates.map((fate, at) => [fate, fates[at]]).filter(([, count]) => count);
  const bar = make("div", { className: "bar", "aria-hidden": "true" }, ...some.map(([fate, count]) => {
    const part = make("span", { className: `f-${fate}`, title: `${words.fates[fate]} ${count}` });
    part.style.flexGrow = count;
    return part;
  }));
  const ofKinds = kinds.map((kind) => [words.kinds[kind.kind], kind.found, kind.answered, kind.review].map(String));
  const ofFates = some.map(([fate, count]) => [[dot(fate), words.fates[fate]], String(count), percent(count, all)]);
  byId("sheets").append(
    sheet(words.questions,
      table([words.kind, words.found, words.answered, words.review], ofKinds, [words.total, ...sums.map(String)])),
    sheet(words.fate, bar, table([words.nonblank, words.lines, words.share], ofFates, [words.total, String(all), percent(all, all)]),
      make("p", { className: "note" }, words.adds_up)),
    sheet(words.left_out, make("div", { className: "reasons" }, ...leftOutLines(go)), ...notes()),
  );
  byId("headline").textContent = `${words.questions} ${sums[0]} · ${words.answered} ${sums[1]} · ${words.review} ${sums[2]}`;
}

function notes() {
  const shown = data.notes.map((note) => make("pre", { className: "note" }, visible(note)));
  return shown.length ? [make("h3", {}, words.notes), ...shown] : [];
}

/** `go` is called with the row of a line that is chosen. */
function leftOutLines(go) {
  const reasons = LEFT_OUT.map((fate) => {
    const own = data.lines.map((line, at) => (line && data.fates[line[2]] === fate ? at : -1)).filter((at) => at >= 0);
    if (!own.length) return null;
    const links = own.slice(0, FIRST).map((line) => {
      const text = visible(rowText(rows[rowOfLine[line]]).trim().slice(0, 60));
      const link = make("button", { type: "button", className: "link" }, make("b", {}, lineName(line)), ` ${text}`);
      link.onclick = () => go(rowOfLine[line]);
      return make("li", {}, link);
    });
    return make("div", {}, make("h4", {}, dot(fate), `${words.fates[fate]} ${own.length}`), make("ul", {}, ...links));
  }).filter(Boolean);
  return reasons.length ? reasons : [make("p", { className: "note" }, words.nothing_left_out)];
}

/* ---- The page: what is shown, keys, changes ---- */

let data = JSON.parse(byId("data").textContent);
byId("data").remove();
const words = data.words, root = document.documentElement;
const [BANK, CHAPTER, KIND, SET, FILE, LINE, SEVERITY, KEY, ORDINAL, CARDS, TITLE] = Array(11).keys();
const SEVERITIES = ["note", "warning", "error"];
const LANGUAGES = {
  "zh-CN": "简体中文", "zh-TW": "繁體中文", en: "English", ja: "日本語", ko: "한국어", es: "Español", de: "Deutsch", fr: "Français",
  ru: "Русский", "pt-BR": "Português",
};
const WIDE = matchMedia("(min-width: 1180px)"), DARK = matchMedia("(prefers-color-scheme: dark)");
const settings = { device: WIDE.matches ? "both" : "phone", side: "front", theme: DARK.matches ? "dark" : "light", language: "" };
const state = { row: -1, bank: -1, holds: null, needles: [], texts: null, cards: new Map(), task: 0 };

/* ---- Where rows and cards come from ---- */

async function ask(address) {
  const answer = await fetch(address, { cache: "no-store" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

function chunkCard(number) {
  const id = Math.floor(number / data.chunk), key = `chunk ${id}`;
  if (!state.cards.has(key)) state.cards.set(key, JSON.parse(byId(`cards-${id}`).textContent));
  return state.cards.get(key)[number % data.chunk];
}

async function cardOf(number) {
  if (data.mode === "file") return new Card(chunkCard(number), data);
  if (!state.cards.has(number)) {
    if (state.cards.size > 200) state.cards.clear();
    state.cards.set(number, ask(`card?n=${number}&v=${data.version}`));
  }
  const asked = state.cards.get(number);
  try {
    return new Card(await asked, data);
  } catch (error) {
    state.cards.delete(number);
    throw error;
  }
}

/** The words of each row in lower case, fetched when they are first searched. */
function searchTexts() {
  state.texts ||= data.mode === "server" ? ask(`texts?v=${data.version}`) : Promise.resolve(data.rows.map((row, number) => {
    const card = chunkCard(number);
    const all = card.values ? card.values.join("\n").replace(/<[^>]*>/g, " ") : card.findings.map((found) => found.message).join("\n");
    return `${row[KEY]} ${all}`.toLowerCase().replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  }));
  return state.texts;
}

/* ---- The list ---- */

const chapterOf = (number) => {
  const row = data.rows[number], before = data.rows[number - 1];
  const same = before && before[BANK] === row[BANK] && before[CHAPTER] === row[CHAPTER];
  return same || row[CHAPTER] < 0 ? "" : data.chapters[row[CHAPTER]];
};

function drawRow(item) {
  if (typeof item === "string") return make("div", { className: "heading", role: "presentation" }, visible(item));
  const row = data.rows[item], severity = SEVERITIES[row[SEVERITY]];
  const kind = row[KIND] < 0 ? words.severities[severity] : words.kinds[data.kinds[row[KIND]]] || data.kinds[row[KIND]];
  const count = row[CARDS] > 1 ? fill(words.card_of, row[ORDINAL] + 1, row[CARDS]) : "";
  const element = make("div", { className: `item ${severity || ""}${row[KIND] < 0 ? " instead" : ""}`, role: "option", id: `row-${item}`, "aria-selected": String(item === state.row) },
    make("span", { className: "about" }, make("b", {}, `${item + 1}`), ` ${kind}${count && ` · ${count}`}`,
      severity && row[KIND] >= 0 ? make("em", { title: words.severities[severity] }, "!") : ""),
    make("span", { className: "title", dir: "auto", lang: data.banks[row[BANK]].language }, visible(row[TITLE])));
  element.onclick = () => select(item, true);
  return element;
}

const list = new RowList(byId("list"), { height: (item) => (typeof item === "string" ? 34 : 56), draw: drawRow });

/** The rows that fit bank, tags and search, with the chapters' titles between. */
async function refilter() {
  const task = (state.task += 1), { bank, holds, needles } = state;
  const texts = needles.length ? await searchTexts() : null;
  if (task !== state.task) return;
  const fits = holds && data.sets.map((set) => holds(haystack(set.map((tag) => data.tags[tag]))));
  state.rows = [];
  data.rows.forEach((row, number) => {
    if (bank >= 0 && row[BANK] !== bank) return;
    if (fits && !fits[row[SET]]) return;
    if (texts && !needles.every((needle) => texts[number].includes(needle))) return;
    state.rows.push(number);
  });
  const whole = !texts && !fits, items = [];
  let before = -1;
  for (const number of state.rows) {
    const row = data.rows[number];
    if (data.banks.length > 1 && bank < 0 && (before < 0 || data.rows[before][BANK] !== row[BANK])) items.push(data.banks[row[BANK]].title);
    const chapter = whole ? chapterOf(number) : "";
    if (chapter) items.push(chapter);
    items.push(number);
    before = number;
  }
  state.placeOf = new Map(items.map((item, place) => [item, place]));
  list.show(items);
  byId("shown").textContent = told(state.rows);
  byId("none").hidden = state.rows.length > 0;
  byId("none").textContent = data.rows.length ? words.nothing_fits : words.nothing;
  if (!state.rows.includes(state.row)) await select(state.rows[0] ?? -1, false);
  else mark();
}

function told(shown) {
  const isCard = (row) => row[KIND] >= 0, all = data.rows.filter(isCard).length;
  const cards = shown.filter((number) => isCard(data.rows[number])).length, others = shown.length - cards;
  const first = shown.length === data.rows.length ? fill(words.cards, count(all)) : fill(words.of, count(cards), count(all));
  return others ? `${first} · ${fill(words.to_mend, count(others))}` : first;
}

const count = (number) => number.toLocaleString(words.lang);

function mark() {
  const place = state.placeOf.get(state.row);
  list.clear();
  if (place !== undefined) list.reveal(place);
  else list.fill();
  byId("list").setAttribute("aria-activedescendant", place === undefined ? "" : `row-${state.row}`);
  const at = state.rows.indexOf(state.row);
  byId("place").textContent = at < 0 ? "" : `${count(at + 1)} / ${count(state.rows.length)}`;
  byId("previous").disabled = at <= 0;
  byId("next").disabled = at < 0 || at === state.rows.length - 1;
}

/* ---- The card ---- */

async function select(number, look) {
  state.row = number;
  root.dataset.state = "";
  if (settings.side !== "both") settings.side = "front";
  for (const device of Object.values(stage.devices)) device.typed = "";
  mark();
  if (look) document.body.dataset.view = "card";
  byId("card").hidden = number < 0;
  if (number < 0) return;
  const row = data.rows[number];
  history.replaceState(null, "", `#${encodeURIComponent(addressOf(row))}`);
  await draw();
}

const addressOf = (row) => `${data.banks[row[BANK]].id}/${row[KEY]}${row[ORDINAL] ? `/${row[ORDINAL] + 1}` : ""}`;
const rowAt = (address) => data.rows.findIndex((row) => addressOf(row) === address);

async function draw() {
  const number = state.row;
  let card;
  try {
    card = await cardOf(number);
  } catch {
    live(false);
    return;
  }
  if (number !== state.row) return;
  stage.show(card);
  drawBelow(data.rows[number], card);
  pressed();
}

function drawBelow(row, card) {
  const place = `${data.files[row[FILE]]}${row[LINE] ? `:${row[LINE]}` : ""}`;
  byId("where").textContent = visible(place);
  byId("editor").hidden = !data.paths[row[FILE]];
  byId("editor").href = `vscode://file/${encodeURI(data.paths[row[FILE]].replace(/^\//, ""))}:${row[LINE] || 1}`;
  byId("copy").onclick = () => copy(place);
  byId("tags").replaceChildren(...data.sets[row[SET]].map((tag) => {
    const name = data.tags[tag];
    return make("button", { type: "button", className: "tag", title: words.only_tag, onclick: () => setTags(tagText(name)) }, visible(name));
  }));
  byId("findings").replaceChildren(...(card.isCard ? card.findings.map(drawFinding) : []));
  const lines = new Set(card.findings.map((found) => found.line));
  byId("source").hidden = !card.source;
  if (!card.isCard) byId("source").open = true;
  byId("yaml").replaceChildren(card.source ? drawSource(card.source, lines) : "");
  byId("formulas").hidden = !card.hasFormulas;
}

/** A tag as an expression that means it. */
const tagText = (tag) => {
  const text = tag.replaceAll("\\", "\\\\").replaceAll("*", "\\*");
  return /[()（）"'\s]/.test(text) || KEYWORDS.includes(text.toLowerCase()) ? `"${text}"` : text;
};

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    say(words.copied);
  } catch { // no clipboard for a page from a file in some browsers
    getSelection().selectAllChildren(byId("where"));
    say(document.execCommand("copy") ? words.copied : text);
  }
}

function say(text, link) {
  clearTimeout(say.timer);
  byId("said").replaceChildren(link ? make("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, visible(text)) : visible(text));
  say.timer = setTimeout(() => byId("said").replaceChildren(), link ? 10000 : 2500);
}

function turn(side = settings.side === "front" ? "back" : "front") {
  if (settings.side === "both" || !stage.card || !stage.card.isCard) return;
  settings.side = side;
  root.dataset.state = "";
  stage.show(stage.card);
  pressed();
}

stage.told = (frame, said) => {
  if (said.shown) stage.shown(frame);
  else if (said.command === "turn") turn();
  else if (said.command === "ans") {
    if (settings.side === "both") stage.showBack(frame.device);
    else if (settings.side === "front") turn("back");
  } else if (said.failed && !stage.failures.has(said.failed)) {
    stage.failures.add(said.failed);
    byId("failures").append(make("p", {}, `${words.script_error}: ${visible(String(said.failed).slice(0, 300))}`));
  } else if (typeof said.key === "string") key(said.key, false);
  else if (typeof said.link === "string" && /^(https?|mailto):/.test(said.link)) say(said.link.slice(0, 300), said.link);
};

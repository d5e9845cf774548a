/* ---- The two sides: what they show, how they are linked. ---- */

const state = {
  current: -1, order: "doubtful", doubtful: false, unanswered: false, kinds: new Set(data.kinds), fates: new Set(data.fates),
};
const PRINTED = 3000;
const lines = new LongList(byId("lines"), {
  size: rows.length, chunk: 60, most: 120000, height: 28, draw: (row) => light(drawRow(row)),
  words: { none: words.no_lines, earlier: words.earlier, later: words.later },
});
const cards = new LongList(byId("cards"), {
  size: data.questions.length, chunk: 12, most: 20000, height: 240, draw: (index) => light(drawCard(index)),
  words: { none: data.questions.length ? words.no_questions : words.nothing_found, earlier: words.earlier, later: words.later },
});

function say(text) {
  byId("said").textContent = text;
}

/* ---- What is shown ---- */

const doubtful = (index) => Boolean(data.questions[index].review);

/** Every text in a question's fields. */
function texts(value) {
  if (typeof value === "string") return value;
  if (!value || typeof value !== "object") return "";
  return Object.entries(value).map(([name, one]) => (name === "kind" ? "" : texts(one))).join("\n");
}

function matches(question) {
  return state.kinds.has(question.kind) && (!state.doubtful || question.review) && (!state.unanswered || !question.complete)
    && (!needle || visible(texts(question)).toLowerCase().includes(needle));
}

function showQuestions() {
  const shown = [...data.questions.keys()].filter((index) => matches(data.questions[index]));
  const ordered = state.order === "document" ? shown : [...shown.filter(doubtful), ...shown.filter((index) => !doubtful(index))];
  cards.show(ordered);
  byId("cards-shown").textContent = fill(words.shown, shown.length, data.questions.length);
}

function showLines() {
  const shown = [];
  rows.forEach((row, number) => {
    const found = !needle || visible(rowText(row)).toLowerCase().includes(needle);
    if (found && state.fates.has(data.fates[row.fate])) shown.push(number);
  });
  lines.show(shown);
  const first = byId("lines").querySelector(".where");
  if (first) first.tabIndex = 0; // one line is reached by Tab, the others from there by the arrows
  const count = new Set(shown.map((number) => rows[number].line)).size;
  byId("lines-shown").textContent = fill(words.shown, count, data.counts.lines);
}

function search(text) {
  needle = visible(text).toLowerCase();
  showQuestions();
  showLines();
  if (state.current >= 0) reveal(state.current);
}

function reveal(index) {
  cards.reveal(index);
  if (rowsOf[index].length) lines.reveal(rowsOf[index][0]);
}

/* ---- Questions and lines, linked ---- */

/** Marks a fresh element when it belongs to the current question. */
function light(element) {
  const current = state.current;
  if (current < 0) return element;
  if (Number(element.dataset.card) === current) element.setAttribute("aria-current", "true");
  const own = element.querySelectorAll(`[data-q="${current}"]`);
  own.forEach((part) => part.classList.add("current"));
  if (own.length) element.setAttribute("aria-current", "true");
  return element;
}

function choose(index) {
  state.current = index;
  for (const old of document.querySelectorAll("[aria-current], .current")) {
    old.removeAttribute("aria-current");
    old.classList.remove("current");
  }
  const own = document.querySelectorAll(`[data-q="${index}"], [data-card="${index}"]`);
  for (const part of own) light(part.closest("[data-row], [data-card]"));
  remember(`#q${index + 1}`);
}

let remembering = 0;
function remember(hash) {
  clearTimeout(remembering); // browsers limit how often the address may change
  remembering = setTimeout(() => history.replaceState(null, "", hash), 300);
}

function toQuestion(index, focus = true) {
  say("");
  if (!cards.has(index)) {
    clearQuestionFilters();
    say(words.filters_cleared);
  }
  choose(index);
  view("questions");
  const card = cards.reveal(index);
  if (rowsOf[index].length) lines.reveal(rowsOf[index][0]);
  if (focus) card.querySelector(".number").focus({ preventScroll: true });
}

function toRow(number, focus = true) {
  say("");
  if (!lines.has(number)) {
    clearLineFilters();
    say(words.filters_cleared);
  }
  view("document");
  const row = lines.reveal(number);
  if (focus) focusRow(row);
}

function focusRow(row) {
  for (const old of byId("lines").querySelectorAll(".where[tabindex='0']")) old.tabIndex = -1;
  const where = row.querySelector(".where");
  where.tabIndex = 0;
  where.focus({ preventScroll: true });
}

function clearSearch() {
  if (!needle) return;
  byId("search").value = "";
  needle = "";
}

function clearQuestionFilters() {
  clearSearch();
  Object.assign(state, { doubtful: false, unanswered: false, kinds: new Set(data.kinds) });
  pressed();
  showQuestions();
  showLines();
}

function clearLineFilters() {
  clearSearch();
  state.fates = new Set(data.fates);
  pressed();
  showQuestions();
  showLines();
}

/** Whether a click of the mouse ended a selection of text. */
const selecting = (event) => event.detail > 0 && !getSelection().isCollapsed;

byId("lines").addEventListener("click", (event) => {
  const row = event.target.closest("[data-row]");
  if (!row || event.target.closest(".more") || selecting(event)) return;
  const part = event.target.closest("[data-q]");
  const index = part ? Number(part.dataset.q) : questionOf(rows[row.dataset.row]);
  if (index >= 0) toQuestion(index, Boolean(event.target.closest(".where")));
  else focusRow(row);
});

byId("cards").addEventListener("click", (event) => {
  const card = event.target.closest("[data-card]");
  if (!card || selecting(event)) return;
  const index = Number(card.dataset.card), place = event.target.closest("[data-to]");
  choose(index);
  if (place) toRow(Number(place.dataset.to));
  else if (event.target.closest(".number")) places(index).slice(0, 1).forEach(([row]) => toRow(row));
  else if (rowsOf[index].length) lines.reveal(rowsOf[index][0]);
});

byId("lines").addEventListener("keydown", (event) => {
  const row = event.target.closest("[data-row]");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!row || !step) return;
  event.preventDefault();
  const next = lines.items[lines.position[row.dataset.row] + step];
  if (next !== undefined) focusRow(lines.reveal(next));
});

/* ---- Filters ---- */

function press(button, on) {
  button.setAttribute("aria-pressed", String(Boolean(on)));
}

function chip(text, count, className, onclick) {
  const sum = make("span", { className: "count" }, String(count));
  return make("button", { type: "button", className: `chip ${className}`, onclick }, text, " ", sum);
}

function toggle(set, name, all) {
  if (set.size === all.length) return new Set([name]); // the first choice shows that one alone
  const next = new Set(set);
  if (!next.delete(name)) next.add(name);
  return next.size ? next : new Set(all);
}

const counted = data.fates.map((fate, at) => [fate, data.counts.fates[at]]).filter(([, count]) => count);
const fateChips = counted.map(([fate, count]) => [fate, chip(words.fates[fate], count, `f-${fate}`, () => {
  state.fates = toggle(state.fates, fate, data.fates);
  pressed();
  showLines();
})]);
const leftOut = make("button", { type: "button", className: "chip plain", onclick: () => {
  state.fates = new Set(onlyLeftOut() ? data.fates : LEFT_OUT);
  pressed();
  showLines();
} }, words.only_left_out);
const kindChips = data.counts.kinds.map(({ kind, found }) => [kind, chip(words.kinds[kind], found, `k-${kind}`, () => {
  state.kinds = toggle(state.kinds, kind, data.kinds);
  pressed();
  showQuestions();
})]);
const onlyLeftOut = () => state.fates.size === LEFT_OUT.length && LEFT_OUT.every((fate) => state.fates.has(fate));

function pressed() {
  for (const [fate, button] of fateChips) press(button, state.fates.has(fate));
  for (const [kind, button] of kindChips) press(button, state.kinds.has(kind));
  press(leftOut, onlyLeftOut());
  press(byId("only-doubtful"), state.doubtful);
  press(byId("only-unanswered"), state.unanswered);
  press(byId("order-doubtful"), state.order === "doubtful");
  press(byId("order-document"), state.order === "document");
}

function onPress(id, change) {
  byId(id).addEventListener("click", () => {
    change();
    pressed();
    showQuestions();
    if (state.current >= 0) cards.reveal(state.current);
  });
}

onPress("order-doubtful", () => { state.order = "doubtful"; });
onPress("order-document", () => { state.order = "document"; });
onPress("only-doubtful", () => { state.doubtful = !state.doubtful; });
onPress("only-unanswered", () => { state.unanswered = !state.unanswered; });

let typing = 0;
byId("search").addEventListener("input", (event) => {
  clearTimeout(typing);
  typing = setTimeout(() => search(event.target.value), 150);
});

function view(name) {
  document.body.dataset.view = name;
  for (const button of document.querySelectorAll(".views button")) {
    if (button.dataset.view === name) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
}

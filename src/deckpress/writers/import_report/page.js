/* ---- Windows, keyboard ---- */

function checklist() {
  return [...data.questions.keys()].filter(doubtful).map((index) => {
    const { kind, stem, review } = data.questions[index];
    const place = places(index).slice(0, 1).map(([row]) => ` · ${placeName(rows[row].line)}`);
    const short = visible(stem.slice(0, 200)).replace(/\s+/g, " ").slice(0, 60);
    return `- [ ] ${questionName(index)}${place} · ${words.kinds[kind]}: ${short} — ${visible(review.join("; "))}`;
  }).join("\n");
}

byId("open-checklist").onclick = () => {
  const area = byId("checklist").querySelector("textarea");
  area.value = checklist();
  byId("copy").textContent = words.copy;
  byId("checklist").showModal();
  area.select();
};

byId("copy").onclick = () => {
  const area = byId("checklist").querySelector("textarea"), done = () => { byId("copy").textContent = words.copied; };
  area.select();
  if (navigator.clipboard) navigator.clipboard.writeText(area.value).then(done, () => document.execCommand("copy") && done());
  else if (document.execCommand("copy")) done(); // no clipboard for a page from a file in some browsers
};

byId("open-help").onclick = () => byId("help").showModal();
for (const button of document.querySelectorAll("[data-close]")) button.onclick = () => button.closest("dialog").close();
for (const button of document.querySelectorAll(".views button")) button.onclick = () => {
  view(button.dataset.view);
  if (state.current >= 0) reveal(state.current); // a side that was hidden could not scroll
};

function step(by, wanted = () => true) {
  const order = cards.items;
  let at = state.current >= 0 && cards.has(state.current) ? cards.position[state.current] : by > 0 ? -1 : order.length;
  do at += by; while (at >= 0 && at < order.length && !wanted(order[at]));
  if (at >= 0 && at < order.length) toQuestion(order[at]);
}

const KEYS = {
  j: () => step(1), k: () => step(-1), n: () => step(1, doubtful), N: () => step(-1, doubtful),
  "/": () => { byId("search").focus(); byId("search").select(); }, "?": () => byId("help").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") {
    if (needle) { byId("search").value = ""; search(""); }
    document.activeElement.blur();
  } else if (KEYS[event.key] && !event.target.matches("input, textarea")) {
    event.preventDefault();
    KEYS[event.key]();
  }
});

addEventListener("beforeprint", () => { if (cards.items.length <= PRINTED) cards.fillAll(); });

function fromAddress() {
  const place = /^#(q|l)(\d+)$/.exec(location.hash), number = place ? Number(place[2]) - 1 : -1;
  if (place && place[1] === "q" && data.questions[number]) toQuestion(number, false);
  else if (place && place[1] === "l" && rowOfLine[number] >= 0) toRow(rowOfLine[number]);
}

byId("fate-filter").append(...fateChips.map(([, button]) => button), leftOut);
byId("kind-filter").append(...kindChips.map(([, button]) => button));
byId("keys").append(...Object.entries(words.keys).map(([keys, text]) => make("div", {}, make("dt", {}, keys), make("dd", {}, text))));
byId("legend").append(...data.roles.map((role) => {
  const [sign, name] = words.roles[role];
  return make("li", {}, make("b", { className: `s-${role}` }, sign), make("span", { className: `r-${role}` }, name));
}));
drawOverview(toRow);
pressed();
byId("overview-fold").open = innerHeight >= 700; // a low window is for the two sides
showQuestions();
showLines();
view("questions");
addEventListener("hashchange", fromAddress);
fromAddress();

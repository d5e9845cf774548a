/* ---- Controls ---- */

function pressed() {
  for (const button of document.querySelectorAll("[data-set]")) {
    button.setAttribute("aria-pressed", String(settings[button.dataset.set] === button.dataset.value));
  }
  document.body.dataset.theme = settings.theme;
}

function set(name, value) {
  settings[name] = value;
  root.dataset.state = "";
  if (stage.card) stage.show(stage.card);
  pressed();
}

for (const button of document.querySelectorAll("[data-set]")) button.onclick = () => set(button.dataset.set, button.dataset.value);
byId("theme").onclick = () => set("theme", settings.theme === "dark" ? "light" : "dark");
byId("language").append(make("option", { value: "" }, words.as_in_bank), ...Object.entries(LANGUAGES).map(([tag, name]) => make("option", { value: tag }, name)));
byId("language").onchange = (event) => set("language", event.target.value);
byId("previous").onclick = () => step(-1);
byId("next").onclick = () => step(1);
byId("to-list").onclick = () => { document.body.dataset.view = "list"; list.fill(); };
byId("open-help").onclick = () => byId("help").showModal();
byId("close-help").onclick = () => byId("help").close();
byId("keys").append(...Object.entries(words.keys).map(([keys, text]) => make("div", {}, make("dt", {}, keys), make("dd", {}, text))));

byId("search").oninput = (event) => {
  clearTimeout(state.searching);
  state.needles = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  state.searching = setTimeout(refilter, 120);
};

function setTags(text) {
  byId("tag-filter").value = text;
  readTags();
}

function readTags() {
  const text = byId("tag-filter").value.trim(), problem = byId("tag-problem");
  let message = "";
  try {
    state.holds = text ? parseTags(text) : null;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const at = [...text].slice(0, error.offset).join("").length;
    message = `${fill(words.expression[error.code], ...error.values)}\n${text}\n${" ".repeat(at)}^`;
  }
  problem.textContent = message;
  problem.hidden = !message;
  byId("tag-filter").setAttribute("aria-invalid", String(Boolean(message)));
  if (!message) refilter();
}

byId("tag-filter").oninput = () => {
  clearTimeout(state.choosing);
  state.choosing = setTimeout(readTags, 200);
};

function fillChoices() {
  byId("bank").hidden = data.banks.length < 2;
  byId("bank").replaceChildren(make("option", { value: "-1" }, words.all_banks), ...data.banks.map((bank, at) => make("option", { value: String(at) }, visible(bank.title))));
  byId("bank").value = String(state.bank);
  byId("known-tags").replaceChildren(...data.tags.slice(0, 300).sort().map((tag) => make("option", { value: tagText(tag) })));
}

byId("bank").onchange = (event) => {
  state.bank = Number(event.target.value);
  refilter();
};

function step(by) {
  const at = state.rows.indexOf(state.row) + by;
  if (at >= 0 && at < state.rows.length) select(state.rows[at], false);
}

function key(name, ownArrows) {
  const moves = { j: 1, k: -1, ArrowRight: 1, ArrowLeft: -1, ...(ownArrows ? { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 } : {}) };
  if (moves[name]) step(moves[name]);
  else if (name === "f") turn();
  else if (name === "d") byId("theme").click();
  else if (name === "b") set("side", settings.side === "both" ? "front" : "both");
  else if (name === "/") { document.body.dataset.view = "list"; byId("search").focus(); byId("search").select(); }
  else if (name === "t") { document.body.dataset.view = "list"; byId("tag-filter").focus(); }
  else if (name === "?") byId("help").showModal();
  else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && event.target.matches("input")) {
    event.preventDefault();
    event.target.value = "";
    event.target.dispatchEvent(new Event("input"));
    event.target.blur();
  } else if (event.target.matches("input, select, textarea")) {
    if (event.key === "Enter" && event.target.matches("input")) byId("list").focus();
  } else if (event.key === " " && event.target.matches("body, #list")) {
    event.preventDefault();
    turn();
  } else if (key(event.key, !event.target.closest(".yaml, .below"))) event.preventDefault();
});

/* ---- Changes ---- */

function live(well) {
  byId("live").hidden = data.mode === "file";
  byId("live").classList.toggle("off", !well);
  byId("live").textContent = well ? words.live : words.stopped;
}

async function renew() {
  const address = state.row >= 0 ? addressOf(data.rows[state.row]) : "", before = state.row, { side } = settings;
  data = { ...await ask("data"), mode: data.mode, words };
  state.cards.clear();
  state.texts = null;
  if (state.bank >= data.banks.length) state.bank = -1;
  fillChoices();
  const found = rowAt(address), scroll = list.pane.scrollTop;
  state.row = found >= 0 ? found : Math.min(before, data.rows.length - 1);
  await refilter();
  list.pane.scrollTop = scroll;
  if (state.row >= 0) {
    settings.side = side;
    await draw();
  }
  mark();
}

async function watch() {
  try {
    if (!document.hidden) {
      const { version } = await ask("version");
      if (version !== data.version) await renew();
      live(true);
    }
  } catch {
    live(false);
  }
  setTimeout(watch, 700);
}

fillChoices();
pressed();
live(true);
document.body.dataset.view = "list";
state.row = location.hash ? rowAt(decodeURIComponent(location.hash.slice(1))) : -1;
refilter().then(() => { if (stage.card === null && state.row >= 0) select(state.row, true); });
addEventListener("hashchange", () => {
  const number = rowAt(decodeURIComponent(location.hash.slice(1)));
  if (number >= 0 && number !== state.row) select(number, true);
});
WIDE.onchange = () => set("device", WIDE.matches ? "both" : "phone");
if (data.mode === "server") setTimeout(watch, 700);

/* Runs on each side of each card, of every note type; adds to what the templates show without it. */
(() => {
const root = [...document.querySelectorAll(".dp")].pop();
if (!root || root.dataset.js) return;
root.dataset.js = "on";

const page = window.deckpress = window.deckpress || {cards: {}};
const is = (name, element = root) => element.classList.contains(name);
const back = is("back"), many = is("multiple"), {id} = root.dataset, day = new Date().toDateString();

const WORDS = {
  en: "Check|Correct|Wrong|Partly right|Your choice|Missed|Choose %|Show|Show all|Recalled|Score",
  zh: "提交|回答正确|回答错误|部分正确|你的选择|漏选|选 % 项|显示|全部显示|已想起|得分",
  zht: "送出|回答正確|回答錯誤|部分正確|你的選擇|漏選|選 % 項|顯示|全部顯示|已想起|得分",
  ja: "解答|正解|不正解|一部正解|自分の選択|選び忘れ|% つ選択|表示|すべて表示|思い出せた|得点",
  ko: "제출|맞았습니다|틀렸습니다|일부 정답|내 선택|놓침|%개 선택|보기|모두 보기|기억함|점수",
  es: "Comprobar|Correcto|Incorrecto|En parte|Tu elección|Omitida|Elige %|Mostrar|Mostrar todo|Recordado|Puntos",
  de: "Prüfen|Richtig|Falsch|Teils richtig|Deine Wahl|Übersehen|% wählen|Zeigen|Alle zeigen|Gewusst|Punkte",
  fr: "Vérifier|Juste|Faux|En partie|Votre choix|Oubliée|% à choisir|Afficher|Tout afficher|Retenu|Points",
  ru: "Проверить|Верно|Неверно|Частично|Ваш выбор|Пропущено|Выберите %|Показать|Показать все|Вспомнил|Баллы",
  pt: "Verificar|Correto|Errado|Em parte|Sua escolha|Faltou|Escolha %|Mostrar|Mostrar tudo|Lembrado|Pontos"
};
const lang = /^zh-.*(tw|hant|hk|mo)/i.test(root.lang) ? "zht" : root.lang.toLowerCase().split("-")[0];
const [SUBMIT, RIGHT, WRONG, PARTLY, MINE, MISSED, CHOOSE, SHOW, ALL, RECALLED, SCORE] = (WORDS[lang] || WORDS.en).split("|");

/* State by note: in sessionStorage, which outlives a page, else in the page. */
let stores = true, cards;
try {
  cards = JSON.parse(sessionStorage.getItem("deckpress") || "{}");
  sessionStorage.setItem("deckpress", JSON.stringify(cards) + " ".repeat(400)); // is there room?
} catch (error) {
  stores = false;
  cards = page.cards;
}
if (!cards || typeof cards !== "object" || Array.isArray(cards)) cards = {};
let state = cards[id];
if (!state || !Array.isArray(state.picks)) state = null;
const alone = back && stores && !state; // a back without its front
if (!state || !back && (state.done || state.day !== day))
  state = {day, n: state && state.day === day ? state.n + 1 : 0, picks: []};
state.done = back;
const save = () => {
  delete cards[id];
  cards[id] = state;
  Object.keys(cards).slice(0, -50).forEach(old => delete cards[old]);
  page.cards = cards;
  try {
    sessionStorage.setItem("deckpress", JSON.stringify(cards));
  } catch (error) {
    stores = false;
  }
};
save();

/* The order of note and day: both sides agree even without storage. */
const mix = text => {
  let h = 2166136261;
  for (const c of text) h = Math.imul(h ^ c.codePointAt(0), 16777619);
  h = Math.imul(h ^ h >>> 15, 2246822507);
  return (h ^ h >>> 13) >>> 0;
};
const whole = (list, count) => Array.isArray(list) && list.length === count && list.every((x, i) => list.includes(i));
const order = (count, fixed) => {
  const plain = [...Array(count).keys()];
  if (whole(state.order, count)) return state.order;
  const seed = i => mix(id + day + state.n + "/" + i);
  state.order = fixed || alone ? plain : plain.map(i => [seed(i), i]).sort((a, b) => a[0] - b[0]).map(pair => pair[1]);
  save();
  return state.order;
};

const all = (selector, from = root) => [...from.querySelectorAll(selector)];
const find = selector => root.querySelector(selector);
const word = element => getComputedStyle(element).getPropertyValue("--label").replace(/^\s*["']|["']\s*$/g, "");
const rows = list => list ? [...list.children] : [];
const setting = name => root.dataset[name] !== "off";
const arrange = (list, items, places) => places.forEach(i => list.append(items[i]));
const toggle = (list, value) => list.includes(value) ? list.splice(list.indexOf(value), 1) : list.push(value);
const add = (parent, tag, name, text = "") => {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  if (tag === "button") element.type = "button";
  if (parent) parent.append(element);
  return element;
};
const wrap = (row, element) => (element.append(...row.childNodes), row.append(element), element);
const press = (row, action, name = "opt") => {
  const button = wrap(row, add(null, "button", name));
  button.onclick = action;
  return button;
};
const mark = (button, on, box) => {
  button.setAttribute(box ? "aria-checked" : "aria-pressed", on);
  if (box) button.setAttribute("role", "checkbox");
};
const status = (name, parent, before = null) => {
  const line = parent.insertBefore(add(null, "p", name), before);
  line.setAttribute("role", "status");
  line.dir = "auto";
  return line;
};
const verdict = (before, right, of, wrong = 0) => {
  const [name, word] = right === of && !wrong ? ["good", RIGHT] : right ? ["part", PARTLY] : ["bad", WRONG];
  status("verdict " + name, before.parentNode, before).textContent = word + (of > 1 ? ` ${right}/${of}${wrong ? ", ✗ " + wrong : ""}` : "");
};

/* Turning the card, where the client allows it. */
const turn = window.pycmd ? () => pycmd("ans")
  : window.study && study.drawAnswer ? () => study.drawAnswer()
  : window.showAnswer ? () => showAnswer()
  : is("android", document.documentElement) ? () => { location.href = "ankidroid://show-answer"; }
  : null;
const submit = parent => { if (turn) add(parent, "button", "go", SUBMIT).onclick = turn; };

/* Choices. The back has the bank's letters, which an explanation may name. */
function choice() {
  const list = find(".options"), items = rows(list);
  const shuffled = setting("shuffle") && !is("keep-order") && !is("truefalse");
  items.forEach((item, i) => item.style.setProperty("--letter", `"${String.fromCharCode(65 + i)}"`));
  arrange(list, items, order(items.length, !shuffled));
  if (!back) {
    const buttons = items.map((item, i) => press(item, () => {
      if (many) toggle(state.picks, i); else state.picks = [i];
      save();
      show();
      if (!many && turn && setting("turn")) turn();
    }));
    const show = () => buttons.forEach((button, i) => mark(button, state.picks.includes(i), many));
    if (shuffled) root.dataset.mixed = "on";
    if (many) submit(list.parentNode);
    const wanted = /\bwant-(\d+)/.exec(root.className);
    if (wanted) find(".kind").append(" · " + CHOOSE.replace("%", wanted[1]));
    return show();
  }
  const notes = find(".notes"), right = items.filter(item => is("ok", item));
  rows(notes).forEach(note => items[note.value - 1] && add(items[note.value - 1], "div", "note").append(...note.childNodes));
  if (notes) notes.parentNode.remove();
  const mine = items.filter((item, i) => state.picks.includes(i));
  mine.forEach(item => add(item, "span", "tag", MINE) && item.classList.add("mine"));
  right.forEach(item => mine.includes(item) || add(item, "span", "tag", mine.length && many ? MISSED : word(find(".answer"))));
  const hits = mine.filter(item => right.includes(item)).length;
  if (mine.length) verdict(list, hits, right.length, mine.length - hits);
}

/* Points to recall one by one (`seen`: uncovered), and a rubric that adds up. */
function checklist(items, picks, label, worth, seen) {
  if (!items.length) return;
  for (const list of [picks, seen || []]) list.splice(0, list.length, ...list.filter(i => i < items.length));
  const parent = items[0].parentNode.parentNode, line = status("sum", parent);
  const more = seen && add(parent, "button", "go", ALL), sum = of => Math.round(100 * of.reduce((x, i) => x + worth(items[i]), 0)) / 100;
  const buttons = items.map((item, i) => {
    if (seen) wrap(item, add(null, "span", "inner"));
    const button = press(item, () => {
      if (!seen || seen.includes(i)) toggle(picks, i); else seen.push(i);
      show();
    });
    if (seen) add(button, "span", "cover", SHOW);
    return button;
  });
  const show = () => {
    save();
    buttons.forEach((button, i) => {
      const open = !seen || seen.includes(i);
      if (seen) [button.firstChild.hidden, button.lastChild.hidden] = [!open, open];
      if (open) mark(button, picks.includes(i), true);
    });
    if (seen) more.hidden = seen.length >= items.length;
    line.textContent = `${label} ${sum(picks)}/${sum([...items.keys()])}`;
  };
  if (seen) more.onclick = () => show(seen.push(...items.keys()));
  show();
}
function basic() {
  const points = item => (item.querySelector("span.points") || {textContent: "1"}).textContent;
  checklist(rows(find(".answer .points")), state.picks, RECALLED, () => 1, state.seen = state.seen || []);
  checklist(rows(find(".rubric")), state.met = state.met || [], SCORE, item => parseFloat(points(item)) || 0);
}

/* Gaps of other cards are covered till tapped; several of this card show each its own answer. */
function cloze() {
  const tap = (gap, flip) => {
    let open = true;
    gap.className += " tappable gap";
    gap.tabIndex = 0;
    gap.setAttribute("role", "button");
    gap.onclick = () => {
      open = !open;
      gap.setAttribute("aria-expanded", open);
      flip(open);
    };
    gap.onclick();
  };
  if (back) return;
  all(".cloze-inactive").filter(gap => setting("cover") && !gap.querySelector(".cloze, .cloze-inactive, img")).forEach(gap => tap(gap, open => {
    gap.setAttribute("aria-label", open ? gap.textContent : SHOW);
  }));
  const own = all(".cloze:not(.dp)");
  if (own.length > 1) own.forEach(gap => {
    const asked = gap.textContent;
    tap(gap, open => {
      if (open) gap.innerHTML = gap.dataset.cloze; else gap.textContent = asked; // as on Anki's back
      if (open && window.MathJax && MathJax.typesetPromise) MathJax.typesetPromise([gap]);
    });
  });
}

/* Match and order: tap a thing, then its place; or drag it there by its grip. */
let lifted = null, moved = false;
const lift = button => {
  if (lifted) mark(lifted, false);
  lifted = button;
  if (button) mark(button, true);
};
const movable = drop => row => {
  const button = press(row, () => {
    const from = lifted;
    lift(from ? null : button);
    if (from) drop(from, button);
  });
  const grip = add(button, "span", "grip tappable");
  grip.setAttribute("aria-hidden", "true");
  grip.onclick = click => moved && click.stopPropagation();
  grip.onpointerdown = start => {
    moved = false;
    grip.setPointerCapture(start.pointerId);
    grip.onpointermove = move => {
      const x = move.clientX - start.clientX, y = move.clientY - start.clientY;
      moved = moved || Math.hypot(x, y) > 6;
      if (moved) button.style.transform = `translate(${x}px,${y}px)`;
    };
    grip.onpointerup = grip.onpointercancel = end => {
      button.style.pointerEvents = "none";
      const below = document.elementFromPoint(end.clientX, end.clientY), to = below && below.closest(".opt");
      button.style.pointerEvents = button.style.transform = "";
      grip.onpointermove = null;
      if (!moved || !to || to === button || end.type !== "pointerup") return;
      lift(null);
      drop(button, to);
    };
  };
  mark(button, false);
  return button;
};
const key = (root.dataset.key || "").split(" ").map(letter => letter.charCodeAt(0) - 65);
const compare = (solved, right, mine) => {
  const hits = solved.filter((item, i) => {
    item.classList.add(right(i) ? "ok" : "off");
    if (!right(i)) add(item, "span", "tag", MINE + ": ").append(...mine(i));
    return right(i);
  });
  verdict(solved[0].parentNode, hits.length, solved.length);
};

function sequence() {
  const list = find(".items"), items = rows(list), places = order(items.length);
  if (!whole(state.picks, items.length)) {
    if (back) return;
    state.picks = places.every((x, i) => x === key[i]) ? [...places.slice(1), places[0]] : [...places]; // never solved already
  }
  if (back) {
    list.parentNode.remove();
    return compare(rows(find(".ordered")), i => state.picks[i] === key[i], i => `${state.picks.indexOf(key[i]) + 1}`);
  }
  const buttons = items.map(movable((from, to) => {
    const place = state.picks.indexOf(buttons.indexOf(to)), moved = buttons.indexOf(from);
    state.picks.splice(state.picks.indexOf(moved), 1);
    state.picks.splice(place, 0, moved);
    show();
    from.focus();
  }));
  const show = () => {
    save();
    arrange(list, items, state.picks);
  };
  show();
  submit(list.parentNode);
}

function pairs() {
  const left = rows(find(".left")), list = find(".right"), right = rows(list);
  const mine = i => right[state.picks[i]], good = i => mine(i) && mine(i).innerHTML === right[key[i]].innerHTML;
  arrange(list, right, order(right.length));
  if (state.picks.length !== left.length) state.picks = left.map(() => -1);
  if (back) {
    if (state.picks.every(pick => pick < 0)) return;
    find(".columns").remove();
    return compare(rows(find(".pairs")), good, i => mine(i) ? mine(i).cloneNode(true).childNodes : "–");
  }
  const drop = (from, to) => {
    const both = [from, to], a = lefts.findIndex(x => both.includes(x)), b = rights.findIndex(x => both.includes(x));
    if (a >= 0 && (b >= 0 || from === to)) { // tapped twice: empty again
      state.picks = state.picks.map(old => old === b ? -1 : old);
      state.picks[a] = b;
    }
    show();
  };
  const lefts = left.map(movable(drop)), rights = right.map(movable(drop)), slots = lefts.map(button => add(button, "span", "slot"));
  const show = () => {
    save();
    slots.forEach((slot, i) => {
      slot.textContent = "";
      if (mine(i)) slot.append(...mine(i).firstChild.cloneNode(true).childNodes); // its grip is hidden there
    });
    right.forEach((item, b) => item.classList.toggle("used", state.picks.includes(b)));
  };
  show();
  submit(list.parentNode.parentNode.parentNode);
}

/* Keys that reach a card on the desktop. */
const onkey = event => {
  if (!root.isConnected) return page.stop();
  if (event.ctrlKey || event.metaKey || /^(INPUT|TEXTAREA)$/.test(event.target.tagName)) return;
  const things = all(".opt, .gap"), stops = all(".opt, .gap, .go, summary").filter(thing => thing.offsetParent);
  const at = stops.indexOf(document.activeElement), digit = event.altKey && /\d$/.exec(event.code);
  const step = event.altKey ? 0 : {ArrowDown: 1, j: 1, ArrowUp: -1, k: -1}[event.key];
  if (digit && things[digit - 1]) things[digit - 1].click();
  else if (step && things.length) stops[(Math.max(at, step < 0 ? 0 : -1) + step + stops.length) % stops.length].focus();
  else if (event.key === "x" && at >= 0) stops[at].click();
  else return;
  event.preventDefault();
};
if (page.stop) page.stop();
page.stop = () => document.removeEventListener("keydown", onkey);
document.addEventListener("keydown", onkey);

all(".label").forEach(label => { label.textContent = word(label); });
({choice, cloze, match: pairs, order: sequence}[root.dataset.kind] || basic)();
})();

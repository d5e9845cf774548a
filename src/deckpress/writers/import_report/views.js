const data = JSON.parse(document.getElementById("data").textContent);
document.getElementById("data").remove();
const words = data.words;
const fill = (text, ...values) => values.reduce((done, value) => done.replace("{}", () => value), text);
const byId = (id) => document.getElementById(id);

const LONG_LINE = 600, LONG_PIECE = 1500, LONG_TEXT = 4000, LONG_TITLE = 300, MOST_PLACES = 12;
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
const visible = (text) => text.replace(UNSEEN, (sign) => `⟨U+${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);

let needle = ""; // what is searched for, in lower case

/** Text as nodes: signs without a shape shown, what is searched for marked. */
function textNodes(text) {
  const shown = visible(text), lower = shown.toLowerCase();
  if (!needle || lower.length !== shown.length) return [shown];
  const nodes = [];
  let done = 0;
  for (let at = lower.indexOf(needle); at >= 0; at = lower.indexOf(needle, done)) {
    nodes.push(shown.slice(done, at), make("mark", {}, shown.slice(at, at + needle.length)));
    done = at + needle.length;
  }
  return [...nodes, shown.slice(done)];
}

/** Text of any length: the beginning, and a button for the rest. */
function longText(text) {
  if (text.length <= LONG_TEXT) return textNodes(text);
  const rest = make("button", { type: "button", className: "more" }, fill(words.more, text.length));
  rest.onclick = (event) => {
    event.stopPropagation();
    rest.replaceWith(...textNodes(text.slice(LONG_TEXT)));
  };
  return [...textNodes(text.slice(0, LONG_TEXT)), rest];
}

/* ---- The document: rows. A row is a line, or a part of a long one: whole banks come in one line. ---- */

function cut(segments) {
  const parts = [];
  let part = [], length = 0, owner = -1;
  const flush = () => {
    if (part.length) parts.push(part);
    part = [];
    length = 0;
  };
  for (let at = 0; at < segments.length; at += 3) {
    const [role, question, text] = segments.slice(at, at + 3);
    if (question >= 0 && question !== owner) {
      flush();
      owner = question;
    }
    for (let from = 0; from < text.length;) {
      let to = Math.min(from + LONG_PIECE - length, text.length);
      if (to < text.length && (text.charCodeAt(to) & 0xfc00) === 0xdc00) to += 1; // not between the halves of a sign
      part.push(role, question, text.slice(from, to));
      length += to - from;
      from = to;
      if (length >= LONG_PIECE) flush();
    }
  }
  flush();
  return parts;
}

const rows = []; // { line, segments, first, gap, fate }
const rowOfLine = new Int32Array(data.lines.length).fill(-1);
const rowsOf = data.questions.map(() => []);
data.lines.forEach((line, index) => {
  if (!line) return;
  let length = 0;
  for (let at = 2; at < line[3].length; at += 3) length += line[3][at].length;
  rowOfLine[index] = rows.length;
  const gap = index > 0 && !data.lines[index - 1];
  for (const segments of length > LONG_LINE ? cut(line[3]) : [line[3]]) {
    const number = rows.length;
    for (let at = 1; at < segments.length; at += 3) {
      const own = rowsOf[segments[at]];
      if (own && own[own.length - 1] !== number) own.push(number);
    }
    rows.push({ line: index, segments, first: number === rowOfLine[index], gap: gap && number === rowOfLine[index], fate: line[2] });
  }
});

function questionOf(row) {
  for (let at = 1; at < row.segments.length; at += 3) if (row.segments[at] >= 0) return row.segments[at];
  return -1;
}

const rowText = (row) => row.segments.filter((_, at) => at % 3 === 2).join("");
const pageName = (line) => (data.lines[line][1] ? fill(words.page, data.lines[line][1]) : "");

/** "line 3", with a cell's column behind it; "line 3–5" up to the line `last`. */
function lineName(line, last = line) {
  const [number, , , , extras] = data.lines[line], end = data.lines[last][0];
  return fill(words[data.unit], end === number ? `${number}${extras.column || ""}` : `${number}–${end}`);
}

function placeName(line, last = line) {
  return [pageName(line), lineName(line, last)].filter(Boolean).join(" · ");
}

function roleNames(row) {
  const numbers = [...new Set(row.segments.filter((role, at) => at % 3 === 0 && (role >= 0 || row.segments[at + 2].trim())))];
  const telling = numbers.filter((role) => data.roles[role] !== "label");
  return (telling.length ? telling : numbers).map((role) => data.roles[role] || "unrecognised");
}

function segment(role, question, text) {
  const name = data.roles[role] || (text.trim() ? "unrecognised" : "");
  const span = make("span", { className: name ? `r-${name}` : "", title: name ? words.roles[name][1] : "" }, ...textNodes(text));
  if (question >= 0) span.dataset.q = question;
  return span;
}

const picture = (tag, name) => make(tag, { className: "extra" }, `🖼 ${words.picture} ${visible(name)}`);

function drawRow(number) {
  const row = rows[number], line = data.lines[row.line], extras = line[4];
  const roles = roleNames(row), question = questionOf(row);
  const [name, page] = [lineName(row.line), pageName(row.line)];
  const target = question >= 0 ? fill(words.to_question, questionName(question)) : "";
  const label = [page, name, ...roles.map((role) => words.roles[role][1]), target].filter(Boolean).join(", ");
  const where = make("button", { type: "button", className: "where", tabIndex: -1, title: placeName(row.line), "aria-label": label },
    row.first && line[1] ? make("i", {}, `${line[1]}:`) : "", row.first ? `${line[0]}${extras.column || ""}` : "↳");
  const signs = make("span", { className: "signs", "aria-hidden": "true" });
  for (const role of roles.slice(0, 4)) signs.append(make("b", { className: `s-${role}` }, words.roles[role][0]));
  const text = make("span", { className: "text" });
  if (row.first && extras.hidden) text.append(make("em", { className: "extra" }, words.hidden));
  if (row.first && extras.checked !== undefined) {
    const ticked = extras.checked ? words.ticked : words.unticked;
    text.append(make("em", { className: "extra", role: "img", "aria-label": ticked }, extras.checked ? "☑" : "☐"));
  }
  for (let at = 0; at < row.segments.length; at += 3) text.append(segment(...row.segments.slice(at, at + 3)));
  if (row.first) for (const image of extras.images || []) text.append(picture("em", image));
  const element = make("div", { className: `row f-${data.fates[row.fate]}${row.gap ? " gap" : ""}` }, where, signs, text);
  element.dataset.row = number;
  return element;
}

/* ---- The questions: cards. ---- */

const questionName = (index) => visible(data.questions[index].number || `#${index + 1}`).slice(0, 40);
const letter = (at) => (at < 26 ? String.fromCharCode(65 + at) : String(at + 1));

/** The stretches of rows that belong to a question, as [first row, last row]. */
function places(index) {
  const stretches = [];
  for (const row of rowsOf[index]) {
    const last = stretches[stretches.length - 1];
    if (last && (row === last[1] + 1 || rows[row].line - rows[last[1]].line <= 1)) last[1] = row;
    else stretches.push([row, row]);
  }
  if (!stretches.length && rowOfLine[data.questions[index].line] >= 0) {
    const row = rowOfLine[data.questions[index].line];
    stretches.push([row, row]);
  }
  return stretches;
}

function placeButton([first, last]) {
  const button = make("button", { type: "button", className: "place" }, placeName(rows[first].line, rows[last].line));
  button.dataset.to = first;
  return button;
}

function field(name, className, ...children) {
  const value = make("div", { className: "value" }, ...children);
  return make("div", { className: `field ${className}` }, make("span", { className: "name" }, name), value);
}

function options(question) {
  const right = new Set(question.right || []);
  const shown = make("ol", { className: "options" });
  question.options.forEach((text, at) => {
    const ok = right.has(at);
    shown.append(make("li", { className: ok ? "right" : "" },
      make("span", { className: "letter", "aria-hidden": "true" }, ok ? "✓" : ""),
      make("span", { className: "letter" }, letter(at)),
      make("span", { className: "value" }, ...longText(text), ok ? make("span", { className: "unseen" }, ` (${words.right})`) : "")));
  });
  return shown;
}

function answerField(question) {
  const { answer, right } = question;
  if (typeof answer === "boolean") return field(words.answer, "answer", answer ? `✓ ${words.true}` : `✗ ${words.false}`);
  if (Array.isArray(answer) && answer.length) {
    return field(words.answer, "answer", make("ol", { className: "blanks" }, ...list(answer)));
  }
  if (typeof answer === "string" && answer) return field(words.answer, "answer", ...longText(answer));
  if (right && right.length) return field(words.answer, "answer", right.map(letter).join(right.length > 3 || !question.options ? " " : ""));
  return question.complete || question.parts ? null : field(words.answer, "missing", `– ${words.no_answer}`);
}

function part(task, at) {
  const name = `${words.answer} ${at + 1}`;
  return make("li", {}, make("p", { className: "stem" }, ...longText(task.stem), task.points ? ` (${visible(task.points)})` : ""),
    task.answer ? field(name, "answer", ...longText(task.answer)) : field(name, "missing", `– ${words.no_answer}`),
    task.explanation ? field(words.explanation, "", ...longText(task.explanation)) : null);
}

function meta(question) {
  const parts = [
    ...(question.path || []),
    question.points && `${words.points} ${question.points}`,
    question.difficulty && `${words.difficulty} ${question.difficulty}`,
    question.topics && `${words.topics} ${question.topics.join(", ")}`,
  ].filter(Boolean);
  return make("span", { className: "meta" }, ...textNodes(parts.join(" · ").slice(0, LONG_TITLE)));
}

const list = (items) => items.map((text) => make("li", {}, ...longText(text)));

function cardHead(question, index) {
  const name = questionName(index);
  return make("header", {},
    make("button", { type: "button", className: "number", "aria-label": fill(words.to_document, name) }, name),
    make("span", { className: `kind k-${question.kind}` }, words.kinds[question.kind]),
    meta(question),
    question.number ? make("span", { className: "index" }, `#${index + 1}`) : "");
}

function drawCard(index) {
  const question = data.questions[index], { review, context, rubric, explanation } = question;
  const stretches = places(index);
  const name = `${words.kinds[question.kind]} ${questionName(index)}`;
  const card = make("article", { className: review ? "card doubtful" : "card", "aria-label": name },
    cardHead(question, index),
    review && make("ul", { className: "review", "aria-label": words.doubtful }, ...list(review)),
    context && make("blockquote", { className: "context", "aria-label": words.context }, ...longText(context)),
    make("p", { className: "stem" }, ...longText(question.stem)),
    ...(question.images || []).map((image) => picture("p", image)),
    question.options && options(question),
    question.parts && make("ol", { className: "parts" }, ...question.parts.map(part)),
    answerField(question),
    explanation && field(words.explanation, "", ...longText(explanation)),
    rubric && field(words.rubric, "", make("ul", {}, ...list(rubric))),
    stretches.length ? make("footer", { "aria-label": words.places }, ...stretches.slice(0, MOST_PLACES).map(placeButton)) : "");
  card.dataset.card = index;
  return card;
}

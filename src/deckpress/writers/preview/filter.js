"use strict";

/* ---- Tag expressions, as src/deckpress/tags reads them: "topic::complaints and not (type::case or retired)" ---- */

const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const SPACES = new RegExp(`${SPACE.source}+`, "u");
const OPENING = "(（", CLOSING = ")）", KEYWORDS = ["and", "or", "not"];
const MOST_LEVELS = 50, MOST_MARKS = 30;

class ExpressionError extends Error {
  /** `code` names the message among the page's words, `values` go into it; `offset` counts code points. */
  constructor(code, offset, ...values) {
    super(code);
    Object.assign(this, { code, offset, values });
  }
}

const fewMarks = (text) => text.replace(new RegExp(`(\\p{M}{${MOST_MARKS}})\\p{M}+`, "gu"), "$1");

/** The name under which Anki stores a text as a tag. */
function normaliseTag(text) {
  const kept = [...text.replaceAll('"', "")].filter((sign) => SPACE.test(sign) || !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(sign)).join("");
  return fewMarks(fewMarks(kept).normalize("NFC")).split(/[:：]{2,}/u)
    .map((part) => part.split(SPACES).filter(Boolean).join(" ").replace(/^[ :：]+|[ :：]+$/gu, "").replaceAll(" ", "-"))
    .filter(Boolean).join("::");
}

/** Unicode's simple case folding, by which Anki's search compares. */
function foldTag(text) {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  return [...text].map(foldSign).join("");
}

function foldSign(sign) {
  if (sign === "ﬆ") return "ﬅ";
  if (sign === "ı") return sign;
  const upper = sign.toUpperCase(), lower = ([...upper].length === 1 ? upper : sign).toLowerCase();
  return [...lower].length === 1 ? lower : sign;
}

/** All tags of a note as one folded text, each a line that ends in `::`. */
const haystack = (tags) => (tags.length ? foldTag(`\n${tags.join("::\n")}::\n`) : "\n");

function tagHolds(pieces, hay) {
  if (pieces.length === 1) return hay.includes(`\n${pieces[0]}::`);
  return hay.split("\n").slice(1, -1).some((line) => {
    if (!line.startsWith(pieces[0])) return false;
    let at = pieces[0].length;
    for (const piece of pieces.slice(1, -1)) {
      const found = line.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return line.indexOf(`${pieces[pieces.length - 1]}::`, at) >= 0;
  });
}

/** A text as tokens: `{ kind, text, start, pieces }`, the last one of the kind "end". */
function lexTags(text) {
  const signs = [...text], tokens = [];
  let at = 0;
  const endsBare = (place) => place >= signs.length || SPACE.test(signs[place]) || (OPENING + CLOSING).includes(signs[place]);
  const slice = (from, to) => signs.slice(from, to).join("");

  function pattern(characters, wild, start) {
    const [head, ...rest] = normaliseTag(characters.join("")).split("*");
    const pieces = [head];
    rest.forEach((piece, index) => {
      if (wild[index]) pieces.push(piece);
      else pieces[pieces.length - 1] += `*${piece}`;
    });
    if (pieces.length === 1 && !pieces[0]) throw new ExpressionError("empty_name", start);
    return [pieces[0], ...pieces.slice(1, -1).filter(Boolean), ...pieces.slice(1).slice(-1)].map(foldTag);
  }

  function name(start, quote) {
    const characters = [], wild = [];
    while (at < signs.length && !(quote ? signs[at] === quote : endsBare(at))) {
      const escaped = signs[at] === "\\";
      if (escaped) at += 1;
      const sign = signs[at] || "";
      if (escaped && (!sign || /[\p{L}\p{N}]/u.test(sign))) throw new ExpressionError("backslash", at - 1);
      if (sign === "*") wild.push(!escaped);
      characters.push(sign);
      at += 1;
    }
    return quote && at >= signs.length ? null : pattern(characters, wild, start);
  }

  function quoted(quote) {
    const start = at;
    at += 1;
    const pieces = name(start, quote);
    if (at >= signs.length) throw new ExpressionError("open_quote", start, quote);
    at += 1;
    if (!endsBare(at)) throw new ExpressionError("after_quote", at);
    return pieces;
  }

  function bare() {
    const start = at;
    while (!endsBare(at)) at += signs[at] === "\\" ? 2 : 1;
    if (KEYWORDS.includes(slice(start, at).toLowerCase())) return null;
    at = start;
    return name(start, "");
  }

  for (;;) {
    while (at < signs.length && SPACE.test(signs[at])) at += 1;
    const start = at, sign = signs[at];
    if (sign === undefined) {
      tokens.push({ kind: "end", text: "", start });
      return tokens;
    }
    if ((OPENING + CLOSING).includes(sign)) {
      at += 1;
      tokens.push({ kind: OPENING.includes(sign) ? "(" : ")", text: sign, start });
      continue;
    }
    const pieces = sign === '"' || sign === "'" ? quoted(sign) : bare();
    const word = slice(start, at);
    tokens.push(pieces ? { kind: "name", text: word, start, pieces } : { kind: word.toLowerCase(), text: word, start });
  }
}

/** What an expression says, as a function: haystack → whether the note is meant. Throws ExpressionError. */
function parseTags(text) {
  const tokens = lexTags(text);
  let index = 0;
  const took = (kind) => tokens[index].kind === kind && Boolean(index += 1);
  const check = (level) => {
    if (level > MOST_LEVELS) throw new ExpressionError("too_deep", tokens[index - 1].start, MOST_LEVELS);
  };

  function disjunction(level) {
    const operands = [conjunction(level)];
    while (took("or")) operands.push(conjunction(level));
    return operands.length === 1 ? operands[0] : (hay) => operands.some((holds) => holds(hay));
  }

  function conjunction(level) {
    const operands = [negation(level)];
    while (took("and")) operands.push(negation(level));
    return operands.length === 1 ? operands[0] : (hay) => operands.every((holds) => holds(hay));
  }

  function negation(level) {
    let negations = 0;
    while (took("not")) {
      negations += 1;
      check(level + negations);
    }
    const holds = primary(level + negations);
    return negations % 2 ? (hay) => !holds(hay) : holds;
  }

  function primary(level) {
    const opening = tokens[index];
    let holds;
    if (opening.kind === "name") {
      index += 1;
      holds = (hay) => tagHolds(opening.pieces, hay);
    } else if (took("(")) {
      check(level + 1);
      holds = disjunction(level + 1);
      if (!took(")")) throw new ExpressionError("never_closed", opening.start, opening.text);
    } else if (index) throw new ExpressionError("expected_after", opening.start, tokens[index - 1].text);
    else throw new ExpressionError("expected_before", opening.start, opening.text);
    const token = tokens[index], before = tokens[index - 1];
    if (["name", "not", "("].includes(token.kind)) {
      const joined = token.kind === "(" && before.kind === "name" && before.start + [...before.text].length === token.start;
      throw new ExpressionError(joined ? "operator_or_quotes" : "operator", token.start);
    }
    return holds;
  }

  if (tokens[0].kind === "end") throw new ExpressionError("empty_expression", 0);
  const whole = disjunction(0), token = tokens[index];
  if (token.kind === ")") throw new ExpressionError("closes_nothing", token.start, token.text);
  return whole;
}

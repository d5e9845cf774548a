/* ---- The stage: the clients that are shown, or what is wrong where a card would be ---- */

const byId = (id) => document.getElementById(id);
const fill = (text, ...values) => values.reduce((done, value) => done.replace("{}", () => value), text);
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
const visible = (text) => text.replace(UNSEEN, (sign) => `⟨U+${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);

/** A card as data, with what draws its sides. */
class Card {
  constructor(detail, data) {
    Object.assign(this, detail);
    this.data = data;
    this.isCard = Boolean(detail.front);
  }

  side(name, device) {
    const texts = this.values.map((value) => this.withImages(value));
    if (settings.language && this.language >= 0) texts[this.language] = settings.language;
    const parts = this[name].map((part) => {
      if (Array.isArray(part)) return typedBox(plainText(texts[part[0]]), device.typed, name);
      return part < 0 ? texts[-1 - part] : this.data.literals[part];
    });
    return `<style>${this.data.styles[this.style]}</style>${parts.join("")}`;
  }

  withImages(text) {
    const { images } = this.data;
    if (!images || !text.includes("dp-")) return text;
    return text.replace(/(\ssrc=")(dp-[0-9a-f]{20}\.[a-z]+)"/g, (whole, start, name) => (images[name] ? `${start}${images[name]}"` : whole));
  }

  get hasFormulas() {
    return this.isCard && this.values.some((value) => /\\[([]/.test(value));
  }
}

const stage = {
  frames: [],
  devices: {},
  card: null,
  told: () => {},

  /** Which frames stand on the stage, by the settings and the room. */
  arrange() {
    const devices = settings.device === "both" ? ["phone", "desktop"] : [settings.device];
    const sides = settings.side === "both" ? ["front", "back"] : [settings.side];
    const key = JSON.stringify([devices, sides.length]);
    if (key !== this.key || !this.frames.length) {
      this.key = key;
      this.frames.forEach((frame) => frame.remove());
      this.frames = devices.flatMap((device) => sides.map((side) => new Frame(this.device(device), side, (...said) => this.told(...said))));
      byId("frames").replaceChildren(...this.frames.map((frame) => frame.element));
      for (const frame of this.frames) frame.turnButton.onclick = () => this.told(frame, { command: "turn" });
    } else if (sides.length === 1) this.frames.forEach((frame) => { frame.side = sides[0]; });
    byId("frames").dataset.count = this.frames.length;
    for (const frame of this.frames) {
      const button = sides.length > 1 ? "" : words[frame.side === "front" ? "show_answer" : "show_question"];
      frame.name(words[frame.device.name] + (sides.length > 1 ? ` · ${words[frame.side]}` : ""), words[frame.side], button);
    }
  },

  device(name) {
    this.devices[name] ||= { name, storage: { sessionStorage: {}, localStorage: {} }, typed: "", age: 0 };
    return this.devices[name];
  },

  show(card) {
    this.card = card;
    this.failures = new Set();
    byId("failures").replaceChildren();
    byId("frames").hidden = !card.isCard;
    byId("entry").hidden = card.isCard;
    if (!card.isCard) {
      this.frames.forEach((frame) => frame.remove());
      this.frames = [];
      byId("entry").replaceChildren(make("p", { className: "instead" }, words.no_card), ...card.findings.map(drawFinding));
      document.documentElement.dataset.state = "shown";
      return;
    }
    this.arrange();
    this.waiting = new Set(this.frames);
    const alone = settings.side !== "both";
    for (const frame of this.frames) if (alone || frame.side === "front") frame.show(card, settings.theme === "dark");
  },

  /** Draws the back of a device beside its front: after it, as what the front has stored counts there. */
  showBack(device) {
    for (const frame of this.frames) if (frame.device === device && frame.side === "back") frame.show(this.card, settings.theme === "dark");
  },

  /** A frame has drawn its side. */
  shown(frame) {
    this.waiting.delete(frame);
    if (settings.side === "both" && frame.side === "front") this.showBack(frame.device);
    if (!this.waiting.size) document.documentElement.dataset.state = "shown";
  },
};

/** A finding as the command line tells it, as an element. */
function drawFinding(found) {
  const place = found.line ? `${found.file}:${found.line}:${found.column}` : found.file;
  return make("article", { className: `finding ${found.severity}` },
    make("header", {}, make("b", {}, words.severities[found.severity]), make("code", {}, found.code), make("span", { className: "where" }, visible(place))),
    make("p", { className: "message", dir: "auto" }, visible(found.message)),
    found.excerpt ? make("pre", {}, visible(found.excerpt)) : "",
    found.hint ? make("p", { className: "hint", dir: "auto" }, visible(found.hint)) : "");
}

/** The YAML of a question, with line numbers; `marked` lines hold findings. */
function drawSource(source, marked) {
  const rows = source.text.split("\n").map((line, at) => make("span", { className: marked.has(source.line + at) ? "row marked" : "row" },
    make("i", { "aria-hidden": "true" }, source.line + at), `${visible(line)}\n`));
  return make("pre", { className: "yaml", tabIndex: 0 }, ...rows, source.cut ? "…" : "");
}

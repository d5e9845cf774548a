/* ---- Frames: a card on a client. Each is a sandboxed document of an origin of its own. ---- */

const frameStyle = document.getElementById("frame-style").textContent;
const frameScript = document.getElementById("frame-script").textContent;
const attribute = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
const escaped = (text) => attribute(text).replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const CLIENTS = {
  phone: {
    html: () => "mobile android linux js",
    body: (card, night) => `card card${card}${night ? " night_mode nightMode ankidroid_dark_mode" : ""}`,
    area: "content",
  },
  desktop: {
    html: (night) => `linux chrome${night ? " night-mode" : ""}`,
    body: (card, night) => `card card${card} isLin${night ? " nightMode night_mode" : ""} fancy`,
    area: "qa",
  },
};

/** A document for a frame; the desktop's stays empty till `show` fills it. */
function frameDocument(device, { html, body, classes, theme, storage, drawing }) {
  const state = attribute(JSON.stringify({ device, storage, drawing }));
  return `<!doctype html><html class="${attribute(classes)}" data-bs-theme="${theme}" data-deckpress="${state}"><head><meta charset="utf-8">`
    + `<meta name="viewport" content="width=device-width,initial-scale=1"><style>${frameStyle}</style><\x73cript>${frameScript}<\/script></head>`
    + `<body class="${attribute(body)}"><div id="${CLIENTS[device].area}">${html}</div></body></html>`;
}

/** What the learner types, on the front; on the back against the right answer, as a whole. */
function typedBox(expected, typed, side) {
  if (side === "front") return '<center><input type="text" id="typeans"></center>';
  const right = escaped(expected);
  if (!typed) return `<code id="typeans">${right}</code>`;
  if (typed === expected) return `<code id="typeans"><span class="typeGood">${right}</span></code>`;
  return `<code id="typeans"><span class="typeBad">${escaped(typed)}</span><br><span id="typearrow">↓</span><br><span class="typeMissed">${right}</span></code>`;
}

const plainText = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;

/** One client with one side of the card. */
class Frame {
  /** `told` is called with what the frame says; `device` is what front and back of one client share:
   *  { name, storage, typed, age }, where `age` counts how often a front has stored something. */
  constructor(device, side, told) {
    Object.assign(this, { device, side, told });
    this.ready = false;
    this.turnButton = make("button", { type: "button", className: "turn" });
    this.caption = make("span", { className: "caption" });
    this.holder = make("div", { className: "screen" });
    this.element = make("figure", { className: `device ${device.name}` },
      make("figcaption", {}, this.caption), this.holder, this.turnButton);
    this.listen = (event) => {
      if (!this.frame || event.source !== this.frame.contentWindow || !event.data || !event.data.deckpress) return;
      this.hear(event.data.deckpress);
    };
    addEventListener("message", this.listen);
  }

  remove() {
    removeEventListener("message", this.listen);
    this.element.remove();
  }

  hear(message) {
    if (message.ready) {
      this.ready = true;
      this.send();
      return;
    }
    if (message.drawing !== this.view.drawing) return; // of a card that stood here before
    if (message.store === "sessionStorage" || message.store === "localStorage") {
      // Front and back stand side by side here: a back drawn before the front's last word must not take it back.
      if (this.side === "back" && this.view.age !== this.device.age) return;
      if (this.side === "front") this.device.age += 1;
      this.device.storage[message.store] = message.entries;
    } else if (typeof message.typed === "string") this.device.typed = message.typed;
    else this.told(this, message);
  }

  /** Draws a card: `side(name, device)` gives its HTML. */
  show(card, night) {
    const client = CLIENTS[this.device.name];
    this.view = {
      html: card.side(this.side, this.device), classes: client.html(night), body: client.body(card.ordinal + 1, night),
      theme: night ? "dark" : "light", storage: this.device.storage,
      drawing: (this.view ? this.view.drawing : 0) + 1, age: this.device.age,
    };
    if (this.device.name === "desktop" && this.frame) {
      this.send();
      return;
    }
    const empty = this.device.name === "desktop" ? { ...this.view, html: "" } : this.view;
    const frame = make("iframe", { title: this.title, sandbox: "allow-scripts", srcdoc: frameDocument(this.device.name, empty) });
    this.ready = false;
    this.frame = frame;
    this.holder.style.colorScheme = night ? "dark" : "light";
    this.holder.replaceChildren(frame);
  }

  send() {
    if (!this.ready) return;
    const { storage, age, ...view } = this.view;
    this.frame.contentWindow.postMessage({ deckpress: { ...view, fresh: storage } }, "*");
  }

  name(title, side, button) {
    this.title = `${title}, ${side}`;
    this.caption.textContent = title;
    this.turnButton.textContent = button;
    this.turnButton.hidden = !button;
    if (this.frame) this.frame.title = this.title;
  }
}

/* What Anki's clients give to the scripts of a card, and a word to the page around: runs in each frame, before the card. */
(() => {
  "use strict";
  const root = document.documentElement, { device, storage, drawing: first } = JSON.parse(root.dataset.deckpress);
  delete root.dataset.deckpress;
  let drawing = first; // which card and side a message is about
  const tell = (message) => parent.postMessage({ deckpress: { ...message, drawing } }, "*");

  /* The frame has an origin of its own, where storage throws; the clients' cards have one. */
  function storageOf(name, entries) {
    let map = new Map(Object.entries(entries));
    const keep = () => tell({ store: name, entries: Object.fromEntries(map) });
    const area = {
      getItem: (key) => (map.has(String(key)) ? map.get(String(key)) : null),
      setItem: (key, value) => { map.set(String(key), String(value)); keep(); },
      removeItem: (key) => { map.delete(String(key)); keep(); },
      clear: () => { map.clear(); keep(); },
      key: (index) => [...map.keys()][index] ?? null,
    };
    const proxy = new Proxy(area, {
      get: (own, key) => (key === "length" ? map.size : key in own ? own[key] : map.get(key)),
      set: (own, key, value) => { own.setItem(key, value); return true; },
      deleteProperty: (own, key) => { own.removeItem(key); return true; },
      has: (own, key) => key in own || map.has(key),
      ownKeys: () => [...map.keys()],
      getOwnPropertyDescriptor: (_, key) => (map.has(key) ? { value: map.get(key), writable: true, enumerable: true, configurable: true } : undefined),
    });
    Object.defineProperty(window, name, { configurable: true, value: proxy });
    return (fresh) => { map = new Map(Object.entries(fresh)); };
  }
  const refill = Object.fromEntries(["sessionStorage", "localStorage"].map((name) => [name, storageOf(name, storage[name] || {})]));

  const turn = () => tell({ command: "ans" });
  if (device === "desktop") window.pycmd = window.bridgeCommand = (command) => tell({ command: String(command) });
  else window.showAnswer = turn;

  /* The desktop shows all cards in one page, and runs the scripts of each side anew. */
  function show({ html, body, classes, theme, fresh, drawing: next }) {
    drawing = next;
    for (const [name, entries] of Object.entries(fresh)) refill[name](entries);
    root.className = classes;
    root.dataset.bsTheme = theme;
    document.body.className = body;
    const area = document.getElementById("qa");
    area.innerHTML = html;
    for (const old of area.querySelectorAll("script")) {
      const script = document.createElement("script");
      for (const { name, value } of old.attributes) script.setAttribute(name, value);
      script.textContent = old.textContent;
      old.replaceWith(script);
    }
    scrollTo(0, 0);
    tell({ shown: true });
  }

  addEventListener("message", (event) => {
    if (event.source === parent && event.data && event.data.deckpress) show(event.data.deckpress);
  });
  addEventListener("DOMContentLoaded", () => tell(device === "desktop" ? { ready: true } : { shown: true }));
  addEventListener("error", (event) => tell({ failed: `${event.message}` }));
  addEventListener("input", (event) => { if (event.target.id === "typeans") tell({ typed: event.target.value }); });
  addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (!link || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    if (link.href.startsWith("ankidroid://show-answer")) turn();
    else tell({ link: link.href });
  });
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.id === "typeans" && event.key === "Enter") turn();
    if (!event.target.matches("input, textarea, select")) tell({ key: event.key });
  });
})();

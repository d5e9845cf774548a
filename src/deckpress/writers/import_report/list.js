"use strict";

/**
 * A long list in a scrolling pane, drawn in chunks as they come near the view. Chunks not drawn yet stand at an estimated height.
 * Browsers limit how tall an element may be, so that a very long list is cut into pages.
 */
class LongList {
  constructor(pane, options) {
    Object.assign(this, { pane, ...options }); // size: all items, chunk, most: items a page, height: of an item in px, draw, words
    this.position = new Int32Array(this.size);
    this.page = 0;
    this.observer = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) this.fill(entry.target);
    }, { root: pane, rootMargin: "1200px 0px" });
  }

  /** Shows these items (numbers below `size`), in this order. */
  show(items) {
    this.items = items;
    this.position.fill(-1);
    items.forEach((item, at) => { this.position[item] = at; });
    this.turn(0);
  }

  turn(page) {
    this.page = page;
    this.observer.disconnect();
    const first = page * this.most, end = Math.min(first + this.most, this.items.length);
    this.chunks = [];
    for (let at = first; at < end; at += this.chunk) {
      const chunk = make("div", { className: "chunk" });
      chunk.from = at;
      chunk.to = Math.min(at + this.chunk, end);
      chunk.style.minHeight = `${(chunk.to - at) * this.height}px`;
      this.chunks.push(chunk);
    }
    this.pane.replaceChildren(...this.pager(first, end), ...this.chunks, ...this.pager(first, end));
    if (!this.items.length) this.pane.append(make("p", { className: "none" }, this.words.none));
    this.pane.scrollTop = 0;
    this.chunks.slice(0, 2).forEach((chunk) => this.fill(chunk));
    this.chunks.forEach((chunk) => this.observer.observe(chunk));
  }

  pager(first, end) {
    if (this.items.length <= this.most) return [];
    const button = (text, page, off) => make("button", { type: "button", disabled: off, onclick: () => this.turn(page) }, text);
    return [make("p", { className: "pager" },
      button(this.words.earlier, this.page - 1, this.page === 0),
      ` ${first + 1}–${end} / ${this.items.length} `,
      button(this.words.later, this.page + 1, end === this.items.length))];
  }

  fill(chunk) {
    if (!chunk || chunk.filled) return;
    chunk.filled = true;
    this.observer.unobserve(chunk);
    chunk.append(...this.items.slice(chunk.from, chunk.to).map(this.draw));
    chunk.style.minHeight = "";
  }

  fillAll() {
    this.chunks.forEach((chunk) => this.fill(chunk));
  }

  has(item) {
    return this.position[item] >= 0;
  }

  /** The element of an item, drawn and scrolled into view; null where the list does not show it. */
  reveal(item, block = "center") {
    if (!this.has(item)) return null;
    const at = this.position[item], page = Math.floor(at / this.most);
    if (page !== this.page) this.turn(page);
    const number = Math.floor((at % this.most) / this.chunk);
    for (const near of [number - 1, number, number + 1]) this.fill(this.chunks[near]);
    const element = this.chunks[number].children[at - this.chunks[number].from];
    if (this.pane.offsetParent !== null) {
      const box = element.getBoundingClientRect(), frame = this.pane.getBoundingClientRect();
      const room = frame.height - box.height;
      const offset = block === "center" && room > 0 ? room / 2 : 8;
      this.pane.scrollTop += box.top - frame.top - offset;
    }
    return element;
  }
}

/* ---- The list: as many rows as there are cards, of which only those in view are in the page ---- */

class RowList {
  /** `options`: pane (scrolls), height (of an item, by item, in px), draw (item, place → element). */
  constructor(pane, options) {
    Object.assign(this, { pane, ...options });
    this.floor = make("div", { className: "floor", role: "presentation" });
    this.pane.replaceChildren(this.floor);
    this.drawn = new Map();
    this.items = [];
    this.tops = new Float64Array(1);
    this.waiting = false;
    pane.addEventListener("scroll", () => this.later(), { passive: true });
    new ResizeObserver(() => this.later()).observe(pane);
  }

  show(items) {
    this.items = items;
    this.tops = new Float64Array(items.length + 1);
    items.forEach((item, at) => { this.tops[at + 1] = this.tops[at] + this.height(item); });
    this.floor.style.height = `${this.tops[items.length]}px`;
    this.clear();
    this.fill();
  }

  /** Draws all rows in view anew. */
  clear() {
    this.drawn.clear();
    this.floor.replaceChildren();
  }

  later() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.fill();
    });
  }

  /** The place of the item at a height. */
  at(top) {
    let low = 0, high = this.items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.tops[middle + 1] <= top) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  fill() {
    const top = this.pane.scrollTop, room = this.pane.clientHeight, spare = 240;
    const first = this.at(Math.max(0, top - spare)), end = Math.min(this.items.length, this.at(top + room + spare) + 1);
    for (const [place, element] of this.drawn) {
      if (place >= first && place < end) continue;
      element.remove();
      this.drawn.delete(place);
    }
    for (let place = first; place < end; place += 1) {
      if (this.drawn.has(place)) continue;
      const element = this.draw(this.items[place], place);
      element.style.transform = `translateY(${this.tops[place]}px)`;
      element.style.height = `${this.tops[place + 1] - this.tops[place]}px`;
      this.drawn.set(place, element);
      this.floor.append(element);
    }
  }

  reveal(place) {
    if (place < 0) return;
    const top = this.tops[place], bottom = this.tops[place + 1], room = this.pane.clientHeight;
    if (top < this.pane.scrollTop + 40) this.pane.scrollTop = Math.max(0, top - 40);
    else if (bottom > this.pane.scrollTop + room - 40) this.pane.scrollTop = bottom - room + 40;
    this.fill();
  }
}

/* A chart of a stream: above what came, below how odd it was, alarms marked by triangles.
 * It is SVG, so that it is sharp on any screen and its colours are those of the page.
 */
"use strict";

const WIDE = 360; // of the drawing's own units; the page stretches it
const HIGH = 150;
const HALF = 78; // where the numbers end and their oddness begins
const RARE = Math.log(1000); // nats: one in a thousand, as an alarm is
const MOST = 2 * RARE; // as odd as is drawn: one in a million
const SVG = "http://www.w3.org/2000/svg";

const counted = (n, what) => `${number(n)} ${what}${n === 1 ? "" : "s"}`;

function svg(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

class Chart {
  /** Draw in an element; tell of the row that is looked at. */
  constructor(element, tell) {
    this.element = element;
    this.tell = tell;
    this.rows = [];
    element.setAttribute("viewBox", `0 0 ${WIDE} ${HIGH}`);
    element.setAttribute("preserveAspectRatio", "none");
    element.addEventListener("pointermove", (event) => this.look(this.under(event)));
    element.addEventListener("pointerdown", (event) => this.look(this.under(event)));
    element.addEventListener("keydown", (event) => this.press(event));
  }

  x(i) {
    return ((i + 0.5) / this.rows.length) * WIDE;
  }

  /** What of a record is a number to be drawn: it, or the first field that is one. */
  static numberOf(record) {
    if (typeof record === "number") return record;
    if (record === null || typeof record !== "object") return null;
    return Object.values(record).find((value) => typeof value === "number") ?? null;
  }

  draw(rows) {
    this.rows = rows;
    const numbers = rows.map(({ record }) => Chart.numberOf(record));
    const y = (nats) => HIGH - (Math.min(nats, MOST) / MOST) * (HIGH - HALF - 12);
    const slot = (WIDE / rows.length) * 0.8;
    const bars = rows.map(({ nats, alarm }, i) => {
      const width = Math.max(slot, alarm ? 1.6 : 0.6);
      return nats && svg("rect", {
        class: alarm ? "nats alarm" : "nats",
        x: this.x(i) - width / 2, y: y(nats), width, height: HIGH - y(nats),
      });
    });
    const marks = rows.map(({ alarm }, i) => alarm && svg("path", {
      class: "mark", d: `M${this.x(i)} ${HALF + 9} l-4 -7 h8 z`,
    }));
    this.cursor = svg("line", { class: "cursor", y1: 0, y2: HIGH, visibility: "hidden" });
    this.element.replaceChildren(
      svg("path", { class: "course", d: this.course(numbers) }),
      svg("line", { class: "threshold", x1: 0, x2: WIDE, y1: y(RARE), y2: y(RARE) }),
      ...[...bars, ...marks].filter((drawn) => drawn), this.cursor);
    const alarms = rows.filter(({ alarm }) => alarm).length;
    this.element.setAttribute("aria-label",
      `${counted(rows.length, "record")}, ${counted(alarms, "alarm")}; arrows go from one record to the next`);
    this.at = null;
  }

  course(numbers) {
    const known = numbers.filter((value) => value !== null);
    if (!known.length) return "";
    const low = Math.min(...known);
    const range = Math.max(...known) - low || 1;
    let path = "";
    let goesOn = false;
    numbers.forEach((value, i) => {
      if (value !== null) path += `${goesOn ? "L" : "M"}${this.x(i).toFixed(1)} ${(HALF - 8 - ((value - low) / range) * (HALF - 14)).toFixed(1)}`;
      goesOn = value !== null;
    });
    return path;
  }

  under(event) {
    const { left, width } = this.element.getBoundingClientRect();
    return Math.floor(((event.clientX - left) / width) * this.rows.length);
  }

  look(i) {
    if (!this.rows.length) return;
    this.at = Math.min(this.rows.length - 1, Math.max(0, i));
    for (const end of ["x1", "x2"]) this.cursor.setAttribute(end, this.x(this.at));
    this.cursor.setAttribute("visibility", "visible");
    this.tell(this.rows[this.at]);
  }

  /** Arrows go to the next record, with Shift to the next alarm. */
  press(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation(); // or the picture would move, too
    const last = this.rows.length - 1;
    let i = (this.at ?? (by > 0 ? -1 : last + 1)) + by;
    if (event.shiftKey) while (this.rows[i] && !this.rows[i].alarm) i += by;
    if (this.rows[i]) this.look(i);
  }
}

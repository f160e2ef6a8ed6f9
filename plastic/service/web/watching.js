/* Streams: records are pushed to the service, and what it says of them is drawn. */
"use strict";

const TOGETHER = 500; // records pushed at once
const ALARMS = 20; // that are listed, the latest first

/** Read what was typed: records of JSON, one a line, or numbers and words between commas, semicolons or spaces. */
function recordsOf(text) {
  const value = (word) => (word !== "" && Number.isFinite(Number(word)) ? Number(word) : word);
  return text.split("\n").map((line) => line.trim()).filter((line) => line).flatMap((line) => {
    if (line.startsWith("{")) return [JSON.parse(line)];
    return line.split(/[\s,;]+/).filter((word) => word).map(value);
  });
}

/** A record as people read it. */
const recordSaid = (record) =>
  record !== null && typeof record === "object"
    ? Object.entries(record).map(([field, value]) => `${field} ${value}`).join(", ")
    : String(record);

class Watching {
  constructor(live) {
    this.live = live;
    this.known = new Set(); // streams
    this.chart = new Chart(byId("chart"), (row) => this.read(row));
    byId("watching").onsubmit = (event) => (event.preventDefault(), this.push());
    byId("records").onkeydown = (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) byId("watching").requestSubmit();
    };
    byId("unwatch").onclick = () => this.drop();
    byId("stream").onchange = () => this.show();
  }

  get stream() {
    return byId("stream").value.trim();
  }

  ask(verb, fields) {
    return this.live.service.ask(verb, fields);
  }

  /** Push what was typed, and empty the field once it is pushed. */
  async push() {
    try {
      const records = recordsOf(byId("records").value);
      const settle = Number(byId("settle").value);
      for (let at = 0; at < records.length; at += TOGETHER) {
        await this.ask("watch", { stream: this.stream, records: records.slice(at, at + TOGETHER), settle });
      }
      byId("records").value = "";
      this.live.complain(null);
      await this.look();
      await this.show();
    } catch (error) {
      this.live.complain(error instanceof SyntaxError ? new Error(`this is no JSON: ${error.message}`) : error);
    }
  }

  async drop() {
    try {
      await this.ask("unwatch", { stream: this.stream });
      this.live.complain(null);
    } catch (error) {
      this.live.complain(error);
    }
    await this.look();
  }

  /** See which streams there are, and show one. */
  async begin() {
    await this.look();
    const [first] = this.known;
    if (first && !this.known.has(this.stream)) byId("stream").value = first;
    await this.show();
  }

  /** See which streams there are. */
  async look() {
    const { streams } = await this.ask("streams");
    this.known = new Set(streams.map(({ stream }) => stream));
    byId("streams").replaceChildren(...streams.map(({ stream }) => element("option", { value: stream })));
    if (!this.known.has(this.stream)) {
      byId("watched").hidden = true;
      byId("alarms").replaceChildren();
    }
  }

  /** Show the stream that is named; what others push is shown as it comes. */
  async show() {
    if (!this.known.has(this.stream)) return this.look();
    const told = await this.ask("watched", { stream: this.stream });
    byId("watched").hidden = false;
    this.chart.draw(told.rows);
    const more = told.settle - told.pushed;
    byId("reading").textContent = told.settled
      ? `${counted(told.pushed, "record")}, ${counted(told.alarms, "alarm")}. Above what came, below how odd it was; dashed: one in a thousand.`
      : `${counted(told.pushed, "record")}: it only learns until there are ${number(more)} more.`;
    const alarms = told.rows.filter(({ alarm }) => alarm).slice(-ALARMS).reverse();
    byId("alarms").replaceChildren(...alarms.map((row) => this.alarm(row)));
  }

  alarm({ at, why, odds }) {
    const find = () => {
      this.chart.look(this.chart.rows.findIndex((row) => row.at === at));
      byId("chart").focus();
    };
    return element("li", {}, element("button", { className: "concept", onclick: find }, `▼ ${number(at)}`), ` ${odds}: ${why}`);
  }

  read({ at, record, nats, odds, alarm, why }) {
    const odd = nats === null ? "nothing was expected yet" : `${nats.toFixed(2)} nats, ${odds}`;
    byId("reading").textContent = `${number(at)}: ${brief(recordSaid(record), 60)}: ${odd}${alarm ? `. Alarm: ${why}` : ""}`;
  }

  /** Somebody has pushed, or let go. */
  async changed(facts) {
    await this.look();
    if (facts.stream === this.stream) await this.show();
  }
}

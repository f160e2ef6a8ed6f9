/* Feedback: new samples are drawn, and a thumb up or down says what is liked. */
"use strict";

const DRAWN = 6;

class Liking {
  constructor(live) {
    this.live = live;
    byId("draw").onclick = () => this.draw();
  }

  /** Draw new samples that begin as what is typed. */
  async draw() {
    const { live } = this;
    try {
      const prefix = byId("anchored").checked ? live.sample(byId("prefix").value) : live.sample("");
      const told = await live.service.ask("generate", { n: DRAWN, prefix, novel: true, unique: true, max_length: 50 });
      byId("drawn").replaceChildren(...told.samples.map((sample) => this.row(sample)));
      live.complain(null);
    } catch (error) {
      live.complain(error);
    }
  }

  row(sample) {
    const name = live.written(sample) || "(empty)";
    const up = element("button", { className: "thumb", title: `like ${name}` }, "+");
    const down = element("button", { className: "thumb", title: `dislike ${name}` }, "−");
    up.onclick = () => this.say(sample, up, down, 1);
    down.onclick = () => this.say(sample, down, up, -1);
    for (const thumb of [up, down]) {
      thumb.ariaPressed = "false";
      thumb.ariaLabel = thumb.title;
    }
    return element("li", {}, name, element("span", {}, up, down));
  }

  /** Say it, or take it back if it was said; the other thumb is let go. */
  async say(sample, thumb, other, strength) {
    const { service } = this.live;
    const was = thumb.ariaPressed === "true";
    try {
      if (was || other.ariaPressed === "true") await service.ask("retract", { sample });
      if (!was) await service.ask("reinforce", { sample, strength });
      thumb.ariaPressed = String(!was);
      other.ariaPressed = "false";
      this.live.complain(null);
      if (!this.live.listening) await this.changed();
    } catch (error) {
      this.live.complain(error);
    }
  }

  /** Somebody has said what is liked: all that is predicted follows. */
  async changed() {
    await this.live.look();
    await this.live.hear();
  }
}

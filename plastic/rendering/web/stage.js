/* The picture: each concept's dot in the middle of its disc, the more specific
 * ones packed around it, discs within discs.  d3-hierarchy packs, sigma draws
 * dots and edges and moves the camera; discs, labels and the firing path are
 * drawn here, and only what is large enough to be seen.
 */
"use strict";

/** A colour of the page, which may be light or dark. */
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

class Stage {
  constructor(memory, container) {
    this.memory = memory;
    this.hidden = []; // by r_level
    this.path = [];
    this.slots = [];
    this.readColours();
    this.selected = -1;
    this.pack();
    this.renderer = new Sigma(this.graph(), container, {
      autoRescale: true,
      stagePadding: 12,
      itemSizesReference: "positions",
      zoomToSizeRatioFunction: (ratio) => ratio / this.larger(ratio),
      defaultNodeType: "point",
      nodeProgramClasses: { point: Sigma.rendering.NodePointProgram },
      maxCameraRatio: 2,
      minCameraRatio: Math.min(0.5, 3 / this.size),
      enableCameraRotation: false,
      renderLabels: false,
      defaultDrawNodeHover: (context, { key }) => this.drawMarked(context, Number(key)),
    });
    const r = this.size;
    this.renderer.setCustomBBox({ x: [-r, r], y: [-r, r] });
    this.layers();
    this.renderer.on("afterRender", () => this.draw());
    this.renderer.refresh();
  }

  /** How much larger than life dots are: those of many, from afar, would be dust. */
  larger(ratio) {
    return 1 + 1.8 * Math.min(1, this.size / 500) * Math.min(1, ratio);
  }

  /** Put canvases below and above sigma's dots, and away those that stay empty.
   *
   * Thousands of arcs a frame are ten times quicker on the CPU than on a GPU
   * that is emulated, and quick enough beside a real one.
   */
  layers() {
    const context = (canvas) => canvas.getContext("2d", { willReadFrequently: true });
    this.ground = context(this.renderer.createCanvas("ground", { beforeLayer: "nodes" }));
    this.writing = context(this.renderer.createCanvas("writing", { afterLayer: "nodes" }));
    const canvases = this.renderer.getCanvases();
    for (const unused of ["edges", "edgeLabels", "labels", "hoverNodes"]) {
      canvases[unused].style.display = "none";
    }
  }

  /** Find each concept's place, the radius of its dot and that of its disc. */
  pack() {
    const { size, counts } = this.memory;
    const { roots } = this.memory;
    const all = roots.length > 1 ? -1 : 0; // waking and sleep side by side, or waking
    const below = (one) => {
      if (one < 0) return roots;
      const children = one < size ? this.memory.children(one) : [];
      return children.length ? [one + size, ...children] : null;
    };
    // A concept with children is a disc; its own dot, size further, is in it.
    const tree = d3.hierarchy(all, below).count();
    const own = (one) => (one.data >= size ? 1 : 0);
    tree.sort((a, b) => own(b) - own(a) || b.value - a.value || a.data - b.data);
    const packed = d3.pack().radius((leaf) => Math.max(1, counts[leaf.data % size]) ** 0.25);
    packed.padding((one) => 0.12 * (1 + one.height))(tree);
    this.x = new Float64Array(size);
    this.y = new Float64Array(size);
    this.dots = new Float64Array(size);
    this.discs = new Float64Array(size);
    tree.each((one) => {
      if (one.data < 0) return;
      const concept = one.data % size;
      if (!one.children) {
        this.x[concept] = one.x - tree.x;
        this.y[concept] = one.y - tree.y;
        this.dots[concept] = 0.65 * one.r; // air between them
      }
      if (one.data < size) this.discs[concept] = one.r;
      if (one.data < size) one.middle = [one.x - tree.x, one.y - tree.y];
    });
    this.middles = new Array(size);
    tree.each((one) => one.middle && (this.middles[one.data] = one.middle));
    this.size = Math.max(tree.r, 12); // a lonely dot need not fill the page
  }

  /** Read what the page's style says, once: to ask for it is slow. */
  readColours() {
    const levels = Array.from({ length: this.memory.highest + 1 }, (_, level) => this.memory.shade(level));
    this.shades = levels.map((shade) => colour(`shade-${shade}`));
    this.inks = levels.map((shade) => colour(`on-shade-${shade}`));
    for (const name of ["paper", "ink", "quiet", "fired", "class"]) this[name] = colour(name);
  }

  /** Draw anew when the page turns dark or light. */
  recolour() {
    this.readColours();
    const update = (i, attributes) => Object.assign(attributes, { color: this.color(i) });
    this.renderer.getGraph().updateEachNodeAttributes(update, { attributes: ["color"] });
  }

  graph() {
    const { memory } = this;
    const graph = new graphology.DirectedGraph();
    for (let i = 0; i < memory.size; i++) {
      graph.addNode(i, {
        x: this.x[i],
        y: this.y[i],
        size: this.dots[i],
        color: this.color(i),
        label: memory.names[i],
        hidden: false,
      });
    }
    return graph;
  }

  /** Show or hide the concepts of an r_level. */
  toggle(level, shown) {
    this.hidden[level] = !shown;
    const update = (i, attributes) => {
      attributes.hidden = this.hidden[this.memory.levels[i]];
      return attributes;
    };
    this.renderer.getGraph().updateEachNodeAttributes(update, { attributes: ["hidden"] });
  }

  select(i) {
    this.selected = i;
    this.renderer.scheduleRender();
  }

  /** Light up a firing path, and move to where it unfolds. */
  follow(path, slots) {
    this.path = path;
    this.slots = slots;
    this.renderer.scheduleRender();
    if (!path.length) return;
    const { width, height } = this.renderer.getDimensions();
    const fromAfar = (this.dots[path.at(-1)] * Math.min(width, height)) / 2 / this.size;
    if (path.length === 1 || slots.length || fromAfar > 4) this.all();
    else this.fly(path[1]);
  }

  // The camera ------------------------------------------------------------------

  /** Move the camera so that a circle is as large as fits. */
  look(x, y, radius, duration = 600) {
    const { renderer } = this;
    const camera = renderer.getCamera();
    const { width, height } = renderer.getDimensions();
    const wanted = 0.42 * Math.min(width, height);
    const ratio = (camera.ratio * radius * this.scale()) / wanted;
    const middle = renderer.viewportToFramedGraph(renderer.graphToViewport({ x, y }));
    camera.animate({ ...middle, ratio }, { duration });
  }

  /** Fly to a concept, near enough to read it and its surroundings. */
  fly(i) {
    const [x, y] = this.middles[i];
    this.look(x, y, Math.max(this.discs[i], 18 * this.dots[i]));
  }

  all() {
    this.renderer.getCamera().animatedReset();
  }

  move(right, down) {
    const camera = this.renderer.getCamera();
    const { x, y, ratio } = camera.getState();
    camera.animate({ x: x + 0.2 * right * ratio, y: y - 0.2 * down * ratio }, { duration: 150 });
  }

  /** What keys do to the camera. */
  keys() {
    const camera = this.renderer.getCamera();
    return {
      "+": () => camera.animatedZoom(),
      "-": () => camera.animatedUnzoom(),
      0: () => this.all(),
      ArrowLeft: () => this.move(-1, 0),
      ArrowRight: () => this.move(1, 0),
      ArrowUp: () => this.move(0, -1),
      ArrowDown: () => this.move(0, 1),
    };
  }

  /** Pixels for one unit of the layout. */
  scale() {
    const a = this.renderer.graphToViewport({ x: 0, y: 0 });
    const b = this.renderer.graphToViewport({ x: 1, y: 0 });
    return b.x - a.x;
  }

  // What is drawn here ------------------------------------------------------------

  draw() {
    const view = this.view();
    const seen = this.visible(view);
    const { ground, writing } = this;
    this.clear(ground, view);
    this.drawDiscs(ground, view, seen);
    this.drawEdges(ground, view, seen);
    this.drawLargeDots(ground, view, seen);
    this.clear(writing, view);
    const taken = new Occupied(view.width, view.height);
    if (this.path.length) this.drawPath(writing, view, taken);
    else this.drawLabels(writing, view, seen, taken);
    this.nameRoots(writing, view);
    if (this.selected >= 0) this.drawMarked(writing, this.selected);
  }

  /** Where and how large things are on the screen, as the camera now stands. */
  view() {
    const { renderer } = this;
    const { width, height } = renderer.getDimensions();
    const origin = renderer.graphToViewport({ x: 0, y: 0 });
    const scale = this.scale();
    const dots = scale * this.larger(renderer.getCamera().ratio);
    const place = (x, y) => [origin.x + x * scale, origin.y - y * scale];
    const at = (i) => place(this.x[i], this.y[i]);
    return { width, height, scale, place, at, dot: (i) => this.dots[i] * dots };
  }

  clear(context, { width, height }) {
    const { canvas } = context;
    const sharp = window.devicePixelRatio;
    const [wide, high] = [Math.round(width * sharp), Math.round(height * sharp)];
    if (canvas.width !== wide || canvas.height !== high) {
      Object.assign(canvas, { width: wide, height: high });
      Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
    }
    context.setTransform(sharp, 0, 0, sharp, 0, 0);
    context.clearRect(0, 0, width, height);
  }

  /** The concepts whose disc is in view and large enough, largest discs first. */
  visible({ width, height, scale, place }) {
    const seen = this.memory.roots.slice();
    for (const i of seen) {
      for (const child of this.memory.children(i)) {
        const radius = this.discs[child] * scale;
        if (radius < 2) continue;
        const [x, y] = place(...this.middles[child]);
        const outside = x + radius < 0 || y + radius < 0 || x - radius > width || y - radius > height;
        if (!outside) seen.push(child);
      }
    }
    return seen.sort((a, b) => this.discs[b] - this.discs[a] || a - b);
  }

  drawDiscs(context, { scale, place }, seen) {
    for (const i of seen) {
      if (!this.memory.children(i).length || this.hidden[this.memory.levels[i]]) continue;
      const [x, y] = place(...this.middles[i]);
      context.beginPath();
      context.arc(x, y, this.discs[i] * scale, 0, 7);
      context.fillStyle = `${this.color(i)}10`; // nearly transparent
      context.fill();
      context.strokeStyle = `${this.color(i)}30`;
      context.lineWidth = 0.7;
      context.stroke();
    }
  }

  drawEdges(context, { at }, seen) {
    const { memory } = this;
    context.beginPath();
    for (const i of seen) {
      if (memory.parents[i] === i || this.hidden[memory.levels[i]] || this.hidden[memory.levels[i] - 1]) continue;
      context.moveTo(...at(memory.parents[i]));
      context.lineTo(...at(i));
    }
    context.strokeStyle = `${this.paper}cc`;
    context.lineWidth = 0.8;
    context.stroke();
  }

  /** WebGL lets go of a dot when its middle leaves the screen, so large ones
   * are drawn here too. */
  drawLargeDots(context, { at, dot }, seen) {
    for (const i of seen) {
      if (dot(i) < 20 || this.hidden[this.memory.levels[i]]) continue;
      context.beginPath();
      context.arc(...at(i), dot(i), 0, 7);
      context.fillStyle = this.color(i);
      context.fill();
    }
  }

  drawLabels(context, view, seen, taken) {
    const byDot = seen.filter((i) => view.dot(i) > 2.5 && !this.hidden[this.memory.levels[i]]);
    byDot.sort((a, b) => this.dots[b] - this.dots[a] || a - b);
    for (const i of byDot) if (view.dot(i) > 5) taken.block(...view.at(i), view.dot(i));
    for (const i of byDot) this.write(context, view, taken, i, 11);
  }

  drawPath(context, view, taken) {
    context.fillStyle = `${this.paper}b8`; // all else steps back
    context.fillRect(0, 0, view.width, view.height);
    const points = this.path.map(view.at);
    for (const point of [...points, ...this.slots.map(view.at)]) taken.block(...point, 6);
    context.beginPath();
    points.forEach(([x, y], k) => (k ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.strokeStyle = this.fired;
    context.lineWidth = 3;
    context.lineJoin = "round";
    context.stroke();
    for (const i of this.slots) this.ring(context, view, i, this.class, this.color(i));
    for (const i of this.path) this.ring(context, view, i, this.fired, this.color(i));
    const deepest = this.path.at(-1); // is named in any case
    this.write(context, view, taken, deepest, 14, true, true);
    for (const i of this.path.slice(0, -1).reverse()) this.write(context, view, taken, i, 14, true);
    for (const i of this.slots) this.write(context, view, taken, i, 11);
  }

  drawMarked(context, i) {
    const view = this.view();
    this.ring(context, view, i, this.ink, this.color(i));
    this.write(context, view, new Occupied(view.width, view.height), i, 13, true, true);
  }

  color(i) {
    return this.shades[this.memory.levels[i]];
  }

  ring(context, view, i, stroke, fill) {
    context.beginPath();
    context.arc(...view.at(i), Math.max(5, view.dot(i)), 0, 7);
    context.fillStyle = fill;
    context.fill();
    context.strokeStyle = stroke;
    context.lineWidth = 2.5;
    context.stroke();
  }

  /** Say which disc is waking's and which is sleep's. */
  nameRoots(context, { place, scale }) {
    const { roots } = this.memory;
    if (roots.length < 2) return;
    context.font = "600 13px system-ui, sans-serif";
    context.fillStyle = this.quiet;
    ["awake", "asleep"].forEach((name, which) => {
      const [x, y] = place(...this.middles[roots[which]]);
      const top = y - this.discs[roots[which]] * scale - 10;
      context.fillText(name, x - context.measureText(name).width / 2, top);
    });
  }

  /** Write a concept's name into its dot if it fits, else beside it if there is room. */
  write(context, view, taken, i, points, bold = false, always = false) {
    const name = brief(this.memory.names[i], 28);
    const [x, y] = view.at(i);
    const radius = bold ? Math.max(6, view.dot(i)) : view.dot(i);
    context.font = `${bold ? 600 : 400} ${points}px system-ui, sans-serif`;
    context.textBaseline = "middle";
    const width = context.measureText(name).width;
    if (width < 1.7 * radius && points < 1.5 * radius) {
      context.fillStyle = this.inks[this.memory.levels[i]];
      context.fillText(name, x - width / 2, y);
      return;
    }
    const below = radius + 0.6 * points + 1;
    const beside = [[x + radius + 3, y], [x - width / 2, y + below],
      [x - width / 2, y - below], [x - radius - 3 - width, y]];
    const room = ([left, middle]) => left > 0 && left + width < view.width &&
      taken.take(left - 1, middle - 0.5 * points, width + 2, points);
    const middle = Math.max(2, Math.min(x - width / 2, view.width - width - 2));
    const place = beside.find(room) ?? (always ? [middle, y + below] : null);
    if (!place) return;
    context.strokeStyle = `${this.paper}d9`;
    context.lineWidth = 3;
    context.lineJoin = "round";
    context.strokeText(name, ...place);
    context.fillStyle = this.ink;
    context.fillText(name, ...place);
  }
}

/** Which parts of the stage are written on, in small squares. */
class Occupied {
  constructor(width, height) {
    this.columns = Math.ceil(width / 6);
    this.rows = Math.ceil(height / 6);
    this.squares = new Uint8Array(this.columns * this.rows);
  }

  /** Give the lines of squares of a rectangle, as far as it is in view. */
  lines(left, top, width, height) {
    const first = Math.max(0, Math.floor(left / 6));
    const end = Math.min(this.columns, Math.floor((left + width) / 6) + 1);
    const lines = [];
    const low = Math.min(this.rows - 1, Math.floor((top + height) / 6));
    for (let row = Math.max(0, Math.floor(top / 6)); row <= low && first < end; row++) {
      lines.push(this.squares.subarray(row * this.columns + first, row * this.columns + end));
    }
    return lines;
  }

  /** Take a rectangle if none of it is taken and some of it is in view. */
  take(...rectangle) {
    const lines = this.lines(...rectangle);
    if (!lines.length || lines.some((line) => line.includes(1))) return false;
    for (const line of lines) line.fill(1);
    return true;
  }

  block(x, y, radius) {
    const inner = 0.7 * radius; // a square in the circle
    for (const line of this.lines(x - inner, y - inner, 2 * inner, 2 * inner)) line.fill(1);
  }
}

/** Only the end of what is long: there lies what came last. */
function brief(name, most) {
  const symbols = Array.from(name);
  return symbols.length > most ? `…${symbols.slice(-most).join("")}` : name;
}

"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const NS = "http://www.w3.org/2000/svg";
  const byId = (id) => document.getElementById(id);
  const svg = byId("natet"), pane = byId("belagg");
  const words = { type: "Slag", sign: "Tecken", modality: "Modalitet", voice: "Röst", layer: "Skikt", phase: "Skede" };
  const signs = { "+": ["positiv", "p"], "0": ["neutral", "z"], "-": ["negativ", "m"] };
  const make = (name, attributes, parent) => {
    const element = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (parent) parent.append(element);
    return element;
  };
  const html = (name, text, parent, className) => {
    const element = document.createElement(name);
    if (text !== null) element.textContent = text;
    if (className) element.className = className;
    if (parent) parent.append(element);
    return element;
  };

  // filters
  for (const [key, values] of Object.entries(data.choices)) {
    const box = html("fieldset", null, byId("val"));
    html("legend", words[key], box);
    for (const value of values) {
      const label = html("label", null, box);
      const input = html("input", null, label);
      Object.assign(input, { type: "checkbox", checked: true, name: key, value });
      label.append(" " + (key === "sign" ? signs[value][0] : value));
    }
  }
  for (const node of data.nodes) html("option", null, byId("namn")).value = node.name;
  const chosen = (key) => new Set([...document.querySelectorAll(`input[name="${key}"]:checked`)].map((input) => input.value));

  // picture
  const view = { x: 0, y: 0, w: data.width, h: data.height };
  const frame = () => svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${view.h}`);
  frame();
  const defs = make("defs", {}, svg);
  for (const [sign, [, mark]] of Object.entries(signs)) {
    const arrow = make("marker", { id: "pil" + mark, viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 7, markerHeight: 7, orient: "auto-start-reverse", markerUnits: "userSpaceOnUse" }, defs);
    make("path", { d: "M0 0L10 5L0 10z", fill: { "+": "#0072B2", "0": "#7b838c", "-": "#D55E00" }[sign] }, arrow);
  }
  const tieLayer = make("g", {}, svg), nodeLayer = make("g", {}, svg);
  const shapes = [
    (r) => `M${-r} 0A${r} ${r} 0 1 0 ${r} 0A${r} ${r} 0 1 0 ${-r} 0z`,
    (r) => `M${-r * .9} ${-r * .9}H${r * .9}V${r * .9}H${-r * .9}z`,
    (r) => `M0 ${-r * 1.15}L${r * 1.1} ${r * .85}H${-r * 1.1}z`,
    (r) => `M0 ${-r * 1.2}L${r * 1.2} 0L0 ${r * 1.2}L${-r * 1.2} 0z`,
    (r) => `M0 ${r * 1.15}L${r * 1.1} ${-r * .85}H${-r * 1.1}z`,
    (r) => `M${-r * .4} ${-r}H${r * .4}V${-r * .4}H${r}V${r * .4}H${r * .4}V${r}H${-r * .4}V${r * .4}H${-r}V${-r * .4}H${-r * .4}z`,
  ];
  const radius = (n) => 5 + 2.1 * Math.sqrt(Math.min(n, 60));
  data.nodes.forEach((node, at) => {
    node.mark = make("g", { class: "node", tabindex: at ? -1 : 0, role: "button", transform: `translate(${node.x} ${node.y})`, "aria-label": `${node.name}, ${node.level}, ${node.n} utsagor` }, nodeLayer);
    make("path", { class: "mark", d: shapes[node.shape](radius(node.n)), fill: node.color }, node.mark);
    make("text", { y: radius(node.n) + 13 }, node.mark).textContent = node.name;
    node.mark.addEventListener("click", () => open({ node: at }));
    node.mark.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open({ node: at }); }
      if (step) {
        event.preventDefault();
        const seen = data.nodes.map((_, i) => i).filter((i) => data.nodes[i].mark.style.display !== "none");
        const next = seen[(seen.indexOf(at) + step + seen.length) % seen.length];
        node.mark.tabIndex = -1; data.nodes[next].mark.tabIndex = 0; data.nodes[next].mark.focus();
      }
    });
  });

  let state = { statements: [], ties: [], open: null };
  const path = (a, b, bend) => {
    if (a === b) {
      const r = radius(a.n);
      return `M${a.x - r * .6} ${a.y - r * .8}C${a.x - 34 - bend / 3} ${a.y - 52} ${a.x + 34 + bend / 3} ${a.y - 52} ${a.x + r * .6} ${a.y - r * .8}`;
    }
    const dx = b.x - a.x, dy = b.y - a.y, far = Math.hypot(dx, dy) || 1;
    const cx = (a.x + b.x) / 2 - dy / far * bend, cy = (a.y + b.y) / 2 + dx / far * bend;
    const cut = (from, r) => { const l = Math.hypot(cx - from.x, cy - from.y) || 1; return [from.x + (cx - from.x) / l * r, from.y + (cy - from.y) / l * r]; };
    const [x1, y1] = cut(a, radius(a.n) + 1), [x2, y2] = cut(b, radius(b.n) + 2);
    return `M${x1} ${y1}Q${cx} ${cy} ${x2} ${y2}`;
  };

  const update = () => {
    const allowed = Object.fromEntries(Object.keys(data.choices).map((key) => [key, chosen(key)]));
    const least = Number(byId("minst").value), withImplied = byId("underforstadd").checked;
    byId("minstut").textContent = least;
    const kept = data.statements.filter((s) => (withImplied || !s.implied) && Object.entries(allowed).every(([key, set]) => set.has(s[key])));
    const pairs = new Map();
    for (const s of kept) {
      const key = [Math.min(s.source, s.target), Math.max(s.source, s.target)].join("-");
      (pairs.get(key) || pairs.set(key, []).get(key)).push(s);
    }
    state.statements = []; state.ties = [];
    tieLayer.replaceChildren();
    for (const [key, rows] of pairs) {
      if (rows.length < least) continue;
      state.statements.push(...rows);
      const [low, high] = key.split("-").map(Number);
      const groups = Object.keys(signs).map((sign) => rows.filter((s) => s.sign === sign)).filter((group) => group.length);
      groups.forEach((group, at) => {
        const mark = signs[group[0].sign][1];
        const bend = 22 + (at - (groups.length - 1) / 2) * 34;
        const d = path(data.nodes[low], data.nodes[high], bend);
        const hit = make("path", { class: "hit", d }, tieLayer);
        const line = make("path", { class: `tie ${mark}`, d, "stroke-width": 1.1 + 1.3 * Math.sqrt(group.length - 1) }, tieLayer);
        if (low !== high && group.some((s) => s.directed && s.target === high)) line.setAttribute("marker-end", `url(#pil${mark})`);
        if (low !== high && group.some((s) => s.directed && s.target === low)) line.setAttribute("marker-start", `url(#pil${mark})`);
        const title = make("title", {}, hit);
        title.textContent = `${data.nodes[low].name} – ${data.nodes[high].name}: ${group.length} ${signs[group[0].sign][0]}`;
        hit.addEventListener("click", () => open({ low, high }));
        state.ties.push({ low, high, line });
      });
    }
    const near = data.nodes.map(() => ({ "+": 0, "0": 0, "-": 0, others: new Set() }));
    for (const s of state.statements) for (const [a, b] of s.source === s.target ? [[s.source, s.target]] : [[s.source, s.target], [s.target, s.source]]) {
      near[a][s.sign] += 1; if (a !== b) near[a].others.add(b);
    }
    const body = byId("tabell").tBodies[0];
    body.replaceChildren();
    let shown = 0;
    data.nodes.forEach((node, at) => {
      const n = near[at], some = n["+"] + n["0"] + n["-"] > 0;
      node.mark.style.display = some ? "" : "none";
      if (!some) return;
      shown += 1;
      const row = html("tr", null, body);
      const button = html("button", node.name, html("td", null, row));
      button.type = "button"; button.addEventListener("click", () => open({ node: at }));
      html("td", node.level, row);
      for (const value of [n.others.size, n["+"], n["0"], n["-"]]) html("td", value, row, "num");
    });
    byId("antal").textContent = `${shown} aktörer, ${pairs.size ? new Set(state.ties.map((t) => t.low + "-" + t.high)).size : 0} band, ${state.statements.length} utsagor`;
    open(state.open);
  };

  const open = (what) => {
    state.open = what;
    const touches = (s) => what && (what.node !== undefined ? s.source === what.node || s.target === what.node : [s.source, s.target].includes(what.low) && [s.source, s.target].includes(what.high) && (what.low !== what.high || s.source === s.target));
    const rows = what ? state.statements.filter(touches) : [];
    const lit = new Set(rows.flatMap((s) => [s.source, s.target]));
    if (what && what.node !== undefined) lit.add(what.node);
    data.nodes.forEach((node, at) => { node.mark.classList.toggle("dim", Boolean(what) && !lit.has(at)); node.mark.classList.toggle("on", Boolean(what) && what.node === at); });
    for (const tie of state.ties) {
      const on = what && (what.node !== undefined ? tie.low === what.node || tie.high === what.node : tie.low === Math.min(what.low, what.high) && tie.high === Math.max(what.low, what.high));
      tie.line.classList.toggle("dim", Boolean(what) && !on); tie.line.classList.toggle("on", Boolean(on));
    }
    pane.replaceChildren();
    if (!what) { html("h2", "Belägg", pane); html("p", "Välj en aktör eller ett band, i bilden eller i listan. Här visas då de ord som bär det.", pane, "help"); return; }
    const heading = what.node !== undefined ? data.nodes[what.node].name : `${data.nodes[what.low].name} – ${data.nodes[what.high].name}`;
    html("h2", heading, pane);
    if (what.node !== undefined) html("p", `${data.nodes[what.node].level}. I texten: ${data.nodes[what.node].aliases.join(", ") || "underförstådd"}.`, pane, "help");
    html("p", `${rows.length} utsagor i urvalet`, pane);
    const list = html("ol", null, pane);
    for (const s of [...rows].sort((a, b) => b.score - a.score)) {
      const item = html("li", null, list, signs[s.sign][1]);
      html("span", `${data.nodes[s.source].name} ${s.directed ? "→" : "–"} ${data.nodes[s.target].name}`, item, "tag");
      html("blockquote", `”${s.text}”`, item);
      html("small", [s.type, signs[s.sign][0], s.modality, s.speaker ? `${s.voice}, ${s.speaker}` : s.voice, s.section, s.implied ? "en part underförstådd" : "", `regel: ${s.rule}`, `säkerhet ${s.score.toFixed(2).replace(".", ",")}`].filter(Boolean).join(" · "), item);
    }
  };

  // search, reset, escape
  const search = () => {
    const wanted = byId("sok").value.trim().toLowerCase();
    if (!wanted) return;
    const exact = data.nodes.findIndex((n) => n.name.toLowerCase() === wanted);
    const at = exact >= 0 ? exact : data.nodes.findIndex((n) => [n.name, ...n.aliases].some((name) => name.toLowerCase().includes(wanted)));
    if (at >= 0) open({ node: at });
  };
  byId("sok").addEventListener("input", search);
  byId("filter").addEventListener("submit", (event) => { event.preventDefault(); search(); });
  byId("filter").addEventListener("change", (event) => { if (event.target.id !== "sok") update(); });
  byId("minst").addEventListener("input", update);
  byId("aterstall").addEventListener("click", () => { byId("filter").reset(); Object.assign(view, { x: 0, y: 0, w: data.width, h: data.height }); frame(); state.open = null; update(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") open(null); });

  // move and enlarge
  const at = (event) => { const box = svg.getBoundingClientRect(); return [view.x + (event.clientX - box.left) / box.width * view.w, view.y + (event.clientY - box.top) / box.height * view.h]; };
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    const [x, y] = at(event), factor = event.deltaY > 0 ? 1.15 : 1 / 1.15, w = Math.min(data.width * 1.5, Math.max(200, view.w * factor)), real = w / view.w;
    view.x = x - (x - view.x) * real; view.y = y - (y - view.y) * real; view.w = w; view.h *= real; frame();
  }, { passive: false });
  let grip = null;
  svg.addEventListener("pointerdown", (event) => { if (event.target === svg) { grip = [event.clientX, event.clientY]; svg.setPointerCapture(event.pointerId); } });
  svg.addEventListener("pointermove", (event) => {
    if (!grip) return;
    const box = svg.getBoundingClientRect();
    view.x -= (event.clientX - grip[0]) / box.width * view.w; view.y -= (event.clientY - grip[1]) / box.height * view.h; grip = [event.clientX, event.clientY]; frame();
  });
  svg.addEventListener("pointerup", () => { grip = null; });

  // key
  const key = byId("nyckel");
  for (const [, [word, mark]] of Object.entries(signs)) {
    const item = html("li", null, key), icon = make("svg", { width: 34, height: 10 }, item);
    make("path", { class: `tie ${mark}`, d: "M0 5H34", "stroke-width": 2.5 }, icon);
    item.append(word);
  }
  for (const level of new Set(data.nodes.map((n) => n.level))) {
    const node = data.nodes.find((n) => n.level === level), item = html("li", null, key), icon = make("svg", { width: 16, height: 12 }, item);
    make("path", { d: shapes[node.shape](5.5), fill: node.color, transform: "translate(8 6)" }, icon);
    item.append(level);
  }
  const asked = new URLSearchParams(location.hash.slice(1)).get("aktor");
  update();
  if (asked) { byId("sok").value = asked; search(); }
})();

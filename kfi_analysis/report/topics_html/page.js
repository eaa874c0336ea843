"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const own = { n_topics: data.topics.length, map_held: data.map_held, topics: data.topics };
  const models = new Map([...data.models, own].map((m) => [m.n_topics, m]));
  const state = { size: own.n_topics, topic: 1, words: "weight", column: data.groups[0] || null };
  const byId = (id) => document.getElementById(id);
  const SVG = "http://www.w3.org/2000/svg";

  const el = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "on") Object.entries(value).forEach(([event, f]) => node.addEventListener(event, f));
      else if (value !== null && value !== undefined) node.setAttribute(key, value);
    }
    node.append(...children.filter((c) => c !== null && c !== undefined));
    return node;
  };
  const svg = (name, attributes = {}, ...children) => {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  };
  const percent = (x) => (x === null ? "–" : `${Math.round(100 * x)} %`);
  const comma = (x, n = 2) => (x === null ? "–" : x.toFixed(n).replace(".", ",").replace("-", "−"));
  const kind = (verdict) => ({ stabil: "stable", "ej skild från slump": "noise" }[verdict] || "fragile");
  const model = () => models.get(state.size);
  const chosen = () => model().topics[state.topic - 1];

  function choose(topic, move) {
    state.topic = topic;
    draw();
    if (move) byId("detail").focus({ preventScroll: window.innerWidth > 830 });
  }

  function drawMap() {
    const W = Math.max(320, Math.min(620, byId("map").clientWidth || 560)), H = Math.round(W * 0.8), pad = Math.min(62, W / 7);
    const topics = model().topics;
    const at = topics.map((t) => ({ t, x: pad + ((t.x + 1) / 2) * (W - 2 * pad), y: pad + ((1 - t.y) / 2) * (H - 2 * pad), r: Math.max(10, (W / 560) * (8 + 52 * Math.sqrt(t.prevalence.share || 0))) }));
    for (const a of at) {
      const parts = a.t.label.split(", ");
      a.name = W < 480 || a.t.label.length > 26 ? parts.slice(0, W < 480 ? 1 : 2).join(", ") : a.t.label;
      a.w = Math.max(2 * a.r, 6.2 * a.name.length) + 6; a.h = 2 * a.r + 20;
    }
    for (let round = 0; round < 300; round++) {
      for (const a of at) for (const b of at) {
        if (a === b) continue;
        const dx = b.x - a.x, dy = b.y - a.y, ox = (a.w + b.w) / 2 - Math.abs(dx), oy = (a.h + b.h) / 2 - Math.abs(dy);
        if (ox <= 0 || oy <= 0) continue;
        if (ox < oy) { const push = (ox / 4) * (dx < 0 || (dx === 0 && b.t.topic < a.t.topic) ? -1 : 1); a.x -= push; b.x += push; }
        else { const push = (oy / 4) * (dy < 0 || (dy === 0 && b.t.topic < a.t.topic) ? -1 : 1); a.y -= push; b.y += push; }
      }
      for (const a of at) { a.x = Math.min(W - a.w / 2, Math.max(a.w / 2, a.x)); a.y = Math.min(H - a.r - 16, Math.max(a.r + 4, a.y)); }
    }
    const picture = svg("svg", { viewBox: `0 0 ${W} ${H}`, role: "group", "aria-label": "Karta över ämnena" });
    for (const a of [...at].sort((p, q) => q.r - p.r)) {
      const bubble = svg("g", {
        class: `bubble ${kind(a.t.verdict)}`, tabindex: "0", role: "button", "aria-pressed": String(a.t.topic === state.topic),
        "aria-label": `Ämne ${a.t.topic}: ${a.t.label}, ${percent(a.t.prevalence.share)}, ${a.t.verdict}`, "data-topic": a.t.topic,
      }, svg("circle", { cx: a.x.toFixed(1), cy: a.y.toFixed(1), r: a.r.toFixed(1) }));
      const number = svg("text", { x: a.x.toFixed(1), y: (a.y + 4).toFixed(1), class: "no" }); number.textContent = a.t.topic;
      const name = svg("text", { x: a.x.toFixed(1), y: (a.y + a.r + 12).toFixed(1) }); name.textContent = a.name;
      bubble.append(number, name);
      bubble.addEventListener("click", () => choose(a.t.topic, true));
      bubble.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(a.t.topic, false); byId("map").querySelector(`[data-topic="${a.t.topic}"]`).focus(); } });
      picture.append(bubble);
    }
    byId("map").replaceChildren(picture);
    byId("map-note").textContent = `Ämnen som delar ord ligger nära varandra; cirkelns yta är andelen av orden. Kartan återger ${percent(model().map_held)} av skillnaderna. Klicka eller stega med tabb.`;
  }

  function drawList() {
    const body = byId("list").querySelector("tbody");
    body.replaceChildren(...model().topics.map((t) => el("tr", { class: t.topic === state.topic ? "chosen" : null },
      el("th", { scope: "row" }, el("button", { class: "pick", type: "button", "aria-pressed": String(t.topic === state.topic), on: { click: () => choose(t.topic, true) } }, `${t.topic}. ${t.label}`),
        el("small", {}, t.words.slice(0, 8).map((w) => w.term).join(", ")), el("small", { class: "narrow" }, t.verdict)),
      el("td", { class: "num" }, percent(t.prevalence.share)), el("td", { class: "num" }, comma(t.recurrence.value)), el("td", {}, t.verdict))));
  }

  function tabs(label, options, now, set) {
    return el("div", { class: "tabs", role: "group", "aria-label": label }, ...options.map(([value, name]) =>
      el("button", { type: "button", "aria-pressed": String(value === now), on: { click: () => { set(value); drawDetail(); } } }, name)));
  }

  function bars(t) {
    const ordered = [...t.words].sort((a, b) => b[state.words] - a[state.words]).slice(0, 12);
    const top = Math.max(...ordered.map((w) => w[state.words]), 1e-9);
    return el("dl", { class: "words" }, ...ordered.flatMap((w) => {
      const bar = el("i"); bar.style.width = `${(100 * w[state.words]) / top}%`;
      return [el("dt", {}, w.term), el("dd", { title: `vikt ${comma(w.weight, 3)}, FREX ${comma(w.frex)}` }, bar)];
    }));
  }

  function intervals(rows, name) {
    const top = Math.max(0.05, ...rows.map((r) => Math.max(r.share || 0, r.high || 0)));
    return el("div", { class: "interval" }, ...rows.flatMap((r) => {
      const track = el("div", { class: "track" });
      if (r.low !== null && r.high !== null) {
        const line = el("b"); line.style.left = `${(100 * r.low) / top}%`; line.style.width = `${(100 * (r.high - r.low)) / top}%`; track.append(line);
      }
      const dot = el("i", { class: r.low === null ? "open" : null }); dot.style.left = `${(100 * (r.share || 0)) / top}%`; track.append(dot);
      const range = r.low === null ? "" : ` (${Math.round(100 * r.low)}–${percent(r.high)})`;
      return [el("span", {}, name(r)), track, el("span", { class: "num" }, percent(r.share) + range)];
    }));
  }

  function marked(text, words) {
    const safe = words.map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const parts = safe.length ? text.split(new RegExp(`(?<![\\p{L}\\d])(${safe.join("|")})(?![\\p{L}\\d])`, "giu")) : [text];
    return el("p", {}, ...parts.map((part, i) => (i % 2 ? el("mark", {}, part) : part)));
  }

  function passage(p, words) {
    const from = [p.source_kind, p.unit, p.respondent, p.section, p.document_id].filter((x) => x !== null && x !== "").join(" · ");
    return el("blockquote", {}, p.text === null ? null : marked(p.text, words), el("footer", {}, `${from} · ${percent(p.share)} av stycket · ${p.passage_id}`));
  }

  function drawDetail() {
    const t = chosen();
    const topics = model().topics;
    const parts = [
      el("h2", {}, `${t.topic}. ${t.label}`),
      el("span", { class: `verdict ${kind(t.verdict)}` }, t.verdict),
      el("ul", { class: "facts" },
        el("li", {}, `andel av orden ${percent(t.prevalence.share)}` + (t.prevalence.low === null ? "" : ` (${Math.round(100 * t.prevalence.low)}–${percent(t.prevalence.high)})`)),
        t.recurrence.value === null ? null : el("li", {}, `återkomst ${comma(t.recurrence.value)} (${comma(t.recurrence.low)}–${comma(t.recurrence.high)})`),
        t.excess === null ? null : el("li", {}, `sammanhang utöver slump ${comma(t.excess)}`),
        el("li", {}, `egna ord ${comma(t.exclusivity)}`)),
      el("h3", {}, "Ord"),
      tabs("Ordning", [["weight", "vanligast i ämnet"], ["frex", "mest egna (FREX)"]], state.words, (v) => { state.words = v; }),
      bars(t),
    ];
    if (t.passages.length) parts.push(el("h3", {}, "Stycken som bär ämnet"), ...t.passages.map((p) => passage(p, t.words.map((w) => w.term))));
    if (state.column && t.groups[state.column]) {
      parts.push(el("h3", {}, "Andel per grupp"), tabs("Grupp", data.groups.map((g) => [g, data.names[g]]), state.column, (v) => { state.column = v; }),
        intervals(t.groups[state.column], (r) => `${r.group} (${r.n})`),
        el("p", { class: "note" }, "I parentes antal stycken. Streck: 95-procentigt intervall över källor; öppen ring: för få källor för ett intervall."));
    }
    if (t.course.length) parts.push(el("h3", {}, "Genom texten"), intervals(t.course, (r) => `del ${r.part}`));
    parts.push(el("h3", {}, "Närmaste ämnen"), el("ul", {}, ...t.neighbours.filter((n) => n <= topics.length).map((n) =>
      el("li", {}, el("button", { class: "pick", type: "button", on: { click: () => choose(n, true) } }, `${n}. ${topics[n - 1].label}`)))));
    byId("detail").replaceChildren(...parts);
    byId("detail").scrollTop = 0;
  }

  function draw() {
    drawMap(); drawList(); drawDetail();
    history.replaceState(null, "", `#antal=${state.size}&amne=${state.topic}`);
  }

  const asked = new URLSearchParams(location.hash.slice(1));
  if (models.has(Number(asked.get("antal")))) state.size = Number(asked.get("antal"));
  if (model().topics[Number(asked.get("amne")) - 1]) state.topic = Number(asked.get("amne"));
  const slider = byId("size");
  if (slider) {
    slider.value = data.sizes.indexOf(state.size);
    const show = () => { byId("size-now").textContent = state.size; slider.setAttribute("aria-valuetext", `${state.size} ämnen`); };
    slider.addEventListener("input", () => { state.size = data.sizes[Number(slider.value)]; state.topic = 1; show(); draw(); });
    show();
  }
  window.addEventListener("resize", drawMap);
  draw();
})();

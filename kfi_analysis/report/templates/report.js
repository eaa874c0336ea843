// A number opens the passages that carry it. The passages stand in the page as JSON; text is set as text, never as HTML.
(() => {
  const data = JSON.parse(document.getElementById("passages").textContent);
  const words = JSON.parse(document.getElementById("words").textContent);
  const dialog = document.getElementById("evidence");
  const title = dialog.querySelector("h2");
  const list = dialog.querySelector(".list");
  const CHUNK = 60;

  const marked = (node, text, spans) => {
    let at = 0;
    for (const [start, end] of spans) {
      if (start < at) continue;
      node.append(text.slice(at, start));
      const mark = document.createElement("mark");
      mark.textContent = text.slice(start, end);
      node.append(mark);
      at = end;
    }
    node.append(text.slice(at));
  };

  const article = (index, spans) => {
    const passage = data[index];
    const box = document.createElement("article");
    box.className = "passage";
    const head = document.createElement("header");
    head.textContent = passage.source;
    const link = document.createElement("a");
    link.href = `#p${index}`;
    link.textContent = `${words.appendix} ${index + 1}`;
    link.addEventListener("click", () => dialog.close());
    head.append(" · ", link);
    const body = document.createElement("p");
    // offsets are code points, JavaScript counts UTF-16 units
    const points = Array.from(passage.text);
    const units = (n) => points.slice(0, n).join("").length;
    marked(body, passage.text, spans.map(([a, b]) => [units(a), units(b)]));
    box.append(head, body);
    return box;
  };

  const show = (button) => {
    const items = JSON.parse(button.dataset.passages).map((x) => (Array.isArray(x) ? x : [x, []]));
    title.textContent = button.dataset.title;
    list.replaceChildren();
    let shown = 0;
    const more = document.createElement("button");
    more.className = "close";
    const add = () => {
      more.remove();
      items.slice(shown, shown + CHUNK).forEach(([index, spans]) => list.append(article(index, spans)));
      shown += CHUNK;
      if (shown < items.length) {
        more.textContent = `${words.more} (${items.length - shown})`;
        list.append(more);
      }
    };
    more.addEventListener("click", add);
    add();
    dialog.showModal();
    list.scrollTop = 0;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.open");
    if (button) show(button);
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
})();

// A link into the appendix opens it; printing shows all of it.
(() => {
  const appendix = document.querySelector("details.appendix");
  const reveal = () => {
    if (location.hash.startsWith("#p")) {
      appendix.open = true;
      document.querySelector(location.hash)?.scrollIntoView();
    }
  };
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
  reveal();
})();

// The box in which a name is typed: the server says what answers, this draws it and moves through it with the keys.
const PAUSE = 160; // milliseconds without a letter after which the server is asked
const SOON = 250, TRIES = 40; // how often the new page is looked at until it has drawn what was chosen

function begin({ data, parentElement, setStateValue, setTriggerValue }) {
  const pick = (what) => parentElement.querySelector(what);
  const field = pick("input"), list = pick("ul"), said = pick(".said"), more = pick(".more");
  const state = { data, at: 0, asked: "", wait: 0, hasty: false };

  const write = (place, text) => { place.textContent = text; place.hidden = !text; };
  const current = () => Boolean(field.value.trim()) && state.data.typed === field.value.trim();
  const draw = () => {
    const told = state.data, now = current(), answers = now ? told.answers : [];
    state.at = Math.max(0, Math.min(state.at, answers.length - 1));
    list.replaceChildren(...answers.map(line));
    list.hidden = !answers.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    if (answers.length) field.setAttribute("aria-activedescendant", `answer-${state.at}`);
    else field.removeAttribute("aria-activedescendant");
    write(said, now ? told.said : "");
    write(more, now ? told.more : "");
  };
  const line = (answer, place) => {
    const row = document.createElement("li"), link = document.createElement("a");
    row.id = `answer-${place}`;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(place === state.at));
    row.className = place === state.at ? "at" : "";
    link.href = answer.href;
    link.tabIndex = -1;
    for (const [tag, text] of [["b", answer.name], ["i", answer.kind], ["small", answer.about]]) {
      if (!text) continue;
      const part = document.createElement(tag);
      part.textContent = text;
      if (tag === "small") part.title = text;
      link.append(part);
    }
    link.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a tab of its own, as with any link
      event.preventDefault();
      open(place);
    };
    row.append(link);
    return row;
  };
  const open = (place) => {
    const { typed, answers } = state.data;
    clear();
    setTriggerValue("open", { typed, place });
    closeMenu();
    if (answers[place].shown) setTimeout(() => bring(answers[place].shown, TRIES), SOON);
  };
  const clear = () => { clearTimeout(state.wait); field.value = ""; state.asked = ""; state.at = 0; field.blur(); draw(); };
  const bring = (what, tries) => { // the list of units stands below the charts of all: go down to it, once it is drawn
    const list = document.querySelector(`.${what}`);
    const busy = document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState !== "notRunning";
    if (!list || busy) { if (tries) setTimeout(() => bring(what, tries - 1), SOON); return; }
    const { top, bottom } = list.getBoundingClientRect();
    if (top < 0 || bottom > window.innerHeight * 0.6) list.scrollIntoView({ block: "start", behavior: "smooth" });
  };
  const closeMenu = () => { // on a phone the menu lies over the page
    if (window.innerWidth > 768) return;
    document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
  };
  const ask = () => {
    const typed = field.value.trim();
    state.at = 0;
    if (typed === state.asked) return draw();
    state.asked = typed;
    draw();
    if (!typed) return undefined;
    if (state.data.typed !== typed) write(said, "正在查找…");
    setStateValue("typed", typed);
    return undefined;
  };
  field.oninput = (event) => {
    clearTimeout(state.wait);
    state.hasty = false;
    if (!field.value.trim()) return ask();
    if (!event.isComposing) state.wait = setTimeout(ask, PAUSE);
    return undefined;
  };
  field.addEventListener("compositionend", () => { clearTimeout(state.wait); state.wait = setTimeout(ask, PAUSE); });
  field.onkeydown = (event) => {
    event.stopPropagation(); // letters are not commands here
    if (event.isComposing) return;
    const count = list.children.length;
    if (event.key === "Escape") clear();
    else if (event.key === "Enter") { if (current() && count) open(state.at); else { state.hasty = true; clearTimeout(state.wait); ask(); } }
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!count) return;
      state.at = (state.at + (event.key === "ArrowDown" ? 1 : count - 1)) % count;
      draw();
      list.children[state.at].scrollIntoView({ block: "nearest" });
    }
  };
  const press = (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const on = event.composedPath()[0];
    if (on instanceof Element && on.matches("input, textarea, select, [contenteditable], [role=combobox]")) return;
    event.preventDefault();
    document.querySelector('[data-testid="stExpandSidebarButton"]')?.click();
    field.focus();
    field.select();
  };
  document.addEventListener("keydown", press);

  const finder = {
    alive: true,
    hear: ({ data: told }) => { // who has pressed Enter before the answer came goes to the first
      state.data = told;
      draw();
      if (!state.hasty || !current()) return;
      state.hasty = false;
      if (told.answers.length && !told.said) open(0);
    },
    end: () => { document.removeEventListener("keydown", press); clearTimeout(state.wait); finder.alive = false; },
  };
  draw();
  return finder;
}

// The hand that holds the clicker: keys, timer, carousel, blank screen, jump by name. What is shown next is worked out
// here, so that three quick presses go three slides on; the server only hears where to go.
const TRIES = 5;
const TIMER = "sgt-meeting-started";

function begin({ data, parentElement, setStateValue, setTriggerValue }) {
  const bar = parentElement.querySelector(".bar");
  const state = { slide: data.slide, back: 0, tries: 0, paused: false, blank: null, list: null, beats: 0 };
  const stage = staged(() => ({ data, setStateValue }));
  const root = document.documentElement;
  const go = (place) => {
    const wanted = Math.max(0, Math.min(data.way.length + data.annex.length - 1, place));
    state.beats = 0;
    if (wanted === state.slide) return;
    // a look at a unit leaves the way; the way back is known here at once
    if (state.slide < data.way.length && wanted >= data.way.length) state.back = state.slide;
    state.slide = wanted;
    state.tries = TRIES;
    setTriggerValue("go", wanted);
  };
  const onTheWay = () => (state.slide < data.way.length ? state.slide : state.back);
  const next = () => go(Math.min(onTheWay() + 1, data.way.length - 1));
  const before = () => go(state.slide < data.way.length ? state.slide - 1 : state.back);
  const leave = () => setTriggerValue("leave", true);

  const blank = () => {
    if (state.blank) { state.blank.remove(); state.blank = null; return; }
    state.blank = document.createElement("div");
    state.blank.className = "sgt-blank";
    state.blank.setAttribute("role", "button");
    state.blank.setAttribute("aria-label", "黑屏，按任意键返回");
    state.blank.onclick = blank;
    document.body.append(state.blank);
  };

  const closeList = () => { state.list?.remove(); state.list = null; };
  const openList = (text) => {
    if (state.list) return;
    const box = document.createElement("div");
    box.className = "sgt-jump";
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", "跳到哪一页");
    const field = document.createElement("input");
    field.setAttribute("aria-label", "输入单位名或页号");
    field.placeholder = "输入单位名或页号，回车跳转";
    field.value = text;
    const found = document.createElement("ol");
    box.append(field, found);
    const names = [...data.way, ...data.annex];
    let hits = [];
    let chosen = 0;
    const look = () => {
      const asked = field.value.trim();
      const page = /^\d+$/.test(asked) ? Number(asked) - 1 : -1;
      hits = names.map((name, place) => ({ name, place }))
        .filter(({ name, place }) => !asked || place === page || name.includes(asked));
      hits.sort((a, b) => (b.place === page) - (a.place === page) || (b.name === asked) - (a.name === asked));
      hits = hits.slice(0, 8);
      chosen = 0;
      draw();
    };
    const draw = () => {
      found.replaceChildren(...hits.map(({ name, place }, i) => {
        const line = document.createElement("li");
        line.textContent = `${place + 1}　${name}`;
        line.className = i === chosen ? "chosen" : "";
        line.onclick = () => { closeList(); go(place); };
        return line;
      }));
    };
    field.oninput = look;
    field.onkeydown = (event) => {
      event.stopPropagation();
      if (event.isComposing) return;
      if (event.key === "Escape") closeList();
      else if (event.key === "Enter" && hits.length) { closeList(); go(hits[chosen].place); }
      else if (event.key === "ArrowDown") { chosen = Math.min(chosen + 1, hits.length - 1); draw(); event.preventDefault(); }
      else if (event.key === "ArrowUp") { chosen = Math.max(chosen - 1, 0); draw(); event.preventDefault(); }
    };
    document.body.append(box);
    state.list = box;
    field.focus();
    look();
  };

  const wide = () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen());
  const pause = () => { state.paused = !state.paused; state.beats = 0; tick(); };
  const restart = () => { sessionStorage.setItem(TIMER, String(Date.now())); tick(); };
  const KEYS = {
    ArrowRight: next, PageDown: next, " ": next, Enter: next, ArrowLeft: before, PageUp: before, Backspace: before,
    Home: () => go(0), End: () => go(data.way.length - 1), Escape: leave, b: blank, B: blank, ".": blank,
    f: wide, F: wide, F5: wide, p: pause, P: pause, t: restart, T: restart, "/": () => openList(""),
  };
  const press = (event) => {
    const at = event.composedPath()[0];
    const writing = at instanceof Element && at.matches("input, textarea, select, [contenteditable], [role=combobox]");
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (writing) return;
    if (state.blank && event.key !== "Shift") { blank(); event.preventDefault(); return; }
    const act = KEYS[event.key];
    if (act) { event.preventDefault(); event.stopPropagation(); act(); return; }
    // a name is typed: with an input method the first key only says that one is coming
    if (event.key === "Process" || event.keyCode === 229) openList("");
    else if (/^[\d\p{L}]$/u.test(event.key)) { event.preventDefault(); openList(event.key); }
  };

  const tick = () => {
    stage.shrink();
    const seconds = Math.floor((Date.now() - Number(sessionStorage.getItem(TIMER))) / 1000);
    const hours = Math.floor(seconds / 3600);
    const time = `${hours ? hours + ":" : ""}${twoDigits(Math.floor(seconds / 60) % 60)}:${twoDigits(seconds % 60)}`;
    bar.querySelector(".time").textContent = time;
    const place = state.slide < data.way.length ? `${state.slide + 1} / ${data.way.length}` : "附页";
    bar.querySelector(".place").textContent = place;
    const carousel = bar.querySelector(".carousel");
    carousel.hidden = !data.interval;
    carousel.textContent = state.paused ? "继续轮播" : `轮播 ${data.interval} 秒`;
  };
  const beat = () => {
    tick();
    if (!data.interval || state.paused || state.blank || state.list) return;
    state.beats += 1;
    if (state.beats >= data.interval) go(state.slide + 1 < data.way.length ? state.slide + 1 : 0);
  };

  if (!sessionStorage.getItem(TIMER)) restart();
  const acts = { before, next, jump: () => openList(""), blank, wide, carousel: pause, leave };
  for (const button of bar.querySelectorAll("button")) {
    button.onclick = () => { button.blur(); acts[button.dataset.act](); };
  }
  const look = () => {
    stage.look();
    tick();
  };
  const beating = setInterval(beat, 1000);
  document.addEventListener("keydown", press, true);
  const ask = () => { state.tries -= 1; setTriggerValue("go", state.slide); };
  const hand = {
    alive: true,
    hear: (component) => {
      ({ data, setStateValue, setTriggerValue } = component);
      // of two presses in one breath the server may hear only the first: it is told again where we want to be
      if (data.slide === state.slide || !state.tries) state.slide = data.slide;
      else setTimeout(() => { if (hand.alive && data.slide !== state.slide && state.tries) ask(); }, 150);
      look();
    },
    end: () => {
      hand.alive = false;
      clearInterval(beating);
      stage.end();
      document.removeEventListener("keydown", press, true);
      state.blank?.remove();
      closeList();
    },
  };
  look();
  return hand;
}

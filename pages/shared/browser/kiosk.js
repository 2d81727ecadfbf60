// A screen in the hall that nobody stands at: it goes on by itself, says when it has lost the server, and comes back by
// itself. What it cannot mend it answers by opening the page anew.
const PULSE_SECONDS = 3;
const ANSWER_SECONDS = 45;
const FRESH_HOURS = 6;
const PLACE = "sgt-kiosk-place";
const WEEK = "日一二三四五六";

// light or dark is the link's choice, not the machine's: the page learns it from its address
function themed(dark) {
  const url = new URL(location.href);
  const wanted = ["hide_loading_screen", dark ? "dark_theme" : "light_theme"];
  const told = url.searchParams.getAll("embed_options");
  if (url.searchParams.get("embed") === "true" && wanted.every((each) => told.includes(each))) return true;
  url.searchParams.set("embed", "true");
  url.searchParams.delete("embed_options");
  for (const each of wanted) url.searchParams.append("embed_options", each);
  location.replace(url);
  return false;
}

// The watch over the server belongs to the page: what stands on it may be taken down while the server is away.
function watched(where) {
  if (window.sgtWatch) return window.sgtWatch;
  const watch = { well: 0, started: null, lost: null };
  watch.lose = () => {
    watch.well = 0;
    if (watch.lost) return;
    watch.lost = document.createElement("div");
    watch.lost.className = "sgt-lost";
    watch.lost.setAttribute("role", "status");
    watch.lost.innerHTML = "<b>正在重新连接…</b><span>与服务器的连接断了，恢复以后会自动继续，不需要操作。</span>";
    document.body.append(watch.lost);
  };
  const pulse = async () => {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), 1000 * PULSE_SECONDS);
    try {
      const answer = await fetch(where, { cache: "no-store", signal: stop.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const started = (await answer.text()).slice(0, 200);
      watch.started ??= started;
      if (started !== watch.started && !watch.lost) watch.lose();
      watch.well += 1;
      // a server that has just come up is asked twice before the page is given up for it
      if (watch.lost && watch.well >= 2) location.reload();
    } catch {
      watch.lose();
    } finally {
      clearTimeout(late);
      setTimeout(pulse, 1000 * PULSE_SECONDS);
    }
  };
  window.sgtWatch = watch;
  pulse();
  return watch;
}

function begin({ data, parentElement, setStateValue, setTriggerValue }) {
  const bar = parentElement.querySelector(".bar");
  const state = { beats: 0, asked: 0 };
  if (!themed(data.dark)) return { alive: false, end: () => {} };
  const server = watched(data.pulse);
  const stage = staged(() => ({ data, setStateValue }));

  const go = (place) => {
    state.beats = 0;
    state.asked = Date.now();
    sessionStorage.setItem(PLACE, String(place));
    setTriggerValue("go", place);
  };
  const next = () => {
    const place = (data.slide + 1) % data.count;
    if (place === 0 && performance.now() > FRESH_HOURS * 3600000 && server.well) location.reload();
    else go(place);
  };

  const tick = () => {
    stage.shrink();
    const now = new Date();
    bar.querySelector(".day").textContent = `${now.getMonth() + 1}月${now.getDate()}日 星期${WEEK[now.getDay()]}`;
    bar.querySelector(".clock").textContent = `${twoDigits(now.getHours())}:${twoDigits(now.getMinutes())}`;
    bar.querySelector(".place").textContent = data.count > 1 ? `${data.slide + 1} / ${data.count}` : "";
  };
  const beat = () => {
    tick();
    if (server.lost) return;
    if (state.asked && Date.now() - state.asked > 1000 * ANSWER_SECONDS) { server.lose(); return; }
    state.beats += 1;
    if (!state.asked && state.beats >= data.interval) next();
  };

  const look = () => {
    stage.look();
    tick();
  };
  const beating = setInterval(beat, 1000);
  navigator.wakeLock?.request("screen").catch(() => {});
  const hand = {
    alive: true,
    hear: (component) => {
      const turn = data.turn;
      ({ data, setStateValue, setTriggerValue } = component);
      if (data.turn !== turn) state.asked = 0;
      look();
    },
    end: () => {
      hand.alive = false;
      clearInterval(beating);
      stage.end();
    },
  };
  look();
  // after the server was away the cycle goes on where it was
  const left = Number(sessionStorage.getItem(PLACE)) || 0;
  if (left && left < data.count && data.slide === 0) go(left);
  return hand;
}

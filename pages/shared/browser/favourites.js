// What a person has pinned, kept in this browser alone; the server says what each is called today and whether it is there.
const PLACE = "shigongtu-favourites";
const MOST = 40;

function begin({ data, parentElement, setStateValue, setTriggerValue }) {
  const pick = (what) => parentElement.querySelector(what);
  const [pinning, copying, address, said, box] = [".pin", ".copy", ".address", ".said", "details"].map(pick);
  const state = { data, stamp: data.pinned?.stamp, hush: 0 };

  const kept = () => {
    try {
      const found = JSON.parse(localStorage.getItem(PLACE));
      return Array.isArray(found) ? found.slice(0, MOST) : [];
    } catch { return []; }
  };
  const keep = (all) => {
    try { localStorage.setItem(PLACE, JSON.stringify(all)); } catch { say("这个浏览器不让网页保存东西，收藏留不住。"); return; }
    tell();
  };
  const tell = () => { // the server hears of it only when it does not know it yet
    const now = JSON.stringify(kept());
    if (now !== state.data.kept) setStateValue("kept", now);
  };
  const say = (text) => {
    said.textContent = text;
    said.hidden = !text;
    clearTimeout(state.hush);
    if (text) state.hush = setTimeout(() => say(""), 6000);
  };
  const same = (one, other) => one.page === other.page && JSON.stringify(one.chosen) === JSON.stringify(other.chosen);
  const asked = () => {
    const told = new URLSearchParams(location.search);
    return Object.fromEntries([...new Set(told.keys())].map((key) => [key, told.getAll(key)]));
  };
  const here = () => ({
    page: decodeURIComponent(location.pathname.split("/").filter(Boolean).pop() ?? ""),
    address: asked(),
  });

  const draw = () => {
    const { items } = state.data;
    box.hidden = !items.length;
    pick("summary").textContent = `我的收藏 ${items.length} 个`;
    pick("ul").replaceChildren(...items.map(line));
  };
  const line = (item, place) => {
    const row = document.createElement("li"), link = document.createElement("a"), off = document.createElement("button");
    row.className = item.gone ? "gone" : "";
    for (const [tag, text] of [["b", item.name], ["small", item.about]]) {
      if (!text) continue;
      const part = document.createElement(tag);
      part.textContent = text;
      link.append(part);
    }
    if (!item.gone) {
      link.href = item.href;
      link.onclick = (event) => {
        if (item.far || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        setTriggerValue("open", place);
        if (!(window.innerWidth > 768)) document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
      };
    }
    off.type = "button";
    off.textContent = "×";
    off.title = `取消收藏：${item.name}`;
    off.setAttribute("aria-label", off.title);
    off.onclick = () => keep(kept().filter((_, at) => at !== place));
    row.append(link, off);
    return row;
  };

  pinning.onclick = () => setTriggerValue("pin", here());
  const hearPin = () => { // what is open was named by the server: a choice that is not in the address is known there
    const pin = state.data.pinned;
    if (!pin || pin.stamp === state.stamp) return;
    state.stamp = pin.stamp;
    const all = kept();
    if (all.some((each) => same(each, pin.what))) say(`“${pin.what.name}”已经收藏过了。`);
    else if (all.length >= MOST) say(`收藏满了（最多 ${MOST} 个），请先取消几个。`);
    else { say(`已收藏“${pin.what.name}”，只存在这个浏览器里。`); keep([pin.what, ...all]); }
  };

  copying.onclick = async () => {
    const link = new URL(location.href);
    if (state.data.version) link.searchParams.set("version", state.data.version);
    address.hidden = true;
    if (await copied(link.href)) return say("链接已复制：谁打开都是这一版、这一天。");
    address.value = link.href;
    address.hidden = false;
    address.focus();
    address.select();
    return say("浏览器不让网页复制，请按住上面这一行手工复制。");
  };
  const copied = async (text) => {
    if (window.isSecureContext && navigator.clipboard) {
      try { await navigator.clipboard.writeText(text); return true; } catch { /* then as below */ }
    }
    const paper = document.createElement("textarea"); // plain http has no clipboard of its own
    paper.value = text;
    paper.style.cssText = "position: fixed; top: 0; opacity: 0";
    document.body.append(paper);
    paper.select();
    let done = false;
    try { done = document.execCommand("copy"); } catch { done = false; }
    paper.remove();
    return done;
  };

  const elsewhere = (event) => { if (event.key === PLACE) tell(); }; // another tab has pinned something
  window.addEventListener("storage", elsewhere);
  const keeper = {
    alive: true,
    hear: ({ data: told }) => { state.data = told; draw(); hearPin(); tell(); },
    end: () => { window.removeEventListener("storage", elsewhere); clearTimeout(state.hush); keeper.alive = false; },
  };
  draw();
  tell();
  return keeper;
}

// What the page needs to know of the screen and does for it: its width, its charts on paper, their names for the ear.
// A drawing has a fixed size on the screen; on paper it is laid out for this width, and style.css makes that fit on A4.
const SHEET = 864;

function begin({ data, setStateValue }) {
  const tell = () => {
    if (widthName() !== data.width) setStateValue("width", widthName());
  };
  const kept = new Map();
  const before = () => {
    if (!window.matchMedia("print").matches)
      document.documentElement.dataset.sgtGround = getComputedStyle(document.querySelector(".stApp")).colorScheme;
    for (const chart of document.querySelectorAll(".js-plotly-plot")) {
      if (!window.Plotly || !chart.layout || kept.has(chart)) continue;
      kept.set(chart, chart.layout.width);
      window.Plotly.relayout(chart, { width: SHEET });
    }
  };
  const after = () => {
    for (const [chart, width] of kept) if (chart.isConnected) window.Plotly.relayout(chart, { width });
    kept.clear();
  };
  // on a phone the menu lies over the page: whoever has chosen a page wants to see it
  const chosen = (event) => {
    if (window.innerWidth < MENU_PIXELS && event.target.closest?.('[data-testid="stSidebarNavLink"]'))
      setTimeout(() => document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click(), 50);
  };
  // whoever hears the page is told what a chart shows: its title is the finding
  let waiting = 0;
  const named = () => {
    waiting = 0;
    for (const chart of document.querySelectorAll(".js-plotly-plot")) {
      const said = (chart.layout?.annotations ?? []).filter((each) => each.name === "title").map((each) => each.text);
      const label = said.join(" ").replace(/<[^>]*>/g, "") || "图";
      chart.querySelectorAll(".main-svg").forEach((layer, place) => {
        if (place) layer.setAttribute("aria-hidden", "true");
        else if (layer.getAttribute("aria-label") !== label) {
          layer.setAttribute("role", "img");
          layer.setAttribute("aria-label", label);
        }
      });
    }
  };
  const soon = () => (waiting ||= setTimeout(named, 400));
  const drawn = new MutationObserver(soon);
  drawn.observe(document.body, { childList: true, subtree: true });
  tell();
  soon();
  window.addEventListener("resize", tell);
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  document.addEventListener("click", chosen);
  const end = () => {
    hand.alive = false;
    drawn.disconnect();
    clearTimeout(waiting);
    window.removeEventListener("resize", tell);
    window.removeEventListener("beforeprint", before);
    window.removeEventListener("afterprint", after);
    document.removeEventListener("click", chosen);
  };
  const hand = {
    alive: true,
    hear: (component) => {
      ({ data, setStateValue } = component);
      tell();
      soon();
    },
    end,
  };
  return hand;
}

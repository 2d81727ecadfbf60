// Streamlit's own words in Chinese. `TABLE` (chinese.json) is put in front of this text by chinese.py.
// Text is changed right after it was inserted and before it is painted, so no English word flashes up. What stands in a
// part of the page that the app or a ledger wrote (TABLE.written) is left alone, whatever it says.
// No sign "less than" may stand directly before a letter here: Streamlit's sanitizer would drop the script.
(() => {
  const root = document.documentElement;
  const installed = window.shigongtuChinese;
  if (installed && installed.version === TABLE.version) return;
  if (installed) installed.observer.disconnect();

  root.lang = "zh-CN";
  // Where the server sends our first page (asgi.py), the language and the words of charts stood there before any code
  // did. Else both may come too late: Plotly reads its list of words once, when its code arrives, and deletes it.
  const EARLY = "shigongtuEarly" in window;
  if (!EARLY) window.PlotlyLocales = TABLE.plotly;
  const teachPlotly = () => {
    if (!window.Plotly || !window.PlotlyLocales) return;
    window.Plotly.register(window.PlotlyLocales);
    delete window.PlotlyLocales;
    document.querySelectorAll(".js-plotly-plot:has(.main-svg)").forEach((chart) => window.Plotly.redraw(chart));
  };
  // Streamlit tells its calendar the language it found when it last drew the whole app. `afterprint` makes it draw once
  // more without running anything; the calendar's own library listens for `languagechange`.
  const tellCalendars = () => ["languagechange", "afterprint"].forEach((name) => window.dispatchEvent(new Event(name)));

  const compiled = (pairs) => pairs.map(([from, to]) => [new RegExp("^(?:" + from + ")$", "s"), to]);
  const dictionary = (words, pairs) => ({ words: new Map(Object.entries(words)), patterns: compiled(pairs), known: new Map() });
  const chrome = dictionary({ ...TABLE.words, ...TABLE.plotly[0].dictionary }, TABLE.patterns);  // and a chart's buttons
  const options = dictionary(TABLE.options, TABLE.option_patterns);  // in a list of choices all else comes from ledgers
  const ATTRIBUTES = ["aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "title", "placeholder",
    "alt", "data-title"];
  const SKIPPED = "script, style, svg, canvas, " + TABLE.written.join(", ");

  const search = (text, { words, patterns }) => {
    const exact = words.get(text);
    if (exact !== undefined) return exact;
    for (const [from, to] of patterns) if (from.test(text)) return text.replace(from, to);
    return undefined;
  };
  const chinese = (text, table) => {
    if (!text || text.length > 400 || !/[A-Za-z]/.test(text)) return undefined;
    const bare = text.trim().replace(/\s+/g, " ");
    if (!table.known.has(bare)) {  // a page asks for the same words again and again
      if (table.known.size > 5000) table.known.clear();
      table.known.set(bare, search(bare, table));
    }
    const found = table.known.get(bare);
    return found === undefined ? undefined : text.match(/^\s*/)[0] + found + text.match(/\s*$/)[0];
  };

  const mendText = (node) => {
    const parent = node.parentElement;
    if (!parent || parent.tagName === "TEXTAREA") return;
    const found = chinese(node.data, parent.closest("[role='option']") ? options : chrome);
    if (found !== undefined && found !== node.data) node.data = found;
  };
  const mendAttribute = (element, name) => {
    const found = chinese(element.getAttribute(name), chrome);
    if (found !== undefined) element.setAttribute(name, found);
  };
  const mendElement = (element) => {
    for (const name of ATTRIBUTES) if (element.hasAttribute(name)) mendAttribute(element, name);
  };
  const mendLinks = (top) => {  // the link beside a heading is Streamlit's, also where the heading is ours
    if (top.nodeType !== Node.ELEMENT_NODE) return;
    const beside = "[data-testid='stHeaderActionElements']";
    top.querySelectorAll(beside + " a").forEach(mendElement);
    if (top.closest(beside)) [top, ...top.querySelectorAll("a")].forEach(mendElement);
  };
  const mendTree = (top) => {
    if (top.nodeType === Node.TEXT_NODE) return mendText(top);
    if (top.nodeType !== Node.ELEMENT_NODE) return undefined;
    const choose = (node) => {
      if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
      if (node.matches(SKIPPED)) return NodeFilter.FILTER_REJECT;
      return NodeFilter.FILTER_ACCEPT;
    };
    mendLinks(top);
    if (choose(top) === NodeFilter.FILTER_REJECT) return undefined;
    mendElement(top);
    const walk = document.createTreeWalker(top, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, choose);
    while (walk.nextNode())
      if (walk.currentNode.nodeType === Node.TEXT_NODE) mendText(walk.currentNode);
      else mendElement(walk.currentNode);
    return undefined;
  };
  const isWritten = (node) => {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    return !element || element.closest(SKIPPED) !== null;
  };

  const observer = new MutationObserver((records) => {
    teachPlotly();
    for (const record of records) {
      if (record.type === "attributes") {
        if (!isWritten(record.target)) mendAttribute(record.target, record.attributeName);
      } else if (!isWritten(record.target)) {
        if (record.type === "characterData") mendText(record.target);
        else record.addedNodes.forEach(mendTree);
      } else if (record.type === "childList") record.addedNodes.forEach(mendLinks);
    }
    if (root.lang !== "zh-CN") root.lang = "zh-CN";
  });
  observer.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
  window.shigongtuChinese = { version: TABLE.version, observer };
  teachPlotly();
  if (!EARLY) tellCalendars();
  mendTree(document.body);
})();

// Whoever asks this browser for its language is told Chinese: calendars and numbers of Streamlit's own follow it.
for (const [name, value] of [["language", "zh-CN"], ["languages", ["zh-CN", "zh"]]])
  Object.defineProperty(navigator, name, { configurable: true, get: () => value });
window[Symbol.for("react-aria.i18n.locale")] = "zh-CN";

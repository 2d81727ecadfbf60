// Charts that a page shows for the first time are drawn one after another, and the screen is shown in between: the first
// stands while the others are still to come. Streamlit draws all charts of a page in one breath. A chart that is already
// drawn changes at once, and one that has left the page meanwhile is not drawn at all.
let plotly, last = Promise.resolve();
const pause = () => new Promise((done) => setTimeout(done));
const inTurn = (draw) => (chart, ...figure) => {
  if (chart.querySelector(".main-svg")) return draw(chart, ...figure);
  const drawn = last.then(() => (chart.isConnected ? draw(chart, ...figure) : chart));
  last = drawn.catch(() => {}).then(pause);  // who waits for `drawn` hears of the error
  return drawn;
};
Object.defineProperty(window, "Plotly", {  // Plotly puts itself there as soon as its code has come
  configurable: true,
  get: () => plotly,
  set: (come) => {
    plotly = come;
    plotly.react = inTurn(plotly.react);
  },
});

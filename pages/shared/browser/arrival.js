// Runs before anything else of the page: the server is told how wide the screen is with its first question.
const tell = () => { document.cookie = `sgt_width=${widthName()}; path=/; SameSite=Lax`; };
tell();
window.addEventListener("resize", tell);
// The list of words for charts stands above: whoever comes later need not bring it.
window.shigongtuCharts = true;

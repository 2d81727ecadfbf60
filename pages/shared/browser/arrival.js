// Runs before anything else of the page: the server is told how wide the screen is with its first question.
const tell = () => { document.cookie = `sgt_width=${widthName()}; path=/; SameSite=Lax`; };
tell();
window.addEventListener("resize", tell);
// The language and the words of charts stand here too: who comes later need not bring them.
window.shigongtuEarly = true;

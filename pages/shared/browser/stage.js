// A slide fills the screen whatever its size, and never scrolls.
const LOGICAL = { width: 1024, height: 576 };
const LEAST = 0.45;

// `newest` returns the data and the way to the server of the last rerun.
function staged(newest) {
  const fit = () => {
    const { data, setStateValue } = newest();
    const scale = Math.min(window.innerWidth / LOGICAL.width, window.innerHeight / LOGICAL.height);
    document.documentElement.style.setProperty("--sgt-fit", scale.toFixed(2));
    // charts are drawn for the screen they are on: the server is told once a size
    if (scale.toFixed(2) !== Number(data.fit).toFixed(2)) setStateValue("fit", Number(scale.toFixed(2)));
  };
  // what does not fit is made smaller, never cut
  const shrink = () => {
    const slide = document.querySelector(".st-key-slide");
    if (!slide) return;
    const now = Number(slide.style.getPropertyValue("--sgt-shrink")) || 1;
    const boxes = [...slide.children].map((part) => part.getBoundingClientRect());
    if (!boxes.length) return;
    const box = slide.getBoundingClientRect();
    const tall = (Math.max(...boxes.map((each) => each.bottom)) - box.top) / now;
    const wanted = Math.min(1, Math.max(LEAST, (box.height - 4) / tall));
    if (Math.abs(wanted - now) > 0.01) slide.style.setProperty("--sgt-shrink", wanted.toFixed(3));
  };
  const watch = new ResizeObserver(shrink);
  window.addEventListener("resize", fit);
  return {
    shrink,
    look: () => {
      watch.disconnect();
      for (const part of document.querySelectorAll(".st-key-slide > *")) watch.observe(part);
      fit();
    },
    end: () => {
      watch.disconnect();
      window.removeEventListener("resize", fit);
    },
  };
}

const twoDigits = (n) => String(n).padStart(2, "0");

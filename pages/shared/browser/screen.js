// The widths that pages are laid out for; style.css has the same steps.
const PHONE_PIXELS = 640, WIDE_PIXELS = 1600;
const widthName = () =>
  window.innerWidth < PHONE_PIXELS ? "phone" : window.innerWidth < WIDE_PIXELS ? "laptop" : "wide";

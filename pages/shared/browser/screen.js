// The widths that pages are laid out for; style.css has the same steps.
const PHONE_PIXELS = 900, WIDE_PIXELS = 1600;
const MENU_PIXELS = 768; // below, Streamlit lays the menu over the page
const widthName = () =>
  window.innerWidth <= PHONE_PIXELS ? "phone" : window.innerWidth < WIDE_PIXELS ? "laptop" : "wide";

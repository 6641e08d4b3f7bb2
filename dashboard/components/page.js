// What Streamlit leaves undone in the browser: one press of Back for one page turned, and Enter in a date field.

let turnedTo = null;

// Streamlit first adds a page to the browser's history, and then once more with what the page keeps in its address: the second takes the place
// of the first, unless the reader did something in between.
function addPagesOnce() {
  const add = window.history.pushState.bind(window.history);
  window.history.pushState = (state, unused, address) => {
    const path = new URL(address, window.location.href).pathname;
    if (path === turnedTo && path === window.location.pathname) {
      turnedTo = null;
      window.history.replaceState(state, unused, address);
      return;
    }
    turnedTo = path === window.location.pathname ? null : path;
    add(state, unused, address);
  };
  for (const act of ["pointerdown", "keydown", "popstate"]) {
    window.addEventListener(act, () => { turnedTo = null; }, true);
  }
}

// A date that was typed counts once the reader goes on to something else: Enter goes on to a place that nobody sees, and comes back.
function takeDatesOnEnter() {
  const beside = document.createElement("span");
  beside.tabIndex = -1;
  beside.setAttribute("aria-hidden", "true");
  beside.style.position = "fixed";
  document.body.append(beside);
  window.addEventListener("keydown", (event) => {
    const part = event.target;
    if (event.key !== "Enter" || !part.matches('[data-testid="stDateInput"] [role="spinbutton"]')) return;
    beside.focus();
    window.setTimeout(() => part.focus());
  }, true);
}

export default function () {
  if (window.pageIsWatched) return;
  window.pageIsWatched = true;
  addPagesOnce();
  takeDatesOnEnter();
}

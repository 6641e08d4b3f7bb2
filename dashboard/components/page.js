// What Streamlit leaves undone in the browser: the language of the page, one press of Back for one page turned, Enter in a date field, groups of pages by name, and
// definitions that an address names.

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

// On a phone Streamlit puts groups of pages into a list whose items they are not, so that nothing that reads the screen aloud says what belongs
// together: each becomes a group named by its heading.
function namePageGroups() {
  const name = () => {
    for (const group of document.querySelectorAll('[data-testid="stSidebarNavItems"] > div:not([role])')) {
      group.parentElement.setAttribute("role", "presentation");
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", group.querySelector("header p")?.textContent ?? "");
    }
    for (const item of document.querySelectorAll('[data-testid="stSidebarNavItems"] > div > li:not([role])')) {
      item.setAttribute("role", "presentation");
    }
  };
  name();
  new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
}

// A definition is drawn after the browser has looked for what the address names, and is closed.
function openWhatTheAddressNames() {
  let opened = null;
  const open = () => {
    if (!window.location.hash || opened === window.location.href) return;
    const named = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    if (!named?.matches("div.definitions details")) return;
    opened = window.location.href;
    named.open = true;
    unfold(named);
    const scroll = () => named.scrollIntoView();
    window.requestAnimationFrame(() => window.requestAnimationFrame(scroll)); // once the cards above it are folded
  };
  open();
  window.addEventListener("hashchange", () => { opened = null; open(); });
  new MutationObserver(open).observe(document.body, { childList: true, subtree: true });
}

export default function ({ data }) {
  foldOnPhones(data);
  noteVisit(data.cookie, data.version);
  speakForStreamlit(data.streamlit);
  document.documentElement.lang = data.language; // Streamlit says English whatever is spoken
  if (window.pageIsWatched) return;
  window.pageIsWatched = true;
  addPagesOnce();
  takeDatesOnEnter();
  namePageGroups();
  openWhatTheAddressNames();
  moveIntoPopOvers();
  keepSpeakingForStreamlit();
}

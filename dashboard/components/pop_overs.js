// Streamlit opens a pop-over at the end of the page and leaves the focus on its button: whoever uses the keyboard or a screen reader would have to
// look for it. The focus goes into it, and from its ends back to the button.

const TO_STOP_AT = 'a[href], button:not([disabled]), input:not([disabled]), select, textarea, summary, [tabindex="0"]';

function moveIntoPopOvers() {
  let openedBy = null;
  window.addEventListener("click", (event) => {
    const opener = event.target.closest?.('[data-testid="stPopoverButton"]');
    if (opener) openedBy = opener;
  }, true);
  window.addEventListener("keydown", (event) => {
    const body = event.target.closest?.('[data-testid="stPopoverBody"]');
    if (event.key !== "Tab" || !body || !openedBy?.isConnected) return;
    const stops = [...body.querySelectorAll(TO_STOP_AT)].filter((each) => each.offsetParent !== null);
    const isAtEnd = event.shiftKey ? [body, stops[0]].includes(event.target) : event.target === (stops.at(-1) ?? body);
    if (!isAtEnd) return;
    event.preventDefault();
    openedBy.focus();
  }, true);
  window.addEventListener("keydown", (event) => { // from the button of an open pop-over on into it
    if (event.key !== "Tab" || event.shiftKey || event.target !== openedBy || openedBy.getAttribute("aria-expanded") !== "true") return;
    const body = document.querySelector('[data-testid="stPopoverBody"]');
    if (!body) return;
    event.preventDefault();
    body.focus();
  }, true);
  new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes])) {
      const body = node instanceof Element && (node.matches('[data-testid="stPopoverBody"]') ? node : node.querySelector('[data-testid="stPopoverBody"]'));
      if (!body) continue;
      body.tabIndex = -1;
      if (openedBy?.getAttribute("aria-label")) body.setAttribute("aria-label", openedBy.getAttribute("aria-label"));
      body.focus({ preventScroll: true });
    }
  }).observe(document.body, { childList: true, subtree: true });
}

// Copies a sentence. Where the browser gives no clipboard, as over plain HTTP, it is selected so that it can be copied by hand.

export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const words = parentElement.querySelector("span");
  button.textContent = data.label;
  button.setAttribute("aria-label", data.named);
  words.textContent = data.text;
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(data.text);
      button.textContent = data.copied;
      setTimeout(() => { button.textContent = data.label; }, 3000);
    } catch {
      words.hidden = false;
      const range = document.createRange();
      range.selectNodeContents(words);
      const selected = window.getSelection();
      selected.removeAllRanges();
      selected.addRange(range);
      button.textContent = data.selected;
    }
  };
}

// Draws a chart as a picture in the reader's browser: nothing is sent anywhere, no browser is needed on the server.
// Pictures know no web fonts, so the page's font travels inside them.

async function face(url) {
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  let text = "";
  for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
  return `<style>@font-face{font-family:"Open Sans";font-weight:300 800;src:url(data:font/woff2;base64,${btoa(text)}) format("woff2")}</style>`;
}

async function vector({ figure, font }) {
  const { data, layout, width, height } = figure;
  const url = await window.Plotly.toImage({ data, layout }, { format: "svg", width, height });
  const svg = decodeURIComponent(url.slice(url.indexOf(",") + 1));
  return svg.replace(/(<svg[^>]*>)/, `$1${await face(font)}`);
}

async function raster(data) {
  const { width, height, scale } = data.figure;
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([await vector(data)], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

async function save(data, ending) {
  const blob = ending === "png" ? await raster(data) : new Blob([await vector(data)], { type: "image/svg+xml" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = data.names[ending];
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector("#buttons");
  root.replaceChildren();
  for (const [ending, label] of Object.entries(data.labels)) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.dataset.ending = ending;
    button.onclick = async () => {
      button.disabled = true;
      try {
        if (data.is_noted) setTriggerValue("saved", ending); // what is internal is noted before it is handed out
        await save(data, ending);
        button.textContent = label;
      } catch (error) {
        button.textContent = `${data.failed} (${error.message})`;
      }
      button.disabled = false;
    };
    root.append(button);
  }
}

// The script as it is sent: compressed, less than half as many bytes. Streamlit takes only text.

/**
 * Give the module whose compressed text is written in base 64.
 *
 * @param {string} packed
 * @returns {Promise<typeof import("./main.js")>}
 */
async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const text = await new Response(stream).text();
  return import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
}

// Where the browser cannot unpack it, it could not unpack plans either: the page stays plain Streamlit.
const script = "DecompressionStream" in globalThis ? await unpack("PACKED") : null;

/** @param {import("./main.js").Component} component */
export default function load(component) {
  script?.default(component);
}

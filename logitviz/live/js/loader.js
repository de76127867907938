// The script as it is sent: compressed, less than half as many bytes. Streamlit takes only text.

// Of base 85, in Python's order: a sixteenth less than in base 64.
const DIGITS =
  "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";

/**
 * Give the module whose compressed text is written in base 85, with zeros at its end.
 *
 * @param {string} packed
 * @param {number} length in bytes, without those zeros
 * @returns {Promise<typeof import("./main.js")>}
 */
async function unpack(packed, length) {
  const words = new DataView(new ArrayBuffer(packed.length));
  for (let i = 0; i < packed.length; i += 5) {
    let word = 0;
    for (const digit of packed.slice(i, i + 5)) word = 85 * word + DIGITS.indexOf(digit);
    words.setUint32((4 * i) / 5, word);
  }
  const stream = new Blob([words.buffer.slice(0, length)])
    .stream()
    .pipeThrough(new DecompressionStream("deflate"));
  const text = await new Response(stream).text();
  return import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
}

// Where the browser cannot unpack it, it could not unpack plans either: the page stays plain Streamlit.
const script =
  "DecompressionStream" in globalThis ? await unpack("PACKED", Number("LENGTH")) : null;

/** @param {import("./main.js").Component} component */
export default function load(component) {
  script?.default(component);
}

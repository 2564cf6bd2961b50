"use strict";
// What all parts of the script need: the report's words, numbers as the page writes them, and the packed blocks.
const marsad = (() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const say = (key, values) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const figure = (number) => {
    const [whole, part] = String(number).split(".");
    return whole.replace(/\B(?=(\d{3})+$)/g, words["number.group"]) + (part ? words["number.decimal"] + part : "");
  };
  const make = (name, text) => { const it = document.createElement(name); if (text !== undefined) it.textContent = text; return it; };

  // Texts and numbers of a column from its bytes; returns where the next column begins.
  const fill = (column, bytes, at, rows) => {
    const raw = column.w > 3 ? new Float64Array(rows) : new Uint32Array(rows);
    for (let plane = 0, weight = 1; plane < column.w; plane++, weight *= 256) {
      for (let row = 0; row < rows; row++) raw[row] += bytes[at++] * weight;
    }
    if (column.by) column.raw = raw;
    else {
      let before = "", next = 0;
      column.d = column.d.split("\n").map((text) => (before = before.slice(0, text.charCodeAt(0) - 32) + text.slice(1)));
      for (let row = 0; row < rows; row++) raw[row] = raw[row] ? raw[row] - 1 : next++;
      column.i = raw;
    }
    return at;
  };
  const unpack = async (id) => {
    const text = document.getElementById(id).textContent.trim();
    const raw = Uint8Array.fromBase64 ? Uint8Array.fromBase64(text) : Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const stream = new Blob([raw]).stream().pipeThrough(new DecompressionStream("deflate"));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    const end = bytes.indexOf(10), decoder = new TextDecoder();
    if (end < 0) return JSON.parse(decoder.decode(bytes));
    const block = JSON.parse(decoder.decode(bytes.subarray(0, end)));
    let at = end + 1;
    for (const column of block.columns) at = fill(column, bytes, at, block.rows);
    return block;
  };
  return { words, say, figure, make, unpack };
})();

/** Renders `rich_text` blocks: sections, lists, quotes and preformatted text. */

import { h } from "./dom.js";
import { renderPieces } from "./inline.js";

/** @typedef {import("./inline.js").Piece} Piece */
/** @typedef {import("./inline.js").Reader} Reader */

/**
 * @param {any} block
 * @param {Reader} reader
 * @returns {Node[]}
 */
export function renderRichText(block, reader) {
  return block.elements.map((/** @type {any} */ element) => {
    const content = () => renderPieces(element.elements.map(pieceOf), reader);
    switch (element.type) {
      case "rich_text_list":
        return h(element.style === "ordered" ? "ol" : "ul",
          { class: `indent-${Math.min(element.indent ?? 0, 6)}`, start: element.offset ? element.offset + 1 : null },
          element.elements.map((/** @type {any} */ item) => h("li", {}, renderPieces(item.elements.map(pieceOf), reader))));
      case "rich_text_preformatted":
        return h("pre", { tabindex: "0", role: "group", "aria-label": "Preformatted text" }, content());
      case "rich_text_quote":
        return h("blockquote", {}, content());
      default:
        return h("p", {}, content());
    }
  });
}

/**
 * @param {any} element
 * @returns {Piece}
 */
function pieceOf(element) {
  const piece = plainPiece(element);
  const style = element.style ?? {};
  if (style.code && piece.type === "text") return { type: "code", text: piece.text };
  return ["bold", "italic", "strike"].reduce(
    (inner, name) => (style[name] ? { type: /** @type {"bold"} */ (name), children: [inner] } : inner),
    /** @type {Piece} */ (piece),
  );
}

/**
 * @param {any} element
 * @returns {Piece}
 */
function plainPiece(element) {
  switch (element.type) {
    case "link":
      return { type: "link", url: element.url, children: [{ type: "text", text: element.text ?? element.url }] };
    case "user":
      return { type: "user", id: element.user_id };
    case "channel":
      return { type: "channel", id: element.channel_id };
    case "usergroup":
      return { type: "group", id: element.usergroup_id };
    case "broadcast":
      return { type: "broadcast", id: element.range };
    case "date":
      return { type: "date", seconds: element.timestamp, format: element.format, url: element.url, fallback: element.fallback ?? "" };
    case "emoji":
      return { type: "text", text: emoji(element) };
    default:
      return { type: "text", text: element.text ?? element.value ?? "" };
  }
}

/** @param {any} element */
function emoji(element) {
  if (!element.unicode) return `:${element.name}:`;
  return String.fromCodePoint(...element.unicode.split("-").map((/** @type {string} */ code) => parseInt(code, 16)));
}

/** Renders a Block Kit text object. */

import { renderPieces } from "./inline.js";
import { parseMrkdwn } from "./mrkdwn.js";

/**
 * @param {{type: string, text: string}} text
 * @param {import("./inline.js").Reader} reader
 * @returns {Node[]}
 */
export function textNodes(text, reader) {
  if (text.type === "mrkdwn") return renderPieces(parseMrkdwn(text.text), reader);
  return [document.createTextNode(text.text)];
}

/**
 * Return mrkdwn as words only, for the names of controls and for announcements.
 *
 * @param {string} source
 * @param {import("./inline.js").Reader} reader
 */
export function spoken(source, reader) {
  const holder = document.createElement("div");
  holder.append(...renderPieces(parseMrkdwn(source), reader));
  return (holder.textContent ?? "").replace(/\s+/g, " ").trim();
}

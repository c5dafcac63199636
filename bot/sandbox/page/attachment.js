/** Renders the older kind of message part, an attachment: a bar at its side, and blocks or plain fields. */

import { h } from "./dom.js";
import { textNodes } from "./text.js";

/**
 * @param {any} attachment
 * @param {import("./inline.js").Reader} reader
 * @param {(blocks: any[]) => Node} renderBlocks
 */
export function renderAttachment(attachment, reader, renderBlocks) {
  /** @param {string|undefined} text */
  const mrkdwn = (text) => text && h("div", { class: "text" }, textNodes({ type: "mrkdwn", text }, reader));
  if (attachment.blocks?.length) return h("div", { class: "attachment" }, renderBlocks(attachment.blocks));
  const isBare = !attachment.pretext && !attachment.title && !attachment.text;
  return h("div", { class: "attachment" },
    mrkdwn(attachment.pretext),
    attachment.title && h("div", { class: "author" }, attachment.title),
    mrkdwn(attachment.text),
    isBare && mrkdwn(attachment.fallback));
}

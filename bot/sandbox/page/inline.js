/** Turns parsed text (from mrkdwn, markdown or rich text) into DOM nodes. */

import { h } from "./dom.js";
import { fillDateTokens } from "./slack_dates.js";

/**
 * @typedef {{type: "text", text: string}
 *   | {type: "bold"|"italic"|"strike"|"quote", children: Piece[]}
 *   | {type: "code"|"pre", text: string}
 *   | {type: "link", url: string, children: Piece[]}
 *   | {type: "user"|"channel"|"broadcast"|"group", id: string, label?: string}
 *   | {type: "date", seconds: number, format: string, url?: string, fallback: string}} Piece
 */

/**
 * Who reads: names behind ids, their zone, and the workspace's present moment.
 *
 * @typedef {{personName: (id: string) => string|null, channelName: (id: string) => string|null,
 *            myId: string, zone: string, now: () => Date}} Reader
 */

const TAGS = { bold: "strong", italic: "em", strike: "s", quote: "blockquote", code: "code", pre: "pre" };

/**
 * @param {Piece[]} pieces
 * @param {Reader} reader
 * @returns {Node[]}
 */
export function renderPieces(pieces, reader) {
  return pieces.map((piece) => renderPiece(piece, reader));
}

/**
 * @param {Piece} piece
 * @param {Reader} reader
 * @returns {Node}
 */
function renderPiece(piece, reader) {
  switch (piece.type) {
    case "text":
      return document.createTextNode(piece.text);
    case "code":
      return h("code", {}, piece.text);
    case "pre":
      return h("pre", { tabindex: "0", role: "group", "aria-label": "Preformatted text" }, piece.text);
    case "link":
      return link(piece.url, renderPieces(piece.children, reader));
    case "date":
      return date(piece, reader);
    case "user":
    case "channel":
    case "broadcast":
    case "group":
      return mention(piece, reader);
    default:
      return h(TAGS[piece.type], {}, ...renderPieces(piece.children, reader));
  }
}

/**
 * Return a link, or just its content where the address is not one a message may open.
 *
 * @param {string} url
 * @param {(Node|string)[]} content
 * @returns {Node}
 */
export function link(url, content) {
  if (!/^(https?:|mailto:)/i.test(url)) return h("span", {}, ...content);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...content);
}

/**
 * @param {{type: "user"|"channel"|"broadcast"|"group", id: string, label?: string}} piece
 * @param {Reader} reader
 */
function mention(piece, reader) {
  if (piece.type === "user") {
    const name = reader.personName(piece.id) ?? piece.label ?? piece.id;
    return h("span", { class: piece.id === reader.myId ? "mention me" : "mention" }, `@${name}`);
  }
  if (piece.type === "channel") {
    return h("span", { class: "mention" }, `#${reader.channelName(piece.id) ?? piece.label ?? "private channel"}`);
  }
  const name = piece.type === "broadcast" ? piece.id : (piece.label ?? piece.id).replace(/^@/, "");
  return h("span", { class: piece.type === "broadcast" ? "mention me" : "mention" }, `@${name}`);
}

/**
 * @param {{seconds: number, format: string, url?: string, fallback: string}} piece
 * @param {Reader} reader
 */
function date(piece, reader) {
  const moment = new Date(piece.seconds * 1000);
  if (Number.isNaN(moment.getTime())) return document.createTextNode(piece.fallback);
  const shown = fillDateTokens(piece.format, moment, { now: reader.now(), zone: reader.zone });
  const time = h("time", { datetime: moment.toISOString(), title: piece.fallback || null }, shown);
  return piece.url ? link(piece.url, [time]) : time;
}

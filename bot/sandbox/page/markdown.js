/** Renders the standard Markdown of a `markdown` block: headings, lists, quotes, code, tables, links. */

import { h } from "./dom.js";
import { renderPieces } from "./inline.js";
import { parseReference } from "./mrkdwn.js";

/** @typedef {import("./inline.js").Piece} Piece */
/** @typedef {import("./inline.js").Reader} Reader */

const ITEM = /^(\s*)(?:([-*+])|(\d+)[.)])\s+(.*)$/;
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/**
 * @param {string} source
 * @param {Reader} reader
 * @param {number} headingLevel the level of the largest heading
 * @returns {Node[]}
 */
export function renderMarkdown(source, reader, headingLevel) {
  const lines = source.split("\n");
  /** @type {Node[]} */
  const nodes = [];
  let at = 0;
  while (at < lines.length) {
    const block = fence(lines, at) ?? table(lines, at, reader) ?? quote(lines, at, reader, headingLevel)
      ?? list(lines, at, reader) ?? single(lines, at, reader, headingLevel) ?? paragraph(lines, at, reader);
    if (block.node) nodes.push(block.node);
    at = block.end;
  }
  return nodes;
}

/** @typedef {{node: Node|null, end: number}} Block */

/**
 * @param {string[]} lines
 * @param {number} at
 * @returns {Block|null}
 */
function fence(lines, at) {
  if (!lines[at].startsWith("```")) return null;
  let end = at + 1;
  while (end < lines.length && !lines[end].startsWith("```")) end += 1;
  const [node] = renderPieces([{ type: "pre", text: lines.slice(at + 1, end).join("\n") }], /** @type {any} */ (null));
  return { node, end: end + 1 };
}

/**
 * @param {string[]} lines
 * @param {number} at
 * @param {Reader} reader
 * @returns {Block|null}
 */
function table(lines, at, reader) {
  if (!lines[at].includes("|") || !TABLE_RULE.test(lines[at + 1] ?? "")) return null;
  let end = at + 2;
  while (end < lines.length && lines[end].includes("|")) end += 1;
  /** @param {string} line */
  const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => inline(cell.trim(), reader));
  const head = h("tr", {}, cells(lines[at]).map((cell) => h("th", { scope: "col" }, cell)));
  const rows = lines.slice(at + 2, end).map((line) => h("tr", {}, cells(line).map((cell) => h("td", {}, cell))));
  return { node: h("div", { class: "wide", tabindex: "0", role: "group", "aria-label": "Table" },
    h("table", {}, h("thead", {}, head), h("tbody", {}, rows))), end };
}

/**
 * @param {string[]} lines
 * @param {number} at
 * @param {Reader} reader
 * @param {number} headingLevel
 * @returns {Block|null}
 */
function quote(lines, at, reader, headingLevel) {
  let end = at;
  while (end < lines.length && /^\s*>/.test(lines[end])) end += 1;
  if (end === at) return null;
  const inside = lines.slice(at, end).map((line) => line.replace(/^\s*> ?/, "")).join("\n");
  return { node: h("blockquote", {}, renderMarkdown(inside, reader, headingLevel)), end };
}

/**
 * @param {string[]} lines
 * @param {number} at
 * @param {Reader} reader
 * @returns {Block|null}
 */
function list(lines, at, reader) {
  const first = ITEM.exec(lines[at]);
  if (!first || RULE.test(lines[at])) return null;
  const indent = first[1].length;
  const isOrdered = first[3] !== undefined;
  const items = h(isOrdered ? "ol" : "ul", { start: isOrdered && first[3] !== "1" ? first[3] : null });
  let end = at;
  while (end < lines.length) {
    const item = ITEM.exec(lines[end]);
    if (item && item[1].length > indent && items.lastChild) {
      const nested = /** @type {Block} */ (list(lines, end, reader));
      items.lastChild.append(/** @type {Node} */ (nested.node));
      end = nested.end;
    } else if (item && item[1].length === indent && (item[3] !== undefined) === isOrdered) {
      items.append(h("li", {}, inline(item[4], reader)));
      end += 1;
    } else if (!item && /^\s+\S/.test(lines[end]) && items.lastChild) {
      items.lastChild.append(" ", ...inline(lines[end].trim(), reader));
      end += 1;
    } else {
      break;
    }
  }
  return { node: items, end };
}

/**
 * @param {string[]} lines
 * @param {number} at
 * @param {Reader} reader
 * @param {number} headingLevel
 * @returns {Block|null}
 */
function single(lines, at, reader, headingLevel) {
  if (!lines[at].trim()) return { node: null, end: at + 1 };
  if (RULE.test(lines[at])) return { node: h("hr"), end: at + 1 };
  const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(lines[at]);
  if (!heading) return null;
  const level = Math.min(6, headingLevel + heading[1].length - 1);
  return { node: h(`h${level}`, { class: "block-header" }, inline(heading[2], reader)), end: at + 1 };
}

/**
 * @param {string[]} lines
 * @param {number} at
 * @param {Reader} reader
 * @returns {Block}
 */
function paragraph(lines, at, reader) {
  let end = at + 1;
  while (end < lines.length && lines[end].trim() && !/^(```|\s*>|#{1,6}\s)/.test(lines[end]) && !ITEM.test(lines[end])) end += 1;
  return { node: h("p", {}, inline(lines.slice(at, end).join("\n"), reader)), end };
}

const INLINE = new RegExp(
  [
    /\\(?<escaped>[\\`*_{}[\]()#+\-.!~|<>])/,
    /`(?<code>[^`\n]+)`/,
    /!?\[(?<label>[^\]]*)\]\((?<url>[^\s)]+)\)/,
    /<(?<reference>[^<>\n]+)>/,
    /\*\*(?<bold>\S(?:.*?\S)?)\*\*/,
    /~~(?<strike>\S(?:.*?\S)?)~~/,
    /\*(?<italic>[^\s*](?:[^*\n]*?[^\s*])?)\*/,
    /(?<![\p{L}\p{N}])_(?<underlined>[^\s_](?:.*?\S)?)_(?![\p{L}\p{N}])/u,
    /(?<bare>https?:\/\/[^\s<>()]+[^\s<>().,;:!?])/,
  ].map((each) => each.source).join("|"),
  "u",
);

/**
 * @param {string} text
 * @param {Reader} reader
 */
function inline(text, reader) {
  return renderPieces(parse(text), reader);
}

/**
 * @param {string} text
 * @returns {Piece[]}
 */
function parse(text) {
  /** @type {Piece[]} */
  const pieces = [];
  let rest = text;
  for (let match = INLINE.exec(rest); match; match = INLINE.exec(rest)) {
    if (match.index > 0) pieces.push({ type: "text", text: rest.slice(0, match.index) });
    pieces.push(pieceOf(match));
    rest = rest.slice(match.index + match[0].length);
  }
  if (rest) pieces.push({ type: "text", text: rest });
  return pieces;
}

/**
 * @param {RegExpExecArray} match
 * @returns {Piece}
 */
function pieceOf(match) {
  const found = /** @type {Record<string, string|undefined>} */ (match.groups);
  if (found.escaped) return { type: "text", text: found.escaped };
  if (found.code) return { type: "code", text: found.code };
  if (found.url) return { type: "link", url: found.url, children: parse(found.label || found.url) };
  if (found.bare) return { type: "link", url: found.bare, children: [{ type: "text", text: found.bare }] };
  if (found.reference) return parseReference(found.reference) ?? { type: "text", text: match[0] };
  if (found.bold) return { type: "bold", children: parse(found.bold) };
  if (found.strike) return { type: "strike", children: parse(found.strike) };
  return { type: "italic", children: parse(found.italic ?? found.underlined ?? "") };
}

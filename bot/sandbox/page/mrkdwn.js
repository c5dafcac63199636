/** Parses Slack's mrkdwn into pieces. */

/** @typedef {import("./inline.js").Piece} Piece */

const MARKS = /** @type {Record<string, "bold"|"italic"|"strike">} */ ({ "*": "bold", _: "italic", "~": "strike" });
const ESCAPES = /** @type {Record<string, string>} */ ({ amp: "&", lt: "<", gt: ">" });
const WORD = /[\p{L}\p{N}]/u;
const BARE_URL = /https?:\/\/[^\s<>|]+/y;

/**
 * @param {string} source
 * @returns {Piece[]}
 */
export function parseMrkdwn(source) {
  const parts = source.split("```");
  /** @type {Piece[]} */
  const pieces = [];
  parts.forEach((part, index) => {
    const isFenced = index % 2 === 1 && index < parts.length - 1;
    if (isFenced && part.trim()) {
      pieces.push({ type: "pre", text: plain(part.replace(/^\n|\n$/g, "")) });
    } else if (isFenced) {
      pieces.push({ type: "text", text: `\`\`\`${part}\`\`\`` });
    } else {
      const unclosed = index % 2 === 1 ? "```" : "";
      pieces.push(...parseLines(unclosed + trimAround(part, index, parts.length)));
    }
  });
  return pieces;
}

/**
 * A fenced part is a block of its own, so one line break on each side of it is not shown.
 *
 * @param {string} part
 * @param {number} index
 * @param {number} count
 */
function trimAround(part, index, count) {
  let text = part;
  if (index > 0) text = text.replace(/^\n/, "");
  if (index < count - 2) text = text.replace(/\n$/, "");
  return text;
}

/**
 * @param {string} text
 * @returns {Piece[]}
 */
function parseLines(text) {
  /** @type {Piece[]} */
  const pieces = [];
  /** @type {{quoted: boolean, lines: string[]}[]} */
  const runs = [];
  for (const line of text.split("\n")) {
    const quote = /^(?:&gt;|>) ?/.exec(line);
    const content = quote ? line.slice(quote[0].length) : line;
    const last = runs.at(-1);
    if (last && last.quoted === Boolean(quote)) last.lines.push(content);
    else runs.push({ quoted: Boolean(quote), lines: [content] });
  }
  for (const run of runs) {
    const children = parseInline(run.lines.join("\n"));
    if (run.quoted) pieces.push({ type: "quote", children });
    else pieces.push(...children);
  }
  return pieces;
}

/**
 * @param {string} text
 * @returns {Piece[]}
 */
function parseInline(text) {
  /** @type {Piece[]} */
  const pieces = [];
  let literal = "";
  const flush = () => {
    if (literal) pieces.push({ type: "text", text: plain(literal) });
    literal = "";
  };
  let at = 0;
  while (at < text.length) {
    const found = pieceAt(text, at);
    if (found) {
      flush();
      pieces.push(found.piece);
      at = found.end;
    } else {
      literal += text[at];
      at += 1;
    }
  }
  flush();
  return pieces;
}

/**
 * Return the piece that starts at this place and where it ends, or null for an ordinary character.
 *
 * @param {string} text
 * @param {number} at
 * @returns {{piece: Piece, end: number}|null}
 */
function pieceAt(text, at) {
  const character = text[at];
  if (character === "`") {
    const end = codeEnd(text, at);
    return end ? { piece: { type: "code", text: plain(text.slice(at + 1, end - 1)) }, end } : null;
  }
  if (character === "<") {
    const close = text.indexOf(">", at);
    const piece = close > at ? parseReference(text.slice(at + 1, close)) : null;
    return piece ? { piece, end: close + 1 } : null;
  }
  if (character in MARKS) {
    const close = closingMark(text, at);
    if (close === null) return null;
    return { piece: { type: MARKS[character], children: parseInline(text.slice(at + 1, close)) }, end: close + 1 };
  }
  return character === "h" ? bareUrl(text, at) : null;
}

/**
 * @param {string} text
 * @param {number} at
 */
function codeEnd(text, at) {
  const close = text.indexOf("`", at + 1);
  const inside = text.slice(at + 1, close);
  return close > at + 1 && !inside.includes("\n") ? close + 1 : null;
}

/**
 * Return where the mark that opens at this place closes. A mark opens before a character and after
 * no word, closes the other way round, and does not reach over a line break.
 *
 * @param {string} text
 * @param {number} at
 * @returns {number|null}
 */
function closingMark(text, at) {
  const mark = text[at];
  const next = text[at + 1];
  if (!next || /\s/.test(next) || next === mark || WORD.test(text[at - 1] ?? "")) return null;
  let place = at + 1;
  while (place < text.length && text[place] !== "\n") {
    const isAfterText = place > at + 1 && !/\s/.test(text[place - 1]);
    if (text[place] === mark && isAfterText && !WORD.test(text[place + 1] ?? "")) return place;
    if (text[place] === "`") place = codeEnd(text, place) ?? place + 1;
    else if (text[place] === "<") place = Math.max(text.indexOf(">", place), place) + 1;
    else place += 1;
  }
  return null;
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {{piece: Piece, end: number}|null}
 */
function bareUrl(text, at) {
  if (WORD.test(text[at - 1] ?? "")) return null;
  BARE_URL.lastIndex = at;
  const match = BARE_URL.exec(text);
  if (!match) return null;
  const raw = match[0].replace(/[.,;:!?)\]*_~`'"]+$/, "");
  return { piece: { type: "link", url: plain(raw), children: [{ type: "text", text: plain(raw) }] }, end: at + raw.length };
}

/**
 * Return what stands between angle brackets, or null when it is no reference.
 *
 * @param {string} inside
 * @returns {Piece|null}
 */
export function parseReference(inside) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? undefined : plain(inside.slice(bar + 1));
  if (/^@[A-Z0-9]+$/.test(target)) return { type: "user", id: target.slice(1), label };
  if (/^#[A-Z0-9]+$/.test(target)) return { type: "channel", id: target.slice(1), label };
  if (/^!(here|channel|everyone)$/.test(target)) return { type: "broadcast", id: target.slice(1) };
  if (target.startsWith("!subteam^")) return { type: "group", id: target.slice("!subteam^".length), label };
  if (target.startsWith("!date^")) {
    const [, seconds, format, url] = target.split("^");
    return { type: "date", seconds: Number(seconds), format: format ?? "", url, fallback: label ?? "" };
  }
  if (/^(https?|mailto):/i.test(target)) {
    const shown = label ?? plain(target).replace(/^mailto:/i, "");
    return { type: "link", url: plain(target), children: [{ type: "text", text: shown }] };
  }
  return null;
}

/**
 * Return the text with Slack's three escapes undone.
 *
 * @param {string} text
 */
function plain(text) {
  return text.replace(/&(amp|lt|gt);/g, (_, name) => ESCAPES[name]);
}

/** Keeps the list of messages in step with the open conversation, touching only what changed. */

import { act, reason } from "./api.js";
import { byId, h } from "./dom.js";
import { renderMessage } from "./message.js";
import { longDate, momentOfTs } from "./zones.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {{key: string, signature: string, build: () => HTMLElement}} Row */

const NEAR_THE_END = 80;

/** The messages of the open conversation. */
export class MessageList {
  /**
   * @param {import("./store.js").Store} store
   * @param {(message: Message) => void} onReply
   */
  constructor(store, onReply) {
    this._store = store;
    this._list = byId("messages");
    this._scroller = byId("message-scroller");
    this._jump = byId("jump");
    /** @type {Map<string, {signature: string, node: HTMLElement}>} */
    this._shown = new Map();
    /** @type {Map<string, string>} what the page itself knows of failed presses, by ts */
    this._warnings = new Map();
    this._place = "";
    this._actions = { reply: onReply, press: this._press.bind(this) };
    this._jump.addEventListener("click", () => this._toEnd());
    this._scroller.addEventListener("scroll", () => {
      if (this._isAtEnd()) this._jump.hidden = true;
    });
  }

  render() {
    const { state, messages } = this._store;
    const place = `${this._store.as} ${this._store.open}`;
    if (!state || !messages) {
      this._list.replaceChildren();
      this._shown.clear();
      this._place = "";
      return;
    }
    const isNewPlace = place !== this._place;
    const wasAtEnd = isNewPlace || this._isAtEnd();
    const last = messages.at(-1)?.ts;
    const grew = last !== this._last;
    this._place = place;
    this._last = last;
    this._sync(this._rows(messages));
    if (wasAtEnd) this._toEnd();
    else if (grew) this._jump.hidden = false;
  }

  /**
   * @param {Message[]} messages
   * @returns {Row[]}
   */
  _rows(messages) {
    if (messages.length === 0) return [emptyRow()];
    /** @type {Row[]} */
    const rows = [];
    let day = "";
    const zone = /** @type {any} */ (this._store.state).me.tz;
    for (const { message, isReply } of threaded(messages)) {
      const date = longDate(momentOfTs(message.ts), zone);
      if (!isReply && date !== day) {
        rows.push(dayRow(date));
        day = date;
      }
      rows.push(this._messageRow(message, isReply));
    }
    return rows;
  }

  /**
   * @param {Message} message
   * @param {boolean} isReply
   * @returns {Row}
   */
  _messageRow(message, isReply) {
    const state = /** @type {import("./types.js").WorkspaceState} */ (this._store.state);
    const warning = message.warning ?? this._warnings.get(message.ts) ?? null;
    return {
      key: message.ts,
      signature: JSON.stringify([message, isReply, warning, state.me.id, state.me.tz]),
      build: () => h("li", { class: isReply ? "row in-thread" : "row" }, renderMessage(message, state, this._actions, warning)),
    };
  }

  /** @param {Row[]} rows */
  _sync(rows) {
    const shown = new Map();
    let cursor = this._list.firstChild;
    for (const row of rows) {
      const before = this._shown.get(row.key);
      let node = before?.node;
      if (!before || before.signature !== row.signature) {
        const hadFocus = node?.contains(document.activeElement) ? document.activeElement : null;
        node = row.build();
        if (before) {
          if (cursor === before.node) cursor = node;
          before.node.replaceWith(node);
        }
        if (hadFocus) refocus(node, hadFocus);
      }
      if (node === cursor) cursor = cursor?.nextSibling;
      else this._list.insertBefore(node, cursor);
      shown.set(row.key, { signature: row.signature, node });
    }
    for (const [key, { node }] of this._shown) {
      if (!shown.has(key)) node.remove();
    }
    this._shown = shown;
  }

  /**
   * @param {Message} message
   * @param {string} blockId
   * @param {any} element
   * @param {import("./types.js").Value} [value]
   */
  async _press(message, blockId, element, value) {
    const row = this._shown.get(message.ts)?.node;
    row?.setAttribute("aria-busy", "true");
    this._warnings.delete(message.ts);
    const outcome = await act("/sandbox/press", {
      as: this._store.as,
      conversation: this._store.open,
      ts: message.ts,
      block_id: blockId,
      action_id: element.action_id,
      ...(value === undefined ? {} : { value }),
    });
    row?.removeAttribute("aria-busy");
    if (!outcome.ok) this._warnings.set(message.ts, reason(outcome));
    await this._store.refresh();
  }

  _isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this._scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
  }

  _toEnd() {
    this._scroller.scrollTop = this._scroller.scrollHeight;
    this._jump.hidden = true;
  }
}

/**
 * Return the messages in order, each thread's replies after the message they answer.
 *
 * @param {Message[]} messages
 * @returns {{message: Message, isReply: boolean}[]}
 */
function threaded(messages) {
  const known = new Set(messages.map((message) => message.ts));
  /** @param {Message} message */
  const isReply = (message) => Boolean(message.thread_ts && message.thread_ts !== message.ts && known.has(message.thread_ts));
  const ordered = [...messages].sort((one, other) => Number(one.ts) - Number(other.ts));
  return ordered.filter((message) => !isReply(message)).flatMap((message) => [
    { message, isReply: false },
    ...ordered.filter((each) => isReply(each) && each.thread_ts === message.ts).map((each) => ({ message: each, isReply: true })),
  ]);
}

/**
 * @param {string} date
 * @returns {Row}
 */
function dayRow(date) {
  return { key: `day ${date}`, signature: date, build: () => h("li", { class: "day" }, h("h3", {}, date)) };
}

/** @returns {Row} */
function emptyRow() {
  return { key: "empty", signature: "", build: () => h("li", { class: "empty" }, "No messages here yet.") };
}

/**
 * Give the focus back after a message was replaced, to the same control if it still has one.
 *
 * @param {HTMLElement} node
 * @param {Element} before
 */
function refocus(node, before) {
  queueMicrotask(() => {
    const id = before.closest("[data-action-id]")?.getAttribute("data-action-id");
    const holder = id ? node.querySelector(`[data-action-id="${CSS.escape(id)}"]`) : null;
    const inside = holder?.matches("div") ? holder.querySelector("input") : holder;
    const target = /** @type {HTMLElement} */ (inside ?? node.querySelector("article"));
    target.focus({ preventScroll: true });
  });
}

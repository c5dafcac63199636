/** Tells screen readers about new messages in the open conversation. */

import { byId } from "./dom.js";
import { personName, readerOf } from "./reader.js";
import { spoken } from "./text.js";

const LONGEST = 300;

/** Remembers what has been there already, so that only what is new is announced. */
export class Announcer {
  constructor() {
    /** @type {string|null} */
    this._place = null;
    /** @type {Set<string>} */
    this._known = new Set();
  }

  /** @param {import("./store.js").Store} store */
  follow(store) {
    if (!store.state || !store.messages) return;
    const state = store.state;
    const place = `${store.as} ${store.open}`;
    const fresh = store.messages.filter((message) => !this._known.has(message.ts) && message.user !== state.me.id);
    const isSamePlace = place === this._place;
    this._place = place;
    this._known = new Set(store.messages.map((message) => message.ts));
    if (!isSamePlace || fresh.length === 0) return;
    byId("announcements").textContent = fresh.map((message) => announcement(message, state)).join(" ");
  }
}

/**
 * @param {import("./types.js").Message} message
 * @param {import("./types.js").WorkspaceState} state
 */
function announcement(message, state) {
  const who = personName(state, message.user) ?? message.user;
  return `New message from ${who}: ${spoken(message.text ?? "", readerOf(state)).slice(0, LONGEST)}`;
}

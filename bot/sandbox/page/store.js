/** Holds what the page shows: the acting person's view of the workspace, read again whenever it changes. */

import { read, RequestError } from "./api.js";
import { currentRoute, replaceRoute } from "./route.js";

/** @typedef {import("./types.js").WorkspaceState} WorkspaceState */
/** @typedef {import("./types.js").Conversation} Conversation */
/** @typedef {import("./types.js").Message} Message */

const REST_BETWEEN_READS = 120;

/** The state of the page and those who want to know when it changed. */
export class Store {
  constructor() {
    /** @type {WorkspaceState|null} */
    this.state = null;
    /** @type {string|null} */
    this.as = null;
    /** @type {string|null} */
    this.open = null;
    /** @type {Message[]|null} null until the open conversation has been read */
    this.messages = null;
    /** @type {string|null} */
    this.problem = null;
    /** @type {(() => void)[]} */
    this._listeners = [];
    /** @type {Promise<void>|null} */
    this._reading = null;
    this._isStale = false;
  }

  /** @param {() => void} listener */
  subscribe(listener) {
    this._listeners.push(listener);
  }

  /** @returns {Conversation|null} */
  get conversation() {
    return this.state?.conversations.find((each) => each.id === this.open) ?? null;
  }

  /** Follow the URL hash to the person and the conversation it names. */
  async followRoute() {
    const route = currentRoute();
    const isSamePerson = route.as !== null && route.as === this.as;
    if (isSamePerson && route.conversation === this.open) return;
    this.as = route.as;
    this.open = route.conversation;
    this.messages = null;
    if (isSamePerson) this._changed();
    await this.refresh();
  }

  /**
   * Read everything again. Calls that come in while a read is under way share the next one, so
   * that a flood of events costs a few reads a second.
   *
   * @returns {Promise<void>}
   */
  refresh() {
    this._isStale = true;
    this._reading ??= this._readUntilFresh().finally(() => {
      this._reading = null;
    });
    return this._reading;
  }

  async _readUntilFresh() {
    while (this._isStale) {
      this._isStale = false;
      await this._readOnce();
      this._changed();
      if (this._isStale) await new Promise((resolve) => setTimeout(resolve, REST_BETWEEN_READS));
    }
  }

  async _readOnce() {
    const as = this.as;
    try {
      const state = await this._readState(as);
      if (this.as !== as) return;
      this.state = state;
      this.as = state.me.id;
      this._chooseConversation(state);
      const open = this.open;
      const messages = open ? (await read("/sandbox/messages", { as: state.me.id, conversation: open })).messages : [];
      if (this.as === state.me.id && this.open === open) this.messages = messages;
      this.problem = null;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.problem = error.message;
    }
  }

  /**
   * A hash may name somebody this workspace doesn't have; then the server's first person acts.
   *
   * @param {string|null} as
   * @returns {Promise<WorkspaceState>}
   */
  async _readState(as) {
    const known = this.state ?? (await read("/sandbox/state"));
    const isHere = known.people.some((/** @type {import("./types.js").Person} */ person) => person.id === as && !person.is_bot);
    return read("/sandbox/state", as !== null && isHere ? { as } : {});
  }

  /** @param {WorkspaceState} state */
  _chooseConversation(state) {
    const isThere = state.conversations.some((each) => each.id === this.open);
    if (!isThere) {
      const first = state.conversations.find((each) => each.is_member && each.kind !== "im");
      this.open = (first ?? state.conversations[0])?.id ?? null;
      this.messages = null;
    }
    replaceRoute(state.me.id, this.open);
  }

  _changed() {
    for (const listener of this._listeners) listener();
  }
}

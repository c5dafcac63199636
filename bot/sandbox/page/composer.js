/** The field in which messages and slash commands are written. */

import { act, reason } from "./api.js";
import { byId, h } from "./dom.js";
import { conversationName, personName } from "./reader.js";
import { Suggestions } from "./suggestions.js";

/** @typedef {import("./types.js").Message} Message */

/** Sends what is typed to the open conversation, and keeps what is unfinished for each one. */
export class Composer {
  /** @param {import("./store.js").Store} store */
  constructor(store) {
    this._store = store;
    this._form = byId("composer");
    this._text = byId("composer-text");
    this._note = byId("composer-note");
    this._error = byId("composer-error");
    this._thread = byId("composer-thread");
    /** @type {Message|null} */
    this._answering = null;
    this._place = "";
    /** @type {Map<string, string>} */
    this._drafts = new Map();
    this._suggestions = new Suggestions(this._text, byId("suggestions"), () => this._store.state?.app.commands ?? []);
    this._form.addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      void this._send();
    });
    this._text.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this._keyPressed(event));
    this._text.addEventListener("input", () => this._grow());
    byId("composer-thread-cancel").addEventListener("click", () => this._answer(null));
    byId("join").addEventListener("click", () => void this._join());
  }

  render() {
    const { state, conversation } = this._store;
    const place = `${this._store.as} ${this._store.open}`;
    if (place !== this._place) this._changePlace(place);
    if (!state || !conversation) {
      this._form.hidden = true;
      byId("join-bar").hidden = true;
      return;
    }
    const canWrite = conversation.is_member || conversation.kind === "im";
    this._form.hidden = !canWrite;
    byId("join-bar").hidden = canWrite;
    const name = conversationName(state, conversation);
    byId("join-text").textContent = `You are not in ${name}.`;
    byId("composer-label").textContent = `Message ${name}, as ${state.me.real_name}`;
    this._text.placeholder = this._isReadOnly() ? "Slash command" : `Message ${name}`;
    const command = state.app.commands[0]?.command;
    this._note.hidden = !this._isReadOnly();
    this._note.textContent = command
      ? `This app doesn't take messages here. Try ${command} help in a channel.`
      : "This app doesn't take messages here.";
  }

  /**
   * Write the next message as a reply in this message's thread.
   *
   * @param {Message} message
   */
  replyTo(message) {
    this._answer(message);
    this._text.focus();
  }

  _isReadOnly() {
    const { state, conversation } = this._store;
    return Boolean(state && conversation?.kind === "im" && conversation.with === state.app.bot_user_id
      && state.app.messages_tab_is_read_only);
  }

  /** @param {Message|null} message */
  _answer(message) {
    this._answering = message;
    this._thread.hidden = message === null;
    if (message && this._store.state) {
      const name = personName(this._store.state, message.user) ?? message.user;
      byId("composer-thread-text").textContent = `Your message will be a reply to ${name}.`;
    }
  }

  /** @param {string} place */
  _changePlace(place) {
    this._drafts.set(this._place, this._text.value);
    this._place = place;
    this._text.value = this._drafts.get(place) ?? "";
    this._answer(null);
    this._fail(null);
    this._suggestions.hide();
    this._grow();
  }

  /** @param {KeyboardEvent} event */
  _keyPressed(event) {
    if (event.isComposing || this._suggestions.takes(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void this._send();
    } else if (event.key === "Escape" && this._answering) {
      this._answer(null);
    }
  }

  async _send() {
    const text = this._text.value.trim();
    if (!text || !this._store.conversation) return;
    const isCommand = text.startsWith("/");
    if (!isCommand && this._isReadOnly()) {
      this._fail("Your message was not sent. A slash command would be.");
      return;
    }
    const place = this._place;
    const conversation = this._store.open;
    this._suggestions.hide();
    this._fail(null);
    this._text.value = "";
    this._grow();
    const body = { as: this._store.as, conversation, text };
    const answered = this._answering;
    const outcome = isCommand
      ? await act("/sandbox/command", body)
      : await act("/sandbox/message", answered ? { ...body, thread_ts: answered.thread_ts ?? answered.ts } : body);
    if (!outcome.ok) this._giveBack(place, text, reason(outcome));
    else if (!isCommand && this._answering === answered) this._answer(null);
    await this._store.refresh();
  }

  /**
   * @param {string} place
   * @param {string} text
   * @param {string} error
   */
  _giveBack(place, text, error) {
    if (place !== this._place) {
      this._drafts.set(place, text);
      return;
    }
    if (!this._text.value) this._text.value = text;
    this._grow();
    this._fail(error);
  }

  async _join() {
    const outcome = await act("/sandbox/join", { as: this._store.as, conversation: this._store.open });
    byId("join-error").textContent = outcome.ok ? "" : reason(outcome);
    await this._store.refresh();
    if (outcome.ok) this._text.focus();
  }

  /** @param {string|null} text */
  _fail(text) {
    this._error.replaceChildren(...(text ? [h("p", { class: "error" }, text)] : []));
  }

  _grow() {
    this._text.style.height = "auto";
    this._text.style.height = `${Math.min(this._text.scrollHeight + 2, 200)}px`;
  }
}

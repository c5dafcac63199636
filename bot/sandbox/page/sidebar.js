/** Lists who acts, the channels and the direct messages, with what is unread. */

import { act } from "./api.js";
import { onDecision } from "./decision.js";
import { byId, h } from "./dom.js";
import { conversationName } from "./reader.js";
import { hashFor } from "./route.js";
import { timeOfDay } from "./zones.js";

/** @typedef {import("./types.js").WorkspaceState} WorkspaceState */
/** @typedef {import("./types.js").Conversation} Conversation */

/** The part of the page that says where one is and as whom; a drawer on a narrow screen. */
export class Sidebar {
  /** @param {import("./store.js").Store} store */
  constructor(store) {
    this._store = store;
    this._drawer = byId("sidebar");
    this._toggle = byId("menu-button");
    this._signature = "";
    const people = byId("acting-as");
    onDecision(people, () => {
      window.location.hash = hashFor(people.value, this._store.open);
    });
    this._toggle.addEventListener("click", () => this._open(!this._isOpen()));
    byId("drawer-backdrop").addEventListener("click", () => this._open(false));
    this._drawer.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Escape" && this._isOpen()) this._close();
    });
    this._drawer.addEventListener("click", (/** @type {MouseEvent} */ event) => this._clicked(event));
  }

  /**
   * A link may still carry the person who acted a moment ago, so a plain click goes by who acts now.
   *
   * @param {MouseEvent} event
   */
  _clicked(event) {
    const link = /** @type {Element} */ (event.target).closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this._open(false);
    window.location.hash = hashFor(this._store.as ?? "", link.getAttribute("data-conversation"));
  }

  render() {
    const { state } = this._store;
    if (!state) return;
    this._renderPeople(state);
    const signature = JSON.stringify([state.conversations, this._store.open, state.me.id, state.people]);
    if (signature === this._signature) return;
    this._signature = signature;
    const focused = document.activeElement?.getAttribute("data-conversation");
    const channels = state.conversations.filter((each) => each.kind !== "im");
    const direct = state.conversations.filter((each) => each.kind === "im");
    byId("channels").replaceChildren(...channels.map((each) => this._item(each, state)));
    const hasApp = direct.some((each) => each.with === state.app.bot_user_id);
    byId("direct-messages").replaceChildren(
      ...(hasApp ? [] : [h("li", {}, this._appButton(state))]),
      ...direct.map((each) => this._item(each, state)),
    );
    if (focused) this._drawer.querySelector(`[data-conversation="${CSS.escape(focused)}"]`)?.focus();
    const unread = state.conversations.reduce((sum, each) => sum + this._unread(each), 0);
    const open = this._store.conversation;
    document.title = `${unread ? `(${unread}) ` : ""}${open ? `${conversationName(state, open)} – ` : ""}Local workspace`;
  }

  /** @param {WorkspaceState} state */
  _renderPeople(state) {
    const select = byId("acting-as");
    const now = new Date(state.clock.now);
    const people = state.people.filter((person) => !person.is_bot && (!person.deleted || person.id === state.me.id));
    const labels = people.map((person) => `${person.real_name}, ${person.title} (${timeOfDay(now, person.tz)})`);
    if (select.dataset.labels !== labels.join("|")) {
      select.dataset.labels = labels.join("|");
      select.replaceChildren(...people.map((person, index) => h("option", { value: person.id }, labels[index])));
    }
    if (state.me.id === this._store.as) select.value = state.me.id;
    byId("acting-detail").textContent = [
      state.me.title,
      `${timeOfDay(now, state.me.tz)} in ${state.me.tz.replace(/_/g, " ")}`,
      state.me.deleted ? "deactivated" : "",
    ].filter(Boolean).join(" · ");
  }

  /** The open conversation is being read. @param {Conversation} conversation */
  _unread(conversation) {
    return conversation.id === this._store.open ? 0 : conversation.unread;
  }

  /**
   * @param {Conversation} conversation
   * @param {WorkspaceState} state
   */
  _item(conversation, state) {
    const unread = this._unread(conversation);
    const isApp = conversation.with === state.app.bot_user_id;
    const note = conversation.kind === "private_channel" ? "private" : isApp ? "app" : conversation.is_member || conversation.kind === "im" ? "" : "not joined";
    return h("li", {}, h("a", {
      href: hashFor(state.me.id, conversation.id),
      class: unread ? "unread" : null,
      "data-conversation": conversation.id,
      "aria-current": conversation.id === this._store.open ? "page" : null,
    },
    h("span", { class: "conversation-name" }, conversationName(state, conversation)),
    note && h("span", { class: "hint-inline" }, note),
    unread > 0 && h("span", { class: "count" }, String(unread), h("span", { class: "visually-hidden" }, " unread"))));
  }

  /**
   * The conversation with the app is always within reach, also before anybody has opened it.
   *
   * @param {WorkspaceState} state
   */
  _appButton(state) {
    return h("button", { type: "button", class: "quiet", "data-conversation": "app", on: { click: async () => {
      const outcome = await act("/sandbox/open-dm", { as: state.me.id, with: state.app.bot_user_id });
      await this._store.refresh();
      this._open(false);
      if (outcome.ok) window.location.hash = hashFor(state.me.id, outcome.conversation ?? null);
    } } }, h("span", { class: "conversation-name" }, state.app.name), h("span", { class: "hint-inline" }, "app"));
  }

  _isOpen() {
    return document.body.classList.contains("drawer-open");
  }

  /** @param {boolean} isOpen */
  _open(isOpen) {
    document.body.classList.toggle("drawer-open", isOpen);
    this._toggle.setAttribute("aria-expanded", String(isOpen));
    document.querySelector("main")?.toggleAttribute("inert", isOpen);
    if (isOpen) byId("acting-as").focus();
  }

  _close() {
    this._open(false);
    this._toggle.focus();
  }
}

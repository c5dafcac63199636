/** Names the open conversation, says who is in it, and lets one invite the app or leave. */

import { act, reason } from "./api.js";
import { byId, h } from "./dom.js";
import { conversationName, personName } from "./reader.js";

/** @typedef {import("./types.js").Conversation} Conversation */
/** @typedef {import("./types.js").WorkspaceState} WorkspaceState */

/** The line above the messages. */
export class ConversationHeader {
  /** @param {import("./store.js").Store} store */
  constructor(store) {
    this._store = store;
    this._signature = "";
  }

  render() {
    const { state, conversation } = this._store;
    if (!state || !conversation) return;
    const signature = JSON.stringify([conversation.id, conversation.name, conversation.topic, conversation.members,
      conversation.bot_is_member, conversation.is_member, state.people, state.me.id]);
    if (signature === this._signature) return;
    this._signature = signature;
    byId("conversation-name").textContent = conversationName(state, conversation);
    byId("conversation-topic").textContent = conversation.kind === "im" ? partnerTitle(state, conversation) : (conversation.topic ?? "");
    byId("conversation-error").textContent = "";
    const details = byId("conversation-details");
    const wasOpen = details.querySelector("details")?.open && details.dataset.conversation === conversation.id;
    details.dataset.conversation = conversation.id;
    details.replaceChildren(...(conversation.kind === "im" ? [] : [this._details(state, conversation, wasOpen)]));
  }

  /**
   * @param {WorkspaceState} state
   * @param {Conversation} conversation
   * @param {boolean} isOpen
   */
  _details(state, conversation, isOpen) {
    const people = conversation.members.filter((id) => id !== state.app.bot_user_id);
    const names = people.map((id) => personName(state, id) ?? id).sort((one, other) => one.localeCompare(other));
    const count = `${people.length} ${people.length === 1 ? "person" : "people"}${conversation.bot_is_member ? " and the app" : ""}`;
    const closeOnEscape = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Escape") return;
      details.open = false;
      details.querySelector("summary").focus();
    };
    const details = h("details", { open: isOpen, on: { keydown: closeOnEscape } }, h("summary", {}, count),
      h("div", { class: "details-panel" },
        h("p", {}, names.join(", ") || "Nobody is in this channel."),
        conversation.is_member && h("div", { class: "actions" },
          conversation.bot_is_member
            ? this._button(`Remove ${state.app.name}`, "/sandbox/remove-app")
            : this._button(`Invite ${state.app.name}`, "/sandbox/invite-app"),
          this._button("Leave", "/sandbox/leave"))));
    return details;
  }

  /**
   * @param {string} text
   * @param {string} path
   */
  _button(text, path) {
    return h("button", { type: "button", on: { click: async () => {
      const outcome = await act(path, { as: this._store.as, conversation: this._store.open });
      await this._store.refresh();
      byId("conversation-error").textContent = outcome.ok ? "" : reason(outcome);
      // What was pressed has been drawn anew, so the focus goes to what opens it.
      if (document.activeElement === document.body) byId("conversation-details").querySelector("summary")?.focus();
    } } }, text);
  }
}

/**
 * @param {WorkspaceState} state
 * @param {Conversation} conversation
 */
function partnerTitle(state, conversation) {
  if (conversation.with === state.app.bot_user_id) return "Direct messages with the app";
  return state.people.find((person) => person.id === conversation.with)?.title ?? "";
}

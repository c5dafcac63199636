/** Lists everyone in the workspace: act as them, write to them, make them a guest, or deactivate their account. */

import { act, reason } from "./api.js";
import { avatar } from "./avatar.js";
import { Dialog } from "./dialog.js";
import { byId, h } from "./dom.js";
import { hashFor } from "./route.js";
import { timeOfDay } from "./zones.js";

/** @typedef {import("./types.js").Person} Person */

/** The dialog behind the sidebar's "People" button. */
export class People {
  /** @param {import("./store.js").Store} store */
  constructor(store) {
    this._store = store;
    /** @type {Dialog|null} */
    this._dialog = null;
    this._signature = "";
    this._list = h("ul", { class: "people" });
    this._error = h("p", { class: "error", role: "alert" });
    byId("people-button").addEventListener("click", () => this._open());
  }

  render() {
    const { state } = this._store;
    if (!this._dialog || !state) return;
    const signature = JSON.stringify([state.people, state.me.id, state.clock.now.slice(0, 16)]);
    if (signature === this._signature) return;
    this._signature = signature;
    const focused = document.activeElement?.getAttribute("data-person-action");
    this._list.replaceChildren(...state.people.filter((person) => !person.is_bot).map((person) => this._row(person)));
    if (focused) this._list.querySelector(`[data-person-action="${CSS.escape(focused)}"]`)?.focus();
  }

  _open() {
    this._error.textContent = "";
    this._signature = "";
    this._dialog = new Dialog({
      label: "people-title",
      class: "people-dialog",
      onDismiss: () => this._close(),
      content: [
        h("h2", { id: "people-title" }, "People"),
        h("div", { class: "modal-body" }, this._list, this._error),
        h("div", { class: "dialog-buttons" },
          h("button", { type: "button", on: { click: () => this._close() } }, "Close")),
      ],
    });
    this.render();
  }

  _close() {
    this._dialog?.close();
    this._dialog = null;
  }

  /** @param {Person} person */
  _row(person) {
    const state = /** @type {import("./types.js").WorkspaceState} */ (this._store.state);
    const isMe = person.id === state.me.id;
    const now = timeOfDay(new Date(state.clock.now), person.tz);
    return h("li", {},
      avatar(person.id, person.real_name),
      h("div", { class: "person-words" },
        h("span", { class: "author" }, person.real_name),
        h("span", { class: "hint" }, [person.title, `${now} in ${person.tz.replace(/_/g, " ")}`,
          person.is_guest ? "guest" : "", person.deleted ? "deactivated" : isMe ? "acting" : ""].filter(Boolean).join(" · "))),
      h("div", { class: "actions" },
        !isMe && !person.deleted && this._button(person, "Act as", () => this._actAs(person)),
        !isMe && !person.deleted && this._button(person, "Message", () => this._message(person)),
        !person.deleted && this._button(person, person.is_guest ? "No guest" : "Make a guest",
          () => this._send("/sandbox/set-guest", { user: person.id, is: !person.is_guest })),
        person.deleted
          ? this._button(person, "Reactivate", () => this._send("/sandbox/reactivate", { user: person.id }))
          : this._button(person, "Deactivate", () => this._send("/sandbox/deactivate", { user: person.id }))));
  }

  /**
   * @param {Person} person
   * @param {string} text
   * @param {() => void} press
   */
  _button(person, text, press) {
    return h("button", {
      type: "button",
      "aria-label": `${text} ${person.real_name}`,
      "data-person-action": `${text} ${person.id}`,
      on: { click: press },
    }, text);
  }

  /** @param {Person} person */
  _actAs(person) {
    this._close();
    window.location.hash = hashFor(person.id, this._store.open);
  }

  /** @param {Person} person */
  async _message(person) {
    const outcome = await this._send("/sandbox/open-dm", { as: this._store.as, with: person.id });
    if (!outcome.ok || !outcome.conversation) return;
    this._close();
    window.location.hash = hashFor(this._store.as ?? "", outcome.conversation);
    byId("composer-text").focus();
  }

  /**
   * @param {string} path
   * @param {Record<string, unknown>} body
   */
  async _send(path, body) {
    const outcome = await act(path, body);
    await this._store.refresh();
    this._error.textContent = outcome.ok ? "" : reason(outcome);
    return outcome;
  }
}

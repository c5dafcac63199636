/** Shows the view that the app has opened for the acting person, and sends back what they fill in. */

import { act, reason } from "./api.js";
import { renderBlocks } from "./blocks.js";
import { Dialog } from "./dialog.js";
import { h } from "./dom.js";
import { readerOf } from "./reader.js";

/** @typedef {import("./types.js").View} View */
/** @typedef {import("./types.js").Value} Value */
/** @typedef {import("./input_block.js").Input} Input */

/** The top of the acting person's stack of views. */
export class Modal {
  /** @param {import("./store.js").Store} store */
  constructor(store) {
    this._store = store;
    /** @type {Dialog|null} */
    this._dialog = null;
    /** @type {View|null} */
    this._view = null;
    this._signature = "";
    /** @type {Input[]} */
    this._inputs = [];
    /** @type {Map<string, Value>} what was typed, by view, block and action; kept while any view is open */
    this._drafts = new Map();
    /** @type {Map<string, string>} what the workspace has been told already, by the same keys */
    this._entered = new Map();
    this._isSending = false;
    this._problem = h("p", { class: "error", role: "alert" });
  }

  render() {
    const { state } = this._store;
    const view = state?.modal ?? null;
    if (!state || !view) {
      this._leave();
      return;
    }
    const signature = JSON.stringify([state.me.id, view.id, view.title, view.submit, view.close, view.blocks]);
    if (signature === this._signature) return;
    this._signature = signature;
    this._keepDrafts();
    this._show(view, state);
  }

  _leave() {
    this._dialog?.close();
    this._dialog = null;
    this._view = null;
    this._signature = "";
    this._inputs = [];
    this._drafts.clear();
    this._entered.clear();
  }

  _keepDrafts() {
    for (const input of this._inputs) this._drafts.set(this._draftKey(input.blockId, input.actionId), input.read());
  }

  /**
   * @param {string} blockId
   * @param {string} actionId
   */
  _draftKey(blockId, actionId) {
    return JSON.stringify([this._view?.id, blockId, actionId]);
  }

  /**
   * @param {View} view
   * @param {import("./types.js").WorkspaceState} state
   */
  _show(view, state) {
    const isSameView = this._view?.id === view.id;
    const focused = document.activeElement?.closest("[data-action-id]")?.getAttribute("data-action-id");
    this._view = view;
    this._problem.textContent = "";
    const { node, inputs } = renderBlocks(view.blocks, {
      headingLevel: 3,
      reader: readerOf(state),
      people: state.people,
      conversations: state.conversations,
      draft: (blockId, actionId) => this._drafts.get(this._draftKey(blockId, actionId)),
      press: (blockId, element, value) => this._press(blockId, element, value),
    });
    this._inputs = inputs;
    const form = this._form(view, node);
    if (this._dialog) this._dialog.node.replaceChildren(form);
    else this._dialog = new Dialog({ label: "modal-title", class: "modal", content: [form], onDismiss: () => void this._close() });
    this._focus(isSameView ? focused : null);
  }

  /**
   * @param {View} view
   * @param {Node} body
   */
  _form(view, body) {
    return h("form", { novalidate: true, on: { submit: (/** @type {Event} */ event) => {
      event.preventDefault();
      void this._submit();
    } } },
    h("h2", { id: "modal-title" }, view.title.text),
    h("div", { class: "modal-body" }, body, this._problem),
    h("div", { class: "dialog-buttons" },
      h("button", { type: "button", on: { click: () => void this._close() } }, view.close?.text ?? (view.submit ? "Cancel" : "Close")),
      view.submit && h("button", { type: "submit", class: "primary" }, view.submit.text)));
  }

  /** @param {string|null|undefined} actionId */
  _focus(actionId) {
    const dialog = /** @type {Dialog} */ (this._dialog).node;
    const before = actionId ? dialog.querySelector(`[data-action-id="${CSS.escape(actionId)}"]`) : null;
    if (before) (before.matches("div") ? before.querySelector("input") : before)?.focus();
    else if (this._inputs[0]) this._inputs[0].focus();
    else dialog.querySelector(".dialog-buttons button").focus();
  }

  /** What has been filled in, in the shape that the server reads. */
  _values() {
    /** @type {Record<string, Record<string, Value>>} */
    const values = {};
    for (const input of this._inputs) {
      values[input.blockId] = { ...values[input.blockId], [input.actionId]: input.read() };
    }
    return values;
  }

  async _submit() {
    if (this._isSending || !this._view) return;
    for (const input of this._inputs) input.showError(null);
    const body = { as: this._store.as, view_id: this._view.id, values: this._values() };
    const outcome = await this._send("/sandbox/modal/submit", body);
    if (outcome.ok) return;
    if (outcome.errors) this._showErrors(outcome.errors);
    else this._problem.textContent = reason(outcome);
  }

  /** @param {Record<string, string>} errors */
  _showErrors(errors) {
    const wrong = this._inputs.filter((input) => input.blockId in errors);
    for (const input of wrong) input.showError(errors[input.blockId]);
    wrong[0]?.focus();
    if (wrong.length === 0) this._problem.textContent = Object.values(errors).join(" ");
  }

  /**
   * @param {string} blockId
   * @param {any} element
   * @param {Value} [value]
   */
  async _press(blockId, element, value) {
    if (!this._view) return;
    if (value !== undefined) this._drafts.set(this._draftKey(blockId, element.action_id), value);
    await this._enter(this._view);
    const outcome = await this._send("/sandbox/modal/press", {
      as: this._store.as,
      view_id: this._view.id,
      block_id: blockId,
      action_id: element.action_id,
      ...(value === undefined ? {} : { value }),
    });
    if (!outcome.ok) this._problem.textContent = reason(outcome);
  }

  /**
   * Let the workspace know what has been filled in so far: a press carries the state of the whole view.
   *
   * @param {View} view
   */
  async _enter(view) {
    for (const input of this._inputs.filter((each) => !each.isDispatched)) {
      const value = input.read();
      const entered = JSON.stringify(value);
      const key = this._draftKey(input.blockId, input.actionId);
      if (this._entered.get(key) === entered) continue;
      this._entered.set(key, entered);
      await act("/sandbox/modal/press", {
        as: this._store.as,
        view_id: view.id,
        block_id: input.blockId,
        action_id: input.actionId,
        value,
      });
    }
  }

  async _close() {
    if (!this._view) return;
    const outcome = await this._send("/sandbox/modal/close", { as: this._store.as, view_id: this._view.id });
    if (!outcome.ok) this._problem.textContent = reason(outcome);
  }

  /**
   * @param {string} path
   * @param {Record<string, unknown>} body
   */
  async _send(path, body) {
    this._isSending = true;
    this._problem.textContent = "";
    this._dialog?.node.setAttribute("aria-busy", "true");
    const outcome = await act(path, body);
    await this._store.refresh();
    this._isSending = false;
    this._dialog?.node.removeAttribute("aria-busy");
    return outcome;
  }
}

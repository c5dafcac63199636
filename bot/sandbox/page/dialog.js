/** Shows a modal dialog that keeps the focus inside and gives it back when it closes. */

import { byId, h } from "./dom.js";

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']";

/**
 * A dialog on the page. Pressing Escape calls `onDismiss`; whoever opened it decides whether it closes.
 */
export class Dialog {
  /**
   * @param {{label: string, content: Node[], onDismiss: () => void, class?: string}} options
   *   `label` is the id of the element that names the dialog
   */
  constructor({ label, content, onDismiss, class: name }) {
    this._opener = /** @type {HTMLElement|null} */ (document.activeElement);
    this.node = h("dialog", { "aria-labelledby": label, class: name ?? null }, content);
    this.node.addEventListener("cancel", (/** @type {Event} */ event) => {
      if (event.target !== this.node) return;
      event.preventDefault();
      onDismiss();
    });
    this.node.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this._keyPressed(event, onDismiss));
    document.body.append(this.node);
    this.node.showModal();
  }

  /** Close and return the focus to where it was, or to the composer when that is gone. */
  close() {
    this.node.close();
    this.node.remove();
    const opener = this._opener;
    if (opener?.isConnected && opener !== document.body) opener.focus();
    else if (!document.querySelector("dialog[open]")) byId("composer-text").focus();
  }

  /**
   * @param {KeyboardEvent} event
   * @param {() => void} onDismiss
   */
  _keyPressed(event, onDismiss) {
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault();
      event.stopPropagation();
      onDismiss();
    }
    if (event.key === "Tab") this._wrap(event);
  }

  /**
   * The browser would let the Tab key leave for its own controls; inside a dialog it goes round.
   *
   * @param {KeyboardEvent} event
   */
  _wrap(event) {
    const stops = /** @type {HTMLElement[]} */ ([...this.node.querySelectorAll(FOCUSABLE)]).filter(
      (stop) => !stop.matches(":disabled, [tabindex='-1']") && stop.checkVisibility(),
    );
    const first = stops[0];
    const last = stops.at(-1);
    const from = document.activeElement;
    if (event.shiftKey && (from === first || from === this.node)) {
      event.preventDefault();
      last?.focus();
    } else if (!event.shiftKey && from === last) {
      event.preventDefault();
      first?.focus();
    }
  }
}

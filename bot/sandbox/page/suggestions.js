/** Offers the app's slash commands while one is being typed. */

import { h } from "./dom.js";

/** @typedef {import("./types.js").Command} Command */
/** @typedef {{text: string, note: string}} Suggestion */

const SUBCOMMAND = /^[\p{L}\p{N}_-]+$/u;

/** A list above the composer, walked through with the arrow keys and taken with Tab or Enter. */
export class Suggestions {
  /**
   * @param {HTMLTextAreaElement} field
   * @param {HTMLElement} list
   * @param {() => Command[]} commands
   */
  constructor(field, list, commands) {
    this._field = field;
    this._list = list;
    this._commands = commands;
    /** @type {Suggestion[]} */
    this._offered = [];
    this._chosen = -1;
    field.addEventListener("input", () => this._offer());
    field.addEventListener("blur", () => this.hide());
  }

  hide() {
    this._offered = [];
    this._show();
  }

  /**
   * Return whether this key press was for the list.
   *
   * @param {KeyboardEvent} event
   */
  takes(event) {
    if (this._offered.length === 0) return false;
    const isTaking = event.key === "Tab" && !event.shiftKey || event.key === "Enter" && this._chosen >= 0;
    if (event.key === "ArrowDown") this._move(1);
    else if (event.key === "ArrowUp") this._move(-1);
    else if (event.key === "Escape") this.hide();
    else if (isTaking) this._take(this._offered[Math.max(this._chosen, 0)]);
    else return false;
    event.preventDefault();
    return true;
  }

  _offer() {
    this._offered = suggestionsFor(this._field.value, this._commands());
    this._chosen = -1;
    this._show();
  }

  /** @param {number} step */
  _move(step) {
    const count = this._offered.length;
    this._chosen = this._chosen < 0 && step < 0 ? count - 1 : (this._chosen + step + count) % count;
    this._show();
  }

  /** @param {Suggestion} suggestion */
  _take(suggestion) {
    this._field.value = `${suggestion.text} `;
    this._field.focus();
    this._offer();
  }

  _show() {
    this._list.hidden = this._offered.length === 0;
    this._list.replaceChildren(...this._offered.map((suggestion, index) => h("li", {
      id: `suggestion-${index}`,
      role: "option",
      "aria-selected": String(index === this._chosen),
      on: {
        // A press must not take the focus out of the field, or the list would close before the click.
        pointerdown: (/** @type {Event} */ event) => event.preventDefault(),
        click: () => this._take(suggestion),
      },
    }, h("code", {}, suggestion.text), h("span", { class: "hint-inline" }, suggestion.note))));
    if (this._chosen >= 0) this._field.setAttribute("aria-activedescendant", `suggestion-${this._chosen}`);
    else this._field.removeAttribute("aria-activedescendant");
  }
}

/**
 * Return what could be meant: each command, and its words where the usage hint lists them.
 *
 * @param {string} typed
 * @param {Command[]} commands
 * @returns {Suggestion[]}
 */
function suggestionsFor(typed, commands) {
  if (!typed.startsWith("/") || typed.includes("\n")) return [];
  return commands
    .flatMap((command) => [
      { text: command.command, note: [command.description, command.usage_hint].filter(Boolean).join(" · ") },
      ...subcommands(command.usage_hint ?? "").map((word) => ({ text: `${command.command} ${word}`, note: "" })),
    ])
    .filter((suggestion) => suggestion.text.startsWith(typed) && suggestion.text !== typed.trimEnd());
}

/** @param {string} hint */
function subcommands(hint) {
  const words = hint.replace(/[[\]]/g, "").split("|").map((word) => word.trim());
  return words.length > 1 ? words.filter((word) => SUBCOMMAND.test(word)) : [];
}

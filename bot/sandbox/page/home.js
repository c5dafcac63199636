/** Shows the app's Home beside its direct messages, for apps that have one. */

import { act, reason } from "./api.js";
import { renderBlocks } from "./blocks.js";
import { byId, h } from "./dom.js";
import { readerOf } from "./reader.js";

/** The Home tab of the conversation with the app. */
export class Home {
  /** @param {import("./store.js").Store} store */
  constructor(store) {
    this._store = store;
    this._place = "";
    this._signature = "";
    this._problem = h("p", { class: "warning", role: "alert", hidden: true });
    byId("tab-home").addEventListener("click", () => void this._open());
    byId("tab-messages").addEventListener("click", () => this._show(false));
  }

  render() {
    const { state, conversation } = this._store;
    const hasHome = Boolean(state?.app.has_home_tab && conversation?.with === state.app.bot_user_id);
    byId("tabs").hidden = !hasHome;
    const place = `${this._store.as} ${this._store.open}`;
    if (!hasHome || place !== this._place) this._show(false);
    this._place = place;
    if (!state || !hasHome) return;
    const signature = JSON.stringify([state.me.id, state.home]);
    if (signature === this._signature) return;
    this._signature = signature;
    const blocks = state.home?.blocks ?? [];
    byId("home").replaceChildren(
      blocks.length ? this._blocks(state) : h("p", { class: "empty" }, "The app shows nothing here yet."),
      this._problem,
    );
  }

  /** @param {import("./types.js").WorkspaceState} state */
  _blocks(state) {
    const focused = document.activeElement?.closest("#home [data-action-id]")?.getAttribute("data-action-id");
    const home = /** @type {import("./types.js").View} */ (state.home);
    const { node } = renderBlocks(home.blocks, {
      headingLevel: 3,
      reader: readerOf(state),
      people: state.people,
      conversations: state.conversations,
      draft: () => undefined,
      press: (blockId, element, value) => this._press(home.id, blockId, element, value),
    });
    if (focused) queueMicrotask(() => /** @type {any} */ (node.querySelector(`[data-action-id="${CSS.escape(focused)}"]`))?.focus());
    return node;
  }

  async _open() {
    this._show(true);
    const outcome = await act("/sandbox/open-home", { as: this._store.as });
    this._say(outcome.ok ? null : reason(outcome));
    await this._store.refresh();
  }

  /** @param {boolean} isHome */
  _show(isHome) {
    document.body.classList.toggle("home-open", isHome);
    byId("home").hidden = !isHome;
    byId("tab-home").setAttribute("aria-pressed", String(isHome));
    byId("tab-messages").setAttribute("aria-pressed", String(!isHome));
  }

  /**
   * @param {string} viewId
   * @param {string} blockId
   * @param {any} element
   * @param {import("./types.js").Value} [value]
   */
  async _press(viewId, blockId, element, value) {
    const outcome = await act("/sandbox/modal/press", {
      as: this._store.as,
      view_id: viewId,
      block_id: blockId,
      action_id: element.action_id,
      ...(value === undefined ? {} : { value }),
    });
    this._say(outcome.ok ? null : reason(outcome));
    await this._store.refresh();
  }

  /** @param {string|null} problem */
  _say(problem) {
    this._problem.textContent = problem ?? "";
    this._problem.hidden = problem === null;
  }
}

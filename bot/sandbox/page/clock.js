/** Shows the workspace's time where the acting person is, and moves it forward. */

import { act, reason, read, RequestError } from "./api.js";
import { byId } from "./dom.js";
import { longDate, momentOf, nextMondayMorning, shortDate, timeOfDay, wallClock } from "./zones.js";

const LOOK_EVERY = 10_000;

/** The clock in the page's header. */
export class ClockBar {
  /** @param {import("./store.js").Store} store */
  constructor(store) {
    this._store = store;
    this._controls = byId("clock-controls");
    this._toggle = byId("clock-toggle");
    this._field = byId("clock-field");
    this._error = byId("clock-error");
    this._isMoving = false;
    /** @type {{from: number, to: number}|null} the move that this page asked for */
    this._journey = null;
    this._toggle.addEventListener("click", () => {
      const isOpen = document.body.classList.toggle("clock-open");
      this._toggle.setAttribute("aria-expanded", String(isOpen));
    });
    for (const button of this._controls.querySelectorAll("[data-seconds]")) {
      button.addEventListener("click", () => this._moveBy(Number(button.dataset.seconds)));
    }
    byId("clock-monday").addEventListener("click", () => this._moveTo(nextMondayMorning(this._now(), this._zone())));
    byId("clock-form").addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      this._moveToField();
    });
    setInterval(() => void this._look(), LOOK_EVERY);
  }

  render() {
    const { state } = this._store;
    if (!state) return;
    const now = this._now();
    const time = byId("clock-now");
    time.setAttribute("datetime", now.toISOString());
    byId("clock-time").textContent = timeOfDay(now, state.me.tz);
    byId("clock-date").textContent = longDate(now, state.me.tz);
    byId("clock-date-short").textContent = shortDate(now, state.me.tz);
    this._field.min = wallClock(now, state.me.tz);
    if (!this._field.value) this._field.value = this._field.min;
    this._showMoving(this._isMoving || state.clock.moving);
  }

  _now() {
    return new Date(this._store.state?.clock.now ?? 0);
  }

  _zone() {
    return this._store.state?.me.tz ?? "UTC";
  }

  /** @param {number} seconds */
  _moveBy(seconds) {
    void this._move({ by_seconds: seconds }, this._now().getTime() + seconds * 1000);
  }

  /** @param {Date} moment */
  _moveTo(moment) {
    void this._move({ to: moment.toISOString() }, moment.getTime());
  }

  _moveToField() {
    if (!this._field.value) {
      this._error.textContent = "Choose a date and a time to move to.";
      return;
    }
    const moment = momentOf(this._field.value, this._zone());
    if (moment <= this._now()) this._error.textContent = "The clock only moves forward. Choose a later time.";
    else this._moveTo(moment);
  }

  /**
   * @param {Record<string, unknown>} body
   * @param {number} target
   */
  async _move(body, target) {
    const pressed = /** @type {HTMLElement|null} */ (document.activeElement);
    this._isMoving = true;
    this._journey = { from: this._now().getTime(), to: target };
    this._error.textContent = "";
    this.render();
    const outcome = await act("/sandbox/clock/move", body);
    if (!outcome.ok) this._error.textContent = reason(outcome);
    await this._store.refresh();
    this._isMoving = false;
    this._journey = null;
    this._field.value = "";
    this.render();
    if (document.activeElement === document.body) pressed?.focus();
    byId("announcements").textContent = `It is now ${longDate(this._now(), this._zone())}, ${timeOfDay(this._now(), this._zone())}.`;
  }

  /** @param {boolean} isMoving */
  _showMoving(isMoving) {
    for (const control of this._controls.querySelectorAll("button, input")) control.disabled = isMoving;
    byId("clock-progress").hidden = !isMoving;
    const bar = byId("clock-bar");
    if (isMoving && this._journey) {
      const { from, to } = this._journey;
      bar.value = Math.min(1, Math.max(0, (this._now().getTime() - from) / Math.max(1, to - from)));
    } else {
      bar.removeAttribute("value");
    }
  }

  /** The workspace's clock may flow by itself, so it is looked at now and then. */
  async _look() {
    const { state } = this._store;
    if (!state || document.hidden || this._isMoving) return;
    try {
      const { now } = await read("/sandbox/clock");
      state.clock.now = now;
      this.render();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
    }
  }
}

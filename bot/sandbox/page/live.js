/** Listens to the workspace's event stream and asks for a fresh read on every event. */

const RETRY_AFTER = 2000;

/** One event stream at a time, for whoever acts. */
export class LiveUpdates {
  /**
   * @param {() => void} onEvent
   * @param {(isConnected: boolean) => void} onConnection
   */
  constructor(onEvent, onConnection) {
    this._onEvent = onEvent;
    this._onConnection = onConnection;
    /** @type {EventSource|null} */
    this._source = null;
    /** @type {string|null} */
    this._as = null;
  }

  /** @param {string} as */
  follow(as) {
    if (as === this._as) return;
    this._as = as;
    this._connect();
  }

  _connect() {
    this._source?.close();
    const source = new EventSource(`/sandbox/events?${new URLSearchParams({ as: this._as ?? "" })}`);
    this._source = source;
    source.onmessage = () => this._onEvent();
    source.onopen = () => {
      this._onConnection(true);
      this._onEvent();
    };
    source.onerror = () => {
      this._onConnection(false);
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(() => {
        if (this._source === source) this._connect();
      }, RETRY_AFTER);
    };
  }
}

/** Talks to the workspace's server; every other module goes through here. */

/** @typedef {import("./types.js").Outcome} Outcome */

/** A request that the server refused or never answered; its message is a sentence for the reader. */
export class RequestError extends Error {
  /**
   * @param {string} message
   * @param {number} status the HTTP status, or 0 when there was no answer
   */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

const UNREACHABLE = "The local workspace doesn't answer. Check that it is still running.";

/**
 * @param {string} path
 * @param {RequestInit} [options]
 */
async function request(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new RequestError(UNREACHABLE, 0);
  }
  const body = await response.json().catch(() => null);
  if (body === null) {
    throw new RequestError(`The local workspace answered ${response.status} without a reason.`, response.status);
  }
  return { response, body };
}

/**
 * Read from the workspace.
 *
 * @param {string} path
 * @param {Record<string, string>} [query]
 */
export async function read(path, query = {}) {
  const search = new URLSearchParams(query).toString();
  const { response, body } = await request(search ? `${path}?${search}` : path);
  if (!response.ok) {
    const reason = body.message ?? body.error ?? "It gave no reason.";
    throw new RequestError(`The local workspace refused to show this: ${reason}`, response.status);
  }
  return body;
}

/**
 * Do something in the workspace. A refusal is an outcome, not an exception, because the person is
 * told about it beside what they pressed.
 *
 * @param {string} path
 * @param {Record<string, unknown>} body
 * @returns {Promise<Outcome & Record<string, any>>}
 */
export async function act(path, body) {
  try {
    const { response, body: answer } = await request(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return { ...answer, ok: response.ok && answer.ok !== false };
  } catch (error) {
    if (error instanceof RequestError) return { ok: false, error: "unreachable", message: error.message };
    throw error;
  }
}

/**
 * Return what to tell the person about an outcome that is not ok.
 *
 * @param {Outcome} outcome
 */
export function reason(outcome) {
  return outcome.message ?? `That didn't work (${outcome.error ?? "no reason was given"}).`;
}

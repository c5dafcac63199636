/** Tells a decision from a step on the way to it, for controls that act as soon as something is chosen. */

/**
 * Call `decide` when the person has settled on a value.
 *
 * With a pointer every change is a decision. With the keyboard, arrows and digits pass through
 * values that nobody meant, so there the decision is Enter or leaving the control.
 *
 * @param {HTMLInputElement|HTMLSelectElement} control
 * @param {() => void} decide
 */
export function onDecision(control, decide) {
  let isTyping = false;
  let isChanged = false;
  const settle = () => {
    if (!isChanged) return;
    isChanged = false;
    decide();
  };
  control.addEventListener("pointerdown", () => {
    isTyping = false;
  });
  control.addEventListener("keydown", (event) => {
    const key = /** @type {KeyboardEvent} */ (event).key;
    if (key === "Enter") settle();
    else isTyping = key !== "Tab";
  });
  control.addEventListener("change", () => {
    isChanged = true;
    if (!isTyping) settle();
  });
  control.addEventListener("blur", settle);
}

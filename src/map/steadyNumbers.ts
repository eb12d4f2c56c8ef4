/** Numbers in [0, 1) that are the same for the same text at every redraw. */
export function* steadyNumbers(text: string): Generator<number, never> {
  let state = 2166136261
  for (const letter of text) state = Math.imul(state ^ letter.codePointAt(0)!, 16777619)
  for (;;) {
    state = Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9
    yield ((state ^ (state >>> 13)) >>> 0) / 2 ** 32
  }
}

// A row of the fault matrix as a test: `row('N2', 'the request arrives and its answer is lost',
// 'sent again it is known, and no second row appears')(async (use) => …)`. What goes wrong and what
// holds all the same is said here and nowhere else; ../matrix.ts holds which rows there must be.
import { it, onTestFinished, type TestOptions } from 'vitest'

/** What goes wrong, and what must hold all the same. */
export type Sentence = [id: string, fault: string, holds: string]

interface Closes {
  close(): Promise<void>
}
/** Whatever is used is closed when the row is over. */
export type Use = <T extends Closes>(opening: T | Promise<T>) => Promise<T>
type Work = (use: Use) => Promise<void>

const using =
  (finished: typeof onTestFinished): Use =>
  async (opening) => {
    const opened = await opening
    finished(() => opened.close())
    return opened
  }

const titleOf = ([id, fault, holds]: Sentence, where?: string): string =>
  `${id}${where ? ` (${where})` : ''} ${fault}: ${holds}`

/** The function takes the engine or the case as `where`, when the row is tested more than once. */
export const row =
  (...sentence: Sentence) =>
  (work: Work, where?: string, options: Pick<TestOptions, 'timeout' | 'tags'> = {}): void =>
    it(titleOf(sentence, where), options, ({ onTestFinished: finished }) => work(using(finished)))

/** For rows that mostly wait: those of one file run side by side. */
export const waitingRow =
  (...sentence: Sentence) =>
  (work: Work, where?: string): void =>
    it.concurrent(titleOf(sentence, where), ({ onTestFinished: finished }) => work(using(finished)))

import type { Page } from 'playwright-core'

/**
 * Until everything that moves has come to rest; what turns for ever may go on. What comes up by
 * itself begins to move a frame after it is there, hence the two frames.
 */
export const stillness = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    const moving = () =>
      document
        .getAnimations()
        .filter((each) => each.effect?.getTiming().iterations !== Infinity)
        .map((each) => each.finished)
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    for (let rounds = 0; rounds < 5; rounds++) {
      await frame()
      await frame()
      const under = moving()
      if (under.length === 0) return
      await Promise.allSettled(under)
    }
  })

/**
 * What a look finds wrong, at rest. A message on its way out is half see-through and a sheet on its
 * way in not yet where it will be; what is wrong with a screen is still wrong afterwards.
 */
export async function wrongAtRest(
  page: Page,
  look: (page: Page) => Promise<string[]>,
): Promise<string[]> {
  const found = await look(page)
  if (found.length === 0) return found
  await stillness(page)
  return look(page)
}

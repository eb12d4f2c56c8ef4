// Puts lists with toys in them in the place of the lists of src, for every module but those lists
// themselves: what a new type needs to touch is seen by adding one.
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** List of src → the list with toys in it, which takes the first one in. */
const lists = new Map([[at('src/records/recordTypes.ts'), at('tests/toys/recordTypes.ts')]])

export const withToys = (): Plugin => ({
  name: 'with-toys',
  enforce: 'pre',
  async resolveId(source, importer) {
    const found = await this.resolve(source, importer, { skipSelf: true })
    const toys = found && lists.get(found.id)
    return toys && importer !== toys ? toys : null
  },
})

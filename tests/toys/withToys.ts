// Lets the tests of tests/toys run the app as it would be with one kind and one record type
// more: whoever imports a list of src is given the list beside this file, which holds the real one
// and the toy.
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** File of src → the file that stands in for it. */
const standIns: ReadonlyMap<string, string> = new Map([
  [at('../../src/kinds/kindList.ts'), at('./kindList.ts')],
  [at('../../src/kinds/formList.ts'), at('./formList.ts')],
  [at('../../src/records/recordTypes.ts'), at('./recordTypes.ts')],
])

export const withToys = (): Plugin => ({
  name: 'gridwalk-toys',
  enforce: 'pre',
  async resolveId(source, importer, options) {
    const found = await this.resolve(source, importer, { ...options, skipSelf: true })
    const standIn = found && standIns.get(found.id)
    // The stand-in itself is given the real one.
    return standIn && standIn !== importer ? standIn : null
  },
})

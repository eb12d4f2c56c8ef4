// No file of src names a kind, but for its own folder and the lists: what a screen must know of
// one, the kind declares. tests/toys runs the app with one kind more.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { kinds } from '#kinds/kinds.ts'

/** The folder of each kind, the two lists, and the invented community. */
const mayName = /^src\/(kinds\/\w+\/|kinds\/(kindList|formList)\.ts$|demo\/)/
/** An ability that is called like a kind is not the kind. */
const asAbility = /hasAbility\('\w+'\)/g
const abilities = 'src/domain/member.ts'

async function* sources(): AsyncGenerator<string> {
  for (const name of await readdir('src', { recursive: true }))
    if (/\.(ts|vue)$/.test(name)) yield join('src', name).replaceAll('\\', '/')
}

it('no file outside the kinds names one', async () => {
  const names = new RegExp(`['"\`](${kinds.map(({ key }) => key).join('|')})['"\`]`)
  const naming: string[] = []
  for await (const file of sources()) {
    if (mayName.test(file) || file === abilities) continue
    const lines = (await readFile(file, 'utf8')).replace(asAbility, '').split('\n')
    naming.push(...lines.filter((line) => names.test(line)).map((line) => `${file}: ${line}`))
  }
  expect(naming).toEqual([])
})

it('no screen reads a field of a body by its name', async () => {
  const reading: string[] = []
  for await (const file of sources()) {
    if (!/^src\/(ui|state|map|domain)\//.test(file)) continue
    const lines = (await readFile(file, 'utf8')).split('\n')
    reading.push(
      ...lines
        .filter(
          (line) => /\bbody\.(?!value\b)[a-z]/i.test(line) && !/^\s*(\/\/|\*|\/\*)/.test(line),
        )
        .map((line) => `${file}: ${line}`),
    )
  }
  expect(reading).toEqual([])
})

// The key that signs session cookies: made once, readable by the endpoint's own user only.
import { randomBytes } from 'node:crypto'
import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'

export async function sessionSecret(dataFolder: string): Promise<string> {
  const path = join(dataFolder, 'session-secret')
  const known = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (known !== null) return known.trim()
  const secret = randomBytes(32).toString('base64url')
  // Written whole beside it first: a half-written key would sign nobody in.
  const draft = await open(`${path}.draft`, 'w', 0o600)
  try {
    await draft.writeFile(secret)
    await draft.sync()
  } finally {
    await draft.close()
  }
  await rename(`${path}.draft`, path)
  return secret
}

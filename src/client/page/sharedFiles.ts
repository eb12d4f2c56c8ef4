// Files that another app shared to this one: the service worker takes them in, since there may be
// page yet, and the form they begin takes them over. Until then they lie in their own cache.

export const sharePath = '/share'
const cacheName = 'shared'
/** More than a report takes; the form says which were too many. */
const mostFiles = 60

/** How the manifest names the parts of what is shared. */
export const shareParams = { files: 'photos', text: 'text' } as const

const nameHeader = 'X-Name'

/** Puts them beside what was shared before and not taken over. */
export async function keepShared(form: FormData): Promise<void> {
  const cache = await caches.open(cacheName)
  const files = form.getAll(shareParams.files).filter((each): each is File => each instanceof File)
  for (const [i, file] of files.slice(0, mostFiles).entries()) {
    const headers = { 'Content-Type': file.type, [nameHeader]: encodeURIComponent(file.name) }
    await cache.put(`/shared/${Date.now()}-${i}`, new Response(file, { headers }))
  }
  const text = form.get(shareParams.text)
  if (typeof text === 'string' && text.trim())
    await cache.put('/shared/text', new Response(text.trim()))
}

export interface Shared {
  files: File[]
  text: string
  /** They are in the form now. */
  forget(): Promise<void>
}

export async function readShared(): Promise<Shared> {
  const cache = await caches.open(cacheName)
  const keys = await cache.keys()
  const files: File[] = []
  let text = ''
  for (const key of keys) {
    const kept = await cache.match(key)
    if (!kept) continue
    if (key.url.endsWith('/text')) text = await kept.text()
    else {
      const name = decodeURIComponent(kept.headers.get(nameHeader) ?? '')
      const type = kept.headers.get('Content-Type') ?? ''
      files.push(new File([await kept.blob()], name, { type }))
    }
  }
  const forget = async (): Promise<void> => {
    for (const key of keys) await cache.delete(key)
  }
  return { files, text, forget }
}

// The service worker's answer to photos that another app hands over: they are on this phone before
// the app is shown, with a network or without, and the page that is shown offers them.
import { shareField, type ShareRefusal } from '#domain/sharedPhotos.ts'
import { storeShared, type ShareEnvironment } from '../db/sharedPhotos.ts'

/** @param origin of this app. */
export async function takeShared(
  request: Request,
  origin: string,
  environment: ShareEnvironment = { now: () => Date.now() },
): Promise<Response> {
  const to = (query: Record<string, string>): Response =>
    Response.redirect(`${origin}/?${new URLSearchParams(query)}`, 303)
  const refused = (shareRefused: ShareRefusal, files = 0): Response =>
    to({ shareRefused, ...(files > 0 && { files: String(files) }) })

  // The phone itself names no site. A page of another site that posts here and hides its own is
  // taken for a share, and no more than offered: nothing is saved that a person does not save.
  const from = request.headers.get('Origin')
  if (from?.startsWith('http') && from !== origin) return Response.redirect(`${origin}/`, 303)
  try {
    const form = await request.formData()
    const files = form.getAll(shareField).filter((each) => each instanceof File)
    const id = crypto.randomUUID()
    const stored = await storeShared(environment, id, files)
    return stored.ok ? to({ shared: id }) : refused(stored.refusal, stored.leftOut.notPhotos)
  } catch {
    return refused('notKept')
  }
}

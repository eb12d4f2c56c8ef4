// A phone's last words: it says how much waits on it, and then nothing of that comes.
import type { Phone } from '../../world.ts'

export async function onlyReport(phone: Phone): Promise<void> {
  const { send } = phone.network
  phone.network.send = async (path, init) => {
    const headers = new Headers(init.headers)
    const isZipped = headers.get('Content-Encoding') === 'gzip'
    const text = isZipped
      ? await new Response(
          new Blob([init.body as ArrayBuffer])
            .stream()
            .pipeThrough(new DecompressionStream('gzip')),
        ).text()
      : (init.body as string)
    const request = JSON.parse(text) as { push: object }
    headers.delete('Content-Encoding')
    await send(path, {
      ...init,
      headers,
      body: JSON.stringify({ ...request, push: { ...request.push, from: 0, changes: [] } }),
    })
    throw new TypeError('gone')
  }
  await phone.sync()
  phone.network.send = send
}

// A message as a body, packed where that saves something and the browser can.
const gzipFromBytes = 1024

export async function zippedJson(
  message: unknown,
): Promise<{ body: BodyInit; headers: Record<string, string> }> {
  const text = JSON.stringify(message)
  const headers = { 'Content-Type': 'application/json' }
  if (text.length < gzipFromBytes || typeof CompressionStream === 'undefined')
    return { body: text, headers }
  const zipped = await new Response(
    new Blob([text]).stream().pipeThrough(new CompressionStream('gzip')),
  ).arrayBuffer()
  return { body: zipped, headers: { ...headers, 'Content-Encoding': 'gzip' } }
}

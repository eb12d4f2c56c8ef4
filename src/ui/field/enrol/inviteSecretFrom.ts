/**
 * The secret of an invite, from its scanned or pasted address, the words around it included, or
 * typed by itself; null when there is none in the text.
 */
export function inviteSecretFrom(text: string): string | null {
  const linked = [...text.matchAll(/#([\w-]{16,100})(?=\s|$)/g)].at(-1)?.[1]
  return linked ?? /^[\w-]{16,100}$/.exec(text.trim())?.[0] ?? null
}

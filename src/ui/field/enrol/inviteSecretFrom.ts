/**
 * The secret of an invite, from its scanned or pasted address or typed by itself; null when there
 * is none in the text.
 */
export function inviteSecretFrom(text: string): string | null {
  const trimmed = text.trim()
  const secret = trimmed.includes('#') ? trimmed.slice(trimmed.lastIndexOf('#') + 1) : trimmed
  return /^[\w-]{16,100}$/.test(secret) ? secret : null
}

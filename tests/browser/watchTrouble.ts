// What must not happen in any browser of any test: an error or warning on the console, a request to
// another host, a broken policy.
import type { BrowserContext, ConsoleMessage, Page } from 'playwright-core'

export interface Trouble {
  /** Everything since the last look. */
  take(): string[]
}

/**
 * The browser's own words about a network that was taken away on purpose, and about a photo that
 * has not arrived yet.
 */
const isExpected = (message: ConsoleMessage): boolean =>
  (/status of 404/.test(message.text()) &&
    /\/api\/photos\/[0-9a-f]{64}$/.test(message.location().url)) ||
  /ERR_(INTERNET_DISCONNECTED|EMPTY_RESPONSE|CONNECTION_(REFUSED|RESET|CLOSED)|NETWORK_CHANGED|INCOMPLETE_CHUNKED_ENCODING|NETWORK_IO_SUSPENDED)/.test(
    message.text(),
  )

export async function watchTrouble(context: BrowserContext, ownUrl: string): Promise<Trouble> {
  const seen: string[] = []
  await context.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
    ),
  )
  context.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(ownUrl))
      seen.push(`stranger: ${request.url()}`)
  })
  const watch = (page: Page): void => {
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()) && !isExpected(message))
        seen.push(`${message.type()}: ${message.text()} (${message.location().url})`)
    })
    page.on('pageerror', (error) => seen.push(`uncaught: ${error.stack ?? error.message}`))
  }
  context.on('page', watch)
  return { take: () => seen.splice(0) }
}

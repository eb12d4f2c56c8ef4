// The maps of a community go with whoever leaves it, or is told to. Only then it is loaded how they
// are kept; nobody stays on a phone by a failure of this.
import type { PhoneEnvironment } from './localSession.ts'

export async function dropAllMaps(environment: PhoneEnvironment): Promise<void> {
  try {
    // Addresses of maps of other providers hold keys of the operator's.
    for (const key of ['gridwalk.maps', 'gridwalk.onlineMaps']) environment.local.removeItem(key)
    const { phoneMaps } = await import('../tiles/phoneMaps.ts')
    await phoneMaps(environment).removeAll()
  } catch (error) {
    console.warn('maps', (error as Error | null)?.name)
  }
}

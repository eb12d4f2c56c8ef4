// What the composition root hands to the stores: the phone's environment and its way to the
// server.
import { inject, type InjectionKey } from 'vue'
import type { PhoneEnvironment } from '#client/session/localSession.ts'
import type { Transport } from '#client/http/transport.ts'

export interface Device {
  environment: PhoneEnvironment
  transport: Transport
  /** Version of the app, as told to the server. */
  app: string
}

export const deviceKey: InjectionKey<Device> = Symbol('device')

export function useDevice(): Device {
  const device = inject(deviceKey)
  if (!device) throw new Error('main.ts provides the device')
  return device
}

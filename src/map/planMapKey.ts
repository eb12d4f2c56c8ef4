import type { Map as LeafletMap } from 'leaflet'
import type { InjectionKey, ShallowRef } from 'vue'

/** What a PlanMap tells the parts in its slot: the map they draw on, there before they are. */
export const planMapKey: InjectionKey<Readonly<ShallowRef<LeafletMap | undefined>>> =
  Symbol('planMap')

// The earth as a plane about one corner: good to a thousandth within some kilometres.
import type { Corner } from './corner.ts'
import { earthRadiusMetres } from './distanceMetres.ts'

const metresOfDegree = (earthRadiusMetres * Math.PI) / 180

/** Metres east and north of `about`, both lon and lat in degrees. */
export const inMetres = ([lon, lat]: Corner, about: Corner): Corner => [
  (lon - about[0]) * metresOfDegree * Math.cos((about[1] * Math.PI) / 180),
  (lat - about[1]) * metresOfDegree,
]

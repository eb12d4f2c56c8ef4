// What is drawn of an archive, in which order and how wide. One set of rules for both schemas: a
// layer or a kind that an archive does not have draws nothing.
import {
  CenteredTextSymbolizer,
  exp,
  type Feature,
  GeomType,
  type LabelRule,
  LineLabelSymbolizer,
  LineSymbolizer,
  type PaintRule,
  PolygonSymbolizer,
} from 'protomaps-leaflet'
import type { BaseMapColours, BaseMapLook } from './baseMapMessages.ts'
import { kindOf, nameKeyOf } from './featureWords.ts'

export interface MapRules {
  ground: PaintRule[]
  houses: PaintRule[]
  ways: PaintRule[]
  names: LabelRule[]
}

const ofKind =
  (...kinds: string[]) =>
  (_: number, { props }: Feature): boolean =>
    kinds.includes(kindOf(props))
const ofType =
  (type: GeomType) =>
  (_: number, { geomType }: Feature): boolean =>
    geomType === type

const green = ofKind(
  ...['park', 'forest', 'wood', 'grass', 'grassland', 'garden', 'scrub', 'meadow', 'cemetery'],
  ...['nature_reserve', 'national_park', 'golf_course', 'recreation_ground', 'village_green'],
  ...['allotments', 'orchard', 'pitch', 'zoo'],
)

/** How wide in CSS pixels, from far to near. */
const widths = {
  main: exp(1.6, [
    [10, 0.8],
    [14, 3.5],
    [16, 8],
    [18, 20],
    [20, 52],
  ]),
  middle: exp(1.6, [
    [12, 0.7],
    [14, 2.4],
    [16, 6],
    [18, 16],
    [20, 42],
  ]),
  small: exp(1.6, [
    [13, 0.5],
    [15, 2.2],
    [16, 4],
    [18, 11],
    [20, 30],
  ]),
  foot: exp(1.5, [
    [15, 0.7],
    [18, 2.4],
    [20, 5],
  ]),
  stream: exp(1.5, [
    [12, 0.8],
    [16, 3],
    [18, 8],
  ]),
} satisfies Record<string, (z: number) => number>

const roads = [
  { kinds: ['path', 'other'], width: widths.foot, from: 15, colour: 'footpath', hasEdge: false },
  { kinds: ['minor_road'], width: widths.small, from: 13, colour: 'road', hasEdge: true },
  { kinds: ['medium_road'], width: widths.middle, from: 12, colour: 'road', hasEdge: true },
  {
    kinds: ['major_road', 'highway'],
    width: widths.main,
    from: 7,
    colour: 'mainRoad',
    hasEdge: true,
  },
] as const

export const mapRules = (look: BaseMapLook): MapRules => ({
  ground: groundRules(look.colours),
  houses: [
    {
      dataLayer: 'buildings',
      minzoom: 14,
      filter: ofType(GeomType.Polygon),
      symbolizer: new PolygonSymbolizer({
        fill: look.colours.building,
        stroke: look.colours.buildingEdge,
        width: (z) => (z >= 16 ? look.colours.widthFactor : 0),
      }),
    },
  ],
  ways: wayRules(look.colours),
  names: nameRules(look),
})

function groundRules(colours: BaseMapColours): PaintRule[] {
  const filled = (fill: string): PolygonSymbolizer => new PolygonSymbolizer({ fill })
  return [
    { dataLayer: 'earth', symbolizer: filled(colours.ground), filter: ofType(GeomType.Polygon) },
    { dataLayer: 'landcover', symbolizer: filled(colours.green), filter: green },
    { dataLayer: 'natural', symbolizer: filled(colours.green), filter: ofType(GeomType.Polygon) },
    { dataLayer: 'landuse', symbolizer: filled(colours.green), filter: green },
    { dataLayer: 'water', symbolizer: filled(colours.water), filter: ofType(GeomType.Polygon) },
    ...['water', 'physical_line'].map((dataLayer) => ({
      dataLayer,
      minzoom: 12,
      filter: ofType(GeomType.Line),
      symbolizer: new LineSymbolizer({ color: colours.water, width: widths.stream }),
    })),
    {
      dataLayer: 'boundaries',
      maxzoom: 14,
      symbolizer: new LineSymbolizer({
        color: colours.boundary,
        width: colours.widthFactor,
        dash: [4, 3],
        dashColor: colours.boundary,
        dashWidth: colours.widthFactor,
      }),
    },
  ]
}

/** All edges first and all surfaces after them, so that roads run into each other at a crossing. */
function wayRules(colours: BaseMapColours): PaintRule[] {
  const line = (color: string, width: (z: number) => number): LineSymbolizer =>
    new LineSymbolizer({ color, width, lineCap: 'round', lineJoin: 'round' })
  const wide = (width: (z: number) => number) => (z: number) => width(z) * colours.widthFactor
  const rule = (
    { kinds, from }: (typeof roads)[number],
    symbolizer: LineSymbolizer,
  ): PaintRule => ({
    dataLayer: 'roads',
    minzoom: from,
    filter: ofKind(...kinds),
    symbolizer,
  })
  const rail = new LineSymbolizer({
    color: colours.rail,
    width: (z) => (z >= 16 ? 2 : 1) * colours.widthFactor,
  })
  return [
    ...roads
      .filter(({ hasEdge }) => hasEdge)
      .map((road) =>
        rule(
          { ...road, from: Math.max(14, road.from) } as typeof road,
          line(colours.roadEdge, (z) => wide(road.width)(z) + 1.6 * colours.widthFactor),
        ),
      ),
    ...roads.map((road) => rule(road, line(colours[road.colour], wide(road.width)))),
    { dataLayer: 'roads', minzoom: 12, filter: ofKind('rail'), symbolizer: rail },
    { dataLayer: 'transit', minzoom: 12, filter: ofKind('railway'), symbolizer: rail },
  ]
}

/** Han letters say more in less room, so their names stand at half the usual density. */
function nameRules({ colours, family, sizePixels, language }: BaseMapLook): LabelRule[] {
  const sparse = language === 'zh' ? 2 : 1
  const text = (share: number, fill: string, weight = 500) => ({
    labelProps: (_: number, feature?: Feature): string[] => {
      const key = feature && nameKeyOf(feature.props, language)
      return key === undefined ? [] : [key]
    },
    fontFamily: family,
    fontSize: Math.round(sizePixels * share),
    fontWeight: weight,
    fill,
    stroke: colours.halo,
    width: 3,
    lineHeight: 1.2,
    maxLineChars: 14,
  })
  const alongRoad = new LineLabelSymbolizer({
    ...text(0.76, colours.inkSoft),
    position: 2,
    repeatDistance: 250 * sparse,
  })
  return [
    {
      dataLayer: 'places',
      maxzoom: 15,
      filter: ofKind('locality', 'city', 'country', 'region', 'state'),
      symbolizer: new CenteredTextSymbolizer(text(0.95, colours.ink, 600)),
    },
    // Among the houses the plan's own grids say it, and their dashes would run through the words.
    {
      dataLayer: 'places',
      minzoom: 12,
      maxzoom: 16,
      filter: ofKind('neighbourhood', 'macrohood', 'other'),
      symbolizer: new CenteredTextSymbolizer(text(0.82, colours.inkSoft, 600)),
    },
    {
      dataLayer: 'roads',
      minzoom: 14,
      filter: ofKind('major_road', 'highway', 'medium_road'),
      symbolizer: alongRoad,
    },
    { dataLayer: 'roads', minzoom: 16, filter: ofKind('minor_road'), symbolizer: alongRoad },
    ...['water', 'physical_point'].map((dataLayer) => ({
      dataLayer,
      minzoom: 13,
      filter: ofType(GeomType.Point),
      symbolizer: new CenteredTextSymbolizer(text(0.76, colours.inkWater)),
    })),
    {
      dataLayer: 'pois',
      minzoom: 16 + sparse,
      symbolizer: new CenteredTextSymbolizer(text(0.7, colours.inkSoft)),
    },
  ]
}

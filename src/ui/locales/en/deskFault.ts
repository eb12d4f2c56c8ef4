// Faults of those who draw the plan and make base maps.
import type { DeskFaultCode } from '#domain/fault.ts'

export const deskFault = {
  planChanged:
    'The plan has changed since the preview ({count} rows). Nothing was imported; look at the preview again.',
  planInvalid:
    'The plan would not be sound with this ({problem}: {name}). Nothing was imported; correct it and try again.',
  planUndoOver:
    'This can no longer be undone: it is more than {days} days old, or has been undone.',
  mapNotPmtiles: 'This is not a PMTiles map file, or the file is damaged.',
  mapOldVersion: 'This is PMTiles version {version}. Convert it to version 3 (pmtiles convert).',
  mapTruncated: 'The file is incomplete: {expected} MB expected, {here} MB here.',
  mapUnsupported: 'Phones cannot read this map: {what}.',
  mapUnknownSchema:
    'The structure of this map’s data is unknown: roads and names cannot be drawn from it.',
  mapElsewhere: 'This map does not show your community; it is {km} km away.',
  mapTooLarge:
    'Too large: {megabytes} MB, at most {limit} MB. Choose a smaller area or fewer levels.',
  pictureUnreadable: 'This picture cannot be read. Use PNG, JPEG or WebP.',
  pictureTooLarge: 'The picture has {megabytes} MB, at most {limit} MB.',
  pictureTooManyPixels: 'The picture is too large: its longest side may have {limit} pixels.',
  pointsOnALine:
    'The control points lie on a line, or two of them are the same: where the picture lies cannot be told.',
} satisfies Record<DeskFaultCode, string>

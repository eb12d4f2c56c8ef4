// What is wrong with a file and its rows, in the plain English of the command line; the desk says
// the same in its own words (ui/locales).
import type { FileProblem } from '#geo/planFiles/planFile.ts'
import type { PlanProblem } from '#domain/plan/planProblem.ts'

/** `{name}` stands for what the problem's detail says under that name, `{line}` for its row. */
const sentences: Record<PlanProblem['code'] | FileProblem['code'], string> = {
  // of rows
  nameless: 'it has neither a name nor a code',
  unknownType: 'the type "{type}" is not known',
  unknownGrid: 'there is no grid "{grid}"',
  gridUnclear: 'several grids are called "{grid}"',
  unknownParent: 'there is no "{parent}" for it to be part of',
  unknownSuccessor: 'what is to stand in its stead is no other place',
  noParent: 'the grid "{grid}" is part of nothing; only one community may be',
  parentCircle: '"{grid}" is part of itself',
  gridInUse: 'there are still grids or places in "{grid}"',
  codeTwice: 'the code {code} occurs twice, in rows {other} and {line}',
  codeTaken: 'the code {code} belongs to "{by}" already',
  codeTooLong: 'a code has at most {code} characters, a name {name}',
  tooManyCodes: 'the place has had more than {limit} codes before',
  badNumber: '"{value}" is not a coordinate',
  badPosition: 'the position is not on earth',
  ringTooFew: 'the border has fewer than three different corners',
  ringNoArea: 'the border has no area',
  ringCrosses: 'the border crosses itself: edges {first} and {second}, at {lat}, {lon}',
  ringSpike: 'the border turns back on itself at corner {corner}',
  ringTooLong: 'the border has more than {limit} corners',
  tooManyPieces: 'it has more than {limit} pieces, or one of them more than {limit} rings',
  holeOutside: 'a hole lies outside the border',
  holesCross: 'two holes cross',
  matchedTwice: '"{name}" is the same place or grid as another row',
  codeAlike: 'the codes {code} and {other} are the same without hyphens, and easily mixed up',
  outsideGrid: '"{name}" lies {metres} m outside "{grid}"',
  noCode: '"{name}" has no code, so no label',
  noPosition: '"{name}" has no position and is not shown on the map yet',
  // of the whole file
  isAPicture: 'it is a picture; a table, GeoJSON, KML or a shapefile can be imported',
  isAPdf: 'it is a PDF; a table, GeoJSON, KML or a shapefile can be imported',
  isAnOldSheet: 'it is an old Excel file (.xls); save it as XLSX or CSV',
  notAPlanFile: 'it is not a file of a known kind',
  noRows: 'it has no rows',
  csvQuote: 'the quotation mark in row {line} is never closed',
  fileCut: 'it breaks off after feature {feature}',
  fileBroken: 'it is damaged',
  zipBroken: 'the zip file is damaged',
  zipLocked: 'it has a password',
  zipTooLarge: 'the zip file is too large once unpacked; {most} at most',
  tooLarge: 'it has {megabytes} MB; {most} MB at most',
  tooManyFeatures: 'it has more than {most} rows; split it',
  tooManyColumns: 'it has more than {most} columns',
  featureTooLarge: 'row {line} is too large: {megabytes} MB; {most} MB at most',
  geometryBroken: 'its position or outline cannot be read',
  geometryInParts: 'it has {parts} outlines; only the largest was taken',
  geometryUnknown: 'its outline is of an unknown kind, "{type}"; only its words were taken',
  moreSheets: 'only the sheet "{sheet}" was read, not {others}',
  moreLayers: 'only the layer "{layer}" was read, not {others}',
  linksIgnored: 'links to other places were not followed: {links}',
  entitiesIgnored: 'references to other files were not followed',
  noTable: 'the zip file has no .dbf: outlines only, no words',
  noSystem: 'the zip file has no .prj',
  tableDiffers: '{shapes} outlines, but {rows} rows of words',
}

export const sentenceOf = ({ code, line, detail }: PlanProblem | FileProblem): string =>
  sentences[code].replace(/\{(\w+)\}/g, (_, name: string) =>
    String(detail?.[name] ?? (name === 'line' ? line : undefined) ?? '?'),
  )

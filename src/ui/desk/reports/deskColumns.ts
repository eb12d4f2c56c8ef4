/** The columns a list of the desk can have, in the order its screen names them. */
export type DeskColumn =
  'due' | 'when' | 'what' | 'place' | 'result' | 'status' | 'handler' | 'author' | 'photos'

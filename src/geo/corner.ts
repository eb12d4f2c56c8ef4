// A pair of numbers that says where something lies, as a file or a map has it.

/** x, y: longitude, latitude in degrees where it is of the earth; east, north where in metres. */
export type Corner = [number, number]

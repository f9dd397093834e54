interface Place {
  readonly region_code: string;
  readonly region_name: string;
  readonly longitude: string;
  readonly latitude: string;
}

// Corners about a centre, in hundredths of a degree: invented outlines, no survey; only the order of size and the place are true.
const corners: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  "650202": [
    [-16, -9],
    [2, -13],
    [17, -7],
    [15, 8],
    [1, 12],
    [-14, 7],
  ],
  "650203": [
    [-46, -33],
    [-8, -42],
    [17, -30],
    [16, 6],
    [2, 24],
    [-30, 28],
    [-52, 4],
  ],
  "650204": [
    [-9, -39],
    [30, -28],
    [42, 2],
    [30, 23],
    [-9, 22],
    [-24, 15],
    [-10, -3],
  ],
  "650205": [
    [-53, -16],
    [-26, -18],
    [-14, -17],
    [25, -12],
    [48, 8],
    [30, 34],
    [-18, 40],
    [-47, 20],
  ],
};
const square: readonly (readonly [number, number])[] = [
  [-28, -28],
  [28, -28],
  [28, 28],
  [-28, 28],
];

/** GeoJSON of the districts, property region_code; schematic outlines, counter-clockwise (RFC 7946). */
export function districtOutlines(places: readonly Place[]): string {
  const features = places.map((place) => {
    const ring = (corners[place.region_code] ?? square).map(([east, north]) => [
      Math.round(Number(place.longitude) * 10_000 + east * 100) / 10_000,
      Math.round(Number(place.latitude) * 10_000 + north * 100) / 10_000,
    ]);
    return JSON.stringify({
      type: "Feature",
      properties: { region_code: place.region_code, region_name: place.region_name, is_schematic: true },
      geometry: { type: "Polygon", coordinates: [[...ring, ring[0]]] },
    });
  });
  return `{"type":"FeatureCollection","description":"示意边界,非测绘成果 schematic outlines, not surveyed","features":[\n${features.join(",\n")}\n]}\n`;
}

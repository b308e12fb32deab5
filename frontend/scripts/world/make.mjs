// Writes src/features/laws/world.json: the countries as SVG paths in whole numbers, and a dot for those too small to be pressed.
// Run by hand (`npm ci && npm run make` in this folder); the result is committed, so that a build needs none of these packages.
//
// Shapes: Natural Earth 1:50m (public domain), redistributed by world-atlas (ISC). Boundaries follow the United Nations' where Natural
// Earth draws who holds the ground: Crimea with Ukraine (A/RES/68/262), Somaliland with Somalia, northern Cyprus with Cyprus.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { geoArea, geoCentroid, geoContains, geoEqualEarth, geoPath } from 'd3-geo';
import { feature, merge } from 'topojson-client';
import { presimplify, simplify } from 'topojson-simplify';

const require = createRequire(import.meta.url);
const iso = require('i18n-iso-countries');
const world = simplify(presimplify(require('world-atlas/countries-50m.json')), 0.02);

const width = 2000;
const unnamed = { Somaliland: 'SO', 'N. Cyprus': 'CY', Kosovo: 'XK', 'Indian Ocean Ter.': 'AU', 'Siachen Glacier': '' };
// Too small for the source.
const added = { TV: [179.2, -8.5], TK: [-171.8, -9.2], GI: [-5.35, 36.14] };

const parts = new Map();
for (const geometry of world.objects.countries.geometries) {
  const code = geometry.id ? iso.numericToAlpha2(geometry.id) : unnamed[geometry.properties.name];
  if (code === undefined) throw new Error(`No code for ${geometry.properties.name}.`);
  if (code === 'AQ' || !geometry.arcs) continue;
  const polygons = geometry.type === 'Polygon' ? [geometry.arcs] : geometry.arcs;
  for (const arcs of polygons) {
    const polygon = { type: 'Polygon', arcs };
    const owner = code === 'RU' && geoContains(feature(world, polygon), [34.2, 45.3]) ? 'UA' : code;
    parts.set(owner, [...(parts.get(owner) ?? []), polygon]);
  }
}

const sphere = { type: 'Sphere' };
const projection = geoEqualEarth().rotate([-11, 0]).fitWidth(width, sphere);
const countries = [...parts].map(([code, polygons]) => [code, merge(world, polygons)]);
// Without Antarctica the foot of the sphere is empty.
const box = geoPath(projection).bounds({ type: 'GeometryCollection', geometries: countries.map(([, shape]) => shape) });
const top = Math.floor(box[0][1]) - 8;
const height = Math.ceil(box[1][1]) - top + 8;

/** Draws relative moves in whole numbers, and leaves out islands that would be a speck. */
function pathOf(shape) {
  const rings = [];
  let ring;
  const at = (x, y) => [Math.round(x), Math.round(y - top)];
  geoPath(projection, {
    moveTo: (x, y) => rings.push((ring = [at(x, y)])),
    lineTo(x, y) {
      const point = at(x, y);
      const last = ring.at(-1);
      if (point[0] !== last[0] || point[1] !== last[1]) ring.push(point);
    },
    closePath() {},
    arc() {},
  })(shape);
  const area = (points) => Math.abs(points.reduce((sum, [x, y], i) => { const [u, v] = points[(i + 1) % points.length]; return sum + x * v - u * y; }, 0)) / 2;
  const sized = rings.map((points) => [area(points), points]).filter(([, points]) => points.length > 2);
  const largest = Math.max(0, ...sized.map(([size]) => size));
  const d = sized.filter(([size]) => size >= Math.min(6, largest)).map(([, points]) => {
    let [x, y] = points[0];
    const steps = points.slice(1).map(([u, v]) => { const step = `${u - x},${v - y}`; [x, y] = [u, v]; return step; });
    return `M${points[0]}l${steps.join(' ')}z`.replaceAll(/[ ,]-/g, '-');
  }).join('');
  return { d, size: sized.reduce((sum, [each]) => sum + each, 0) };
}

const small = 45; // square units: some four pixels across on a wide screen
const shapes = [];
const dots = [];
const middle = (shape) => {
  const polygons = shape.coordinates.map((coordinates) => ({ type: 'Polygon', coordinates }));
  return geoCentroid(polygons.sort((a, b) => geoArea(b) - geoArea(a))[0]);
};
for (const [code, shape] of countries.sort(([a], [b]) => (a < b ? -1 : 1))) {
  const { d, size } = pathOf(shape);
  if (d) shapes.push([code, d]);
  if (size < small && code) dots.push([code, ...dot(middle(shape))]);
}
for (const [code, place] of Object.entries(added)) if (!parts.has(code)) dots.push([code, ...dot(place)]);
function dot(place) {
  const [x, y] = projection(place);
  return [Math.round(x), Math.round(y - top)];
}

const out = JSON.stringify({ width, height, shapes, dots });
writeFileSync(new URL('../../src/features/laws/world.json', import.meta.url), out.replaceAll('],["', '],\n["') + '\n');
console.log(`${shapes.length} shapes, ${dots.length} dots, ${out.length} bytes.`);

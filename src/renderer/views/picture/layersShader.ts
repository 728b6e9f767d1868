/**
 * Where points are from a float texture: point i stands in column i mod `tile` and, for each place along the paths, in row
 * ⌊i / tile⌋ of the place's rows. Its fourth number is 1 for a place and 0 for what is no number. `place`, a number of
 * places from z on, is the one thing that a scrubber changes.
 */
const placeAt = /* glsl */ `
  precision highp sampler2D;
  uniform sampler2D layers;
  uniform float place;
  uniform int last;
  uniform int tile;
  uniform int rows;
  vec4 placeAt(int i) {
    ivec2 at = ivec2(i % tile, i / tile);
    int below = int(floor(place));
    vec4 start = texelFetch(layers, at + ivec2(0, below * rows), 0);
    vec4 end = texelFetch(layers, at + ivec2(0, min(below + 1, last) * rows), 0);
    return mix(start, end, place - float(below));
  }
`

export const particleVertex = /* glsl */ `
  ${placeAt}
  uniform float pixel;
  uniform float side;
  uniform bool depthCue;
  varying float vNear;
  void main() {
    vec4 place = placeAt(gl_VertexID);
    vec4 eye = modelViewMatrix * vec4(place.xyz, 1.0);
    // What has no place at either layer goes beyond the picture's edge.
    gl_Position = place.w < 1.0 ? vec4(2.0, 2.0, 2.0, 1.0) : projectionMatrix * eye;
    vNear = depthCue ? clamp(0.5 + 0.29 * (eye.z - (modelViewMatrix * vec4(0.0, 0.0, 0.0, 1.0)).z), 0.0, 1.0) : 1.0;
    gl_PointSize = side * pixel * (depthCue ? 0.7 + 0.4 * vNear : 1.0);
  }
`

/** A diamond or a disc and its halo: `d` is in CSS pixels from the mark's edge, which so stays sharp at every size. */
export const particleFragment = /* glsl */ `
  precision highp float;
  uniform float side;
  uniform bool disc;
  uniform float alpha;
  uniform vec3 ink;
  uniform vec3 halo;
  uniform float haloAlpha;
  varying float vNear;
  void main() {
    vec2 p = (gl_PointCoord - 0.5) * side;
    float d = disc ? length(p) - 3.5 : (abs(p.x) + abs(p.y) - 2.6) * 0.7071;
    float inside = 1.0 - smoothstep(-0.5, 0.5, d);
    float cover = max(inside, (1.0 - smoothstep(0.5, 1.5, d)) * haloAlpha);
    if (cover < 0.3) discard;
    gl_FragColor = vec4(mix(halo, ink, inside), alpha * cover * mix(0.35, 1.0, vNear));
  }
`

/** Each segment as a ribbon of two triangles, as wide on the screen as it is to look: `ends` are its two points. */
export const ribbonVertex = /* glsl */ `
  ${placeAt}
  uniform vec2 viewport;
  uniform float width;
  attribute vec2 ends;
  varying float vSide;
  varying float vPlaced;
  void main() {
    int corner = gl_VertexID % 6;
    bool far = corner == 1 || corner == 2 || corner == 4;
    float side = corner == 0 || corner == 1 || corner == 3 ? -1.0 : 1.0;
    vec4 p = placeAt(int(ends.x));
    vec4 q = placeAt(int(ends.y));
    vec4 from = projectionMatrix * modelViewMatrix * vec4(p.xyz, 1.0);
    vec4 to = projectionMatrix * modelViewMatrix * vec4(q.xyz, 1.0);
    vec2 along = (to.xy / to.w - from.xy / from.w) * viewport;
    float reach = length(along);
    vec2 across = reach > 0.0 ? vec2(-along.y, along.x) / reach : vec2(0.0);
    // Half a pixel more on either side, in which the edge fades.
    vSide = side * (0.5 * width + 0.5);
    vPlaced = min(p.w, q.w);
    gl_Position = far ? to : from;
    gl_Position.xy += 2.0 * vSide * across / viewport * gl_Position.w;
  }
`

export const ribbonFragment = /* glsl */ `
  precision highp float;
  uniform float width;
  uniform vec3 ink;
  uniform float alpha;
  varying float vSide;
  varying float vPlaced;
  void main() {
    if (vPlaced < 1.0) discard;
    float cover = 1.0 - smoothstep(0.5 * width - 0.5, 0.5 * width + 0.5, abs(vSide));
    gl_FragColor = vec4(ink, alpha * cover);
  }
`

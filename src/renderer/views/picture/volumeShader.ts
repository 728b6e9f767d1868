/** What the shaders see of the volume: reading it, and how much each mode lets through. Its uniforms are `VolumeView`'s. */
export const volumeChunk = /* glsl */ `
  precision highp float;
  precision highp sampler3D;
  uniform sampler3D grid;
  uniform float resolution;
  uniform vec2 range;
  uniform bool logScale;
  uniform vec3 levels;
  uniform int mode;
  uniform vec3 clipLow;
  uniform vec3 clipHigh;

  const int SURFACES = 1;
  const int MAXIMUM = 2;
  /** How much the shells of the regions hide when they are looked at straight, innermost first. */
  const vec3 SHELLS = vec3(0.9, 0.24, 0.12);

  /** log p in nats below its highest; nodes are at the ends of the cube. */
  float valueAt(vec3 p) {
    return texture(grid, ((p * 0.5 + 0.5) * (resolution - 1.0) + 0.5) / resolution).r;
  }
  /** Place in the colour range. */
  float placeOf(float value) {
    return clamp(((logScale ? value : exp(value)) - range.x) / (range.y - range.x), 0.0, 1.0);
  }
  /** Share of the light that a stretch of this place and length takes. */
  float taken(float place, float stretch) {
    return 1.0 - exp(-(logScale ? 16.0 * place * place * place : 14.0 * pow(place, 1.4)) * stretch);
  }
  /** Where a ray is in the clip box: [near, far], near after far where it misses. */
  vec2 slab(vec3 origin, vec3 direction) {
    vec3 a = (clipLow - origin) / direction;
    vec3 b = (clipHigh - origin) / direction;
    vec3 low = min(a, b);
    vec3 high = max(a, b);
    return vec2(max(0.0, max(low.x, max(low.y, low.z))), min(high.x, min(high.y, high.z)));
  }
`

export const boxVertexShader = /* glsl */ `
  varying vec3 vPlace;
  void main() {
    vPlace = position;
    gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
  }
`

/**
 * A march through the clip box from a start that is hashed by pixel, up to the foremost slice. The whole volume adds
 * up through the colour map; surfaces are found by bisection and lit by the gradient; the maximum is the densest place
 * on the way. Colours leave multiplied by their alpha.
 */
export const boxFragmentShader = /* glsl */ `
  ${volumeChunk}
  uniform sampler2D lut;
  uniform int steps;
  /** Where the slices are; 9 for one that is not shown. */
  uniform vec3 slices;
  /** How much of its own light the volume gives, 0 on a light ground and 1 on a black one, where dark colours are lost. */
  uniform float glow;
  varying vec3 vPlace;

  vec3 colourOf(float place) {
    return texture2D(lut, vec2((place * 255.0 + 0.5) / 256.0, 0.5)).rgb;
  }

  /** Where the ray first hits a slice. */
  float sliceAhead(vec3 origin, vec3 direction) {
    float nearest = 1e9;
    for (int axis = 0; axis < 3; axis++) {
      float t = (slices[axis] - origin[axis]) / direction[axis];
      vec3 p = abs(origin + t * direction);
      p[axis] = abs(slices[axis]);
      if (t > 0.0 && max(p.x, max(p.y, p.z)) <= 1.0) nearest = min(nearest, t);
    }
    return nearest;
  }

  vec3 gradientAt(vec3 p) {
    float h = 2.0 / (resolution - 1.0);
    vec2 e = vec2(h, 0.0);
    return vec3(
      valueAt(p + e.xyy) - valueAt(p - e.xyy),
      valueAt(p + e.yxy) - valueAt(p - e.yxy),
      valueAt(p + e.yyx) - valueAt(p - e.yyx)
    );
  }

  /** The shell of one level at p: lit by a lamp at the eye, and denser where it is seen edge on. */
  vec4 shell(vec3 p, vec3 direction, float level, float alpha) {
    vec3 slope = gradientAt(p);
    float facing = abs(dot(slope, direction)) / max(length(slope), 1e-6);
    vec3 rgb = colourOf(placeOf(level)) * mix(0.55, 1.1, facing) + 0.25 * pow(facing, 24.0) + 0.2 * (1.0 - facing);
    return vec4(rgb, mix(min(1.0, 2.0 * alpha), alpha, facing));
  }

  void main() {
    vec3 origin = cameraPosition;
    vec3 direction = normalize(vPlace - origin);
    vec2 span = slab(origin, direction);
    span.y = min(span.y, sliceAhead(origin, direction));
    if (span.x >= span.y) discard;

    float dt = 3.4642 / float(steps);
    float jitter = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715))));
    float t = span.x;
    float before = valueAt(origin + t * direction);
    float peak = before;
    vec4 sum = vec4(0.0);
    float next = t + (mode == SURFACES ? 1.0 : jitter) * dt;

    for (int i = 0; i < 512; i++) {
      if (t >= span.y || sum.a > 0.97) break;
      next = min(next, span.y);
      float value = valueAt(origin + next * direction);
      if (mode == SURFACES) {
        for (int j = 0; j < 3; j++) {
          // Towards the dense the outer shells come first, on the way out of it the inner ones.
          int k = value > before ? 2 - j : j;
          if ((before > levels[k]) == (value > levels[k])) continue;
          float a = t;
          float b = next;
          for (int n = 0; n < 5; n++) {
            float middle = 0.5 * (a + b);
            if ((valueAt(origin + middle * direction) > levels[k]) == (before > levels[k])) a = middle;
            else b = middle;
          }
          vec4 hit = shell(origin + 0.5 * (a + b) * direction, direction, levels[k], SHELLS[k]);
          sum += (1.0 - sum.a) * hit.a * vec4(hit.rgb, 1.0);
        }
      } else if (mode == MAXIMUM) {
        peak = max(peak, value);
      } else {
        float place = placeOf(value);
        if (place > 0.004) {
          float a = taken(place, next - t);
          sum += (1.0 - sum.a) * a * vec4(min(colourOf(place) * (1.0 + 0.6 * glow) + 0.08 * glow, 1.0), 1.0);
        }
      }
      before = value;
      t = next;
      next = t + dt;
    }
    if (mode == MAXIMUM) {
      float place = placeOf(peak);
      sum = smoothstep(0.0, 0.14, place) * vec4(colourOf(place), 1.0);
    }
    gl_FragColor = sum;
  }
`

/** How much of a point's light comes through what is between it and the eye: few steps, for there are few points. */
export const veilChunk = /* glsl */ `
  ${volumeChunk}
  float veil(vec3 place) {
    if (mode == MAXIMUM) return 1.0;
    vec3 direction = normalize(cameraPosition - place);
    vec2 span = slab(place, direction);
    if (span.x >= span.y) return 1.0;
    float stretch = (span.y - span.x) / 24.0;
    float before = valueAt(place + span.x * direction);
    float left = 1.0;
    for (int i = 0; i < 24; i++) {
      float value = valueAt(place + (span.x + (float(i) + 1.0) * stretch) * direction);
      if (mode == SURFACES) {
        for (int k = 0; k < 3; k++) if ((before > levels[k]) != (value > levels[k])) left *= 1.0 - SHELLS[k];
      } else {
        left *= 1.0 - taken(placeOf(value), stretch);
      }
      before = value;
    }
    return max(left, 0.12);
  }
`

/** Lays the picture of the volume, which may be smaller, over what is drawn. */
export const layVertexShader = /* glsl */ `
  varying vec2 vUv;
  void main() {
    vUv = uv;
    gl_Position = vec4(position.xy, 0.0, 1.0);
  }
`
export const layFragmentShader = /* glsl */ `
  precision highp float;
  uniform sampler2D picture;
  varying vec2 vUv;
  void main() {
    gl_FragColor = texture2D(picture, vUv);
  }
`

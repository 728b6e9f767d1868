/** Log densities that are not numbers carry this mark to the shader, which draws a checker pattern there. */
export const NOT_A_NUMBER = 1e30
/** Zero density: far below anything a scale shows, yet finite, so that interpolation stays finite. */
export const NO_DENSITY = -1e4

export const vertexShader = /* glsl */ `
  varying vec2 vUv;
  void main() {
    vUv = uv;
    gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
  }
`

/**
 * Bilinear interpolation of log p by hand (float textures cannot be filtered everywhere, and the read-out must see the
 * same values), then colour, then isolines about 1.5 px wide by the slope on screen.
 */
export const fragmentShader = /* glsl */ `
  precision highp float;
  precision highp sampler2D;
  uniform sampler2D grid;
  uniform sampler2D lut;
  uniform int resolution;
  uniform vec2 range;
  uniform bool logScale;
  uniform vec3 levels;
  varying vec2 vUv;

  void main() {
    // Slopes at the rim are taken from pixels beyond it, which must not see values that are not there.
    vec2 at = clamp(vUv, 0.0, 1.0) * float(resolution - 1);
    ivec2 i = min(ivec2(at), ivec2(resolution - 2));
    vec2 f = at - vec2(i);
    float a = texelFetch(grid, i, 0).r;
    float b = texelFetch(grid, i + ivec2(1, 0), 0).r;
    float c = texelFetch(grid, i + ivec2(0, 1), 0).r;
    float d = texelFetch(grid, i + ivec2(1, 1), 0).r;
    if (max(max(a, b), max(c, d)) > 1e29) {
      vec2 cell = floor(gl_FragCoord.xy / 6.0);
      gl_FragColor = vec4(vec3(mod(cell.x + cell.y, 2.0) < 0.5 ? 0.35 : 0.55), 1.0);
      return;
    }
    float v = mix(mix(a, b, f.x), mix(c, d, f.x), f.y);
    float value = logScale ? v : exp(v);
    float t = clamp((value - range.x) / (range.y - range.x), 0.0, 1.0);
    vec3 rgb = texture2D(lut, vec2((t * 255.0 + 0.5) / 256.0, 0.5)).rgb;

    float slope = max(fwidth(v), 1e-6);
    vec3 distance = abs(vec3(v) - levels) / slope;
    vec3 line = (1.0 - smoothstep(0.5, 1.3, distance)) * vec3(0.9, 0.65, 0.45);
    float ink = max(line.x, max(line.y, line.z));
    float bright = dot(rgb, vec3(0.2126, 0.7152, 0.0722));
    gl_FragColor = vec4(mix(rgb, bright > 0.55 ? vec3(0.05, 0.06, 0.1) : vec3(0.97), ink), 1.0);
  }
`

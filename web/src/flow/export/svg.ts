// svg.ts — shapes as an SVG file, in the colours of one theme.
// Invariants: what programs have written (names, values) is escaped.

import { arrowPoints } from '../picture/canvas-painter.ts';
import { markRadius, textSize, type Colour, type Shape } from '../picture/shapes.ts';

export interface SvgStyle {
  colour(name: Colour): string;
  textFace: string;
  codeFace: string;
}

export function svgFile(shapes: readonly Shape[], width: number, height: number,
                        title: string, style: SvgStyle): string {
  const size = `${rounded(width)} ${rounded(height)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}" width="${rounded(width)}" ` +
      `height="${rounded(height)}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" fill="${escaped(style.colour('surface'))}"/>`,
    ...shapes.map((shape) => element(shape, style)),
    '</svg>\n',
  ].join('\n');
}

function element(shape: Shape, style: SvgStyle): string {
  const colour = escaped(style.colour(shape.colour));
  const opacity = shape.opacity === undefined ? '' : ` opacity="${rounded(shape.opacity)}"`;
  switch (shape.kind) {
    case 'line':
      return `<path d="${path([[shape.x1, shape.y1], [shape.x2, shape.y2]])}" stroke="${colour}" ` +
        `stroke-width="${shape.width}"${shape.dashed ? ' stroke-dasharray="3 3"' : ''}${opacity}/>`;
    case 'arrow': {
      const { neck, left, right } = arrowPoints(shape);
      return `<g${opacity}><path d="${path([[shape.x1, shape.y1], neck])}" stroke="${colour}" ` +
        `stroke-width="${rounded(shape.width)}"/>` +
        `<path d="${path([[shape.x2, shape.y2], left, right])}Z" fill="${colour}"/></g>`;
    }
    case 'box':
      return `<rect x="${rounded(shape.x)}" y="${rounded(shape.y)}" ` +
        `width="${rounded(Math.max(0, shape.width))}" ` +
        `height="${rounded(Math.max(0, shape.height))}" ` +
        `${shape.outlined ? `fill="none" stroke="${colour}"` : `fill="${colour}"`}${opacity}/>`;
    case 'text': {
      const face = escaped(shape.isCode ? style.codeFace : style.textFace);
      return `<text x="${rounded(shape.x)}" y="${rounded(shape.y)}" fill="${colour}" ` +
        `font-family="${face}" font-size="${textSize}" text-anchor="${shape.anchor}" ` +
        `paint-order="stroke" stroke="${escaped(style.colour('surface'))}" stroke-width="3" ` +
        `stroke-linejoin="round"${opacity}>${escaped(shape.text)}</text>`;
    }
    case 'mark':
      return markElement(shape, colour, escaped(style.colour('surface')), opacity);
  }
}

function markElement({ x, y, form }: Shape & { kind: 'mark' }, colour: string, surface: string,
                     opacity: string): string {
  const r = markRadius;
  const at = `cx="${rounded(x)}" cy="${rounded(y)}" r="${r}"`;
  switch (form) {
    case 'disc': return `<circle ${at} fill="${colour}"${opacity}/>`;
    case 'ring':
      return `<circle ${at} fill="${surface}" stroke="${colour}" stroke-width="2"${opacity}/>`;
    case 'half':
      return `<path d="M${rounded(x - r)} ${rounded(y)}a${r} ${r} 0 0 0 ${2 * r} 0Z" ` +
        `fill="${colour}"${opacity}/>`;
    case 'diamond':
      return `<path d="${path([[x - r - 1, y], [x, y - r - 1], [x + r + 1, y],
        [x, y + r + 1]])}Z" fill="${colour}"${opacity}/>`;
    case 'cross':
      return `<path d="${path([[x - r, y - r], [x + r, y + r]])}${
        path([[x - r, y + r], [x + r, y - r]])}" stroke="${colour}" stroke-width="2"${opacity}/>`;
    case 'square':
    case 'bar': {
      const half = form === 'bar' ? 4 : 3;
      return `<rect x="${rounded(x - half)}" y="${rounded(y - half)}" width="${2 * half}" ` +
        `height="${2 * half}" fill="${colour}"${opacity}/>`;
    }
  }
}

const rounded = (value: number): number =>
  Number.isFinite(value) ? Math.round(value * 100) / 100 : 0;

const path = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y], index) => `${index ? 'L' : 'M'}${rounded(x)} ${rounded(y)}`).join('');

const entities: Record<string, string> =
  { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Control characters and halves of characters are not allowed in XML at all. */
export function escaped(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\ud800-\udfff\ufffe\uffff]/gu, '�')
    .replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

// canvas-painter.ts — draws shapes on a canvas, in the page's colours.

import { arrowHead, markRadius, textSize, type Colour, type Shape } from './shapes.ts';

export interface Faces {
  text: string;
  code: string;
}

export class CanvasPainter {
  private readonly context: CanvasRenderingContext2D;
  private readonly colour: (name: Colour) => string;
  private readonly faces: Faces;

  constructor(context: CanvasRenderingContext2D, colour: (name: Colour) => string, faces: Faces) {
    this.context = context;
    this.colour = colour;
    this.faces = faces;
  }

  paint(shapes: readonly Shape[]): void {
    for (const shape of shapes) {
      this.context.globalAlpha = shape.opacity ?? 1;
      this.paintOne(shape);
    }
    this.context.globalAlpha = 1;
  }

  private paintOne(shape: Shape): void {
    const { context } = this;
    const colour = this.colour(shape.colour);
    context.strokeStyle = colour;
    context.fillStyle = colour;
    switch (shape.kind) {
      case 'line':
        context.lineWidth = shape.width;
        if (shape.dashed) context.setLineDash([3, 3]);
        this.stroke([[shape.x1, shape.y1], [shape.x2, shape.y2]]);
        if (shape.dashed) context.setLineDash([]);
        break;
      case 'arrow': {
        context.lineWidth = shape.width;
        const { neck, left, right } = arrowPoints(shape);
        this.stroke([[shape.x1, shape.y1], neck]);
        this.fill([[shape.x2, shape.y2], left, right]);
        break;
      }
      case 'box':
        context.lineWidth = 1;
        if (shape.outlined) {
          context.strokeRect(shape.x + 0.5, shape.y + 0.5, Math.max(0, shape.width - 1),
            Math.max(0, shape.height - 1));
        } else context.fillRect(shape.x, shape.y, shape.width, shape.height);
        break;
      case 'text':
        this.write(shape);
        break;
      case 'mark':
        this.mark(shape);
        break;
    }
  }

  private write({ x, y, text, anchor, isCode, strong }: Shape & { kind: 'text' }): void {
    const { context, faces } = this;
    context.font = `${strong ? 600 : 400} ${textSize}px ${isCode ? faces.code : faces.text}`;
    context.textAlign = anchor === 'middle' ? 'center' : anchor;
    // Around the letters, so that lines behind them do not hide them.
    context.strokeStyle = this.colour('surface');
    context.lineWidth = 3;
    context.lineJoin = 'round';
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }

  private mark({ x, y, form }: Shape & { kind: 'mark' }): void {
    const { context } = this;
    const r = markRadius;
    context.lineWidth = 2;
    context.beginPath();
    switch (form) {
      case 'disc':
        context.arc(x, y, r, 0, 2 * Math.PI);
        context.fill();
        break;
      case 'half':
        context.arc(x, y, r, 0, Math.PI);
        context.fill();
        break;
      case 'ring':
        context.arc(x, y, r, 0, 2 * Math.PI);
        context.fillStyle = this.colour('surface');
        context.fill();
        context.stroke();
        break;
      case 'square':
        context.fillRect(x - 3, y - 3, 6, 6);
        break;
      case 'diamond':
        this.fill([[x - r - 1, y], [x, y - r - 1], [x + r + 1, y], [x, y + r + 1]]);
        break;
      case 'bar':
        context.fillRect(x - 3, y - 3, 6, 6);
        context.strokeRect(x - 3, y - 3, 6, 6);
        break;
      case 'cross':
        this.stroke([[x - r, y - r], [x + r, y + r]]);
        this.stroke([[x - r, y + r], [x + r, y - r]]);
        break;
    }
  }

  private stroke(points: readonly (readonly [number, number])[]): void {
    this.trace(points);
    this.context.stroke();
  }

  private fill(points: readonly (readonly [number, number])[]): void {
    this.trace(points);
    this.context.fill();
  }

  private trace(points: readonly (readonly [number, number])[]): void {
    this.context.beginPath();
    points.forEach(([x, y], index) =>
      index === 0 ? this.context.moveTo(x, y) : this.context.lineTo(x, y));
  }
}

/** Where an arrow's line ends, and the corners of its head. */
export function arrowPoints({ x1, y1, x2, y2, width }: Shape & { kind: 'arrow' }):
  Record<'neck' | 'left' | 'right', [number, number]> {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length];
  const head = Math.min(arrowHead + width, length);
  const half = head / 2.2;
  const neck: [number, number] = [x2 - dx * head, y2 - dy * head];
  return { neck, left: [neck[0] - dy * half, neck[1] + dx * half],
    right: [neck[0] + dy * half, neck[1] - dx * half] };
}

import type { MemberShape, Shape } from '../shape.js';

/** Whether a member on the way to `path` is masked in errors. */
export function isSensitive(shape: Shape, path: string): boolean {
  let current: Shape | undefined = shape;
  for (const part of path.split('/').slice(1)) {
    current = current === undefined ? undefined : through(current);
    if (current === undefined) return false;
    switch (current.kind) {
      case 'record': {
        const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
        const member: MemberShape | undefined = current.members.find((one) => one.name === name);
        if (member?.sensitive === true) return true;
        current = member?.shape;
        break;
      }
      case 'list':
        current = current.items;
        break;
      case 'map':
        current = current.values;
        break;
      default:
        return false;
    }
  }
  return false;
}

function through(shape: Shape): Shape {
  if (shape.kind === 'ref') return through(shape.target());
  return shape.kind === 'nullable' ? through(shape.of) : shape;
}

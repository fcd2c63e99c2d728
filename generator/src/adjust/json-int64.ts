/** `json_int64: number`: 64-bit integers that JSON Schema calls integers are written as JSON numbers. */
import type { SchemaModule } from '../model/model.js';
import { withTypes } from '../model/rebuild.js';
import type { Declaration, IntegerType, Type } from '../model/types.js';
import { edited } from './modules.js';

/** What JSON readers would round is no value of the type then, in any encoding. */
const limit = BigInt(Number.MAX_SAFE_INTEGER);

export function int64Numbers(
  modules: readonly SchemaModule[],
  kept: ReadonlySet<Declaration>,
): readonly SchemaModule[] {
  return edited(modules, (declaration) =>
    kept.has(declaration)
      ? declaration
      : withTypes(declaration, (type): Type =>
          type.kind === 'integer' && type.number !== undefined ? written(type) : type,
        ),
  );
}

function written(type: IntegerType): IntegerType {
  const least = BigInt(type.minimum ?? (type.width === 'uint64' ? 0n : -limit));
  const most = BigInt(type.maximum ?? limit);
  return {
    ...type,
    number: 'written',
    minimum: least < -limit ? -limit : least,
    maximum: most > limit ? limit : most,
  };
}
